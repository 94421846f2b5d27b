// The engine of the search, one script for the box and the page, so that both share its index. They
// import from here alone.

export { Unavailable } from "./index.js";
export { find } from "./rank.js";
export { waysTo } from "./ways.js";
export { exact, fold, marked, tokens } from "./words.js";
