// How the form reads and writes the file of a post: what nobody has changed stays as it was written,
// with its comments, quotation marks and order.

import { Document, isMap, parseDocument } from "yaml";

import { untouched } from "./untouched.js";

/** The key under which an open post holds its file as it was read. */
const BEFORE = "_before";
const FENCE = /^---[ \t]*$/;
const YES = new Set(["true", "yes", "on", "có", "1"]);
/** Lines of blanks, which Word writes for empty paragraphs. */
const BLANK_LINES = /^[^\S\n]+$/gm;

/** Reads and writes posts that have these `fields`, as the form is configured. */
export function postFormat(fields) {
  const kinds = new Map(fields.map((field) => [field.name, field]));
  const labels = new Map(fields.map((field) => [bare(field.label), field.name]));

  /** The field that a key of a file means: by its name or its label. */
  const meant = (key) => (kinds.has(key) ? key : (labels.get(bare(key)) ?? key));

  /** A value as the form has it: flags and days as such, a list where there may be several. */
  const shaped = (name, value) => {
    const { widget, fields: parts } = kinds.get(name) ?? {};
    if (widget === "boolean") {
      return YES.has(String(value).toLowerCase());
    }
    if (widget === "datetime") {
      return dayOf(value);
    }
    if (widget !== "list" || !value) {
      return value;
    }
    if (!parts) {
      return typeof value === "string" ? [value] : value;
    }
    const days = new Set(parts.filter((part) => part.widget === "datetime").map(({ name: key }) => key));
    return [value].flat().map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, said]) => [key, days.has(key) ? dayOf(said) : said]),
      ),
    );
  };

  /** The keys of a head, each with what it means, its value and where both stand in the text. */
  const pairs = (head) => {
    const document = parseDocument(head, { schema: "failsafe" });
    if (document.errors.length || (document.contents && !isMap(document.contents))) {
      throw document.errors[0] ?? new Error("not a group of keys");
    }
    return (document.contents?.items ?? []).map(({ key, value }) => {
      const name = meant(String(key.value));
      const end = value?.range ? value.range[1] : key.range[1] + 1;
      const length = head.slice(0, end).trimEnd().length;
      const plain = value?.toJS(document) ?? "";
      return { key: String(key.value), name, start: key.range[0], end: length, value: plain };
    });
  };

  return {
    fromFile(text) {
      const { before, head, body } = parts(text);
      const content = { body };
      if (before) {
        content[BEFORE] = text;
        for (const { name, value } of pairs(head)) {
          content[name] = shaped(name, value);
        }
      }
      return content;
    },

    toFile({ body = "", [BEFORE]: file = "---\n---\n\n", ...values }) {
      const { before, head: whole, body: former } = parts(file);
      let head = whole;
      const written = pairs(head);
      for (const { key, name, start, end, value } of written.reverse()) {
        const now = values[name];
        if (same(shaped(name, value), now)) {
          continue;
        }
        const line = isEmpty(now) ? "" : rendered(key, now);
        const rest = line ? head.slice(end) : head.slice(end).replace(/^[^\n]*\n?/, "");
        head = head.slice(0, start) + line + rest;
      }
      const known = new Set(written.map(({ name }) => name));
      const added = Object.entries(values)
        .filter(([name, value]) => !known.has(name) && !isEmpty(value))
        .map(([name, value]) => rendered(name, value));
      head = [head.trimEnd(), ...added].filter(Boolean).join("\n");
      const gap = /\n*$/.exec(before)[0] || "\n\n";
      const text = untouched(former, body.normalize("NFC").replace(BLANK_LINES, ""));
      return `---\n${head}\n---${gap}${text}`;
    },
  };
}

/** A file in its parts: all before the text, of that what stands between the fences, the text. */
function parts(text) {
  const lines = text.split("\n");
  const end = FENCE.test(lines[0]) ? lines.findIndex((line, at) => at && FENCE.test(line)) : -1;
  if (end < 0) {
    return { before: "", head: "", body: text };
  }
  const rest = lines.slice(end + 1).join("\n");
  const body = rest.replace(/^\n+/, "");
  const before = text.slice(0, text.length - body.length);
  return { before, head: lines.slice(1, end).join("\n"), body };
}

/** A day as the form has it, which offices write the day first. */
function dayOf(said) {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(said) ?? [];
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : said;
}

/** A word without case, blanks and signs. */
function bare(word) {
  return word.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function isEmpty(value) {
  return canonical(value) === undefined;
}

function same(one, other) {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

/** A value in one form: keys in order; nothing for what says nothing. */
function canonical(value) {
  if (value === undefined || value === null || value === "" || value === false) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const held = value.map(canonical).filter((item) => item !== undefined);
    return held.length ? held : undefined;
  }
  if (typeof value === "object") {
    const held = Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key])])
      .filter(([, item]) => item !== undefined);
    return held.length ? Object.fromEntries(held) : undefined;
  }
  return String(value);
}

/** A key and its value in YAML, letters and marks composed. */
function rendered(key, value) {
  const text = new Document({ [key]: value }).toString({ lineWidth: 0 });
  return text.normalize("NFC").trimEnd();
}
