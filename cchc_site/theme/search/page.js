// The page of results. Whatever was asked is in its address, so that it can be sent to others and
// Back works.

import { find, marked, waysTo } from "./search.js";

const STEP = 10;
/** Their texts come at once over the six connections that a browser has to an old server, of which its
 * icon takes one. */
const AT_ONCE = 5;
const PATIENCE = 400;
const MOST_WAYS = 5;
const KINDS = { tin: 0, "van-ban": 1, trang: 2 };
const FILTERS = ["loai", "chuyen-muc", "nam", "thu-tu"];

/** What comes of a query: at `first` what is found, some items of it and the pages whose name the query
 * is, as it was typed or as it was read; then the `others` and what is near. */
function begin(query, wish, shown) {
  const found = find(query, wish);
  const ways = waysTo(query).then((ways) => (ways.length ? ways : found.then(({ said }) => waysTo(said))));
  const some = found.then((found) => found.show(0, AT_ONCE));
  const others = found.then((found) => Promise.all([found.show(AT_ONCE, shown), found.near()]));
  const first = Promise.all([found, some, ways]);
  // Whoever waits for them is told of a failure.
  for (const part of [first, others]) part.catch(() => {});
  return { first, others };
}

/** What the address asks for is looked up while the page is still on its way; once. */
let early = (new URLSearchParams(location.search).get("q") || "").trim();
if (early) early = { query: early, begun: begin(early, {}, STEP) };

