"""The parts of an official document: its head, what kind it is and what about, who signed it, whom
it goes to.

Pure. Source: Decree 30/2020/NĐ-CP, article 8 and annex I: at the left the bodies and the number, at
the right the name of the country, place and date; below the kind and the abstract; at the end
“Nơi nhận” at the left and the signature at the right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs

from cchc_site.base import vietnamese
from cchc_site.citations.types import TYPES_BY_WORDS
from cchc_site.content import authors
from cchc_site.importing.compose import Block, Blocks, is_bold, paragraph, rows_of, says, texts
from cchc_site.importing.draft import LeftOut
from cchc_site.importing.inline_text import PARAS, normal, words_of
from cchc_site.importing.typed_lists import is_rule

_COUNTRY = "cong hoa xa hoi chu nghia viet nam"
_PARTY = "dang cong san viet nam"
_COUNTRY_NAME = re.compile(
    r"(?:cộng h(?:òa|oà) xã hội chủ nghĩa|đảng cộng sản) việt nam", re.IGNORECASE
)
_MOTTO = re.compile(r"độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Luật\s+|Pháp lệnh\s+|Nghị quyết\s+)?[Ss]ố\s*:|Số\b")
_NUMBER = re.compile(r"\b[Ss]ố\s*:?\s*(?P<number>\d[\w.]*\s?(?:/\s?\d{4}\s?)?[/-]\s?[\w/&.Đđ-]+)")
_DATE = re.compile(
    r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})", re.IGNORECASE
)
_ABOUT = re.compile(r"(?:V/v|Về việc)\s*:?\s*", re.IGNORECASE)
_TO = re.compile(r"Nơi\s+nhận\s*:?", re.IGNORECASE)
_UNIT = r"thành phố|thị xã|thị trấn|tỉnh|huyện|quận|xã|phường|đặc khu|phòng|sở|bộ|cục|chi cục|ban"
_PLACE = re.compile(rf"\b(?:{_UNIT})\b\s+(?=\S)", re.IGNORECASE)
_ENDS = 4
"""Blocks at the end of a text among which the signature is looked for."""
_LONGEST_ABSTRACT = 400
_MOST_HEAD = 10
"""Paragraphs at the begin of a text among which a head without a table is looked for."""
_LONGEST_HEAD_LINE = 150


class OfficeDocument(Struct, frozen=True):
    """What was read: the blocks of the text itself; number, day (ISO 8601), issuer, kind, abstract
    and signer, each "" where it is not known; what was left out; and the lines of the head as
    blocks, where no record tells them."""

    blocks: tuple[Block, ...]
    number: str = ""
    day: str = ""
    issuer: str = ""
    kind: str = ""
    abstract: str = ""
    signer: str = ""
    left_out: tuple[LeftOut, ...] = ()
    head: tuple[Block, ...] = ()
    read: str = ""

    @property
    def title(self) -> str:
        """The kind and the abstract as one title."""
        about = self.abstract
        if not (self.kind and about):
            return about or self.kind
        if about == about.upper():
            return f"{self.kind.upper()} {about}"
        return f"{self.kind} {about[0].lower()}{about[1:]}"

    @property
    def record(self) -> dict[str, str]:
        """What `documents` of the post says of it, nothing unless the four required parts of a
        record are known."""
        values = {
            "number": self.number,
            "date": self.day,
            "issuer": self.issuer,
            "title": self.abstract,
            "type": self.kind,
            "signer": self.signer,
        }
        required = ("number", "date", "issuer", "title")
        return (
            {key: said for key, said in values.items() if said}
            if all(values[key] for key in required)
            else {}
        )


def office_document(blocks: Blocks) -> OfficeDocument | None:
    """The official document that `blocks` are, None where they do not begin as one does."""
    place = next((at for at, block in enumerate(blocks[:3]) if _is_head(block)), -1)
    if place >= 0:
        left, right = _columns(blocks[place])
        below = [*blocks[:place], *blocks[place + 1 :]]
    elif count := _typed_head(blocks):
        left, right = _sides(blocks[:count])
        below = [*blocks[count:]]
    else:
        return None
    number, day, issuer, about = _head(left, right)
    kind, abstract, rest = _title(below)
    body, signer, left_out = _end(rest)
    told = (LeftOut("quốc hiệu và tiêu ngữ", "đầu văn bản"), *left_out)
    if not day and (wrong := _DATE.search(" ".join((*right, *left)))):
        written = "/".join(wrong.groups())
        told += (LeftOut(f"ngày “{written}” không tồn tại", "không đoán ngày khác"),)
    read = OfficeDocument(tuple(body), number, day, issuer, kind, abstract or about, signer, told)
    read = structs.replace(read, read="\n".join((*left, *right)))
    lines = [line for line in (*left, *right) if not _of_country(line)]
    if read.record:
        above = [line for line in left if _is_above(line, left, issuer)]
        told = (*told, *(LeftOut(f"dòng “{line}”", "đầu văn bản") for line in above))
        return structs.replace(read, left_out=told)
    return structs.replace(read, head=tuple(map(paragraph, lines)))


def _of_country(line: str) -> bool:
    folded = vietnamese.slug(line)
    return folded.startswith((vietnamese.slug(_COUNTRY), vietnamese.slug(_PARTY), "doc-lap-tu-do"))


def _is_above(line: str, left: Sequence[str], issuer: str) -> bool:
    """Whether a line of the left column, above the number, is not of the issuer's name."""
    numbered = next((at for at, each in enumerate(left) if _NUMBERED.match(each)), len(left))
    return line in left[:numbered] and vietnamese.slug(line) not in vietnamese.slug(issuer)


