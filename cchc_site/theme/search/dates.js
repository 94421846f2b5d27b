// The days and months of a query: “19/4/2022” and “tháng 4 năm 2022” are one thing each. Knows
// nothing of the index.

import { bare, fold } from "./words.js";

const BEFORE = "(?:(?:tu|den|truoc|sau|vao|ke) +)*";
const LINK = " *[/.-] *";
const MONTH = "thang +";
const DATE = new RegExp(
  `(^|[^a-z\\d/-])${BEFORE}(ngay +)?(?:(\\d\\d?)(?:${LINK}| +${MONTH})(?=\\d\\d?(?!\\d)))?(${MONTH})?(\\d\\d?)` +
    `(?:(?:${LINK}| +(?:nam +)?)((?:19|20)\\d\\d))?(?![\\da-z]| *[/-])`,
  "g",
);

/** The dates of a text in lower case, composed: where each stands, and its day, month and year, as far as
 * it says them. `isTyped` tells of a text whether a document's type ends it, behind which numbers are those
 * of a document. One that no calendar has is a date all the same, where it is said to be. */
export function dates(text, isTyped) {
  return [...fold(text).matchAll(DATE)].flatMap(({ 0: all, 1: head, 2: ngay, 3: day, 4: named, 5: last, 6: year, index }) => {
    const start = index + head.length;
    const isSaid = ngay || all.includes("thang");
    if (!isSaid && (!year || (!day && last > 12) || isTyped(text.slice(0, start)))) return [];
    const figures = (ngay && !day && !named && !year ? [last, ""] : [day, last]).map((part) => part && bare(part));
    return [{ start, end: index + all.length, date: [...figures, year] }];
  });
}
