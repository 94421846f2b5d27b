// What words were meant for that nothing has: slips, and two words in one; and the query as it was meant.

import { Asked, NUMBER, alone, beside, fold, frequent, pieces, way, word } from "./search.js";
import { isSyllable, sound, written } from "./syllables.js";

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** A last i that may be y. */
const LAST_I = /^([hklmst]|qu)i$/;
/** How many words are tried in the place of one without marks. */
const TRIED = 7;
/** How many of them first, and how many for one with marks, which tell much. */
const FIRST = 4;

/** Whether two words differ by a letter more, less, other or by two that have changed places. */
function isNear(one, two) {
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

/** Whether a word of the site came out as another by a slip, also where it is written with a last y. */
const isSlip = (known, typed) => [known, known.replace(LAST_I, "$1y")].some((one) => isNear(one, typed));

/** The tone and the letters of a word. */
function apart(form) {
  const letters = form.normalize("NFD");
  return [(letters.match(TONES) || []).join(""), letters.replace(TONES, "").normalize("NFC")];
}

/** Another word in the place of one: in any marks, or, where marks were typed, in these but for a letter
 * or for its tone, or as it sounds. */
function instead(one, folded) {
  const [tone, letters] = apart(one.exact);
  const fits = (form) => {
    const [other, its] = apart(form);
    return sound(form) === sound(one.exact) || (tone === other ? isSlip(its, letters) : letters === its);
  };
  return one.any ? word(folded) : { ...word(folded), any: false, fits };
}

/** Whether some doc has a term, as far as it was read. */
const isHeld = (lists, { term, fits }) => lists.formsOf(term).some(fits);

/** Those of some terms that some doc of segments has. */
async function heldOf(lists, segments, terms) {
  await lists.read(segments, terms.map(({ term }) => term));
  return terms.filter((one) => isHeld(lists, one));
}

/** Where to look for pairs in turn: what is new stands in the newest posts alone. */
const steps = ({ largest, segments }) => [[largest], segments];

/** The words beside one, with how many docs have each, as far as is `known`. */
function neighbours(words, at, known = new Map()) {
  const sides = [
    [words[at].joined && words[at - 1], (side) => (one) => beside(side, one)],
    [words[at + 1] && words[at + 1].joined && words[at + 1], (side) => (one) => beside(one, side)],
  ];
  return sides.filter(([side]) => side && !side.date).map(([side, pair]) => ({ pair: pair(side), frequency: known.get(side.fold) || 0 }));
}

/** Let words that no item has stand for those that differ by one slip, and the query be `respelt`. What
 * may be a Vietnamese word is taken for another only where some item has all its neighbours beside that; what is
 * counted in spite of its neighbours is not offered. */
export async function mended(asked, index) {
  const { words, lists, segments, manifest, weights } = asked;
  const { limits, factors } = weights;
  asked.respelt = respelt;
  const named = new Set([...manifest.same.flat(), ...manifest.types.map(([letters]) => letters)].map(fold));
  let odd = [...words.entries()].filter(([, one]) => asked.mayLack(one) && one.fold.length >= limits.slip && !named.has(one.fold));
  if (!odd.length) return;
  const known = await index.words(segments);
  odd = odd.filter(([, one]) => !known.has(one.fold) || !(one.any || isSyllable(one.exact)));
  if (odd.length > limits.slips) return;
  const isPlain = words.every(({ any, date }) => any || date);
  await Promise.all(
    odd.map(async ([at, one]) => {
      const isWord = isSyllable(one.any ? one.fold : one.exact);
      const sides = neighbours(words, at, known);
      if (isWord && !(isPlain && sides.length)) return;
      const near = nearest(known, one).map((other) => instead(one, other));
      const paired = await together(asked, near, sides, isWord ? sides.length : 0);
      const good = paired.length || isWord ? paired : near;
      one.others = good.slice(0, 2);
      for (const other of one.others) {
        const pairs = sides.map(({ pair }) => pair(other));
        const ways = isWord ? [pairs] : paired.length ? pairs.map((pair) => [pair]) : [[alone(other)]];
        one.ways.push(...ways.map((terms) => way(terms, factors.slip)));
        // What was meant may be the type of a document.
        const number = words[at + 1];
        if (number && NUMBER.test(number.fold)) number.ways.push(way([beside(other, number)], factors.slip), way([{ term: `~${number.fold}`, fits: () => true }], factors.slip));
      }
      if (paired.length || !sides.length) one.meant = (good[0] || {}).fold;
      if (!good.length && !isWord) await halved(asked, at, known);
    }),
  );
}

/** The words of the site that differ from one by a slip: first those with the same letters, then in turn
 * the most frequent of those that are longer, as long and shorter. Letters without a vowel are none. */
function nearest(known, one) {
  if (!/[aeiouy]/.test(one.fold)) return [];
  const letters = (text) => [...text].sort().join("");
  const isAlike = (text) => sound(text) === sound(one.fold);
  const places = new Map();
  const place = (text) => {
    if (letters(text) === letters(one.fold) || isAlike(text)) return 0;
    places.set(text.length, (places.get(text.length) || 0) + 1);
    return places.get(text.length);
  };
  return frequent([...known].filter(([text]) => isSlip(text, one.fold) || (isAlike(text) && (text !== one.fold || !one.any))))
    .map((text) => [text, place(text)])
    .sort(([, left], [, right]) => left - right)
    .slice(0, one.any ? TRIED : FIRST)
    .map(([text]) => text);
}

/** Those of some words that items have beside at least so many of the neighbours, first those beside
 * most. The likeliest are asked first, and no other where one of them stands beside all. */
async function together({ lists }, words, sides, least) {
  for (const segments of steps(lists)) {
    for (const [some, most] of [[words.slice(0, FIRST), sides.length], [words, least]]) {
      const good = await besides(lists, segments, some, sides, most || 1);
      if (good.length) return good;
    }
  }
  return [];
}

/** The same of all of them. The rarest neighbour is asked first, the others of what stands beside it. */
async function besides(lists, segments, words, sides, least) {
  const counts = new Map(words.map((one) => [one, 0]));
  let left = words;
  for (const { pair } of [...sides].sort((one, two) => one.frequency - two.frequency)) {
    const terms = new Map(left.map((one) => [pair(one), one]));
    const beside = (await heldOf(lists, segments, [...terms.keys()])).map((term) => terms.get(term));
    for (const one of beside) counts.set(one, counts.get(one) + 1);
    if (beside.length || least > 1) left = beside;
  }
  return frequent([...counts].filter(([, count]) => count >= least));
}

/** Two words that were written as one. */
async function halved({ words, spans, lists, weights }, at, known) {
  const text = words[at].fold;
  const cuts = [...text].map((_, place) => [text.slice(0, place), text.slice(place)]);
  const counts = cuts.map((two) => [two, Math.min(...two.map((half) => known.get(half) || 0))]);
  const likely = frequent(counts.filter(([, count]) => count), 3);
  const terms = new Map(likely.map((two) => [beside(...two.map((half) => word(half))), two]));
  let held = [];
  for (const segments of steps(lists)) if (!held.length) held = await heldOf(lists, segments, [...terms.keys()]);
  const [best] = frequent(held.map((term) => [terms.get(term), lists.count(term.term)]), 1);
  if (!best) return;
  words[at].meant = best.join(" ");
  const number = words[at].joined && words[at - 1];
  if (number && NUMBER.test(number.fold)) number.ways.push(way([beside(number, word(best[0]))], weights.factors.slip));
  spans.push({ from: at, to: at + 1, said: words[at].meant, any: true, ways: [way([beside(word(best[0]), word(best[1]))], weights.factors.slip)] });
}

/** Where a word may be a slip, the docs of another query: as those that were asked for, where there are
 * many more, otherwise as near; and the number of a document that none bears. A syllable in its marks is
 * never said to be a slip. */
export async function better({ asked, said, full, near }, index, docs) {
  let number = asked.number && !full.length ? symbol(said, asked.number) : "";
  if (number) {
    // It may stand there, and the other words of the query nowhere beside it.
    const itself = new Asked(index, asked.manifest, `số ${number}`);
    await itself.begin();
    if ((await docs(itself)).full.length) number = "";
  }
  if (!asked.respelt) {
    // How items write a frequent word is known only now.
    await mended(asked, index);
    if (asked.words.some(({ meant, others }) => meant || others[0])) return { number, ...(await docs(asked)) };
  }
  const one = await suspected(asked, index);
  if (!one) return { number };
  const more = await docs(asked);
  if (one.isBetween && more.full.length > 2 * full.length) return { number, ...more };
  one.ways.pop();
  one.meant = "";
  const isNew = (hit) => !full.some(({ segment, doc }) => segment === hit.segment && doc === hit.doc);
  const others = more.full.filter(isNew).slice(0, asked.weights.limits.nearShown);
  return { number, near: others.length ? others : near };
}

/** The number of a document as it was typed, with its symbol. */
function symbol(query, number) {
  const written = query.match(/[0-9]+(?:[/-][\p{L}\p{N}]+)*/gu) || [];
  return written.find((text) => text.replace(/^0+(?=[0-9])/, "").startsWith(number.fold)) || "";
}

/** Let a word that items have stand for one that differs by a slip, where none has it beside its two
 * neighbours but has that so; of a word with marks, where none has it beside any. Gives that word. */
async function suspected({ words, lists, segments, weights }, index) {
  const sides = (at) => neighbours(words, at).map(({ pair }) => pair(words[at]));
  const telling = [...words.entries()].filter(([at, one]) => !one.light && !one.date && !NUMBER.test(one.fold) && sides(at).length);
  await lists.read([lists.largest], telling.flatMap(([at]) => sides(at).map(({ term }) => term)));
  const lost = telling.filter(([at, one]) => !one.meant && !sides(at).some((side) => isHeld(lists, side)));
  if (!lost.length || lost.length > weights.limits.slips) return undefined;
  const known = await index.words(segments);
  // Without marks a slip is likelier.
  for (const [at, one] of lost.sort(([, one], [, two]) => two.any - one.any)) {
    const near = nearest(known, one).map((folded) => instead(one, folded));
    // What some item has may be no slip of a letter.
    if (!one.any && isHeld(lists, alone(one))) for (const other of near) other.fits = (form) => sound(form) === sound(one.exact);
    const places = neighbours(words, at, known);
    const [other] = await together({ lists }, near, places, places.length);
    if (!other) continue;
    one.ways.push(way(places.map(({ pair }) => pair(other)), weights.factors.slip));
    return Object.assign(one, { others: [other], meant: other.fold, isBetween: one.any && places.length > 1 });
  }
  return undefined;
}

/** The query with what its words were meant for, in the marks that `seen` texts give them; "" when
 * all are meant as they stand. A method of `Asked`. */
function respelt(query, seen) {
  const { words } = this;
  const meant = new Map(words.map((one) => [one.fold, one.meant]));
  const typed = pieces(query);
  if (!typed.some(({ folded }) => meant.get(folded))) return "";
  const texts = seen.map(pieces);
  const plain = words.every(({ any, date }) => any || date);
  const said = typed.map(({ folded }) => meant.get(folded) || folded);
  let written = "";
  let end = 0;
  for (const [at, { folded, start, end: until }] of typed.entries()) {
    const near = [said[at - 1], said[at + 1]];
    const isKept = !meant.get(folded) && !plain;
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
