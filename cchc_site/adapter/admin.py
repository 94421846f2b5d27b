"""The editors' form at /admin/, as part of every site whose options ask for it.

Part of the MkDocs adapter. What the form is built of, and where that is kept, knows admin_build.py;
what it shows follows from the table of fields (form.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from cchc_site.adapter import project
from cchc_site.adapter.options import CchcConfig
from cchc_site.rendering import server_files

FOLDER = "admin"
"""Of the site."""
_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Soạn tin – {title}</title>
<link rel="stylesheet" href="admin.css">
<script type="module" src="admin.js"></script>
</head>
<body>
<main id="dang-mo">
<h1>Đang mở biểu mẫu soạn tin…</h1>
<p>Lần đầu có thể lâu hơn một chút. Chờ quá một phút mà trang vẫn thế này thì hãy tải lại, hoặc mở
bằng Chrome, Edge hay Firefox bản mới.</p>
<noscript>
<p>Biểu mẫu cần JavaScript; hãy bật JavaScript trong trình duyệt rồi tải lại.</p>
</noscript>
</main>
</body>
</html>
"""


def files(
    options: CchcConfig, config: MkDocsConfig, posts: Iterable[str], required: bool
) -> Iterator[File]:
    """The files of the form, none where none is wanted; `posts` are the paths of those that there
    are.

    Raises `PluginError` where the form is not built yet; where it is not `required`, the site goes
    without.
    """
    if options.admin is None:
        return
    from cchc_site.adapter import admin_build  # which no site without a form needs
    from cchc_site.editing import form

    folder = admin_build.built(project.project_root(config))
    if not folder.is_dir():
        said = "chưa có biểu mẫu /admin/; hãy chạy “cchc admin build” một lần rồi dựng lại"
        if required:
            raise PluginError(said)
        project.log.info(said)
        return
    for path in sorted(folder.iterdir()):
        yield File.generated(config, f"{FOLDER}/{path.name}", abs_src_path=str(path))
    policy = server_files.editors_policy(address(options, config))
    page = _PAGE.format(policy=escape(policy), title=escape(config.site_name))
    yield File.generated(config, f"{FOLDER}/index.html", content=page)
    told = form.configuration(
        options.admin,
        config.site_name,
        _posts_dir(options).rstrip("/"),
        (path.removeprefix(_posts_dir(options)) for path in posts),
        {category.key: category.label for category in options.categories},
        {body.key: body.name for body in options.organizations},
    )
    if logo := config.theme.get("logo"):
        site = (config.site_url or "").rstrip("/")
        told["logo"] = {"src": logo if "//" in logo else f"{site}/{logo}"}
    content = json.dumps(told, ensure_ascii=False, indent=1)
    yield File.generated(config, f"{FOLDER}/config.json", content=content)


def address(options: CchcConfig, config: MkDocsConfig) -> str:
    """The address of the forge that the form speaks with, "" for none that is known."""
    if options.admin is None:
        return config.repo_url or ""
    return options.admin.host


def edit_url(options: CchcConfig, site_url: str, path: str) -> str:
    """Where the form changes the post at `path` of the project, "" for what is no post."""
    from cchc_site.editing import form

    below = _posts_dir(options)
    if not path.startswith(below):
        return ""
    return f"{site_url}{FOLDER}/{quote(form.entry(path.removeprefix(below)), safe='#/')}"


def _posts_dir(options: CchcConfig) -> str:
    """The folder of the posts, with a slash at its end."""
    return f"{Path(options.posts_dir).as_posix()}/"
