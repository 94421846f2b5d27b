// What words were meant for that nothing has: slips, and two words in one; and the query as it was meant.

import { NUMBER, alone, beside, fold, frequent, pieces, way, word } from "./search.js";
import { isSyllable } from "./syllables.js";

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** In a query of fewer words each may be meant as it is. */
const FEW = 3;
/** How many words are tried in the place of one. */
const TRIED = 7;
/** How many of them first. */
const FIRST = 4;

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

/** The tone and the letters of a word. */
function apart(form) {
  const letters = form.normalize("NFD");
  return [(letters.match(TONES) || []).join(""), letters.replace(TONES, "").normalize("NFC")];
}

/** Another word in the place of one: in any marks, or, where marks were typed, in these. */
function instead(one, folded) {
  const [tone, letters] = apart(one.exact);
  const fits = (form) => {
    const [other, its] = apart(form);
    return tone === other && isNear(letters, its);
  };
  return one.any ? word(folded) : { ...word(folded), any: false, fits };
}

/** The words beside one, with how many docs have each, as far as is `known`. */
function neighbours(words, at, known = new Map()) {
  const [before, after] = [words[at].joined && words[at - 1], words[at + 1] && words[at + 1].joined && words[at + 1]];
  const frequency = (one) => known.get(one.fold) || 0;
  return [
    before && !before.date && { pair: (one) => beside(before, one), frequency: frequency(before) },
    after && !after.date && { pair: (one) => beside(one, after), frequency: frequency(after) },
  ].filter(Boolean);
}

/** Let words that no item has stand for those that differ by one slip. What may be a Vietnamese word
 * is taken for another only where some item has all its neighbours beside that. */
export async function mended(asked, index) {
  const { words, lists, segments, manifest, weights } = asked;
  const { limits, factors } = weights;
  const named = new Set([...manifest.same.flat(), ...manifest.types.map(([letters]) => letters)].map((one) => fold(one)));
  const isOdd = (one) => asked.mayLack(one) && one.fold.length >= limits.slip && /[aeiouy]/.test(one.fold) && !named.has(one.fold);
  let odd = [...words.entries()].filter(([, one]) => isOdd(one));
  if (!odd.length) return;
  const known = await index.words(segments);
  odd = odd.filter(([, one]) => !known.has(one.fold));
  if (odd.length > limits.slips) return;
  const isPlain = words.every(({ any, date }) => any || date);
  await Promise.all(
    odd.map(async ([at, one]) => {
      const isWord = isSyllable(one.any ? one.fold : one.exact);
      if (isWord && (!isPlain || words.length < FEW)) return;
      const sides = neighbours(words, at, known);
      const near = nearest(known, one).map((other) => instead(one, other));
      const paired = await together(asked, near, sides, isWord ? sides.length : 0);
      const good = paired.length || isWord ? paired : near;
      one.others = good.slice(0, 2);
      for (const other of one.others) {
        const beside = sides.map(({ pair }) => pair(other));
        const ways = isWord ? [beside] : paired.length ? beside.map((pair) => [pair]) : [[alone(other)]];
        one.ways.push(...ways.map((terms) => way(terms, factors.slip)));
      }
      if (good.length) one.meant = good[0].fold;
      else if (!isWord) await halved(asked, at, known);
    }),
  );
}

/** The words of the site that differ from one by a slip: first those with the same letters, then in turn
 * the most frequent of those that are longer, as long and shorter. */
function nearest(known, one) {
  const letters = (text) => [...text].sort().join("");
  const places = new Map();
  const place = (text) => {
    if (letters(text) === letters(one.fold)) return 0;
    places.set(text.length, (places.get(text.length) || 0) + 1);
    return places.get(text.length);
  };
  return frequent([...known].filter(([text]) => isNear(text, one.fold)), Infinity)
    .map((text) => [text, place(text)])
    .sort(([, left], [, right]) => left - right)
    .slice(0, TRIED)
    .map(([text]) => text);
}

/** Those of some words that items have beside at least so many of the neighbours, first those beside
 * most. The likeliest are asked first, and no other where one of them stands beside all. */
async function together(asked, words, sides, least) {
  const likely = await besides(asked, words.slice(0, FIRST), sides, sides.length || 1);
  return likely.length ? likely : besides(asked, words, sides, least || 1);
}

