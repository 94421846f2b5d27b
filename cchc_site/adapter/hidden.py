"""Files of docs/ that MkDocs leaves out by their names: which are published, and what is said.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from cchc_site.adapter.files import source
from cchc_site.base.problems import Level, Problem
from cchc_site.site import file_kinds
from cchc_site.site.file_kinds import FileKind

_WELL_KNOWN = ".well-known/"
"""The folder that machines ask for by that very name (RFC 8615), such as for security.txt."""
SECURITY = f"{_WELL_KNOWN}security.txt"
"""How to report a hole in the site's security."""
_NEAR, _YEAR = dt.timedelta(days=30), dt.timedelta(days=364)
_OF_PLUGINS = {".pages", ".nav.yml", ".meta.yml", ".authors.yml", ".icons", ".overrides"}
"""Names by which plugins of MkDocs are told something."""


def publish_well_known(files: Files, config: MkDocsConfig) -> None:
    """Let MkDocs copy what docs/.well-known/ holds, unless mkdocs.yml says otherwise."""
    for file in _left_out(files, config):
        name = file.src_uri.removeprefix(_WELL_KNOWN)
        if name != file.src_uri and not any(part.startswith(".") for part in name.split("/")):
            file.inclusion = InclusionLevel.NOT_IN_NAV


def advice(files: Files, root: Path, config: MkDocsConfig) -> Iterator[Problem]:
    """A word on each file or folder that MkDocs leaves out and nobody has asked it to."""
    places = dict.fromkeys(map(_place, _left_out(files, config)))
    for place in places:
        name = place.rpartition("/")[2]
        if not name.startswith("."):
            what = "MkDocs không đăng thư mục này, vì tên “templates” dành cho mẫu trang"
            hint = "hãy đổi tên thư mục"
        elif file_kinds.kind(name) is FileKind.OF_TOOLS or name in _OF_PLUGINS:
            continue
        else:
            what = "tên bắt đầu bằng dấu chấm nên không được đăng"
            hint = (
                f"hãy bỏ dấu chấm ở đầu tên; muốn đăng đúng tên ấy thì thêm “!/{place}” vào "
                f"“exclude_docs” trong mkdocs.yml, muốn để nguyên thì thêm “/{place}”"
            )
        yield Problem(source(place, root, config), 0, what, hint, Level.ADVICE)


def expiry(files: Files, root: Path, config: MkDocsConfig, now: dt.datetime) -> Iterator[Problem]:
    """A word on a security.txt (RFC 9116) that tells no day until which it holds, or one that is
    over or near."""
    file = files.get_file_from_path(SECURITY)
    if file is None or file.inclusion.is_excluded():
        return
    lines = file.content_string.splitlines()
    hint = f"hãy xem lại các dòng khác, rồi ghi: Expires: {now + _YEAR:%Y-%m-%d}T00:00:00Z"
    for number, line in enumerate(lines, 1):
        name, _, value = line.partition(":")
        if name.strip().lower() != "expires":
            continue
        try:
            end = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            end = None
        if end is None or end.tzinfo is None:
            what = f"“{value.strip()}” không phải ngày giờ có múi giờ"
        elif end <= now:
            what = f"đã hết hạn từ {end:%Y-%m-%d}, người báo lỗ hổng không tin nữa"
        elif end - now < _NEAR:
            what = f"sắp hết hạn, ngày {end:%Y-%m-%d}"
        else:
            return
        yield Problem(source(SECURITY, root, config), number, what, hint, Level.ADVICE)
        return
    what = "không ghi ngày hết hạn, là điều phải có"
    yield Problem(source(SECURITY, root, config), 0, what, hint, Level.ADVICE)


def _left_out(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """The files of docs/ that are left out by a rule of MkDocs' own."""
    for file in files:
        if file.inclusion.is_excluded() and file.src_dir == config.docs_dir:
            asked = config.exclude_docs and config.exclude_docs.match_file(file.src_uri)
            if not asked and (file.src_uri.startswith("templates/") or "." in _initials(file)):
                yield file


def _initials(file: File) -> set[str]:
    return {part[0] for part in file.src_uri.split("/")}


def _place(file: File) -> str:
    """The file, or the folder above it, by whose name it is left out."""
    parts = file.src_uri.split("/")
    for number, part in enumerate(parts, 1):
        if part == "templates" or (part.startswith(".") and f"{part}/" != _WELL_KNOWN):
            return "/".join(parts[:number])
    return file.src_uri
