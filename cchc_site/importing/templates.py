"""Signs of templates in texts, Hugo's shortcodes and Jekyll's Liquid → Markdown, or told.

Pure. What shows words keeps them; what only a template knows is named and left out.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator

from cchc_site.importing import foreign_markdown
from cchc_site.importing.draft import LeftOut

Lead = Callable[[str], str]
"""The address that a name of a page or file stands for, "" for none."""

_SHORTCODE = re.compile(
    r"\{\{(?P<sign>[<%])\s*(?P<close>/?)\s*(?P<name>[\w/.-]+)(?P<rest>[^{}]*?)\s*/?\s*[>%]\}\}"
)
_QUOTED_SHORTCODE = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
_HIGHLIGHT = re.compile(
    r"\{\{[<%]\s*highlight\s+(?P<kind>[\w+-]*)[^{}]*[>%]\}\}(?P<code>.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_REMARK = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_LIQUID_CODE = re.compile(
    r"\{%-?\s*highlight\s+(?P<kind>[\w+-]*)[^%]*-?%\}(?P<code>.*?)\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL,
)
_LEADS = re.compile(r"\{%-?\s*(?P<kind>post_url|link)\s+(?P<name>[^%]+?)\s*-?%\}")
_VALUE = re.compile(r"\{\{-?\s*(?P<said>[^{}]*?)\s*-?\}\}")
_TAG = re.compile(r"\{%-?\s*(?P<said>[^%]*?)\s*-?%\}")
_ADDRESS_FILTER = re.compile(
    r"""^["'](?P<path>[^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url).*)"""
)


def of_hugo(text: str, leads: Lead, left_out: list[LeftOut]) -> str:
    """`text` without shortcodes."""
    text = _HIGHLIGHT.sub(_fenced, text)

    def each(found: re.Match[str]) -> str:
        name, said = found["name"], found["rest"].strip()
        values = dict(_values(said))
        first = next(iter(values.values()), "")
        if found["close"]:
            return ""
        match name:
            case "ref" | "relref":
                return leads(values.get("path", first)) or "#"
            case "youtube":
                return f"\n\nhttps://youtu.be/{values.get('id', first)}\n\n"
            case "vimeo":
                return f"\n\nhttps://vimeo.com/{values.get('id', first)}\n\n"
            case "figure":
                return _figure(values)
            case "param" | "highlight":
                pass
        _tell(found[0], left_out)
        return ""

    text = foreign_markdown.outside_code(text, lambda part: _SHORTCODE.sub(each, part))
    return _QUOTED_SHORTCODE.sub(lambda found: f"{{{{{found[1]}{found[2]}{found[3]}}}}}", text)


def of_liquid(text: str, leads: Lead, said: Callable[[str], str], left_out: list[LeftOut]) -> str:
    """`text` without Liquid; `said` gives what a variable says, "" for another than of the site."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ufdd4{len(kept) - 1}\ufdd5"

    text = _REMARK.sub("", _RAW.sub(keep, text))
    text = _LIQUID_CODE.sub(_fenced, text)
    text = _LEADS.sub(lambda found: leads(found["name"].strip()) or "#", text)

    def value(found: re.Match[str]) -> str:
        if address := _ADDRESS_FILTER.match(found["said"]):
            return address["path"]
        name = found["said"].partition("|")[0].strip()
        if name in ("site.baseurl", "site.url", "site.github.url"):
            return ""
        if words := said(name):
            return words
        _tell(found[0], left_out)
        return ""

    def tag(found: re.Match[str]) -> str:
        _tell(found[0], left_out)
        return ""

    text = _TAG.sub(tag, _VALUE.sub(value, text))
    return re.sub("\ufdd4(\\d+)\ufdd5", lambda mark: kept[int(mark[1])], text)


def _fenced(found: re.Match[str]) -> str:
    code = found["code"].strip("\n")
    return f"\n```{found['kind']}\n{code}\n```\n"


def _values(said: str) -> Iterator[tuple[str, str]]:
    """What a shortcode is given, by name or by place."""
    try:
        parts = shlex.split(said.replace("`", '"'))
    except ValueError:
        parts = said.split()
    for place, part in enumerate(parts):
        name, sign, value = part.partition("=")
        yield (name, value) if sign and name.isidentifier() else (str(place), part)


def _figure(values: dict[str, str]) -> str:
    source = values.get("src", "")
    if not source:
        return ""
    caption = values.get("caption") or values.get("title") or ""
    alt = (values.get("alt") or caption).replace("[", "").replace("]", "")
    title = ' "{}"'.format(caption.replace('"', "”")) if caption else ""
    return f"\n\n![{alt}](<{source}>{title})\n\n"


def _tell(sign: str, left_out: list[LeftOut]) -> None:
    shown = " ".join(sign.split())
    shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
    told = LeftOut(f"lệnh mẫu trang “{shown}”", "bài không chạy lệnh")
    if told not in left_out:
        left_out.append(told)
