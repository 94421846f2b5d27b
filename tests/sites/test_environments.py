"""The wheel as its users have it: in environments with the locked packages and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from cchc_site.pages.feed_formats import FORMATS
from tests.support.html import Document
from tests.support.paths import ROOT
from tests.support.portal import copy_portal
from tests.support.shared import Once

pytestmark = pytest.mark.site

DAY = 24 * 60 * 60
NOW = str(int(time.time()))

OURS = re.compile(r"PYTHON|VIRTUAL_ENV|COVERAGE_|CCHC_|(PIP_USER|SITE_URL|SOURCE_DATE_EPOCH)$")
"""What the tests' own Python, its shell and its builds are told; no other may hear of it."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment."""

    path: Path

    def run(
        self, program: str, *arguments: str | Path, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """A finished program of the environment; stderr is in stdout."""
        return run(self.path / "bin" / program, *arguments, cwd=cwd or self.path, **env)

    def pip(self, *arguments: str | Path) -> None:
        """Have the pip of the tests' own Python work on it."""
        pip = ("-m", "pip", "--python", self.path, "--disable-pip-version-check", "--no-input")
        done = run(sys.executable, *pip, *arguments, cwd=self.path)
        assert done.returncode == 0, done.stdout

    def install(self, lock: Path) -> None:
        """Add what a lock file pins."""
        self.pip("install", "--quiet", "--no-compile", "--require-hashes", "-r", lock)

    @property
    def packages(self) -> Path:
        """The folder of its packages."""
        (folder,) = self.path.glob("lib/*/site-packages")
        return folder

    def build(self, root: Path, **env: str) -> dict[str, bytes]:
        """The files of the site in `root`, built by MkDocs; it must have succeeded."""
        done = self.run("mkdocs", "build", "--strict", cwd=root, **env)
        assert done.returncode == 0, done.stdout
        return files(root / "site")


def run(
    program: str | Path, *arguments: str | Path, cwd: Path, **env: str
) -> subprocess.CompletedProcess[str]:
    """A finished program that knows nothing of the tests' Python; stderr is in stdout."""
    kept = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    return subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**kept, "NO_MKDOCS_2_WARNING": "1", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """The project's wheel, built from a copy, so that the work tree stays as it is."""
    return next(once("wheel", _build_wheel).glob("*.whl"))


def _build_wheel(target: Path) -> None:
    copy = target / "source"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "cchc_site", copy / "cchc_site", ignore=caches)
    pip = ("-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    alone = ("--no-deps", "--no-build-isolation")
    done = run(sys.executable, *pip, *alone, "-w", target, ".", cwd=copy)
    assert done.returncode == 0, done.stdout


def environment(path: Path) -> Environment:
    """A new virtual environment."""
    done = run(sys.executable, "-m", "venv", "--without-pip", path, cwd=path.parent)
    assert done.returncode == 0, done.stdout
    return Environment(path)


@pytest.fixture(scope="session")
def clean(once: Once, wheel: Path) -> Environment:
    """What a user gets who installs the locked packages and the wheel."""

    def fill(path: Path) -> None:
        made = environment(path)
        made.install(ROOT / "requirements.txt")
        made.pip("install", "--quiet", "--no-deps", wheel)

    return Environment(once("clean", fill))


@pytest.fixture(scope="session")
def proper(once: Once, clean: Environment) -> Environment:
    """The same with ProperDocs, a fork of MkDocs 1.6, beside MkDocs, which Material asks for."""

    def fill(path: Path) -> None:
        made = environment(path)
        (made.packages / "clean.pth").write_text(f"{clean.packages}\n", "utf-8")
        made.install(ROOT / "tests/properdocs.txt")

    return Environment(once("properdocs", fill))


def test_the_lock_file_is_all_that_the_wheel_needs(clean: Environment) -> None:
    """Every requirement is there in a version that fits; nothing comes from elsewhere."""
    clean.pip("check")

    ask = "import cchc_site, sys; print(*(cchc_site.__file__, *filter(None, sys.path)), sep='\\n')"
    module, *places = clean.run("python", "-c", ask).stdout.splitlines()
    assert Path(module).is_relative_to(clean.path)
    assert not [place for place in places if Path(place).is_relative_to(ROOT)]


BASE = "https://example.org/handbook/"

STOCK = {
    "mkdocs.yml": f"""\
site_name: Riverside Handbook
site_url: {BASE}
theme:
  name: material
  palette: {{scheme: slate, primary: teal, accent: amber}}
nav: [index.md, guide.md, {{About us: about.md}}]
plugins: [search, cchc]
extra_css: [own.css]
""",
    "docs/own.css": ":root { --md-text-font: Georgia }\n",
    "docs/index.md": "# Riverside Handbook\n\nRead the [guide](guide.md).\n",
    "docs/guide.md": "# Guide\n\n## First steps\n\nAsk at the desk.\n",
    "docs/about.md": "# About us\n\nSee the [first steps](guide.md#first-steps).\n",
    "posts/2024/opening-hours.md": """\
---
title: New opening hours
date: 2024-05-13
author: Jane Doe
category: Notices
---

See the [guide](../../docs/guide.md#first-steps).
""",
    "posts/2024/bridge.md": """\
---
title: The bridge is open
date: 2024-06-01
author: Jane Doe
category: Town works
---

After the [new hours](opening-hours.md) a new bridge.
""",
    "posts/2023/holiday.md": """\
---
title: Closed over the holidays
date: 2023-12-20
author: John Roe
category: Notices
---

Back in January.
""",
}

ADDED = (
    *"assets/cchc chuyen-muc du-lieu-mo nam robots.txt so-do-trang tac-gia the".split(),
    *"theo-doi-tin thu-tuc tim-kiem tin-tuc van-ban van-ban.csv van-ban.json".split(),
    *(format_.file for format_ in FORMATS),
    "SHA256SUMS",
)
"""What the plugin may add to a site: the addresses of news, its assets, and the proof of both."""


def stock_site(root: Path, plugins: str) -> Path:
    """The stock site with `plugins`, written into `root`."""
    for name, text in STOCK.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("[search, cchc]", plugins), "utf-8")
    return root


