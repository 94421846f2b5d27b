// Titles that fit, under the box while a reader types: a combobox with a list of links
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

import { Unavailable, find, marked } from "./search.js";

const SHOWN = 6;
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
    { role: "listbox", "aria-label": "Tin và văn bản có tên gần giống" },
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
  const show = (items) => {
    const options = items.map(({ url, title, kind }, at) => {
      const option = element(
        "a",
        { id: `${list.id}-${at}`, className: "cchc-suggestions__option", href: url, tabIndex: -1 },
        { role: "option" },
      );
      const name = element("span");
      name.append(...marked(title));
      option.append(name, " ", element("span", { className: "cchc-suggestions__kind", textContent: kind }));
      return option;
    });
    list.textContent = "";
    list.append(...options);
    open(options.length > 0);
    status.textContent = options.length ? `${options.length} gợi ý` : "Không có gợi ý";
  };
  const suggest = async () => {
    const query = input.value;
    if (query.trim().length < LEAST) return close();
    const mine = ++asked;
    try {
      const found = await find(query, { typing: /[\p{L}\p{M}]$/u.test(query) });
      const items = await found.show(0, SHOWN);
      if (mine === asked) show(items);
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
