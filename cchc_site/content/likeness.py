"""Whether a text is written like a post, wherever it lies and whatever it is called.

Pure.
"""

from __future__ import annotations

import re

from cchc_site.content import fields

HEAD = 4096
"""How many bytes of a file are enough to tell."""

_HEAD = re.compile(r"\ufeff?\s*---[ \t]*\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^([^\W\d_][^\n:]{0,40}):", re.MULTILINE)
_NAMES = {field.name for field in fields.REQUIRED}


def is_like_a_post(text: str) -> bool:
    r"""Whether the front matter of a text has a category and two more of the keys that every post
    must have, in any words that mean them; a page of docs/ has none.

    >>> is_like_a_post("---\ntitle: A\ndate: 2024-05-13\ncategory: tin-tuc\n---\n")
    True
    >>> is_like_a_post("---\nTiêu đề: A\nNgày: 2024-05-13\nCHUYÊN MỤC: Tin tức\n---\n")
    True
    >>> is_like_a_post("---\ntitle: A\nauthor: B\n---\n")
    False
    """
    head = _HEAD.match(text)
    keys = set(map(fields.key, _KEY.findall(head[1]))) & _NAMES if head else set()
    return "category" in keys and len(keys) >= len(_NAMES) - 1
