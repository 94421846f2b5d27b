// A query → what is found, best first. Nothing here touches the page.

import { Asked } from "./asked.js";
import { index } from "./index.js";
import { excerpt, fold, matches, parts, pieces } from "./words.js";

const slips = () => import("./search-slips.js");
/** What may be a month or a day that is written otherwise: “tháng tư”, “mùng 1”, “2022-04-19”. */
const SPOKEN = /thang \D|m[uo]ng \d|\d{4}-\d/;
/** The first day of the year 1970, where that of the year 1 is 1. */
const FIRST = 719_163;
/** The address of a page, and the name in it; a number begins the symbol of a document. */
const ADDRESS = /^\D\S*\/((?:\w+-){3,}\w+)\/?$/;
/** What may be a word in keys of Telex or VNI. */
const KEYS = /[a-z](?:[1-9]|[fjwz]|[srx](?![a-z]))|aa|ee|oo|dd|[aeo][^\W_aeo]+[aeo](?![a-z])/i;

/**
 * What is found for a query: `count` docs that hold all of it, `show(from, to)`, `near()`, those that
 * hold most of it; `said` is the query as it was read, `spelling` as it may have been meant, `number`
 * that of a document which no doc bears. `typing` lets words be more than was typed yet (begun.js); `kind` (0 news,
 * 1 documents, 2 pages), `category` (its key), `year` and `newest` narrow and order.
 * Raises `Unavailable`.
 */
export async function find(query, wish = {}) {
  const { asked, said, full, near, number } = await answer(query, wish);
  const terms = sought(asked);
  const seen = [];
  const show = async ({ segment, doc }) => {
    const item = await index.text(segment, doc);
    seen.push(`${item.title}\n${item.text}`);
    const title = parts(item.title, matches(item.title, terms));
    const category = asked.manifest.categories[item.category];
    return { ...item, category, title, excerpt: excerpt(item.text, matches(item.text, terms)) };
  };
  return {
    count: full.length,
    said,
    number,
    show: (from, to) => Promise.all(full.slice(from, to).map(show)),
    near: () => Promise.all(near.map(show)),
    spelling: () => (full.length && asked.respelt ? asked.respelt(said, seen) : ""),
  };
}

/** A query with its docs: `full` hold all, `near` most, for the page that explains where they stand. */
export async function answer(query, wish) {
  const manifest = await index.open();
  const written = query.normalize("NFC").replace(ADDRESS, (_, name) => name.replace(/-/g, " "));
  const decoded = await meantBy(manifest, written);
  if (decoded === written) return under(manifest, written, wish);
  // What only looks like keys is a slip.
  for (const [said, isSure] of [[decoded, true], [written]]) {
    const hits = await under(manifest, said, { ...wish, isSure });
    if (hits.full.length) return hits;
  }
  return under(manifest, decoded, wish);
}

/** The query with keys of Telex and VNI as what they were to write, and days and months in figures. */
const meantBy = async (manifest, query) =>
  SPOKEN.test(fold(query)) || query.split(/[^\p{L}\d]+/u).some((word) => word.toLowerCase() === fold(word) && KEYS.test(word)) ? (await slips()).decoded(query, await index.words(manifest.segments)) : query;

/** The docs of a query as it is written, with words that no item has so as those that were meant. */
async function under(manifest, said, wish) {
  const asked = new Asked(index, manifest, said);
  await asked.begin();
  if (wish.typing) await wish.typing(asked, index);
  else if (!wish.isSure && asked.words.some((one) => asked.mayLack(one))) await (await slips()).mended(asked, index);
  const docs = async (query) => {
    await query.complete();
    return ordered(query, wish);
  };
  const hits = { asked, said, ...(await docs(asked)) };
  // The last word may have been whole.
  if (wish.typing) return hits.full.length ? hits : under(manifest, said, { ...wish, typing: undefined });
  if (!wish.isSure && hits.full.length <= asked.weights.limits.nearBelow) Object.assign(hits, await (await slips()).better(hits, index, docs));
  return hits;
}

/** The docs that hold all, best or newest first, as far as they fit the filters; and, where these are
 * few, those that hold most. */
async function ordered(asked, { kind, category, year, newest }) {
  const { segments, weights: { limits } } = asked;
  const isAsked = kind !== undefined || category || year || newest;
  const facts = await Promise.all(segments.map((segment) => isAsked && index.facts(segment)));
  const fits = (fact, doc) =>
    (kind === undefined || fact.kinds[doc] === kind) &&
    (!category || fact.categories[doc] === category) &&
    (!year || new Date((fact.days[doc] - FIRST) * 864e5).getUTCFullYear() === Number(year));
  const full = [];
  const near = [];
  for (const [at, segment] of segments.entries()) {
    const holders = asked.holders(segment);
    const numbered = asked.numbered(segment);
    const judged = asked.judge(segment);
    const shares = asked.shares(judged, segment.size);
    // The newest first: a sort leaves what is worth the same as it stands.
    for (let doc = segment.size; doc--; ) {
      const isNear = shares[doc] >= limits.near || numbered[doc];
      if (!(holders[doc] || isNear) || (isAsked && !fits(facts[at], doc))) continue;
      const hit = { segment, doc, score: asked.score(judged, doc), first: numbered[doc] || 0, day: newest && facts[at].days[doc] };
      (holders[doc] ? full : near).push(hit);
    }
  }
  const byScore = (one, two) => two.first - one.first || two.score - one.score;
  full.sort(newest ? (one, two) => two.day - one.day : byScore);
  near.sort(byScore);
  return { full, near: near.slice(0, full.length > limits.nearBelow ? 0 : limits.nearShown) };
}

/** What marking needs to know of a query: each word with its weight. */
function sought({ words, spans, pairs, weights, groups }) {
  const known = new Map();
  const beside = new Set();
  const put = (token, weight, forms) => {
    const before = known.get(token) || { forms: [], weight: 0 };
    const both = forms && before.forms && new Set([...forms, ...before.forms]);
    known.set(token, { forms: both, weight: Math.max(weight, before.weight) });
  };
  for (const [place, one] of words.entries()) {
    for (const token of one.parts || []) put(fold(token), weights.factors.light);
    const group = groups.find(({ at }) => at.length === 1 && at[0] === place);
    for (const other of one.date ? [] : [one, ...one.others]) {
      put(other.fold, one.light || !group ? weights.factors.light : group.worth, other.any || other.fits ? undefined : [other.exact]);
    }
  }
  for (const { ways } of [...words, ...spans, ...pairs]) {
    for (const { term } of ways.flatMap(({ terms }) => terms)) if (term.includes(" ")) beside.add(term);
  }
  for (const { said } of spans) for (const { folded } of pieces(said)) put(folded, weights.factors.light);
  return { words: known, pairs: beside };
}
