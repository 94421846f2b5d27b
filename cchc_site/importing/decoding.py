"""Bytes of a page or table → text, in whichever of the encodings of Vietnamese it was written.

Pure. What a page says of its own encoding is often untrue: of the readings that are possible the
most Vietnamese one holds.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape
from unicodedata import normalize

from msgspec import Struct

from cchc_site.importing import legacy_fonts
from cchc_site.importing.legacy_fonts import LegacyEncoding

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNREAD = re.compile(r"<(script|style)\b", re.I)
_TAG = re.compile(r"<[^<>]*>")
_REFERENCE = re.compile(r"&(?:#\d{1,4}|#x[0-9a-fA-F]{1,3}|[A-Za-z]{2,10});")
_WORD = re.compile(r"[^\W\d_]+")
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ia iê yê ua uô ưa ươ oa oă oe uâ uê uơ uy uya uyê oai oay oao oeo uây "
    "uôi ươi ươu iêu yêu ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu uyu uêu oo"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    f"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:ch|ng|nh|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SAMPLE = 200_000  # characters
_ENOUGH = 0.6
"""Of a Vietnamese text's words with marks these many are syllables; abbreviations are none."""


class DecodedText(Struct, frozen=True):
    """A text in NFC, the encoding it was read in, and whether its letters may be wrong."""

    text: str
    encoding: str
    doubtful: bool = False


def decode(content: bytes, declared: str = "") -> DecodedText:
    """The text of `content`, which a server or an archive said is in `declared`."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return DecodedText(normalize("NFC", text), encoding, "\ufffd" in text)
    if content.isascii() and b"&" not in content:
        return DecodedText(content.decode("ascii"), "ascii")
    best = DecodedText("", "", doubtful=True)
    best_share = -1.0
    for text, encoding in _readings(content, declared):
        share = vietnamese_share(text)
        if share > best_share + 0.05:
            best, best_share = DecodedText(normalize("NFC", text), encoding), share
        if best_share > 0.95:
            break
    return DecodedText(best.text, best.encoding, best_share < _ENOUGH or "\ufffd" in best.text)


def _readings(content: bytes, declared: str) -> Iterator[tuple[str, str]]:
    """The readings of `content` that are possible, the likelier first."""
    tried = set[str]()
    for name in ("utf-8", *_declared(content), declared, "windows-1258", "windows-1252"):
        try:
            encoding = codecs.lookup(name).name if name else ""
            if not encoding or encoding in tried:
                continue
            text = content.decode(encoding)
            tried.add(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        if encoding == "utf-8":
            yield text, encoding
            yield from _read_twice(text)
        else:
            yield normalize("NFC", text), encoding
    yield from _of_old_fonts(content)
    if "utf-8" not in tried:  # with letters that were cut or torn
        yield content.decode("utf-8", "replace"), "utf-8"


def _read_twice(text: str) -> Iterator[tuple[str, str]]:
    """A text of UTF-8 that was once taken for Windows' letters and written as UTF-8 again."""
    try:
        yield b"".join(map(_of_windows, text)).decode("utf-8"), "utf-8 x 2"
    except UnicodeError:
        return


def _of_windows(letter: str) -> bytes:
    """The byte that browsers take for a letter of Windows (windows-1252 of the web's standard)."""
    if "\x80" <= letter <= "\x9f":
        return bytes((ord(letter),))
    return letter.encode("windows-1252")


def _of_old_fonts(content: bytes) -> Iterator[tuple[str, str]]:
    """Texts that were written for fonts of before Unicode, in bytes or in the letters that Unicode
    has at the places of these."""
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        whole = content.decode("latin-1")
    letters = unescape_letters(whole)
    if any("\u0100" <= letter <= "\u1fff" for letter in letters):
        return
    for legacy in (LegacyEncoding.TCVN3, LegacyEncoding.VNI):
        yield legacy_fonts.decoded(letters, legacy), legacy.name


def unescape_letters(text: str) -> str:
    """`text` with letters for the references to letters of Latin-1; those to signs of HTML stay.

    >>> unescape_letters("c&eacute;ng h&#223;a &amp; &lt;")
    'céng hßa &amp; &lt;'
    """

    def letter(reference: re.Match[str]) -> str:
        stands_for = unescape(reference[0])
        is_one = len(stands_for) == 1 and "\xa1" <= stands_for <= "\xff"
        return stands_for if is_one else reference[0]

    return _REFERENCE.sub(letter, text) if "&" in text else text


def _declared(content: bytes) -> Iterator[str]:
    head = content[:4096]
    for form in (_XML, _DECLARED):
        if found := form.search(head):
            name = found[1].decode("ascii").lower()
            # What browsers take it for (https://encoding.spec.whatwg.org/#names-and-labels).
            yield {"iso-8859-1": "windows-1252", "x-user-defined": "windows-1252"}.get(name, name)


def _said(text: str) -> str:
    """The words of a page, in lower case and NFC."""
    lower, parts, at = text.lower(), list[str](), 0
    while unread := _UNREAD.search(text, at):
        parts.append(text[at : unread.start()])
        at = lower.find(f"</{unread[1].lower()}", unread.end())
        if at < 0:
            break
    parts.append(text[at:] if at >= 0 else "")
    shown = _TAG.sub(" ", " ".join(parts)[:_SAMPLE])
    return normalize("NFC", unescape_letters(shown)).lower()


def vietnamese_share(text: str) -> float:
    """Which share of the words with marks in `text` can be Vietnamese; 1 where there is none.

    >>> vietnamese_share("Uỷ ban"), vietnamese_share("Ñy ban"), vietnamese_share("báº£n tin")
    (1.0, 0.0, 0.0)
    """
    words = [word for word in _WORD.findall(_said(text)) if not word.isascii()]
    if not words:
        return 1.0
    return sum(map(_is_syllable, words)) / len(words)


def _is_syllable(word: str) -> bool:
    """Whether a word is spelled as Vietnamese ones are, with one tone at most."""
    parts = normalize("NFD", word)
    bare, tones = _TONES.subn("", parts)
    if re.search("[^aeiouy\u0300-\u036f][\u0300-\u036f]", parts):
        return False
    return tones <= 1 and _SYLLABLE.fullmatch(normalize("NFC", bare)) is not None
