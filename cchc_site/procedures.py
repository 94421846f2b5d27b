"""Administrative procedures that posts are about: one for each code, else for each name.

Pure. A procedure is linked on the national portal and never copied from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cchc_site import vietnamese
from cchc_site.recall import Item

ROOT = "thu-tuc/"
TITLE = "Tin theo thủ tục"


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure: `key` is its code folded, else its name; `url` its page on the national portal,
    "" where no post tells it."""

    key: str
    name: str
    code: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        """Its name, with the code."""
        return f"{self.name} ({self.code})" if self.code else self.name


def key(record: Mapping[str, str]) -> str:
    """What tells a procedure of a post's record from others, fit for an anchor.

    >>> key({"name": "Đăng ký khai sinh", "code": "1.001193"}), key({"name": "Đăng ký khai sinh"})
    ('1-001193', 'dang-ky-khai-sinh')
    """
    return vietnamese.slug(record.get("code") or record["name"])


def procedures(items: Iterable[Item]) -> tuple[tuple[Procedure, tuple[Item, ...]], ...]:
    """The procedures of `items`, newest first, in alphabetical order, each with its posts; of two
    posts the newer one's words count."""
    found: dict[str, Procedure] = {}
    posts: dict[str, dict[str, Item]] = {}
    for item in items:
        for record in item.post.procedures:
            own = key(record)
            name, code, url = (record.get(part, "") for part in ("name", "code", "url"))
            known = found.setdefault(own, Procedure(own, name, code, url))
            if url and not known.url:
                found[own] = Procedure(own, known.name, known.code, url)
            posts.setdefault(own, {})[item.post.path] = item
    ordered = sorted(found.values(), key=lambda one: vietnamese.collation_key(one.name))
    return tuple((one, tuple(posts[one.key].values())) for one in ordered)