/** Answer the address of the page `root`, and whatever is asked there from now on. */
export function results(root) {
  const part = (name) => root.querySelector(`[data-search-${name}]`);
  const form = part("form");
  const fields = part("fields");
  const status = part("status");
  let list = part("results");
  const filters = part("filters");
  const title = document.title;
  let asked = 0;
  let waiting;
  let shown = STEP;
  let found;
  /** What was asked last; the form may say something else by now, which nobody has sent. */
  let wanted = {};

  const take = () => {
    wanted = { q: form.elements.q.value.trim() };
    for (const name of FILTERS) wanted[name] = form.elements[name].value;
  };
  const chosen = () => FILTERS.filter((name) => wanted[name]);
  const address = (query = wanted.q, names = chosen()) => {
    if (!query) return location.pathname;
    const asked = new URLSearchParams({ q: query });
    for (const name of names) asked.set(name, wanted[name]);
    if (shown > STEP) asked.set("so", shown);
    return `${location.pathname}?${asked}`;
  };
  /** Fill in what the address asks for. */
  const restore = () => {
    const asked = new URLSearchParams(location.search);
    form.elements.q.value = asked.get("q") ?? "";
    for (const name of FILTERS) {
      const select = form.elements[name];
      select.value = asked.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    const count = Math.floor(asked.get("so") / STEP) * STEP;
    shown = Math.min(Math.max(count || 0, STEP), 20 * STEP);
    take();
  };
  /** Put items in the list of a part, which is shown where there are some. */
  const fill = (name, items) => {
    part(name).hidden = !items.length;
    const its = part(name).querySelector("ol, ul");
    its.textContent = "";
    its.append(...items);
  };
  const put = (items, ways = []) => {
    // Other results are another list, which does not jump to where it begins.
    list.replaceWith((list = list.cloneNode()));
    list.append(...items);
    fill("ways", ways);
  };
  /** Say that files do not come, that the site has changed since the page was opened, or that the
   * search itself has failed, which is raised again: the line is not to blame for it. */
  const failed = (problem) => {
    const cause = problem && (problem.cause || "broken");
    for (const name of ["error", "gone", "broken"]) part(name).hidden = name !== cause;
    if (cause === "broken") throw problem;
  };
  /** Say how a search stands, and show what belongs to that. */
  const tell = (words, { problem, sections, help, more } = {}) => {
    status.textContent = words;
    part("help").hidden = !help;
    part("sections").hidden = !sections;
    part("more").hidden = !more;
    part("meant").hidden = part("narrow").hidden = part("near").hidden = true;
    failed(problem);
  };
  const wish = () => ({
    kind: KINDS[wanted.loai],
    category: wanted["chuyen-muc"],
    year: wanted.nam,
    newest: wanted["thu-tu"] === "moi-nhat",
  });
  /** What comes of what was asked, which may be on its way already. */
  const begun = () => {
    const is = early && early.query === wanted.q && !chosen().length && shown === STEP && early.begun;
    early = undefined;
    return is || begin(wanted.q, wish(), shown);
  };
  /** Show it as it comes, and give what is near; once more where the site has changed since the browser
   * was told what there is. `isAsked` says whether it is still wanted. */
  const show = async ({ first, others }, isAsked, again = true) => {
    try {
      const [answer, some, ways] = await first;
      if (!isAsked()) return [];
      clearTimeout(waiting);
      found = answer;
      put(some.map(result), ways.slice(0, MOST_WAYS).map(wayIn));
      suggest(found.spelling());
      const [items, near] = await others;
      if (isAsked()) list.append(...items.map(result));
      return near;
    } catch (problem) {
      if (!again || problem.cause !== "gone") throw problem;
      return show(begin(wanted.q, wish(), shown), isAsked, false);
    }
  };
  const run = async () => {
    const query = wanted.q;
    const mine = ++asked;
    document.title = query ? `Tìm “${query}” – ${title}` : title;
    part("clear").hidden = !chosen().length;
    part("clear").href = address(query, []);
    clearTimeout(waiting);
    if (!query) {
      root.classList.remove("cchc-search--asked");
      put([]);
      tell("", { sections: true });
      return;
    }
    part("sections").hidden = true;
    root.classList.add("cchc-search--asked");
    waiting = setTimeout(() => tell("Đang tìm…"), PATIENCE);
    try {
      const near = await show(begun(), () => mine === asked);
      const unfiltered = !list.children.length && narrowed() && (await find(query));
      if (mine !== asked) return;
      answered(list.children.length);
      if (unfiltered?.count) narrow(query, unfiltered.count);
      fill("near", near.map(result));
    } catch (problem) {
      if (mine !== asked) return;
      clearTimeout(waiting);
      put([]);
      tell("", { problem, sections: true });
    }
  };
  const answered = (length) => {
    const { count, said, number } = found;
    const alone = part("ways").hidden;
    if (length) tell(`${count.toLocaleString("vi")} kết quả cho “${said}”`, { more: length < count });
    else tell(number ? `Trang này không có văn bản số ${number}` : `Không có kết quả cho “${said}”`, { help: alone, sections: alone });
    suggest(found.spelling());
  };
  const suggest = (spelling) => {
    const link = part("spelling");
    part("meant").hidden = !spelling;
    link.textContent = spelling;
    link.href = address(spelling);
  };
  /** The filters that leave something out, as the form calls them. */
  const narrowed = () => {
    const names = chosen().filter((name) => name !== "thu-tu");
    return names.map((name) => form.elements[name].selectedOptions[0].label).join(", ");
  };
  /** Say that nothing is left because of the filters, and offer to drop them. */
  const narrow = (query, count) => {
    tell(`Không có kết quả cho “${query}” khi lọc: ${narrowed()}`);
    const link = part("drop");
    part("narrow").hidden = false;
    link.textContent = `Bỏ lọc, xem ${count.toLocaleString("vi")} kết quả`;
    link.href = address(query, []);
  };
  /** What holds most of a query, below what holds all of it, or in its place. */
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
      if (items.length) made[0].querySelector("a").focus();
    } catch (problem) {
      failed(problem);
    }
  };
  const ask = () => {
    shown = STEP;
    take();
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
    if (!fields.contains(event.submitter || document.activeElement)) return;
    unfold();
    status.focus();
  });
  part("more").addEventListener("click", more);
  part("again").addEventListener("click", run);
  addEventListener("popstate", () => {
    restore();
    run();
  });
  part("sections").hidden = true;
  root.classList.remove("cchc-search--begun");
  restore();
  run();
}

function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

function link(url, name, ...content) {
  const made = element("a", name, ...content);
  made.href = url;
  return made;
}

const wayIn = ({ label, url, about }) =>
  element("li", "", link(url, "", label), " ", element("span", "cchc-hint", about));

function result({ kind, url, title, excerpt, iso, date, category, note }) {
  const line = (tag, name, ...content) => element(tag, `cchc-result__${name}`, ...content);
  const time = element("time", "", date);
  time.dateTime = iso;
  const about = [date && time, category].filter(Boolean);
  return element(
    "li",
    "cchc-result",
    line("p", "kind", kind),
    line("h2", "title", link(url, "cchc-cover", ...marked(title))),
    excerpt.length ? line("p", "text", ...marked(excerpt)) : "",
    about.length ? line("p", "about", ...about.flatMap((one, at) => (at ? [" · ", one] : [one]))) : "",
    note.length ? line("p", "note", ...note.map(([words, url]) => (url ? link(`../${url}`, "", words) : words))) : "",
  );
}
