"""A walk over every page of a site that was built for BASE: what is wrong with it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.support.html import Document
from tests.support.project import BASE


def lost_links(site: Path, documents: Mapping[str, Document]) -> list[str]:
    """The links within the site that lead to no file or no anchor, or out of its path."""
    lost = []
    host, path_of_site = urlsplit(BASE).netloc, urlsplit(BASE).path
    for url, document in documents.items():
        # The 404 page is shown at any address, so its links must not depend on where.
        here = urljoin(BASE, "a/b/c/") if url == "404.html" else BASE + url
        for link in document.links:
            if link.startswith("#"):
                lost += [] if link[1:] in document.ids else [f"{url}: {link}"]
                continue
            target = urlsplit(urljoin(here, link))
            if target.netloc != host:
                continue
            path = unquote(target.path).removeprefix(path_of_site)
            file = site / path / "index.html" if path.endswith("/") or not path else site / path
            if not target.path.startswith(path_of_site):
                lost.append(f"{url}: {link} leaves the site's path")
            elif not file.is_file():
                lost.append(f"{url}: {link}")
            elif target.fragment and file.suffix == ".html":
                address = file.relative_to(site).as_posix().removesuffix("index.html")
                if unquote(target.fragment) not in documents[address].ids:
                    lost.append(f"{url}: {link} has no such anchor")
    return lost


def asked_elsewhere(site: Path, documents: Mapping[str, Document]) -> list[str]:
    """The pages that ask another host for a script, a stylesheet, a picture or a frame."""
    asking = []
    for url in documents:
        file = site / (f"{url}index.html" if url.endswith("/") or not url else url)
        for part in file.read_text("utf-8").split("<")[1:]:
            if part.startswith(("script", "img", 'link rel="stylesheet"', "iframe")):
                asking += [url] if "//" in part.partition(">")[0].replace(BASE, "") else []
    return asking


def twins(documents: Mapping[str, Document]) -> list[str]:
    """The titles that several pages have."""
    titles = Counter(document.texts["title"][0].strip() for document in documents.values())
    return [title for title, times in titles.items() if times > 1]


def assert_well_formed(documents: Mapping[str, Document]) -> None:
    """Every page has one h1, one main and no id twice, and its text is in NFC."""
    for url, document in documents.items():
        assert document.tags["h1"] == 1, url
        assert document.tags["main"] == 1, url
        assert [name for name, times in document.ids.items() if times > 1] == [], url
        text = document.texts["body"][0]
        assert text == unicodedata.normalize("NFC", text), url
