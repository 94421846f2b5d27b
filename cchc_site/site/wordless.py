"""Posts without words: a notice may be only a title and its files.

Pure. Such a post is read as if its text were a link to each file, so that its page, its line in
lists, feeds and search have something to show of it, each by its own rule.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from cchc_site.content import post as posts
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText, escape
from cchc_site.site import documents
from cchc_site.site.snapshot import PostSnapshot

_TAG = re.compile(r"<[^>]*>")
_BRINGING = ("attachments", "documents", "image")
"""The keys that name what a post may show without a word."""
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""What Unicode calls letters and symbols, and nobody sees."""


def completed(post: Post, parsed: ParsedText, is_sound: bool = True) -> ParsedText:
    """What the text of `post` holds; where it shows nothing, its files in the place of it. A post
    that has no file and no picture either is a problem, but where its front matter is not sound and
    names some, or its text holds what was refused: what they show is not known."""
    if _shows(parsed):
        return parsed
    files = dict(_files(post))
    if not files:
        named = not is_sound and any(map(post.line, _BRINGING))
        brings = post.image or named or parsed.problems
        nothing = () if brings else (posts.empty(post.path, post.body_line),)
        problems = (*parsed.problems, *nothing)
        return replace(parsed, lead=post.image_alt, text=post.image_alt, problems=problems)
    # What reads texts is loaded by now, in a build with nothing to read not at all.
    from cchc_site.markdown.gfm.reader import swept
    from cchc_site.markdown.output import Output

    output = Output(post.path, 0, sum(map(len, chain(*files.items()))))
    for file, (label, line) in files.items():
        output.html.append('<p class="cchc-link-card cchc-link-card--pdf"><a')
        output.html.append(f"{output.link(file, line)}>{escape(label)}</a>")
        kind = f"{escape(_kind(file))}{output.weight()}"
        output.html.append(f' <span class="cchc-link-card__host">{kind}</span></p>\n')
        output.texts.append(label)
    output.lead = f"Tệp đính kèm: {'; '.join(_named(file, *files[file]) for file in files)}."
    made = swept(output)
    # A label is no citation: who cites a document does it in a sentence.
    return replace(made, problems=(*parsed.problems, *made.problems), mentions=())


def is_wordless(item: PostSnapshot) -> bool:
    """Whether the text of a post is made of its files: what it refers to stands above the text."""
    return any(reference.line < item.post.body_line for reference in item.parsed.references)


def _shows(parsed: ParsedText) -> bool:
    """Whether a reader sees anything of a text."""
    if _is_seen(parsed.text) or any(each.kind == "image" for each in parsed.references):
        return True
    # A card of a link has words that are not the writer's.
    return _is_seen(html.unescape(_TAG.sub("", parsed.html)))


def _is_seen(text: str) -> bool:
    return any(char.isprintable() and char != " " and char not in _BLANK for char in text)


def _files(post: Post) -> Iterator[tuple[str, tuple[str, int]]]:
    """The files that the front matter names, each with its label and its line."""
    for record in post.documents:
        if file := record.get("file"):
            name = documents.of_record(record).name
            yield file, (f"Toàn văn {name}", post.line("documents", file))
    for record in post.attachments:
        file = record["file"]
        yield (
            file,
            (record.get("title") or posixpath.basename(file), post.line("attachments", file)),
        )


def _named(file: str, label: str, line: int) -> str:
    kind = _kind(file)
    named = not kind or label.upper().endswith(f".{kind}")
    return label if named else f"{label} ({kind})"


def _kind(file: str) -> str:
    return posixpath.splitext(file)[1].removeprefix(".").upper()
