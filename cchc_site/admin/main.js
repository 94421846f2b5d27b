// The editors' form: Sveltia CMS in Vietnamese, with the configuration that the build has written
// (index.html links it).

import "./main.css";

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
const { init } = await import("@sveltia/cms");
init();
