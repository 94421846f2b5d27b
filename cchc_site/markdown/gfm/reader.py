"""A post's text → what it holds, and → HTML once its links are resolved.

Pure. The dialect is GitHub's, with footnotes, MkDocs' admonitions, figures and link cards, and
without what would change office text (docs/nguoi-quan-tri.md lists it).
`read` does all the work; what it gives is kept by the digest of the file. `fill_placeholders`
(content/text.py) fills in addresses, which depend on the rest of the site. Every fault is a problem
at its line, none stops the reading.
"""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

from cchc_site.base import invisible
from cchc_site.base.problems import report
from cchc_site.content.text import ParsedText
from cchc_site.markdown import sanitizer, unreadable
from cchc_site.markdown.citing import mentions
from cchc_site.markdown.gfm import prose
from cchc_site.markdown.output import UNFIT, Output
from cchc_site.markdown.sanitizer import Sanitiser

if TYPE_CHECKING:
    from cchc_site.markdown.gfm.engine import Tokens

_CHARACTER = re.compile(
    rf"&#(?:[xX](?P<hexadecimal>[0-9A-Fa-f]{{1,6}})|(?P<decimal>[0-9]{{1,7}}));|{UNFIT.pattern}"
)


# What Word puts at the end of a line or page within a paragraph.
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# The line below the head of a table.
_RULE = re.compile(r"^[^|\n]*\|.*\n[|: \t\xa0-]*-[|: \t\xa0-]*$", re.MULTILINE)
# A mark that a reference stands for, with the letter before it where that is a reference too.
_MARK = r"&\#(?:0*(?:7[6-9]\d|8[0-7]\d)|[xX]0*3[0-6][0-9A-Fa-f]);"
_MARKED = re.compile(rf"(?P<letter>&\#?\w{{1,8}};)?(?P<marks>(?:{_MARK})+|(?<=;)[\u0300-\u036f]+)")


def read(text: str, path: str, first_line: int = 1) -> ParsedText:
    """What `text`, which starts on `first_line` of the file `path`, holds."""
    output, prose_output = (Output(path, first_line, len(text)) for _ in range(2))
    text = legible(text, output)
    if not output.problems and prose.write(text, prose_output):
        return swept(prose_output)
    # Loaded with the first text that needs it: 0.04 s of an edit, which takes one in all.
    from cchc_site.markdown.gfm import engine
    from cchc_site.markdown.gfm.blocks import Blocks

    document = engine.parse(text)
    Blocks(document, output).write()
    _check_footnotes(document, output)
    _check_tables(document, output)
    for line in document.open_fences:
        what = "đoạn mã mở bằng “```” mà không đóng, nên chữ từ đây trở đi thành mã"
        output.problem(line, what, "hãy xóa dòng “```” này, hoặc thêm dòng “```” sau đoạn mã")
    return swept(output)


def swept(output: Output, sanitiser: Sanitiser = sanitizer.SANITISER) -> ParsedText:
    """The text that `output` has gathered; what `sanitiser` takes from its HTML is a problem."""
    written = "".join(output.html)
    if not (output.is_ours and sanitizer.is_harmless(written)):
        written, lost = sanitizer.sweep(written, sanitiser)
        if lost:
            hint = "hãy xóa HTML viết tay trong bài"
            output.whole_problem(f"nội dung HTML không an toàn: {', '.join(lost)}", hint)
    return ParsedText(
        written,
        tuple(output.headings),
        tuple(output.anchors),
        tuple(output.references),
        output.lead,
        "\n".join(output.texts),
        report(output.problems),
        mentions(written),
    )


def _check_footnotes(document: Tokens, output: Output) -> None:
    seen = set[str]()
    for label, line in document.footnotes:
        if label not in document.cited:
            hint = f"hãy viết “[^{label}]” ở chỗ cần chú, hoặc xóa cước chú này"
            output.problem(line, f"cước chú “[^{label}]” không được dẫn ở đâu", hint)
        elif label in seen:
            output.problem(line, f"cước chú “[^{label}]” viết hai lần", "hãy đổi tên một cước chú")
        seen.add(label)


def _check_tables(document: Tokens, output: Output) -> None:
    if document.overfilled >= 0:
        hint = "hãy viết đủ ô cho mỗi hàng, hoặc bớt cột ở hàng đầu"
        output.problem(document.overfilled, "bảng có quá nhiều hàng thiếu ô", hint)
    for line, cells, columns in document.long_rows:
        what = f"hàng này có {cells} ô mà hàng đầu chỉ có {columns}, nên chữ trong ô thừa bị mất"
        hint = "hãy thêm cột vào hàng đầu và hàng kẻ; nếu “|” là chữ thì viết “\\|”"
        output.problem(line, what, hint)


def legible(text: str, output: Output) -> str:
    """`text` without what neither HTML nor XML can hold, each a problem; with one sign of its own
    (U+2028) for a break that Word has put within a line, and letters whole whose marks are
    references."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What is printable is fit, and much quicker to tell.
    fit = text.replace("\n", "").isprintable()
    if not fit:
        text = _BREAKS.sub("\u2028", text)
        fit = not UNFIT.search(text)
    if "\xa0" in text and "|" in text:
        text = _RULE.sub(_with_blanks, text)
    if "&" in text:
        text = invisible.joined(text)
    if "&#" in text:
        text = unicodedata.normalize("NFC", _MARKED.sub(_marked, text))
    if fit and "&#" not in text:
        return text

    def replace(entity: re.Match[str]) -> str:
        code = _code_point(entity)
        if not UNFIT.match(chr(code)):
            return entity[0]
        line = text.count("\n", 0, entity.start())
        said = f"có ký tự không hiển thị được (U+{code:04X})", "hãy gõ lại chỗ này"
        output.problem(line, *(unreadable.misread(_line_of(text, entity.start())) or said))
        return "\ufffd"

    return _CHARACTER.sub(replace, text)


def _with_blanks(head: re.Match[str]) -> str:
    """The head of a table, the rule below it without blanks of Word."""
    row, end, rule = head[0].partition("\n")
    return row + end + rule.replace("\xa0", " ")


def _line_of(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]


def _marked(match: re.Match[str]) -> str:
    """The marks themselves, and the letter before them where it is one."""
    letter = html.unescape(match["letter"] or "")
    marks = html.unescape(match["marks"])
    return f"{letter if letter.isalpha() else match['letter'] or ''}{marks}"


def _code_point(entity: re.Match[str]) -> int:
    """The code point of a character or of a reference to one; past the last one, that of NUL."""
    if entity["hexadecimal"]:
        code = int(entity["hexadecimal"], 16)
    elif entity["decimal"]:
        code = int(entity["decimal"])
    else:
        return ord(entity[0])
    return code if code <= sys.maxunicode else 0
