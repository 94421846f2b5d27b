"""The editors' form in a real Chromium, over a stand-in for a forge on a real repository."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.support import guide_pictures, nu, reader
from tests.support.desk import CLERK, Desk, Form, build_form, running
from tests.support.paths import TESTS
from tests.support.project import Project
from tests.support.shared import Once

pytestmark = [pytest.mark.browser, pytest.mark.site]

LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("POLICY", event.violatedDirective, event.blockedURI));"""
# What a screen says, to eyes and to ears; signs around what is filled in are not shown.
TEXTS = """() => {
  const said = [...document.querySelectorAll("body *")].flatMap((one) => [
    one.getAttribute("aria-label"),
    ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
  ]);
  const plain = said.map((text) => (text ?? "").replace(/[\u2068\u2069]/g, "").trim());
  return [...new Set(plain)].filter(Boolean);
}"""
# What whoever got into the page would try.
INTRUDE = """async () => {
  const [ran, stopped] = [[], []];
  window.ran = (what) => ran.push(what);
  document.addEventListener("securitypolicyviolation", (told) =>
    stopped.push(told.effectiveDirective));
  document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="ran('handler')">
    <img src="https://example.com/a.png" onload="ran('picture')">`);
  const script = document.createElement("script");
  script.textContent = "ran('script')";
  document.body.append(script);
  setTimeout(() => { try { eval("ran('eval')"); } catch { /* meant */ } });
  try { await fetch("https://example.com/"); ran.push("fetch"); } catch { /* meant */ }
  await new Promise((done) => setTimeout(done, 300));
  return [ran, stopped];
}"""
ENGLISH = re.compile(r"\b(?:the|your?|this|are|has|been|will|please)\b", re.IGNORECASE)
WORD = """<p class="MsoNormal" style="color:red">Theo kế hoạch, <b>ủy ban</b> báo lịch.</p>
<h2>Lịch tiếp</h2><table><tr><td><p>Ngày</p></td><td><p>Người tiếp</p></td></tr>
<tr><td rowspan="2"><p>3/12</p></td><td><p>Chủ tịch</p><p>– Bí thư | Phó</p></td></tr>
<tr><td><p>Thư ký</p></td></tr><tr><td colspan="2">Nghỉ</td></tr></table><p>&nbsp;</p>
<p>Giá <del>8.000</del> <font color="red">9.000</font> đ một m<sup>2</sup>, 10<sup>3</sup>.</p>
<table><tr><th>Tên</th><td>A</td></tr><tr><th>Phí</th><td>0 đ</td></tr></table>
<p>Hết.</p><script>alert(1)</script>"""
TEXT = """Theo kế hoạch, **ủy ban** báo lịch.

## Lịch tiếp

| Ngày | Người tiếp |
| --- | --- |
| 3/12 | Chủ tịch<br>– Bí thư \\| Phó |
|  | Thư ký |
| Nghỉ |  |

Giá ~~8.000~~ 9.000 đ một m², 10³.

| Tên | A |
| --- | --- |
| Phí | 0 đ |

Hết.
"""
HEAD = """---
# Ghi chú của người viết.
Tiêu đề: Bài cũ
date: 13/4/2022
author: Ban biên tập
category: Thông báo
summary: "Một: hai"
tags: [một cửa, 'khai sinh']
documents:
- number: 09/KH-UBND
  date: 13/4/2022
  issuer: Ủy ban nhân dân huyện Lai Vung
  title: Kiểm tra
  status: Còn hiệu lực
extra:
    mau: 1
    danh: [a, b]
search: {exclude: false}
---
"""
BODY = """
Chữ *nghiêng*, __đậm__, chú thích[^1].

> [!NOTE]
> Lời nhắn.

| Thủ tục | Phí |
| :-- | --: |
| Khai sinh | 0 |
| Có \\| sổ<br>đỏ | ~~8 000~~ |

* một
* hai
  - ba

1) x
2) y

Dòng một\\
dòng hai, https://example.org/a_b.

[^1]: Nguồn.
"""


@pytest.fixture(scope="module")
def form_folder(once: Once) -> Path:
    """The built form."""
    once("form", lambda _: build_form())
    return build_form()


