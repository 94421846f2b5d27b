// The files of the search index, each fetched once, and what their letters mean. The build writes
// them under tim-kiem/chi-muc/ (cchc_site/search/format.py).

import { crc32, fold } from "./words.js";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("tim-kiem/chi-muc/", ROOT);
const FRESH = 5 * 60_000;
const PATIENCE = 20_000;
const LAST_DIGITS = 61;
const LEADING = 30;
/** How many characters a name has: what distinguishes the versions of a file. */
const NAME = 6;

/** Raised when a file of the index does not come; nobody knows then what there is to be found. The
 * `cause` is "gone" where it is no more what or where it was: the site has changed meanwhile; else
 * "error". */
export class Unavailable extends Error {
  constructor(path, cause) {
    super(path);
    this.cause = cause;
  }
}

const named = (names, number) => names.slice(number * NAME, (number + 1) * NAME);

/** The address of a page of this site; of none other. */
export function address(url) {
  const whole = new URL(url, ROOT);
  return whole.href.startsWith(ROOT.href) ? whole.href : ROOT.href;
}

/** The place of a character in the alphabet of the index. */
function letter(text, at) {
  const code = text.charCodeAt(at);
  return code - (code > 92 ? 36 : 35);
}

/** The numbers that a text of the index holds. */
function numbers(text) {
  const read = [];
  let lead = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = letter(text, at);
    if (digit < LAST_DIGITS) {
      read.push(lead * LAST_DIGITS + digit);
      lead = 0;
    } else lead = lead * LEADING + digit - LAST_DIGITS;
  }
  return read;
}

/** Docs and their levels, by turns; of `places` alone the level is the least. Many
 * places are bits, six a character. */
function postings(text, places) {
  let doc = 0;
  if (text[0] === "!") {
    const docs = [];
    for (; doc < text.length * 6 - 6; doc++) if (letter(text, 1 + doc / 6) & (32 >> doc % 6)) docs.push(doc, 0);
    return docs;
  }
  return numbers(text).flatMap((code) => (places ? [(doc += code), 0] : [(doc += code >> 2), code & 3]));
}

function byFold(forms) {
  const gathered = new Map();
  for (const entry of Object.entries(forms)) {
    const key = fold(entry[0]);
    gathered.set(key, [...(gathered.get(key) || []), entry]);
  }
  return gathered;
}

/** The name of the shard that has a term. */
function shard({ pairs, syllables }, term) {
  const [kind, names] = term.includes(" ") ? ["p", pairs] : ["s", syllables];
  const number = crc32(term) % (names.length / NAME);
  return `${kind}${number}.${named(names, number)}`;
}

/** The terms that have a file of their own, each with its version. */
const versions = ({ own, owned }) =>
  new Map(own.split(" ").map((term, at) => [term.replace("-", " "), named(owned, at)]));

/** A file; one that must be there, as it was named, unless there are `options`. */
async function get(path, options) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE);
  const request = new Request(new URL(`${path}.json`, FOLDER), { ...options, signal: patience.signal });
  let cause = "error";
  // Only what comes over the line fails in here: a mistake of this script is not taken for that.
  try {
    let answer = await fetch(request);
    // A host may have told the browser to keep for long that a file is not there.
    if (answer.status === 404 && !options) answer = await fetch(request, { cache: "reload" });
    if (answer.ok) return await answer.json();
    if (!options && answer.status === 404) cause = "gone";
  } catch {
    // What is thrown says that and why; the page says what to do.
  }
  throw new Unavailable(path, cause);
}

class Index {
  constructor() {
    this.files = new Map();
  }

  /** The manifest; asked for again when it is old, or after a failure. */
  open() {
    if (!this.opened || Date.now() - this.since > FRESH) {
      this.since = Date.now();
      this.opened = get("muc-luc", { cache: "no-cache" }).then((manifest) => {
        if (manifest.v !== 7) throw new Unavailable("muc-luc", "gone");
        for (const segment of manifest.segments) segment.ownFiles = versions(segment);
        return manifest;
      });
      this.opened.catch(() => (this.opened = undefined));
    }
    return this.opened;
  }

  /** A file whose name is like no other's. */
  once(path, make = (content) => content) {
    if (!this.files.has(path)) {
      const coming = get(path).then(make);
      coming.catch(() => {
        this.files.delete(path);
        this.opened = undefined;
      });
      this.files.set(path, coming);
    }
    return this.files.get(path);
  }

  /** Where the forms of a folded term lie; of a syllable that has files of its own, unless levels
   * are wanted, only the places. */
  place(segment, term, levels) {
    const version = segment.ownFiles.get(term);
    const kind = levels || term.includes(" ") ? "o" : "h";
    return `${segment.key}/${version ? `${kind}-${term.replace(" ", "-")}.${version}` : shard(segment, term)}`;
  }

  /** The forms of a folded term in a segment, as [form, docs and levels by turns]. */
  async forms(segment, term, levels) {
    const place = this.place(segment, term, levels);
    const terms = await this.once(place, byFold);
    return (terms.get(term) || []).map(([form, text]) => [form, postings(text, place[2] === "h")]);
  }

  /** How many docs of the site have each folded syllable. */
  async words(segments) {
    const counts = new Map();
    const put = (word, count) => counts.set(word, (counts.get(word) || 0) + Number(count));
    const read = async ({ key, words, syllables }) => {
      if (words) for (const [, word, count] of (await this.once(`${key}/w.${words}`)).matchAll(/(\S+) (\d+)/g)) put(word, count);
      else for (const [word, forms] of await this.once(`${key}/s0.${syllables}`, byFold)) for (const [, text] of forms) put(word, numbers(text).length);
    };
    await Promise.all(segments.map(read));
    return counts;
  }

  /** What the docs of a segment are, each list by doc: `days` counted from the first of the year 1 as 1,
   * 0 for none, `categories` by their keys, "" for none, `kinds` 0 news, 1 document, 2 page of docs/. */
  facts(segment) {
    return this.once(`${segment.key}/f.${segment.facts}`, (facts) => {
      const [days, categories, kinds] = [facts.days, facts.categories, facts.kinds].map(numbers);
      return { days, categories: categories.map((at) => facts.keys[at]), kinds };
    });
  }

  /** The file of the ways whose name begins with a folded word, by the versions of all, as `read` makes
   * it of their records. */
  ways(versions, word, read) {
    const number = crc32(word) % (versions.length / NAME);
    return this.once(`w/${number}.${named(versions, number)}`, read);
  }

  /** A doc as it is shown, with the key of its category. */
  async text({ key, group, texts }, doc) {
    const shown = await this.once(`${key}/t${doc}.${named(texts, Math.floor(doc / group))}`);
    const [kind, url, title, iso, date, category, note, text] = shown;
    return { kind, url: address(url), title, iso, date, category, note, text };
  }
}

/** The index of this site. */
export const index = new Index();
