// Ways in: the pages whose name a query is. cchc_site/search/ways.py writes their names, and says
// which words may stand before one.

import { address, index } from "./index.js";
import { exact, fold, tokens } from "./words.js";

/** The words of a text as names are compared: exact, a space between. */
const plain = (text) => tokens(text).filter(Boolean).map(exact).join(" ");

/** A file of ways, each with its names. */
const read = (records) =>
  records.map(([kind, label, url, size, ...called]) => ({ kind, label, url, size, names: [label, ...called].map(plain) }));

/** A query, and what says the same: with another expression of a row in the place of one. */
function readings(query, rows) {
  const typed = plain(query);
  const made = new Set([typed]);
  const form = typed === fold(typed) ? fold : String;
  for (const row of rows.map((row) => row.map(plain))) {
    for (const said of row) for (const put of row) made.add(` ${typed} `.replace(` ${form(said)} `, ` ${put} `).trim());
  }
  return [...made].filter(Boolean);
}

/** What may be a name in a query: all of it, and what stands behind words that may stand before one. */
function rests(query, leads) {
  const isLead = RegExp(`^((${leads.join("|")}) )*$`);
  const words = query.split(" ");
  return words.map((_, at) => words.slice(at).join(" ")).filter((rest) => isLead.test(fold(query.slice(0, -rest.length))));
}

/** How well a name is what was typed: 2 in its marks or without any, 1 with other marks in some words, 0
 * not. */
function fit(name, typed) {
  const words = typed.split(" ");
  const isSaid = (one, at) => one === fold(one) || one === name.split(" ")[at];
  return fold(name) === fold(typed) && words.some(isSaid) + words.every(isSaid);
}

/** The pages whose name a query is, with or without its marks, abbreviated or in full, best first:
 * {label, url, about}, `about` what it is and how many items are there. `begins` says whether a name, or
 * its first word, may be what is being typed; it `is` it then or not.
 * Raises `Unavailable`. */
export async function waysTo(query, begins = (name, typed) => name === typed) {
  const { ways: { kinds, files, firsts }, same, types } = await index.open();
  const asked = readings(query, [...same, ...types]);
  const names = kinds.map(({ 2: leads }) => asked.flatMap((one) => rests(one, leads)));
  const isAsked = (first) => names.some((some) => some.some((one) => begins(first, fold(one).split(" ", 1)[0])));
  const held = await Promise.all(firsts.split(" ").filter(isAsked).map((first) => index.ways(files, first, read)));
  const found = new Map();
  for (const way of [...new Set(held)].flat()) {
    const pairs = way.names.flatMap((name) => names[way.kind].map((typed) => [name, typed]));
    const is = Math.max(...pairs.map(([name, typed]) => fit(name, typed)));
    if (is || pairs.some(([name, typed]) => begins(name, typed))) found.set(way.url, { ...way, is });
  }
  return [...found.values()]
    .sort((one, two) => two.is - one.is || one.kind - two.kind || two.size - one.size)
    .map(({ kind, label, url, size, is }) => ({
      label,
      url: address(url),
      is,
      about: size ? `${kinds[kind][0]} · ${size.toLocaleString("vi")} ${kinds[kind][1]}` : kinds[kind][0],
    }));
}
