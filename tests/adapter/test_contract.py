"""The contract with MkDocs and Material: a test for every row of docs/nguoi-quan-tri.md.

A row's test is named after the first code of the row: `theme.logo` → `test_theme_logo`;
tests/test_sample_site.py compares them with the guide. Where a row says “chỉ trang trong docs/” of
a plugin, its test asserts that posts are left alone.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from packaging.requirements import Requirement
from PIL import Image

from tests.support.locks import PROJECT, locked, pins
from tests.support.project import MINIMAL, Project
from tests.support.project import served as host
from tests.support.serving import fetch, serving, until

DOC = "lien-he/index.html"
POST = "tin-tuc/2024/05/lich/index.html"
LIST = "tin-tuc/index.html"
EVERYWHERE = [DOC, POST, LIST]

DOC_TEXT = """\
---
title: Liên hệ
---

# Liên hệ

Xem [bài](../posts/2024/lich.md).

## Giờ làm việc

Buổi sáng.
"""


def test_the_lock_of_the_plugins_fits() -> None:
    """Every plugin that pyproject.toml asks for is pinned, in a version that fits."""
    versions = dict(pin.split("==") for pin in pins("tests/contract-plugins.txt"))

    for asked in map(Requirement, PROJECT["dependency-groups"]["contract"]):
        assert asked.specifier.contains(versions[asked.name]), asked


def furnish(project: Project) -> Project:
    """The project with a docs page and a post."""
    project.write("docs/lien-he.md", DOC_TEXT)
    project.post("posts/2024/lich.md")
    return project


@pytest.fixture
def project(project: Project) -> Project:
    """A site with a home page, a docs page and a post."""
    return furnish(project)


def configure(
    project: Project,
    *plugins: str | dict[str, object],
    look: str = "portal",
    theme: Mapping[str, object] | None = None,
    **settings: Any,
) -> None:
    """Write mkdocs.yml anew: `plugins` come before ours."""
    config = yaml.safe_load(MINIMAL)
    config["theme"] |= theme or {}
    config["plugins"][0]["cchc"]["look"] = look
    config["plugins"] = [*plugins, *config["plugins"]]
    config |= settings
    project.write("mkdocs.yml", yaml.safe_dump(config, allow_unicode=True, sort_keys=False))
    if look == "theme":
        project.write("docs/index.md", "# Trang chủ\n\nChào.\n")


def page(project: Project, name: str) -> str:
    """A file of the built site."""
    return project.read(f"site/{name}")


def holding(project: Project, text: str) -> list[str]:
    """Which of a docs page, a post and a list hold `text`."""
    return [name for name in EVERYWHERE if text in page(project, name)]


def content(project: Project) -> dict[str, bytes]:
    """The bytes of every file of the site."""
    return {name: state[0] for name, state in project.state().items()}


def refused(project: Project, *options: str) -> str:
    """What a build says that must fail, without a traceback, and leave no site."""
    done = project.run("mkdocs", "build", *options)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout
    assert not (project.root / "site").exists()
    return done.stdout


# MkDocs


BASE = "https://x.github.io/cchc/"
REPOSITORY = "https://git.example.org/nhom/trang/"
SWITCH = {"icon": "material/weather-night", "name": "Nền tối"}
DRESS: dict[str, Any] = {
    "site_url": BASE.removesuffix("/"),
    "repo_url": REPOSITORY,
    "edit_uri": "_edit/chinh/docs/",
    "extra_css": ["tep/them.css"],
    "extra_javascript": ["them.js", {"path": "mo.mjs", "type": "module"}],
    "extra": {
        "analytics": {"provider": "google", "property": "G-THU"},
        "alternate": [{"name": "English", "link": "/cchc/en/", "lang": "en"}],
        "social": [{"icon": "fontawesome/brands/github", "link": "https://xa-hoi.example.org/"}],
    },
    "theme": {
        "features": ["content.action.edit"],
        "logo": "dau.svg",
        "favicon": "bieu.png",
        "palette": [
            {"scheme": "slate", "primary": "teal", "accent": "lime", "toggle": SWITCH},
            {"scheme": "default", "toggle": SWITCH},
        ],
    },
}


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built site with all the settings that do not disturb each other."""
    project = furnish(Project(tmp_path_factory.mktemp("dressed")))
    configure(project, **DRESS)
    project.write("docs/tep/them.css", "p { color: red }")
    for name in ("them.js", "mo.mjs", "dau.svg", "bieu.png"):
        project.write(f"docs/{name}", "")
    project.build("--strict")
    return project


