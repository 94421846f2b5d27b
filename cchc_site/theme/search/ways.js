// Ways in: the pages whose name a query is. cchc_site/search/ways.py writes their names, and says
// which words may stand before one.

import { address, index } from "./index.js";
import { fold, tokens } from "./words.js";

/** The words of a text as names are compared: folded, a space between. */
const plain = (text) => tokens(text).filter(Boolean).map(fold).join(" ");

/** A file of ways, each with its names. */
const read = (records) =>
  records.map(([kind, label, url, size, ...called]) => ({ kind, label, url, size, names: [label, ...called].map(plain) }));

/** A query, and what says the same: with another expression of a row in the place of one. */
function readings(query, rows) {
  const made = new Set([plain(query)]);
  for (const row of rows.map((row) => row.map(plain))) {
    for (const said of row) for (const put of row) made.add(` ${plain(query)} `.replace(` ${said} `, ` ${put} `).trim());
  }
  return [...made].filter(Boolean);
}

/** What may be a name in a query: all of it, and what stands behind words that may stand before one. */
function rests(query, leads) {
  const isLead = RegExp(`^((${leads.join("|")}) )*$`);
  return [...query.matchAll(/(^| )(?=.)/g)]
    .map(({ 0: space, index: at }) => query.slice(at + space.length))
    .filter((rest) => isLead.test(query.slice(0, -rest.length)));
}

/** The pages whose name a query is, with or without its marks, abbreviated or in full, best first:
 * {label, url, about}, `about` what it is and how many items are there. With `typing` also those whose
 * names begin so, but those that lie below another.
 * Raises `Unavailable`. */
export async function waysTo(query, typing) {
  const { ways: { kinds, files, firsts }, same, types } = await index.open();
  const asked = readings(query, [...same, ...types]);
  const begins = kinds.map(({ 2: leads }) => asked.flatMap((one) => rests(one, leads)));
  const begun = begins.flat().map((rest) => rest.split(" ", 1)[0]);
  const isAsked = (first) => begun.some((word) => (typing ? first.startsWith(word) : first === word));
  const held = await Promise.all(firsts.split(" ").filter(isAsked).map((first) => index.ways(files, first, read)));
  const records = [...new Set(held)].flat();
  const found = new Map();
  for (const way of records) {
    const isName = (name) => begins[way.kind].includes(name);
    const isBegun = (name) => typing && begins[way.kind].some((rest) => name.startsWith(rest));
    const isWhole = way.names.some(isName);
    if (isWhole || way.names.some(isBegun)) found.set(way.url, { ...way, isWhole });
  }
  const ways = [...found.values()];
  const isBelow = ({ url, isWhole }) => !isWhole && ways.some((other) => other.url !== url && url.startsWith(other.url));
  return ways
    .filter((way) => !isBelow(way))
    .sort((one, two) => two.isWhole - one.isWhole || one.kind - two.kind || two.size - one.size)
    .map(({ kind, label, url, size }) => ({
      label,
      url: address(url),
      about: size ? `${kinds[kind][0]} · ${size.toLocaleString("vi")} ${kinds[kind][1]}` : kinds[kind][0],
    }));
}
