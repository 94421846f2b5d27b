"""Values → YAML as people write it: scripts as blocks, remarks as comments.

Pure.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

REMARK = "_remark"
"""A key of a mapping whose value is written as a comment there; never the first of an item."""
_REMARK = re.compile(rf"^( *){REMARK}(?:\d*): (?:['\"])?(.*?)(?:['\"])?$", re.MULTILINE)


class _Dumper(yaml.SafeDumper):
    """Indents lists, writes scripts as blocks, refers to nothing twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists too."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:
        """Always."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


_Dumper.add_representer(str, _text)


def written(value: dict[str, Any], lead: str) -> str:
    """`value` as the text of a file that begins with the comment `lead`; an empty line stands
    before each key at the top, and before each job but the first."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)
    text = _REMARK.sub(r"\1# \2", text).replace("\n'on':\n", "\non:\n")
    text = re.sub(r"(?<=\n)(?=[^\s#])", "\n", text)
    text = re.sub(r"(?<!^jobs:)\n(?=  \w+:\n    name:)", "\n\n", text).replace(
        "jobs:\n\n", "jobs:\n"
    )
    comment = "".join(f"# {line}\n" for line in lead.splitlines())
    return f"{comment}\n{text}"
