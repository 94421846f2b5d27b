// What can be a Vietnamese syllable, and what keys of Telex and VNI were meant to write one.

import { exact, fold, pieces } from "./search.js";

const INITIAL = "n?gh(?=[eêi])|ng(?![eêi])|g(?![eê])|k(?=[eêiy])|c(?![eêiy])|nh|ch|gi|kh|ph|qu|th|tr|[bdđhlmnprstvx]";
const RIME = [
  "a(?:ch|n[gh]?|[cimoptuy])?|ă(?:ng?|[cmpt])|â(?:ng?|[cmptuy])",
  "e(?:nh?|ng|[cmopt])?|ê(?:ch|nh?|ng|[cmptu])?",
  "i(?:ch|nh?|[amptu]|ê(?:ng?|[cmptu]))?|y(?:ch|nh?|[pt]|ê(?:ng?|[cmtu]))?",
  "o(?:a(?:ch|n[gh]?|[cimoptyu])?|ă(?:ng?|[cmt])|e[not]?|o?ng|oc|[cimnpt])?|ô(?:ng?|[cimpt])?|ơ[imnpt]?",
  "u(?:â(?:ng?|[ty])|ê(?:ch|nh)?|y(?:ch|nh?|ê[nt]|[aptu])?|ô(?:ng?|[cimt])|ng?|[acimptơ])?",
  "ư(?:ơ(?:ng?|[cimptu])|ng?|[acitmu])?",
].join("|");
const WHOLE = new RegExp(`^(?:${INITIAL})?(?:${RIME})$`);
const PLAIN = new RegExp(fold(WHOLE.source));
const YEAR = /^(?:19|20)\d\d$/;
const MONTH = /^(?:[1-9]|1[0-2])$/;
/** A day or a month as computers write it. */
const ISO = /(^|[^\d/-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(\d\d))?(?![\d/-])/g;
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;
const STOPPED = /(?:[cpt]|ch)$/;
const ACUTE = "\u0301";
const DOT = "\u0323";
const TELEX = { s: ACUTE, f: "\u0300", r: "\u0309", x: "\u0303", j: DOT };
const VNI = { 1: ACUTE, 2: "\u0300", 3: "\u0309", 4: "\u0303", 5: DOT };
const ROOF = { a: "â", e: "ê", o: "ô" };
const HORN = { a: "ă", o: "ơ", u: "ư" };

/** Letters that sound alike somewhere in the country, at the beginning of a syllable and at its end. */
const ALIKE = [
  [/^(?:gi(?=[aăâeêoôơuư])|gi?(?=i)|[rv])/, "d"],
  [/^tr/, "ch"],
  [/^s/, "x"],
  [/^l/, "n"],
  [/n[gh]$/, "n"],
  [/ch?$/, "t"],
  [/y$/, "i"],
  [/u$/, "o"],
];
const MONTHS = [["giêng", "một"], ["hai"], ["ba"], ["tư"], ["năm"], ["sáu"], ["bảy"], ["tám"], ["chín"], ["mười"], ["mười một"], ["chạp", "mười hai"]];

/** A word as it sounds where most letters sound alike: “xổ” is “sổ”, “truyển” is “chuyển”. */
export function sound(form) {
  const apart = form.normalize("NFD");
  const letters = ALIKE.reduce((text, [from, to]) => text.replace(from, to), apart.replace(TONE, "").normalize("NFC"));
  return letters + (apart.match(TONE) || [""])[0].replace("\u0303", "\u0309");
}

/** Whether a word in lower case can be a Vietnamese syllable; without any marks, some syllable
 * without its marks. */
export function isSyllable(word) {
  const apart = word.normalize("NFD");
  const tones = apart.match(TONE) || [];
  const letters = apart.replace(TONE, "").normalize("NFC");
  if (word === fold(word)) return PLAIN.test(word);
  return WHOLE.test(letters) && tones.length < 2 && (!STOPPED.test(letters) || tones[0] === ACUTE || tones[0] === DOT);
}

/** The first of some letters with what a key puts on it. */
const put = (letters, marks, keys) => letters.replace(new RegExp(`[${keys}](?=[^${keys}]*$)`), (letter) => marks[letter]);

/** Letters of which a key has made horns: both of “uo” with something behind it, else one. */
function horned(letters) {
  if (/uo(?=.)/.test(letters)) return letters.replace("uo", "ươ");
  if (/(?:^|[^q])u[au]$/.test(letters)) return letters.replace(/u(?=[au]$)/, "ư");
  return /[aou]/.test(letters) ? put(letters, HORN, "aou") : letters;
}

function telex(keys) {
  let letters = keys.replace(/^d(.*)d/, "đ$1").replace(/([aeo])(.*)\1/, (_, vowel, rest) => ROOF[vowel] + rest);
  let tone = "";
  const head = letters.search(/[aeiouyâêôw]/) + 1;
  const rest = letters.slice(head).replace(/[sfrxj]/g, (key) => ((tone = TELEX[key]), ""));
  letters = letters.slice(0, head) + rest;
  if (letters.includes("w")) {
    const bare = letters.replace(/w/g, "");
    letters = /[aou]/.test(bare) ? horned(bare) : letters.replace("w", "ư");
  }
  return letters + tone;
}

function vni(keys) {
  let letters = keys.replace(/[0-9]/g, "");
  let tone = "";
  for (const digit of keys.match(/[1-9]/g)) {
    if (VNI[digit]) tone = VNI[digit];
    else if (digit === "6") letters = put(letters, ROOF, "aeo");
    else if (digit === "7") letters = horned(letters);
    else if (digit === "8") letters = put(letters, HORN, "a");
    else letters = letters.replace("d", "đ");
  }
  return letters + tone;
}

/** The tone on the vowel where it is written: “thủ”, “cước”, “hòa”. */
export function written(letters) {
  const [tone] = letters.match(TONE) || [""];
  const bare = letters.replace(TONE, "");
  const [, head, vowels, coda] = bare.match(/^(qu|gi(?=[aăâeêoôơuưy])|[^aăâeêioôơuưy]*)([aăâeêioôơuưy]+)(.*)$/);
  const marked = [...vowels].reduce((last, vowel, at) => (/[ăâêôơư]/.test(vowel) ? at : last), -1);
  let at = coda ? vowels.length - 1 : vowels.length > 2 ? 1 : 0;
  if (marked >= 0) at = marked;
  return (head + vowels.slice(0, at + 1) + tone + vowels.slice(at + 1) + coda).normalize("NFC");
}

/** The words of a query that are keys of Telex or VNI which nothing has read, with what they were to
 * write: “cuowcs” and “cuo7c1”, also where one was hit twice: “tuccj”. What may be a word as it stands is
 * left alone. */
function keyed(query) {
  const keys = [];
  for (const { 0: text, index: start } of query.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const typed = text.toLowerCase();
    let meant = "";
    if (/^[a-z]+[1-9][a-z1-9]*$/.test(typed)) meant = vni(typed);
    else if (/^[a-z]{2,}$/.test(typed) && (!isSyllable(typed) || typed.includes("oo"))) {
      meant = [typed, typed.replace(/([^aeod])\1/g, "$1")].map(telex).find((one) => isSyllable(exact(one)));
    }
    if (!meant || meant === typed || meant === fold(meant)) continue;
    if (!isSyllable(exact(meant))) continue;
    keys.push({ start, end: start + text.length, typed, meant: written(meant) });
  }
  return keys;
}

/** The days and months of a query that are written otherwise, as they stand in figures: “tháng tư”,
 * “t4/2022”, “mùng 1”, “2022-04-19”. */
function inFigures(query) {
  const words = pieces(query);
  const isNext = (at) => words[at] && words[at].start === words[at - 1].end;
  const figures = (at) => (words[at] ? words[at].folded : "");
  const changes = words.flatMap(({ text, folded, start, end }, at) => {
    const after = words[at + 1];
    if (folded === "thang") {
      const months = MONTHS.flatMap((names, month) => names.map((name) => [name.split(" "), month + 1])).sort(([one], [two]) => two.length - one.length);
      const isSaid = (name, more) => {
        const { text = "" } = words[at + 1 + more] || {};
        return text.toLowerCase() === fold(name) || exact(text.toLowerCase().normalize("NFC")) === exact(name);
      };
      const [names, month] = months.find(([names]) => names.every(isSaid)) || [];
      const next = names && figures(at + 1 + names.length);
      // “Tháng năm 2022” names no month, “hai tháng một lần” neither.
      if (names && (next === "nam" || (names[0] !== "năm" && (!next || YEAR.test(next))))) return [{ start: after.start, end: words[at + names.length].end, text: `${month}` }];
    }
    if (folded === "t" && isNext(at + 1) && MONTH.test(after.folded) && YEAR.test(figures(at + 2))) return [{ start, end, text: "tháng " }];
    if (/^m[uo]ng$/.test(folded) && /^\d\d?$/.test(figures(at + 1))) return [{ start, end, text: "ngày" }];
    return [];
  });
  const said = changes.reduceRight((text, change) => text.slice(0, change.start) + change.text + text.slice(change.end), query);
  return said.replace(ISO, (_, head, year, month, day) => head + [day, month, year].filter(Boolean).join("/"));
}

/** A query with its keys as what they were to write, unless the site, of which the words are `known`,
 * has them as they are, and with its days and months in figures. */
export function decoded(query, known) {
  const text = inFigures(query);
  const keys = keyed(text).filter(({ typed }) => !known.has(typed));
  return keys.reduceRight((left, { start, end, meant }) => left.slice(0, start) + meant + left.slice(end), text);
}
