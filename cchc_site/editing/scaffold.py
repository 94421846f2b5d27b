"""A post to begin with: `cchc new` and posts/_mau.md, written from the table of fields.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from cchc_site.content import fields
from cchc_site.content.fields import FIELDS, Field

NOT_OF_EDITORS = frozenset(("anything", "wish"))
"""The kinds of fields that are for who makes templates."""


def post(
    given: Mapping[str, str], optional: bool = True, own: Mapping[str, str] | None = None
) -> str:
    """The file of a post without a text: required fields with what is `given` for them, else with
    their examples; and as comments the `optional` ones, each with what it is for, and the `own`
    example that the site has for it.

    >>> print(post({"title": "Họp: xã"}, optional=False), end="")
    ---
    title: 'Họp: xã'
    date: 2024-05-13
    author: Ban biên tập
    category: thong-bao
    ---
    <BLANKLINE>
    """
    lines = [
        "---",
        *(
            f"{field.name}: {scalar(given.get(field.name, field.example))}"
            for field in FIELDS
            if field.required or field.name in given
        ),
    ]
    if optional:
        lines.append("## Những mục dưới đây không bắt buộc; muốn dùng thì xóa dấu # ở đầu dòng.")
        for field in FIELDS:
            if not field.required and field.kind not in NOT_OF_EDITORS:
                lines.append(f"## {field.label}: {field.help}")
                lines += (f"#{line}" for line in _example(field, (own or {}).get(field.name, "")))
    return "\n".join([*lines, "---", "", ""])


def _example(field: Field, own: str) -> Iterator[str]:
    if not field.parts:
        yield f"{field.name}: {own or field.example}"
        return
    yield f"{field.name}:"
    for number, name in enumerate(name for name, required in field.parts if required):
        yield f"  {' ' if number else '-'} {name}: {fields.EXAMPLES[name]}"


def scalar(value: str) -> str:
    """`value` on one line, in quotation marks where YAML needs them."""
    try:
        is_plain = yaml.load(f"- {value}", yaml.BaseLoader) == [value]  # noqa: S506  # texts only
    except yaml.YAMLError:
        is_plain = False
    if is_plain:
        return value
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).split("\n")[0]
