"""The front matter of other site generators: YAML, TOML or JSON before a text.

Pure. Values are texts as they are written, lists and mappings; nothing in them can run or refer.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from cchc_site.content import values, yaml_nodes
from cchc_site.importing.draft import Refused

_YAML = re.compile(r"---[ \t]*\n(.*?)(?:\n|\A)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n|)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_HINT = "hãy sửa phần đầu tệp rồi nhập lại"


class ForeignText(NamedTuple):
    """A file: its values by their keys in lower case, and the text below them."""

    values: Mapping[str, Any]
    body: str


def split(text: str) -> ForeignText:
    r"""The values before `text` and the rest. Raises `Refused` for what cannot be read.

    >>> split("+++\ntitle = 'Họp'\n+++\nNội dung.")
    ForeignText(values={'title': 'Họp'}, body='Nội dung.')
    >>> split('{"title": "Họp"}\nNội dung.').values
    {'title': 'Họp'}
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        if found := _YAML.match(text):
            return ForeignText(_lower(of_yaml(found[1])), text[found.end() :])
        if found := _TOML.match(text):
            return ForeignText(_lower(_plain(tomllib.loads(found[1]))), text[found.end() :])
        if text.startswith("{"):
            read, end = json.JSONDecoder(strict=False).raw_decode(text)
            return ForeignText(_lower(_plain(read)), text[end:].lstrip("\n"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"phần đầu tệp viết sai ({_first_line(error)}); {_HINT}") from None
    return ForeignText({}, text)


def of_yaml(text: str) -> Mapping[str, Any]:
    """The values in a text of YAML, {} for none. Raises `Refused`."""
    try:
        node = yaml_nodes.compose(text)
    except yaml_nodes.Unfit as error:
        raise Refused(f"dòng {error.line + 1}: {error.what}; {error.hint}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"dòng {mark.line + 1} " if mark else ""
        raise Refused(f"{place}của phần đầu tệp không phải YAML; {_HINT}") from None
    read = values.plain(node) if node is not None else {}
    return read if isinstance(read, dict) else {}


def _plain(value: Any, depth: int = 0) -> Any:
    """`value` with texts for numbers, days and the like."""
    if depth > yaml_nodes.MAX_DEPTH:
        raise ValueError("lồng nhau quá sâu")
    if isinstance(value, dict):
        return {str(key): _plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, depth + 1) for part in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _lower(read: Mapping[str, Any]) -> Mapping[str, Any]:
    return {str(key).lower(): value for key, value in read.items()} if read else {}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:100]


def text(value: Any) -> str:
    """A value as one text."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(text, value)))
    return " ".join(str(value).split()) if not isinstance(value, dict) and value else ""


def texts(value: Any) -> list[str]:
    """A value as texts, each once: a list, or one."""
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, map(text, several))))


def is_true(value: Any) -> bool:
    """Whether a value says yes."""
    return values.FLAGS.get(text(value).lower(), False)
