// Keeps the lines of a text that nobody has changed. The editor of the form writes a whole text anew
// as soon as it is shown: it loses how columns of a table stand, and writes emphasis and lists its own
// way.

/** `now`, with each line that says what a line of `former` says written as it was, and what stood
 * between two such lines too. */
export function untouched(former, now) {
  const [old, new_] = [significant(former), significant(now)];
  const pairs = aligned(old, new_);
  let text = "";
  let last = -1;
  new_.forEach(({ line, before }, at) => {
    const same = pairs.get(at);
    const follows = same !== undefined && same === last + 1;
    text += follows ? old[same].before : before;
    text += same === undefined ? line : old[same].line;
    last = same ?? -2;
  });
  return text;
}

const BLANK = /^\s*$/;
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const ITEM = /^(\s*)(?:[-*+]|\d+[.)])\s/;

/** The lines of a text that say something, each with what it says and all that stands before it: line
 * ends and blank lines. */
function significant(text) {
  const lines = [];
  const indents = [];
  let before = "";
  text.split("\n").forEach((line, at) => {
    before += at ? "\n" : "";
    if (BLANK.test(line)) {
      before += line;
      return;
    }
    const said = RULE.test(line) ? "rule" : says(line, depth(line, indents));
    lines.push({ line, before, says: said });
    before = "";
  });
  return lines;
}

/** How deep an item of a list stands below others, whatever number of blanks makes a step. */
function depth(line, indents) {
  const indent = ITEM.exec(line)?.[1].length;
  if (indent === undefined) {
    if (/^\S/.test(line)) {
      indents.length = 0;
    }
    return indents.length;
  }
  while (indents.length && indents[indents.length - 1] >= indent) {
    indents.pop();
  }
  indents.push(indent);
  return indents.length;
}

/** What a line says, however that is written in Markdown. */
function says(line, level) {
  const text = line
    .trim()
    .normalize("NFC")
    .replace(/^[*+](?=\s)/, "-")
    .replace(/\\/g, "")
    .replace(/_/g, "*")
    .replace(/\s+/g, " ")
    .replace(/ ?\| ?/g, "|")
    .trim();
  return `${level} ${text}`;
}

/** The longest row of lines that both have, as places in `old` by places in `new_`. */
function aligned(old, new_) {
  const width = new_.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = new_.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        old[i].says === new_[j].says
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const pairs = new Map();
  for (let i = 0, j = 0; i < old.length && j < new_.length; ) {
    if (old[i].says === new_[j].says) {
      pairs.set(j, i);
      [i, j] = [i + 1, j + 1];
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return pairs;
}
