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

/** What the reader chooses is kept as Material keeps it, else the look follows the device. */
function palette(bar) {
  const looks = [...bar.children];
  bar.addEventListener("click", ({ target }) => {
    const look = target.closest("button");
    const index = looks.indexOf(look);
    if (index < 0) return;
    const { media, scheme, primary, accent } = look.dataset;
    cchcLook(index);
    try {
      __md_set("__palette", { index, color: { media, scheme, primary, accent } });
    } catch {
      // Where nothing may be kept, the choice holds for this page.
    }
    looks.find((one) => !one.hidden).focus();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    cchcLook(__md_get("__palette")?.index);
  });
}

/** Sharing by the device's own sheet, copying the address, printing. */
function actions(bar) {
  const status = bar.parentNode.querySelector("[role=status]");
  const address = document.querySelector("link[rel=canonical]")?.href;
  let timer;
  const say = (words, milliseconds) => {
    clearTimeout(timer);
    status.textContent = words;
    if (milliseconds) timer = setTimeout(() => say(""), milliseconds);
  };
  const offer = (name, act) => {
    for (const button of document.querySelectorAll(`[data-cchc=${name}]`)) {
      button.hidden = false;
      button.addEventListener("click", act);
    }
  };
  offer("print", () => print());
  offer("copy", async () => {
    try {
      await navigator.clipboard.writeText(address);
      say("Đã sao chép", 3000);
    } catch {
      say(`Chưa sao chép được. Địa chỉ bài: ${address}`);
    }
  });
  if (navigator.share)
    offer("share", () => {
      const title = document.querySelector("h1").textContent;
      navigator.share({ title, url: address }).catch(() => {}); // the reader thought better of it
    });
}

/** Copying the address of a feed. */
function addresses(buttons) {
  const status = one("copied");
  for (const button of buttons) {
    const address = button.parentNode.querySelector("code");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address.textContent);
        status.textContent = "Đã sao chép địa chỉ. Hãy dán vào ứng dụng đọc tin.";
      } catch {
        getSelection().selectAllChildren(address);
        status.textContent = "Chưa sao chép được. Địa chỉ đã được chọn, hãy tự chép.";
      }
    });
  }
}

/** The page that takes reports of faults is told the item by ?bai=; its title comes from itself, so
 *  that an address made by somebody else puts no words here. */
async function report(path) {
  const address = new URL(path, __md_scope);
  if (!address.href.startsWith(__md_scope.href)) return;
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const title = page.querySelector("article h1")?.textContent;
  if (!title) return;
  const told = page.querySelector("link[rel=canonical]").href;
  const note = document.createElement("div");
  note.className = "cchc-notice";
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  const lead = document.createElement("b");
  lead.textContent = `Báo lỗi bài “${title}”. `;
  words.append(lead, `Xin ghi kèm địa chỉ bài: ${told}`);
  note.append(words);
  const content = document.getElementById("__noi-dung");
  content.querySelector("h1").after(note);
  const letter = `subject=${encodeURIComponent(`Báo lỗi: ${title}`)}&body=${encodeURIComponent(`${told}\n\n`)}`;
  for (const link of content.querySelectorAll("a[href^='mailto:']"))
    if (!link.search) link.href += `?${letter}`;
}

/** A part of the search; it comes, with the engine at the same time, when it is used. */
const search = async (part) => (await Promise.all([part(), import("./search.js")]))[0];
const loadBox = () => search(() => import("./search-box.js"));
const loadPage = () => search(() => import("./search-page.js"));

/** A search box suggests titles as soon as it is used. */
function searchBox(form) {
  const input = form.elements.q;
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    let box;
    try {
      box = await loadBox();
    } catch {
      asked = false; // without it the box sends its form, as it does without JavaScript
      return;
    }
    box.combobox(form);
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
  const part = (name) => root.querySelector(`[data-search-${name}]`);
  const show = (name) => {
    root.classList.remove("cchc-search--begun");
    part("status").textContent = "";
    part(name).hidden = false;
  };
  let page;
  try {
    page = await loadPage();
  } catch (problem) {
    // A script that came and cannot be read is no matter of the line.
    show(problem instanceof SyntaxError ? "broken" : "error");
    part("again").addEventListener("click", () => location.reload());
    return;
  }
  try {
    page.results(root);
  } catch (problem) {
    show("broken");
    throw problem;
  }
}

/** Keys reach code that scrolls. */
const scrolling = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
document.querySelectorAll("pre > code").forEach((code) => scrolling.observe(code));

document.documentElement.classList.replace("no-js", "js");
const box = document.getElementById("__drawer");
if (box && one("drawer")) drawer(box, one("drawer"), one("close"));
if (one("palette")) palette(one("palette"));
if (one("actions")) actions(one("actions"));
addresses(document.querySelectorAll("[data-cchc=copy-address]"));
const reported = new URLSearchParams(location.search).get("bai");
if (reported) report(reported).catch(() => {}); // the page takes reports without it too
const searches = [...document.querySelectorAll("[data-cchc=search-box]")];
searches.forEach(searchBox);
// Where Material's own search is on, the keys are its own.
if (searches.length && !document.querySelector("[data-md-component=search]")) searchKeys(searches);
const put = one("search-page")?.dataset.query;
if (put) history.replaceState(history.state, "", location.pathname + put + location.hash);
if (one("search-page") && new URLSearchParams(location.search).get("q")?.trim()) searchPage(one("search-page"));
