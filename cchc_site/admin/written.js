// What the form writes otherwise than its editor of text would: tables, with each cell in its column
// whatever cells Word has merged, and letters that stand higher or lower.

/** A table as Markdown. What merged cells leave is empty; lines of one cell stay lines; empty rows at
 * the top are left out, since the first row names the columns. `said` tells the text of a cell. */
export function tableText(table, said) {
  const rows = [];
  table.getChildren().forEach((row, at) => {
    const cells = (rows[at] ??= []);
    for (const cell of row.getChildren()) {
      let column = 0;
      while (cells[column] !== undefined) {
        column += 1;
      }
      const text = said(cell).trim().replace(/\s*\n\s*/g, "<br>").replace(/\|/g, "\\|");
      for (let down = 0; down < Math.max(1, cell.__rowSpan); down += 1) {
        for (let across = 0; across < Math.max(1, cell.__colSpan); across += 1) {
          (rows[at + down] ??= [])[column + across] = down || across ? "" : text;
        }
      }
    }
  });
  const first = rows.findIndex((cells) => cells.some(Boolean));
  const shown = first < 0 ? rows : rows.slice(first, table.getChildrenSize());
  const width = Math.max(0, ...shown.map((cells) => cells.length));
  if (!width) {
    return "";
  }
  const lines = shown.map((cells) => {
    const texts = Array.from({ length: width }, (_, column) => cells[column] ?? "");
    return `| ${texts.join(" | ")} |`;
  });
  return [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n");
}

/** The texts of the cells of a row, which is what stands between its first "|" and its last. */
export function cellTexts(row) {
  return row
    .replace(/\\\|/g, "\0")
    .split("|")
    .map((text) => text.replace(/\0/g, "|").replace(/<br ?\/?>/g, "\n"));
}

const SIGNS = [..."0123456789+-–=()no"];
/** The letters of `SIGNS` that are higher, or lower, of themselves. */
const LEVELS = { superscript: [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ°"], subscript: [..."₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"] };

/** The text of a node, where it stands higher or lower in letters that do so of themselves, if there
 * are such: Markdown knows no others, and 10³ is not 103. */
export function levelled(node, text) {
  const level = Object.keys(LEVELS).find((format) => node.hasFormat(format));
  const letters = level ? [...text].map((sign) => LEVELS[level][SIGNS.indexOf(sign)]) : [];
  return letters.every(Boolean) && letters.length ? letters.join("") : text;
}
