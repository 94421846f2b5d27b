"""The pages of a year as they open from a disk, in a browser without a network."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.project import MINIMAL, Project

pytestmark = pytest.mark.browser
CONFIG = MINIMAL.replace("https://example.org/", "https://xa.example.org/tin/")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built site with posts of two years."""
    made = Project(tmp_path_factory.mktemp("archive"))
    made.write("mkdocs.yml", CONFIG)
    made.write("posts/2024/so lieu.csv", "a,b\n")
    body = "Theo Nghị định số 61/2018/NĐ-CP.\n\nXem [tin cũ](../2023/cu.md), [tin sau](sau.md#muc)"
    body += " và [số liệu](<so lieu.csv>).\n"
    made.post("posts/2024/le.md", "Lịch tiếp công dân", "2024-05-13", body=body)
    made.post("posts/2024/sau.md", "Cấp thẻ căn cước", "2024-12-31", body="## Mục\n\nHết.")
    made.post("posts/2023/cu.md", "Lịch tiếp công dân năm cũ", "2023-12-31")
    made.build("--strict")
    return made


@pytest.fixture(scope="module")
def folder(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of 2024, unpacked."""
    into = tmp_path_factory.mktemp("unpacked")
    done = project.run("cchc_site.cli", "bundle", "2024", "--into", "2024.zip")
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Đã gói 2 tin vào 2024.zip")
    with zipfile.ZipFile(project.root / "2024.zip") as archive:
        archive.extractall(into)
    return into / "tin-2024"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may open nothing but files, and tells what went wrong."""
    context = browser.new_context(service_workers="block")
    faults: list[str] = []
    context.route(re.compile("^https?:"), lambda route: route.abort())
    page = context.new_page()
    page.on(
        "request", lambda request: faults.append(request.url) if "http" in request.url else None
    )
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_a_year_is_read_by_double_click(folder: Path, page: Page) -> None:
    """From its entrance to a month, a post and the file beside it; other years are where the site
    is."""
    page.goto((folder / "index.html").as_uri())
    page.wait_for_url("**/nam/2024/index.html")
    page.locator("main a", has_text="Lịch tiếp công dân").first.click()
    assert page.locator("h1").inner_text() == "Lịch tiếp công dân"
    links = {
        link.inner_text(): str(link.evaluate("link => link.href"))
        for link in page.locator("article a").all()
    }
    assert links["tin cũ"] == "https://xa.example.org/tin/tin-tuc/2023/12/cu/"
    data = [href for name, href in links.items() if name.startswith("số liệu")]
    assert Path(data[0].removeprefix("file://").replace("%20", " ")).read_text() == "a,b\n"
    page.locator("article a", has_text="tin sau").click()
    assert page.url.endswith("/tin-tuc/2024/12/sau/index.html#muc")


def test_a_year_is_searched_without_a_network(folder: Path, page: Page) -> None:
    """From the box of any page, without marks too; only what is in the bundle is found."""
    page.goto((folder / "nam/2024/index.html").as_uri())
    page.locator("form[action*=tim-kiem] input[name=q]").first.fill("lich tiep cong dan")
    page.keyboard.press("Enter")
    found = page.locator("[data-search-results] li")
    found.first.wait_for()
    assert found.count() == 1
    found.locator("a").first.click()
    assert page.locator("h1").inner_text() == "Lịch tiếp công dân"
    assert page.url.endswith("/index.html")


def test_no_link_of_a_bundle_is_dead(folder: Path) -> None:
    """Each leads to a file in it, or to an address."""
    links = 0
    for file in folder.rglob("*.html"):
        for address in re.findall(r'(?:href|src|action)="([^"#?]+)', file.read_text("utf-8")):
            if not re.match(r"[a-z]+:", address):
                links += 1
                assert (file.parent / address.replace("%20", " ")).is_file(), (file, address)
    assert links > 50


def test_the_same_site_gives_the_same_bundle(project: Project, folder: Path) -> None:
    """Byte for byte; so it can be kept by its digest."""
    first = (project.root / "2024.zip").read_bytes()
    project.run("cchc_site.cli", "bundle", "2024", "--into", "again.zip")

    assert (project.root / "again.zip").read_bytes() == first


def test_a_year_without_posts_and_a_site_that_is_not_built_are_told(tmp_path: Path) -> None:
    """With what to do."""
    made = Project(tmp_path)
    made.post("posts/a.md", date="2024-05-13")

    done = made.run("cchc_site.cli", "bundle", "2022")
    assert done.returncode == 1
    assert "không có tin nào của năm 2022; các năm có tin: 2024" in done.stdout
    done = made.run("cchc_site.cli", "bundle", "2024")
    assert done.returncode == 1
    assert "hãy chạy “mkdocs build” rồi chạy lại lệnh này" in done.stdout
