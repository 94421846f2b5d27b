// The search of a year's bundle (`cchc bundle`), which is opened from a disk: browsers load no module
// and fetch no file there. The files of the index stand in a script beside the page.

import "./disk.js";
import { results } from "./page.js";

const root = document.querySelector("[data-cchc=search-page]");
if (root) results(root);
