// What a page that is opened from a disk has in the place of a network: `cchcFiles` holds the files of
// the index by their names (cchc_site/rendering/offline.py).

/** Where the compiled script lies: that is `import.meta.url` for all that it was made of. */
window.cchcScript = document.currentScript.src;

window.fetch = async (request) => {
  const name = request.url.split("/chi-muc/").pop();
  const content = window.cchcFiles[name];
  return content === undefined ? new Response("", { status: 404 }) : new Response(content);
};

/** A folder on a disk shows no page by itself. */
const complete = ({ target }) => {
  const link = target.closest && target.closest("a[href]");
  if (link && link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
};
for (const kind of ["focusin", "mousedown", "touchstart", "click"]) addEventListener(kind, complete, true);
