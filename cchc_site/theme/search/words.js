// Vietnamese words as the search index knows them, and how they are marked in a text.
// cchc_site/search/words.py is the same for the build; tests/cases/search_words/ is for both.

const TOKEN = /(?:(?![0-9])[\p{L}\p{N}])+|[0-9]+|[.,;:!?()[\]"“”…|–—\n]/gu;
/** A letter with its marks; an emoji may have a mark too, which is no word. */
const WORD = /(?:(?![0-9])[\p{L}\p{N}]\p{M}*)+|[0-9]+/gu;
export const CLAUSE = /[.,;:!?()[\]"“”…|–—\n]/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** A syllable whose last letter is written i as well as y: “ký” is “kí”, “quy” is “qui”. */
const LAST_Y = /(^| )([hklmst]|qu)y(?= |$)/g;
const LONGEST = 180;
/** What stands between two blocks of a text that are shown in one line. */
const BETWEEN = " · ";
/** The end of a block that a mark sets apart already; of a heading, a cell, an item none does. */
const ENDED = /([.,;:!?…–—]["”’)\]]*)\n/g;

export const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

export const bare = (token) => (CLAUSE.test(token) ? "" : token.replace(/^0+(?=[0-9])/, ""));

/** A word or words in lower case without marks, đ as d, and i for a last y that may be either. */
export const fold = (token) =>
  token.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(LAST_Y, "$1$2i");

/** The token with its tone behind its letters, and i for a last y that may be either, so that hoà and
 * hòa are one, and ký and kí. */
export function exact(token) {
  const letters = token.normalize("NFD");
  return (letters.replace(TONES, "").replace(LAST_Y, "$1$2i") + (letters.match(TONES) || []).join("")).normalize("NFC");
}

/** Words in lower case, numbers without leading zeros; "" for each mark that ends a clause. */
export const tokens = (text) => (text.normalize("NFC").toLowerCase().match(TOKEN) || []).map(bare);

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** The checksum of a text in UTF-8; it gives the shard of a term. */
export function crc32(text) {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) sum = (sum >>> 8) ^ table[(sum ^ byte) & 255];
  return ~sum >>> 0;
}

/** The words of a text where they stand in it, each also folded. */
export const pieces = (text) =>
  [...text.matchAll(WORD)].map(({ 0: word, index: start }) => ({
    text: word,
    folded: fold(bare(word)),
    start,
    end: start + word.length,
  }));

/**
 * Where a text holds what is looked for: {words: folded → {forms, weight}, pairs}. `forms` are the
 * exact forms that were typed with marks, undefined for any. A word that the text has beside its
 * neighbour in the query is marked only there: “hành chính”, not “ban hành”.
 */
export function matches(text, { words, pairs }) {
  const found = pieces(text).map((piece) => ({ ...piece, ...words.get(piece.folded) }));
  const isTyped = ({ text, weight, forms }) =>
    weight && (!forms || forms.has(exact(text.normalize("NFC").toLowerCase())));
  const typed = new Set(found.filter(isTyped).map(({ folded }) => folded));
  const fits = (one) => one && one.weight && (!typed.has(one.folded) || isTyped(one));
  const paired = new Set();
  for (const [at, one] of found.entries()) {
    const before = found[at - 1];
    if (!fits(one) || !fits(before) || !pairs.has(`${before.folded} ${one.folded}`)) continue;
    if (CLAUSE.test(text.slice(before.end, one.start))) continue;
    one.paired = one.joined = before.paired = true;
    paired.add(one.folded).add(before.folded);
  }
  return found.filter((one) => one.paired || (fits(one) && one.weight > 0.1 && !paired.has(one.folded)));
}

/** A stretch of a text as [words, whether they are marked]; words that are joined share a mark. */
export function parts(text, found, from = 0, to = text.length) {
  const made = [];
  let end = from;
  for (const one of found.filter(({ start, end }) => start >= from && end <= to)) {
    const words = text.slice(one.start, one.end);
    const between = text.slice(end, one.start);
    if (one.joined && made.length) made[made.length - 1][0] += between + words;
    else made.push([between, false], [words, true]);
    end = one.end;
  }
  return [...made, [text.slice(end, to), false]].filter(([words]) => words);
}

/** At most 180 characters of a text, around the place that holds most of what was `found` in it. */
export function excerpt(text, found) {
  let best = { start: 0, end: 0 };
  let most = 0;
  for (const [at, first] of found.entries()) {
    const worths = new Map();
    for (let next = at; next < found.length && found[next].end < first.start + 140; next++) {
      const { folded, weight, paired } = found[next];
      worths.set(folded, Math.max(worths.get(folded) || 0, paired ? weight * 2 : weight));
    }
    const worth = total([...worths.values()]);
    if (worth > most) [best, most] = [first, worth];
  }
  const from = beginning(text, best.start);
  const blocks = text.replace(ENDED, "$1 ");
  const joints = blocks.slice(from, from + LONGEST).split("\n").length - 1;
  let to = from + LONGEST - 2 - joints * (BETWEEN.length - 1);
  if (to >= text.length) to = text.length;
  else to = Math.max(from + text.slice(from, to + 1).search(/\s\S*$/), best.end);
  const shown = parts(blocks, found, from, to).map(([words, is]) => [words.replace(/\n/g, BETWEEN), is]);
  if (from && !/[.!?\n]\s*$/.test(text.slice(0, from))) shown.unshift(["…", false]);
  if (to < text.length) shown.push(["…", false]);
  return shown;
}

/** Where to begin so that `place` is seen: at its sentence, else some words before. */
function beginning(text, place) {
  const from = place - 60;
  if (from <= 0) return 0;
  const before = text.slice(from, place);
  const end = [...before.matchAll(/[.!?]\s+|\n/g)].pop();
  return from + (end ? end.index + end[0].length : before.indexOf(" ", 20) + 1);
}

/** The parts of a text as nodes; what they hold stays text. */
export const marked = (shown) =>
  shown.map(([words, is]) => (is ? Object.assign(document.createElement("mark"), { textContent: words }) : words));
