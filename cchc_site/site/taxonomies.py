"""The names under which posts are gathered, authors and tags, and the addresses of each.

Pure. A name is what is spoken: capitals, blanks and the place of a tone in its syllable do not
count, all else does. Which address is whose follows from the names alone and from mkdocs.yml,
never from the order of posts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar

import yaml
from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.base.hashing import digest
from cchc_site.base.problems import Level, Problem
from cchc_site.content.post import Post
from cchc_site.site import namesakes
from cchc_site.site.snapshot import PostSnapshot

K = TypeVar("K")
V = TypeVar("V")


class About(Struct, frozen=True):
    """What mkdocs.yml says of a name: the office of an author, and the `slug` of the address that
    is kept for this name alone, "" for none."""

    unit: str = ""
    slug: str = ""


class NameOptions(NamedTuple):
    """What mkdocs.yml says of authors and tags, by their names as spoken."""

    authors: Mapping[str, About] = {}
    tags: Mapping[str, About] = {}


class Kind(NamedTuple):
    """What sets authors and tags apart: the `folder` of their addresses, the slug's beginning for a
    name without letters, the `option` and the `field` of posts that name them, the word for one,
    and how a post tells its own."""

    folder: str
    nameless: str
    option: str
    field: str
    word: str
    written: Callable[[Post], tuple[str, ...]]


AUTHORS = Kind("tac-gia/", "khuyet-danh", "authors", "author", "tác giả", attrgetter("authors"))
TAGS = Kind("the/", "khac", "tags", "tags", "thẻ", attrgetter("tags"))


# Compared as objects: a taxonomy has one for each name, and every post of every list asks.
class Name(Struct, frozen=True, eq=False):
    """An author or a tag; `label` is the name as its oldest post writes it, `unit` the office of an
    author.

    `plain` is the address that the name has without its marks, which others may share; `own` is
    this name's for ever, and `kept` is the address that mkdocs.yml keeps for it, "" for none.
    """

    label: str
    plain: str
    own: str
    kept: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """The authors, or the tags, of published posts (`items`, newest first) and of `previews`;
    `about` is what mkdocs.yml says of them, by their names as spoken."""

    kind: Kind
    about: Mapping[str, About]
    items: tuple[PostSnapshot, ...]
    previews: tuple[PostSnapshot, ...] = ()

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """The names as posts write them, those of the oldest post first; spellings that are spoken
        alike are one name."""
        oldest = [item.post for item in (*reversed(self.items), *reversed(self.previews))]
        names: dict[str, Name] = {}
        found: dict[str, Name] = {}
        written = dict.fromkeys(map(self.kind.written, oldest))
        for label in dict.fromkeys(label for labels in written for label in labels):
            spoken = vietnamese.spoken(label)
            if spoken not in names:
                names[spoken] = self._name(label, spoken)
            found[label] = names[spoken]
        return found

    def _name(self, label: str, spoken: str) -> Name:
        about, mark = self.about.get(spoken, About()), digest(spoken.encode()).hex()[:8]
        plain = self._address(vietnamese.slug(spoken) or f"{self.kind.nameless}-{mark}")
        kept = self._address(about.slug) if about.slug else ""
        return Name(label, plain, namesakes.own(plain, spoken), kept, about.unit)

    def _address(self, slug: str) -> str:
        return f"{self.kind.folder}{slug}/"

    def of(self, item: PostSnapshot) -> Mapping[Name, str]:
        """The names of a post, each once, as this post writes it."""
        found: dict[Name, str] = {}
        for label in self.kind.written(item.post):
            found.setdefault(self.names[label], label)
        return found

    @cached_property
    def by_name(self) -> Mapping[Name, tuple[PostSnapshot, ...]]:
        """Published posts by name, names in alphabetical order."""
        # A list for each label, which all labels of a name share: there are few names to look up.
        lists: dict[Name, list[PostSnapshot]] = {}
        by_label = {label: lists.setdefault(name, []) for label, name in self.names.items()}
        written = self.kind.written
        for item in self.items:
            for label in written(item.post):
                posts = by_label[label]
                if not posts or posts[-1] is not item:
                    posts.append(item)
        order = sorted(lists, key=lambda name: vietnamese.collation_key(name.label))
        return {name: tuple(lists[name]) for name in order if lists[name]}

    @cached_property
    def shared(self) -> Mapping[str, tuple[Name, ...]]:
        """The names at each plain address that mkdocs.yml keeps for nobody, in alphabetical order.
        A name that has another address kept for it is there only with others like it, so that
        what the address led to before is still found."""
        kept = {self._address(about.slug) for about in self.about.values() if about.slug}
        free = [name for name in self.by_name if name.plain not in kept]
        found = group((name.plain, name) for name in free if not name.kept)
        return found | group((name.plain, name) for name in free if name.plain not in found)

    @cached_property
    def joint(self) -> Mapping[str, tuple[Name, ...]]:
        """The names at each address that several share."""
        return {url: names for url, names in self.shared.items() if len(names) > 1}

    @cached_property
    def pages(self) -> Mapping[Name, str]:
        """The address of the page with a name's published posts and nobody else's."""
        return {name: name.kept or self._page(name) for name in self.by_name}

    def _page(self, name: Name) -> str:
        return name.plain if self.shared.get(name.plain) == (name,) else name.own

    def redirects(self) -> Iterator[tuple[str, Name]]:
        """The addresses that lead on to the page of a name: its own where that is no page, and the
        plain one where nobody but a name with another address is left."""
        for name, page in self.pages.items():
            if page != name.own:
                yield name.own, name
            if page != name.plain and self.shared.get(name.plain) == (name,):
                yield name.plain, name

    def advice(self) -> Iterator[Problem]:
        """How to settle for good whose each shared address is, told once for each, where the post
        stands that has brought the newest of its names."""
        places = {name: place for place, name in enumerate(dict.fromkeys(self.names.values()))}
        for url, names in self.joint.items():
            oldest, *others = sorted(names, key=places.__getitem__)
            if oldest.kept:
                continue
            post = self.by_name[others[-1]][-1].post
            labels = ", ".join(f"“{name.label}”" for name in (oldest, *others))
            kind, line = self.kind, self._line(oldest)
            yield Problem(
                post.path,
                post.line(kind.field),
                f"các {kind.word} {labels} chung địa chỉ /{url}",
                f"nếu là một {kind.word} thì hãy viết giống nhau; nếu không, để địa chỉ ấy mãi là "
                f"của “{oldest.label}”, hãy ghi vào “{kind.option}” của plugin cchc trong "
                f"mkdocs.yml dòng {line}",
                Level.ADVICE,
            )

    def _line(self, name: Name) -> str:
        """The line of mkdocs.yml that keeps its plain address for a name."""
        unit = f"unit: {_as_yaml(name.unit)}, " if name.unit else ""
        slug = name.plain.removeprefix(self.kind.folder).removesuffix("/")
        return f"{_as_yaml(name.label)}: {{{unit}slug: {_as_yaml(slug)}}}"


def newest_first(items: Iterable[PostSnapshot]) -> list[PostSnapshot]:
    """`items` in the order of every list."""
    return sorted(items, key=lambda item: (item.post.date.at, item.post.path), reverse=True)


def _as_yaml(text: str) -> str:
    """`text` as YAML has it within braces, in quotes where it must be."""
    try:
        plain = yaml.safe_load(f"{{{text}: {text}}}") == {text: text}
    except (yaml.YAMLError, ValueError):
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The values of each key, in their order."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
