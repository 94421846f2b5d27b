"""Every link, anchor, picture and entry of a feed of a built site, followed in the site itself.

Touches the disk, for reading only. What leads to other hosts is only gathered (external.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from cchc_site.base.workers import Workers
from cchc_site.storage.published import survey

SHOWN = 3
"""How many of the pages with a broken link are named."""
_LEADING = "[href],[src],[srcset],[imagesrcset],[poster],[action],[data],[id],[name]"
_ATTRIBUTES = ("href", "src", "poster", "action", "data")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_READ = (".html", ".xml", ".css", "feed.json")
LinkTarget = tuple[str, str] | str
"""A place of the site, by path and fragment, or an address of another host."""
_NO_TARGETS = ("", "top")


class Sources(Struct):
    """The files that lead to a target: how many, and the first of them."""

    count: int = 0
    first: list[str] = []

    def add(self, other: Sources) -> None:
        """Add those of others."""
        self.count += other.count
        self.first = [*self.first, *other.first][:SHOWN]


class Found(Struct):
    """What files lead to: places of the site by path and fragment, addresses of other hosts; and
    the ids that pages have."""

    inside: dict[tuple[str, str], Sources] = {}
    outside: dict[str, Sources] = {}
    ids: dict[str, frozenset[str]] = {}

    def add(self, other: Found) -> None:
        """Add what other files lead to."""
        for place, sources in other.inside.items():
            self.inside.setdefault(place, Sources()).add(sources)
        for address, sources in other.outside.items():
            self.outside.setdefault(address, Sources()).add(sources)
        self.ids.update(other.ids)


class Broken(Struct, frozen=True):
    """A target that is not there: the file, or the place in it, and who leads there."""

    target: str
    is_anchor: bool
    sources: Sources


class SiteLinks(Struct, frozen=True):
    """The links of a site: how many files were read and links followed, and which are broken; those
    to other hosts."""

    files: int
    links: int
    broken: tuple[Broken, ...]
    outside: Mapping[str, Sources]


def follow(site: Path, workers: Workers) -> SiteLinks:
    """Follow every link of the `site`."""
    files = survey(site, (".well-known/security.txt",))
    home = address_of(site)
    readable = [path for path in sorted(files) if path.endswith(_READ)]

    def job(paths: Sequence[str]) -> Found:
        found, known = Found(), dict[tuple[int, str], LinkTarget | None]()
        for path in paths:
            _read(site, path, home, known, found)
        return found

    found = Found()
    for piece in workers.map(job, readable):
        found.add(piece)
    count = sum(sources.count for sources in found.inside.values())
    broken = sorted(_broken(files.keys(), found), key=lambda one: (one.sources.first, one.target))
    return SiteLinks(len(readable), count, tuple(broken), found.outside)


def address_of(site: Path) -> str:
    """The address that a site is built for, as its first page says; "" when it says none."""
    try:
        tree = LexborHTMLParser((site / "index.html").read_bytes())
    except OSError:
        return ""
    link = tree.css_first('link[rel="canonical"]')
    return (link.attributes.get("href") or "") if link else ""


def _broken(files: Iterable[str], found: Found) -> Iterator[Broken]:
    there = set(files)
    for (path, fragment), sources in found.inside.items():
        page = next((name for name in _names(path) if name in there), None)
        if page is None:
            yield Broken(f"/{path}", False, sources)
        elif fragment not in _NO_TARGETS and page in found.ids:
            plain = unquote(fragment)
            if plain not in found.ids[page] and not plain.startswith(":~:"):
                yield Broken(f"/{path}#{plain}", True, sources)


def _names(path: str) -> Iterator[str]:
    if path and not path.endswith("/"):
        yield path
    yield f"{path.rstrip('/')}/index.html".lstrip("/")


def _read(
    site: Path, path: str, home: str, known: dict[tuple[int, str], LinkTarget | None], found: Found
) -> None:
    content = (site / path).read_bytes()
    if path.endswith(".html"):
        ids, links = _of_page(content)
        found.ids[path] = ids
    elif path.endswith(".css"):
        links = set(_CSS_URL.findall(content.decode("utf-8", "replace")))
    elif path.endswith(".json"):
        links = set(_of_json(json.loads(content)))
    else:
        links = set(_of_xml(content))
    folder = path.rpartition("/")[0]
    parts = folder.split("/") if folder else []
    rooted = "../" * len(parts)
    targets = set[LinkTarget | None]()
    for link in links:
        # What climbs to the root leads to the same place from all files as deep: most links do.
        if parts and link.startswith(rooted):
            if (len(parts), link) not in known:
                known[len(parts), link] = _target(link.strip(), path, parts, home)
            targets.add(known[len(parts), link])
        else:
            targets.add(_target(link.strip(), path, parts, home))
    for target in targets:
        if isinstance(target, str):
            found.outside.setdefault(target, Sources()).add(Sources(1, [path]))
        elif target:
            found.inside.setdefault(target, Sources()).add(Sources(1, [path]))


def _target(link: str, path: str, folder: list[str], home: str) -> LinkTarget | None:
    """Where a link of the file at `path` leads: a place of the site and a fragment, or an address
    of another host; None for what is neither."""
    if home and link.startswith(home):
        link, folder = link[len(home) :] or "./", []
    elif _SCHEME.match(link) or link.startswith("//"):
        return link.partition("#")[0] if link.startswith(("http://", "https://")) else None
    place, _, fragment = link.partition("#")
    place = place.partition("?")[0]
    if place.startswith("/"):
        root = urlsplit(home).path or "/"
        if not place.startswith(root):
            return None  # another site of the same host
        target = _joined([], place[len(root) :])
    else:
        target = _joined(folder, place) if place else path
    return unquote(target), fragment


def _joined(folder: list[str], place: str) -> str:
    above = len(folder)
    while place.startswith(("../", "./")) or place in ("..", "."):
        if place.startswith(".."):
            above = max(0, above - 1)
            place = place[3:]
        else:
            place = place[2:]
    if "/./" in place or "/../" in place:
        steps: list[str] = []
        for step in place.split("/"):
            if step == "..":
                del steps[-1:]
            elif step != ".":
                steps.append(step)
        place = "/".join(steps)
    return "/".join([*folder[:above], place])


def _of_page(content: bytes | str) -> tuple[frozenset[str], set[str]]:
    """The ids of a page, and the links that it has."""
    ids, links = set[str](), set[str]()
    for node in LexborHTMLParser(content).css(_LEADING):
        for name, value in node.attributes.items():
            if not value:
                continue
            if name in _ATTRIBUTES:
                links.add(value)
            elif name == "id" or (name == "name" and node.tag == "a"):
                ids.add(value)
            elif name in ("srcset", "imagesrcset"):
                links.update(part.split()[0] for part in value.split(",") if part.strip())
    return frozenset(ids), links


def _of_json(feed: object) -> Iterator[str]:
    if isinstance(feed, Mapping):
        yield from (str(feed[key]) for key in ("home_page_url", "feed_url") if key in feed)
        for item in feed.get("items", ()):
            yield from (str(item[key]) for key in ("url", "image", "banner_image") if key in item)
            yield from _of_page(str(item.get("content_html", "")))[1]


def _of_xml(content: bytes) -> Iterator[str]:
    """The links of a feed or a site map, those in the HTML of its entries too."""
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  # of our own making
    except ElementTree.ParseError:
        return
    for element in root.iter():
        name, text = element.tag.rpartition("}")[2], (element.text or "").strip()
        yield from (element.attrib[key] for key in ("href", "url", "src") if key in element.attrib)
        if name in ("loc", "link") and text:
            yield text
        elif name in ("content", "encoded", "description", "summary") and "<" in text:
            yield from _of_page(text)[1]
