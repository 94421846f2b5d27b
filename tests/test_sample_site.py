"""The sample of this repository: posts/, docs/, documents/ and mkdocs.yml.

Delete this file when you replace the sample by a site of your own: no other test knows the sample.
The guides in docs/ are part of it, so what they promise is compared with the code here.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config.base import Config
from playwright.sync_api import Browser

from cchc_site.adapter import contact_options
from cchc_site.adapter.check import project_files
from cchc_site.adapter.options import CchcConfig, TaskConfig
from cchc_site.cli import main
from cchc_site.content.fields import FIELDS, Settings
from cchc_site.editing import form, scaffold, schema
from cchc_site.editing.fix import fix
from cchc_site.markdown.gfm import advice
from cchc_site.markdown.gfm import reader as gfm
from cchc_site.markdown.python_markdown import limits
from cchc_site.site.loader import Loader as PostLoader
from cchc_site.starter import site_files, workflows
from cchc_site.starter.jobs import pipeline
from cchc_site.starter.sample import INSTALL, LIST
from cchc_site.storage.html_store import HtmlStore
from tests.support import guide_pictures, reader, walk
from tests.support import sample as sample_files
from tests.support.html import documents_of, page
from tests.support.office_texts import shown
from tests.support.old_portal import copied
from tests.support.page_types import PageType
from tests.support.paths import ROOT, TESTS
from tests.support.project import BASE, Project, build_strictly, served
from tests.support.shared import Once
from tests.support.views import component_rows, fields
from tests.support.weight import assert_light

SEED = "kiem-tra-cong-tac-cai-cach-hanh-chinh-nam-2022"
SEED_URL = f"tin-tuc/2022/04/{SEED}/"
SEED_TITLE = "Kiểm tra công tác cải cách hành chính năm 2022"
LISTS = ("", "tin-tuc/", "chuyen-muc/thu-tuc-hanh-chinh/", "nam/2022/", "nam/2022/04/",
         "tac-gia/hoang-ky/")  # fmt: skip
STANDING = ("gioi-thieu/", "lien-he/", "chinh-sach/", "huong-dan-bien-tap-vien/",
            "viet-tin-bang-tep/", "nguoi-quan-tri/", "mo-trang-moi/", "en/", "en/about/",
            "en/contact/")  # fmt: skip
GUIDE = ROOT / "docs/nguoi-quan-tri.md"
CLERKS = ROOT / "docs/huong-dan-bien-tap-vien.md"
PAGES = ROOT / "cchc_site" / "theme" / "pages"
# The layout of `look: theme`, and the page of `mkdocs serve`.
NOT_FOR_SITES = {"shell.html", "gallery.html", "explain.html"}
HEADER = "| Mục | Tin | Trang trong `docs/` | Ghi chú |"
ANSWERS = ("như MkDocs", "như Material", "theo cách của tin", "không áp dụng", "từ chối, báo lỗi")


def _build(root: Path) -> None:
    for name in ("docs", "posts", "documents", "procedures"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    build_strictly(root)


@pytest.fixture(scope="module")
def sample(once: Once) -> Path:
    """The sample, built as GitHub Pages has it."""
    return once("sample", _build) / "site"


@pytest.fixture(scope="module")
def sample_address(sample: Path) -> Iterator[str]:
    """The sample, served."""
    with served(sample) as address:
        yield address


@pytest.mark.site
def test_every_page_is_as_it_should_be(sample: Path) -> None:
    """Links lead somewhere, nothing comes from another host, titles and headings are one each."""
    documents = documents_of(sample)

    assert walk.lost_links(sample, documents) == []
    assert walk.asked_elsewhere(sample, documents) == []
    assert walk.twins(documents) == []
    walk.assert_well_formed(documents)


@pytest.mark.site
def test_the_seed_post_holds_every_word(sample: Path) -> None:
    """Four paragraphs unchanged, faults included, author, category and date; a reader finds it."""
    text = (ROOT / f"posts/2022/{SEED}.md").read_text("utf-8").partition("\n---\n")[2]
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    document = page(sample, SEED_URL)

    assert len(paragraphs) == 4
    assert "huyện Lai Vung dân huyện Lai Vung" in paragraphs[0]
    assert "còn thấp còn thấp" in paragraphs[2]
    assert set(paragraphs) <= {" ".join(text.split()) for text in document.texts["p"]}
    assert document.texts["h1"] == [SEED_TITLE]
    for words in ("Hoàng Kỳ", "Thứ Ba, 19/04/2022", "ngày 19 tháng 4 năm 2022"):
        assert words in document.texts["body"][0]
    for url in LISTS:
        links = {urljoin(BASE + url, link) for link in page(sample, url).links}
        assert BASE + SEED_URL in links, url


@pytest.mark.site
def test_the_seed_as_text_becomes_the_very_post(project: Project) -> None:
    """`cchc import` finds its title, category, author and text in a copy of the old page."""
    wanted = (ROOT / f"posts/2022/{SEED}.md").read_text("utf-8")
    paragraphs = wanted.partition("\n---\n")[2].strip().split("\n\n")
    project.write("mkdocs.yml", (ROOT / "mkdocs.yml").read_bytes())
    project.write("tin.txt", copied(SEED_TITLE, "Thủ tục hành chính", paragraphs, "Hoàng Kỳ"))
    importing = ("cchc_site.cli", "import", "tin.txt", "--date", "2022-04-19")
    project.run(*importing)

    assert project.read(f"posts/2022/{SEED}.md") == wanted


@pytest.mark.browser
@pytest.mark.site
def test_first_views_are_light(sample_address: str, browser: Browser) -> None:
    """Of the home page and of a post, on a telephone and on a desktop."""
    for url in ("", SEED_URL):
        for width in (390, 1280):
            assert_light(browser, sample_address, url, width)


@pytest.mark.browser
@pytest.mark.site
@pytest.mark.parametrize("url", ["", SEED_URL, *STANDING])
def test_a_page_suits_its_reader(sample_address: str, browser: Browser, url: str) -> None:
    """Nothing is cut or wider than the window, nothing hinders by axe-core's rules."""
    with reader.seen(browser, sample_address, PageType(url, url)) as tab:
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert reader.wide(tab) == 0
            assert tab.evaluate("reader.cut()") == []
            assert reader.axe(tab, "tag", reader.RULES) == []


