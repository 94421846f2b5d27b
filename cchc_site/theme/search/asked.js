// A query under way: what it reads of the index, which docs hold all of it, and what each is worth.

import { EXACT, Lists, levelOf } from "./lists.js";
import { NUMBER, alone, anyOf, pairs, read, settle } from "./query.js";
import { total } from "./words.js";

const termsOf = (groups) => groups.flatMap(({ ways }) => ways.flatMap(({ terms }) => terms.map(({ term }) => term)));

const worthOf = (groups) => total(groups.map(({ worth }) => worth));

export const frequent = (counts, most) =>
  [...counts].sort(([, one], [, two]) => two - one).slice(0, most).map(([what]) => what);

export class Asked {
  constructor(index, manifest, query) {
    this.manifest = manifest;
    this.weights = manifest.weights;
    const levels = Object.values(this.weights.levels);
    /** What a word and a pair gain by their level, and the most of both. */
    this.gain = { word: levels.map(({ word }) => word), pair: levels.map(({ pair }) => pair) };
    this.most = Math.max(...this.gain.word);
    /** The newest posts first. */
    this.segments = [...manifest.segments].sort((one, two) => (two.key === "n") - (one.key === "n"));
    this.size = total(this.segments.map(({ size }) => size));
    Object.assign(this, read(query, manifest));
    this.number = this.words.find(({ isOfDocument }) => isOfDocument);
    this.lists = new Lists(index, this.segments);
  }

  /** Read what is rare in the segments that hold much of the site: of a short query all but large
   * lists, of a long one the words alone. */
  async begin() {
    const { words, spans, lists, segments, weights } = this;
    // Where all lists are large, no other spares a reader one of them.
    const isLarge = words.every(({ fold }) => lists.isLarge(fold));
    const isRead = (term) => isLarge || term.includes(" ") || !lists.isLarge(term);
    const isShort = words.length <= weights.limits.short;
    const all = [...words, ...spans];
    const terms = termsOf(isShort ? all : words).filter(isRead);
    const beside = pairs(this).flatMap(({ ways: [as] }) => as.terms.map(({ term }) => term));
    const others = beside.filter((term) => isShort || this.unsettled(term));
    const first = words.length === 1 ? segments : this.large;
    // One file has all words of the newest posts.
    const whole = segments.filter((segment) => !segment.words);
    await Promise.all([
      lists.read(whole, termsOf(all).flatMap((term) => term.split(" "))),
      lists.read(first, [...terms, ...others], words.length === 1),
      this.number && lists.read(segments, [`~${this.number.fold}`]),
    ]);
    // What is new stands there alone.
    if (isShort) await lists.read(segments, termsOf(words.filter(this.mayLack, this)));
    settle(words, (term) => lists.formsOf(term));
  }

  /** The segments that hold so much of the site that some of their docs may well have all words of a query. */
  get large() {
    return this.segments.filter(({ size }) => size >= this.size * this.weights.limits.small);
  }

  /** Whether a pair may tell how one of its words was meant. */
  unsettled(term) {
    const parts = this.words.filter(({ fold }) => term.split(" ").includes(fold));
    return parts.some(({ light }) => light) || new Set(parts.map(({ any }) => any)).size > 1;
  }

  /** Read what else is needed to know which docs hold all, where some may; then, as far as there is
   * room, what tells an order among them. The words are as they are meant from now on. */
  async complete() {
    const { lists, segments, words, spans } = this;
    this.pairs = pairs(this);
    await this.read(this.large, [[...words, ...spans]]);
    // In a small segment its rarest word is mostly enough to find that no doc has them all.
    const rarest = this.rarest();
    await Promise.all([this.order(rarest), this.read(segments, [rarest.slice(0, 1), rarest.slice(0, 3), words, spans])]);
    this.held = segments.filter((segment) => this.isHeld(segment));
    await lists.read(this.held, termsOf(this.pairs.filter((pair) => !this.isHeld(lists.largest) || this.isKnown(pair, lists.largest))));
    this.groups = this.weighed();
  }

  /** Read words and spans in segments, step by step, as long as some of their docs may hold all. */
  read(segments, steps) {
    return Promise.all(
      segments.map(async (segment) => {
        for (const some of steps) if (this.isOpen(segment)) await this.lists.read([segment], termsOf(some));
      }),
    );
  }

  /** The words that must be held, the rarest first. */
  rarest() {
    const { lists, words } = this;
    const count = ({ term }) => (lists.has(lists.largest, term) ? lists.count(term) : Infinity);
    const rank = (one) => total(one.ways.map(({ terms }) => Math.min(...terms.map(count))));
    return frequent(words.map((one) => [one, -rank(one)]).filter(([{ light }]) => !light));
  }

  /** Read what tells an order among the docs of large segments that hold all: the pairs of rare words
   * tell most; of all large lists only few are read. */
  order(rarest) {
    const { lists, words, weights: { limits } } = this;
    const held = this.large.filter((segment) => this.isHeld(segment));
    const place = ({ at }) => Math.min(...at.map((one) => rarest.indexOf(words[one])));
    const isLarge = (pair) => termsOf([pair]).some((term) => lists.isLarge(term));
    const terms = termsOf([...this.pairs].sort((one, two) => isLarge(one) - isLarge(two) || place(one) - place(two)));
    const unread = terms.filter((term) => held.some((segment) => !lists.has(segment, term)));
    return lists.read(held, unread.filter((_, at) => at < limits.files && at < limits.room - lists.files));
  }

