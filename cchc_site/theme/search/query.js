// What a reader types → the words that an item must hold, and the ways in which it may hold each.

import { dates } from "./dates.js";
import { CLAUSE, bare, exact, fold, pieces, tokens } from "./words.js";

export const NUMBER = /^[0-9]/;
export const YEAR = /^(?:19|20)[0-9]{2}$/;
const SYMBOL = /^[/-]$/;
/** A number of more digits is the same wherever it stands. */
const MOST_DIGITS = 4;
/** Of a longer phrase not every pair of neighbours is asked for. */
const LONG = 5;

/** A word of a query, `joined` to the one before, which `gap` parts from it; `any` form will do where
 * it has no marks; `others` are words that it may stand for. */
export function word(token, joined, gap = " ") {
  const form = exact(token);
  const folded = fold(token);
  return { exact: form, fold: folded, joined, gap, any: form === folded, others: [] };
}

/** A term that any doc has which has it in some form. */
export const anyOf = (term) => ({ term, fits: () => true });

/** A term to look up; `fits` says whether a form of it is what was typed. */
export const alone = (one) => ({ term: one.fold, fits: one.fits || ((form) => one.any || one.exact === form) });

/** Two neighbours as a term. */
export function beside(one, two) {
  const [left, right] = [alone(one), alone(two)];
  const fits = (form) => {
    const [first, second] = form.split(" ");
    return left.fits(first) && right.fits(second);
  };
  return { term: `${one.fold} ${two.fold}`, fits };
}

/** A way to hold something: an item that has all these terms does, for `factor` of its worth. */
export const way = (terms, factor = 1) => ({ terms, factor });

/** How an expression is held: each of its words beside the next, between marks of a clause and words
 * that are no terms. */
export function phrase(expression, stops) {
  const runs = [[]];
  for (const token of tokens(expression)) {
    if (!token || stops.includes(exact(token))) runs.push([]);
    else runs[runs.length - 1].push(written(token));
  }
  return runs.flatMap((run) => {
    if (run.length < 2) return run.map(alone);
    const pairs = run.slice(1).map((one, at) => beside(run[at], one));
    return run.length > LONG ? pairs.filter((_, at) => at % 2 === 0 || at === pairs.length - 1) : pairs;
  });
}

/** A word in the marks that it has. */
export const written = (token) => ({ ...word(token), any: false });

/** The words of a text as they stand in it. */
function typed(text) {
  let end = 0;
  return pieces(text).map(({ text: token, start, end: until }, at) => {
    const gap = text.slice(end, start);
    end = until;
    return word(bare(token), at > 0 && !CLAUSE.test(gap), gap);
  });
}

/** Whether a word is one of an expression; where it has no marks, perhaps without its own. */
const isSaid = (one, token, plain) => one.exact === exact(token) || (plain && one.any && one.fold === fold(token));

/** Whether the words of an expression stand at a place. */
const isAt = (words, at, said, plain = true) =>
  said.every((token, more) => words[at + more] && isSaid(words[at + more], token, plain));

/** Take out the words of `phrases`, after which nothing is joined; with `keeps` only single words, and
 * longer phrases are one thing whose words stay. Without marks a single word may be another: it is `light`
 * then, and what it `says` in its marks. */
function without(words, phrases, plain, keeps) {
  const left = [];
  let isCut = false;
  for (let at = 0; at < words.length; ) {
    const said = phrases.find((tokens) => isAt(words, at, tokens, plain)) || [];
    const end = at + (said.length || 1);
    const isLight = plain && said.length === 1;
    const isLeft = !said.length || isLight || (keeps && said.length > 1);
    for (const one of isLeft ? words.slice(at, end) : []) {
      left.push({ ...one, ...(isLight && { light: true, says: [...(one.says || []), exact(said[0])] }), joined: one.joined && !isCut });
      isCut = false;
    }
    isCut = !isLeft;
    at = end;
  }
  return left;
}

const longestFirst = (phrases) => phrases.map((one) => tokens(one)).sort((one, two) => two.length - one.length);

/** The words without what only asks, and what then says nothing beside the others. What stands in a row
 * of what says the same is one thing: “làm” of “làm giấy khai sinh” says something. */
function unasked(words, { questions: { asking, light, openings }, same }, plain) {
  const opening = longestFirst(openings).find((said) => said.length < words.length && isAt(words, 0, said, plain));
  const rest = opening ? [{ ...words[opening.length], joined: false }, ...words.slice(opening.length + 1)] : words;
  const left = without(rest, longestFirst(asking), plain);
  const isQuestion = opening || left.length < words.length || left.some(({ light }) => light);
  const known = longestFirst(same.flat()).filter(({ length }) => length > 1);
  return isQuestion ? without(left, [...known, ...longestFirst(light)], plain, true) : words;
}

