// Material takes every <link rel=alternate> for another language and fetches its whole sitemap. A
// feed's link is told apart before Material's script runs; readers of feeds see the page as sent.
for (const link of document.querySelectorAll("link[rel=alternate][type]")) link.rel = "alternate feed";
// Material's own search, where it is on, opens for any ?q= and then takes it away. On the page of
// the portal's search it is put aside until portal.js runs.
const searchPage = document.querySelector("[data-cchc=search-page]");
if (searchPage && document.querySelector("[data-md-component=search]")) {
  searchPage.dataset.query = location.search;
  history.replaceState(history.state, "", location.pathname + location.hash);
}