def test_the_posts_are_as_promised() -> None:
    """Thirty posts and more, eight categories, 2018 to 2026, every feature shown."""

    class Loader(yaml.SafeLoader):
        """mkdocs.yml has tags of MkDocs' own."""

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    categories = config["plugins"][0]["cchc"]["categories"]
    labels = {key: about["label"] for key, about in categories.items()}

    settings = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), labels)
    loaded = PostLoader(ROOT, settings, gfm.read, HtmlStore(None)).load("posts")

    posts = [one.post for one in loaded.items]
    assert loaded.problems == ()
    assert len(labels) == 8
    assert {post.category for post in posts} == set(labels)
    assert {post.day.year for post in posts} >= {2018, 2026}
    own = [post for post in posts if post.authors == ("Ban biên tập",)]
    assert len(own) == len(posts) - 1 >= 29
    for feature in ("tags", "image", "attachments", "documents", "correction", "aliases"):
        assert any(getattr(post, feature) for post in posts), feature
    assert any(post.expires for post in posts)
    assert any(post.pinned for post in posts)
    seed = next(post for post in posts if post.name == SEED)
    newer = [post for post in posts if post.category == seed.category and post.day > seed.day]
    assert len(newer) <= 3
    for one in loaded.items:
        if one.post is not seed:
            words = re.sub("<[^>]*>", " ", one.parsed.html).split()
            assert 150 <= len(words) <= 400, one.post.path


def test_what_editors_copy_and_tools_read_is_of_today() -> None:
    """The post to copy, the schema for editors of code, and what each new site has too."""
    mould = (ROOT / "posts/_mau.md").read_text("utf-8")
    told = json.loads((ROOT / ".vscode/documents.schema.json").read_text("utf-8"))

    own = {"organization": "xa-lai-vung"}
    assert mould == f"{scaffold.post({}, own=own)}Viết tin ở đây.\n"
    assert told == schema.of_records()
    same = {
        "posts/README.md": "posts/README.md",
        ".vscode/settings.json": "vscode-settings.json",
        ".github/PULL_REQUEST_TEMPLATE.md": "trinh-duyet.md",
        ".github/ISSUE_TEMPLATE/tin-moi.md": "tin-moi-github.md",
        ".gitlab/merge_request_templates/Default.md": "trinh-duyet.md",
        ".gitlab/issue_templates/tin-moi.md": "tin-moi.md",
    }
    for path, template in same.items():
        expected = site_files.rendered(template, {"guide": "docs/viet-tin-bang-tep.md"})
        assert (ROOT / path).read_text("utf-8") == expected, path


def test_its_list_names_every_file_as_it_is() -> None:
    """By which `cchc init --from .` knows what is the sample's: `make sample` writes it."""
    assert (ROOT / LIST).read_text("utf-8") == sample_files.current()


