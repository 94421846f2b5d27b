"""HTML that Python-Markdown and its extensions have made → the HTML of a post, and its words.

Pure. Every tag is judged and written anew, under an allow-list a little wider than the author's:
extensions need classes, tabs and icons. An author's raw HTML stands between marks and is judged as
in any post; where the two cannot be distinguished, the wider list is safe too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cchc_site.content.text import SIZED, Heading, escape, quote
from cchc_site.markdown import sanitizer
from cchc_site.markdown.lines import SourceLines
from cchc_site.markdown.output import Output
from cchc_site.markdown.raw_html import ATTRIBUTE, RawHtml, attribute_fault, attributes_in, unescape

# Around an author's raw HTML; like the marks of placeholders, they never occur in a text.
RAW, RAW_END = "\ufdd2", "\ufdd3"
_MARKS = re.compile(f"[{RAW}{RAW_END}]")
_H1 = re.compile(rf"(?<!{RAW})<h1[ >]")
_PIECE = re.compile(
    rf"""
    {RAW}(?P<raw>[^{RAW_END}]*){RAW_END}?
    | <p(?P<paragraph>(?:{ATTRIBUTE})*+)> \s*<img(?P<picture>(?:{ATTRIBUTE})*+)\s*/?>\s* </p>
    | <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:{ATTRIBUTE})*+)\s*/?>
    | <!--.*?--> | {RAW_END}
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)

# An underscore comes first in no id but these: Material's own, such as “__config”, have two.
_ID = r"[^\W_][\w:.-]*|__(?:tabbed|codelineno|span|code)_?[0-9A-Za-z_-]*"
# What extensions make beyond what authors may write, attributes with the form of their values.
_ADDITIONS: Mapping[str, Mapping[str, str]] = {
    "div": {"data-tabs": "[0-9]+:[0-9]+"},
    "h1": {},
    "input": {"checked": "", "disabled": "", "name": "__tabbed_[0-9]+", "type": "checkbox|radio"},
    "label": {"for": _ID},
    "path": {"d": r"[A-Za-z0-9.,\s-]*"},
    "span": {"data-linenos": "[0-9 ]*"},
    "svg": {"viewBox": "[0-9. -]+", "xmlns": re.escape("http://www.w3.org/2000/svg")},
}
SANITISER = sanitizer.sanitiser_with(
    {
        element: {name: {"checkbox", "radio"} if name == "type" else set() for name in names}
        for element, names in _ADDITIONS.items()
    }
)
_ELEMENTS = sanitizer.ELEMENTS.union(_ADDITIONS)
_IN_LINE = sanitizer.PHRASING | {"input", "path", "svg"}
_BARE = frozenset({"checked", "disabled", "open", "reversed"})
_NOT_WORDS = frozenset({"footnote-backref", "footnote-ref", "headerlink", "linenos", "toc"})
# A class of the theme or of this package could lay a text over the page.
_RESERVED = re.compile("(?:cchc|md)-(?!button)")
_ALIGNMENT = re.compile(r"(?:text-align:)?\s*(left|center|right);?")


def _attributes(source: str) -> dict[str, str]:
    return {
        "viewBox" if name == "viewbox" else name: "" if name in _BARE else value
        for name, value in attributes_in(_MARKS.sub("", source))
    }


@dataclass(slots=True)
class _Open:
    """An element not closed yet; `place` is where a heading's tag stands, `anchor` its id."""

    name: str
    closing: str
    silent: bool = False
    place: int = -1
    anchor: str = ""


