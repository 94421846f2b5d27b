"""Which of Markdown's rules can match at a character: there is no need to ask the others.

Pure. markdown-it asks all its rules at every line and every special character; each looks at one
character, and nearly all refuse. gfm/lines.py and marks.py choose by that character instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from markdown_it.ruler import Ruler

_Rule = TypeVar("_Rule")


def active_rules(ruler: Ruler[_Rule]) -> dict[str, _Rule]:
    """The rules that `ruler` has enabled, by name and in their order."""
    return dict(zip(ruler.get_active_rules(), ruler.getRules(""), strict=True))


def by_character(
    rules: Mapping[str, _Rule], characters: Mapping[str, str]
) -> dict[str, tuple[_Rule, ...]]:
    """`rules` by each of the `characters` that they can match at, in their order.

    Raises `KeyError` for a rule whose characters are not known.
    """
    chosen: dict[str, tuple[_Rule, ...]] = {}
    for name, rule in rules.items():
        for character in characters[name]:
            chosen[character] = (*chosen.get(character, ()), rule)
    return chosen
