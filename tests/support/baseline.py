"""What the oldest browsers that the portal serves know of scripts and styles, by the table that
MDN's pages are made of, fetched once and known by its digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any

from tests.support import npm

BASELINE = {"chrome": 80, "firefox": 78, "safari": 14}
"""The first version of each that the portal serves, all of 2020."""

_PACKAGE = "@mdn/browser-compat-data"
_VERSION = "8.1.9"
_INTEGRITY = "sha512-7d8D9yzVS4ugLbt4clzc5DKU8dq85K0lRebjzpP43GxSr7vYKmczgfuEU+0beimjl5YmnHkcErtolg5t5ttb0A=="  # noqa: E501
_OTHERS = {"chrome_android": "chrome", "safari_ios": "safari"}

# Syntax within regular expressions and arguments, which no compiler lowers and no table names.
_FORMS = {
    r"\(\?<[=!]": "(?<=",
    r"\{\s*cause\s*[:}]": "{ cause }",
    r"/[a-z]*[dsv][a-z]*\.test": "/v",
}
_GLOBAL = re.compile(r"(?<![\w$.\"'`-])([A-Za-z]\w{2,})(?=\s*[.(]|\s*\?\.)|\bnew ([A-Z]\w+)")
_STATIC = re.compile(r"\b([A-Z]\w+)\.(\w+)")
_MEMBER = re.compile(r"(?<![\d.])\.(\w+)(\s*\()?")
_OWN = r"(?:[{{,]\s*(?:async |get )?{0}\s*[:,}}(]|\.{0}\s*=(?!=))"


@cache
def _table() -> Mapping[str, Any]:
    kept = npm.kept(f"browsers-{_VERSION}.json")
    if not kept.exists():
        npm.keep(kept, npm.packed(_PACKAGE, _VERSION, _INTEGRITY, "data.json"))
    table: Mapping[str, Any] = json.loads(kept.read_bytes())
    return table


def _is_young(entry: Mapping[str, Any]) -> bool:
    """Whether one of the oldest browsers does not know a feature by its name."""
    support = entry["__compat"]["support"]
    return any(
        browser in support and _since(support[browser]) > BASELINE[_OTHERS.get(browser, browser)]
        for browser in (*BASELINE, *_OTHERS)
    )


def _since(support: Any) -> float:
    """The version of a browser that brought a feature, infinity for none."""
    statements = [
        one
        for one in (support if isinstance(support, list) else [support])
        if not one.keys() & {"flags", "prefix", "alternative_name"}
    ]
    whole = [one for one in statements if "partial_implementation" not in one]
    versions = [one["version_added"] for one in whole or statements if "version_last" not in one]
    return min(map(_number, versions), default=float("inf"))


def _number(version: object) -> float:
    if isinstance(version, str) and version != "preview":
        return float(".".join(version.removeprefix("≤").split(".")[:2]))
    return 0 if version is True else float("inf")


@cache
def _names() -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str]]:
    """The young names of scripts: of globals, of what belongs to one of them, and of members that
    nothing older has."""
    globals_, statics = set[str](), set[tuple[str, str]]()
    members: dict[str, bool] = {}
    for holder, body in chain(_table()["api"].items(), _table()["javascript"]["builtins"].items()):
        if _is_entry(body) and _is_young(body):
            globals_.add(holder)
        for key, entry in body.items():
            if not _is_entry(entry) or key.endswith("_event"):
                continue
            name, young = key.removesuffix("_static"), _is_young(entry)
            if young:
                statics.add((holder, name))
            if holder == "Window" and young:
                globals_.add(name)
            if name == key:
                members[name] = members.get(name, True) and young
    return (
        frozenset(globals_),
        frozenset(statics),
        frozenset(name for name, young in members.items() if young),
    )


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and "__compat" in value


def young_in_script(script: str, known: Iterable[str] = ()) -> list[str]:
    """What a script uses that the oldest browsers do not know. A member counts where its name is
    one that only young things have: whose it is no text tells. A name that the script gives to a
    value of its own does not count, unless it is called; nor do those that are `known`."""
    young_globals, statics, members = _names()
    found = {one or two for one, two in _GLOBAL.findall(script)} & young_globals
    found |= {f"{a}.{b}" for a, b in _STATIC.findall(script) if (a, b) in statics}
    for name, called in _MEMBER.findall(script):
        if name in members and (called or not re.search(_OWN.format(name), script)):
            found.add(name)
    found |= {form for pattern, form in _FORMS.items() if re.search(pattern, script)}
    return sorted(found - {*known})


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_PSEUDO = re.compile(r"::?([a-z-]+)")
_FUNCTION = re.compile(r"([a-z-]+)\(")
_WORD = re.compile(r"(?<![\w-])[a-z][a-z-]+")


def broken_lists(css: str) -> list[str]:
    """The selectors beside one that the oldest browsers do not know: for it they drop the whole
    list. Where all of a list ask for the same young thing, there is nothing to lose."""
    return sorted(
        selectors
        for selectors in _selectors(css)
        if len(pieces := re.split(r",(?![^(]*\))", selectors)) > 1
        and len({frozenset(_young_pseudos(piece)) for piece in pieces}) > 1
    )


def young_in_styles(css: str, known: Iterable[str] = ()) -> list[str]:
    """The selectors, at-rules, properties, and words and functions of values that the oldest
    browsers do not know, without those `known`."""
    found = set(chain.from_iterable(map(_young_pseudos, _selectors(css))))
    found |= {
        f"@{name}"
        for name in re.findall(r"@([a-z-]+)", _COMMENT.sub("", css))
        if _is_young_entry(_table()["css"]["at-rules"].get(name))
    }
    if re.search(r"@supports[^{]*not selector\(", css):
        found.add("not selector()")  # No browser that cannot be asked so says that it knows less.
    for name, value in _declarations(css):
        entry = _table()["css"]["properties"].get(name, {})
        if _is_young_entry(entry):
            found.add(name)
        else:
            words = filter(lambda word: _is_young_entry(entry.get(word)), _WORD.findall(value))
            found |= {f"{name}: {word}" for word in words}
        found |= {f"{word}()" for word in _FUNCTION.findall(value) if word in _young_functions()}
    return sorted(found - {*known})


def _is_young_entry(entry: object) -> bool:
    return isinstance(entry, dict) and "__compat" in entry and _is_young(entry)


def _selectors(css: str) -> Iterator[str]:
    for prelude, _ in _RULE.findall(_COMMENT.sub("", css)):
        if not prelude.strip().startswith("@"):
            yield " ".join(prelude.split())


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for prelude, body in _RULE.findall(_COMMENT.sub("", css)):
        if not re.match(r"\s*@(?:font-face|property)", prelude):
            for declaration in body.split(";"):
                name, colon, value = declaration.strip().partition(":")
                if colon and not name.startswith("-"):
                    yield name, re.sub(r"\"[^\"]*\"|url\([^)]*\)|--[\w-]+", "", value)


def _young_pseudos(selector: str) -> set[str]:
    known = _table()["css"]["selectors"]
    return {f":{name}" for name in _PSEUDO.findall(selector) if _is_young_entry(known.get(name))}


@cache
def _young_functions() -> frozenset[str]:
    """The functions of values that nothing older has by that name."""
    functions: dict[str, bool] = {}
    for name, body in _table()["css"]["types"].items():
        for word, entry in ((name, body), *body.items()):
            if _is_entry(entry):
                functions[word] = functions.get(word, True) and _is_young(entry)
    return frozenset(name for name, young in functions.items() if young)
