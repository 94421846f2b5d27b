// Ways in: the pages whose name a query is. cchc_site/search/ways.py writes their names, and says
// which words may stand before one.

import { address, index } from "./index.js";
import { rewritten, word } from "./query.js";
import { meantBy } from "./rank.js";
import { tokens } from "./words.js";

/** The words of a text, each to be compared in its marks and without. */
const wordsOf = (text) => tokens(text).filter(Boolean).map((token) => word(token, true));

/** A file of ways, each with the words of its names. */
const prepared = (records) =>
  records.map(([kind, label, url, size, ...called]) => ({ kind, label, url, size, names: [label, ...called].map(wordsOf) }));

/** Where a name may begin in a query: at its start, and behind each row of `leads`. */
function beginnings(words, leads) {
  const begins = new Set([0]);
  for (const at of begins) {
    for (const lead of leads) {
      const parts = lead.split(" ");
      if (parts.every((part, more) => words[at + more]?.fold === part)) begins.add(at + parts.length);
    }
  }
  return [...begins].filter((at) => at < words.length);
}

/** How well a name is what was typed: 2 with the marks that were typed, 1 with others, 0 not at
 * all. One short word in other marks is another word. */
function likeness(name, typed, begun) {
  if (name.length < typed.length || (!begun && name.length > typed.length)) return 0;
  const last = typed.length - 1;
  const isSame = (one, at) =>
    begun && at === last ? name[at].fold.startsWith(one.fold) : name[at].fold === one.fold;
  if (!typed.every(isSame)) return 0;
  const isMeant = (one, at) => one.any || one.exact === name[at].exact || (begun && at === last && name[at].fold !== one.fold);
  if (typed.every(isMeant)) return 2;
  return typed.length > 1 ? 1 : 0;
}

/** What a way is, and how many items are there. */
const about = ([label, counted], size) => (size ? `${label} · ${size.toLocaleString("vi")} ${counted}` : label);

/** The pages whose name a query is, with or without its marks, abbreviated or in full, best first:
 * {label, url, about}, `about` what it is and how many items are there. With `typing` also those whose names begin so,
 * but those that lie below another.
 * Raises `Unavailable`. */
export async function waysTo(query, { typing = false } = {}) {
  const manifest = await index.open();
  const { kinds, files } = manifest.ways;
  const words = wordsOf(await meantBy(manifest, query.normalize("NFC")));
  const readings = words.length ? [words, ...rewritten(words, manifest)] : [];
  const asked = readings.flatMap((reading) =>
    kinds.map(([, , leads], kind) => ({ kind, rests: beginnings(reading, leads).map((at) => reading.slice(at)) })),
  );
  const numbers = new Set(asked.flatMap(({ rests }) => rests.map(([first]) => index.wayFile(files, first.fold))));
  const records = (await Promise.all([...numbers].map((number) => index.ways(files, number, prepared)))).flat();
  const best = new Map();
  for (const { kind, rests } of asked) {
    for (const record of records) {
      if (record.kind !== kind) continue;
      for (const name of record.names) {
        for (const rest of rests) {
          const whole = likeness(name, rest, false);
          const found = whole ? whole + 2 : typing && rest.length ? likeness(name, rest, true) : 0;
          if (found > ((best.get(record.url) || {}).found || 0)) best.set(record.url, { ...record, found });
        }
      }
    }
  }
  const ways = [...best.values()];
  const most = ways.reduce((most, { found }) => Math.max(most, found), 0);
  const order = (one, two) => two.found - one.found || one.kind - two.kind || two.size - one.size;
  const isBelow = ({ url }) => ways.some((other) => other.url !== url && url.startsWith(other.url));
  return ways
    .filter((way) => (typing ? way.found > 2 || !isBelow(way) : way.found === most))
    .sort(order)
    .map(({ kind, label, url, size }) => ({ label, url: address(url), about: about(kinds[kind], size) }));
}
