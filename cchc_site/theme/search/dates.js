// The days and months of a query: “19/4/2022” and “tháng 4 năm 2022” are one thing each.

import { beside, way, word, written } from "./query.js";

const BEFORE = "(?:(?:t[ừu]|[đd][ếe]n|tr[ướuơ]{2}c|sau|v[àa]o|k[ểe]) +)*";
const LINK = " *[/.-] *";
const MONTH = "th[áa]ng +";
const DATE = new RegExp(
  `(^|[^\\p{L}\\d/-])${BEFORE}(ng[àa]y +)?(?:(\\d\\d?)(?:${LINK}| +${MONTH})(?=\\d\\d?(?!\\d)))?(${MONTH})?(\\d\\d?)` +
    `(?:(?:${LINK}| +(?:n[ăa]m +)?)((?:19|20)\\d\\d))?(?![\\d\\p{L}]| *[/-])`,
  "gu",
);

/** The dates of a text in lower case: where each stands, and the word that it is. `isTyped` tells of
 * a text whether a document's type ends it, behind which numbers are those of a document. */
export function dates(text, isTyped) {
  return [...text.matchAll(DATE)].flatMap(({ 0: all, 1: head, 2: ngay, 3: day, 4: named, 5: last, 6: year, index }) => {
    const start = index + head.length;
    const isSaid = ngay || named || /th[áa]ng/.test(all);
    if (!isSaid && (!year || isTyped(text.slice(0, start)))) return [];
    const isDay = ngay && !day && !named && !year;
    const [d, m] = isDay ? [last, ""] : [day, last].map((part) => part && String(Number(part)));
    if (Number(d) > 31 || Number(m) > 12) return [];
    return [{ start, end: index + all.length, word: date(isDay ? String(Number(last)) : d, m, year) }];
  });
}

/** A date as a word: held by items of it, and by texts that have it in figures or in words. */
function date(day, month, year) {
  const texts = month ? [[day, month, year], [day, "tháng", month, year && "năm", year], [day, "tháng", month, year]] : [["ngày", day]];
  const ways = year ? [way([{ term: `@${[year, month, day].filter(Boolean).join("-")}`, fits: () => true }])] : [];
  for (const text of texts.map((parts) => parts.filter(Boolean)).filter(({ length }) => length > 1)) {
    const read = text.map(written);
    ways.push(way(read.slice(1).map((one, at) => beside(read[at], one))));
  }
  return { ...word([day, month, year].filter(Boolean).join("/")), any: false, date: ways, parts: texts.flat().filter(Boolean) };
}
