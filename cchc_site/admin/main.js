// The editors' form: Sveltia CMS in Vietnamese, with the configuration that the build has written
// .

import "./main.css";
import { postFormat } from "./format.js";

const PREFERENCES = "sveltia-cms.prefs";

/** Let the form speak Vietnamese to whoever has not chosen another language. */
function speakVietnamese() {
  try {
    const chosen = JSON.parse(localStorage.getItem(PREFERENCES) || "{}");
    if (!chosen.locale) {
      localStorage.setItem(PREFERENCES, JSON.stringify({ ...chosen, locale: "vi" }));
    }
  } catch {
    // A browser that keeps nothing: the form then speaks the browser's language.
  }
}

speakVietnamese();
const [config, { init, registerCustomFormat }] = await Promise.all([
  fetch("config.json").then((answer) => answer.json()),
  import("@sveltia/cms"),
]);
for (const { format, fields } of config.collections) {
  registerCustomFormat(format, "md", postFormat(fields));
}
document.getElementById("dang-mo").remove();
init({ config: { load_config_file: false, ...config } });
