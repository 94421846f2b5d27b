"""The project that is built: its folders, the moment of the build, and what is refused.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from cchc_site.adapter.options import CchcConfig
from cchc_site.base import failures, vietnamese
from cchc_site.base.problems import Problem, as_text
from cchc_site.site import procedure_records, records
from cchc_site.storage import folders

# ProperDocs, a fork of MkDocs 1.6, answers `mkdocs` with packages and loggers of its own name.
host_log = logging.getLogger(mkdocs.__name__)
log = logging.getLogger("mkdocs.plugins.cchc")

_POSTS_DIR = CchcConfig().posts_dir
_SITE = {"index.html", "sitemap.xml"}
"""What every build of MkDocs leaves."""


def refuse(config: MkDocsConfig) -> None:
    """Raise `PluginError` for a configuration, or a system, that cannot work with news."""
    encoding = sys.getfilesystemencoding()
    if encoding.lower() not in ("utf-8", "utf8"):
        hint = "hãy đặt PYTHONUTF8=1, hoặc LC_ALL=C.UTF-8"
        raise PluginError(f"hệ thống đọc tên tệp bằng bảng mã {encoding}; {hint}")
    if not config.site_url:
        raise PluginError("mkdocs.yml thiếu “site_url”; hãy thêm ví dụ site_url: https://…/")
    if not config.use_directory_urls:
        raise PluginError("“use_directory_urls: false” không dùng được với tin; hãy xóa dòng này")


def project_root(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml, links not followed, as MkDocs names docs_dir."""
    return Path(config.config_file_path or "mkdocs.yml").absolute().parent


def posts_dir(config: MkDocsConfig, written: str) -> str:
    """The folder of the posts, relative to the project, where it is `written` in the options.

    Raises `PluginError` for one that is missing or out of place: it would empty the site.
    """
    root = project_root(config).resolve()
    folder, docs_dir = (root / written).resolve(), Path(config.docs_dir).resolve()
    inside = folder != root and folder.is_relative_to(root)
    if not inside or folder.is_relative_to(docs_dir):
        raise PluginError(f"“posts_dir: {written}” phải là một thư mục của dự án, ngoài docs_dir")
    published = any(Path(config.site_dir).glob("tin-tuc/*/*/*/index.html"))
    if not folder.is_dir() and (written != _POSTS_DIR or published):
        raise PluginError(f"không có thư mục bài “{written}”; hãy tạo, hoặc sửa “posts_dir”")
    return folder.relative_to(root).as_posix()


def site_dir(config: MkDocsConfig, posts: str) -> Path:
    """The folder of the site, links followed.

    Raises `PluginError` for one that is or holds anything of the project's, or lies in it, and for
    one with files that no build has put there: what a build does not make is deleted.
    """
    root, folder = project_root(config).resolve(), Path(config.site_dir).resolve()
    home = _home()
    for place in (home, *_sources(config, root, posts)):
        around = place == home or root.is_relative_to(place)
        if place.is_relative_to(folder) or (folder.is_relative_to(place) and not around):
            raise PluginError(
                f"“site_dir: {config.site_dir}” sẽ xóa {_shown(place, root)}; hãy chọn một thư mục "
                "riêng cho trang, ví dụ “site”"
            )
    _refuse_foreign(config.site_dir, folder, root)
    return folder


def _sources(config: MkDocsConfig, root: Path, posts: str) -> Iterator[Path]:
    """The files and folders that a build follows from, and what else must never go."""
    snippets = (config.mdx_configs.get("pymdownx.snippets") or {}).get("base_path") or ()
    written = [
        *(posts, records.FOLDER, procedure_records.FOLDER, ".git", folders.CACHE, config.docs_dir),
        *([config.config_file_path] if config.config_file_path else []),
        *([config.theme.custom_dir] if config.theme.custom_dir else []),
        *(hook for hook in config.hooks),
        *config.watch,
        *([snippets] if isinstance(snippets, str) else map(str, snippets)),
    ]
    yield root
    yield from ((root / place).resolve() for place in written)
    # Modules that a hook imports lie beside it.
    yield from ((root / hook).resolve().parent for hook in config.hooks)


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:  # a user without one
        return Path("/")


def _refuse_foreign(written: str, folder: Path, root: Path) -> None:
    """Raise `PluginError` unless `folder` is to be made, is empty, or holds a site; names with a
    dot at its top do not count, as a build leaves them."""
    if folder.exists() and not folder.is_dir():
        raise PluginError(f"“site_dir: {written}” là một tệp; hãy xóa tệp ấy, hoặc chọn tên khác")
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    begun = (folders.folders_for(folder, root).home / "site").exists()
    if not begun and any(not name.startswith(".") for name in names) and not names >= _SITE:
        raise PluginError(
            f"“site_dir: {written}” có tệp không phải của trang, dựng vào đó sẽ xóa chúng; "
            "hãy chọn thư mục khác, hoặc tự xóa thư mục ấy trước"
        )


def _shown(place: Path, root: Path) -> str:
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)


def refused(problems: Sequence[Problem]) -> PluginError:
    """What ends a build that has `problems`."""
    lead = f"Có {vietnamese.count(len(problems))} lỗi, trang chưa được dựng lại:"
    return PluginError(f"{lead}\n{as_text(problems)}")


def warned() -> bool:
    """Whether the counter that `--strict` judges by has counted anything."""
    counters = (handler for handler in host_log.handlers if isinstance(handler, CountHandler))
    return any(counter.get_counts() for counter in counters)


def moment(timezone: dt.tzinfo) -> dt.datetime:
    """The moment of the build: `CCHC_NOW` (ISO 8601), else `SOURCE_DATE_EPOCH` (seconds), else
    the clock."""
    now = dt.datetime.now(timezone)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):  # which MkDocs reads too
        try:
            now = dt.datetime.fromtimestamp(int(epoch), timezone)
            dt.datetime.fromtimestamp(int(epoch), dt.UTC)
        except (ValueError, OverflowError, OSError):
            hint = "hãy đặt số giây từ 1970, hoặc bỏ biến này"
            raise PluginError(f"SOURCE_DATE_EPOCH={epoch} không phải số giây; {hint}") from None
    if written := os.environ.get("CCHC_NOW"):
        try:
            moment = dt.datetime.fromisoformat(written)
            now = moment.astimezone(timezone) if moment.tzinfo else moment.replace(tzinfo=timezone)
            now.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            hint = "hãy viết ví dụ 2024-05-13T07:30"
            raise PluginError(f"CCHC_NOW={written} không phải thời điểm ISO 8601; {hint}") from None
    return now


def unreadable(config: MkDocsConfig) -> Iterator[Problem]:
    """The folders of docs/ that cannot be read, whose pages MkDocs would leave out."""
    errors: list[OSError] = []
    root = project_root(config)
    for _ in os.walk(config.docs_dir, onerror=errors.append, followlinks=True):
        pass
    for error in errors:
        what, hint = failures.cause(error)
        path = os.path.relpath(error.filename, root)
        yield Problem(path, 0, f"không đọc được thư mục: {what}", hint)


def open_streams() -> None:
    """Open what a process expects to be open: else the first file of ours would take the place of a
    closed stderr, and be written to by whoever warns of something."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
