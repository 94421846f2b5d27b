"""A post: its text as a value, and back.

Pure. front_matter.py splits the file, values.py reads each value; here they become one `Post`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from cchc_site.base import vietnamese
from cchc_site.base.problems import Problem
from cchc_site.content import authors, fields, front_matter, values
from cchc_site.content.fields import BY_NAME, FIELDS, REQUIRED, Moment, Record, Settings
from cchc_site.content.front_matter import Key
from cchc_site.content.texts import Faults

_GUESSES = 100  # unknown keys of a post that are taken for known ones; no post has as many
# Lists of what may lead nowhere: each item is told at its own line.
_LISTED = frozenset({"aliases", "attachments", "documents"})
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


# Not frozen: a build restores every post, and each of thirty fields would be set by a call.
@dataclass(slots=True)
class Post:
    """A news item as its file says it. `path` is relative to the project, `date` in the site's
    time zone; `lines` has the line of the file of each key and listed item.

    Derived, made once: `day` of publication in the site's time zone; `url`, the address from the
    site's root, ending with a slash; `modified`, the day of its last change (ISO 8601).
    """

    path: str
    title: str
    date: Moment
    authors: tuple[str, ...]
    category: str
    body: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    slug: str = ""
    source: str = ""
    image: str = ""
    image_alt: str = ""
    updated: Moment | None = None
    correction: str = ""
    expires: Moment | None = None
    withdrawn: str = ""
    draft: bool = False
    pinned: bool = False
    documents: tuple[Record, ...] = ()
    procedures: tuple[Record, ...] = ()
    attachments: tuple[Record, ...] = ()
    posted_from: Moment | None = None
    posted_to: Moment | None = None
    organization: str = ""
    aliases: tuple[str, ...] = ()
    extra: object = None
    hide: tuple[str, ...] = ()
    robots: str = ""
    search: Mapping[str, str] | None = None
    body_line: int = field(default=1, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    day: dt.date = field(init=False, compare=False)
    url: str = field(init=False, compare=False)
    modified: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Derive what every list asks for."""
        self.day = day = self.date.at.date()
        self.modified = self.changed.date().isoformat()
        self.url = f"tin-tuc/{day.year:04d}/{day.month:02d}/{self.slug or _slug(self.path)}/"

    @property
    def name(self) -> str:
        """The last part of the address: `slug`, else the name of the file or of its folder."""
        return self.url.split("/")[-2]

    @property
    def changed(self) -> dt.datetime:
        """When the post last changed: published or updated, whichever is later."""
        return max(self.date.at, self.updated.at) if self.updated else self.date.at

    @property
    def is_unindexed(self) -> bool:
        """Whether search engines are asked to leave the post out."""
        return not {"noindex", "none"}.isdisjoint(self.robots.split(", "))

    def line(self, key: str, item: str = "") -> int:
        """The file's line of `key`, or of what its list holds; 0 when it is not written."""
        return self.lines.get(f"{key} {item}") or self.lines.get(key, 0)


def _slug(path: str) -> str:
    parts = path.removesuffix(".md").split("/")
    stem = parts[-2] if parts[-1] == "index" and len(parts) > 1 else parts[-1]
    return stem if _IS_SLUG.fullmatch(stem) else vietnamese.slug(stem)


def parse(text: str, path: str, settings: Settings) -> tuple[Post | None, tuple[Problem, ...]]:
    """The post written in `text` (NFC, line feeds only) and every problem of its front matter;
    no post when a required value is missing or the front matter cannot be read as it is."""
    post, problems, is_whole = judged(text, path, settings)
    return post if is_whole else None, problems


def judged(text: str, path: str, settings: Settings) -> tuple[Post, tuple[Problem, ...], bool]:
    """The post written in `text`, with stand-ins for required values that it lacks, so that its
    links and text can be judged all the same; every problem of its front matter; and whether
    nothing had to stand in."""
    head = front_matter.read(text)
    problems = [Problem(path, *slip) for slip in head.slips]
    known, faults = _values(head.entries, path, settings)
    problems += faults
    problems += (
        Problem(path, line, f"mục “{name}” viết hai lần", "hãy xóa một dòng")
        for line, name in head.doubled
    )
    if head.is_whole and (head.entries or not head.slips):
        problems += _wanting(head.entries, known, path, {slip.line for slip in head.slips})
    # Of an empty body, the line under which it is to stand.
    body_line = head.body_line if head.body else text.rstrip().count("\n") + 1
    is_whole = not head.slips and all(spec.name in known for spec in REQUIRED)
    lines = {name: entry.line for name, entry in head.entries.items()}
    for name in _LISTED & lines.keys():
        lines |= _lines_within(name, head.entries[name].node)
    known = known if is_whole else {**_STAND_INS, **known}
    known["authors"] = known.pop("author")
    post = Post(path=path, body=head.body, body_line=body_line, lines=lines, **known)
    problems += _conflicts(post)
    return post, tuple(problems), is_whole


def _lines_within(name: str, node: yaml.Node) -> Iterator[tuple[str, int]]:
    """The texts in the list of that name, each as `Post.line` asks for it, and its line."""
    left = [node]
    while left:
        node = left.pop(0)
        if isinstance(node, yaml.ScalarNode):
            yield f"{name} {node.value.strip()}", node.start_mark.line + 2
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
        elif isinstance(node, yaml.MappingNode):
            left += (value for _, value in node.value)


UNKNOWN_DAY = Moment(dt.datetime(dt.MINYEAR, 1, 2, tzinfo=dt.UTC), False)
"""The date of a post whose own cannot be read."""
_STAND_INS = {"title": "", "date": UNKNOWN_DAY, "author": (), "category": ""}