/** The words of a query that tell what is looked for: without questions, words that say nothing of a
 * text, “số” before a number and “năm” before a year. A day or a month is one word. */
function telling(query, manifest) {
  const { stops, questions, types } = manifest;
  const text = query.toLowerCase();
  const isTyped = (before) => types.flat().some((one) => fold(before).trim().endsWith(fold(one)));
  const every = [];
  let end = 0;
  for (const { start, end: until, date } of dates(text, isTyped)) {
    every.push(...typed(text.slice(end, start)), dated(...date));
    end = until;
  }
  every.push(...typed(text.slice(end)));
  const plain = every.every(({ any, date }) => any || date);
  const whole = unsigned(every, questions);
  const words = without(unasked(whole, manifest, plain), stops.map((one) => [one]), plain);
  const isTelling = words.some(({ light }) => !light);
  return words.length ? words.map((one) => ({ ...one, light: isTelling && one.light })) : whole;
}

/** The words without those that only say that a number or a year comes: “số”, “văn bản số”, “năm”. */
function unsigned(words, { signs }) {
  const left = [];
  const phrases = longestFirst(signs);
  for (let at = 0; at < words.length; at++) {
    const fits = (said, next) => isNumber(next) && (said.length < 2 || !YEAR.test(next.fold)) && isAt(words, at, said);
    const sign = phrases.find((said) => fits(said, words[at + said.length])) || [];
    const { joined } = words[at];
    at += sign.length;
    left.push({ ...words[at], joined, isNumbered: sign.length && sign[0] !== "năm" });
  }
  return left;
}

const isNumber = (one) => one && !one.date && NUMBER.test(one.fold);

/** What a query asks for: `words`, of which an item must hold all that are not light, each in one of
 * its `ways`; and `spans` of words that may be said otherwise. */
export function read(query, manifest) {
  const { limits, factors } = manifest.weights;
  const words = telling(query, manifest).slice(0, limits.words);
  const spans = same(words, manifest);
  for (const [at, one] of words.entries()) one.ways = one.date || ways(words, at, manifest);
  for (const span of spans) span.ways = [way(phrase(span.said, manifest.stops), factors.same)];
  return { words, spans };
}

/** A date as a word: held by items of it, and by texts that have it in figures or in words. */
function dated(day, month, year) {
  const texts = month ? [[day, month, year], [day, "tháng", month, year && "năm", year], [day, "tháng", month, year]] : [["ngày", day]];
  const ways = year ? [way([anyOf(`@${[year, month, day].filter(Boolean).join("-")}`)])] : [];
  for (const text of texts.map((parts) => parts.filter(Boolean)).filter(({ length }) => length > 1)) {
    const read = text.map(written);
    ways.push(way(read.slice(1).map((one, at) => beside(read[at], one))));
  }
  return { ...word([day, month, year].filter(Boolean).join("/")), any: false, date: ways, parts: texts.flat().filter(Boolean) };
}

/** The ways to hold a word: as it is; a year also as that of an item's day; a number beside what it
 * numbers, so that 9 of “09/KH-UBND” is no other 9; a small one also as it is said there, “bốn bước”
 * for “4 bước”. One behind a document's type or “số”, before a year
 * or a symbol is asked for as a document's: it `isOfDocument`. */
function ways(words, at, { types, questions: { numerals }, weights: { factors } }) {
  const one = words[at];
  const isSaid = (said) => isAt(words, at - tokens(said).length, tokens(said));
  // A single word without marks is first of all what it is.
  if (words.length === 1 && one.any && !isNumber(one)) return [way([alone({ ...one, any: false })]), way([alone(one)], factors.unmarked)];
  const own = way([alone(one)]);
  const before = one.joined && words[at - 1];
  const after = words[at + 1] && words[at + 1].joined && words[at + 1];
  const symbol = after && SYMBOL.test(after.gap) && after.fold;
  const isYear = after && YEAR.test(after.fold);
  if (!isNumber(one)) return [own];
  if (YEAR.test(one.fold) && (!symbol || isYear)) return [own, way([anyOf(`@${one.fold}`)], factors.year)];
  const named = types.filter((names) => names.some((said) => fold(said) === symbol || (before && isSaid(said))));
  one.isOfDocument = named.length || (symbol && (isYear || !NUMBER.test(symbol))) || (before ? SYMBOL.test(before.gap) : one.isNumbered || isYear);
  if (one.fold.length > MOST_DIGITS || !(before || after || one.isNumbered)) return [own];
  const made = [one.isOfDocument && [anyOf(`~${one.fold}`)], before && [beside(before, one)], after && [beside(one, after)]];
  // A text may have the year before the letters that stand for its type.
  for (const [letters, name] of named) made.push([beside(written(tokens(name).pop()), one)], [beside(one, word(fold(letters)))]);
  if (!symbol) {
    const so = written("số");
    // A text may say “số” before it, where no type is named.
    made.push(one.isNumbered ? [beside(so, one)] : before && !named.length && [beside(before, so), beside(so, one)]);
    const spoken = numerals[one.fold] && written(numerals[one.fold]);
    if (spoken && !one.isOfDocument) made.push(before && [beside(before, spoken)], after && [beside(spoken, after)]);
  }
  return made.filter(Boolean).map((terms) => way(terms));
}