@pytest.fixture(scope="module")
def plain(once: Once, clean: Environment) -> dict[str, bytes]:
    """The stock site without the plugin."""
    return files(once("plain", lambda root: clean.build(stock_site(root, "[search]"))) / "site")


@pytest.fixture(scope="module")
def news(once: Once, clean: Environment) -> dict[str, bytes]:
    """The stock site with the plugin, which is given no option."""
    root = once("news", lambda root: clean.build(stock_site(root, "[search, cchc]")))
    return files(root / "site")


def test_a_stock_site_keeps_every_byte(plain: dict[str, bytes], news: dict[str, bytes]) -> None:
    """Home, pages, 404 and assets are the site's own; the sitemap and the search of the theme's
    header alone learn of news."""
    changed = {name for name, content in plain.items() if news.get(name) != content}
    assert changed == {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}

    own = {"index.html", "guide/index.html", "404.html", "own.css"}
    assert own <= plain.keys()
    assert locations(plain) < locations(news)


def locations(site: dict[str, bytes]) -> set[str]:
    """The addresses in the sitemap."""
    return {loc.text or "" for loc in ET.fromstring(site["sitemap.xml"]).findall("*/{*}loc")}


def test_a_stock_site_gains_its_news(plain: dict[str, bytes], news: dict[str, bytes]) -> None:
    """Posts and lists stand at their addresses, categories as the posts name them."""
    added = news.keys() - plain.keys()
    assert {
        "tin-tuc/index.html",
        "tin-tuc/2024/05/opening-hours/index.html",
        "tin-tuc/2024/06/bridge/index.html",
        "tin-tuc/2023/12/holiday/index.html",
        "chuyen-muc/notices/index.html",
        "chuyen-muc/town-works/index.html",
        "nam/2023/index.html",
        "nam/2024/index.html",
        "nam/2024/06/index.html",
        "tac-gia/jane-doe/index.html",
        "tac-gia/john-roe/index.html",
        "feed.xml",
    } <= added
    places = tuple(f"{place}/" for place in ADDED)
    assert [name for name in added if not f"{name}/".startswith(places)] == []
    assert document(news, "chuyen-muc/town-works/index.html").texts["h1"] == ["Town works"]


def document(site: dict[str, bytes], name: str) -> Document:
    """A page of a built site."""
    return Document(site[name].decode())


def test_news_pages_have_the_look_of_the_site(news: dict[str, bytes]) -> None:
    """Around the news stand the header, the colours and the footer of any other page."""
    docs_page, listing = news["guide/index.html"].decode(), news["nam/index.html"].decode()

    title = document(news, "nam/index.html").texts["h1"][0]
    for part in (r"<body .*?>", r'<header class="md-header.*?</header>', r"<footer.*?</footer>"):
        wanted, found = (re.search(part, html, re.DOTALL) for html in (docs_page, listing))
        assert wanted
        assert found
        assert found[0].replace(title, "Guide") == wanted[0]
    assert "../own.css" in document(news, "nam/index.html").links


def test_the_stylesheet_leaves_the_colours_alone(news: dict[str, bytes]) -> None:
    """It reads Material's variables and sets none."""
    sheets = [
        news[name].decode() for name in news if re.fullmatch(r"assets/cchc/cchc\..*\.css", name)
    ]

    assert len(sheets) == 1
    assert re.findall(r"--md-[\w-]+\s*:", sheets[0]) == []


