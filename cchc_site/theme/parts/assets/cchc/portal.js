// What the pages do beyond HTML: drawer and scheme for keyboards, printing, copying the address.
// Every part works alone, so that the same module serves pages in Material's own look.

const one = (name) => document.querySelector(`[data-cchc=${name}]`);

/** A label for touch becomes a button: focusable, announced, worked by keys. */
function toButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.append(...label.childNodes);
  label.replaceWith(button);
  return button;
}

function drawer(box, label, close) {
  const panel = close.closest("nav");
  const opener = toButton(label);
  const closer = toButton(close);
  opener.setAttribute("aria-controls", panel.id);
  box.autocomplete = "off"; // else Firefox keeps it open over a reload
  const tell = () => opener.setAttribute("aria-expanded", box.checked);
  const shut = () => {
    if (box.checked) box.click();
    opener.focus();
  };
  box.addEventListener("change", tell);
  tell();
  opener.addEventListener("click", () => {
    box.click();
    if (box.checked) panel.querySelector("a").focus();
  });
  closer.addEventListener("click", shut);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked) shut();
  });
  // Tabbing out of the drawer closes it: what has the focus must be seen.
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (box.checked && relatedTarget && !panel.contains(relatedTarget)) box.click();
  });
}

/** Space does what the label says, as Enter does already; Material's radio would choose itself. */
function palette(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    const next = document.getElementById(form.querySelector("label:not([hidden])").htmlFor);
    next.click();
    next.focus();
  });
}

function actions(bar) {
  const status = bar.querySelector("[role=status]");
  let timer;
  const say = (words, milliseconds) => {
    clearTimeout(timer);
    status.textContent = words;
    if (milliseconds) timer = setTimeout(() => say(""), milliseconds);
  };
  bar.hidden = false;
  one("print").addEventListener("click", () => print());
  one("copy").addEventListener("click", async ({ currentTarget: { dataset } }) => {
    try {
      await navigator.clipboard.writeText(dataset.address);
      say("Đã sao chép", 3000);
    } catch {
      say(`Chưa sao chép được. Địa chỉ bài: ${dataset.address}`);
    }
  });
}

/** A part of the search; it comes, with the engine at the same time, when it is used. */
const search = async (name) => (await Promise.all([import(`./search-${name}.js`), import("./search.js")]))[0];

/** A search box suggests titles as soon as it is used. */
function searchBox(form) {
  const input = form.elements.q;
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    try {
      (await search("box")).combobox(form);
    } catch {
      asked = false; // without it the box sends its form, as it does without JavaScript
    }
  };
  input.addEventListener("focus", load);
  if (document.activeElement === input) load();
}

/** “/” and Ctrl+K lead to the box that is seen, else to the page of the search. */
function searchKeys(forms) {
  addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const commanded = (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k";
    const typing = target.closest?.("input, select, textarea, [contenteditable]");
    const struck = key === "/" && !typing && !ctrlKey && !metaKey && !altKey;
    if (!commanded && !struck) return;
    event.preventDefault();
    const seen = forms.find((form) => form.getClientRects().length);
    if (seen) seen.elements.q.select();
    else location.assign(document.querySelector("[data-cchc=search-way]").href);
  });
}

async function searchPage(root) {
  try {
    (await search("page")).results(root);
  } catch {
    root.querySelector("[data-search-error]").hidden = false;
    root.querySelector("[data-search-again]").addEventListener("click", () => location.reload());
  }
}

const box = document.getElementById("__drawer");
if (box && one("drawer")) drawer(box, one("drawer"), one("close"));
if (one("palette")) palette(one("palette"));
if (one("actions")) actions(one("actions"));
const searches = [...document.querySelectorAll("[data-cchc=search-box]")];
searches.forEach(searchBox);
// Where Material's own search is on, the keys are its own.
if (searches.length && !document.querySelector("[data-md-component=search]")) searchKeys(searches);
const put = one("search-page")?.dataset.query;
if (put) history.replaceState(history.state, "", location.pathname + put + location.hash);
if (one("search-page") && new URLSearchParams(location.search).get("q")?.trim()) searchPage(one("search-page"));