/** The same of all of them. The rarest neighbour is asked first, the others of what stands beside it. */
async function besides({ lists }, words, sides, least) {
  const counts = new Map(words.map((one) => [one, 0]));
  let left = words;
  for (const { pair } of [...sides].sort((one, two) => one.frequency - two.frequency)) {
    await lists.read([lists.largest], left.map((one) => pair(one).term));
    const beside = left.filter((one) => lists.count(pair(one).term));
    for (const one of beside) counts.set(one, counts.get(one) + 1);
    if (beside.length || least > 1) left = beside;
  }
  return frequent([...counts].filter(([, count]) => count >= least), Infinity);
}

/** Two words that were written as one. */
async function halved({ words, spans, lists, weights }, at, known) {
  const text = words[at].fold;
  const cuts = [...text].map((_, place) => [text.slice(0, place), text.slice(place)]);
  const counts = cuts.map((two) => [two, Math.min(...two.map((half) => known.get(half) || 0))]);
  const likely = frequent(counts.filter(([, count]) => count), 3);
  await lists.read([lists.largest], likely.map((two) => two.join(" ")));
  const [best] = frequent(likely.map((two) => [two, lists.count(two.join(" "))]).filter(([, count]) => count), 1);
  if (!best) return;
  words[at].meant = best.join(" ");
  spans.push({ from: at, to: at + 1, said: words[at].meant, any: true, ways: [way([beside(word(best[0]), word(best[1]))], weights.factors.slip)] });
}

/** Let a word that items have, but never beside its neighbours, stand for one that differs by a slip and
 * that some item has beside both; gives what undoes that. */
export async function suspected({ words, lists, segments, weights }, index) {
  const terms = (at) => neighbours(words, at).map(({ pair }) => pair(words[at]).term);
  const plain = [...words.entries()].filter(([at, one]) => one.any && !one.light && !one.date && !NUMBER.test(one.fold) && terms(at).length === 2);
  await lists.read([lists.largest], plain.flatMap(([at]) => terms(at)));
  const lost = plain.filter(([at]) => !terms(at).some((term) => lists.count(term)));
  if (!lost.length || lost.length > weights.limits.slips) return undefined;
  const known = await index.words(segments);
  for (const [at, one] of lost) {
    const sides = neighbours(words, at, known);
    const [other] = await together({ lists }, nearest(known, one).map((folded) => instead(one, folded)), sides, 2);
    if (!other) continue;
    one.ways.push(way(sides.map(({ pair }) => pair(other)), weights.factors.slip));
    Object.assign(one, { others: [other], meant: other.fold });
    return () => Object.assign(one, { ways: one.ways.slice(0, -1), others: [], meant: "" });
  }
  return undefined;
}

/** The query with what its words were meant for, in the marks that `seen` texts give them; "" when
 * all are meant as they stand. */
export function respelt(query, words, seen) {
  const meant = new Map(words.filter((one) => one.meant).map((one) => [one.fold, one.meant]));
  const typed = pieces(query);
  if (!typed.some(({ folded }) => meant.has(folded))) return "";
  const texts = seen.map(pieces);
  const plain = words.every(({ any, date }) => any || date);
  const said = typed.map(({ folded }) => meant.get(folded) || folded);
  let written = "";
  let end = 0;
  for (const [at, { folded, start, end: until }] of typed.entries()) {
    const near = [said[at - 1], said[at + 1]];
    const isKept = !meant.has(folded) && !plain;
    const put = isKept ? query.slice(start, until) : said[at].split(" ").map((one) => marks(texts, one, near)).join(" ");
    written += query.slice(end, start) + put;
    end = until;
  }
  return written + query.slice(end);
}

/** How texts write a folded word, above all beside those that it is `near`. */
function marks(texts, one, near) {
  const counts = new Map([[one, 0]]);
  for (const text of texts) {
    for (const [at, piece] of text.entries()) {
      if (piece.folded !== one) continue;
      const isBeside = (text[at - 1] || {}).folded === near[0] || (text[at + 1] || {}).folded === near[1];
      const form = piece.text.toLowerCase();
      counts.set(form, (counts.get(form) || 0) + (isBeside ? 99 : 1));
    }
  }
  return frequent(counts, 1)[0];
}
