// What a reader types → words and pairs to look up, and how each may be meant.

import { exact, fold, pieces, tokens } from "./words.js";

const PAIR = 2;
const LIGHT = 0.1;
/** A pair that names a thing by its number, “chỉ thị 15”, “15/CT”, says more than all the others. */
const NAMED = 4;
const YEAR = /^(?:19|20)[0-9]{2}$/;
const TIME = /^(?:ngay|thang|nam|quy|gio|[0-9]+)$/;
export const NUMBER = /^[0-9]/;
const MOST_WORDS = 16;
/** With so many words their pairs say enough. */
const MANY = 5;
export const LARGE = 1;
export const ALWAYS = 2;

/** A word of a query, `joined` to the one before; `any` form will do where it has no marks;
 * `others` are words that it may stand for. */
export function word(token, joined) {
  const form = exact(token);
  const folded = fold(token);
  return { exact: form, fold: folded, joined, any: form === folded, factor: 1, others: [] };
}

/** Another word in the place of one, worth `factor` of it; `beside` looks for its pairs alone. */
export const other = (folded, factor, beside = false) => ({ ...word(folded), factor, beside });

/** The words of a query, without those that say nothing unless there are no others. */
export function read(query, stops) {
  const words = [];
  let joined = false;
  for (const token of tokens(query)) {
    if (token) words.push(word(token, joined));
    joined = token !== "";
  }
  const plain = words.every(({ any }) => any);
  const light = new Set(stops.map(fold));
  const telling = [];
  let cut = false;
  for (const one of words) {
    const drop = stops.includes(one.exact) && !(plain && one.any);
    if (!drop) telling.push({ ...one, joined: one.joined && !cut, light: one.any && light.has(one.fold) });
    cut = drop;
  }
  return (telling.length ? telling : words).slice(0, MOST_WORDS);
}

/** Words with others in the place of some. */
export const replaced = (words, at, length, put) => [...words.slice(0, at), ...put, ...words.slice(at + length)];

/** The query with abbreviations in the place of long forms and the other way about: with all of
 * them changed, then with one. */
export function rewritten(words, query, abbreviations) {
  const folded = fold(query);
  // In the symbol of a document, 09/KH-UBND, they are meant as they are.
  const isSymbol = (short) => new RegExp(`[/-]${short}\\b|\\b${short}[/-]`).test(folded);
  const ways = abbreviations
    .flatMap(([short, long]) => (isSymbol(short) ? [[long, short]] : [[short, long], [long, short]]))
    .map((way) => way.map((side) => side.split(" ")))
    .sort(([one], [two]) => two.length - one.length);
  const changes = [];
  for (let at = 0; at < words.length; at++) {
    const fits = (part, more) => words[at + more]?.fold === part && (!more || words[at + more].joined);
    const way = ways.find(([from]) => from.every(fits));
    if (!way) continue;
    changes.push({ at, length: way[0].length, put: way[1] });
    at += way[0].length - 1;
  }
  const change = (some) =>
    some.reduceRight((made, { at, length, put }) => {
      const inside = put.map((token, more) => word(token, more > 0 || words[at].joined));
      return replaced(made, at, length, inside);
    }, words);
  if (changes.length < 2) return changes.length ? [change(changes)] : [];
  return [change(changes), ...changes.slice(0, 3).map((one) => change([one]))];
}

/** What to look up for the words of a query: each, and each with its neighbour. A group is worth
 * its best way; `fits` says whether a form of the term is what was typed; `spare` that the list of
 * a word is not needed if it is large, or in any case. */
export function groups(words) {
  return words.flatMap((one, at) => {
    const spare = words.length >= MANY && (one.joined || words[at + 1]?.joined) ? ALWAYS : words.length > 1 && LARGE;
    const alone = { at: [at], spare, weight: one.light ? LIGHT : 1, ways: itself(one) };
    const before = words[at - 1];
    if (!one.joined) return [alone];
    // Of a long query its date says little.
    if (words.length >= MANY && isDate(before, one)) return [alone];
    return [alone, { at: [at - 1, at], weight: isNamed(before, one) ? PAIR * NAMED : PAIR, ways: pair(before, one) }];
  });
}

const isDate = (before, one) => TIME.test(before.fold) && TIME.test(one.fold);

/** The number that a query asks for by name, if it does: not that of a day or a year. */
export const numberOf = (words) =>
  words.find(({ fold }, at) => NUMBER.test(fold) && !YEAR.test(fold) && !(at && TIME.test(words[at - 1].fold)));

