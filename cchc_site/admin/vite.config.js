// Builds the editors' form so that it asks no other host for anything: what Sveltia CMS would fetch
// from elsewhere is part of the form, is left out, or is answered by a file beside it.

import { readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vite";

const cms = path.resolve("node_modules/@sveltia/cms");
const { version } = JSON.parse(readFileSync(path.join(cms, "package.json"), "utf-8"));

/** Faces of fonts at a content network. The package holds the same fonts and registers them; a face
 * without a source is none. */
const FACES = /url\(https:\/\/cdn\.jsdelivr\.net\/[^)]+\)\s*format\('[^']+'\)/g;
/** What the form asks other hosts for, and what it asks in their place. */
const ASKED = {
  "https://unpkg.com/@sveltia/cms": ".", // is there a newer version? package.json answers
  "https://www.githubstatus.com/api/v2/status.json": "./status.json",
  "https://status-api.hostedstatus.com/1.0/status/5b36dc6502d06804c08349f7": "./status.json",
};
const STATUS = { status: { indicator: "none" }, result: { status_overall: { status_code: 100 } } };

/** Where a text is put into its editor, which then takes the focus and scrolls to itself: a post
 * opens at its title. */
const FILLED = /(Error\(`Failed to convert Markdown`,\{cause:\w+\}\)\)\}\})\)/;

/** Whether the page to sign in offers a folder of one's own disk too, as it does on one's own machine:
 * who tries the form there is to sign in as in an office. */
const OWN_DISK = /=>\w+\.isLocalHost&&!\w+\(\w+\)\)/g;

/** How what is pasted becomes Markdown, and how tables are read again: written.js sees that no cell
 * leaves its column and no letter its height; struck words stay struck, and no blank goes. */
const NAME = "([\\w$]+)";
const OWN_TEXT = [
  [
    new RegExp(
      `export:e=>\\{if\\(!${NAME}\\(e\\)\\)return null;let t=\\[\\];return e\\.getChildren\\(\\)\\.forEach` +
        `(?:(?!export:)[^])*?n\\.push\\(${NAME}\\(${NAME},e\\)\\.replace\\((?:(?!export:)[^])*?t\\.join\\(\`\\n\`\\)\\}`,
      "g",
    ),
    "export:e=>$1(e)?cchcTableText(e,cell=>$2($3,cell)):null",
  ],
  [/=>\{e=e\.replace\(\/\\\\n\/g,`\n`\);let/g, "=>{let"],
  [/\bt\.split\(`\|`\)\.map\(/g, "cchcCellTexts(t).map("],
  // What Word shows as deleted, and older pages as struck through.
  [/(\bs:`strikethrough`,)(?=strong:)/g, "$1del:`strikethrough`,strike:`strikethrough`,"],
  [
    /\bs:(\(\)=>\(\{conversion:[\w$]+,priority:0\}\)),(?=span:)/g,
    "s:$1,del:$1,strike:$1,",
  ],
  // Beside what stands in a line of text blanks count; those of Word's and mail's count as well.
  [/\(a\|abbr\|acronym\|b\|(?=cite\|)/g, "(a|abbr|acronym|b|bdi|bdo|big|dfn|font|img|small|strike|[a-z0-9]+:[a-z]+|"],
  [/(\{let o=e\.hasFormat\(`code`\),s,c,l,u,d=)t;/g, "$1cchcLevelled(e,t);"],
];
const OWN_TEXT_FROM = path.resolve("written.js");

/** What keeps who sees little from making a page larger. */
const ONE_SIZE = "`maximum-scale=1`,";

/** Parts that no field of ours uses: colours of program code, maps, drawings in SVG; and the words
 * of the form in other languages than Vietnamese and English. */
const UNUSED = /^(?:@shikijs\/(?:langs|themes)\/|leaflet\/|terra-draw|svgo\/)/;
const LANGUAGES = /\/locales\/(?!vi\.json$)[A-Za-z-]+\.json$/;
const NOTHING = "nothing";
/** The words of the form in Vietnamese, those that Sveltia still lacks, and one that is ours for
 * something else. */
const WORDS = /\/@sveltia\/cms\/locales\/vi\.json$/;
const LACKING = JSON.parse(readFileSync("vi.json", "utf-8"));
const isGroup = (value) => typeof value === "object";
const merged = (ours, theirs) =>
  Object.entries(theirs).reduce(
    (all, [key, said]) => ({ ...all, [key]: isGroup(said) ? merged(all[key] ?? {}, said) : said }),
    ours,
  );
const renamed = (words) =>
  words.replaceAll("Chuyên mục", "Nhóm bài").replaceAll("chuyên mục", "nhóm bài");

const ownHostOnly = {
  name: "own-host-only",
  enforce: "pre",
  resolveId(source) {
    return UNUSED.test(source) || LANGUAGES.test(source) ? NOTHING : undefined;
  },
  load(id) {
    if (WORDS.test(id)) {
      const words = JSON.parse(renamed(readFileSync(id, "utf-8")));
      return JSON.stringify(merged(LACKING, words));
    }
    return id === NOTHING ? "export default {};" : undefined;
  },
  transform(code, id) {
    if (id !== path.join(cms, "npm/index.js")) {
      return undefined;
    }
    let own = code.replace(FACES, "local(none)");
    for (const [url, place] of Object.entries(ASKED)) {
      if (!own.includes(url)) {
        this.error(`Sveltia CMS ${version} no longer asks ${url}`);
      }
      own = own.replaceAll(url, place);
    }
    if (!FILLED.test(own)) {
      this.error(`Sveltia CMS ${version} fills editors of texts another way`);
    }
    own = own.replace(FILLED, '$1,{tag:"skip-dom-selection"})');
    if (own.match(OWN_DISK)?.length !== 1) {
      this.error(`Sveltia CMS ${version} offers a folder of one's own disk another way`);
    }
    own = own.replace(OWN_DISK, "=>false)");
    if (!own.includes(ONE_SIZE)) {
      this.error(`Sveltia CMS ${version} no longer keeps its page at one size`);
    }
    own = own.replaceAll(ONE_SIZE, "");
    for (const [written, text] of OWN_TEXT) {
      if (own.match(written)?.length !== 1) {
        this.error(`Sveltia CMS ${version} writes tables or letters another way: ${written}`);
      }
      own = own.replace(written, text);
    }
    const names = "tableText as cchcTableText, cellTexts as cchcCellTexts, levelled as cchcLevelled";
    own = `import { ${names} } from ${JSON.stringify(OWN_TEXT_FROM)};\n${own}`;
    if (own.includes("cdn.jsdelivr.net")) {
      this.error(`Sveltia CMS ${version} asks cdn.jsdelivr.net for more than faces of fonts`);
    }
    return { code: own, map: null };
  },
  generateBundle() {
    const files = { "package.json": { version }, "status.json": STATUS };
    for (const [fileName, content] of Object.entries(files)) {
      this.emitFile({ type: "asset", fileName, source: JSON.stringify(content) });
    }
  },
};

export default defineConfig({
  base: "./",
  plugins: [ownHostOnly],
  build: {
    target: ["chrome109", "firefox115", "safari16"],
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      input: { admin: "main.js" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: ({ names }) =>
          names[0]?.endsWith(".css") ? "admin.css" : "[name]-[hash][extname]",
      },
    },
  },
});
