"""The bytes of a post's file → what a build keeps of the post.

Pure, but for files that extensions of Markdown ask for: without such extensions it may run on any
machine. Where bytes come from and where HTML goes is left to loader.py.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from cchc_site.base.hashing import digest, digest_of_texts, joined
from cchc_site.base.opened import Asked, Opened
from cchc_site.base.problems import Problem
from cchc_site.content import post
from cchc_site.content.body_names import named
from cchc_site.content.fields import Settings
from cchc_site.content.paths import project_path
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.markdown.dialects import Reader
from cchc_site.search import terms
from cchc_site.site import post_file, snapshot, wordless
from cchc_site.site.discover import Source
from cchc_site.site.snapshot import PostEntry, ReadPost
from cchc_site.storage.html_store import NOWHERE, HtmlRecord


class WrittenPost(NamedTuple):
    """A post's file as it is now, and the pack of the HTML store that holds its former text."""

    source: Source
    content: bytes
    pack: str = ""


class ParsedPost(NamedTuple):
    """A post that has been read, with the record that is to be stored of it, None for none, and the
    pack of the HTML store for that."""

    read: ReadPost
    record: HtmlRecord | None = None
    pack: str = ""


class PostReader(Struct, frozen=True):
    """Reads what files hold: Markdown goes through `reader`, and the words of a post are kept where
    posts are `searchable`. `reading` is a digest of all that decides how files are read; `opened`
    knows the files that extensions of Markdown ask for."""

    settings: Settings
    reader: Reader
    searchable: bool
    reading: bytes
    opened: Opened | None = None

    def read(self, posts: list[WrittenPost | ParsedPost]) -> list[ParsedPost]:
        """What comes of each post that has not been read yet."""
        return [one if isinstance(one, ParsedPost) else self._read(*one) for one in posts]

    def _read(self, source: Source, content: bytes, pack: str) -> ParsedPost:
        path = source.path
        text = post_file.decoded(content, path)
        if isinstance(text, Problem):
            return ParsedPost(unreadable(path, text))
        written, problems, is_whole = post.judged(text, path, self.settings)
        parsed, asked = self._parsed(written)
        parsed = wordless.completed(written, parsed, is_sound=not problems)
        record = self.record(written, parsed)
        kept = snapshot.file_problems((*problems, *parsed.problems))
        entry = PostEntry(
            signature=source.signature,
            digest=self.digest(content, asked),
            beside=source.beside,
            files=_files(written, parsed, source.beside),
            html_digest=parsed.digest,
            search_digest=digest_of_texts(record.search),
            packed=snapshot.packed(
                snapshot.header(written), snapshot.outline(parsed, self._named(written, parsed))
            ),
            asked=asked,
            problems=kept,
            location=NOWHERE,
        )
        read = ReadPost(path, entry, kept, is_whole)
        return ParsedPost(read, record if is_whole else None, pack)

    def _named(self, written: Post, parsed: ParsedText) -> tuple[str, ...]:
        names = self.settings.bodies
        if not names:
            return ()
        said = written.title, written.summary, written.source, *written.authors
        return named(names, *said, parsed.text)

    def _parsed(self, written: Post) -> tuple[ParsedText, Asked]:
        """What a post's text holds, and the files that it took to read it."""
        if self.opened is None:
            return self._text(written), ()
        with self.opened.during() as names:
            parsed = self._text(written)
        return parsed, self.opened.asked(names)

    def _text(self, written: Post) -> ParsedText:
        return self.reader(written.body, written.path, written.body_line)

    def completed(self, written: Post) -> ParsedText:
        """What the text of a post holds that was read before without a problem."""
        return wordless.completed(written, self._text(written))

    def digest(self, content: bytes, asked: Asked) -> bytes:
        """The digest of a post: of its bytes, and of all that decided how they were read, for that
        decides what every page shows of it."""
        return joined(self.reading, digest(content), *(held for _, held in asked))

    def record(self, written: Post, parsed: ParsedText) -> HtmlRecord:
        """What is stored of a post: its HTML, and what search finds it by."""
        if not self.searchable:
            return HtmlRecord(parsed.html)
        dated = terms.dated(written.day)
        if written.withdrawn:
            found_by = terms.search_text(written.title, "", (), written.withdrawn, (), dated)
        else:
            cited = [f"{mention.kind} {mention.number}" for mention in parsed.mentions]
            found_by = terms.search_text(
                written.title,
                written.summary or "",
                written.tags,
                parsed.text,
                cited,
                dated,
                authors=[*written.authors, *filter(None, [written.source])],
                category=self.settings.categories.get(written.category, written.category),
            )
        return HtmlRecord(parsed.html, found_by)


def unreadable(path: str, *problems: Problem) -> ReadPost:
    """A post of which nothing is known but what is wrong."""
    return ReadPost(path, None, snapshot.file_problems(problems))


def _files(written: Post, parsed: ParsedText, beside: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of the files that a post names or that lie beside it."""
    named = [reference.target for reference in parsed.references]
    named += [record["file"] for record in written.attachments]
    named += [record["file"] for record in written.documents if record.get("file")]
    named += [written.image] if written.image else []
    paths = {project_path(written.path, target) for target in named if not target.startswith("/")}
    return tuple(
        path for path in sorted((paths | set(beside)) - {""}) if not path.lower().endswith(".md")
    )
