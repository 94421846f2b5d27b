"""Attempts to run something in a reader's browser: tests/cases/attempts.yml, crossed and numbered.

Each has a number, which it tells when it runs: xss(7), or a request to https://xss.example/7.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.support.paths import TESTS

CASES = TESTS / "cases" / "attempts.yml"
TEXTS = (
    "title",
    "author",
    "tags",
    "summary",
    "source",
    "image_alt",
    "correction",
    "withdrawn",
    "documents.issuer",
    "documents.title",
    "procedures.name",
    "procedures.code",
    "attachments.title",
    "extra",
)
_ENCODED = re.compile(r"(?<=base64,)[A-Za-z0-9+/=]+")
_NUMBER = re.compile(
    r"(?<=xss\()N(?=\))|(?<=xss&#40;)N|(?<=xss\.example/)N|(?<=-)N\b|(?<=\?)N\b|(?<=%28)N"
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: `kind` is refused, words, address, text or form; `field` is where it stands, ""
    for a post's text."""

    number: int
    kind: str
    text: str
    field: str = ""

    @property
    def name(self) -> str:
        """The name of its post."""
        return f"n{self.number}"

    @property
    def post(self) -> str:
        """A post of its own, with nothing wrong but the attempt."""
        if not self.field:
            return post({}, f"Nội dung.\n\n{self.text}")
        if self.kind == "form":
            return post({}, "Nội dung.", f"{self.field}: {self.text}\n")
        return post({self.field: self.text}, "Nội dung.")

    @property
    def lines(self) -> range:
        """The lines of its post in which it may be reported."""
        before = self.post.index(self.text) if self.kind != "text" else 0
        first = self.post.count("\n", 0, before) + 1
        if self.kind == "text":
            return range(2, self.post.index("\n---\n", 4) + 1)
        return range(first, first + self.text.count("\n") + 1)


def numbered(text: str, number: int) -> str:
    """`text` that tells `number` when it runs, also from within base64."""

    def inside(match: re.Match[str]) -> str:
        script = base64.b64decode(match[0]).decode().replace("xss(N)", f"xss({number})")
        return base64.b64encode(script.encode()).decode()

    return _NUMBER.sub(str(number), _ENCODED.sub(inside, text))


@cache
def cases() -> dict[str, Any]:
    """The file."""
    table: dict[str, Any] = yaml.safe_load(CASES.read_text("utf-8"))
    return table


def _templates() -> Iterator[tuple[str, str, str]]:
    table = cases()
    for kind in ("refused", "words"):
        yield from ((kind, text, "") for text in table[kind])
    for address, carrier in itertools.product(table["addresses"], table["carriers"]):
        yield "address", carrier.replace("A", address, 1), ""
    for field, text in itertools.product(TEXTS, table["texts"]):
        yield "text", text, field
    for field, values in table["forms"].items():
        yield from (("form", text, field) for text in values)


@cache
def attempts() -> tuple[Attempt, ...]:
    """All of them."""
    return tuple(
        Attempt(number, kind, numbered(text, number), numbered(field, number))
        for number, (kind, text, field) in enumerate(_templates(), 1)
    )


def post(texts: dict[str, str], body: str, more: str = "", name: str = "Tin") -> str:
    """A post with `texts` in fields of its front matter, each as YAML quotes it."""
    written = {key: json.dumps(value, ensure_ascii=False) for key, value in texts.items()}
    plain = {key: value for key, value in written.items() if "." not in key}
    fields = {"title": name, "author": "Ban", "category": "thong-bao", "date": "2024-05-13"}
    named = {line.partition(":")[0] for line in more.splitlines()}
    fields |= plain
    if "tags" in plain:
        fields["tags"] = f"[{plain['tags']}]"
    if "image_alt" in plain:
        fields["image"] = "anh.png"
    if "correction" in plain:
        fields["updated"] = "2024-05-14"
    if "extra" in plain:
        fields["extra"] = f"{{a: {plain['extra']}}}"
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items() if key not in named)
    records = {
        "documents": {"number": "1/QĐ-UBND", "date": "2024-05-13", "issuer": "UBND xã Lai Vung"},
        "procedures": {"name": "Khai sinh"},
        "attachments": {"file": "don.pdf"},
    }
    records["documents"]["title"] = "Về việc thử"
    for field, record in records.items():
        parts = {key.partition(".")[2]: texts[key] for key in texts if key.startswith(f"{field}.")}
        if parts:
            lines += f"{field}: [{json.dumps(record | parts, ensure_ascii=False)}]\n"
    return f"---\n{more}{lines}---\n\n{body}\n"


def together(bodies: Sequence[str]) -> str:
    """Texts of posts as one, far enough apart."""
    return "\n\n---\n\n".join(bodies)
