"""A post as each generator reads it: same words, other front matter.

Pure.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.corpus import EARLIER, Post


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a site: `path` is relative to the site's folder."""

    path: str
    text: str


Value = str | list[str] | dt.datetime
Dialect = Callable[[Post], Source]


def cchc(post: Post) -> Source:
    """For this project: `posts/<year>/<slug>.md`."""
    head: dict[str, Value] = {
        "title": post.title,
        "date": post.date,
        "author": post.author,
        "category": post.category,
        "tags": list(post.tags),
        "summary": post.summary,
    }
    earlier = f"../{post.earlier.date:%Y}/{post.earlier.slug}.md" if post.earlier else ""
    return Source(f"posts/{post.date:%Y}/{post.slug}.md", _text(head, post.blocks, earlier))


def hugo(post: Post) -> Source:
    """For Hugo: the category is a section, authors, tags, years and months are taxonomies."""
    year, month = f"{post.date:%Y}", f"{post.date:%Y-%m}"
    head: dict[str, Value] = {
        "title": post.title,
        "slug": post.slug,
        "date": post.date,
        "tac-gia": [post.author],
        "the": list(post.tags),
        "nam": [year],
        "thang": [month],
        "muc-nam": [f"{post.category_key}-{year}"],
        "summary": post.summary,
    }
    path = f"content/chuyen-muc/{post.category_key}/{year}/{post.slug}.md"
    earlier = f"/{post.earlier.address}" if post.earlier else ""
    return Source(path, _text(head, post.blocks, earlier))


def material(post: Post) -> Source:
    """For the blog plugin of Material for MkDocs; the excerpt is the first paragraph."""
    head: dict[str, Value] = {
        "title": post.title,
        "slug": post.slug,
        "date": post.date.replace(tzinfo=None),
        "authors": ["to-chuc"],
        "categories": [post.category],
        "tags": list(post.tags),
        "description": post.summary,
    }
    blocks = (post.blocks[0], "<!-- more -->", *post.blocks[1:])
    earlier = f"../{post.earlier.date:%Y}/{post.earlier.slug}.md" if post.earlier else ""
    path = f"docs/posts/{post.date:%Y}/{post.slug}.md"
    return Source(path, _text(head, blocks, earlier))


def plain(post: Post) -> Source:
    """For Material without its blog: a page whose text begins with title and summary, since its
    search reads nothing else."""
    head: dict[str, Value] = {"title": post.title, "tags": list(post.tags)}
    blocks = (f"# {post.title}", post.summary, *post.blocks)
    return Source(f"docs/posts/{post.date:%Y}/{post.slug}.md", _text(head, blocks, ""))


def _text(head: dict[str, Value], blocks: tuple[str, ...], earlier: str) -> str:
    lines = [f"{name}: {_yaml(value)}" for name, value in head.items()]
    body = "\n\n".join(blocks).replace(f"]({EARLIER})", f"]({earlier})")
    return "\n".join(["---", *lines, "---", "", body, ""])


def _yaml(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)  # which is YAML too
