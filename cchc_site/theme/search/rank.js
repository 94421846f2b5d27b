// A query → what is found, best first. Nothing here touches the page.

import { Index } from "./index.js";
import { ALWAYS, LARGE, NUMBER, groups, isNear, other, read, replaced, respelt, rewritten, wanted, word } from "./query.js";
import { excerpt, matches, parts } from "./words.js";

const IMPACT = [1, 1.5, 2, 3.2];
const IN_TITLE = 3;
const OTHER_MARKS = 0.25;
const BEGUN = 0.8;
const MISSPELT = 0.6;
/** With fewer docs found, the lists that were spared are read too. */
const ENOUGH = 20;
/** What is far behind the best is no result, unless there are few. */
const SHARE = 0.25;
const FEW = 10;
const SLIPS = 2;
/** Segments, the newest posts first. */
const ORDER = "nas";
const STANDING = "s";
const DOCUMENT = 1;

const index = new Index();
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const frequent = (counts, most) =>
  counts.sort(([, one], [, two]) => two - one).slice(0, most).map(([what]) => what);

/**
 * What is found for a query: `count`, `show(from, to)`, and then `spelling()`, the query as it may
 * have been meant. `typing` takes the last word for a beginning; `kind` (0 news, 1 documents,
 * 2 pages), `category` (its label), `year` and `newest` narrow and order.
 * Raises `Unavailable`.
 */
export async function find(query, wish = {}) {
  const manifest = await index.open();
  const words = read(query, manifest.stops);
  if (!words.length) return { count: 0, show: async () => [], spelling: () => "" };
  const search = new Search(manifest, words);
  const short = rewritten(words, query, manifest.abbreviations);
  await search.load([words, ...short]);
  const cut = wish.typing ? await search.begin() : await search.respell();
  const queries = [words, ...cut, ...short];
  const hits = await search.hits(queries, wish);
  const terms = wanted(queries, (term) => search.weight(term));
  const seen = [];
  const show = async ({ segment, doc }) => {
    const item = await index.text(segment, doc);
    seen.push(`${item.title}\n${item.text}`);
    const title = parts(item.title, matches(item.title, terms));
    return { ...item, title, excerpt: excerpt(item.text, matches(item.text, terms)) };
  };
  return {
    count: hits.length,
    show: (from, to) => Promise.all(hits.slice(from, to).map(show)),
    spelling: () => respelt(query, words, seen),
  };
}

/** A query under way: the lists that it has read. */
class Search {
  constructor(manifest, words) {
    this.manifest = manifest;
    this.segments = [...manifest.segments].sort((one, two) => ORDER.indexOf(one.key) - ORDER.indexOf(two.key));
    this.size = total(this.segments.map(({ size }) => size));
    this.words = words;
    this.numbered = words.some(({ fold }) => NUMBER.test(fold));
    this.thorough = false;
    this.spared = false;
    this.lists = new Map();
  }

  /** Whether a group's lists are left out at first: they are large, or others will do. */
  spares({ spare, ways }) {
    if (this.thorough || !spare) return false;
    const isLarge = ({ ownByFold }) => ownByFold.get(ways[0].term)?.some(([form]) => ways[0].fits(form));
    const spared = spare === ALWAYS || this.segments.some(isLarge);
    this.spared ||= spared;
    return spared;
  }

  /** Read what queries need. Where there is a number, titles are looked at word by word. */
  load(queries) {
    const standing = this.segments.filter(({ key }) => key === STANDING);
    return Promise.all(
      queries.flatMap(groups).flatMap((group) => {
        const spared = this.spares(group);
        if (spared && !this.numbered) return [];
        const own = this.thorough || group.spare !== LARGE;
        return group.ways.map(({ term }) => this.list(term, own, spared ? standing : this.segments));
      }),
    );
  }

