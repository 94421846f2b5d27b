"""What the columns of a table of procedures mean, and its texts → the values of records.

Pure. The headings are those of the national portal, of decisions that publish procedures, and of
the lists that offices keep; in any spelling. What cannot be a value goes to the notes, word for
word: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from cchc_site.base import urls, vietnamese
from cchc_site.editing import procedure_objects, procedure_words
from cchc_site.editing.procedure_headings import HEADINGS, PAPER_HEADINGS

Value = str | list[str] | list[dict[str, str]]

_ASIDE = re.compile(r"\([^()]*\)|\*")
_NUMBERING = re.compile(r"^(?:stt|tt|so tt|so thu tu)$")
_BULLET = re.compile(r"^(?:[-–—+•*·▪◦o]\s+|[-–—+•*·]|\(?[0-9]{1,2}[.)](?!\d)\s*|\(?[a-zđ]\)\s*)")
_STEP = re.compile(r"^(?:-\s*)?(?:Bước\s*\d+\s*[:.\-–]?|B\d+\s*[:.])\s*", re.IGNORECASE)
_NEXT_STEP = re.compile(r"(?<=[.;])\s+(?=(?:-\s*)?Bước\s*\d+\s*[:.\-–])", re.IGNORECASE)
_COUNT = {
    "original": re.compile(
        r"bản chính\s*:\s*(\d{1,2})\b|\b(\d{1,2})\s*(?:\([^()]*\)\s*)?bản chính", re.I
    ),
    "copy": re.compile(r"bản sao\s*:\s*(\d{1,2})\b|\b(\d{1,2})\s*(?:\([^()]*\)\s*)?bản sao", re.I),
}
_ONE_COUNT = r"(?:bản (?:chính|sao)\s*:\s*\d{1,2}|\d{1,2}\s*bản (?:chính|sao))"
_ONLY_COUNTS = re.compile(
    rf"[\s(]*(?:số lượng\s*:?)?[\s\-–;,.:()]*(?:{_ONE_COUNT}[\s\-–;,.:()]*)+$", re.IGNORECASE
)
_NEXT_DOCUMENT = re.compile(
    r"\s*;\s*|,\s+(?=(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định)\b)"
)
_URL = re.compile(r"https?://[^\s|;<>\"]+")
_OF_MANNER = ("manner", "time", "fee")
STATE = "state"
"""The key of what no record has: whether a procedure is still there."""
_FIELD_ROW = re.compile(r"^(?:[IVXLC]+|[A-Z])\s*[.)]\s*|^(?i:Lĩnh vực)\b\s*:?\s*")


class ImportedProcedure(Struct):
    """A procedure of a table: its values by the keys of a record, the notes, which are what else is
    said of it, by headings, and what the editor must do about them."""

    place: str
    values: dict[str, Value] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@lru_cache(4096)
def meaning(heading: str) -> str:
    """The key that a heading stands for, "" for none.

    >>> meaning("MÃ TTHC (*)"), meaning("thanhPhanHoSo"), meaning("Phí, lệ phí (nếu có)")
    ('code', 'papers', 'fee')
    """
    return _meant(heading, _BARE)


def is_numbering(heading: str) -> bool:
    """Whether a column only counts the rows."""
    return bool(_NUMBERING.match(vietnamese.slug(heading, " ")))


def _bare_table(table: Mapping[str, str]) -> dict[str, str]:
    return {
        vietnamese.slug(word, ""): key for key, words in table.items() for word in words.split(", ")
    }


_BARE = _bare_table(HEADINGS)
_BARE_OF_PAPER = _bare_table(PAPER_HEADINGS)


def _meant(heading: str, bare: Mapping[str, str]) -> str:
    written = vietnamese.slug(_ASIDE.sub(" ", heading), "") or vietnamese.slug(heading, "")
    if written in bare:
        return bare[written]
    # A slip of the hand; short headings are too much alike.
    nearest = vietnamese.nearest(written, [word for word in bare if len(word) > 8], 0.9)
    return bare[nearest] if nearest and len(written) > 8 else ""


def is_field(text: str) -> bool:
    """Whether a text alone in its row is written as fields over procedures are."""
    return text.isupper() or bool(_FIELD_ROW.match(text))


def field_of(text: str) -> str:
    """The field that a row names over its procedures: “I. LĨNH VỰC HỘ TỊCH”.

    >>> field_of("I. LĨNH VỰC HỘ TỊCH"), field_of("Lĩnh vực: Chứng thực")
    ('Hộ tịch', 'Chứng thực')
    """
    name = text
    while (shorter := _FIELD_ROW.sub("", name, count=1).strip()) != name:
        name = shorter
    name = re.sub(r"\s*\(\d+ (?:TTHC|thủ tục)[^()]*\)\s*$", "", name, flags=re.IGNORECASE)
    return name.capitalize() if name.isupper() else name


def procedure(place: str, texts: Mapping[str, str], field_above: str) -> ImportedProcedure:
    """The procedure of a row's `texts`, which stand in a table below the name of a field."""
    made = ImportedProcedure(place)
    parts: dict[str, list[tuple[str, str]]] = {}
    for heading, text in texts.items():
        key = meaning(heading)
        if key == STATE or not (key or is_numbering(heading)):
            made.notes.append(f"{heading}: {text}")
        elif key:
            for own, said in _in_words(key, heading, text, made):
                parts.setdefault(own, []).append((heading, said))
    if field_above and "field" not in parts:
        made.values["field"] = field_above
    for key, texts_of_key in parts.items():
        if key not in _LISTS:
            text = _one(key, texts_of_key)
            made.values[key] = procedure_words.code(text) if key == "code" else text
    _place(made)
    _address(made)
    _papers(made, parts)
    _lists(made, parts)
    return made