@pytest.mark.site
def test_site_url(dressed: Project) -> None:
    """Under a path every address for machines is whole and every link relative."""
    for name in EVERYWHERE:
        url = BASE + name.removesuffix("index.html")
        assert f'<link rel="canonical" href="{url}">' in page(dressed, name)
        assert f"<loc>{url}</loc>" in page(dressed, "sitemap.xml")
        rooted = re.findall(r'(?:href|src)="(/[^"]*)', page(dressed, name))
        assert set(rooted) <= {"/cchc/en/"}
    assert f"<id>{BASE}tin-tuc/2024/05/lich/</id>" in page(dressed, "feed.xml")
    assert f"Sitemap: {BASE}sitemap.xml" in page(dressed, "robots.txt")
    rooted = re.findall(r'(?:href|src)="(/[^"]*)', page(dressed, "404.html"))
    assert rooted
    assert all(link.startswith("/cchc/") for link in rooted)


@pytest.mark.site
def test_no_site_url(project: Project) -> None:
    """Feeds and the sitemap cannot do without."""
    configure(project, site_url="")

    assert "site_url" in refused(project)


@pytest.mark.site
def test_use_directory_urls(project: Project) -> None:
    """Addresses of posts end with a slash."""
    configure(project, use_directory_urls=False)

    assert "use_directory_urls" in refused(project)


@pytest.mark.site
def test_site_dir(project: Project) -> None:
    """The site comes there, and nothing is left beside it."""
    project.build("-d", "noi/khac")

    assert (project.root / "noi/khac" / POST).is_file()
    assert (project.root / "noi/khac" / DOC).is_file()
    assert not (project.root / "site").exists()
    assert [path.name for path in (project.root / "noi").iterdir()] == ["khac"]


@pytest.mark.site
def test_dirty(project: Project) -> None:
    """The result is that of a clean build, whatever was changed."""
    project.build()
    project.post("posts/2024/moi.md", "Bài mới", "2024-06-01")
    project.write("docs/lien-he.md", DOC_TEXT.replace("Buổi sáng", "Cả ngày"))

    project.build("--dirty")

    dirty = content(project)
    assert b"C\xe1\xba\xa3 ng\xc3\xa0y" in dirty[f"site/{DOC}"]
    assert "site/tin-tuc/2024/06/moi/index.html" in dirty
    project.build()
    assert content(project) == dirty


@pytest.mark.site
def test_strict(project: Project) -> None:
    """A warning stops a build with `--strict` only, a problem of a post any; the site stays."""
    project.write("docs/lien-he.md", DOC_TEXT.replace("../posts/2024/lich.md", "khong-co.md"))
    refused(project, "--strict")
    project.build()
    before = project.state()

    project.post("posts/2024/lich.md", date="2024-13-05")
    assert project.run("mkdocs", "build").returncode == 1
    assert project.state() == before


@pytest.mark.site
def test_inherit(project: Project) -> None:
    """The plugin's options may stand in the file that is inherited."""
    project.write("chung/goc.yml", project.read("mkdocs.yml"))
    project.write("mkdocs.yml", "INHERIT: chung/goc.yml\nsite_name: Trang con\n")
    project.build("--strict")

    assert holding(project, "– Trang con</title>") == EVERYWHERE
    assert "Thông báo" in page(project, POST)


