// What only queries with odd words need: a script of its own, which the engine fetches for them.

export { better, mended } from "./meant.js";
export { decoded } from "./syllables.js";
