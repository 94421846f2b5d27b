/* theme/scripts/feeds.js */
(()=>{for(let t of document.querySelectorAll("link[rel=alternate][type]"))t.rel="alternate feed";var e=document.querySelector("[data-cchc=search-page]");e&&document.querySelector("[data-md-component=search]")&&(e.dataset.query=location.search,history.replaceState(history.state,"",location.pathname+location.hash));})();
