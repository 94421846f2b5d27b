// The page of results. Whatever was asked is in its address, so that it can be sent to others and
// Back works.

import { find, marked } from "./search.js";

const STEP = 10;
const PATIENCE = 400;
const KINDS = { tin: 0, "van-ban": 1, trang: 2 };
const FILTERS = ["loai", "chuyen-muc", "nam", "thu-tu"];

/** Answer the address of the page `root`, and whatever is asked there from now on. */
export function results(root) {
  const part = (name) => root.querySelector(`[data-search-${name}]`);
  const form = part("form");
  const fields = part("fields");
  const status = part("status");
  const list = part("results");
  const filters = part("filters");
  const title = document.title;
  let asked = 0;
  let shown = STEP;
  let found;

  const value = (name) => form.elements[name].value;
  const said = () => value("q").trim();
  const chosen = () => FILTERS.filter(value);
  const address = (query = said(), names = chosen()) => {
    if (!query) return location.pathname;
    const wanted = new URLSearchParams({ q: query });
    for (const name of names) wanted.set(name, value(name));
    if (shown > STEP) wanted.set("so", shown);
    return `${location.pathname}?${wanted}`;
  };
  /** Fill in what the address asks for. */
  const restore = () => {
    const wanted = new URLSearchParams(location.search);
    form.elements.q.value = wanted.get("q") ?? "";
    for (const name of FILTERS) {
      const select = form.elements[name];
      select.value = wanted.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    const count = Math.floor(Number(wanted.get("so")) / STEP) * STEP;
    shown = Math.min(Math.max(count || STEP, STEP), 20 * STEP);
  };
  const put = (items) => {
    list.textContent = "";
    list.append(...items);
  };
  /** Say that files do not come, that the site has changed since the page was opened, or that the
   * search itself has failed, which is raised again: the line is not to blame for it. */
  const failed = (problem) => {
    const cause = problem && (problem.cause || "broken");
    for (const name of ["error", "gone", "broken"]) part(name).hidden = name !== cause;
    if (cause === "broken") throw problem;
  };
  /** Say how a search stands, and show what belongs to that. */
  const tell = (words, { problem, ways = false, help = false, more = false } = {}) => {
    status.textContent = words;
    part("help").hidden = !help;
    part("ways").hidden = !ways;
    part("more").hidden = !more;
    part("meant").hidden = part("near").hidden = true;
    failed(problem);
  };
  const wish = () => ({
    kind: KINDS[value("loai")],
    category: value("chuyen-muc"),
    year: value("nam"),
    newest: value("thu-tu") === "moi-nhat",
  });
  const run = async () => {
    const query = said();
    const mine = ++asked;
    document.title = query ? `Tìm “${query}” – ${title}` : title;
    part("clear").hidden = chosen().length === 0;
    part("clear").href = address(query, []);
    if (!query) {
      put([]);
      tell("", { ways: true });
      return;
    }
    part("ways").hidden = true;
    const timer = setTimeout(() => tell("Đang tìm…"), PATIENCE);
    try {
      const answer = await find(query, wish());
      const [items, near] = await Promise.all([answer.show(0, shown), answer.near()]);
      const spelling = answer.spelling();
      if (mine !== asked) return;
      found = answer;
      put(items.map(result));
      answered(items.length, spelling);
      nearly(near);
    } catch (problem) {
      if (mine !== asked) return;
      put([]);
      tell("", { problem, ways: true });
    } finally {
      clearTimeout(timer);
    }
  };
  const answered = (length, spelling) => {
    const { count, said, number } = found;
    if (length) tell(`${count.toLocaleString("vi")} kết quả cho “${said}”`, { more: length < count });
    else tell(number ? `Trang này không có văn bản số ${number}` : `Không có kết quả cho “${said}”`, { help: true, ways: true });
    const link = part("spelling");
    part("meant").hidden = !spelling;
    link.textContent = spelling;
    link.href = address(spelling);
  };
  /** What holds most of a query, below what holds all of it, or in its place. */
  const nearly = (items) => {
    const near = part("near");
    near.hidden = items.length === 0;
    const list = near.querySelector("ol");
    list.textContent = "";
    list.append(...items.map(result));
  };
  const more = async () => {
    const mine = ++asked;
    try {
      const items = await found.show(shown, shown + STEP);
      if (mine !== asked) return;
      shown += STEP;
      history.replaceState(null, "", address());
      const made = items.map(result);
      list.append(...made);
      part("more").hidden = list.children.length >= found.count;
      made[0]?.querySelector("a").focus();
    } catch (problem) {
      failed(problem);
    }
  };
  const ask = () => {
    shown = STEP;
    if (address() !== location.pathname + location.search) history.pushState(null, "", address());
    return run();
  };

  // Beside the results, not above them, filters are open.
  const unfold = () => (filters.open = getComputedStyle(filters.parentElement).display === "grid");
  matchMedia("(min-width: 60em)").addEventListener("change", unfold);
  unfold();
  filters.hidden = fields.disabled = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
    if (!fields.contains(event.submitter)) return;
    unfold();
    status.focus();
  });
  fields.addEventListener("change", ask);
  part("more").addEventListener("click", more);
  part("again").addEventListener("click", run);
  addEventListener("popstate", () => {
    restore();
    run();
  });
  restore();
  run();
}

function result({ kind, url, title, excerpt, iso, date, category, note }) {
  const item = document.createElement("li");
  const line = (tag, name, ...content) => {
    const made = document.createElement(tag);
    made.className = `cchc-result__${name}`;
    made.append(...content);
    item.append(made);
  };
  const link = document.createElement("a");
  link.className = "cchc-cover";
  link.href = url;
  link.append(...marked(title));
  item.className = "cchc-result";
  line("p", "kind", kind);
  line("h2", "title", link);
  if (excerpt.length) line("p", "text", ...marked(excerpt));
  const time = document.createElement("time");
  time.dateTime = iso;
  time.textContent = date;
  const about = [date && time, category].filter(Boolean);
  if (about.length) line("p", "about", ...about.flatMap((one, at) => (at ? [" · ", one] : [one])));
  if (note) line("p", "note", note);
  return item;
}