/** Whether a word is part of the symbol of a document, 09/KH-UBND, where it is meant as it is. */
const isInSymbol = (words, at) => words.slice(at, at + 2).some(({ gap }) => SYMBOL.test(gap));

/** Where words are said that are the same as others: from, to, and what else says it. The letters of
 * a type of document say so only beside a number: “qđ 45”. */
function same(words, { same: rows, types }) {
  const spans = [];
  const isNumbered = (at) => [words[at + 1], words[at - 1]].some(isNumber);
  const put = (expression, others, isSure) => {
    const said = tokens(expression).filter(Boolean);
    words.forEach((_, from) => {
      if (!isAt(words, from, said) || (said.length === 1 && isInSymbol(words, from)) || !(isSure || isNumbered(from))) return;
      for (const other of others) if (other !== expression) spans.push({ from, to: from + said.length, said: other });
    });
  };
  for (const row of rows) for (const expression of row) put(expression, row, true);
  for (const [letters, name] of types) put(letters, [name]);
  const isInside = (one, other) => other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from;
  return spans.filter((one) => !spans.some((other) => isInside(one, other)));
}

/** The pairs of neighbours among the words, what each weighs beside a word, and the ways to have it:
 * also with what is meant, or says the same, in the place of one of them. */
export function pairs({ words, spans, weights: { factors } }) {
  return words.flatMap((two, at) => {
    const one = words[at - 1];
    if (!one || !two.joined || one.date || two.date) return [];
    const ways = [
      way([beside(one, two)]),
      ...one.others.map((other) => way([beside(other, two)], factors.slip)),
      ...two.others.map((other) => way([beside(one, other)], factors.slip)),
      ...spans.filter(({ to }) => to === at).map((span) => way([beside(token(span, -1), two)], factors.same)),
      ...spans.filter(({ from }) => from === at).map((span) => way([beside(one, token(span, 0))], factors.same)),
    ];
    const isNamed = [one, two].some((part) => isNumber(part) && !YEAR.test(part.fold)) && !(isNumber(one) && isNumber(two) && !YEAR.test(two.fold));
    return [{ at: [at - 1, at], weight: one.light || two.light ? factors.light : isNamed ? factors.named : factors.pair, ways }];
  });
}

/** The first word of what a span may be said as, or the last. */
const token = ({ said, any = false }, at) => ({ ...word(tokens(said).slice(at)[0]), any });

/** Take a word without marks beside one with marks as it is written, where texts have the two so; and
 * one that would say nothing for a telling word, where texts have it in other marks beside another.
 * `formsOf` gives the forms that items have of a term. */
export function settle(words, formsOf) {
  const plain = words.every((one) => one.date || one.any);
  for (const [at, one] of words.entries()) {
    if (!one.any || one.date || isNumber(one)) continue;
    const sides = [one.joined && [words[at - 1], one], words[at + 1] && words[at + 1].joined && [one, words[at + 1]]];
    for (const [left, right] of sides.filter((side) => side && !side[0].date && !side[1].date)) {
      const forms = formsOf(`${left.fold} ${right.fold}`);
      if (one.light) {
        const own = forms.map((form) => form.split(" ")[one === left ? 0 : 1]);
        if (own.some((form) => !one.says.includes(form))) one.isTelling = true;
      } else if (!plain && !(left.any && right.any) && forms.includes(`${left.exact} ${right.exact}`)) one.settled = true;
    }
  }
  for (const one of words) {
    if (one.isTelling) one.light = false;
    if (one.settled) one.any = false;
  }
}