def _in_words(
    key: str, heading: str, text: str, made: ImportedProcedure
) -> Iterator[tuple[str, str]]:
    """What a text says under which keys, without the words of programs; they go to the notes."""
    objects = [*filter(None, map(procedure_objects.parts, text.split("\n")))]
    said = procedure_words.said(key, heading, text)
    if key == "papers" or (said and not objects):
        yield key, said
        return
    made.notes.append(f"{heading}: {text}")
    names = [procedure_objects.name_of(each, is_document=key == "legal_basis") for each in objects]
    if key == "manner" and (ways := procedure_objects.spread(objects, meaning, _OF_MANNER)):
        yield from ways
    elif said and all(names) and len(names) == len(text.split("\n")):
        yield key, "\n".join(names)
    elif said:
        what = f"“{heading}” là dữ liệu của máy, để ở dòng ghi chú “#”"
        made.remarks.append(f"{what}; hãy viết lại thành lời ở “{key}”")


_LISTS = ("papers", "original", "copy", "steps", "legal_basis", "forms")


def _one(key: str, said: Sequence[tuple[str, str]]) -> str:
    """What columns of one meaning say, in one line."""
    texts = [" ".join(_sentence(text)) for _, text in said]
    if len(said) == 1:
        return texts[0]
    if key == "fee":
        return "; ".join(
            f"{procedure_words.without_aside(heading)}: {text}"
            for (heading, _), text in zip(said, texts, strict=True)
        )
    return "; ".join(dict.fromkeys(texts))


def _sentence(text: str) -> Iterator[str]:
    """The lines of a text as they go on in one: each ends with a sign."""
    lines = [_BULLET.sub("", line) for line in text.split("\n")]
    for line in lines[:-1]:
        yield line if line.endswith((".", ";", ":", ",")) else f"{line};"
    yield lines[-1]


def _place(made: ImportedProcedure) -> None:
    """Let the place tell how papers are handed in, and what that says of doing so online."""
    manner = str(made.values.pop("manner", ""))
    if not manner:
        return
    place = str(made.values.get("place", ""))
    made.values["place"] = f"{place.rstrip('.; ')}. Cách nộp: {manner}" if place else manner
    folded = vietnamese.fold(manner)
    if "online" not in made.values:
        for words, said in (("toan trinh", "Toàn trình"), ("mot phan", "Một phần")):
            if words in folded:
                made.values["online"] = said


def _address(made: ImportedProcedure) -> None:
    text = str(made.values.pop("portal", ""))
    addresses = [url for url in _URL.findall(text) if urls.split(url).hostname]
    if addresses:
        made.values["portal"] = addresses[0].rstrip(".,)")
    if text and text != made.values.get("portal"):
        made.notes.append(f"Địa chỉ: {text}")


def _papers(made: ImportedProcedure, parts: Mapping[str, list[tuple[str, str]]]) -> None:
    papers, under = list[dict[str, str]](), ""
    for _, text in parts.get("papers", ()):
        for line in _lines(text):
            if line.endswith(":") and not papers_of(line, ""):
                under = line.rstrip(": ")
            elif _ONLY_COUNTS.match(line) and papers:
                papers[-1] |= _counts(line)
            else:
                papers += papers_of(line, under)
                made.notes += _unsaid(line)
    _count(made, papers, parts)
    if papers:
        made.values["papers"] = papers


