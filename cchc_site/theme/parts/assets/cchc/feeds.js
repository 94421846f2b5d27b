// Material takes every <link rel=alternate> for another language and fetches its whole sitemap. A
// feed's link is told apart before Material's script runs; readers of feeds see the page as sent.
for (const link of document.querySelectorAll("link[rel=alternate][type]")) link.rel = "alternate feed";
