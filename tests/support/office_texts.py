"""Random texts as offices write them: what is typed, pasted and drawn with signs.

`python -m tests.support.office_texts 5000 1` reads so many of them, from that seed, and prints
those of which the page says something else.
"""

from __future__ import annotations

import html
import random
import re
import sys
import unicodedata
from collections.abc import Callable

from cchc_site.base import invisible
from cchc_site.content.text import ParsedText
from cchc_site.markdown.gfm import fidelity
from cchc_site.markdown.gfm.reader import read

WORDS = (
    "thông báo lịch tiếp công dân ủy ban nhân dân xã hồ sơ giải quyết trong ngày làm việc phí đồng "
    "căn cứ luật nghị định quyết định về việc ban hành kế hoạch kiểm tra kính gửi các ấp nơi nhận "
    "như trên lưu VT CCCD QR VNeID Điều Khoản TM. CHỦ TỊCH (Đã ký) đ/c v/v K/T Q&A C++ §1 “mẫu số”"
).split()
NUMBERS = ("1", "2", "05", "18", "30", "100", "2026", "1.000.000", "7,5", "12/2024", "3", "0")
SIGNS = (
    *"~*_-–/.,:x×+=<>%()#&@^'\"",  # noqa: RUF001
    *(" ~ ", " * ", " - ", " – ", " >= ", "<=", " > ", " < ", "=>", "->", "**", "__", "~~", "***"),
    *("...", "……", "____", "./.", " / ", "; ", " (*) ", "(**)", "\\", " + "),
)
NUMBERED = (
    *("09/KH-UBND", "61/2018/NĐ-CP", "12/TB-UBND ngày 3/4/2024", "148/2025/QH15", "Số:   /QĐ-UBND"),
)
MARKS = (
    *(
        "- ",
        "+ ",
        "* ",
        "• ",
        "– ",
        "·\t",
        "1. ",
        "2. ",
        "5. ",
        "10. ",
        "01. ",
        "1) ",
        "3) ",
        "a) ",
    ),
    *(
        "đ) ",
        "1.",
        "I. ",
        "1.1. ",
        "- - ",
        "-",
        "–\t",
        "> ",
        ">= ",
        ">",
        "< ",
        "# ",
        "## ",
        "##",
        "#",
    ),
    *("", "", "", "\t", "    ", "        ", "\t\t", "  "),
)
RULES = (
    "---",
    "-----------",
    "***",
    "___",
    "======",
    "~~~~~~",
    "-",
    "=",
    "* * *",
    "–––",
    "|",
    "###",
)
PLACES = ("<CCCD>", "<Họ tên>", "__/__/2026", "…/…/2026", "<DD-MM>", "[Ghi chú]", "[2]", "{mẫu}")


def text(chance: random.Random) -> str:
    """A text of a few blocks, some of them not parted by an empty line."""
    blocks = [chance.choice(BLOCKS)(chance) for _ in range(chance.randint(1, 6))]
    joined = blocks[0]
    for block in blocks[1:]:
        joined += chance.choice(("\n", "\n\n", "\n\n")) + block
    return joined


def phrase(chance: random.Random) -> str:
    """Some words, numbers and signs."""
    out = list[str]()
    for _ in range(chance.randint(1, 9)):
        kind = chance.random()
        if kind < 0.55:
            out.append(chance.choice(WORDS))
        elif kind < 0.75:
            joint = chance.choice(SIGNS)
            out.append(joint.join(chance.choices(NUMBERS, k=chance.randint(1, 3))))
        elif kind < 0.82:
            out.append(chance.choice(SIGNS).strip().join(chance.choices(WORDS, k=2)))
        elif kind < 0.9:
            out.append(chance.choice(NUMBERED))
        elif kind < 0.95:
            out.append(chance.choice(PLACES))
        else:
            mark = chance.choice(("*", "**", "_", "~~"))
            out.append(f"{mark}{chance.choice(WORDS)} {chance.choice(NUMBERS)}{mark}")
    return " ".join(out)


def _lines(chance: random.Random) -> str:
    count = chance.randint(1, 4)
    return "\n".join(chance.choice(MARKS) + phrase(chance) for _ in range(count))


def _items(chance: random.Random) -> str:
    mark = chance.choice(MARKS)
    lines = [mark + phrase(chance) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.3:
        lines.insert(1, chance.choice(("  ", "\t", "")) + chance.choice(MARKS) + phrase(chance))
    return "\n".join(lines)


def _table(chance: random.Random) -> str:
    width = chance.randint(1, 4)
    rows = [[phrase(chance) for _ in range(width)] for _ in range(chance.randint(1, 4))]
    rows = [[cell.replace("\\", "") for cell in row] for row in rows]
    rows.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _letterhead(chance: random.Random) -> str:
    words = [phrase(chance), chance.choice(RULES), phrase(chance)]
    return "\n".join(words[: chance.randint(2, 3)])


def _dialogue(chance: random.Random) -> str:
    asked = f"{chance.choice(('Hỏi', '- Hỏi', '**Hỏi**'))}: {phrase(chance)}?"
    return f"{asked}\n{chance.choice(('Đáp', '- Đáp', '*Đáp*'))}: {phrase(chance)}."


BLOCKS: tuple[Callable[[random.Random], str], ...] = (
    _lines,
    _items,
    _table,
    _letterhead,
    _dialogue,
    phrase,
)


def shown(parsed: ParsedText) -> str:
    """The words of the page, with the numbers of lists; “ ⏎ ” between lines and blocks."""
    out, number = list[str](), 0
    written = re.sub(r"(<li[^>]*>)<p>", r"\1", parsed.html)
    for part in re.split(r"(<[^>]*>)", written):
        if start := re.match(r'<ol(?: start="(\d+)")?>', part):
            number = int(start[1] or 1)
        elif part == "<ul>":
            number = 0
        elif item := re.match(r'<li(?: value="(\d+)")?>', part):
            number = int(item[1] or number)
            out.append(f" ⏎ {number}. " if number else " ⏎ ")
            number += number > 0
        elif re.match(r"</?(?:p|h\d|tr|t[dh]|li|div|figure|blockquote|hr|br)\b", part):
            out.append(" ⏎ ")
        elif not part.startswith("<"):
            out.append(html.unescape(part))
    lines = (" ".join(line.split()) for line in "".join(out).split("⏎"))
    return " ⏎ ".join(line for line in lines if line)


def differs(written: str) -> str:
    """How what the page says differs from `written`, "" where it does not or a fault is told."""
    written = unicodedata.normalize("NFC", invisible.unturned(written))
    parsed = read(written, "posts/a.md")
    if parsed.problems:
        return ""
    said, at = fidelity.said(parsed.html), 0
    for line in written.split("\n"):
        for piece in map(fidelity.compared, fidelity.pieces(line)):
            if said.startswith(piece, at):
                at += len(piece)
            elif piece.strip(">"):
                return f"{line!r}\n  {piece}\n  {said[at : at + 200]}\n {written!r}"
    lost = [*fidelity.losses(written, parsed.html)]
    return f"{written!r}\n  {said[at:]} {lost}" if said[at:] or lost else ""


def main(count: int, seed: int) -> int:
    """How many of so many texts differ, each printed."""
    chance = random.Random(seed)
    differences = [difference for _ in range(count) if (difference := differs(text(chance)))]
    print(*differences, f"{count} texts, {len(differences)} differ", sep="\n")  # noqa: T201
    return len(differences)


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]), int(sys.argv[2]))))
