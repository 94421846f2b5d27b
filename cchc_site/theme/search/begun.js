// The last word of a query that is being typed, which may be the beginning of others.

import { NUMBER, alone, beside, fold, frequent, way, waysTo, word } from "./search.js";

/** How many words it may become. */
const CHOICES = 4;

/** Let the last word be the beginning of others, which then stand beside it. */
export async function begun({ words, lists, segments, weights }, index) {
  const last = words[words.length - 1];
  if (!last || last.date || NUMBER.test(last.fold)) return;
  const before = last.joined && !words[words.length - 2].date && words[words.length - 2];
  const known = await index.words(segments);
  const longer = [...known].filter(([one]) => one !== last.fold && one.startsWith(last.fold));
  const made = frequent(longer, CHOICES).map((one) => {
    const other = word(one);
    return way([before ? beside(before, other) : { term: one, fits: () => true }], weights.factors.begun);
  });
  await lists.read(segments, made.flatMap(({ terms }) => terms.map(({ term }) => term)));
  last.ways = [way([alone(last)]), ...made];
  // With few letters it may become anything.
  if (longer.length > CHOICES && before) last.light = true;
  last.others = longer.length ? frequent(longer, CHOICES).map((one) => word(one)) : [];
}

/** The ways of a query that is being typed: also to pages whose name begins so, in the marks that its words
 * before the last have, but to those that lie below another. */
export async function waysBegun(query) {
  const begins = (name, typed) => {
    const names = name.split(" ");
    const isWhole = (one, at) => one === fold(one) || one === names[at];
    return fold(name).startsWith(fold(typed)) && typed.split(" ").slice(0, -1).every(isWhole);
  };
  const ways = await waysTo(query, begins);
  return ways.filter(({ url, is }) => is || !ways.some((other) => other.url !== url && url.startsWith(other.url)));
}
