"""The posts of another site → drafts: what is the same for all generators.

Touches the disk, for reading only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cchc_site.importing import decoding, foreign_markdown, foreign_matter, old_addresses
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refusal, Refused
from cchc_site.importing.foreign_markdown import ForeignBody
from cchc_site.importing.foreign_matter import ForeignText
from cchc_site.importing.site_fields import FieldReader
from cchc_site.importing.site_links import SiteFolder, SitePost, SiteTargets

_LARGEST = 5_000_000  # bytes


class ForeignPost(Struct, frozen=True):
    """A post of another site as it is read: its file, values and text, the title where the values
    have none, and all its old addresses, the one of its page first."""

    post: SitePost
    text: ForeignText
    title: str
    addresses: Sequence[str]
    day: str = ""


Gathered = Mapping[Path, ForeignPost | Refused]
"""The posts of a site by their files, or why one cannot be read."""


def _as_written(foreign: ForeignPost, left_out: list[LeftOut]) -> str:
    return foreign.text.body


class SiteReading(Struct, frozen=True):
    """How the posts of a site are read: its folder, the names of authors by their keys, and what
    puts in place what templates make of a text, or takes it out and tells so."""

    site: SiteFolder
    names: Callable[[str], str] = lambda name: name
    prepare: Callable[[ForeignPost, list[LeftOut]], str] = _as_written


def gathered(files: Iterable[Path], read: Callable[[Path], ForeignPost]) -> Gathered:
    """What `read` makes of each of `files`."""
    posts: dict[Path, ForeignPost | Refused] = {}
    for file in files:
        try:
            posts[file] = read(file)
        except Refused as refused:
            posts[file] = refused
    return posts


def places(posts: Gathered) -> list[SitePost]:
    """The files and addresses of posts."""
    return [each.post for each in posts.values() if isinstance(each, ForeignPost)]


def text_of(path: Path) -> str:
    """The text of a file. Raises `Refused` and `OSError`."""
    if path.stat().st_size > _LARGEST:
        raise Refused("tệp quá lớn (hơn 5 MB); hãy chia bài rồi nhập lại")
    return decoding.decode(path.read_bytes()).text


def files(folder: Path, endings: Sequence[str]) -> Iterator[Path]:
    """The files below `folder` with one of the `endings`, in the order of their paths; hidden ones
    and links that lead out are passed over."""
    whole = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.suffix.lower() not in endings or any(part[0] == "." for part in inner.parts):
            continue
        if path.is_file() and path.resolve().is_relative_to(whole):
            yield path


def drafts(
    posts: Gathered, reading: SiteReading, options: ImportOptions
) -> Iterator[Draft | Refusal]:
    """The drafts that `posts` are, in their order."""
    for file, foreign in posts.items():
        name = file.resolve().relative_to(reading.site.root).as_posix()
        try:
            if isinstance(foreign, Refused):
                raise foreign
            yield _draft(name, foreign, reading, options)
        except Refused as refused:
            yield Refusal(name, str(refused))


def _draft(name: str, foreign: ForeignPost, reading: SiteReading, options: ImportOptions) -> Draft:
    reader = FieldReader(foreign.text.values, options)
    reader.read(foreign.title, reading.names)
    fields, left_out = reader.fields, list(reader.left_out)
    if "date" not in fields and foreign.day:
        fields["date"] = foreign.day
    targets = SiteTargets(reading.site, foreign.post, str(fields["title"]))
    _lead(reader, targets, fields)
    body = _body(foreign, reading, targets, options, left_out, fields)
    left_out += [*targets.left_out, *targets.files.left_out]
    if old := [*old_addresses.aliases(foreign.addresses, left_out)]:
        fields["aliases"] = old
    return Draft(
        source=name,
        fields={key: value for key, value in fields.items() if value},
        body=f"{body.text}\n",
        guessed=frozenset(reader.guessed),
        files=tuple(targets.files.files),
        left_out=tuple(dict.fromkeys(left_out)),
        words_in=body.words_in,
        words_out=body.words_out,
    )


def _lead(reader: FieldReader, targets: SiteTargets, fields: dict[str, Any]) -> None:
    """Put the picture before the text in place, where it lies in the site."""
    address, alt = reader.picture
    if address:
        name, said = targets.image(address, alt)
        if name:
            fields |= {"image": name, "image_alt": said}


def _body(
    foreign: ForeignPost,
    reading: SiteReading,
    targets: SiteTargets,
    options: ImportOptions,
    left_out: list[LeftOut],
    fields: dict[str, Any],
) -> ForeignBody:
    """The text of the post; an excerpt of plain words is its summary."""
    foreign_markdown.judge(foreign.text.body)
    text = reading.prepare(foreign, left_out)
    if foreign.post.path.suffix.lower() in (".html", ".htm"):
        return foreign_markdown.of_html(text, targets, options, left_out)
    title, rest = foreign_markdown.taken_title(text)
    same = "".join(title.split()).casefold() == "".join(foreign_title(foreign).split()).casefold()
    text = rest if title and same else text
    if not fields.get("summary"):
        summary, text = foreign_markdown.taken_excerpt(text)
        fields["summary"] = summary
    return foreign_markdown.body(text, targets, options, left_out)


def foreign_title(foreign: ForeignPost) -> str:
    """The title of a post: that of its values, else the heading of its text, else of its file."""
    return foreign_matter.text(foreign.text.values.get("title")) or foreign.title


def config_of(paths: Sequence[Path]) -> Mapping[str, Any]:
    """The values of the first of `paths` that is there, by its ending. Raises `Refused`."""
    for path in paths:
        if path.is_file():
            text = text_of(path)
            fence = {".toml": "+++", ".json": ""}.get(path.suffix.lower(), "---")
            return foreign_matter.split(f"{fence}\n{text}\n{fence}\n" if fence else text).values
    return {}
