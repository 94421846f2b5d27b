// Why each item stands where it does for a query: the table of the page that `mkdocs serve` has for
// maintainers. The words and pairs of the query are the columns.

import { answer, find } from "./search.js";

const root = document.querySelector("[data-cchc=explain]");
const part = (name) => root.querySelector(`[data-explain-${name}]`);
const figure = (number) => number.toLocaleString("vi", { maximumFractionDigits: 2 });

function cell(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** A row of cells, its first a header where it has one. */
function row(cells) {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
}

/** The terms by which a word or a pair may be held: all of a way, one of the ways. */
const waysOf = ({ ways }) => ways.map(({ terms, factor }) => `${terms.map(({ term }) => term).join(" + ")} × ${figure(factor)}`).join(" | ");

/** The name of a group of words of a query. */
const named = ({ words }, at) => at.map((place) => words[place].fold).join(" ");

async function explain(query) {
  const [{ asked, said, full, near }, found] = await Promise.all([answer(query, {}), find(query)]);
  const shown = [...(await found.show(0, 20)), ...(await found.near())];
  const hits = [...full.slice(0, 20), ...near];
  part("said").textContent = `“${said}”: ${full.length} mục có đủ, ${near.length} mục gần giống; ${asked.lists.files} tệp chỉ mục`;
  const spans = asked.spans.map((span) => `${named(asked, asked.words.slice(span.from, span.to).map((_, at) => span.from + at))} = ${span.said}`);
  const light = asked.words.filter((one) => one.light).map(({ fold }) => fold);
  part("read").textContent = [spans.length && `cùng nghĩa: ${spans.join("; ")}`, light.length && `không cần có: ${light.join(", ")}`]
    .filter(Boolean)
    .join(". ");
  const groups = asked.groups;
  part("head").replaceChildren(
    row(["Mục", "Vì sao", "Điểm", "Phần có"].map((text) => cell("th", text)).concat(groups.map((group) => cell("th", `${named(asked, group.at)} (nặng ${figure(group.worth)}: ${waysOf(group)})`)))),
  );
  part("rows").replaceChildren(
    ...hits.map((hit, place) => {
      const judged = asked.judge(hit.segment);
      const link = document.createElement("a");
      link.href = shown[place].url;
      link.textContent = shown[place].title.map(([words]) => words).join("");
      const name = document.createElement("td");
      name.append(link);
      const why = place < full.length && full.includes(hit) ? (hit.first ? "đủ, đúng số hiệu" : "đủ") : hit.first ? "cùng số" : "gần giống";
      const gains = judged.groups.map(({ gains, exact }) => (gains[hit.doc] ? `${figure(gains[hit.doc])}${exact[hit.doc] ? "" : " (dấu khác)"}` : "–"));
      return row([name, cell("td", why), cell("td", figure(hit.score)), cell("td", `${Math.round(asked.shares(judged, hit.segment.size)[hit.doc] * 100)} %`), ...gains.map((text) => cell("td", text))]);
    }),
  );
}

const query = new URLSearchParams(location.search).get("q");
root.querySelector("input").value = query || "";
if (query) explain(query);
