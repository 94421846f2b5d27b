// The lists of the index that a query has read: which docs of which segment have a term, and how.

import { total } from "./words.js";

/** How a doc has something, in one number: 0 not at all, from 1 its level in other marks than those
 * that were typed, from 5 in these. */
export const EXACT = 5;
export const levelOf = (value) => (value - 1) & 3;

export class Lists {
  constructor(index, segments) {
    this.index = index;
    this.segments = segments;
    this.known = new Map(segments.map((segment) => [segment, new Map()]));
    this.before = index.files.size;
    this.made = new Map();
    [this.largest] = [...segments].sort((one, two) => two.size - one.size);
  }

  /** How many files have been asked for. */
  get files() {
    return this.index.files.size - this.before;
  }

  /** Whether a term is in so many docs that its list is large. */
  isLarge(term) {
    return this.segments.some(({ ownFiles }) => ownFiles.has(term));
  }

  /** Read terms in segments; `levels` asks for those of large lists too. */
  read(segments, terms, levels) {
    return Promise.all(segments.flatMap((segment) => [...new Set(terms)].map((term) => this.put(segment, term, levels))));
  }

  /** Read a term in a segment; of one that is small beside the largest its words first, which are in few
   * files. What no doc has all words of, none has beside each other. */
  async put(segment, term, levels) {
    const known = this.known.get(segment);
    const words = term.split(" ");
    if (words[1] && this.largest.size > 9 * segment.size) await this.read([segment], words);
    const held = words.map((term) => this.values(segment, { term, fits: isNaN })).filter(Boolean);
    const isNowhere = held.length && !held[0].some((_, doc) => held.every((values) => values[doc]));
    if (!known.has(term)) known.set(term, isNowhere ? [] : await this.index.forms(segment, term, levels));
  }

  /** Whether a term has been read in a segment. */
  has(segment, term) {
    return this.known.get(segment).has(term);
  }

  /** The forms of a term in all segments, with their docs, as far as it has been read. */
  every(term) {
    return this.segments.flatMap((segment) => this.known.get(segment).get(term) || []);
  }

  /** The forms that docs have of a term, as far as it has been read. */
  formsOf(term) {
    return [...new Set(this.every(term).map(([form]) => form))];
  }

  /** How many docs have a term, in some form. */
  count(term) {
    return total(this.every(term).map(([, docs]) => docs.length / 2));
  }

  /** How each doc of a segment has a term; undefined where that was not read. */
  values(segment, { term, fits }) {
    const forms = this.known.get(segment).get(term);
    if (!forms) return undefined;
    const values = new Uint8Array(segment.size);
    for (const [form, docs] of forms) {
      const base = fits(form) ? EXACT : 1;
      for (let at = 0; at < docs.length; at += 2) values[docs[at]] = Math.max(values[docs[at]], base + docs[at + 1]);
    }
    return values;
  }

  /** How each doc has all terms of a way: as the one that it has least; undefined where not all were
   * read. What is known is kept: words are not to change any more. */
  together(segment, way) {
    if (!this.made.has(way)) this.made.set(way, new Map());
    const made = this.made.get(way);
    if (!made.has(segment) && way.terms.every(({ term }) => this.has(segment, term))) {
      const every = way.terms.map((term) => this.values(segment, term));
      made.set(segment, every.reduce((one, two) => one.map((value, doc) => both(value, two[doc]))));
    }
    return made.get(segment);
  }
}

function both(one, two) {
  if (!one || !two) return 0;
  return (Math.min(one, two) < EXACT ? 1 : EXACT) + Math.min(levelOf(one), levelOf(two));
}
