"""The portal's font as readers get it, one file a weight: `python -m tests.support.fonts`, or
`make fonts`, writes it to theme/portal/assets/cchc/fonts/, where a build takes it from.

It is Be Vietnam Pro whole, so that one file shapes a whole word and kerning stands between all its
letters. Hinting is left out: it makes the files twice as large, and neither phones nor today's
desktops look at it. The font comes from a package of npm, known by its digest.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tests.support import npm
from tests.support.paths import ROOT

_PACKAGE, _VERSION = "@expo-google-fonts/be-vietnam-pro", "0.4.1"
_INTEGRITY = "sha512-4o2bsqU1zcC6NZf5FRYB+7gE49waNWYOGc5c5qLfPgrSqqr61hS2Bz4TVPgxudO038tLydSyPxV8e79g8j5DpQ=="  # noqa: E501
FILES = {
    "be-vietnam-pro-400.woff2": "400Regular/BeVietnamPro_400Regular.ttf",
    "be-vietnam-pro-700.woff2": "700Bold/BeVietnamPro_700Bold.ttf",
}
"""The name of each file, and the source in the package. Browsers keep a font for a month: one that
changes needs another name."""
FONTS = ROOT / "cchc_site/theme/portal/assets/cchc/fonts"

# What shapes Vietnamese: marks at their letters, kerning.
_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
# The copyright, the name of the family and of the face, the licence.
_NAMES = [0, 1, 2, 13, 14]
# Letters that the font lacks, drawn as ones that look the same: hyphens, and blanks that keep words
# together.
_SAME = {0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0xA0}


def source(path: str) -> bytes:
    """The file at `path` in the package, kept in .cache/."""
    kept = npm.kept(f"be-vietnam-pro-{_VERSION}-{Path(path).name}")
    if not kept.exists():
        npm.keep(kept, npm.packed(_PACKAGE, _VERSION, _INTEGRITY, path))
    return kept.read_bytes()


def made() -> dict[str, bytes]:
    """The content of every file, by its name."""
    return {name: _made(source(path)) for name, path in FILES.items()}


def _made(content: bytes) -> bytes:
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=_FEATURES,
        name_IDs=_NAMES,
        notdef_outline=True,
        recalc_timestamp=False,
    )
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap |= {code: table.cmap[same] for code, same in _SAME.items() if same in table.cmap}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    written = io.BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


def write() -> None:
    """Write every file, and no other font, to its folder."""
    for file in FONTS.glob("*.woff2"):
        if file.name not in FILES:
            file.unlink()
    for name, content in made().items():
        (FONTS / name).write_bytes(content)


if __name__ == "__main__":
    write()