@pytest.fixture(scope="module")
def desk(form_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A small site with posts of every kind of place, at the desk."""
    assert form_folder.is_dir()
    project = Project(tmp_path_factory.mktemp("desk"))
    project.write("posts/2022/bai-cu/index.md", HEAD + BODY)
    project.write("posts/2022/bai-le.md", HEAD.replace("Bài cũ", "Bài lẻ") + BODY)
    project.write("posts/2022/04/bai-sau.md", HEAD.replace("Bài cũ", "Bài sâu") + BODY)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with running(project, port) as desk:
        yield desk


@pytest.fixture
def told() -> list[str]:
    """What the browser complains of, and what it asks of other hosts."""
    return []


@pytest.fixture
def context(browser: Browser, desk: Desk, told: list[str]) -> Iterator[BrowserContext]:
    """A clerk's browser, which speaks English."""
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    context.add_init_script(LISTEN)
    host = urlsplit(desk.address).netloc

    def ask(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.netloc != host:
            told.append(url)

    context.on("request", lambda request: ask(request.url))
    context.on(
        "console",
        lambda said: (
            told.append(said.text) if "POLICY" in said.text or "violates" in said.text else None
        ),
    )
    context.on(
        "weberror",
        # One that begins before the last has ended.
        lambda error: (
            told.append(str(error.error))
            if "Transition was skipped" not in str(error.error)
            else None
        ),
    )
    yield context
    context.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A large photograph that tells where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (10.0, 15.0, 0.0), 3: "E", 4: (105.0, 39.0, 0.0)}
    place = tmp_path / "Ảnh buổi họp Đợt 1.jpg"
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(place, exif=exif)
    return place


def test_a_clerk_publishes_a_post(
    desk: Desk, context: BrowserContext, picture: Path, told: list[str], tmp_path: Path
) -> None:
    """Signed in, in Vietnamese: one commit in the clerk's name holds the post with its files, the
    check has nothing, and the site has it on its page, at home, in lists, feeds and search."""
    paper = tmp_path / "Mẫu đơn.pdf"
    paper.write_bytes(MINIMAL_PDF)
    form = Form.signed_in(context, desk.address)
    before = desk.git("rev-parse", "main").strip()
    form.open("posts/new")
    form.write("Tiêu đề", "Đổi giờ làm việc ở Định Hòa")
    form.write("Tác giả", "Ban biên tập")
    form.choose("Chuyên mục", "Thông báo")
    form.bring("Ảnh", picture)
    form.write("Mô tả ảnh", "Buổi họp ở nhà văn hóa")
    form.paste(WORD)
    record = form.add("Văn bản")
    form.write("Số", "12/TB-UBND", record)
    form.write("Ngày", "2026-11-20", record)
    form.write("Cơ quan", "Ủy ban nhân dân xã Tân Mỹ", record)
    form.write("Trích yếu", "Đổi giờ làm việc", record)
    form.bring("Tệp", paper, form.add("Tệp đính kèm"))
    form.save()

    assert desk.git("rev-list", "--count", f"{before}..main").strip() == "1"
    about = desk.git("log", "-1", "--format=%an|%cn|%s", "main").strip()
    assert about == f"{CLERK}|{CLERK}|Đăng bài “doi-gio-lam-viec-o-dinh-hoa” ({CLERK}) +2"
    changed = desk.git("diff", "--name-only", before, "main").split("\n")
    year = next(path for path in changed if path).split("/")[1]
    folder = f"posts/{year}/doi-gio-lam-viec-o-dinh-hoa"
    names = ["anh-buoi-hop-dot-1.webp", "index.md", "mau-don.pdf"]
    assert sorted(filter(None, changed)) == [f"{folder}/{name}" for name in names]
    written = desk.git("show", f"main:{folder}/index.md")
    head, _, text = written.partition("\n---\n\n")
    assert text == TEXT
    assert "category: thong-bao\nimage: anh-buoi-hop-dot-1.webp\n" in head
    assert "draft" not in head

    url = f"tin-tuc/{year}/{written.partition('date: ')[2][5:7]}/doi-gio-lam-viec-o-dinh-hoa/"
    desk.until("Đổi giờ làm việc ở Định Hòa", url)
    site = desk.home / "site"
    for page in ("", "tin-tuc/", "chuyen-muc/thong-bao/"):
        assert "Đổi giờ làm việc ở Định Hòa" in (site / page / "index.html").read_text("utf-8")
    assert "Đổi giờ làm việc ở Định Hòa" in (site / "feed.xml").read_text("utf-8")
    index = "".join(file.read_text("utf-8") for file in (site / "tim-kiem").rglob("*.json"))
    assert "Đổi giờ làm việc ở Định Hòa" in index
    kept = desk.home / "checkout" / folder / names[0]
    with Image.open(kept) as taken:
        assert (max(taken.size), taken.format, dict(taken.getexif())) == (2000, "WEBP", {})
    clone = Project(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", desk.home / "repo.git", tmp_path / "head"], check=True)
    clone.root = tmp_path / "head"
    assert clone.run("cchc_site.cli", "check").stdout.strip().endswith("Không có lỗi.")
    assert clone.run("mkdocs", "build", "--strict").returncode == 0
    assert told == []


# One empty page.
MINIMAL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("posts/entries/2022/bai-cu/index", "posts/2022/bai-cu/index.md"),
        ("posts-1/entries/2022/bai-le", "posts/2022/bai-le.md"),
        ("posts-2/entries/2022/04/bai-sau", "posts/2022/04/bai-sau.md"),
    ],
)
def test_what_nobody_changes_stays_as_it_was(
    desk: Desk, context: BrowserContext, place: str, path: str
) -> None:
    """Another title changes the line of the title: comments, quotation marks, keys that the form
    does not know, the columns of tables and the ways of writing Markdown are kept."""
    before = desk.git("show", f"main:{path}")
    form = Form.signed_in(context, desk.address)
    form.open(place)
    form.field("Nội dung").locator("[contenteditable=true]").first.wait_for()
    form.tab.wait_for_timeout(500)
    assert form.tab.evaluate("document.activeElement.isContentEditable") is False
    form.write("Tiêu đề", "Bài mới: sửa")
    form.save()

    title = before.split("\n")[2]
    assert title.startswith("Tiêu đề: Bài ")
    after = desk.git("show", f"main:{path}")
    assert after == before.replace(title, 'Tiêu đề: "Bài mới: sửa"')


