"""The editors' form at forges that cannot be had here: as far as their door, in a real Chromium.

GitLab and GitHub answer by what stands here, so that this shows what the form asks them for, where,
and under which policy; not what they do with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.desk import build_form
from tests.support.project import Project, served
from tests.support.shared import Once

pytestmark = [pytest.mark.browser, pytest.mark.site]

LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("POLICY", event.violatedDirective, event.blockedURI));"""


class Door(NamedTuple):
    """How a site asks editors in: the option, what the button says, where that leads."""

    option: str
    button: str
    leads_to: str


class Asked(NamedTuple):
    """What the form has asked another host for."""

    url: str
    authorization: str


GITLAB = Door(
    "backend: gitlab, repo: tinh/xa/trang, app_id: b2",
    "GitLab",
    "https://gitlab.com/oauth/authorize",
)
OWN_GITLAB = Door(
    "backend: gitlab, repo: xa/trang, app_id: b2, base_url: 'https://git.xa.vn'",
    "GitLab",
    "https://git.xa.vn/oauth/authorize",
)
GITHUB = Door(
    "backend: github, repo: xa/trang, base_url: 'https://dang-nhap.xa.vn'",
    "GitHub",
    "https://dang-nhap.xa.vn/auth",
)
BY_ACCOUNT = (GITLAB, OWN_GITLAB, GITHUB)
BY_TOKEN = (
    (GITLAB.option, "https://gitlab.com/api/v4/user"),
    ("backend: github, repo: xa/trang", "https://api.github.com/user"),
)


@pytest.fixture
def asked() -> list[Asked]:
    """What other hosts are asked for."""
    return []


@pytest.fixture
def told() -> list[str]:
    """What Chromium says of the policy."""
    return []


@pytest.fixture
def tab(browser: Browser, asked: list[Asked], told: list[str]) -> Iterator[Page]:
    """A page; no other host is there, whatever is asked."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1093, "height": 615})
    context.add_init_script(LISTEN)

    def answer(route: Route) -> None:
        request = route.request
        if urlsplit(request.url).hostname == "127.0.0.1":
            route.continue_()
            return
        asked.append(Asked(request.url, request.headers.get("authorization", "")))
        route.fulfill(
            status=401,
            json={"message": "Bad credentials"},
            headers={"Access-Control-Allow-Origin": "*"},
        )

    context.route("**/*", answer)
    context.on("console", lambda said: told.append(said.text) if "POLICY" in said.text else None)
    tab = context.new_page()
    yield tab
    context.close()


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path, once: Once) -> Iterator[str]:
    """A site whose form saves to the forge of an option."""
    once("form", lambda _: build_form())
    project = Project(tmp_path / "site")
    (tmp_path / "site/.cache/cchc").mkdir(parents=True)
    (tmp_path / "site/.cache/cchc/admin").symlink_to(build_form().parent)
    config = project.read("mkdocs.yml")
    option = f"      admin: {{{request.param}}}\n"
    project.write("mkdocs.yml", config.replace("      categories", f"{option}      categories"))
    project.post("posts/2024/a/index.md")
    project.build("--strict")
    with served(tmp_path / "site/site") as address:
        yield address


@pytest.mark.parametrize(
    ("address", "door"), [(door.option, door) for door in BY_ACCOUNT], indirect=["address"]
)
def test_editors_are_led_to_the_door_of_the_forge(
    address: str, door: Door, tab: Page, asked: list[Asked], told: list[str]
) -> None:
    """By a window that asks it, or the helper of GitHub, for the repository's rights, with a proof
    of who asks where there is no helper; the policy lets it."""
    tab.goto(f"{address}admin/")
    with tab.expect_popup() as opened:
        tab.get_by_role("button", name=door.button).click()
    opened.value.wait_for_url(f"{door.leads_to}**")

    url = urlsplit(asked[-1].url)
    query = {key: values[0] for key, values in parse_qs(url.query).items()}
    assert f"{url.scheme}://{url.netloc}{url.path}" == door.leads_to
    if door.button == "GitLab":
        assert query["client_id"] == "b2"
        assert query["code_challenge_method"] == "S256"
        assert query["code_challenge"]
        assert query["redirect_uri"] == f"{address}admin/"
        assert "api" in query["scope"].split()
    else:
        assert (query["provider"], "repo" in query["scope"]) == ("github", True)
    assert told == []


@pytest.mark.parametrize(("address", "api"), BY_TOKEN, indirect=["address"])
def test_an_access_token_goes_to_the_forge_alone(
    address: str, api: str, tab: Page, asked: list[Asked], told: list[str]
) -> None:
    """The form asks its API who that is; refused, it says so in Vietnamese."""
    tab.goto(f"{address}admin/")
    tab.get_by_role("button", name="Đăng nhập bằng mã truy cập").click()
    window = tab.get_by_role("alertdialog")
    window.get_by_role("textbox").fill("ma-truy-cap-thu")
    window.get_by_role("button", name="Đăng nhập").click()
    tab.get_by_text("Mã truy cập được cung cấp không hợp lệ").first.wait_for()

    assert {one.url for one in asked} == {api}
    assert all("ma-truy-cap-thu" in one.authorization for one in asked)
    assert told == []
    config = json.loads(tab.request.get(f"{address}admin/config.json").text())
    assert config["backend"]["repo"]
