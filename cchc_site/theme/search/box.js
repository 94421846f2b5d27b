// Pages and titles that fit, under the box while a reader types: a combobox with a list of links
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

import { begun, waysBegun } from "./begun.js";
import { Unavailable, find, marked, waysTo } from "./search.js";

const SHOWN = 6;
const MOST_WAYS = 3;
const LEAST = 2;
const PAUSE = 150;

/** An element with properties, and attributes that have none. */
function element(tag, properties, attributes = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Let a search form, whose field is a combobox already, suggest titles. */
export function combobox(form) {
  const input = form.elements.q;
  const list = element(
    "div",
    { id: `${input.id}-goi-y`, className: "cchc-suggestions", hidden: true },
    { role: "listbox", "aria-label": "Gợi ý: trang, tin và văn bản" },
  );
  const status = element("p", { className: "cchc-hidden" }, { role: "status" });
  form.append(list, status);
  input.setAttribute("aria-controls", list.id);
  let active = -1;
  let asked = 0;
  let timer;

  const mark = (next) => {
    active = next;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", at === active);
    }
    const option = list.children[active];
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (is) => {
    list.hidden = !is;
    input.setAttribute("aria-expanded", is);
    mark(-1);
  };
  const close = () => {
    clearTimeout(timer);
    asked++;
    status.textContent = "";
    open(false);
  };
  const row = (url, name, kind) => {
    const option = element("a", { className: "cchc-suggestions__option", href: url, tabIndex: -1 }, { role: "option" });
    const words = element("span");
    words.append(...name);
    option.append(words, " ", element("span", { className: "cchc-suggestions__kind", textContent: kind }));
    return option;
  };
  /** Pages whose name is typed, then titles, last the way to all results. */
  const show = (query, ways, items) => {
    const rows = [
      ...ways.map(({ url, label, about }) => row(url, [label], about)),
      ...items.map(({ url, title, kind }) => row(url, marked(title), kind)),
    ];
    status.textContent = rows.length ? `${rows.length} gợi ý` : "Không có gợi ý";
    if (rows.length) {
      const all = row(`${form.action}?${new URLSearchParams({ q: query })}`, [`Xem mọi kết quả cho “${query}”`], "");
      all.classList.add("cchc-suggestions__option--all");
      rows.push(all);
    }
    for (const [at, option] of rows.entries()) option.id = `${list.id}-${at}`;
    list.textContent = "";
    list.append(...rows);
    open(rows.length > 0);
  };
  const suggest = async () => {
    const query = input.value.trim();
    if (query.length < LEAST) return close();
    const mine = ++asked;
    const typing = /[\p{L}\p{M}\p{N}]$/u.test(input.value);
    try {
      const [found, ways] = await Promise.all([find(input.value, { typing: typing && begun }), (typing ? waysBegun : waysTo)(query)]);
      const named = ways.slice(0, MOST_WAYS);
      const items = await found.show(0, SHOWN - named.length);
      const others = items.filter(({ url }) => !named.some((way) => way.url === url));
      if (mine === asked) show(query, named, others);
    } catch (problem) {
      if (!(problem instanceof Unavailable)) throw problem;
      // The page of results says so, and lets the reader try again.
      if (mine === asked) close();
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  };

  const keys = {
    ArrowDown: () => (list.hidden ? suggest() : mark(active + 1 < list.children.length ? active + 1 : -1)),
    ArrowUp: () => !list.hidden && mark(active < 0 ? list.children.length - 1 : active - 1),
    Escape: () => (list.hidden ? (input.value = "") : close()),
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    } else if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  input.addEventListener("input", later);
  form.addEventListener("submit", close);
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) close();
  });
  // The focus stays in the field, so that typing goes on.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (document.activeElement === input && input.value !== input.defaultValue) later();
}
