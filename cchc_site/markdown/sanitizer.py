"""Which HTML posts may hold, and the sanitiser that sweeps every document as a second wall.

Pure. raw_html.py judges an author's tags by these tables, each at its line, before anything is
written; the sweep should then find nothing to take away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import nh3

from cchc_site.markdown.destinations import SCHEMES

Sanitiser = nh3.Cleaner
# Elements, their attributes and, where these never vary, the attributes' values.
Additions = Mapping[str, Mapping[str, set[str]]]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


ELEMENTS = _set(
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr"
)
VOID = _set("br hr img wbr")
# These may stand within a word.
PHRASING = _set(
    "a abbr b cite code del em i img ins kbd mark q s samp small span strong sub sup time u var wbr"
)
# Their content is not read as HTML: it goes with them.
OPAQUE = _set(
    "iframe math noembed noframes noscript object plaintext script select style svg template "
    "textarea title xmp"
)
# Where the HTML parser would drop the element or move it elsewhere.
PARENTS: Mapping[str, tuple[str, ...]] = {
    "caption": ("table",),
    "dd": ("dl", "div"),
    "dt": ("dl", "div"),
    "figcaption": ("figure",),
    "li": ("ul", "ol"),
    "summary": ("details",),
    "tbody": ("table",),
    "td": ("tr",),
    "tfoot": ("table",),
    "th": ("tr",),
    "thead": ("table",),
    "tr": ("table", "tbody", "tfoot", "thead"),
}
# Whatever stands in these outside a cell is moved in front of the table.
TABLE_FRAME = _set("table tbody tfoot thead tr")

_GLOBAL = _set("dir id lang title")
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": _set("href"),
    "del": _set("datetime"),
    "details": _set("open"),
    "img": _set("alt height src width"),
    "ins": _set("datetime"),
    "li": _set("value"),
    "ol": _set("reversed start"),
    "td": _set("colspan rowspan"),
    "th": _set("colspan rowspan scope"),
    "time": _set("datetime"),
}
# The values of an attribute that are let through, and what to say to the author of another.
_COUNT = re.compile(r"[1-9][0-9]{0,3}"), "một số, ví dụ “2”"
_NUMBER = re.compile(r"-?[0-9]{1,6}"), "một số, ví dụ “3”"
_PIXELS = re.compile(r"[1-9][0-9]{0,3}"), "số điểm ảnh, ví dụ “300”"
_VALUES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "colspan": _COUNT,
    "dir": (re.compile(r"ltr|rtl|auto"), "“ltr”, “rtl” hoặc “auto”"),
    "height": _PIXELS,
    # One such as “__config” would stand in for the theme's own, “fn:1” for a footnote's.
    "id": (
        re.compile(r"[A-Za-z][A-Za-z0-9_-]*"),
        "chữ không dấu, số và gạch nối, bắt đầu bằng chữ, ví dụ “phu-luc-1”",
    ),
    "lang": (re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "mã ngôn ngữ, ví dụ “vi”"),
    "rowspan": _COUNT,
    "scope": (re.compile(r"col|colgroup|row|rowgroup"), "“col” hoặc “row”"),
    "start": _NUMBER,
    "value": _NUMBER,
    "width": _PIXELS,
}

# What our own HTML has beyond that.
_OURS: Additions = {
    "a": {"aria-label": set()},
    "div": {"aria-label": set(), "role": {"region"}, "tabindex": {"0"}},
    "img": {"decoding": {"async"}, "loading": {"lazy"}},
    "input": {"aria-label": set(), "checked": {""}, "disabled": {""}, "type": {"checkbox"}},
}
# HTML that holds nothing else has nothing to be swept away: text, tags without attributes, anchors
# of headings, links to a placeholder or a plain address, the frame of a table, figures. The parser
# behind the sanitiser takes half a tenth of a build to say the same.
_HARMLESS = re.compile(
    r"""(?:
    [^<>&\xa0]++ | &(?:amp|lt|gt);
    | </?(?:p|em|strong|del|h[2-6]|[ou]l|li|blockquote|table|thead|tbody|tr|th|td|a|div
          |figure|figcaption)>
    | <br> | <ol[ ]start="[0-9]+"> | <li[ ]value="[0-9]+">
    | <h[2-6][ ]id="[a-z0-9_-]+"> | <th[ ]scope="col"> | <td[ ]class="(?:left|center|right)">
    | <th[ ]scope="col"[ ]class="(?:left|center|right)">
    | <a[ ]href="(?:\ufdd0[0-9]+\ufdd1|https?://[A-Za-z0-9./_-]+)">
    | <img[ ]src="\ufdd0[0-9]+\ufdd1x?"[ ]alt="[^"<>&\xa0]*+"[ ]loading="lazy"[ ]decoding="async">
    | <div[ ]class="cchc-table"[ ]role="region"[ ]tabindex="0"[ ]aria-label="Bảng[ ]
          [0-9]+(?::[ ][^"<>&\xa0]*+)?">
    )*+""",
    re.VERBOSE,
)
_TAG = re.compile(r"<([a-z][a-z0-9]*)([^<>]*)>")
_NAME = re.compile(r' ([a-z-]+)="')


def allows(element: str, attribute: str) -> bool:
    """Whether an author may write `attribute` on `element`."""
    return attribute in _GLOBAL or attribute in _ATTRIBUTES.get(element, ())


def wanted_instead(attribute: str, value: str) -> str:
    """What `attribute` takes when it does not take `value`, else nothing."""
    pattern, wanted = _VALUES.get(attribute, (None, ""))
    return "" if pattern is None or pattern.fullmatch(value) else wanted


def is_address(escaped: str) -> bool:
    """Whether the sanitiser can read an external address, escaped for an attribute."""
    return "href" in SANITISER.clean(f'<a href="{escaped}"></a>')


def is_harmless(html: str) -> bool:
    """Whether `html`, rightly nested, is what the sanitiser would leave of it without looking."""
    return bool(_HARMLESS.fullmatch(html))


def sweep(html: str, sanitiser: Sanitiser | None = None) -> tuple[str, tuple[str, ...]]:
    """`html` as the sanitiser leaves it, and the names of tags and attributes that it took away.

    Neither text nor attributes hold a bare "<" or ">", before or after, so counting is exact. The
    parser behind the sanitiser may add tags when it mends nesting; that is no loss.
    """
    swept = (sanitiser or SANITISER).clean(html)
    if swept == html:
        return html, ()
    return swept, tuple(sorted(_names(html) - _names(swept)))


def _names(html: str) -> Counter[str]:
    counts = Counter[str]()
    for element, attributes in _TAG.findall(html):
        counts[f"<{element}>"] += 1
        counts.update(_NAME.findall(attributes))
    return counts


def sanitiser_with(additions: Additions) -> Sanitiser:
    """A sanitiser that leaves alone what posts may hold and `additions`."""
    ours = {
        element: {**_OURS.get(element, {}), **additions.get(element, {})}
        for element in {*_OURS, *additions}
    }
    attributes = {element: set(_ATTRIBUTES.get(element, ())) for element in {*_ATTRIBUTES, *ours}}
    fixed: dict[str, dict[str, set[str]]] = {}
    for element, names in ours.items():
        attributes[element] |= {name for name, values in names.items() if not values}
        fixed[element] = {name: values for name, values in names.items() if values}
    return nh3.Cleaner(
        tags={*ELEMENTS, *ours},
        clean_content_tags=set(OPAQUE.difference(ours)),
        attributes={"*": {*_GLOBAL, "class"}, **attributes},
        tag_attribute_values=fixed,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


SANITISER = sanitiser_with({})