def _is_head(block: Block) -> bool:
    if block["t"] != "Table" or len(rows_of(block)) > 8:
        return False
    folded = vietnamese.fold(normal(says(block)))
    return _COUNTRY in folded or (_PARTY in folded and "ngay" in folded)


def _typed_head(blocks: Blocks) -> int:
    """How many paragraphs at the begin are a head that is typed without a table, 0 for none."""
    lines: list[str] = []
    for block in blocks[:_MOST_HEAD]:
        words = normal(says(block))
        if block["t"] not in (*PARAS, "Header") or len(words) > _LONGEST_HEAD_LINE:
            break
        if words.lower() in TYPES_BY_WORDS:
            break
        lines.append(words)
    named = [at for at, line in enumerate(lines) if _names_country(line)]
    if not named:
        return 0
    last = max(at for at, line in enumerate(lines) if at == named[0] or _is_of_head(line))
    return last + 1 + (len(lines) > last + 1 and bool(_ABOUT.match(lines[last + 1])))


def _names_country(line: str) -> bool:
    """Whether a line names the country as a head does: with nothing beside it but capitals."""
    rest = _COUNTRY_NAME.sub("", line)
    return rest != line and rest == rest.upper()


def _is_of_head(line: str) -> bool:
    return bool(_is_day(line) or _NUMBERED.match(line) or _MOTTO.search(line))


def _is_day(line: str) -> bool:
    """Whether a line, which no number begins, ends with a day, as that of place and date does."""
    date = _DATE.search(line)
    ends = date is not None and line.rstrip(" .").endswith(date[0])
    return ends and not _NUMBERED.match(line)


def _sides(blocks: Blocks) -> tuple[list[str], list[str]]:
    """The lines of a typed head as those of the left and of the right column of a table."""
    left: list[str] = []
    right: list[str] = []
    for line in (line for block in blocks for line in says(block).split("\n")):
        for form in (_COUNTRY_NAME, _MOTTO):
            right += (normal(said[0]) for said in form.finditer(line))
            line = form.sub("", line)
        if (words := normal(line)) and not is_rule(words):
            (right if _is_day(words) else left).append(words)
    return left, right


def _columns(table: Block) -> tuple[list[str], list[str]]:
    """The lines of the left and of the right column."""
    columns: tuple[list[str], list[str]] = ([], [])
    for row in rows_of(table):
        for at, cell in enumerate(row):
            lines = (
                line
                for block in cell[4]
                for text in texts(block)
                for line in words_of(text).split("\n")
            )
            columns[min(at, 1) if len(row) > 1 else 0].extend(
                normal(line) for line in lines if not is_rule(line)
            )
    return columns


def _head(left: Sequence[str], right: Sequence[str]) -> tuple[str, str, str, str]:
    """Number, day, issuer and what a letter is about."""
    numbered = next((at for at, line in enumerate(left) if _NUMBERED.match(line)), len(left))
    below = " ".join(left[numbered:])
    number = _NUMBER.search(below)
    about = _ABOUT.search(below)
    said = below[about.end() :] if about else ""
    date = _DATE.search(" ".join((*right, *left)))
    return (
        re.sub(r"\s", "", number["number"]) if number else "",
        _day(date) if date else "",
        _issuer([line for line in left[:numbered] if _COUNTRY not in vietnamese.fold(line)]),
        f"{said[:1].upper()}{said[1:]}",
    )


def _day(date: re.Match[str]) -> str:
    try:
        return dt.date(int(date["year"]), int(date["month"]), int(date["day"])).isoformat()
    except ValueError:
        return ""


def _issuer(lines: Sequence[str]) -> str:
    """The body that signs: the last that a line begins to name, with the lines below it."""
    firsts = [at for at, line in enumerate(lines) if authors.is_body(line.capitalize())]
    return body_name(" ".join(lines[firsts[-1] if firsts else 0 :]))


