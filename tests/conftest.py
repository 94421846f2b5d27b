"""Shared fixtures: a place to build sites in, and the tests' own portal built once for all."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from cchc_site.build import session
from tests.support.building import untraced
from tests.support.forkserver import programs
from tests.support.portal import build_portal
from tests.support.project import Project, served
from tests.support.shared import Once, once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test is failed by a busy machine.
settings.register_profile("cchc", deadline=None)
settings.load_profile("cchc")

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites golden files instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Properties are not measured for coverage, which doubles the time of their many examples;
    tables and sites run the same lines."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("unmeasured")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """In a process of xdist, pytest-cov's own marker `no_cover` only wakes a measuring that it has
    begun before and forgotten, of every module: such tests take five times as long."""
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    with untraced():
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _rare_collections() -> Iterator[None]:
    """A build in the process of an earlier one first drops what that has left, and for this looks
    at all objects of the process. Here they are those of all tests, which takes most of a small
    build: one build in twenty does it."""
    collect, builds = session._stop_collecting, itertools.count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            session,
            "_stop_collecting",
            lambda: collect() if next(builds) % 20 == 0 else gc.disable(),
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _programs() -> Iterator[None]:
    """What starts programs ends with the tests."""
    yield
    if programs.cache_info().currsize:
        programs().close()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site with a home page and no post yet."""
    return Project(tmp_path)


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session", name="once")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Folders that all processes of this run share."""
    return once(tmp_path_factory)


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The tests' own portal (portal.py), as readers have it."""
    return once("portal", build_portal) / "site"


@pytest.fixture(scope="session")
def gallery(once: Once) -> Path:
    """The same with drafts shown, so that it has every type of page (page_types.py)."""
    return once("gallery", lambda root: build_portal(root, CCHC_DRAFTS="1")) / "site"


@pytest.fixture(scope="module")
def gallery_address(gallery: Path) -> Iterator[str]:
    """The site that has every type of page, served."""
    with served(gallery) as address:
        yield address


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The tests' own portal, served."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without one the run fails and says what installs it."""
    found = os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = found or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.fail("no Chromium: sudo apt-get install -y chromium, or run `make test`")
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