HOOKS = """\
from pathlib import Path


def on_page_markdown(markdown, **_):
    return markdown + "\\n\\nMOC-CHU"


def on_page_content(html, **_):
    return html + "<p>MOC-NOI-DUNG</p>"


def on_post_page(output, **_):
    return output.replace("</body>", "MOC-TRANG</body>")


def on_env(env, **_):
    env.filters["hoa"] = str.upper
    return env


def on_post_build(config):
    Path(config.site_dir, "moc.txt").write_text("x", "utf-8")
"""


@pytest.mark.site
def test_hooks(project: Project) -> None:
    """Events of the whole site are met; events of a page by docs pages only."""
    configure(project, hooks=["moc.py"], theme={"custom_dir": "mau"})
    project.write("moc.py", HOOKS)
    project.write("mau/cchc/post.html", "<h1>{{ view.title | hoa }}</h1>")
    project.build("--strict")

    for mark in ("MOC-CHU", "MOC-NOI-DUNG", "MOC-TRANG"):
        assert holding(project, mark) == [DOC]
    assert "<h1>LỊCH TIẾP CÔNG DÂN</h1>" in page(project, POST)
    assert page(project, "moc.txt") == "x"


GENERATE = """\
from mkdocs.structure.files import File


def on_files(files, config):
    files.append(File.generated(config, {uri!r}, content={text!r}))
    return files
"""


def generate(project: Project, uri: str, text: str) -> None:
    """Have a hook bring a docs page that is no file."""
    configure(project, hooks=["moc.py"])
    project.write("moc.py", GENERATE.format(uri=uri, text=text))


@pytest.mark.site
def test_file_generated(project: Project) -> None:
    """A generated page is a docs page: posts may link to it, the sitemap and the footer have it."""
    generate(project, "sinh.md", "# Sinh\n\n[Bài](../posts/2024/lich.md)\n")
    project.post("posts/2024/lich.md", body="Xem [trang](../../docs/sinh.md).")
    project.build("--strict")

    assert 'href="../../../../sinh/"' in page(project, POST)
    assert "<loc>https://example.org/sinh/</loc>" in page(project, "sitemap.xml")
    assert 'href="../tin-tuc/2024/05/lich/"' in page(project, "sinh/index.html")


@pytest.mark.site
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("khong-co.md", "docs/sinh.md:3: liên kết “khong-co.md” không dẫn tới trang nào"),
        ("../posts/2024/lich.md#x", "docs/sinh.md:3: liên kết “../posts/2024/lich.md#x”"),
    ],
)
def test_a_generated_page_with_a_bad_link(project: Project, target: str, said: str) -> None:
    """It is reported as that of a file would be."""
    generate(project, "sinh.md", f"# Sinh\n\n[Bài]({target})\n")

    assert said in refused(project, "--strict")


@pytest.mark.site
def test_a_generated_page_at_the_address_of_a_post(project: Project) -> None:
    """Neither may silently take the other's place."""
    generate(project, "tin-tuc/2024/05/lich.md", "# Trang khác\n")

    assert "posts/2024/lich.md" in refused(project)


@pytest.mark.site
def test_validation(project: Project) -> None:
    """The site decides how bad a link of a docs page is; one of a post is always checked."""
    links = {"not_found": "ignore", "absolute_links": "relative_to_docs"}
    configure(project, validation={"links": links})
    text = "[1](khong-co.md) [2](/chuyen-muc/thong-bao/index.md)"
    project.write("docs/lien-he.md", f"# Liên hệ\n\n{text}\n")
    project.build("--strict")
    assert 'href="../chuyen-muc/thong-bao/"' in page(project, DOC)

    project.post("posts/2024/lich.md", body="[1](khong-co.md)")
    done = project.run("mkdocs", "build")
    assert done.returncode == 1
    assert "posts/2024/lich.md:8: liên kết “khong-co.md”" in done.stdout


