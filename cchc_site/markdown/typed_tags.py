"""What looks like a tag of HTML and is none: “<CCCD>” in a form, “<o:p>” left over from Word.

Pure. The first is shown as somebody has typed it, the second is a fault at its line.
"""

from __future__ import annotations

import re

from cchc_site.markdown import sanitizer

# Elements of HTML, now or once, with the roots of what may stand within it: a tag of one of these
# is meant as a tag, and judged (https://html.spec.whatwg.org/multipage/indices.html#elements-3).
_ELEMENTS = (
    sanitizer.ELEMENTS
    | sanitizer.OPAQUE
    | frozenset(
        (
            "acronym address applet area article aside audio base basefont bdi bdo bgsound big "
            "blink body button canvas center col colgroup content data datalist dfn dialog dir "
            "embed fieldset font footer form frame frameset h1 head header hgroup html image "
            "input isindex keygen label legend link listing main map marquee menu menuitem meta "
            "meter multicol nav nextid nobr optgroup option output param picture portal "
            "progress rb rbc rp rt rtc ruby search section shadow slot source spacer strike "
            "track tt video"
        ).split()
    )
)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>=]*)?/?>", re.ASCII)
OF_WORD = re.compile(r"</?(?:[ampovwx]|st\d):[A-Za-z][^<>\n]*>", re.ASCII)
"""A tag that Word puts into what is copied from it."""


def is_at(text: str, place: int) -> bool:
    """Whether what stands in `text` at `place` is no tag but typed: no element has that name, and
    it has no attribute with a value.

    >>> is_at("<CCCD>", 0), is_at("<b>", 0), is_at("<x onclick=y>", 0)
    (True, False, False)
    """
    tag = _TAG.match(text, place)
    return tag is not None and tag[1].lower() not in _ELEMENTS


def fault_of_word(tag: str) -> tuple[str, str]:
    """What is wrong with a tag of Word, and how to mend it."""
    name = tag.strip("</>").split(maxsplit=1)[0]
    return f"“<{name}>” là phần thừa khi chép từ Word", f"hãy xóa “<{name}>” và “</{name}>”"