class HtmlWriter:
    """Writes a document that Python-Markdown has made, each tag judged and written anew."""

    def __init__(self, output: Output, source: SourceLines) -> None:
        """Write into `output` what the author has written as `source`."""
        self._output, self._source = output, source
        self._raw = RawHtml(output)
        self._open: list[_Open] = []
        self._shift = 0

    def write(self, html: str) -> None:
        """Write all of `html`."""
        # The page's only h1 is the post's title.
        self._shift = 1 if _H1.search(html) else 0
        at = 0
        for piece in _PIECE.finditer(html):
            self._text(html[at : piece.start()])
            self._piece(piece)
            at = piece.end()
        self._text(html[at:])
        while self._open:
            self._close(self._open[-1].name)
        self._raw.finish()
        self._output.end_text()

    def _text(self, text: str) -> None:
        words = unescape(text)
        self._output.html.append(escape(words))
        if not any(element.silent for element in self._open):
            self._output.words.append(words)

    def _piece(self, piece: re.Match[str]) -> None:
        if piece["raw"] is not None:
            self._judge(piece["raw"])
        elif piece["picture"] is not None:
            self._lone_image(_attributes(piece["paragraph"]), _attributes(piece["picture"]))
        elif piece["name"]:
            name = piece["name"].lower()
            if name not in _ELEMENTS:
                self._judge(_MARKS.sub("", piece[0]))
            elif piece["slash"]:
                self._close(name)
            else:
                self._begin(name, _attributes(piece["attributes"]))

    def _judge(self, raw: str) -> None:
        self._raw.feed(raw, self._source.of_html(raw))
        if not self._open:
            self._output.end_text()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            self._output.words.append(" ")
        elif name not in _IN_LINE:
            self._output.end_text()
        special = _SPECIAL.get(name)
        if special:
            special(self, name, attributes)
        elif name in sanitizer.VOID:
            self._output.html.append(f"<{name}{self._written(name, attributes)}>")
        else:
            self._enter(name, attributes)

    def _enter(self, name: str, attributes: Mapping[str, str], address: str = "") -> None:
        silent = not _NOT_WORDS.isdisjoint(attributes.get("class", "").split())
        self._raw.enter(name)
        self._output.html.append(f"<{name}{address}{self._written(name, attributes)}>")
        self._open.append(_Open(name, f"</{name}>", silent))

    def _close(self, name: str) -> None:
        """Close the last element of that name and what stands open in it."""
        if all(element.name != name for element in self._open):
            return
        while True:
            element = self._open.pop()
            self._end(element)
            if element.name == name:
                return

    def _end(self, element: _Open) -> None:
        self._raw.leave()
        if element.name not in _IN_LINE:
            said = self._output.end_text()
            if element.place >= 0:
                self._end_heading(element, said)
            elif element.name == "p" and not self._open:
                self._output.lead = self._output.lead or said
        self._output.html.append(element.closing)

    def _heading(self, name: str, attributes: dict[str, str]) -> None:
        element = f"h{min(6, int(name[1]) + self._shift)}"
        anchor = attributes.pop("id", "")
        # Python-Markdown's own for a heading that the site's slugify makes nothing of, or none.
        if re.fullmatch("(?:_[0-9]+)?", anchor) or not self._claims(anchor):
            anchor = ""
        place = len(self._output.html)
        self._raw.enter(element)
        self._output.html.append(self._written(element, attributes))
        self._open.append(_Open(name, f"</{element}>", False, place, anchor))

    def _end_heading(self, heading: _Open, text: str) -> None:
        anchor = heading.anchor or self._output.anchor(text)
        element = heading.closing[2:4]
        attributes = self._output.html[heading.place]
        self._output.html[heading.place] = f'<{element} id="{quote(anchor)}"{attributes}>'
        self._output.headings.append(Heading(int(element[1]), anchor, text))

    def _link(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("name") == attributes.get("id"):
            attributes.pop("name", None)  # the numbers of lines of code have both
        address = attributes.pop("href", None)
        if address is None:
            self._enter(name, attributes)
        elif address.startswith("#") and not self._source.writes(address):
            # An extension has made it, and its anchor.
            self._enter(name, attributes, f' href="{quote(address)}"')
        else:
            line = self._source.of_target(address)
            self._raw.refuses_link(line)
            self._enter(name, attributes, self._output.link(address, line))

    def _lone_image(self, paragraph: dict[str, str], picture: dict[str, str]) -> None:
        if self._open and self._open[-1].name == "figure":
            self._begin("p", paragraph)
            self._image("img", picture)
            self._close("p")
            return
        caption = picture.pop("title", "")
        self._begin("figure", paragraph)
        self._image("img", picture)
        if caption and self._output.affords(caption, 0):
            self._begin("figcaption", {})
            self._text(escape(caption))
            self._close("figcaption")
        self._close("figure")

    def _image(self, name: str, attributes: dict[str, str]) -> None:
        address, alt = attributes.pop("src", ""), attributes.pop("alt", "").strip()
        line = self._source.of_target(address)
        if not alt:
            self._output.missing_alt(line)
        sized = "" if "width" in attributes or "height" in attributes else SIZED
        others = {key: attributes[key] for key in attributes if key not in ("decoding", "loading")}
        self._output.html.append(
            f'<{name}{self._output.image(address, line, sized)} alt="{quote(alt)}"'
            f'{self._written(name, others)} loading="lazy" decoding="async">'
        )

    def _input(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("type") not in ("checkbox", "radio"):
            self._judge("<input>")
            return
        label = ""
        if attributes["type"] == "checkbox":
            label = f' aria-label="{"Đã xong" if "checked" in attributes else "Chưa xong"}"'
        self._output.html.append(f"<{name}{self._written(name, attributes)}{label}>")

    def _path(self, name: str, attributes: dict[str, str]) -> None:
        self._enter(name, attributes)
        self._close(name)

    def _table(self, name: str, attributes: dict[str, str]) -> None:
        if "highlighttable" in attributes.get("class", ""):
            self._enter(name, attributes)
            return
        self._output.html.append(self._output.table())
        self._enter(name, attributes)
        self._open[-1].closing += "</div>"

    def _cell(self, name: str, attributes: dict[str, str]) -> None:
        # A strict content security policy forbids to align by style.
        for key in ("align", "style"):
            if aligned := _ALIGNMENT.fullmatch(attributes.get(key, "")):
                del attributes[key]
                attributes["class"] = f"{attributes.get('class', '')} {aligned[1]}".strip()
        if name == "th" and any(opened.name == "thead" for opened in self._open):
            attributes.setdefault("scope", "col")
        self._enter(name, attributes)

    def _written(self, element: str, attributes: Mapping[str, str]) -> str:
        return "".join(
            f' {name}="{quote(value)}"'
            for name, value in attributes.items()
            if self._lets_through(element, name, value)
        )

    def _lets_through(self, element: str, name: str, value: str) -> bool:
        form = _ADDITIONS.get(element, {}).get(name)
        if name == "id":
            return self._claims(value)
        if name == "title" and not self._output.affords(value, 0):
            return False
        fault, word = None, f"{name}="
        if name == "class":
            word = next(filter(_RESERVED.match, value.split()), "")
            if word:
                fault = f"lớp “{word}” là của riêng giao diện", f"hãy xóa “{word}”"
        elif form is None:
            fault = attribute_fault(element, name, value)
        elif not re.fullmatch(form, value):
            fault = f"thuộc tính “{name}” không nhận giá trị “{value}”", f"hãy xóa “{name}”"
        if fault:
            self._output.problem(self._source.of_words(word, name), *fault)
        return not fault

    def _claims(self, anchor: str) -> bool:
        """Whether an id may be used and is not yet."""
        if not re.fullmatch(_ID, anchor):
            what = f"thuộc tính “id” không nhận giá trị “{anchor}”"
            hint = "hãy viết chữ không dấu, số và gạch nối, ví dụ “phu-luc-1”"
            self._output.problem(self._source.of_id(anchor), what, hint)
        elif not self._output.claim(anchor):
            what = f"id “{anchor}” đã có ở chỗ khác trong bài"
            line = self._source.of_id(anchor, again=True)
            self._output.problem(line, what, "hãy chọn một id khác")
        else:
            return True
        return False


_SPECIAL: Mapping[str, Callable[[HtmlWriter, str, dict[str, str]], None]] = {
    "a": HtmlWriter._link,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HtmlWriter._heading),
    "img": HtmlWriter._image,
    "input": HtmlWriter._input,
    "path": HtmlWriter._path,
    "table": HtmlWriter._table,
    "td": HtmlWriter._cell,
    "th": HtmlWriter._cell,
}
