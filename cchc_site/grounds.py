"""What a build stands on: folders, moment, verdict, and what it refuses.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import datetime as dt
import errno
import logging
import os
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from cchc_site import cache
from cchc_site.options import CchcConfig

# ProperDocs, a fork of MkDocs 1.6, answers `mkdocs` with packages and loggers of its own name.
host_log = logging.getLogger(mkdocs.__name__)

_POSTS_DIR = CchcConfig().posts_dir


def refuse(config: MkDocsConfig) -> None:
    """Raise `PluginError` for a configuration that cannot work with news."""
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
    """The folder of the site.

    Raises `PluginError` for one over the posts or the cache: applying would delete them.
    """
    root, found = project_root(config), Path(config.site_dir).resolve()
    for kept in (root / posts, root / cache.CACHE):
        place = kept.resolve()
        if place.is_relative_to(found) or found.is_relative_to(place):
            raise PluginError(
                f"“site_dir: {config.site_dir}” trùng với {kept.name}; hãy chọn thư mục khác"
            )
    return found


def warned() -> bool:
    """Whether the counter that `--strict` judges by has counted anything."""
    counters = (handler for handler in host_log.handlers if isinstance(handler, CountHandler))
    return any(counter.get_counts() for counter in counters)


def moment(timezone: dt.tzinfo) -> dt.datetime:
    """The moment of the build: `CCHC_NOW` (ISO 8601), else `SOURCE_DATE_EPOCH` (seconds), else
    the clock."""
    if written := os.environ.get("CCHC_NOW"):
        try:
            found = dt.datetime.fromisoformat(written)
            return found.astimezone(timezone) if found.tzinfo else found.replace(tzinfo=timezone)
        except (ValueError, OverflowError):
            raise PluginError(f"CCHC_NOW={written} không phải thời điểm ISO 8601") from None
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return dt.datetime.fromtimestamp(int(epoch), timezone)
        except (ValueError, OverflowError, OSError):
            raise PluginError(f"SOURCE_DATE_EPOCH={epoch} không phải số giây") from None
    return dt.datetime.now(timezone)


def is_full_disk(error: BaseException) -> bool:
    """Whether there was no room to write."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
