// A query → what is found, best first. Nothing here touches the page.

import { index } from "./index.js";
import { ALWAYS, LARGE, NUMBER, groups, isNear, numberOf, other, read, replaced, respelt, rewritten, settle, wanted, word } from "./query.js";
import { excerpt, matches, parts } from "./words.js";

const OTHER_MARKS = 0.25;
const BEGUN = 0.8;
const MISSPELT = 0.6;
/** With fewer docs found, the lists that were spared are read too. */
const ENOUGH = 10;
/** A slow line is not to wait for more files than these, and ten texts. */
const MOST_FILES = 15;
/** What is far behind the best is no result, unless there are few. */
const SHARE = 0.25;
const FEW = 10;
const SLIPS = 2;
/** Segments, the newest posts first. */
const ORDER = "nas";

const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const frequent = (counts, most) =>
  counts.sort(([, one], [, two]) => two - one).slice(0, most).map(([what]) => what);

/**
 * What is found for a query: `count`, `show(from, to)`, and then `spelling()`, the query as it may
 * have been meant. `typing` takes the last word for a beginning; `kind` (0 news, 1 documents,
 * 2 pages), `category` (its key), `year` and `newest` narrow and order.
 * Raises `Unavailable`.
 */
export async function find(query, wish = {}) {
  const manifest = await index.open();
  const words = read(query, manifest.stops);
  if (!words.length) return { count: 0, show: async () => [], spelling: () => "" };
  const search = new Search(manifest, words);
  const short = rewritten(words, query, manifest.abbreviations);
  await search.load([words, ...short]);
  settle(words, (term, form) => search.has(term, form));
  const cut = wish.typing ? await search.begin() : await search.respell();
  const queries = [words, ...cut, ...short];
  const hits = await search.hits(queries, wish);
  const terms = wanted(queries, (term) => search.weight(term));
  const seen = [];
  const show = async ({ segment, doc }) => {
    const item = await index.text(segment, doc);
    seen.push(`${item.title}\n${item.text}`);
    const title = parts(item.title, matches(item.title, terms));
    const category = manifest.categories[item.category];
    return { ...item, category, title, excerpt: excerpt(item.text, matches(item.text, terms)) };
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
    const levels = Object.entries(manifest.weights.levels);
    /** What a word and a pair gain by their level (cchc_site/search/weights.py). */
    this.gain = { word: levels.map(([, { word }]) => word), pair: levels.map(([, { pair }]) => pair) };
    this.inTitle = levels.findIndex(([name]) => name === "title");
    this.segments = [...manifest.segments].sort((one, two) => ORDER.indexOf(one.key) - ORDER.indexOf(two.key));
    this.size = total(this.segments.map(({ size }) => size));
    this.words = words;
    this.thorough = false;
    this.spared = false;
    this.before = index.fetched;
    this.lists = new Map();
  }

  /** Whether a group's lists are left out at first: they are large, or others will do. */
  spares({ spare, ways }) {
    if (this.thorough || !spare) return false;
    const isLarge = ({ ownFiles }) => ownFiles.has(ways[0].term);
    const spared = spare === ALWAYS || this.segments.some(isLarge);
    if (spared) this.spared = true;
    return spared;
  }

  /** Read what queries need; of a number also which documents bear it. */
  load(queries) {
    const wanted = queries.flatMap(groups).filter((group) => !this.spares(group));
    const number = numberOf(this.words);
    return Promise.all([
      ...wanted.flatMap(({ ways, spare }) => ways.map(({ term }) => this.list(term, this.thorough || spare !== LARGE))),
      number && this.list(`~${number.fold}`),
    ]);
  }

  /** The docs of a term by segment and form; `own` says whether also those of large lists. */
  async list(term, own = true) {
    const known = this.lists.get(term);
    const found = known && (known.own || !own) ? known : { own, forms: new Map(), count: 0 };
    this.lists.set(term, found);
    const missing = this.segments.filter((segment) => !found.forms.has(segment));
    await Promise.all(
      missing.map(async (segment) => found.forms.set(segment, await index.forms(segment, term, own))),
    );
    found.count = total([...found.forms.values()].flat().map(([, docs]) => docs.length / 2));
    return found;
  }

  /** How many more files it may ask for. */
  get left() {
    return MOST_FILES - (index.fetched - this.before);
  }

  /** Whether some doc has a term in this form. */
  has(term, form) {
    const found = [...(this.lists.get(term)?.forms.values() ?? [])];
    return found.flat().some(([one]) => one === form);
  }

  count(term) {
    return this.lists.get(term)?.count ?? 0;
  }

  /** How much a term says; where marks were typed, as rare as the forms with these marks are. A doc
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
    const isMissing = ({ one }) => this.lists.get(one.fold)?.count === 0;
    if (!lost.length || (this.left < 3 && !lost.some(isMissing))) return [];
    const known = await index.words(this.segments);
    const unknown = lost.filter(({ one }) => !known.has(one.fold));
    const odd = unknown.length || lost.length > SLIPS ? unknown : lost;
    const most = Math.max(1, Math.floor(this.left / odd.length / 2));
    const cut = await Promise.all(odd.map((one) => this.mend(one, known, most)));
    return cut.filter(Boolean);
  }

  /** Let a word stand for those that it may be meant for, of which it asks `most` for pairs. */
  async mend({ at, one, beside }, known, most) {
    const letters = (word) => [...word].sort().join("");
    const isSwap = (word) => Number(letters(word) === letters(one.fold));
    const near = frequent([...known].filter(([word]) => isNear(word, one.fold)), Infinity)
      .sort((one, two) => isSwap(two) - isSwap(one))
      .slice(0, most);
    const side = beside.find(({ word }) => known.has(word.fold));
    const paired = side ? await this.existing(near, side.pair) : [];
    const good = known.has(one.fold) ? paired : [...new Set([...paired, ...near])];
    one.others = good.slice(0, most > 2 ? 2 : 1).map((word) => other(word, MISSPELT));
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
    const count = total(scores.map((one) => one.filter(Boolean).length));
    if (this.spared && (count === 0 || (count < ENOUGH && this.left > this.words.length))) {
      this.thorough = true;
      scores = await this.scores(queries);
    }
    const narrowed = kind !== undefined || category || year;
    const facts = await Promise.all(
      this.segments.map((segment) =>
        narrowed || newest ? index.facts(segment) : undefined,
      ),
    );
    const fits = (fact, doc) =>
      (kind === undefined || fact.kinds[doc] === kind) &&
      (!category || fact.categories[doc] === category) &&
      (!year || (fact.days[doc] >= dayOf(year) && fact.days[doc] < dayOf(Number(year) + 1)));
    const found = this.segments.flatMap((segment, at) => {
      const isNamed = this.named(segment);
      return [...scores[at].entries()]
        .filter(([doc, score]) => score && (!narrowed || fits(facts[at], doc)))
        .map(([doc, score]) => {
          return { segment, at, doc, score, first: Number(isNamed(doc)), day: newest && facts[at].days[doc] };
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

  /** By how much each doc of each segment comes near to the most that one could score; less where
   * words are missing, or stand with other marks than those that were typed. */
  judge(query) {
    const every = groups(query);
    const used = every.filter((group) => !this.spares(group));
    const worth = ({ ways, weight }) => this.weight(ways[0].term, ways[0].fits) * weight;
    const most = total(used.map(worth)) * this.gain.word[this.inTitle];
    const words = every.filter(({ at }) => at.length === 1).map(worth);
    const share = shares(words);
    return this.segments.map((segment) => {
      const scores = new Float64Array(segment.size);
      const held = new Uint16Array(segment.size);
      const other = new Uint8Array(segment.size);
      for (const { at, ways, weight } of used) {
        const bits = at.reduce((bits, place) => bits | (1 << place), 0);
        const { gained, exact } = this.gains(segment, ways, at.length > 1 ? this.gain.pair : this.gain.word);
        for (const [doc, gain] of gained) {
          scores[doc] += (gain * weight) / most;
          held[doc] |= bits;
          if (!exact.has(doc)) other[doc] = 1;
        }
      }
      return scores.map((score, doc) => score && score * share(held[doc]) * (other[doc] ? OTHER_MARKS : 1));
    });
  }

  /** What each doc gains by the best of some ways, and which have the very marks that were typed. */
  gains(segment, ways, impact) {
    const gained = new Map();
    const exact = new Set();
    for (const { term, factor, fits } of ways) {
      const weight = this.weight(term, fits) * factor;
      for (const [form, docs] of this.lists.get(term)?.forms.get(segment) ?? []) {
        const isExact = fits(form);
        const worth = isExact ? weight : weight * OTHER_MARKS;
        for (let at = 0; at < docs.length; at += 2) {
          const gain = worth * impact[docs[at + 1]];
          if (gain > (gained.get(docs[at]) ?? 0)) gained.set(docs[at], gain);
          if (isExact) exact.add(docs[at]);
        }
      }
    }
    return { gained, exact };
  }

  /** What says whether a doc is a document whose number is asked for, all words in its title. */
  named(segment) {
    const bearing = this.titled(segment, [`~${numberOf(this.words)?.fold}`]);
    if (!bearing.size) return () => false;
    const pairs = this.words.map((one, at) => at && one.joined && `${this.words[at - 1].fold} ${one.fold}`);
    const titles = this.words.map(({ fold }, at) => this.titled(segment, [fold, pairs[at], pairs[at + 1]]));
    return (doc) => bearing.has(doc) && titles.every((title) => title.has(doc));
  }

  /** The docs that have one of the terms in their title. */
  titled(segment, terms) {
    const docs = terms.flatMap((term) => this.lists.get(term)?.forms.get(segment) ?? []).flatMap(([, docs]) => docs);
    return new Set(docs.filter((_, at) => at % 2 === 0 && docs[at + 1] === this.inTitle));
  }
}

/** What gives, by the bits of the words that a doc has, their share in the worth of all. */
function shares(words) {
  const known = new Map();
  const whole = total(words);
  return (bits) => {
    if (!known.has(bits)) known.set(bits, total(words.filter((_, at) => bits & (1 << at))) / whole);
    return known.get(bits);
  };
}

/** The words beside one, each with the pair that another word would make in its place. */
function neighbours(words, at) {
  const [before, one, after] = [words[at - 1], words[at], words[at + 1]];
  return [
    one.joined && { word: before, pair: (word) => `${before.fold} ${word}` },
    after?.joined && { word: after, pair: (word) => `${word} ${after.fold}` },
  ].filter((side) => side && !side.word.light);
}

/** The first day of a year, counted from that of the year 1 as 1. */
const dayOf = (year) => Math.round(Date.UTC(year, 0) / 86_400_000) + 719_163;