def test_a_stock_site_may_lie_under_a_path(plain: dict[str, bytes], news: dict[str, bytes]) -> None:
    """Every link of a news page stays below the address of the site and leads to a file."""
    pages = {name for name in news.keys() - plain.keys() if name.endswith(".html")}
    lost = []
    for name in pages:
        here = BASE + name.removesuffix("index.html")
        shown = document(news, name)
        # An author's own address leads on to the page.
        canonical = re.sub("[0-9a-f]{8}/$", "", here) if name.startswith("tac-gia/") else here
        assert f'<link rel="canonical" href="{canonical}">' in news[name].decode()
        for link in shown.links:
            target = urlsplit(urljoin(here, link))
            if target.netloc != "example.org":
                continue
            path = target.path.removeprefix("/handbook/")
            file = f"{path}index.html" if path.endswith("/") or not path else path
            if not target.path.startswith("/handbook/") or file not in news:
                lost.append(f"{name}: {link}")
            elif target.fragment and target.fragment not in document(news, file).ids:
                lost.append(f"{name}: {link} has no such anchor")

    assert lost == []
    assert f"{BASE}tin-tuc/2024/06/bridge/" in news["feed.xml"].decode()


# It needs nothing of its own: it finds plugins and themes by the entry points of MkDocs, reads
# mkdocs.yml (without `-f` it says that the name is old), and answers to every import of `mkdocs`.
# But a module's `__name__` stays `properdocs…`, and so do the loggers.
PROPERDOCS = ("properdocs", "build", "--strict", "-f", "mkdocs.yml")

GENERATOR = re.compile(rb'(<meta name="generator" content="mkdocs-)[\w. ]+')
"""Material writes the version of MkDocs after these words; ProperDocs gives its name with it."""


def test_properdocs_builds_the_same_site(
    tmp_path: Path, clean: Environment, proper: Environment
) -> None:
    """Every file of the portal is equal byte for byte, but for the name of the generator."""
    copy_portal(tmp_path)
    expected = clean.build(tmp_path, SOURCE_DATE_EPOCH=NOW)
    shutil.rmtree(tmp_path / "site")

    done = proper.run(*PROPERDOCS, cwd=tmp_path, SOURCE_DATE_EPOCH=NOW)

    assert done.returncode == 0, done.stdout
    found = files(tmp_path / "site")
    assert b'content="mkdocs-ProperDocs ' in found["index.html"]
    assert unnamed(found) == unnamed(expected)


def unnamed(site: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a site without the version of what generated it, which the sums follow."""
    files = {name: content for name, content in site.items() if name != "SHA256SUMS"}
    return {name: GENERATOR.sub(rb"\1", content) for name, content in files.items()}


def test_a_warning_under_strict_leaves_the_site_of_properdocs(
    tmp_path: Path, proper: Environment
) -> None:
    """Its verdict is awaited, and told in our words, as that of MkDocs."""
    root = stock_site(tmp_path, "[search, cchc]")
    assert proper.run(*PROPERDOCS, cwd=root).returncode == 0
    before = files(root / "site")
    with (root / "docs/guide.md").open("a", encoding="utf-8") as guide:
        guide.write("\n[Lost](nowhere.md)\n")

    done = proper.run(*PROPERDOCS, cwd=root)

    assert done.returncode == 1
    assert files(root / "site") == before
    assert "docs/guide.md:7: liên kết “nowhere.md” không dẫn tới trang nào" in done.stdout


TOMORROW = f"""\
import datetime
import time


def shifted(ask, days):
    return lambda: ask() + days


def given(read, now):
    return lambda *moment: read(*(moment or (now(),)))


# date.today() and datetime.today() ask time.time(); datetime.now() asks the system.
time.time = shifted(time.time, {DAY})
time.time_ns = shifted(time.time_ns, {DAY} * 10**9)
time.gmtime = given(time.gmtime, time.time)
time.localtime = given(time.localtime, time.time)


class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)


datetime.datetime = Later
"""
"""A sitecustomize.py: Python runs it at its start, before any package can ask what time it is."""


@pytest.fixture
def tomorrow(tmp_path: Path) -> dict[str, str]:
    """The environment variables of a program that runs one day later, elsewhere in the world."""
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock/sitecustomize.py").write_text(TOMORROW, "utf-8")
    return {"PYTHONPATH": str(tmp_path / "clock"), "TZ": "America/New_York", "PYTHONHASHSEED": "7"}


def test_two_days_give_the_same_bytes(
    tmp_path: Path, clean: Environment, tomorrow: dict[str, str]
) -> None:
    """With SOURCE_DATE_EPOCH neither clock nor time zone, place nor age of the sources shows."""
    first, second = tmp_path / "first", tmp_path / "another/place"
    for root in (first, second):
        root.mkdir(parents=True)
        copy_portal(root)
    for path in second.rglob("*"):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime + DAY))

    one = clean.build(first, SOURCE_DATE_EPOCH=NOW, TZ="UTC", PYTHONHASHSEED="1")
    two = clean.build(second, SOURCE_DATE_EPOCH=NOW, **tomorrow)

    assert one == two
    assert "sitemap.xml.gz" in one


def test_the_other_day_is_another_to_mkdocs(
    tmp_path: Path, clean: Environment, plain: dict[str, bytes], tomorrow: dict[str, str]
) -> None:
    """The clock of these tests is believed: plain MkDocs dates its sitemap by it."""
    root = stock_site(tmp_path / "plain", "[search]")

    assert clean.build(root, **tomorrow)["sitemap.xml"] != plain["sitemap.xml"]