  /** The docs of a term by segment and form; `own` tells whether also those of large lists. */
  async list(term, own = true, segments = this.segments) {
    const known = this.lists.get(term);
    const found = known && (known.own || !own) ? known : { own, forms: new Map(), count: 0 };
    this.lists.set(term, found);
    const missing = segments.filter((segment) => !found.forms.has(segment));
    await Promise.all(
      missing.map(async (segment) => found.forms.set(segment, await index.forms(segment, term, own))),
    );
    found.count = total([...found.forms.values()].flat().map(([, docs]) => docs.length / 2));
    return found;
  }

  count(term) {
    return this.lists.get(term)?.count ?? 0;
  }

  /** How much a term tells; where marks were typed, as rare as the forms with these marks are. A doc
   * may have several forms, so that there can be more of them than docs. */
  weight(term, fits = () => true) {
    const list = this.lists.get(term);
    if (!list) return 1;
    const forms = [...list.forms.values()].flat();
    const typed = total(forms.map(([form, docs]) => (fits(form) ? docs.length / 2 : 0)));
    const count = Math.min(typed || list.count, this.size);
    return Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
  }

  /** The last word may be the beginning of others: these then stand beside it. */
  async begin() {
    const last = this.words[this.words.length - 1];
    if (NUMBER.test(last.fold) || (!last.joined && this.count(last.fold))) return [];
    const known = await index.words(this.segments);
    const longer = [...known].filter(([word]) => word !== last.fold && word.startsWith(last.fold));
    last.others = frequent(longer, 4).map((word) => other(word, BEGUN, last.joined));
    return [];
  }

  /** What words that lead nowhere may be meant for; gives queries in which one of them is two. If
   * many words lead nowhere though the site has them all, it has nothing on what they say together. */
  async respell() {
    const every = [...this.words.entries()].map(([at, one]) => ({ at, one, beside: neighbours(this.words, at) }));
    const lost = every.filter(({ one, beside }) => {
      if (one.fold.length < 3 || one.light || NUMBER.test(one.fold)) return false;
      const terms = beside.length ? beside.map(({ pair }) => pair(one.fold)) : [one.fold];
      return terms.every((term) => this.lists.get(term)?.count === 0);
    });
    if (!lost.length) return [];
    const known = await index.words(this.segments);
    const unknown = lost.filter(({ one }) => !known.has(one.fold));
    const odd = unknown.length || lost.length > SLIPS ? unknown : lost;
    const cut = await Promise.all(odd.map((one) => this.mend(one, known)));
    return cut.filter(Boolean);
  }

  async mend({ at, one, beside }, known) {
    const near = frequent([...known].filter(([word]) => isNear(word, one.fold)), known.has(one.fold) ? 4 : 6);
    const side = beside.find(({ word }) => known.has(word.fold));
    const paired = side ? await this.existing(near, side.pair) : [];
    const good = known.has(one.fold) ? paired : [...new Set([...paired, ...near])];
    one.others = good.slice(0, 3).map((word) => other(word, MISSPELT));
    one.meant = good[0] ?? (known.has(one.fold) ? undefined : await this.halves(one.fold, known));
    if (good.length || !one.meant) return undefined;
    const [first, second] = one.meant.split(" ");
    return replaced(this.words, at, 1, [word(first, one.joined), word(second, true)]);
  }

  /** Two words that were written as one. */
  async halves(text, known) {
    const cuts = [...text].map((_, at) => [text.slice(0, at), text.slice(at)]);
    const counts = cuts.map((two) => [two.join(" "), Math.min(...two.map((half) => known.get(half) ?? 0))]);
    const likely = frequent(counts.filter(([, count]) => count), 3);
    return (await this.existing(likely, (pair) => pair))[0];
  }

  /** The words with which some doc has the pair, the most frequent first. */
  async existing(words, pair) {
    const counts = words.map(async (word) => [word, (await this.list(pair(word))).count]);
    return frequent((await Promise.all(counts)).filter(([, count]) => count), words.length);
  }

