// A query under way: what it reads of the index, which docs hold all of it, and what each is worth.

import { EXACT, Lists, levelOf } from "./lists.js";
import { NUMBER, alone, anyOf, pairs, read, settle } from "./query.js";
import { total } from "./words.js";

const termsOf = (groups) => groups.flatMap(({ ways }) => ways.flatMap(({ terms }) => terms.map(({ term }) => term)));
/** Segments, the newest posts first. */
const ORDER = "nas";

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
    this.segments = [...manifest.segments].sort((one, two) => ORDER.indexOf(one.key) - ORDER.indexOf(two.key));
    this.size = total(this.segments.map(({ size }) => size));
    Object.assign(this, read(query, manifest));
    this.number = this.words.find(({ isOfDocument }) => isOfDocument);
    this.lists = new Lists(index, this.segments);
  }

  /** Read what is rare in the segments that hold much of the site: of a short query all but large
   * lists, of a long one the words alone. */
  async begin() {
    const { words, spans, lists, segments, weights } = this;
    const isRead = (term) => words.length === 1 || term.includes(" ") || !lists.isLarge(term);
    const own = this.number ? [`~${this.number.fold}`] : [];
    const terms = termsOf(words).filter(isRead);
    const beside = termsOf(pairs(this));
    const isShort = words.length <= weights.limits.short;
    const isCommon = words.length < 3 || words.every(({ fold }) => lists.isLarge(fold));
    const first = segments.filter((segment) => !this.isSmall(segment) || (isShort && isCommon));
    await Promise.all([
      isShort
        ? lists.read(first, [...terms, ...beside, ...termsOf(spans).filter(isRead)], words.length === 1)
        : lists.read([lists.largest], [...terms, ...beside.filter((term) => this.unsettled(term))]),
      lists.read(segments, own),
    ]);
    // What is new stands in the newest posts alone.
    if (isShort) await lists.read(segments, termsOf(words.filter((one) => this.mayLack(one))));
    settle(words, (term) => lists.formsOf(term));
  }

  /** Whether a segment holds so little of the site that hardly any of its docs has all words of a query. */
  isSmall(segment) {
    return segment.size < this.size * this.weights.limits.small;
  }

  /** Whether a pair may tell how one of its words was meant. */
  unsettled(term) {
    const parts = this.words.filter(({ fold }) => term.split(" ").includes(fold));
    return parts.some(({ light }) => light) || (parts.some(({ any }) => any) && parts.some(({ any }) => !any));
  }

  /** Read what else is needed to know which docs hold all, where some may; then, as far as there is
   * room, what tells an order among them. The words are as they are meant from now on. */
  async complete() {
    const { lists, segments, words, spans, weights } = this;
    this.pairs = pairs(this);
    // What was not read yet is in many docs.
    const rarest = frequent(words.filter(({ light }) => !light).map((one) => [one, lists.has(lists.largest, one.fold) ? -lists.count(one.fold) : -Infinity]), Infinity);
    await Promise.all(
      segments.map(async (segment) => {
        // In a small segment its rarest word is mostly enough to find that no doc has them all.
        const steps = this.isSmall(segment) ? [rarest.slice(0, 1), words, spans] : [[...words, ...spans]];
        for (const some of steps) if (this.isOpen(segment)) await lists.read([segment], termsOf(some));
      }),
    );
    this.held = segments.filter((segment) => this.holders(segment, false).some(Boolean));
    // The pairs of rare words tell most; of all large lists only few are read.
    const place = ({ at }) => Math.min(...at.map((one) => rarest.indexOf(words[one])));
    const isLarge = (pair) => termsOf([pair]).some((term) => lists.isLarge(term));
    const room = lists.files + weights.limits.files;
    await Promise.all(
      [...this.pairs].sort((one, two) => isLarge(one) - isLarge(two) || place(one) - place(two)).map((pair) => lists.files + lists.cost(this.held, termsOf([pair])) <= room && lists.read(this.held, termsOf([pair]))),
    );
    this.groups = this.weighed();
  }

  /** Whether no doc is known to have a word as it was typed, of which some list was read. */
  mayLack(one) {
    const isRead = this.segments.some((segment) => this.lists.has(segment, one.fold));
    return !one.light && !one.date && !NUMBER.test(one.fold) && isRead && !this.lists.formsOf(one.fold).some(alone(one).fits);
  }

  /** Whether it is not known of every doc of a segment whether it holds all. */
  isOpen(segment) {
    const sure = this.holders(segment, false);
    return this.holders(segment, true).some((may, doc) => may && !sure[doc]);
  }

  /** Which docs of a segment hold all words that tell something, each in one of its ways, or what says
   * the same; `hopeful` takes for granted what was not read. */
  holders(segment, hopeful) {
    const { words, spans } = this;
    const proven = this.proven(segment);
    const reach = [new Uint8Array(segment.size).fill(words.length ? 1 : 0)];
    words.forEach((one, at) => {
      const to = at + 1;
      const reached = new Uint8Array(segment.size);
      const edges = [{ from: at, ways: one.ways, light: one.light, sure: proven[at] }, ...spans.filter((span) => span.to === to)];
      for (const { from, ways, light, sure } of edges) {
        const before = reach[from];
        if (light) before.forEach((is, doc) => is && (reached[doc] = 1));
        for (const way of ways) {
          const values = this.lists.together(segment, way);
          if (values) values.forEach((value, doc) => value >= EXACT && before[doc] && (reached[doc] = 1));
          else if (hopeful) before.forEach((is, doc) => is && (reached[doc] = 1));
        }
        if (sure) sure.forEach((is, doc) => is && before[doc] && (reached[doc] = 1));
      }
      reach.push(reached);
    });
    return reach[words.length];
  }

  /** By word, which docs have it because they have it beside its neighbour. */
  proven(segment) {
    const proven = this.words.map(() => undefined);
    for (const { at, ways } of this.pairs) {
      const values = this.lists.together(segment, ways[0]);
      if (!values) continue;
      for (const place of at) {
        if (!proven[place]) proven[place] = new Uint8Array(segment.size);
        values.forEach((value, doc) => value >= EXACT && (proven[place][doc] = 1));
      }
    }
    return proven;
  }

  /** The words and pairs with what each is worth: the rarer, the more. */
  weighed() {
    const { factors } = this.weights;
    const words = this.words.map((one, at) => ({ at: [at], weight: one.light ? factors.light : 1, ways: one.ways, gain: this.gain.word }));
    const both = this.pairs.map((pair) => ({ ...pair, gain: this.gain.pair }));
    const isKnown = ({ ways }, segment) => ways.some((way) => this.lists.together(segment, way));
    // What was read of some segments only would put their docs first.
    return [...words, ...both.filter((pair) => this.held.every((segment) => isKnown(pair, segment)))]
      .filter((group) => this.segments.some((segment) => isKnown(group, segment)))
      .map((group) => ({ ...group, worth: group.weight * this.rareness(group.ways) }));
  }

  rareness(ways) {
    let count = 0;
    for (const segment of this.segments) {
      const lists = ways.map((way) => this.lists.together(segment, way)).filter(Boolean);
      for (let doc = 0; doc < segment.size; doc++) if (lists.some((values) => values[doc] >= EXACT)) count++;
    }
    return Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
  }

  /** What the docs of a segment gain by each group, and by each span in the place of the groups in it. */
  judge(segment) {
    const { groups } = this;
    const spans = this.spans.map(({ from, to, ways }) => ({
      ...this.gains(segment, ways, this.gain.pair),
      inside: groups.filter(({ at }) => at.every((one) => one >= from && one < to)),
    }));
    return { groups: groups.map((group) => ({ ...group, ...this.gains(segment, group.ways, group.gain) })), spans };
  }

  /** By how much a doc comes near to the most that one could score. */
  score({ groups, spans }, doc) {
    let score = total(groups.map(({ gains, worth }) => gains[doc] * worth));
    for (const { gains, inside } of spans) {
      const could = total(inside.map(({ worth }) => worth)) * gains[doc];
      const has = total(groups.filter(({ at }) => inside.some((one) => one.at === at)).map(({ gains, worth }) => gains[doc] * worth));
      score += Math.max(0, could - has);
    }
    return score / (total(groups.map(({ worth }) => worth)) * this.most);
  }

  /** How much of what the words are worth each doc holds; a word in other marks is held in part, unless
   * it stands beside its neighbour. */
  shares({ groups, spans }, size) {
    const shares = new Float64Array(size);
    const words = groups.filter(({ at }) => at.length === 1);
    const whole = total(words.map(({ worth }) => worth));
    for (const { at, gains, exact, worth } of words) {
      const beside = groups.filter((pair) => pair.at.length > 1 && pair.at.includes(at[0]));
      const others = spans.filter(({ inside }) => inside.some((one) => one.at === at));
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
    const bearing = this.number && this.lists.values(segment, anyOf(`~${this.number.fold}`));
    return bearing || [];
  }
}