@pytest.mark.site
def test_it_becomes_a_site_of_ones_own(tmp_path: Path) -> None:
    """Its list leaves nothing that names its place, and what comes instead builds strictly."""
    for line in (ROOT / LIST).read_text("utf-8").splitlines():
        path = line.partition(" ")[2]
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / LIST, tmp_path / LIST)
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Mẫu"]):
        identity = ["-c", "user.name=Thử", "-c", "user.email=thu@example.org"]
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=True)
    done = CliRunner().invoke(main, ["init", "--from", str(tmp_path), "--yes"])
    assert done.exit_code == 0, done.output

    build_strictly(tmp_path)
    shown = [path for path in tmp_path.rglob("*") if ".ci" not in path.parts and path.is_file()]
    kept = [path for path in shown if not {".git", ".cache"} & set(path.parts)]
    named = re.compile(b"lai[ -]vung", re.I)
    assert [path for path in kept if named.search(path.read_bytes())] == []


def test_this_repository_uses_its_own_workflows() -> None:
    """They are what the command writes that each of them names."""
    own = pipeline("github", False, "pages", INSTALL)
    files = {path: (ROOT / path).read_text("utf-8") for path in workflows.files(own)}

    assert files == workflows.files(own), own.command


def test_nothing_is_left_to_fix(tmp_path: Path) -> None:
    """The posts are written as `cchc check --fix` writes them."""
    for name in ("docs", "posts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)

    done = fix(project_files(str(tmp_path / "mkdocs.yml")))

    assert [fixed.path for fixed in done.posts] == []
    assert done.names == {}


@pytest.mark.parametrize("folder", ["posts", "docs"])
def test_what_is_written_is_never_too_much(folder: str) -> None:
    """Neither a text nor all of one folder together would be refused by the other dialect."""
    texts = [file.read_text("utf-8") for file in sorted((ROOT / folder).rglob("*.md"))]

    assert texts
    for text in (*texts, "\n\n".join(texts)):
        assert [*limits.excesses(text)] == []


@pytest.fixture(scope="module")
def guide() -> str:
    """The guide for administrators."""
    return GUIDE.read_text("utf-8")


def test_every_row_of_the_contract_has_its_test(guide: str) -> None:
    """A claim without a test is none; the words of the middle columns are few. A row's test is
    named after its first code: `theme.logo` → `test_theme_logo`."""
    contract = ast.parse((TESTS / "adapter/test_contract.py").read_text("utf-8"))
    tests = {node.name for node in contract.body if isinstance(node, ast.FunctionDef)}
    rows = [
        [cell.strip() for cell in line[1:-1].split("|")]
        for table in guide.split(HEADER)[1:]
        for line in table.strip("\n").split("\n\n")[0].splitlines()[1:]
    ]

    assert len(rows) >= 30
    for row in rows:
        first = re.search("`(.+?)`", row[0])
        assert first, row
        name = re.sub(r"\W+", "_", first[1]).strip("_").lower()
        assert f"test_{name}" in tests, row
        assert len(row) == 4, row
        assert all(cell in ANSWERS for cell in row[1:3]), row


def test_the_guide_names_every_option(guide: str) -> None:
    """Options of the plugin, with those of a body, its days and telephones, and of an errand."""
    configs = [kind for kind in vars(contact_options).values() if is_config(kind)]
    assert len(configs) == 7
    kinds: list[type[Config]] = [CchcConfig, TaskConfig, *configs]
    for config in kinds:
        for name, option in config._schema:
            assert f"`{name}`" in guide, f"{config.__name__}: {option}"


MODULE = contact_options.__name__


def is_config(kind: object) -> TypeGuard[type[Config]]:
    """Whether it is a group of options of the module."""
    return isinstance(kind, type) and issubclass(kind, Config) and kind.__module__ == MODULE


def test_the_guide_names_every_variable_and_command(guide: str) -> None:
    """What the code asks of the environment, and what `cchc` can do."""
    sources = [path.read_text("utf-8") for path in (ROOT / "cchc_site").rglob("*.py")]
    sources.append((ROOT / "mkdocs.yml").read_text("utf-8"))
    asked = re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"|!ENV \[(\w+)", "".join(sources))

    names = {first or second for first, second in asked}
    assert {"CCHC_NOW", "SOURCE_DATE_EPOCH", "CCHC_DRAFTS", "SITE_URL"} <= names
    assert [name for name in names if f"`{name}" not in guide] == []
    assert [name for name in main.commands if f"`cchc {name}" not in guide] == []


def test_the_example_of_the_guide_is_valid(guide: str) -> None:
    """It can be copied into mkdocs.yml as it stands."""
    example = re.search(r"```yaml\n(plugins:\n  - cchc:\n.+?)```", guide, re.DOTALL)
    assert example
    config = CchcConfig()
    config.load_dict(yaml.safe_load(example[1])["plugins"][0]["cchc"])

    assert config.validate() == ([], [])
    assert config.terms()
    assert config.errands()