@pytest.mark.site
def test_exclude_docs(project: Project) -> None:
    """An excluded page is no target any more; no pattern reaches a post."""
    configure(project, exclude_docs="lien-he.md\n../posts/\n2024/\nlich.md\n")
    project.build("--strict")

    assert not (project.root / "site" / DOC).exists()
    assert "lien-he" not in page(project, POST) + page(project, "sitemap.xml")

    project.post("posts/2024/lich.md", body="Xem [trang](../../docs/lien-he.md).")
    done = project.run("mkdocs", "build")
    assert done.returncode == 1
    assert "posts/2024/lich.md:8: liên kết “../../docs/lien-he.md”" in done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A site that `mkdocs serve` shows, with a draft in docs/ and a watched folder."""
    project = Project(tmp_path_factory.mktemp("served"))
    project.post("posts/2024/lich.md")
    project.write("docs/nhap.md", "# Trang nháp\n")
    project.write("mau/cchc/post.html", "<p>MAU-CU</p>")
    configure(project, theme={"custom_dir": "mau"}, watch=["mau"], draft_docs="nhap.md\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(project, port) as log:
        post = "tin-tuc/2024/05/lich/"
        until(lambda: "MAU-CU" in fetch(port, post), log)
        yield SimpleNamespace(project=project, port=port, log=log, post=post)


@pytest.mark.site
def test_draft_docs(project: Project, served: SimpleNamespace) -> None:
    """Shown by `mkdocs serve`, in no build; posts have `draft` for that."""
    assert "Trang nháp" in fetch(served.port, "nhap/")

    configure(project, draft_docs="lien-he.md\nlich.md\n")
    project.build("--strict")
    assert not (project.root / "site" / DOC).exists()
    assert "lien-he" not in page(project, POST) + page(project, "sitemap.xml")


@pytest.mark.site
def test_watch(served: SimpleNamespace) -> None:
    """A change in a watched folder, or among the posts, builds again."""
    served.project.write("mau/cchc/post.html", "<p>MAU-MOI {{ view.title }}</p>")
    until(lambda: "MAU-MOI" in fetch(served.port, served.post), served.log)

    served.project.post("posts/2024/lich.md", "Bài sửa")
    until(lambda: "MAU-MOI Bài sửa" in fetch(served.port, served.post), served.log)


@pytest.mark.site
def test_repo_url(project: Project, dressed: Project) -> None:
    """With `content.action.edit` a docs page and a post lead to their source, a list nowhere."""
    source = f"{REPOSITORY}_edit/chinh/"
    assert f'href="{source}docs/lien-he.md"' in page(dressed, DOC)
    assert f'href="{source}posts/2024/lich.md" rel="edit"' in page(dressed, POST)
    assert holding(dressed, 'rel="edit"') == [DOC, POST]

    configure(project, repo_url=REPOSITORY, edit_uri="_edit/chinh/docs/")
    project.build("--strict")
    assert holding(project, 'rel="edit"') == []


@pytest.mark.site
def test_edit_uri_template(project: Project) -> None:
    """In place of `edit_uri`."""
    theme = {"features": ["content.action.edit"]}
    template = "sua/docs/{path}"
    configure(project, theme=theme, repo_url=REPOSITORY, edit_uri_template=template)
    project.build("--strict")

    assert f'href="{REPOSITORY}sua/docs/lien-he.md"' in page(project, DOC)
    assert f'href="{REPOSITORY}sua/posts/2024/lich.md"' in page(project, POST)


# Material


@pytest.mark.site
def test_theme_custom_dir(project: Project) -> None:
    """The site's own templates win over ours and over Material's."""
    configure(project, theme={"custom_dir": "mau"})
    project.write("mau/cchc/post.html", "<h1>RIENG {{ view.title }}</h1>{{ view.body | safe }}")
    project.write("mau/home.html", '{% extends "main.html" %}{% block content %}NHA{% endblock %}')
    project.write("mau/partials/source-file.html", "NGUON-TEP")
    project.build("--strict")

    assert "<h1>RIENG Lịch tiếp công dân</h1><p>Nội dung.</p>" in page(project, POST)
    assert "NHA" in page(project, "index.html")
    assert holding(project, "NGUON-TEP") == [DOC]


OVERRIDE = """\
{% extends "base.html" %}
{% block announce %}LOI-BAO{% endblock %}
{% block extrahead %}{{ super() }}<meta name="rieng">{% endblock %}
"""


@pytest.mark.site
@pytest.mark.parametrize("look", ["portal", "theme"])
def test_theme_custom_dir_with_blocks(project: Project, look: str) -> None:
    """A main.html as Material's documentation has it fills its blocks; the rest stays."""
    configure(project, look=look, theme={"custom_dir": "mau"})
    project.write("mau/main.html", OVERRIDE)
    project.build("--strict")

    assert holding(project, "LOI-BAO") == EVERYWHERE
    assert holding(project, '<meta name="rieng">') == EVERYWHERE
    assert "LOI-BAO" in page(project, "404.html")
    assert "Nội dung." in page(project, POST)
    for name in EVERYWHERE:
        assert ("cchc-masthead" in page(project, name)) is (look == "portal")