def empty(path: str, line: int) -> Problem:
    """What is wrong with a post that shows nothing: no word, no file, no picture."""
    hint = (
        "hãy viết nội dung dưới dòng “---” thứ hai; tin chỉ có tệp thì nêu tệp ở phần đầu bài, "
        "ví dụ “attachments: [{file: quyet-dinh.pdf}]”"
    )
    return Problem(path, line, "bài không có nội dung", hint)


def _values(
    entries: Mapping[str, Key], path: str, settings: Settings
) -> tuple[dict[str, Any], list[Problem]]:
    known: dict[str, Any] = {}
    problems: list[Problem] = []
    faults: Faults = []
    for name, entry in entries.items():
        if name not in BY_NAME:
            nearest = fields.named(name) if len(problems) < _GUESSES else None
            hint = f"có phải “{nearest}” không?" if nearest else "hãy xóa dòng này"
            problems.append(Problem(path, entry.line, f"không có mục “{name}”", hint))
            continue
        value = values.value(BY_NAME[name], entry.node, settings, faults)
        if value is not None:
            known[name] = value
    problems += (Problem(path, fault.line, fault.what, fault.hint) for fault in faults)
    return known, problems


def _wanting(
    entries: Mapping[str, Key], known: Mapping[str, object], path: str, slips: Container[int]
) -> Iterator[Problem]:
    unknown = (name for name in entries if name not in BY_NAME)
    meant = {fields.named(name) for name in islice(unknown, _GUESSES)}
    for spec in REQUIRED:
        if spec.name in known or spec.name in meant:
            continue
        if spec.name not in entries:
            hint = f"hãy thêm dòng “{spec.name}: {spec.example}”"
            yield Problem(path, 1, f"thiếu mục “{spec.name}” ({spec.label.lower()})", hint)
            continue
        entry = entries[spec.name]
        if _is_empty(entry.node) and entry.line not in slips:
            hint = f"hãy viết ví dụ “{spec.name}: {spec.example}”"
            yield Problem(path, entry.line, f"mục “{spec.name}” để trống", hint)


def _is_empty(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return not any(not _is_empty(item) for item in node.value)
    return isinstance(node, yaml.ScalarNode) and not node.value.strip()


def _conflicts(post: Post) -> Iterator[Problem]:
    """What is wrong with fields beside each other."""
    if post.date is not UNKNOWN_DAY:
        yield from _days_in_order(post)
    if post.image and not post.image_alt:
        yield Problem(
            post.path,
            post.line("image"),
            "ảnh đầu bài thiếu mô tả “image_alt”",
            "hãy thêm dòng “image_alt: …” tả ảnh cho người không nhìn thấy",
        )
    if not post.name:
        yield Problem(
            post.path,
            0,
            "tên tệp không có chữ cái hay chữ số nào để làm địa chỉ",
            "hãy đổi tên tệp, ví dụ “lich-tiep-cong-dan.md”",
        )


def _days_in_order(post: Post) -> Iterator[Problem]:
    posted = vietnamese.day_numeric(post.day)
    if post.updated and _is_before(post.updated, post.date):
        day = vietnamese.day_numeric(post.updated.at.date())
        yield Problem(
            post.path,
            post.line("updated"),
            f"ngày sửa bài {day} (“updated”) sớm hơn ngày đăng {posted} (“date”)",
            f"hãy viết “updated: {post.day.isoformat()}” hoặc một ngày sau đó, hoặc xóa dòng này",
        )
    if post.expires and post.expires.at <= post.date.at:
        day = vietnamese.day_numeric(post.expires.at.date())
        after = (post.day + dt.timedelta(days=1)).isoformat()
        yield Problem(
            post.path,
            post.line("expires"),
            f"bài hết hạn ngày {day} (“expires”), không sau ngày đăng {posted} (“date”)",
            f"hãy viết “expires: {after}” hoặc một ngày sau đó, hoặc xóa dòng này",
        )
    if post.posted_from and post.posted_to and _is_before(post.posted_to, post.posted_from):
        first, last = post.posted_from.at.date(), post.posted_to.at.date()
        yield Problem(
            post.path,
            post.line("posted_to"),
            f"ngày cuối niêm yết {vietnamese.day_numeric(last)} (“posted_to”) sớm hơn ngày đầu "
            f"{vietnamese.day_numeric(first)} (“posted_from”)",
            f"hãy viết “posted_to: {first.isoformat()}” hoặc một ngày sau đó, hoặc xóa dòng này",
        )


def _is_before(moment: Moment, other: Moment) -> bool:
    """Whether a moment is before another; where an hour is not written, by their days."""
    if moment.timed and other.timed:
        return moment.at < other.at
    return moment.at.date() < other.at.date()


def dump(post: Post) -> str:
    """The file of `post`: front matter in the order of the table, then the body."""
    written: dict[str, object] = {}
    for spec in FIELDS:
        value = _author(post) if spec.name == "author" else _plain(getattr(post, spec.name))
        if value or (spec.kind == "anything" and value is not None):
            written[spec.name] = value
    return front_matter.join(written, post.body)


def _author(post: Post) -> str | list[str]:
    is_plain = len(post.authors) == 1 and not authors.several(post.authors[0])
    return post.authors[0] if is_plain else list(post.authors)


def _plain(value: object) -> object:
    if isinstance(value, Moment):
        return value.at.isoformat(" ") if value.timed else f"{value.at:%Y-%m-%d}"
    return list(value) if isinstance(value, tuple) else value
