"""The pictures of the guide for clerks, taken from the screens of the form by `make pictures`.

`walk` goes through the screens that the guide tells of, in its order. A picture bears a mark of
what the form is made of, so that a test finds one that is stale.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, sync_playwright

from cchc_site.adapter import desk as desks
from cchc_site.base.hashing import digest_of
from cchc_site.editing import form as forms
from tests.support.desk import Desk, Form, running
from tests.support.paths import ROOT
from tests.support.project import Project

FOLDER = "docs/assets/bieu-mau"
"""Of the site whose guide has the pictures."""
NAMES = (
    *("dang-nhap", "tao-moi", "muc-dau", "chon-anh"),
    *("anh", "noi-dung", "van-ban", "loi"),
)
MAX_BYTES = 60_000
_MARK = 0x010E
"""What EXIF calls the description of a picture."""
# A laptop of 1366 pixels whose letters are a quarter larger, as Windows sets it.
_WINDOW: ViewportSize = {"width": 1093, "height": 615}
_PORT = 8029
_SITE = ("docs", "posts", "documents", "procedures")
_PICTURE = "posts/2026/bon-buoc-nop-ho-so-mot-cua/quay-mot-cua.png"
_OUTLINE = "outline: 3px solid #c4161c !important; outline-offset: 3px !important"
PASTED = """<h2>Thời gian, địa điểm</h2><p>Lịch tiếp công dân tháng 5 như sau:</p>
<table><tr><td>Ngày, giờ</td><td>Người tiếp</td><td>Nơi tiếp</td></tr>
<tr><td>Thứ Năm, 7/5, từ 8 giờ</td><td>Chủ tịch</td><td>Phòng tiếp công dân</td></tr></table>"""

See = Callable[[str, Page, Sequence[Locator]], None]
"""Looks at a screen by its name in `NAMES`, and at what of it the guide asks to press."""


def mark() -> str:
    """What the screens are made of, in short: the words and fields of the form, and its version."""
    made = forms.configuration(
        desks.backend("http://127.0.0.1"), "Trang tin", "posts", (), {"a": "A"}, {"b": "B"}
    )
    sources = [
        ROOT / "cchc_site/admin" / name for name in ("main.css", "vi.json", "vite.config.js")
    ]
    lock = json.loads((ROOT / "cchc_site/admin/package-lock.json").read_text("utf-8"))
    version = lock["packages"]["node_modules/@sveltia/cms"]["version"]
    texts = [
        json.dumps(made, sort_keys=True),
        version,
        *(one.read_text("utf-8") for one in sources),
    ]
    return digest_of(*texts).hex()[:16]


def borne(picture: Path) -> str:
    """The mark that a picture bears."""
    with Image.open(picture) as taken:
        return str(taken.getexif().get(_MARK, ""))


def walk(context: BrowserContext, desk: Desk, picture: Path, see: See) -> None:
    """Go through the screens; nothing is saved."""
    tab = context.new_page()
    tab.goto(f"{desk.address}/admin/")
    way_in = tab.get_by_role("button", name="Gitea / Forgejo")
    way_in.wait_for()
    see("dang-nhap", tab, [way_in])
    tab.close()

    form = Form.signed_in(context, desk.address)
    tab = form.tab
    new = tab.get_by_role("button").filter(has_text="Tạo mới")
    new.wait_for()
    tab.wait_for_timeout(500)
    see("tao-moi", tab, [new])

    save = tab.get_by_role("button", name="Lưu", exact=True)
    form.open("posts/new")
    form.choose("Chuyên mục", "Thông báo")
    form.write("Tiêu đề", "Lịch tiếp công dân tháng 5")
    form.field("Ngày đăng").locator("input").fill("2026-05-05")
    form.write("Tác giả", "Ban biên tập")
    see("muc-dau", tab, [save])

    form.field("Ảnh").get_by_role("button", name="Duyệt tệp").click()
    bring = tab.get_by_role("dialog").get_by_role("button", name="Tải lên")
    bring.wait_for()
    see("chon-anh", tab, [bring])
    tab.get_by_role("dialog").get_by_role("button", name="Hủy").click()
    form.bring("Ảnh", picture)
    form.write("Mô tả ảnh", "Người dân nộp hồ sơ ở quầy một cửa")
    form.field("Ảnh").scroll_into_view_if_needed()
    see("anh", tab, [form.field("Mô tả ảnh").get_by_role("textbox")])

    form.paste(PASTED)
    text = form.field("Nội dung")
    text.locator("table").wait_for()
    tab.wait_for_timeout(1000)
    text.scroll_into_view_if_needed()
    styles = text.get_by_role("button", name="Hiện tùy chọn kiểu văn bản")
    styles.click()
    tab.get_by_text("Dấu đầu dòng").first.wait_for()
    see("noi-dung", tab, [styles])
    tab.keyboard.press("Escape")

    record = form.add("Văn bản")
    form.write("Số", "15/TB-UBND", record)
    form.field("Ngày", record).locator("input").fill("2026-05-05")
    form.write("Cơ quan", "Ủy ban nhân dân xã Lai Vung", record)
    record.get_by_role("group").first.scroll_into_view_if_needed()
    see("van-ban", tab, [record.get_by_role("button", name="Thêm")])

    save.click()
    tab.get_by_text("Vui lòng sửa lỗi").first.wait_for()
    see("loi", tab, [tab.get_by_role("button", name="Hiện lỗi")])


def _take(folder: Path, name: str, tab: Page, pressed: Sequence[Locator]) -> None:
    """Take a picture, with a line around what the guide asks to press."""
    tab.wait_for_timeout(500)
    for one in pressed:
        one.evaluate("(element, style) => { element.style.cssText += style; }", f";{_OUTLINE}")
    shot = Image.open(io.BytesIO(tab.screenshot(animations="disabled"))).convert("RGB")
    for one in pressed:
        one.evaluate("(element) => element.style.removeProperty('outline')")
    exif = Image.Exif()
    exif[_MARK] = mark()
    shot.save(folder / f"{name}.webp", quality=80, method=6, exif=exif)


def main(root: Path) -> None:
    """Take all pictures anew, of the site at `root` at the desk."""
    pictures = root / FOLDER
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        project = Project(Path(folder))
        for name in _SITE:
            if (root / name).is_dir():
                shutil.copytree(root / name, project.root / name, dirs_exist_ok=True)
        shutil.copy(root / "mkdocs.yml", project.root)
        browser = driver.chromium.launch(
            executable_path=os.environ["CCHC_CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(locale="vi-VN", color_scheme="light", viewport=_WINDOW)
        with running(project, _PORT) as desk:
            walk(context, desk, root / _PICTURE, partial(_take, pictures))
        browser.close()
    for picture in sorted(pictures.iterdir()):
        print(picture.name, picture.stat().st_size, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
