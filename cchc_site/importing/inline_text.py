"""Words with their emphasis, links, notes and pictures, as pandoc tells them → Markdown and HTML.

Pure. Inlines are those of pandoc's document (pandoc-types, `Text.Pandoc.Definition`), as its JSON
has them: `{"t": "Str", "c": "chữ"}`. What is a word and what is markup is decided by reading what
was written: words are escaped only as far as the page else shows other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

from cchc_site.base import invisible

Inlines = Sequence[Any]
Read = Callable[[str], str]
"""The HTML of a text, "" where the dialect finds fault with it."""

PLAIN, MARKED, TAGGED, ALL, BARE = LEVELS = range(5)
"""How careful words are written: as they are; with what may be markup escaped; their emphasis as
tags too, since marks within a word are none; with every sign as a character reference; without
emphasis."""
_MARKED = re.compile(r"[\\`*_\[\]<>&~|{}^$#@]")
_BEGIN = re.compile(r"^\s*(?:[-+=:!?]|\d+(?=[.)]))")
_MAYBE = re.compile(
    r"[\\`*_\[\]<>&~|{}^$@]|://|www\.|^\s*(?:[-+=:!?#•\d]|[a-zđ][.)])", re.MULTILINE
)
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_ADDRESS = re.compile(r"(?:https?|mailto|tel):[^\s<>()]+", re.IGNORECASE)
_ADDRESSES = re.compile(rf"({_ADDRESS.pattern})", re.IGNORECASE)
_LEADS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_ENDS = re.compile(r"<(?:br|/p|/li|/h\d|/td|/th|/figcaption)\b[^>]*>")
_NOTE_NUMBERS = re.compile(r'<sup id="fnref.*?</sup>|<a class="footnote-backref.*?</a>', re.DOTALL)
_NOTES = re.compile(r'<div class="footnote".*|<sup id="fnref.*?</sup>', re.DOTALL)
_MARKS = {"Emph": ("*", "em"), "Strong": ("**", "strong"), "Strikeout": ("~~", "del")}
_TAGS = {"Superscript": "sup", "Subscript": "sub", "Underline": "u"}
_QUOTES = {"SingleQuote": ("\u2018", "\u2019"), "DoubleQuote": ("“", "”")}
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "Str": lambda inline: str(inline["c"]),
    "Space": lambda inline: " ",
    "SoftBreak": lambda inline: " ",
    "LineBreak": lambda inline: "\n",
    "Code": lambda inline: str(inline["c"][1]),
    "Math": lambda inline: str(inline["c"][1]),
    "RawInline": lambda inline: str(inline["c"][1]),
    "Image": lambda inline: "",
    "Note": lambda inline: "",
}


def words_of(inlines: Inlines) -> str:
    """What inlines say, a line break as a line end; notes and pictures left out."""
    return "".join(
        _WORDS[inline["t"]](inline) if inline["t"] in _WORDS else words_of(inside(inline))
        for inline in inlines
    )


def inside(inline: Any) -> Inlines:
    """The inlines within one that has some, its quotation marks among them."""
    kind, content = inline["t"], inline.get("c", [])
    if kind in ("Code", "Math", "RawInline", "Note"):
        return []
    if kind == "Quoted":
        left, right = _QUOTES[content[0]["t"]]
        return [{"t": "Str", "c": left}, *content[1], {"t": "Str", "c": right}]
    if kind in ("Span", "Link", "Cite", "Image"):
        return list(content[1])
    return list(content) if isinstance(content, list) else []


def normal(text: str) -> str:
    """`text` as it is compared: blanks of all kinds count for one."""
    return " ".join(invisible.dropped(text).split())


def shown(html: str, notes: bool = False) -> str:
    """What a page shows of a text, its numbers of notes left out, and the notes unless wanted."""
    html = (_NOTE_NUMBERS if notes else _NOTES).sub("", html)
    return normal(unescape(_TAG.sub("", _ENDS.sub(" ", html))))


class InlineWriter:
    """Writes inlines; `note` takes the blocks of a note and gives its mark, `note_texts` the
    inlines in them; `picture` takes the target of a picture and gives the name of its file, "" for
    one that is left out."""

    def __init__(
        self,
        read: Read,
        note: Callable[[Any], str],
        note_texts: Callable[[Any], Iterable[Inlines]],
        picture: Callable[[str], str],
    ) -> None:
        """Write nothing yet."""
        self._read, self._note, self._picture = read, note, picture
        self._note_texts = note_texts

    def markdown(self, inlines: Inlines, lead: str = "", of_table: bool = False) -> str:
        """Markdown of which the page shows these words, behind the mark that is to `lead` it;
        escaped as far as it must be."""
        wanted = normal(words_of(inlines))
        written = ""
        notes: dict[int, str] = {}
        for depth in LEVELS:
            written = self._joined(inlines, depth, notes)
            if of_table:
                written = re.sub(r"(?<!\\)\|", r"\\|", written)
            if not _MAYBE.search(written):
                break
            alone = f"| {written} |\n| --- |" if of_table else lead + written
            if shown(self._read(_with_notes(alone))) == wanted:
                break
        return written

    def _joined(self, inlines: Inlines, level: int, notes: dict[int, str]) -> str:
        parts: list[str] = []
        for inline in merged(inlines):
            parts.append(self._written(inline, level, notes, not "".join(parts).strip()))
        lines = (line.strip() for line in "".join(parts).split("\n"))
        return "\n".join(filter(None, lines))

    def _written(self, inline: Any, level: int, notes: dict[int, str], begins: bool) -> str:
        kind, content = inline["t"], inline.get("c")
        match kind:
            case "Code":
                return _code(content[1])
            case "Note":
                if id(inline) not in notes:
                    notes[id(inline)] = self._note(content)
                return notes[id(inline)]
            case "Image":
                name = self._picture(content[2][0])
                return f"![{alt_text(content)}]({name})" if name else ""
            case "Link":
                return self._link(content, level, notes, begins)
        if kind in _WORDS:
            words = _WORDS[kind](inline)
            return words if words.isspace() else escaped(words, level, begins)
        inner = self._inner(inside(inline), level, notes, begins)
        if level == BARE or not inner.strip():
            return inner
        if kind in _MARKS and level < TAGGED:
            return _marked(inner, _MARKS[kind][0], _MARKS[kind][0])
        tag = _MARKS[kind][1] if kind in _MARKS else _TAGS.get(kind, "")
        return _marked(inner, f"<{tag}>", f"</{tag}>") if tag else inner

    def _inner(self, inlines: Inlines, level: int, notes: dict[int, str], begins: bool) -> str:
        parts: list[str] = []
        for inline in merged(inlines):
            is_first = begins and not "".join(parts).strip()
            parts.append(self._written(inline, level, notes, is_first))
        return "".join(parts)

    def _link(self, content: Any, level: int, notes: dict[int, str], begins: bool) -> str:
        target = content[2][0].strip()
        if not _LEADS.match(target):
            return self._inner(content[1], level, notes, begins)
        inner = self._inner(content[1], max(level, MARKED), notes, False).replace("\n", " ").strip()
        address = target.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        address = address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
        return f"[{inner}]({address})" if inner else ""

    def html(self, inlines: Inlines) -> str:
        """The same as HTML, for tables that Markdown cannot write; a note stands in brackets."""
        return "".join(map(self._html, inlines))

    def _html(self, inline: Any) -> str:
        kind, content = inline["t"], inline.get("c")
        match kind:
            case "LineBreak":
                return "<br>"
            case "Note":
                said = " ".join(map(self.html, self._note_texts(content)))
                return f" ({said.strip()})"
            case "Image":
                name = self._picture(content[2][0])
                alt = text_as_html(normal(words_of(content[1])) or UNKNOWN_PICTURE)
                return f'<img src="{name}" alt="{alt}">' if name else ""
            case "Link" if _LEADS.match(content[2][0].strip()):
                return f'<a href="{escape(content[2][0].strip())}">{self.html(content[1])}</a>'
        if kind in _WORDS:
            return text_as_html(_WORDS[kind](inline))
        inner = self.html(inside(inline))
        tag = _MARKS[kind][1] if kind in _MARKS else _TAGS.get(kind, "")
        return f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner


UNKNOWN_PICTURE = "Hình minh họa"
"""What a picture is said to show of which nobody says that."""


def alt_text(content: Any) -> str:
    """What a picture is said to show, as Markdown."""
    return _MARKED.sub(_stopped_sign, normal(words_of(content[1])) or UNKNOWN_PICTURE)


def those_in(inlines: Inlines, kind: str) -> list[Any]:
    """The inlines of a kind, such as pictures, among `inlines` and within them."""
    return [
        each
        for inline in inlines
        for each in ([inline] if inline["t"] == kind else those_in(inside(inline), kind))
    ]


def pictures_in(inlines: Inlines) -> list[Any]:
    """The pictures among inlines and within them."""
    return those_in(inlines, "Image")


PARAS = ("Para", "Plain")


def text_as_html(text: str) -> str:
    """`text` as HTML that no rule of Markdown reads either."""
    return re.sub(r"[*_`~\[\]\\{}|:@^$]", lambda sign: f"&#{ord(sign[0])};", escape(text))


def merged(inlines: Inlines) -> list[Any]:
    """Inlines of which neighbours that look alike, or lead to one place, are one: Word parts a line
    in bold into many runs."""
    out: list[Any] = []
    for inline in inlines:
        if inline["t"] in ("Space", "SoftBreak"):
            inline = {"t": "Str", "c": " "}
        kind = inline["t"]
        last = out[-1] if out else None
        if last and last["t"] == kind and (kind in _MARKS or kind in _TAGS or kind == "Str"):
            out[-1] = {"t": kind, "c": last["c"] + inline["c"]}
        elif last and last["t"] == kind == "Link" and last["c"][2][0] == inline["c"][2][0]:
            attributes, words, target = last["c"]
            out[-1] = {"t": kind, "c": [attributes, words + inline["c"][1], target]}
        else:
            out.append(inline)
    return out


def escaped(text: str, level: int, begins: bool) -> str:
    """`text` with backslashes before signs; `begins` where it begins a line."""
    if level == PLAIN:
        return text
    if level in (MARKED, TAGGED):
        if _ADDRESS.fullmatch(text.strip()):
            return f"[{_MARKED.sub(_stopped_sign, text.strip())}]({text.strip()})"
        parts = _ADDRESSES.split(text)
        parts[::2] = [_MARKED.sub(_stopped_sign, part) for part in parts[::2]]
        return _BEGIN.sub(_stopped, "".join(parts), count=1) if begins else "".join(parts)
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _stopped_sign(sign: re.Match[str]) -> str:
    """A sign that is no markup; a backslash as a reference, since offices write paths with two."""
    return "&#92;" if sign[0] == "\\" else f"\\{sign[0]}"


def _stopped(lead: re.Match[str]) -> str:
    """What begins a line, so that it begins no list."""
    if lead[0][-1].isdigit():
        return f"{lead[0]}\\"
    return f"{lead[0][:-1]}\\{lead[0][-1]}"


def _with_notes(written: str) -> str:
    """Markdown of inlines as a text of its own, in which the notes that it names are defined."""
    marks = dict.fromkeys(re.findall(r"\[\^(\d+)\]", written))
    return "\n\n".join([written, *(f"[^{mark}]: x" for mark in marks)])


def _marked(inner: str, begin: str, end: str) -> str:
    """Words between marks, blanks outside these; each line by itself."""
    lines = []
    for line in inner.split("\n"):
        words = line.strip()
        before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
        lines.append(f"{before}{begin}{words}{end}{after}" if words else line)
    return "\n".join(lines)


def _code(text: str) -> str:
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{ticks} {text} {ticks}" if "`" in text else f"`{text}`"