  /** The docs that some of the queries find, best or newest first. */
  async hits(queries, { kind, category, year, newest = false }) {
    let scores = await this.scores(queries);
    if (this.spared && total(scores.map((one) => one.filter(Boolean).length)) < ENOUGH) {
      this.thorough = true;
      scores = await this.scores(queries);
    }
    const narrowed = kind !== undefined || category || year;
    const facts = await Promise.all(
      this.segments.map((segment) =>
        narrowed || newest || (this.numbered && segment.key === STANDING) ? index.facts(segment) : undefined,
      ),
    );
    const label = category && this.manifest.categories.indexOf(category);
    const fits = (fact, doc) =>
      (kind === undefined || fact.kind(doc) === kind) &&
      (!category || fact.category(doc) === label) &&
      (!year || (fact.day(doc) >= dayOf(year) && fact.day(doc) < dayOf(Number(year) + 1)));
    const found = this.segments.flatMap((segment, at) => {
      const isNamed = this.numbered && segment.key === STANDING ? this.titled(segment) : () => false;
      return [...scores[at].entries()]
        .filter(([doc, score]) => score && (!narrowed || fits(facts[at], doc)))
        .map(([doc, score]) => {
          const first = isNamed(doc) && facts[at].kind(doc) === DOCUMENT;
          return { segment, at, doc, score, first: Number(first), day: newest && facts[at].day(doc) };
        });
    });
    const byAge = (one, two) => one.at - two.at || two.doc - one.doc;
    found.sort((one, two) => two.first - one.first || two.score - one.score || byAge(one, two));
    const least = found.reduce((most, { score }) => Math.max(most, score), 0) * SHARE;
    const good = found.filter(({ first, score }, at) => at < FEW || first || score >= least);
    return newest ? good.sort((one, two) => two.day - one.day || byAge(one, two)) : good;
  }

  /** The best score of each doc of each segment. */
  async scores(queries) {
    await this.load(queries);
    const all = queries.map((query) => this.judge(query));
    return this.segments.map((_, at) =>
      all[0][at].map((score, doc) => Math.max(score, ...all.map((scores) => scores[at][doc]))),
    );
  }

  /** By how much each doc of each segment comes near to the most that one could score. */
  judge(query) {
    const used = groups(query).filter((group) => !this.spares(group));
    const most = total(used.map(({ ways, weight }) => this.weight(ways[0].term, ways[0].fits) * weight)) * IMPACT[IN_TITLE];
    return this.segments.map((segment) => {
      const scores = new Float64Array(segment.size);
      for (const { ways, weight } of used) {
        for (const [doc, gain] of this.gains(segment, ways)) scores[doc] += (gain * weight) / most;
      }
      return scores;
    });
  }

  gains(segment, ways) {
    const gained = new Map();
    for (const { term, factor, fits } of ways) {
      const weight = this.weight(term, fits) * factor;
      for (const [form, docs] of this.lists.get(term)?.forms.get(segment) ?? []) {
        const worth = fits(form) ? weight : weight * OTHER_MARKS;
        for (let at = 0; at < docs.length; at += 2) {
          const gain = worth * IMPACT[docs[at + 1]];
          if (gain > (gained.get(docs[at]) ?? 0)) gained.set(docs[at], gain);
        }
      }
    }
    return gained;
  }

  /** What tells whether all words of the query stand in the title of a doc. */
  titled(segment) {
    const titles = this.words.map(({ fold }) => {
      const docs = (this.lists.get(fold)?.forms.get(segment) ?? []).flatMap(([, docs]) => docs);
      return new Set(docs.filter((_, at) => at % 2 === 0 && docs[at + 1] === IN_TITLE));
    });
    return (doc) => titles.every((title) => title.has(doc));
  }
}

/** The words beside one, each with the pair that another word would make in its place. */
function neighbours(words, at) {
  const [before, one, after] = [words[at - 1], words[at], words[at + 1]];
  return [
    one.joined && { word: before, pair: (word) => `${before.fold} ${word}` },
    after?.joined && { word: after, pair: (word) => `${word} ${after.fold}` },
  ].filter((side) => side && !side.word.light);
}

/** Days since 1900 at the beginning of a year. */
const dayOf = (year) => Math.round((Date.UTC(year, 0) - Date.UTC(1900, 0)) / 86_400_000);