@pytest.mark.site
def test_extra_css(dressed: Project) -> None:
    """After the theme's and ours, so that it has the last word."""
    for name in EVERYWHERE:
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)', page(dressed, name))
        assert sheets[-1] == "../" * name.count("/") + "tep/them.css"
    assert page(dressed, "tep/them.css") == "p { color: red }"


@pytest.mark.site
def test_extra_javascript(dressed: Project) -> None:
    """Plain files and modules."""
    assert holding(dressed, '/them.js"></script>') == EVERYWHERE
    assert holding(dressed, '/mo.mjs" type="module"></script>') == EVERYWHERE


@pytest.mark.site
def test_extra(dressed: Project) -> None:
    """Material's own keys work everywhere, but for those of the footer that the portal replaces."""
    assert holding(dressed, "G-THU") == EVERYWHERE
    assert holding(dressed, 'hreflang="en"') == EVERYWHERE
    assert holding(dressed, "xa-hoi.example.org") == []


@pytest.mark.site
def test_extra_in_a_template_of_the_site(project: Project) -> None:
    """A template for news reads it as any other template does."""
    configure(project, theme={"custom_dir": "mau"}, extra={"khau_hieu": "Vì dân"})
    project.write("mau/cchc/post.html", "<p>{{ config.extra.khau_hieu }}</p>")
    project.build("--strict")

    assert "<p>Vì dân</p>" in page(project, POST)


@pytest.mark.site
def test_theme_palette(dressed: Project) -> None:
    """The first one, and a switch to the next."""
    shown = 'data-md-color-scheme="slate" data-md-color-primary="teal" data-md-color-accent="lime"'
    assert holding(dressed, f'<body dir="ltr" {shown}') == EVERYWHERE
    assert holding(dressed, 'data-scheme="slate" data-primary="teal"') == EVERYWHERE
    assert holding(dressed, 'data-scheme="default" data-primary="indigo"') == EVERYWHERE


@pytest.mark.site
def test_theme_logo(dressed: Project) -> None:
    """In the masthead of every page."""
    assert holding(dressed, '/dau.svg" height="48" alt=""') == EVERYWHERE


@pytest.mark.site
def test_theme_favicon(dressed: Project) -> None:
    """In the head of every page."""
    for name in EVERYWHERE:
        base = "../" * name.count("/")
        assert f'<link rel="icon" href="{base}bieu.png">' in page(dressed, name)


@pytest.mark.site
def test_theme_language(project: Project) -> None:
    """Material's own words follow, those of the news stay Vietnamese."""
    configure(project, theme={"language": "en"})
    project.build("--strict")

    assert holding(project, '<html lang="en"') == EVERYWHERE
    assert holding(project, "Copied to clipboard") == EVERYWHERE
    assert "<dt>Đăng</dt>" in page(project, POST)


