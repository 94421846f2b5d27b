"""Administrative procedures that posts are about: one for each code, else for each name.

Pure. A procedure is linked on the national portal and never copied from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from cchc_site.base import vietnamese
from cchc_site.site.snapshot import PostSnapshot


class Procedure(Struct, frozen=True):
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


def of_record(record: Mapping[str, str]) -> Procedure:
    """The procedure of a post's record.

    >>> of_record({"name": "Đăng ký khai sinh", "code": "1.001193"}).key
    '1-001193'
    >>> of_record({"name": "Đăng ký khai sinh"}).key
    'dang-ky-khai-sinh'
    """
    name, code, url = (record.get(part, "") for part in ("name", "code", "url"))
    return Procedure(vietnamese.slug(code or name), name, code, url)


def procedures(
    items: Iterable[PostSnapshot],
) -> tuple[tuple[Procedure, tuple[PostSnapshot, ...]], ...]:
    """The procedures of `items`, newest first, in alphabetical order, each with its posts; of two
    posts the newer one's words count."""
    known: dict[str, Procedure] = {}
    posts: dict[str, dict[str, PostSnapshot]] = {}
    for item in items:
        for record in item.post.procedures:
            procedure = of_record(record)
            newest = known.setdefault(procedure.key, procedure)
            if not newest.url:
                known[procedure.key] = replace(newest, url=procedure.url)
            posts.setdefault(procedure.key, {})[item.post.path] = item
    ordered = sorted(known.values(), key=lambda one: vietnamese.collation_key(one.name))
    return tuple((procedure, tuple(posts[procedure.key].values())) for procedure in ordered)
