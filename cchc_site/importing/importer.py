"""`cchc import`: documents → posts, one at a time.

Touches the disk. Each document is read by its format's reader, filled up, mended as `cchc check
--fix` mends a post, and written at its place; what stands in the way of one does not keep the
others. What `cchc check` says of the posts is the command's to ask.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from cchc_site.base import failures
from cchc_site.content import front_matter
from cchc_site.editing import fix
from cchc_site.editing.fix import ProjectFiles
from cchc_site.importing import filling, place, sources
from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused
from cchc_site.importing.filling import Given
from cchc_site.importing.formats import ImportFormat
from cchc_site.importing.place import Posts
from cchc_site.importing.report import ImportedDocument
from cchc_site.importing.sources import ForeignDocument
from cchc_site.storage.folders import CACHE

INBOX = "_word"
"""The folder within that of the posts into which clerks put documents."""
_OF_INBOX = (place.RECORD, "README.md")
Show = Callable[[str, int, int], None]


class ImportResult(Struct, frozen=True):
    """What became of the documents, and the files in their folders that are none."""

    documents: tuple[ImportedDocument, ...]
    passed_over: tuple[str, ...]


class ImportRun(Struct, frozen=True):
    """What is imported: into which folder, of which format (None: as each file is), what readers
    and fields are told, and whether the documents are those of the inbox, which go when they are
    posts."""

    into: str
    form: ImportFormat | None
    options: ImportOptions
    given: Given
    is_inbox: bool = False


def run(
    project: ProjectFiles, paths: Sequence[Path], wanted: ImportRun, show: Show
) -> ImportResult:
    """Import the documents among `paths`. `show` is told how far that has come.

    Raises `Refused` where nothing can be imported at all, and `OSError` for a disk that is full.
    """
    inbox = project.root / project.posts_dir / INBOX
    if wanted.is_inbox and any(not path.absolute().is_relative_to(inbox) for path in paths):
        hint = f"hãy viết {project.posts_dir}/{INBOX}"
        raise Refused(f"--inbox xóa tệp đã nhập, nên chỉ dùng cho hộp thư; {hint}")
    record = (inbox if wanted.is_inbox else project.root / CACHE / "import") / place.RECORD
    posts = Posts(project.root, project.posts_dir, wanted.into, record)
    documents = [*_documents(paths, wanted)]
    done: list[ImportedDocument] = []
    passed_over: list[str] = []
    for number, document in enumerate(documents):
        show("nhập", number, len(documents))
        if document.form is None and not (document.is_named or wanted.is_inbox):
            passed_over.append(document.name)
            continue
        became = [*_imported(document, project, wanted, posts)]
        done += became
        if wanted.is_inbox and not any(each.refusal for each in became):
            document.path.unlink()
    show("nhập", len(documents), len(documents))
    return ImportResult(tuple(done), tuple(passed_over))


def _documents(paths: Iterable[Path], wanted: ImportRun) -> Iterator[ForeignDocument]:
    for path in paths:
        if wanted.is_inbox and not path.exists():
            continue  # git keeps no empty folder
        if not path.exists():
            hint = "hãy xem lại tên tệp và thư mục đang đứng"
            raise Refused(f"không có tệp “{path}”; {hint}")
        for document in sources.documents([path], wanted.form):
            if not (wanted.is_inbox and document.path.name in _OF_INBOX):
                yield document


def _imported(
    document: ForeignDocument, project: ProjectFiles, wanted: ImportRun, posts: Posts
) -> Iterator[ImportedDocument]:
    """What became of the drafts in one document."""
    if document.form is None:
        yield ImportedDocument(document.name, refusal=_unknown(document))
        return
    try:
        whole = "" if document.path.is_dir() else place.key_of(document.path)
        if whole and (post := posts.known(whole)):
            yield ImportedDocument(document.name, post, was_known=True)
            return
        imported: list[ImportedDocument] = []
        for number, draft in enumerate(document.form.reader()(document.path, wanted.options), 1):
            each = _placed(draft, document, project, wanted, posts, f"{whole}#{number}")
            imported.append(each)
            yield each
        if not imported:
            yield ImportedDocument(document.name, refusal="không có bài nào trong tệp này")
        elif whole and all(each.post for each in imported):
            posts.note(document.name, imported[0].post, [whole])
    except Refused as refused:
        yield ImportedDocument(document.name, refusal=str(refused))
    except (OSError, MemoryError) as error:
        if isinstance(error, OSError) and error.errno in failures.NO_ROOM:
            raise
        yield ImportedDocument(document.name, refusal=failures.reason(error))


def _unknown(document: ForeignDocument) -> str:
    """What is said of a file that nobody reads."""
    ending = document.path.suffix.lower()
    hint = "hãy lưu lại thành .docx, .html hoặc .txt rồi nhập lại"
    return f"không biết loại tệp “{ending or document.path.name}”; {hint}"


def _placed(
    draft: Draft | Refusal,
    document: ForeignDocument,
    project: ProjectFiles,
    wanted: ImportRun,
    posts: Posts,
    key: str,
) -> ImportedDocument:
    """What became of one draft."""
    source = _source(draft.source, document)
    if isinstance(draft, Refusal):
        return ImportedDocument(source, refusal=draft.why)
    aliases = [str(alias) for alias in draft.fields.get("aliases", ())]
    keys = [*([] if key.startswith("#") else [key]), *aliases]
    if post := next(filter(None, map(posts.known, keys)), ""):
        return ImportedDocument(source, post, was_known=True)
    try:
        filled = filling.filled(draft, wanted.given, project.settings)
        year = filling.year_of(filled.fields, project.settings)
        text = _mended(place.text(filled.fields, draft.body), wanted.into, project)
        post = posts.add(year, str(filled.fields["title"]), text, draft.files)
    except Refused as refused:
        return ImportedDocument(source, refusal=str(refused))
    posts.note(source, post, keys)
    sure = tuple(name for name in filled.fields if name not in filled.guessed and name != "draft")
    return ImportedDocument(
        source,
        post,
        sure,
        tuple(sorted(filled.guessed)),
        draft.words_in,
        draft.words_out,
        tuple(map(str, draft.left_out)),
    )


def _source(said: str, document: ForeignDocument) -> str:
    """What the report calls a draft whose reader `said` this: where it lies in its document."""
    for lead in (str(document.path), document.path.name):
        if said.startswith(lead):
            return document.name + said.removeprefix(lead)
    return f"{document.name}: {said}" if said else document.name


def _mended(text: str, into: str, project: ProjectFiles) -> str:
    """The file of a post as `cchc check --fix` leaves it: mended again until nothing changes."""
    text = unicodedata.normalize("NFC", text)
    path = posixpath.join(into, "bai.md")
    mended = fix.fixed(text, path, project)
    return mended if front_matter.read(mended).is_whole else text
