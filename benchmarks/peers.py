"""What is compared: each generator's site, the dialect of its posts, its command.

The sites are folders in sites/; `layers` lists those that are laid over each other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import corpus, dialects
from benchmarks.corpus import Post
from benchmarks.measure import Command
from benchmarks.tools import Tools

SITES = Path(__file__).parent / "sites"
MODES = ("cold", "edited", "newest", "back-dated", "unchanged")
COLD = ("cold",)


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator with its site. `largest` is the number of posts beyond which it is not built,
    `modes` what is asked of it."""

    key: str
    label: str
    layers: tuple[str, ...]
    dialect: dialects.Dialect
    pictures: str
    output: str
    commands: Callable[[Tools], Sequence[Command]]
    largest: int
    modes: tuple[str, ...] = MODES

    def write(self, post: Post, site: Path) -> None:
        """Put a post into the site."""
        source = self.dialect(post)
        file = site / source.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source.text, "utf-8")

    def remove(self, post: Post, site: Path) -> None:
        """Take a post out of the site."""
        (site / self.dialect(post).path).unlink()

    def lay_out(self, site: Path, posts: Iterable[Post]) -> None:
        """A site with these posts, never built."""
        for layer in self.layers:
            shutil.copytree(SITES / layer, site, dirs_exist_ok=True)
        for post in posts:
            self.write(post, site)
        pictures = site / self.pictures
        pictures.mkdir(parents=True)
        for number in range(corpus.PICTURES):
            name = f"anh-{number:02d}.svg"
            (pictures / name).write_text(corpus.picture(number), "utf-8")


def _mkdocs(tools: Tools) -> Sequence[Command]:
    return [[tools.mkdocs, "build", "--quiet"]]


def _mkdocs_plain(tools: Tools) -> Sequence[Command]:
    return [["env", "CCHC_SEARCH=false", *command] for command in _mkdocs(tools)]


def _hugo(tools: Tools) -> Sequence[Command]:
    return [[tools.hugo, "--noBuildLock", "--quiet"]]


def _hugo_pagefind(tools: Tools) -> Sequence[Command]:
    return [*_hugo(tools), [tools.pagefind, "--quiet", "--site", "public"]]


def _hugo_peer(
    key: str,
    label: str,
    commands: Callable[[Tools], Sequence[Command]],
    largest: int,
    *,
    over: tuple[str, ...] = (),
    modes: tuple[str, ...] = MODES,
) -> Peer:
    layers = ("hugo", *over)
    return Peer(key, label, layers, dialects.hugo, "static/img", "public", commands, largest, modes)


_OURS = Peer(
    key="ours",
    label="cchc_site",
    layers=("ours",),
    dialect=dialects.cchc,
    pictures="docs/img",
    output="site",
    commands=_mkdocs,
    largest=1_000_000,
)
PEERS = (
    _OURS,
    replace(_OURS, key="plain", label="cchc_site, no search", commands=_mkdocs_plain),
    _hugo_peer("hugo", "Hugo", _hugo, 1_000_000),
    _hugo_peer("hugo-pagefind", "Hugo + Pagefind", _hugo_pagefind, 10_000),
    _hugo_peer(
        "hugo-related", "Hugo, `.Related`", _hugo, 10_000, over=("hugo-related",), modes=COLD
    ),
    Peer(
        key="material",
        label="Material blog",
        layers=("material",),
        dialect=dialects.material,
        pictures="docs/img",
        output="site",
        commands=_mkdocs,
        largest=1_000,
    ),
)