@pytest.mark.site
def test_theme_features(project: Project) -> None:
    """What concerns the whole page works; the portal has its own menu in place of tabs."""
    features = ["header.autohide", "navigation.top", "navigation.tabs", "navigation.footer"]
    configure(project, theme={"features": features})
    project.build("--strict")
    assert holding(project, "md-top") == EVERYWHERE
    assert holding(project, '"header.autohide"') == EVERYWHERE
    assert holding(project, "md-tabs") == []

    configure(project, look="theme", theme={"features": [*features, "navigation.instant"]})
    project.build("--strict")
    assert holding(project, '<nav class="md-tabs"') == EVERYWHERE
    assert holding(project, "md-footer__link") == [DOC]


@pytest.mark.site
def test_navigation_instant(project: Project) -> None:
    """It would exchange parts of the page that the portal has not."""
    configure(project, theme={"features": ["navigation.instant"]})

    assert "“navigation.instant”" in refused(project)


NAV: list[object] = [
    {"Trang chủ": "index.md"},
    "chuyen-muc/thong-bao/index.md",
    {"Lịch": "../posts/2024/lich.md"},
    {"Giới thiệu": [{"Liên hệ": "lien-he.md"}, {"Năm 2024": "nam/2024/index.md"}]},
    {"Cổng": "https://dichvucong.gov.vn/"},
]


@pytest.mark.site
def test_nav(project: Project) -> None:
    """The menu bar is `nav`; posts and indexes are named as if they were files of docs/."""
    levels = {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"}
    configure(project, nav=NAV, validation={"nav": levels})
    project.build("--strict")

    menu = re.search(r'<nav class="cchc-menu".*?</nav>', page(project, POST), re.DOTALL)
    assert menu
    assert re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)', menu[0]) == [
        ("../../../..", "Trang chủ"),
        ("../../../../chuyen-muc/thong-bao/", "Thông báo"),
        ("../../../../tin-tuc/2024/05/lich/", "Lịch"),
        ("../../../../lien-he/", "Giới thiệu"),
        ("https://dichvucong.gov.vn/", "Cổng"),
    ]

    configure(project, nav=[*NAV, "chuyen-muc/khong-co/index.md", "../posts/2024/khong-co.md"])
    done = project.run("mkdocs", "build", "--strict")
    assert done.returncode == 1
    assert "'chuyen-muc/khong-co/index.md'" in done.stdout
    assert "'../posts/2024/khong-co.md'" in done.stdout


INDEXES = {
    "tin-tuc/index.md": "../tin-tuc/",
    "chuyen-muc/index.md": "../chuyen-muc/",
    "chuyen-muc/thong-bao/index.md": "../chuyen-muc/thong-bao/",
    "chuyen-muc/thong-bao/2024/index.md": "../chuyen-muc/thong-bao/2024/",
    "nam/2024/index.md": "../nam/2024/",
    "nam/2024/05/index.md": "../nam/2024/05/",
    "tac-gia/ban-bien-tap/index.md": "../tac-gia/ban-bien-tap/",
    "../posts/2024/lich.md": "../tin-tuc/2024/05/lich/",
}


@pytest.mark.site
def test_chuyen_muc_key_index_md(project: Project) -> None:
    """Docs pages link to posts by their file and to indexes by a source that is none."""
    links = "\n".join(f"- [Đến]({source})" for source in INDEXES)
    project.write("docs/lien-he.md", f"# Liên hệ\n\n{links}\n")
    project.build("--strict")

    found = re.findall(r'<a href="([^"]*)">Đến</a>', page(project, DOC))
    assert found == list(INDEXES.values())


# Plugins that come with Material