def template_guide() -> str:
    """What writers of templates are told."""
    return (ROOT / "docs/mau-trang.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    section = re.split(r"\n#+ ", template_guide().partition(f"# {heading}\n")[2])[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def templates() -> dict[str, str]:
    """The type of what each template is handed, by its name."""
    return {name.strip("`"): kind.strip("`") for name, _, _, kind in rows("Các mẫu trang")}


def test_every_page_template_is_told() -> None:
    """With those of the portal's own pages."""
    pages = {file.name for file in PAGES.glob("*.html")} - NOT_FOR_SITES
    assert templates().keys() == {f"cchc/{name}" for name in pages} | {
        "home.html",
        "contact.html",
        "404.html",
    }


def test_every_component_is_told() -> None:
    """As its own file tells of it."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows("Các thành phần")]
    assert lines == [*component_rows()]


def test_every_field_is_told() -> None:
    """Of all that templates are handed, in the order of the classes, with its type and a
    meaning."""
    known = fields([*templates().values(), "Portal"])
    data = template_guide().partition("## Dữ liệu của mẫu")[2]
    told = re.findall(r"^### (\w+)$", data, re.MULTILINE)
    assert sorted(told) == sorted(known)
    for name, spelt in known.items():
        assert [(field.strip("`"), kind) for field, kind, _ in rows(name)] == spelt, name
        assert all(meaning for *_, meaning in rows(name)), name


def test_the_guide_for_clerks_names_what_the_form_has() -> None:
    """Its bold words are those of the screens (browser/test_admin.py looks there), its pictures
    come in the order of the screens, and say in words what they show."""
    guide = CLERKS.read_text("utf-8")
    words = yaml.safe_load((TESTS / "cases/form_words.yml").read_text("utf-8"))
    told = re.findall(r"!\[(.+)\]\(assets/bieu-mau/(.+)\.webp\)", guide)

    named = set(re.findall(r"\*\*(.+?)\*\*", guide))
    assert named - set(words) == {"Sửa bài này"}  # which is on the page of a post
    assert tuple(name for _, name in told) == guide_pictures.NAMES
    assert all(len(shown) > 30 for shown, _ in told)


def test_the_guide_for_clerks_shows_the_form_of_today() -> None:
    """Its pictures bear the mark of the form; `make pictures` takes them anew. They are light."""
    for name in guide_pictures.NAMES:
        picture = ROOT / guide_pictures.FOLDER / f"{name}.webp"
        assert guide_pictures.borne(picture) == guide_pictures.mark(), name
        assert picture.stat().st_size <= guide_pictures.MAX_BYTES


def test_the_guide_for_clerks_has_every_field() -> None:
    """By the name that the form shows and the one in files, in the order of the form; the parts of
    documents, procedures and files too. The guide to files has every key."""
    guide = CLERKS.read_text("utf-8").partition("## Mọi mục của biểu mẫu")[2]
    rows = re.findall(r"^\| \*\*(.+?)\*\*( \*)? \|.+\| (?:`(\w+)`)? ?\|$", guide, re.MULTILINE)
    backend = form.FormBackend("github", "a/b")
    made = form.configuration(backend, "Tin", "posts", (), {}, {})
    shown = made["collections"][0]["fields"]  # type: ignore[index]
    asked = [*shown, *(part for field in shown for part in field.get("fields", ()))]

    assert rows == [
        (
            field["label"],
            " *" if field.get("required", True) else "",
            field["name"] if field["name"] != "body" else "",
        )
        for field in asked
    ]
    by_hand = (ROOT / "docs/viet-tin-bang-tep.md").read_text("utf-8")
    keys = [name for field in FIELDS for name in (field.name, *(part for part, _ in field.parts))]
    assert [key for key in keys if f"`{key}`" not in by_hand and f"{key}:" not in by_hand] == []


def test_text_is_shown_as_the_guide_says() -> None:
    """What the guide tells to be shown as typed is, and it tells why."""
    section = GUIDE.read_text("utf-8").partition("## Cách viết `gfm`")[2].partition("\n## ")[0]
    rows = [row.split("|")[1:5] for row in section.splitlines() if row.startswith("| ")][2:]
    typed = [
        example
        for examples, _, here, reason in rows
        if reason.strip() and here.strip().startswith("chữ")
        for example in re.findall("`([^`]+)`", examples)
        if example != "## Lớp C #"
    ]

    assert len(rows) >= 15
    assert [shown(gfm.read(example, "a.md")) for example in typed] == typed


def test_pages_say_what_posts_say() -> None:
    """Every letter, digit and sign of the sample, with nothing to advise on."""
    advised = [
        (path.name, finding.line, finding.what)
        for path in sorted((ROOT / "posts").rglob("[!_R]*.md"))
        for text in [path.read_text("utf-8").split("\n---\n", 1)[1]]
        for finding in advice.findings(text, gfm.read(text, path.name).html)
    ]

    assert advised == []