def body_name(capitals: str) -> str:
    """The name of a body as it is written in a sentence, where it stands in capitals.

    >>> body_name("ỦY BAN NHÂN DÂN HUYỆN LAI VUNG"), body_name("PHÒNG NỘI VỤ"), body_name("Sở Y tế")
    ('Ủy ban nhân dân huyện Lai Vung', 'Phòng Nội vụ', 'Sở Y tế')
    """
    if capitals != capitals.upper() or not capitals:
        return capitals
    words = capitals.lower()
    for unit in _PLACE.finditer(words):
        at = unit.end()
        if vietnamese.fold(unit[0].strip()) in ("phong", "so", "bo", "cuc", "chi cuc", "ban"):
            if not words[at:].startswith(("nhân dân", "cán bộ")):
                words = words[:at] + words[at].upper() + words[at + 1 :]
            continue
        end = next((place.start() for place in _PLACE.finditer(words, at)), len(words))
        words = words[:at] + words[at:end].title() + words[end:]
    name = words[0].upper() + words[1:]
    return re.sub(r"\b(ubnd|hđnd|ubmttq)\b", lambda short: short[0].upper(), name, flags=re.I)


def _title(blocks: Sequence[Block]) -> tuple[str, str, list[Block]]:
    """The kind, the abstract, and the blocks below them."""
    at = 0
    while at < len(blocks) and (not says(blocks[at]) or is_rule(says(blocks[at]))):
        at += 1
    kind, about = "", list[str]()
    if at < len(blocks) and blocks[at]["t"] in (*PARAS, "Header"):
        lines = [normal(line) for line in says(blocks[at]).split("\n")]
        kind = TYPES_BY_WORDS.get(lines[0].lower(), "")
        if not kind:
            return "", "", list(blocks)
        about, at = lines[1:], at + 1
    while at < len(blocks) and _goes_on(blocks[at], bool(about)):
        words = normal(says(blocks[at]))
        if words and not is_rule(words):
            about.append(words)
        at += 1
        if len(" ".join(about)) > _LONGEST_ABSTRACT:
            break
    return kind, " ".join(line for line in about if not is_rule(line)), list(blocks[at:])


def _goes_on(block: Block, has_abstract: bool) -> bool:
    """Whether a block still belongs to the abstract: in bold, or a heading, or what first stands
    below the kind."""
    words = says(block)
    if block["t"] not in (*PARAS, "Header"):
        return False
    if not words or is_rule(words):
        return not has_abstract or bool(words)
    inlines = next(iter(texts(block)))
    looks = block["t"] == "Header" or is_bold(inlines)
    return (looks and not re.match(r"(?:Điều|Chương|Phần|Mục)\s+\w+|[IVX]+\.|\d+\.", words)) or (
        not has_abstract and len(words) < 200 and bool(_ABOUT.match(words))
    )


def _end(blocks: Sequence[Block]) -> tuple[list[Block], str, list[LeftOut]]:
    """The blocks without “Nơi nhận”, the signature's table as paragraphs; who signed; and what is
    left out."""
    out = list(blocks)
    left_out: list[LeftOut] = []
    signer = ""
    for at in range(len(out) - 1, -1, -1):
        block = out[at]
        if block["t"] == "Table" and _is_end(block):
            columns = _columns(block)
            to = next((column for column in columns if _TO.search(" ".join(column))), [])
            signature = [line for column in columns if column is not to for line in column]
            signer = _signer(signature)
            left_out.append(_recipients(to))
            out[at : at + 1] = [paragraph("\n".join(signature))] if signature else []
            break
        if block["t"] == "Table" and at >= len(out) - _ENDS and (signed := _signature(block)):
            signer = _signer(signed)
            out[at : at + 1] = [paragraph("\n".join(signed))]
            break
        if block["t"] in PARAS and _TO.match(says(block)):
            end = at + 1
            while end < len(out) and re.match(r"\s*[-–+*•]", says(out[end]) or "-"):
                end += 1
            while end < len(out) and out[end]["t"] == "BulletList":
                end += 1
            left_out.append(_recipients([says(each) for each in out[at:end]]))
            del out[at:end]
            break
    if not signer and out:
        signer = _signer(normal(line) for block in out[-_ENDS:] for line in says(block).split("\n"))
    return out, signer, left_out


def _is_end(table: Block) -> bool:
    """Whether a table has “Nơi nhận” at one side and a signature at the other."""
    rows = rows_of(table)
    return len(rows) <= 8 and any(
        _TO.match(says(cell[4][0]).strip()) for row in rows for cell in row if cell[4]
    )


def _signature(table: Block) -> list[str]:
    """The lines of a table that holds nothing but a signature at one side."""
    sides = [column for column in _columns(table) if column]
    lines = sides[0] if len(sides) == 1 else []
    return lines if len(lines) > 1 and authors.is_person(lines[-1]) else []


def _recipients(lines: Sequence[str]) -> LeftOut:
    said = normal(" ".join(lines))
    return LeftOut(f"phần “{said}”", "cuối văn bản")


def _signer(lines: Any) -> str:
    """The last line that is the name of a person, with a degree before it or not."""
    names = [line for line in lines if authors.is_person(line)]
    return names[-1] if names else ""