@pytest.mark.site
def test_tags(project: Project) -> None:
    """It gathers docs pages; the tags of posts have pages of their own."""
    configure(project, "tags")
    project.write("docs/lien-he.md", DOC_TEXT.replace("---\n\n#", "tags: [địa chỉ]\n---\n\n#"))
    project.write("docs/nhan.md", "# Nhãn\n\n<!-- material/tags -->\n")
    text = project.read("posts/2024/lich.md").replace("\n---\n\n", "\ntags: [một cửa]\n---\n\n")
    project.write("posts/2024/lich.md", text)
    project.build("--strict")

    assert holding(project, "md-tag") == [DOC]
    assert "địa chỉ" in page(project, "nhan/index.html")
    assert "một cửa" not in page(project, "nhan/index.html")
    assert "Lịch tiếp công dân" in page(project, "the/mot-cua/index.html")


@pytest.mark.site
@pytest.mark.parametrize("look", ["portal", "theme"])
def test_search(project: Project, look: str) -> None:
    """Its index holds docs pages, and posts by title and summary; its field is that of Material's
    header, not of the portal's. Nothing is said of it."""
    configure(project, "search", look=look)
    done = project.build("--strict")

    index = json.loads(page(project, "search/search_index.json"))
    places = {entry["location"].partition("#")[0] for entry in index["docs"]}
    (post,) = places - {"", "lien-he/"}
    assert page(project, f"{post}index.html")
    assert "Tin không gặp" not in done.stdout
    assert holding(project, "md-search__form") == (EVERYWHERE if look == "theme" else [])


@pytest.fixture
def other_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another host, which has a stylesheet."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "ngoai.css").write_text("p { color: red }", "utf-8")

    with host(folder) as address:
        yield address.rstrip("/")


@pytest.mark.site
def test_privacy(project: Project, other_host: str) -> None:
    """It brings what docs pages load from elsewhere to the site; news pages load it from there."""
    privacy: dict[str, object] = {"privacy": {"assets_exclude": ["unpkg.com/*"]}}
    configure(project, privacy, extra_css=[f"{other_host}/ngoai.css"])
    project.build("--strict")

    assert holding(project, f'href="{other_host}/ngoai.css"') == [POST, LIST]
    assert "assets/external/127.0.0.1" in page(project, DOC)
    assert list((project.root / "site/assets/external").rglob("ngoai*.css"))


@pytest.mark.site
def test_social(project: Project) -> None:
    """Without cairo it only warns: the build goes on, and fails under `--strict`."""
    configure(project, "social")
    assert "mkdocs-material[imaging]" in refused(project, "--strict")

    project.build()
    assert "Nội dung." in page(project, POST)
    assert holding(project, 'property="og:image"') == [POST, LIST]


# Plugins from PyPI