def test_two_editors_lose_nothing(desk: Desk, browser: Browser) -> None:
    """Who saves what another has changed meanwhile is asked."""
    path = "posts/2022/bai-cu/index.md"
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    first, second = (
        Form.signed_in(context, desk.address, name)
        for context, name in zip(contexts, ("An", "Bình"), strict=True)
    )
    for form in (first, second):
        form.open("posts/entries/2022/bai-cu/index")
    first.write("Sapo", "Của An")
    first.save()
    before = desk.git("rev-parse", "main")
    second.write("Sapo", "Của Bình")
    second.tab.wait_for_timeout(500)
    second.tab.get_by_role("button", name="Lưu", exact=True).click()
    asked = second.tab.get_by_role("alertdialog").or_(second.tab.get_by_role("dialog")).first
    asked.wait_for()
    for words in (
        "Có người khác vừa sửa bài này",
        "Bài này đã được sửa trong kho mã",
        "Vẫn lưu",
        "Hủy",
    ):
        assert words in asked.inner_text().replace("\u2068", "").replace("\u2069", "")
    assert not ENGLISH.search(asked.inner_text())

    assert desk.git("rev-parse", "main") == before
    assert "summary: Của An" in desk.git("show", f"main:{path}")
    for context in contexts:
        context.close()