  /** Whether some way of a group has been read in a segment. */
  isKnown({ ways }, segment) {
    return ways.some((way) => this.lists.together(segment, way));
  }

  /** Whether no doc is known to have a word as it was typed, of which some list was read. */
  mayLack(one) {
    const { lists } = this;
    return !one.light && !one.date && !NUMBER.test(one.fold) && lists.has(lists.largest, one.fold) && !lists.formsOf(one.fold).some(alone(one).fits);
  }

  /** Whether some doc of a segment is known to hold all. */
  isHeld(segment) {
    return this.holders(segment).includes(1);
  }

  /** Whether it is not known of every doc of a segment whether it holds all. */
  isOpen(segment) {
    return total(this.holders(segment, true)) > total(this.holders(segment));
  }

  /** Which docs of a segment hold all words that tell something, each in one of its ways, or what says
   * the same; `hopeful` takes for granted what was not read. */
  holders(segment, hopeful) {
    const { words, spans } = this;
    const reach = [new Uint8Array(segment.size).fill(words.length)];
    words.forEach((one, at) => {
      const to = at + 1;
      const reached = new Uint8Array(segment.size);
      const edges = [{ ...one, from: at }, ...spans.filter((span) => span.to === to)];
      for (const { from, ways, light } of edges) {
        const before = reach[from];
        const pass = (values) => before.forEach((is, doc) => is && (!values || values[doc] >= EXACT) && (reached[doc] = 1));
        if (light) pass();
        for (const way of ways) {
          const values = this.lists.together(segment, way);
          if (values || hopeful) pass(values);
        }
      }
      reach.push(reached);
    });
    return reach[words.length];
  }

  /** The words and pairs with what each is worth: the rarer, the more. */
  weighed() {
    const { factors } = this.weights;
    const words = this.words.map((one, at) => ({ at: [at], weight: one.light ? factors.light : 1, ways: one.ways, gain: this.gain.word }));
    const both = this.pairs.map((pair) => ({ ...pair, gain: this.gain.pair }));
    // What was read of some segments only would put their docs first.
    return [...words, ...both.filter((pair) => this.held.every((segment) => this.isKnown(pair, segment)))]
      .filter((group) => this.segments.some((segment) => this.isKnown(group, segment)))
      .map((group) => ({ ...group, worth: group.weight * this.rareness(group.ways) }));
  }

  rareness(ways) {
    const count = total(this.segments.map((segment) => total(this.gains(segment, ways, []).exact)));
    return Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
  }

  /** What the docs of a segment gain by each group, and by each span in the place of the groups in it. */
  judge(segment) {
    const groups = this.groups.map((group) => ({ ...group, ...this.gains(segment, group.ways, group.gain) }));
    const spans = this.spans.map(({ from, to, ways }) => ({
      ...this.gains(segment, ways, this.gain.pair),
      inside: groups.filter(({ at }) => at.every((one) => one >= from && one < to)),
    }));
    return { groups, spans };
  }

  /** By how much a doc comes near to the most that one could score. */
  score({ groups, spans }, doc) {
    const has = (some) => total(some.map(({ gains, worth }) => gains[doc] * worth));
    const more = spans.map(({ gains, inside }) => Math.max(0, worthOf(inside) * gains[doc] - has(inside)));
    return (has(groups) + total(more)) / (worthOf(groups) * this.most);
  }

  /** How much of what the words are worth each doc holds; a word in other marks is held in part, unless
   * it stands beside its neighbour. */
  shares({ groups, spans }, size) {
    const shares = new Float64Array(size);
    const words = groups.filter(({ at }) => at.length === 1);
    const whole = worthOf(words);
    for (const group of words) {
      const { at, gains, exact, worth } = group;
      const beside = groups.filter((pair) => pair.at.length > 1 && pair.at.includes(at[0]));
      const others = spans.filter(({ inside }) => inside.includes(group));
      for (let doc = 0; doc < size; doc++) {
        if (exact[doc] || others.some((span) => span.exact[doc])) shares[doc] += worth / whole;
        else if (gains[doc]) shares[doc] += (worth / whole) * (beside.some((pair) => pair.gains[doc]) ? 1 : this.weights.factors.otherMarks);
      }
    }
    return shares;
  }

  /** What each doc of a segment gains by the best of some ways, and whether it has one in the marks
   * that were typed: others gain less. */
  gains(segment, ways, gain) {
    const gains = new Float64Array(segment.size);
    const exact = new Uint8Array(segment.size);
    for (const way of ways) {
      const values = this.lists.together(segment, way);
      if (!values) continue;
      values.forEach((value, doc) => {
        if (!value) return;
        const worth = gain[levelOf(value)] * way.factor * (value < EXACT ? this.weights.factors.otherMarks : 1);
        if (worth > gains[doc]) gains[doc] = worth;
        if (value >= EXACT) exact[doc] = 1;
      });
    }
    return { gains, exact };
  }

  /** Which docs of a segment are documents of the number that is asked for. */
  numbered(segment) {
    return (this.number && this.lists.values(segment, anyOf(`~${this.number.fold}`))) || [];
  }
}
