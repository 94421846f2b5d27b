"""Characters that nobody sees: in values they make twins, in a text they turn the reading round.

Pure; depends on nothing of the project. Copying from Word, chats and web pages brings them along;
whoever means harm uses them (https://www.unicode.org/reports/tr36/, https://trojansource.codes/).
"""

from __future__ import annotations

import re
import unicodedata

# What Unicode tells to show as nothing (Default_Ignorable_Code_Point), with the interlinear marks.
_IGNORED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_IGNORED}]")
# Pictures of several characters need some of them (https://www.unicode.org/reports/tr51/).
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
)
_KEPT = re.compile(
    f"(\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f|[0-9#*]\ufe0f\u20e3"
    f"|(?:{_PICTURE})(?:\u200d(?:{_PICTURE}))*)|[{_IGNORED}]"
)
# In a text: what turns the direction of other characters, and what hides inside words.
# Most texts have nothing but these; to see that takes half the time of looking for one of those.
_LATIN = re.compile("[\x00-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u202f-\u205f]*+")
_TURNING = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_REFERENCE = re.compile(
    r"&#(?:x0*(?:202[a-e]|206[6-9])(?![0-9a-f])|0*(?:823[4-8]|829[4-7])(?!\d));?", re.IGNORECASE
)
_SPLITTING_REFERENCE = re.compile(
    r"&(?:#(?:x0*(?:ad|200b|2060|feff)|0*(?:173|8203|8288|65279))|shy|ZeroWidthSpace|NoBreak);",
    re.IGNORECASE,
)
# Beside Latin letters and what stands in numbers nothing that is hidden has a meaning.
_IN_WORD = "[0-9A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff./-]"
_SPLITTING = re.compile(
    f"(?<={_IN_WORD})[{_IGNORED}]+(?={_IN_WORD}|[\\s,;:!?)”]|$)|(?<![^\\s(“])[{_IGNORED}]+(?={_IN_WORD})"
)


def dropped(value: str) -> str:
    r"""A value (a title, a name, a tag) in NFC, without what cannot be seen; pictures stay whole.

    >>> dropped("một\u200b c\u202eửa"), dropped("👨\u200d👩") == "👨\u200d👩"
    ('một cửa', True)
    """
    if value.isascii():
        return value
    if not _HIDDEN.search(value):
        return unicodedata.normalize("NFC", value)
    return unicodedata.normalize("NFC", _KEPT.sub(lambda match: match[1] or "", value))


def unturned(text: str) -> str:
    r"""A text without what turns the direction of other words or splits a word unseen; the weak
    marks of Arabic and Hebrew, joiners and pictures stay.

    >>> unturned("a\u202eb\u2066c qu\u00adyết")
    'abc quyết'
    """
    if "&#" in text:
        text = _REFERENCE.sub("", text)
    return text if _LATIN.fullmatch(text) else _SPLITTING.sub("", _TURNING.sub("", text))


def joined(text: str) -> str:
    """A text of Markdown or HTML without references to what splits a word unseen.

    >>> joined("qu&shy;yết đ&#8203;ịnh")
    'quyết định'
    """
    return _SPLITTING_REFERENCE.sub("", text)