def _count(
    made: ImportedProcedure,
    papers: Sequence[dict[str, str]],
    parts: Mapping[str, list[tuple[str, str]]],
) -> None:
    """Let papers have the numbers that stand beside them, line by line; others are notes."""
    counts = {key: parts[key][0] for key in ("original", "copy") if key in parts}
    others = (each for key in counts for each in parts[key][1:])
    made.notes += (f"{heading}: {text}" for heading, text in others)
    numbers = {key: text.split("\n") for key, (_, text) in counts.items()}
    if any(len(each) != len(papers) for each in numbers.values()):
        made.notes += (f"{heading}: {text}" for heading, text in counts.values())
        return
    for key, each in numbers.items():
        for paper, number in zip(papers, each, strict=True):
            if number.isdigit():
                paper.setdefault(key, str(int(number)))
            elif number != "–":
                made.notes.append(f"{counts[key][0]}: {number}")


def papers_of(line: str, under: str) -> list[dict[str, str]]:
    """The paper that a line tells of, with what stood over it.

    >>> papers_of("Tờ khai theo mẫu (01 bản chính)", "")
    [{'name': 'Tờ khai theo mẫu', 'original': '1'}]
    >>> papers_of("tenGiayTo: Đơn | soBanChinh: 1 | soBanSao: 0", "")
    [{'name': 'Đơn', 'original': '1', 'copy': '0'}]
    """
    if line.endswith(":"):
        return []
    paper, notes = _parts_of_paper(line)
    if " | " not in line:
        paper = _counts(line)
        name = _ONLY_COUNTS.sub("", _aside_of_counts(line)).strip(" ;,-–") if paper else line
        paper, notes = {"name": name.rstrip(";, ") or line, **paper}, []
    notes = [under, *notes] if under else notes
    if "name" not in paper:
        paper = {"name": "; ".join(notes) or line, **paper}
        notes = []
    if notes:
        paper["note"] = ". ".join(notes)
    return [paper]


def _parts_of_paper(line: str) -> tuple[dict[str, str], list[str]]:
    """The values of a paper in a line of parts, and what else it says in words."""
    paper: dict[str, str] = {}
    notes: list[str] = []
    is_object = bool(procedure_objects.parts(line))
    for part in line.split(" | "):
        key, _, text = part.partition(": ")
        meant = _meant_of_paper(key, text)
        if meant and meant != "note" and meant not in paper:
            paper[meant] = text.strip()
        elif meant == "note":
            notes.append(text)
        elif meant or not is_object:
            notes.append(part)
    return paper, notes


def _meant_of_paper(key: str, text: str) -> str:
    """What a part of a paper stands for, "" where its text is none of that."""
    meant = _meant(key, _BARE_OF_PAPER)
    if meant in ("original", "copy") and not text.strip().isdigit():
        return ""
    return "" if meant == "form" and not _URL.fullmatch(text) else meant


def _unsaid(line: str) -> Iterator[str]:
    """What an object tells of a paper in a program's words, which no page shows."""
    for key, text in procedure_objects.parts(line).items():
        if not _meant_of_paper(key, text):
            yield f"{key}: {text}"


def _aside_of_counts(line: str) -> str:
    """A line without the brackets in which it counts."""
    return re.sub(
        r"\s*\((?:\s*\d{1,2}\s*bản (?:chính|sao)\s*[,;và]*\s*)+\)", "", line, flags=re.IGNORECASE
    )


def _counts(line: str) -> dict[str, str]:
    counts: dict[str, str] = {}
    for key, pattern in _COUNT.items():
        if found := pattern.search(line):
            counts[key] = str(int(found[1] or found[2]))
    return counts


def _lists(made: ImportedProcedure, parts: Mapping[str, list[tuple[str, str]]]) -> None:
    steps = [
        _STEP.sub("", step)
        for _, text in parts.get("steps", ())
        for line in text.split("\n")
        for step in _NEXT_STEP.split(line)
    ]
    if steps := [_BULLET.sub("", step).strip() for step in steps if step.strip()]:
        made.values["steps"] = [*dict.fromkeys(filter(None, steps))]
    basis = [
        _BULLET.sub("", each).strip(" .;")
        for _, text in parts.get("legal_basis", ())
        for line in text.split("\n")
        for each in _NEXT_DOCUMENT.split(line)
    ]
    if basis := [*dict.fromkeys(filter(None, basis))]:
        made.values["legal_basis"] = basis
    forms: list[dict[str, str]] = []
    for heading, text in parts.get("forms", ()):
        for line in text.split("\n"):
            address = _URL.search(line)
            if address:
                title = line.replace(address[0], "").strip(" :|-–()")
                forms.append({"url": address[0], **({"title": title} if title else {})})
            else:
                made.notes.append(f"{heading}: {line}")
    if forms:
        made.values["forms"] = forms


def _lines(text: str) -> Iterator[str]:
    """The items of a text: its lines, else its parts between semicolons."""
    lines = text.split("\n")
    if len(lines) == 1 and " | " not in text:
        lines = re.split(r"\s*;\s+", text)
    for line in lines:
        if item := _BULLET.sub("", line).strip(" ;"):
            yield item