/** Take a word without marks beside one with marks as it is written, where texts have the two so. */
export function settle(words, has) {
  for (const [at, one] of words.entries()) {
    const sides = [
      one.joined && !words[at - 1].any && [words[at - 1], one],
      words[at + 1]?.joined && !words[at + 1].any && [one, words[at + 1]],
    ];
    const isSo = ([left, right]) => has(`${left.fold} ${right.fold}`, `${left.exact} ${right.exact}`);
    one.settled = one.any && !NUMBER.test(one.fold) && sides.filter(Boolean).some(isSo);
  }
  for (const one of words) if (one.settled) one.any = false;
}

const isNamed = (before, one) =>
  (NUMBER.test(one.fold) && !YEAR.test(one.fold) && !TIME.test(before.fold)) ||
  (NUMBER.test(before.fold) && !YEAR.test(before.fold) && !NUMBER.test(one.fold));

const fits = (one, form) => one.any || one.exact === form;

const itself = (one) =>
  [one, ...one.others]
    .filter(({ beside }) => !beside)
    .map((way) => ({ term: way.fold, factor: way.factor, fits: (form) => fits(way, form) }));

function pair(one, two) {
  const ways = [
    [one, two],
    ...one.others.map((left) => [left, two]),
    ...two.others.map((right) => [one, right]),
  ];
  return ways.map(([left, right]) => ({
    term: `${left.fold} ${right.fold}`,
    factor: left.factor * right.factor,
    fits: (form) => {
      const [first, second] = form.split(" ");
      return fits(left, first) && fits(right, second);
    },
  }));
}

/** Whether two words differ by a letter more, less, other or by two that have changed places. */
export function isNear(one, two) {
  if (one === two || Math.abs(one.length - two.length) > 1) return false;
  let at = 0;
  while (one[at] === two[at]) at++;
  const rest = (text, from) => text.slice(at + from);
  return (
    rest(one, 1) === rest(two, 1) ||
    rest(one, 1) === rest(two, 0) ||
    rest(one, 0) === rest(two, 1) ||
    (one[at] === two[at + 1] && one[at + 1] === two[at] && rest(one, 2) === rest(two, 2))
  );
}

/** What marking needs to know of all queries that were asked: each word with its weight. */
export function wanted(queries, weigh) {
  const words = new Map();
  const pairs = new Set();
  for (const query of queries) {
    for (const one of query.flatMap((one) => [one, ...one.others])) {
      const known = words.get(one.fold);
      const forms = one.any || (known && !known.forms) ? undefined : new Set(known?.forms).add(one.exact);
      words.set(one.fold, { forms, weight: one.light ? LIGHT : weigh(one.fold) });
    }
    for (const { at, ways } of groups(query)) if (at.length > 1) for (const { term } of ways) pairs.add(term);
  }
  return { words, pairs };
}

/** The query with what its words were meant for, in the marks that `seen` texts give them; "" when
 * all are meant as they stand. */
export function respelt(query, words, seen) {
  const meant = new Map(words.filter((one) => one.meant).map((one) => [one.fold, one.meant]));
  const typed = pieces(query);
  if (!typed.some(({ folded }) => meant.has(folded))) return "";
  const texts = seen.map(pieces);
  const plain = words.every(({ any }) => any);
  const said = typed.map(({ folded }) => meant.get(folded) ?? folded);
  let written = "";
  let end = 0;
  for (const [at, { folded, start, end: until }] of typed.entries()) {
    const near = [said[at - 1], said[at + 1]];
    const isKept = !meant.has(folded) && !plain;
    const put = isKept ? query.slice(start, until) : said[at].split(" ").map((word) => marks(texts, word, near)).join(" ");
    written += query.slice(end, start) + put;
    end = until;
  }
  return written + query.slice(end);
}

/** How texts write a folded word, above all beside those that it is `near`. */
function marks(texts, word, near) {
  const counts = new Map([[word, 0]]);
  for (const text of texts) {
    for (const [at, piece] of text.entries()) {
      if (piece.folded !== word) continue;
      const beside = text[at - 1]?.folded === near[0] || text[at + 1]?.folded === near[1];
      const form = piece.text.toLowerCase();
      counts.set(form, (counts.get(form) ?? 0) + (beside ? 99 : 1));
    }
  }
  return [...counts].sort(([, one], [, two]) => two - one)[0][0];
}
