"""A text after a post has moved: the spans of it to change, and what they become.

Pure. Used by move.py: links and paths are respelt for the new place, the old address becomes an
alias, and every other character stays.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize
from urllib.parse import quote, unquote

import yaml
from markdown_it.common.utils import unescapeAll
from msgspec import Struct

from cchc_site.content import front_matter
from cchc_site.content.fields import BY_NAME, Record, part
from cchc_site.content.paths import project_path
from cchc_site.content.post import Post
from cchc_site.markdown.destinations import is_external
from cchc_site.site import addresses

_TARGET = re.compile(
    r"""(?:\]\(\s*|\]:\s*)
        (?:<(?P<angle>[^<>\n]+)>
        |(?P<blanks>[^\s<>()][^\n<>()"“”]{0,200}?[ ][^\n<>()"“”]{0,200}?\.[A-Za-z0-9]{2,5})
            (?=[ \t]*(?:\)|["“]))
        |(?P<bare>(?:\\.|[^\s()<>\\]|\((?:\\.|[^\s()\\])*\))+))
    |\b(?:href|src)\s*=\s*(?:"(?P<double>[^"]+)"|'(?P<single>[^']+)'|(?P<plain>[^\s"'=<>`]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_QUERY = re.compile(r"(?:&#?\w+;|[^?#])*")
_UNSAFE = re.compile(r"[^\w./~-]+")
_CLOSING = re.compile(r"\n---[ \t]*$", re.MULTILINE)
_NEWLINE = re.compile(r"\r\n|\r|\n")
# What is no link in docs pages, whose Markdown is not ours to parse: fences, code spans, comments,
# escaped brackets; and indented lines after a paragraph, since in lists and notes they are text.
CODE = (
    re.compile(
        r"^[ \t]*(?P<fence>`{3,}|~{3,})[^`\n]*\n.*?^[ \t]*(?P=fence)[`~]*[ \t]*$"
        r"|(?<!`)(?P<tick>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=tick)(?!`)|<!--.*?-->"
        r"|\\\[[^\]\n]*\]\([^)\n]*\)",
        re.MULTILINE | re.DOTALL,
    ),
    re.compile(
        r"^(?![\s:>*+-]|\d+[.)]|!!!|\?\?\?|===|///|\[\^)[^\n]*\n(?:[ \t]*\n)++"
        r"(?P<code>(?:(?:[ ]{4}|\t)[^\n]*\n?)(?:(?:[ ]{4}|\t)[^\n]*\n?|[ \t]*\n)*+)",
        re.MULTILINE,
    ),
)

Edit = tuple[int, int, str]


class CannotMove(Exception):
    """The move cannot be made; the words say why, and how to mend it."""


class Way(Struct, frozen=True):
    """From where to where a file or a whole folder moves, and the address of its post."""

    old: str
    new: str
    old_url: str
    new_url: str

    def place(self, path: str) -> str:
        """Where `path` is after the move."""
        known, moving = normalize("NFC", path), normalize("NFC", self.old)
        inside = known == moving or known.startswith(f"{moving}/")
        return self.new + known[len(moving) :] if inside else path

    def target(self, path: str, target: str) -> str:
        """What `target`, in the file `path`, must be after the move; itself where it may stay."""
        written = normalize("NFC", target)
        name = re.split("[?#]", written, maxsplit=1)[0]
        if not name or is_external(written):
            return target
        if name.startswith("/"):
            asked = unquote(name[1:])
            if not f"{asked}/".startswith(self.old_url) or self.old_url == self.new_url:
                return target
            return f"/{self.new_url}{_spelt(asked[len(self.old_url) :])}{written[len(name) :]}"
        aim, here = self.place(project_path(path, name)), self.place(path)
        if project_path(here, name) == aim:
            return target
        way = posixpath.relpath(aim, posixpath.dirname(here)) + "/" * name.endswith("/")
        return _spelt(way) + written[len(name) :]

    def post(self, post: Post) -> Post:
        """`post` as it must read after the move, but for its text."""
        aliases = post.aliases
        moving = self.place(post.path) != post.path
        if moving and post.url == self.old_url != self.new_url:
            alias = f"/{self.old_url}"
            aliases = tuple(alias if self._takes(address) else address for address in aliases)
            aliases = tuple(dict.fromkeys(aliases if alias in aliases else (*aliases, alias)))
        return replace(
            post,
            path=self.place(post.path),
            image=self.target(post.path, post.image),
            attachments=self._records(post.path, post.attachments),
            documents=self._records(post.path, post.documents),
            aliases=aliases,
        )

    def _takes(self, alias: str) -> bool:
        return addresses.address(alias) == self.new_url

    def _records(self, path: str, records: Iterable[Record]) -> tuple[Record, ...]:
        return tuple(
            {**record, "file": self.target(path, record["file"])} if record.get("file") else record
            for record in records
        )

    def head_edits(self, text: str, post: Post) -> Iterator[Edit]:
        """The edits of the front matter of `text`."""
        entries = front_matter.split(text).entries
        start = text.index("\n") + 1  # YAML's marks count from the line after the opening fence
        nodes = [entries["image"].node] if post.image else []
        for name in ("attachments", "documents"):
            if getattr(post, name):
                pairs = (pair for record in entries[name].node.value for pair in record.value)
                field = BY_NAME[name]
                nodes += [node for key, node in pairs if part(field, key.value) == "file"]
        for node in nodes:
            target = " ".join(node.value.split())
            if (wanted := self.target(post.path, target)) != target:
                yield within(node, start, wanted)
        if post.aliases == self.post(post).aliases:
            return
        if "aliases" not in entries:
            end = closing(text)
            yield end, end, f"aliases: [/{self.old_url}]\n"
        else:
            yield from self._alias_edits(text, entries["aliases"].node, start)

    def _alias_edits(self, text: str, node: yaml.Node, start: int) -> Iterator[Edit]:
        alias = f"/{self.old_url}"
        first, end = start + node.start_mark.index, start + node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and not node.value.strip():
            yield first, end, f"[{alias}]" if end > first else f" [{alias}]"
        if not isinstance(node, yaml.SequenceNode):
            return
        if taken := [written for written in node.value if self._takes(str(written.value))]:
            yield from (within(written, start, alias) for written in taken)
        elif not node.value:
            yield first + 1, first + 1, alias
        elif node.flow_style:
            end = start + node.value[-1].end_mark.index
            yield end, end, f", {alias}"
        else:
            line = text.rfind("\n", 0, start + node.value[-1].start_mark.index) + 1
            end = text.index("\n", start + node.value[-1].end_mark.index) + 1
            yield end, end, f"{text[line:end].partition('-')[0]}- {alias}\n"

    def body_edits(self, text: str, path: str, begin: int = 0) -> Iterator[Edit]:
        """An edit for everything after `begin` that looks like a link's target and is one whose
        target must change."""
        for target in _TARGET.finditer(text, begin):
            group = str(target.lastgroup)
            name = _BEFORE_QUERY.match(target[group])
            written = unescapeAll(name[0]) if name else ""
            if name and (wanted := self.target(path, written)) != written:
                yield target.start(group), target.start(group) + name.end(), wanted


def _spelt(path: str) -> str:
    """`path` as every kind of link may hold it, letters as they are."""
    return _UNSAFE.sub(lambda unsafe: quote(unsafe[0]), path)


def within(node: yaml.Node, start: int, text: str) -> Edit:
    """`text` in place of a scalar's, which keeps its quotation marks."""
    quoted = 1 if getattr(node, "style", None) in ("'", '"') else 0
    return start + node.start_mark.index + quoted, start + node.end_mark.index - quoted, text


def closing(text: str) -> int:
    """Where the line that closes the front matter starts."""
    mark = _CLOSING.search(text)
    return mark.start() + 1 if mark else len(text)


def edited(raw: str, edits: Iterable[Edit]) -> str:
    """`raw` with `edits`, whose spans count as if it had no byte order mark and line feeds only."""
    newline = line_end[0] if (line_end := _NEWLINE.search(raw)) else "\n"
    bare = raw.removeprefix("\ufeff")
    mark = len(raw) - len(bare)
    places = [mark + at for at in range(len(bare)) if bare[at : at + 2] != "\r\n"]
    for start, end, new in sorted(edits, reverse=True):
        first, last = (places[at - 1] + 1 if at else mark for at in (start, end))
        raw = raw[:first] + new.replace("\n", newline) + raw[last:]
    return raw


def plain(raw: str) -> str:
    """`raw` as the reader takes it: line feeds only, no byte order mark."""
    return _NEWLINE.sub("\n", raw.removeprefix("\ufeff"))
