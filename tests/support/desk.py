"""The editors' form in Chromium, over the stand-in for a forge that `cchc desk` is."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from cchc_site.adapter import admin_build
from tests.support.paths import ROOT
from tests.support.project import Project

PATIENCE = 60
CLERK = "Nguyễn Thị Ánh"


def build_form() -> Path:
    """The folder of the form, built of npm packages; a test without npm fails, and tells it."""
    admin_build.build(ROOT)
    return admin_build.built(ROOT)


class Desk:
    """`cchc desk` of a project, which runs."""

    def __init__(self, project: Project, address: str, log: Path) -> None:
        self.project, self.address, self.log = project, address, log
        self.home = project.root / ".cache/cchc/desk"

    def git(self, *command: str) -> str:
        """What git says of the repository that is saved to."""
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", "--git-dir", self.home / "repo.git", *command],
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def page(self, path: str) -> str:
        """A page of the served site, "" while it is not there."""
        file = self.home / "site" / path / "index.html"
        return file.read_text("utf-8") if file.is_file() else ""

    def until(self, text: str, path: str) -> None:
        """Wait until a page of the site has a text."""
        end = time.monotonic() + PATIENCE
        while text not in self.page(path):
            if time.monotonic() > end:
                pytest.fail(f"{path} never has {text}: {self.log.read_text('utf-8')}")
            time.sleep(0.2)


@contextmanager
def running(project: Project, port: int) -> Iterator[Desk]:
    """The desk of a project, which becomes a git repository."""
    kept = project.root / ".cache/cchc/admin"
    kept.parent.mkdir(parents=True)
    kept.symlink_to(build_form().parent)
    project.write(".gitignore", "/.cache/\n/desk.log\n")
    subprocess.run(["git", "init", "--quiet", project.root], check=True)
    log = project.root / "desk.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "cchc_site.cli", "desk", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=project.root, stdout=output, stderr=subprocess.STDOUT
        )
        desk = Desk(project, f"http://127.0.0.1:{port}", log)
        try:
            end = time.monotonic() + PATIENCE
            while "Trang đã dựng" not in log.read_text("utf-8"):
                assert server.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < end, log.read_text("utf-8")
                time.sleep(0.2)
            yield desk
        finally:
            server.terminate()
            server.wait(PATIENCE)


class Form:
    """The form in a tab, where somebody has signed in."""

    def __init__(self, tab: Page, address: str) -> None:
        self.tab, self._address = tab, address

    @classmethod
    def signed_in(cls, context: BrowserContext, address: str, name: str = CLERK) -> Form:
        """The form after `name` has signed in, by the window that opens."""
        tab = context.new_page()
        tab.set_default_timeout(1000 * PATIENCE)
        tab.goto(f"{address}/admin/")
        button = tab.get_by_role("button", name="Gitea / Forgejo")
        with tab.expect_popup() as opened:
            button.click()
        window = opened.value
        window.get_by_label("Tên người viết").fill(name)
        window.get_by_role("button", name="Đăng nhập").click()
        tab.get_by_role("searchbox").wait_for()
        return cls(tab, address)

    def open(self, place: str) -> None:
        """Go to a place in the form."""
        self.tab.goto(f"{self._address}/admin/#/collections/{place}")
        self.field("Tiêu đề").wait_for()

    def field(self, label: str, at: Locator | None = None) -> Locator:
        """A field by its label; those far below are made when one scrolls there."""
        name = f"Trường “\u2068{label}\u2069”"
        found = (at or self.tab).get_by_role("group", name=name, exact=True)
        for _ in range(60):
            if found.count():
                break
            if at is None:
                self.tab.mouse.move(600, 500)
                self.tab.mouse.wheel(0, 500)
            else:  # which must not be scrolled out of sight again
                at.scroll_into_view_if_needed()
            self.tab.wait_for_timeout(100)
        return found

    def write(self, label: str, text: str, at: Locator | None = None) -> None:
        """Fill in a field of text."""
        self.field(label, at).get_by_role("textbox").first.fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose of what a field offers."""
        self.field(label).get_by_role("combobox").click()
        self.tab.get_by_role("option", name=option, exact=True).click()

    def bring(self, label: str, path: Path, at: Locator | None = None) -> None:
        """Upload a file for a field."""
        self.field(label, at).get_by_role("button", name="Duyệt tệp").click()
        dialog = self.tab.get_by_role("dialog")
        with self.tab.expect_file_chooser() as chosen:
            dialog.get_by_role("button", name="Tải lên").click()
        chosen.value.set_files(path)
        dialog.get_by_role("button", name="Chèn").click()
        dialog.wait_for(state="detached")

    def add(self, label: str) -> Locator:
        """Begin one more record in a list."""
        field = self.field(label)
        field.get_by_role("button", name="Thêm").click()
        field.get_by_role("group").first.wait_for()
        return field

    def paste(self, html: str) -> None:
        """Paste what Word has put into the clipboard into the text."""
        text = self.field("Nội dung").locator("[contenteditable=true]").first
        text.click()
        text.evaluate(
            """(text, html) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/html", html);
              clipboardData.setData("text/plain", "-");
              const about = { clipboardData, bubbles: true, cancelable: true };
              text.dispatchEvent(new ClipboardEvent("paste", about));
            }""",
            html,
        )
        self.tab.wait_for_timeout(300)  # What is typed reaches the form a moment later.

    def save(self) -> None:
        """Save; the form then shows its list."""
        self.tab.wait_for_timeout(500)
        self.tab.get_by_role("button", name="Lưu", exact=True).click()
        self.tab.get_by_role("searchbox").wait_for()
