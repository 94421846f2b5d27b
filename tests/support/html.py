"""What a test asks of an HTML page: links, ids and texts, and what machines read in its head."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.support.project import Project


class Document(HTMLParser):
    """What a test asks of a page: links, ids, title, headings, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, its links and its id."""
        self.tags[tag] += 1
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")
        for name, value in attrs:
            if name in ("href", "src", "action") and value is not None:
                self.links.append(value)
            elif name == "srcset" and value:
                self.links += [part.split()[0] for part in value.split(",")]
            elif name == "id" and value:
                self.ids[value] += 1

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open in it."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Add to the text of every open element."""
        for tag in self._open:
            self.texts[tag][-1] += data


def page(site: Path, url: str) -> Document:
    """The page at an address of the site."""
    file = site / url / "index.html" if not url.endswith(".html") else site / url
    return Document(file.read_text("utf-8"))


def documents_of(site: Path) -> dict[str, Document]:
    """Every page of a site by its address."""
    return {
        file.relative_to(site).as_posix().removesuffix("index.html"): Document(
            file.read_text("utf-8")
        )
        for file in site.rglob("*.html")
    }


class Head(HTMLParser):
    """What machines read of a page: metas, links and JSON-LD, with the number of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: list[dict[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.json_ld: list[Any] = []
        self.page = Document(html)
        self._script: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is no content."""
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas.append(values)
        elif tag == "link":
            self.links.append(values)
        elif tag == "script" and values.get("type") == "application/ld+json":
            self._script = ""

    def handle_data(self, data: str) -> None:
        """Gather a script's text."""
        if self._script is not None:
            self._script += data

    def handle_endtag(self, tag: str) -> None:
        """Read the JSON of a script that ends."""
        if tag == "script" and self._script is not None:
            self.json_ld.append(json.loads(self._script))
            self._script = None

    def meta(self, name: str) -> list[str]:
        """The values of a meta element by its name, property or `http-equiv`."""
        return [
            meta.get("content", "")
            for meta in self.metas
            if name in (meta.get("name"), meta.get("property"), meta.get("http-equiv"))
        ]

    def link(self, rel: str) -> list[str]:
        """The addresses of a kind of link."""
        return [link.get("href", "") for link in self.links if link.get("rel") == rel]

    def kind(self, kind: str) -> list[Any]:
        """The JSON-LD blocks of a type of schema.org."""
        return [block for block in self.json_ld if block["@type"] == kind]


def heads_of(site: Path) -> dict[str, Head]:
    """The heads of a site's pages by address."""
    return {
        file.relative_to(site).as_posix().removesuffix("index.html"): Head(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


def head_of(project: Project, url: str) -> Head:
    """The head of a built project's page."""
    return Head(project.read(f"site/{url}" if url.endswith(".html") else f"site/{url}index.html"))
