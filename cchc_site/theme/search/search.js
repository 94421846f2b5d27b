// The engine of the search, one script for the box and the page, so that both share its index. They
// import from here alone.

export { Asked, frequent } from "./asked.js";
export { Unavailable } from "./index.js";
export { NUMBER, alone, beside, way, word } from "./query.js";
export { answer, find } from "./rank.js";
export { waysTo } from "./ways.js";
export { exact, fold, marked, pieces, tokens } from "./words.js";
