"""What posts of other sites say of themselves → fields of posts here.

Pure. All generators have nearly the same keys; what has no place here is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cchc_site.base import vietnamese
from cchc_site.importing import categories, dates
from cchc_site.importing.draft import ImportOptions, LeftOut
from cchc_site.importing.foreign_matter import is_true, text, texts

_KNOWN = frozenset(
    "title date created lastmod updated modified last_modified_at publishdate author authors tag "
    "category categories tags keywords description summary excerpt subtitle draft published pin "
    "pinned slug url aliases alias permalink redirect_from image cover featuredimage header images "
    "featured_image thumbnail banner feature expirydate expires image_alt".split()
)
_OF_LOOK = frozenset(
    "layout template type weight toc comments comment hide search math mermaid robots readtime "
    "icon sitemap outputs menu markup cascade showtoc tocopen linktitle js css theme kind lang "
    "locale render_with_liquid classes mathjax".split()
)
_PICTURES = (
    *("image", "cover", "featuredimage", "featured_image", "thumbnail", "banner", "feature"),
    *("header", "images"),
)


class FieldReader:
    """Reads the values of one post."""

    def __init__(self, values: Mapping[str, Any], options: ImportOptions) -> None:
        """Read nothing yet."""
        own = {str(key).lower(): value for key, value in _map(values.get("params")).items()}
        self._values = {**own, **{key: value for key, value in values.items() if key != "params"}}
        self._options = options
        self.fields: dict[str, Any] = {}
        self.guessed: set[str] = set()
        self.left_out: list[LeftOut] = []

    def read(self, title: str, names: Callable[[str], str] = lambda name: name) -> None:
        """Put the fields in place: with `title` where the values have none; `names` gives the name
        of an author by his key."""
        self.fields["title"] = text(self._values.get("title")) or title
        self._dates()
        people = [name for name in self._people() if name]
        people = list(dict.fromkeys(names(name) for name in people))
        if people:
            self.fields["author"] = people[0] if len(people) == 1 else people
        self._categories()
        for key in ("description", "summary", "subtitle"):
            if summary := text(self._values.get(key)):
                self.fields.setdefault("summary", summary)
        if self.is_draft:
            self.fields["draft"] = True
        if is_true(self._values.get("pin")) or is_true(self._values.get("pinned")):
            self.fields["pinned"] = True
        slug = text(self._values.get("slug"))
        if slug and slug == vietnamese.slug(slug):
            self.fields["slug"] = slug
        self._tell_others()

    @property
    def is_draft(self) -> bool:
        """Whether the post was not published."""
        published = self._values.get("published")
        return is_true(self._values.get("draft")) or (
            text(published).lower() in ("false", "no", "off")
        )

    @property
    def picture(self) -> tuple[str, str]:
        """The address of the picture before the text, and what describes it; "" for none."""
        for key in _PICTURES:
            value = self._values.get(key)
            value = value[0] if isinstance(value, list) and value else value
            parts = _map(value)
            named = (text(parts.get(name)) for name in _OF_PICTURE)
            if source := next(filter(None, named), ""):
                return source, text(parts.get("alt")) or text(parts.get("caption"))
            if not parts and (address := text(value)):
                return address, text(self._values.get("image_alt"))
        return "", ""

    def _people(self) -> list[str]:
        for key in ("authors", "author"):
            value = self._values.get(key)
            several = value if isinstance(value, list) else [value]
            people = [text(_map(each).get("name")) or text(each) for each in several]
            if any(people):
                return people
        return []

    def _dates(self) -> None:
        date = self._values.get("date")
        created = _map(date).get("created") or (date if not _map(date) else None)
        updated = _map(date).get("updated")
        created = created or self._values.get("created") or self._values.get("publishdate")
        self._day("date", created)
        later = ("lastmod", "updated", "modified", "last_modified_at")
        for value in (updated, *(self._values.get(key) for key in later)):
            if value and "updated" not in self.fields:
                self._day("updated", value)
        if str(self.fields.get("updated", ""))[:10] <= str(self.fields.get("date", ""))[:10]:
            self.fields.pop("updated", None)
        for key in ("expirydate", "expires"):
            self._day("expires", self._values.get(key))

    def _day(self, name: str, value: Any) -> None:
        written = text(value)
        if not written:
            return
        read = dates.read(written, self._options.settings.timezone)
        if read and read.date:
            self.fields[name] = read.date
        else:
            self.left_out.append(LeftOut(f"ngày “{written}” không tồn tại", "không đoán ngày khác"))

    def _categories(self) -> None:
        """The first category that the site knows; the others are tags."""
        named = texts(self._values.get("categories")) + texts(self._values.get("category"))
        named = list(dict.fromkeys(named))
        if named:
            self.fields["category"] = categories.known(named, self._options)
            self.left_out += categories.unknown(named, self._options)
        chosen = categories.chosen(named, self._options)
        tags = [name for name in named if name != chosen]
        for key in ("tags", "tag", "keywords"):
            value = self._values.get(key)
            parts = re.split(r"\s*,\s*", value) if isinstance(value, str) else value
            tags += texts(parts)
        if tags:
            self.fields["tags"] = list(dict.fromkeys(tags))

    def _tell_others(self) -> None:
        others = [
            key
            for key in self._values
            if key not in _KNOWN and key not in _OF_LOOK and not key.startswith("_")
        ]
        if others:
            self.left_out.append(LeftOut(f"mục {', '.join(others)}", "phần đầu tệp cũ"))


_OF_PICTURE = ("src", "image", "path", "url", "file", "teaser", "overlay_image")


def _map(value: Any) -> Mapping[str, Any]:
    """A value that is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def old_addresses(values: Mapping[str, Any], keys: Sequence[str]) -> list[str]:
    """The addresses that a post says it had."""
    return [address for key in keys for address in texts(values.get(key))]


def rooted(addresses: Iterable[str], base: str, here: str = "/") -> list[str]:
    """`addresses` from the root of their host, for a site that begins at the path `base`; relative
    ones start at the post's section `here`."""
    out = []
    for address in addresses:
        if address.startswith(("http://", "https://")):
            out.append(address)
        elif address.startswith("/"):
            out.append(f"{base}{address}")
        else:
            out.append(f"{base}{here.rstrip('/')}/{address}")
    return out
