// The files of the search index, each fetched once, and what their letters mean. The build writes
// them under tim-kiem/chi-muc/ (cchc_site/search_index.py).

import { crc32, fold } from "./words.js";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("tim-kiem/chi-muc/", ROOT);
const FRESH = 5 * 60_000;
const PATIENCE = 20_000;
const LAST_DIGITS = 61;
const LEADING = 30;

/** Raised when a file of the index does not come; nobody knows then what there is to be found. */
export class Unavailable extends Error {
  name = "Unavailable";
}

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

/** Docs and their levels, by turns. */
function postings(text) {
  let doc = 0;
  return numbers(text).flatMap((code) => [(doc += code >> 2), code & 3]);
}

function byFold(forms) {
  const gathered = new Map();
  for (const entry of Object.entries(forms)) {
    const key = fold(entry[0]);
    gathered.set(key, [...(gathered.get(key) ?? []), entry]);
  }
  return gathered;
}

/** The terms that have a file of their own, each with its version. */
const versions = (own) =>
  new Map([...own.matchAll(/(\S+) (\S+)/g)].map(([, term, version]) => [term.replace("-", " "), version]));

export class Index {
  #files = new Map();
  #texts = new Map();
  #opened;
  #since = 0;

  /** The manifest; asked for again when it is old, or after a failure. */
  open() {
    if (!this.#opened || Date.now() - this.#since > FRESH) {
      this.#since = Date.now();
      this.#texts.clear();
      this.#opened = this.#fetch("muc-luc.json", { cache: "no-cache" }).then((manifest) => {
        if (manifest.v !== 1) throw new Unavailable("muc-luc.json");
        for (const segment of manifest.segments) segment.ownFiles = versions(segment.own);
        return manifest;
      });
      this.#opened.catch(() => (this.#opened = undefined));
    }
    return this.#opened;
  }

  async #fetch(path, options) {
    try {
      const answer = await fetch(new URL(path, FOLDER), { ...options, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) return await answer.json();
    } catch {
      // What is thrown tells that and why; the page tells what to do.
    }
    this.#opened = undefined;
    throw new Unavailable(path);
  }

  /** How many files have been asked for. */
  fetched = 0;

  #once(kept, path, options, make = (content) => content) {
    if (!kept.has(path)) {
      this.fetched++;
      const coming = this.#fetch(path, options).then(make);
      coming.catch(() => kept.delete(path));
      kept.set(path, coming);
    }
    return kept.get(path);
  }

  /** The forms of a folded term in a segment, as [form, docs and levels by turns]; `own` tells
   * whether to read lists that are so long that they have files of their own. */
  async forms(segment, term, own) {
    const version = segment.ownFiles.get(term);
    if (version && !own) return [];
    const found = version ? await this.#own(segment, term, version) : await this.#shard(segment, term);
    return found.map(([form, text]) => [form, postings(text)]);
  }

  async #shard(segment, term) {
    const pair = term.includes(" ") && segment.pairs;
    const hashes = pair || segment.syllables;
    const count = hashes.length / 3;
    if (!count) return [];
    const number = crc32(pair ? term : term.split(" ", 1)[0]) % count;
    const name = `${pair ? "p" : "s"}${number}.${hashes.slice(number * 3, number * 3 + 3)}`;
    const shard = await this.#once(this.#files, `${segment.key}/${name}.json`, {}, byFold);
    return shard.get(term) ?? [];
  }

  async #own(segment, term, version) {
    const path = `${segment.key}/o-${term.replace(" ", "-")}.${version}.json`;
    return Object.entries(await this.#once(this.#files, path));
  }

  /** How many docs of the site have each folded syllable. */
  async words(segments) {
    const lists = await Promise.all(
      segments.map(({ key, words }) =>
        words ? this.#once(this.#files, `${key}/w.${words}.json`) : "",
      ),
    );
    const counts = new Map();
    for (const list of lists) {
      for (const [, word, count] of list.matchAll(/(\S+) (\d+)/g)) {
        counts.set(word, (counts.get(word) ?? 0) + Number(count));
      }
    }
    return counts;
  }

  /** What the docs of a segment are: day(doc) since 1900, 0 for none, category(doc) as an index or
   * -1, kind(doc) 0 news, 1 document, 2 standing page. */
  facts(segment) {
    return this.#once(this.#files, `${segment.key}/f.${segment.facts}.json`, {}, (facts) => {
      const days = numbers(facts.days);
      return {
        day: (doc) => days[doc],
        category: (doc) => letter(facts.categories, doc) - 1,
        kind: (doc) => letter(facts.kinds, doc),
      };
    });
  }

  /** A doc as it is shown. */
  async text(segment, doc) {
    const path = `${segment.key}/t${Math.floor(doc / segment.texts)}.json`;
    const file = await this.#once(this.#texts, path, { cache: "no-cache" });
    const [kind, url, title, iso, date, category, note, text] = file[doc % segment.texts];
    return { kind, url: address(url), title, iso, date, category, note, text };
  }
}