@pytest.fixture(scope="session")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what tests/contract-plugins.txt pins and the tests' own Python has not."""
    target = tmp_path_factory.mktemp("plugins")
    here = {entry.split()[0] for entry in locked("requirements-dev.txt")}
    wanted = [one for one in locked("tests/contract-plugins.txt") if one.split()[0] not in here]
    lock = target / "lock.txt"
    lock.write_text("\n".join(wanted), "utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    exact = ["--no-input", "--no-deps", "--require-hashes", "-r", str(lock)]
    done = subprocess.run(
        [*pip, *exact, "--target", str(target / "lib")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return target / "lib"


def build_with(project: Project, plugins: Path, *options: str) -> str:
    """What a build says that finds the plugins of the folder and must succeed."""
    # mkdocs-redirects brings ProperDocs, which has a notice of its own about MkDocs 2.
    env = {"PYTHONPATH": str(plugins), "DISABLE_MKDOCS_2_WARNING": "true"}
    done = project.run("mkdocs", "build", *options, env=env)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.site
def test_redirects(project: Project, plugins: Path) -> None:
    """It leads to docs pages; to a post only by the whole address, for which posts have aliases."""
    post = "https://example.org/tin-tuc/2024/05/lich/"
    maps = {"cu.md": "lien-he.md", "cu-hon.md": post, "la.md": "../posts/2024/lich.md"}
    configure(project, {"redirects": {"redirect_maps": maps}})
    said = build_with(project, plugins)

    assert "url=../lien-he/" in page(project, "cu/index.html")
    assert f"url={post}" in page(project, "cu-hon/index.html")
    assert "Redirect target '../posts/2024/lich.md' does not exist!" in said
    assert not (project.root / "site/la").exists()


@pytest.mark.site
def test_rss(project: Project, plugins: Path) -> None:
    """Its feed holds docs pages, ours posts; they have different names."""
    configure(project, {"rss": {"use_git": False}})
    build_with(project, plugins, "--strict")

    def links(name: str) -> set[str]:
        channel = ET.fromstring(page(project, name)).find("channel")
        assert channel is not None
        return {item.findtext("link") or "" for item in channel.findall("item")}

    assert "https://example.org/lien-he/" in links("feed_rss_created.xml")
    assert "https://example.org/tin-tuc/2024/05/lich/" not in links("feed_rss_created.xml")
    assert links("rss.xml") == {"https://example.org/tin-tuc/2024/05/lich/"}


@pytest.mark.site
def test_minify(project: Project, plugins: Path) -> None:
    """Docs pages become one line; news pages stay, but name the minified files."""
    minify = {"minify_html": True, "minify_css": True, "css_files": ["them.css"]}
    configure(project, {"minify": minify}, extra_css=["them.css"])
    project.write("docs/them.css", "p {\n  color: red;\n}\n")
    build_with(project, plugins, "--strict")

    assert [name for name in EVERYWHERE if "\n" not in page(project, name)] == [DOC]
    assert holding(project, "them.min.css") == EVERYWHERE
    assert page(project, "them.min.css") == "p{color:red}"
    assert "<h1>Lịch tiếp công dân</h1>" in page(project, POST)


@pytest.mark.site
def test_glightbox(project: Project, plugins: Path) -> None:
    """Pictures of docs pages open in a box, those of posts stay pictures."""
    configure(project, "glightbox")
    for path in ("docs/anh.png", "posts/2024/lich/anh.png"):
        Image.new("RGB", (3, 2)).save(project.write(path, b""))
    project.write("docs/lien-he.md", "# Liên hệ\n\n![Ảnh](anh.png)\n")
    (project.root / "posts/2024/lich.md").unlink()
    project.post("posts/2024/lich/index.md", body="![Ảnh](anh.png)")
    build_with(project, plugins, "--strict")

    assert holding(project, "glightbox") == [DOC]
    assert '<img src="../../../../tin-tuc/2024/05/lich/anh.png"' in page(project, POST)


@pytest.mark.site
def test_macros(project: Project, plugins: Path) -> None:
    """Docs pages are templates; a post shows what is typed."""
    configure(project, "macros", extra={"ten": "Xã nhà"})
    project.write("docs/lien-he.md", "# Liên hệ\n\n{{ ten }}\n")
    project.post("posts/2024/lich.md", body="{{ ten }}")
    build_with(project, plugins, "--strict")

    assert holding(project, "Xã nhà") == [DOC]
    assert "<p>{{ ten }}</p>" in page(project, POST)


@pytest.mark.site
def test_git_revision_date_localized(project: Project, plugins: Path) -> None:
    """Docs pages show the day of their last commit, posts the days that they name."""
    configure(project, {"git-revision-date-localized": {"type": "iso_date"}})
    day = {f"GIT_{who}_DATE": "2020-02-02T12:00:00+0000" for who in ("AUTHOR", "COMMITTER")}
    env = {**os.environ, **day, "GIT_CONFIG_GLOBAL": os.devnull}
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "docs"), (*author, "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=project.root, env=env, check=True)
    build_with(project, plugins, "--strict")

    assert holding(project, "2020-02-02") == [DOC]
    assert "2020-02-02" not in page(project, "sitemap.xml")