def test_the_form_is_for_editors_only(desk: Desk, context: BrowserContext) -> None:
    """No page leads readers there, no machine is told of it; “Sửa bài này” opens the post."""
    site = desk.home / "site"
    page = (site / "admin/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert "unsafe-eval" not in page
    assert "/admin/" not in (site / "sitemap.xml").read_text("utf-8")
    assert '/admin/"' not in (site / "index.html").read_text("utf-8")
    assert "admin/" in (site / "_headers").read_text("utf-8")
    assert json.loads((site / "admin/config.json").read_text("utf-8"))["backend"]["repo"]
    tab = context.new_page()
    tab.goto(f"{desk.address}/tin-tuc/2022/04/bai-sau/")
    way = tab.get_by_role("link", name="Sửa bài này").get_attribute("href")
    assert way == f"{desk.address}/admin/#/collections/posts-2/entries/2022/04/bai-sau"


def test_what_a_guide_names_is_on_the_screens(
    desk: Desk, context: BrowserContext, picture: Path, told: list[str]
) -> None:
    """What the guide may name in bold is a field or a button; a clerk comes to each on the way that
    its pictures show, and no word of the form is English."""
    seen: list[str] = []
    texts: set[str] = set()

    def see(name: str, tab: Page, pressed: Sequence[Locator]) -> None:
        assert all(one.is_visible() for one in pressed), name
        seen.append(name)
        texts.update(tab.evaluate(TEXTS))
        if name == "van-ban":  # whose parts, and the fields below, are made when one scrolls there
            form = Form(tab, desk.address)
            for label in ("Văn bản", "Thủ tục", "Tệp đính kèm"):
                form.add(label)
                texts.update(tab.evaluate(TEXTS))
            for way in (*[500] * 15, *[-500] * 15):
                tab.mouse.wheel(0, way)
                tab.wait_for_timeout(50)
                texts.update(tab.evaluate(TEXTS))

    guide_pictures.walk(context, desk, picture, see)
    words = yaml.safe_load((TESTS / "cases/form_words.yml").read_text("utf-8"))

    assert tuple(seen) == guide_pictures.NAMES
    assert len(words) > 40
    assert set(words) - texts == set()
    assert {text for text in texts if ENGLISH.search(text)} == set()
    assert told == []


def test_the_page_that_loads_the_form_hinders_nobody(desk: Desk, browser: Browser) -> None:
    """It is valid, says what it does while the form comes, and has no fault by axe-core's rules."""
    assert nu.faults(desk.home / "site/admin/index.html") == []
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.route("**/admin.js", lambda asked: asked.abort())
    tab.goto(f"{desk.address}/admin/")
    tab.get_by_role("heading", name="Đang mở biểu mẫu soạn tin…").wait_for()

    assert reader.wide(tab) == 0
    assert reader.axe(tab, "tag", reader.RULES) == []
    tab.close()


def test_what_the_form_itself_draws_hinders_little(desk: Desk, context: BrowserContext) -> None:
    """Of axe-core's rules it breaks one, of good practice: some parts lie in no landmark. The guide
    for administrators tells that (“Trợ năng”); nothing else may come."""
    form = Form.signed_in(context, desk.address)
    form.tab.wait_for_timeout(1000)
    found = reader.axe(form.tab, "tag", reader.RULES)
    form.open("posts/new")
    form.tab.wait_for_timeout(1000)
    found += reader.axe(form.tab, "tag", reader.RULES)

    assert found != []
    assert [fault for fault in found if not fault.startswith("region: ")] == []


def test_the_policy_of_the_form_stops_what_is_not_of_it(
    desk: Desk, context: BrowserContext
) -> None:
    """Code that somebody has put into the page does not run, and nothing is sent elsewhere."""
    tab = context.new_page()
    tab.goto(f"{desk.address}/admin/")
    tab.get_by_role("button", name="Gitea / Forgejo").wait_for()
    ran, stopped = tab.evaluate(INTRUDE)

    assert ran == []
    assert {"script-src-elem", "script-src-attr", "script-src", "connect-src", "img-src"} <= {
        *stopped
    }


def test_only_this_machine_is_answered(desk: Desk) -> None:
    """Not what is asked under another name, and nothing without a sign-in."""
    host, port = "127.0.0.1", int(desk.address.rpartition(":")[2])
    for name, path, status in (
        ("trang-khac.vn", "/", "421"),
        (f"{host}:{port}", "/kho/api/v1/user", "401"),
        (f"{host}:{port}", "/kho/api/v1/repos/thu/trang-tin/branches/main", "401"),
    ):
        with socket.create_connection((host, port)) as connection:
            asked = f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
            connection.sendall(asked.encode())
            assert connection.recv(100).split()[1].decode() == status
