"""What a writer may ask of the page of a post by the keys that MkDocs and its themes know: parts to
hide, what search engines are asked, whether search finds it.

Pure. Whatever these themes know beyond that, and no page of a post would do, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import yaml

from cchc_site.base import vietnamese

_PARTS = {
    **dict.fromkeys(("toc", "mục lục"), "toc"),
    **dict.fromkeys(("tags", "tag", "thẻ", "các thẻ"), "tags"),
}
# https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
_ROBOTS = re.compile(
    r"all|index|follow|noindex|nofollow|none|noarchive|nosnippet|noimageindex|notranslate|nocache|"
    r"indexifembedded|max-(?:snippet|video-preview):-?\d+|max-image-preview:(?:none|standard|large)"
)
_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "có", "co"), "true"),
    **dict.fromkeys(("false", "no", "off", "không", "khong"), "false"),
}
_DELETE = "hãy xóa dòng này"
_KEPT_OUT = "search: {exclude: true}"


class WishFault(NamedTuple):
    """What is wrong with a wish, where, and how to mend it."""

    node: yaml.Node
    what: str
    hint: str


Faults = list[WishFault]


def read(key: str, node: yaml.Node, faults: Faults) -> object:
    """What `key`, one of `hide`, `robots` and `search`, asks for at `node`; what is wrong with it
    goes to `faults`."""
    return _READERS[key](node, faults)


def _hide(node: yaml.Node, faults: Faults) -> tuple[str, ...]:
    what = "“hide” không bỏ được phần “{}”, chỉ bỏ được toc (mục lục) và tags (các thẻ)"
    return _chosen("hide", node, what, _part, faults)


def _part(written: str) -> str | None:
    return vietnamese.meant(written, _PARTS)


def _robots(node: yaml.Node, faults: Faults) -> str:
    what = "không máy tìm kiếm nào hiểu “robots: {}”"
    return ", ".join(_chosen("robots", node, what, _order, faults))


def _order(written: str) -> str | None:
    order = written.lower()
    return order if _ROBOTS.fullmatch(order) else None


_EXAMPLES = {"hide": "hide: [toc]", "robots": "robots: noindex"}
_BETWEEN = r"\s*[,;]\s*"
_SEPARATORS = {"hide": _BETWEEN, "robots": r"[,;\s]+"}


def _chosen(
    key: str, node: yaml.Node, what: str, choose: Callable[[str], str | None], faults: Faults
) -> tuple[str, ...]:
    """The choices that a text with commas or a list names, each once."""
    if isinstance(node, yaml.MappingNode):
        hint = f"hãy viết ví dụ “{_EXAMPLES[key]}”, hoặc xóa cả mục “{key}”"
        faults.append(WishFault(node, f"“{key}” phải là một danh sách, không phải nhóm mục", hint))
        return ()
    words = tuple(_words(node, _SEPARATORS[key]))
    chosen = dict.fromkeys(choice for _, word in words if (choice := choose(word)))
    in_lines = isinstance(node, yaml.SequenceNode) and not node.flow_style
    whole = f"{key}: [{', '.join(chosen)}]"
    for item, word in words:
        if not choose(word):
            hint = f"hãy viết “{whole}”" if chosen and not in_lines else _DELETE
            faults.append(WishFault(item, what.format(word), hint))
    return tuple(chosen)


def _words(node: yaml.Node, separator: str) -> Iterator[tuple[yaml.Node, str]]:
    is_list = isinstance(node, yaml.SequenceNode)
    for item in node.value if is_list else [node]:
        if isinstance(item, yaml.ScalarNode):
            separator = _BETWEEN if is_list else separator
            yield from ((item, word) for word in re.split(separator, item.value.strip()) if word)
        else:
            yield item, "…"


def _search(node: yaml.Node, faults: Faults) -> Mapping[str, str]:
    wish = dict[str, str]()
    if not isinstance(node, yaml.MappingNode):
        what = "“search” phải là một nhóm mục"
        hint = f"{_DELETE}; muốn giữ tin ngoài kết quả tìm kiếm thì viết “{_KEPT_OUT}”"
        faults.append(WishFault(node, what, hint))
        return wish
    unfit = list[tuple[yaml.Node, str]]()
    for key, item in node.value:
        written = item.value.strip() if isinstance(item, yaml.ScalarNode) else "…"
        flag = _FLAGS.get(written.lower())
        if key.value == "exclude" and flag and "exclude" not in wish:
            wish["exclude"] = flag
            continue
        if key.value != "exclude":
            what = f"“search” không có mục “{key.value}”, chỉ có “exclude”"
        elif flag:
            what = "mục “exclude” của “search” viết hai lần"
        else:
            what = f"“exclude: {written}” phải là true (có) hoặc false (không)"
        unfit.append((key, what))
    whole = f"hãy viết “search: {{exclude: {wish.get('exclude')}}}”"
    hint = whole if node.flow_style and wish else _DELETE
    faults += (WishFault(key, what, hint) for key, what in unfit)
    return wish


_READERS: Mapping[str, Callable[[yaml.Node, Faults], object]] = {
    "hide": _hide,
    "robots": _robots,
    "search": _search,
}
