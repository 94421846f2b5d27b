"""Attempts to run something in a reader's browser, over nine hundred: each is told at its line, or
does nothing.

What is accepted goes through `mkdocs build` and is looked at in Chromium on every page where it
shows, without the content security policy, which would hide a hole.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Frame, Page, Request, Route

from cchc_site.content import text as parsed_text
from cchc_site.markdown.gfm import reader as gfm
from tests.support.attempts import Attempt, attempts, cases, numbered, post, together
from tests.support.html import Head
from tests.support.portal import PICTURE
from tests.support.project import MINIMAL, Project, served

BODIES = 12
"""How many attempts stand in one post."""
FRAMES = 12
"""How many pages are shown side by side."""

CANARY = """window.xss = (number) => console.log("RAN", number);
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (number) => console.log("RAN", name, number);
}"""
LEADS_ON = re.compile(r'<meta http-equiv="refresh" content="0; url=[./]+/tin-tuc/[a-z0-9/-]+">')
LOOK = r"""(allowed) => {
  const found = [];
  const schemes = /^(?:https?|mailto|tel):/;
  const addresses = ["href", "src", "action", "formaction", "data", "poster", "background", "cite",
    "xlink:href", "srcset", "ping", "manifest", "longdesc", "codebase"];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (["iframe", "frame", "object", "embed", "base", "applet", "math", "template"].includes(name)
      || (name === "meta" && element.httpEquiv && element.httpEquiv !== "Content-Security-Policy"))
      found.push(`<${name}>`);
    if (name === "script" && !element.src && !/json/.test(element.type)
      && !allowed.includes(element.textContent)) found.push(element.outerHTML);
    if (name === "style") found.push(element.outerHTML);
    for (const attribute of element.attributes) {
      if (/^on/i.test(attribute.name)) found.push(`${name} ${attribute.name}=${attribute.value}`);
      if (!addresses.includes(attribute.name)) continue;
      // The page's own code to photograph, of bits only.
      if (name === "img" && element.className === "cchc-qr"
        && /^data:image\/bmp;base64,[\w+\/=%]+$/.test(attribute.value)) continue;
      let whole = attribute.value;
      try { whole = new URL(attribute.value, document.baseURI).href; } catch {}
      if (!schemes.test(whole) || /xss\.example/.test(new URL(whole).host))
        found.push(`${name} ${attribute.name}=${attribute.value}`);
      if (element.hasAttribute("src") && !whole.startsWith(location.origin))
        found.push(`${name} ${attribute.name}=${attribute.value}`);
    }
  }
  return found;
}"""


@dataclass
class Watch:
    """A tab that tells whatever runs, is asked for at another host, or opens."""

    tab: Page
    address: str
    allowed: Sequence[str] = ()
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.tab.add_init_script(CANARY)
        self.tab.on("console", self._said)
        self.tab.on("dialog", self._opened)
        self.tab.on("request", self._asked)
        self.tab.on("popup", lambda page: self.found.append(f"opened {page.url}"))

    def _said(self, said: ConsoleMessage) -> None:
        if said.text.startswith("RAN"):
            self.found.append(said.text)

    def _opened(self, dialog: Dialog) -> None:
        self.found.append(dialog.message)
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address.removesuffix("cchc_site/"), "data:", "about:")):
            self.found.append(f"asked for {request.url}")

    def hold(self, site: Path) -> None:
        """Do without styles and pictures, which take most of the time, and stay at old addresses,
        which lead on at once to where the post is now."""

        def stay(route: Route) -> None:
            path = unquote(route.request.url.removeprefix(self.address))
            html, leads = LEADS_ON.subn("", (site / path / "index.html").read_text("utf-8"))
            assert leads == 1, path
            route.fulfill(body=html, content_type="text/html")

        self.tab.route(re.compile(r"\.(?:css|woff2|svg|png)$"), lambda route: route.abort())
        self.tab.route("**/cu/**/", stay)

    def show(self, urls: Sequence[str], ready: str = "body") -> list[Frame]:
        """Pages of the site side by side, each when `ready` is there; what they hold is looked
        at."""
        # Markup, not script: a frame must not share the canary's page.
        frames = "".join(f'<iframe width="400" height="300" src="{self.address}{url}"></iframe>'
                         for url in urls)  # fmt: skip

        def answer(route: Route) -> None:
            route.fulfill(body=f"<!doctype html>{frames}", content_type="text/html")

        self.tab.route("**/khung.html", answer)
        self.tab.goto(f"{self.address}khung.html")
        shown = self.tab.main_frame.child_frames
        for frame, url in zip(shown, urls, strict=True):
            frame.locator(ready).first.wait_for(state="attached")
            path = f"{self.address}{url}".partition("?")[0].partition("#")[0]
            if not frame.url.startswith(path):
                self.found.append(f"{url} went to {frame.url}")
            self.look(frame, url)
        self.tab.unroute("**/khung.html")
        return shown

    def look(self, frame: Frame, where: str) -> None:
        """Note what stands in a page that must not."""
        self.found += (f"{where}: {one}" for one in frame.evaluate(LOOK, list(self.allowed)))


def checked(project: Project, told: Sequence[Attempt]) -> dict[str, list[int]]:
    """The lines of problems by the name of the post, each attempt in a post of its own."""
    body = "      organizations: [{key: xa, name: Ủy ban nhân dân xã}]\n"
    project.write("mkdocs.yml", MINIMAL.replace("      categories", f"{body}      categories"))
    files(project)
    for one in told:
        project.write(f"posts/2024/{one.name}/index.md", one.post)
        shutil.copy(project.root / "anh.png", project.root / f"posts/2024/{one.name}")
        shutil.copy(project.root / "don.pdf", project.root / f"posts/2024/{one.name}")
    done = project.run("cchc_site.cli", "check")
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout
    found: dict[str, list[int]] = defaultdict(list)
    for name, line in re.findall(
        r"^posts/2024/(n\d+)/index\.md:(\d+): (?!gợi ý: )", done.stdout, re.MULTILINE
    ):
        found[name].append(int(line))
    return found


def files(project: Project) -> None:
    """A picture and a file that posts name."""
    project.write("anh.png", PICTURE.read_bytes())
    project.write("don.pdf", b"%PDF-1.4\n%%EOF\n")


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[int]]:
    """What `cchc check` says of all attempts."""
    return checked(Project(tmp_path_factory.mktemp("attempts")), attempts())


def test_there_are_enough() -> None:
    """No two alike, and most by the number that they would tell."""
    assert len({one.text for one in attempts()}) == len(attempts()) >= 900
    assert sum(str(one.number) in one.text for one in attempts()) >= 850


@pytest.mark.site
def test_what_is_refused_is_told_at_its_line(problems: Mapping[str, Sequence[int]]) -> None:
    """HTML that may run, and a value of the wrong form, stop the build; words do not."""
    wrong = list[str]()
    for one in attempts():
        lines = problems.get(one.name, ())
        refused = {"refused": True, "form": True, "words": False}.get(one.kind, bool(lines))
        if bool(lines) is not refused:
            wrong.append(
                f"{one.number} {one.kind} {'not ' if refused else ''}refused: {one.text!r}"
            )
        wrong += (f"{one.number} told at {line}, not {one.lines}: {one.text!r}"
                  for line in lines if line not in one.lines)  # fmt: skip

    assert "\n".join(wrong) == ""


CONFIG = """\
      organizations:
        - key: xa
          name: {0}
          parent: {1}
          address: {2}
          phone: {3}
          responsible: {4}
      authors: {{Ban: {{unit: {5}}}}}
      tasks: [{{label: {6}, url: tim-kiem/}}]
      csp: false
      categories:
        thong-bao: {{label: Thông báo, description: {7}}}
        khac: {8}
"""
RECORDS = """\
- number: {number}/2024/NĐ-CP
  date: 2024-01-02
  issuer: {issuer}
  title: {title}
"""


def _quoted(number: int, text: str) -> str:
    return json.dumps(numbered(text, number), ensure_ascii=False)


def write_accepted(project: Project, problems: Mapping[str, Sequence[int]]) -> None:
    """A site of what is accepted, many attempts in each post; further ones, numbered from 5000, in
    the configuration, in records of documents and in names of files."""
    texts = [text for text in cases()["texts"] if "\u2028" not in text]
    some = iter(range(5000, 9000))
    values = [_quoted(next(some), texts[place]) for place in range(9)]
    config = MINIMAL.replace(
        "      categories: {thong-bao: Thông báo, tin-tuc: Tin tức}\n", CONFIG.format(*values)
    ).replace("Trang thử", _quoted(next(some), texts[2]))
    config = f"{config}site_description: {_quoted(next(some), texts[3])}\n"
    project.write("mkdocs.yml", config)
    records = (
        RECORDS.format(
            number=number, issuer=_quoted(next(some), text), title=_quoted(next(some), text)
        )
        for number, text in enumerate(texts[::3], 1)
    )
    project.write("documents/thu.yml", "".join(records))
    files(project)
    accepted = [one for one in attempts() if one.name not in problems]
    bodies = [one.text for one in accepted if not one.field]
    for at in range(0, len(bodies), BODIES):
        body = together(bodies[at : at + BODIES])
        project.write(f"posts/2024/b{at}.md", post({}, body, name=f"Bài {at}"))
    rows: dict[int, dict[str, str]] = defaultdict(dict)
    per_field = len(cases()["texts"])
    first = next(one.number for one in attempts() if one.kind == "text")
    for one in accepted:
        if one.kind == "text":
            rows[(one.number - first) % per_field][one.field] = one.text
    for row, told in rows.items():
        withdrawn = {key: told.pop(key) for key in ("withdrawn",) if key in told}
        for name, fields in (("f", told), ("g", withdrawn)):
            folder = f"posts/2023/{name}{row}"
            project.write(
                f"{folder}/index.md", post(fields, "Nội dung.").replace("2024-05", "2023-05")
            )
            shutil.copy(project.root / "anh.png", project.root / folder)
            shutil.copy(project.root / "don.pdf", project.root / folder)
    for at, text in enumerate(texts):
        name = numbered(text, next(some)).replace("/", "\u2215").translate({92: None, 58: None})
        project.write(f"posts/2022/{name}.md", post({}, "Nội dung.", name=f"Tệp {at}"))
        attached = f"posts/2022/t{at}"
        record = json.dumps([{"file": f"{name}.pdf"}], ensure_ascii=False)
        old = json.dumps([f"/cu/{name.replace(' ', '+')}/"], ensure_ascii=False)
        project.write(
            f"{attached}/index.md",
            post({}, "Tệp.", f"attachments: {record}\naliases: {old}\n", f"Kèm {at}"),
        )
        project.write(f"{attached}/{name}.pdf", b"%PDF-1.4\n%%EOF\n")


@pytest.fixture(scope="module")
def accepted(
    tmp_path_factory: pytest.TempPathFactory, problems: Mapping[str, Sequence[int]]
) -> Iterator[tuple[Path, str]]:
    """The site of what is accepted, and its address."""
    project = Project(tmp_path_factory.mktemp("accepted"))
    write_accepted(project, problems)
    project.build("--strict")
    with served(project.root / "site") as address:
        yield project.root / "site", address


@pytest.fixture(scope="module")
def allowed(accepted: tuple[Path, str], browser: Browser) -> Sequence[str]:
    """The theme's own inline scripts, none of which an attempt can be part of."""
    found = list[str]()
    tab = browser.new_page()
    scripts = "[...document.scripts].filter((one) => !one.src).map((one) => one.textContent)"
    pages = (
        "",
        "tin-tuc/",
        "nam/2024/",
        "nam/2024/05/",
        "tin-tuc/2024/05/b0/",
        "tim-kiem/",
        "404.html",
    )
    for page in pages:
        tab.goto(accepted[1] + page)
        found += tab.evaluate(scripts)
    tab.close()
    return [one for one in found if "xss" not in one]


@pytest.fixture
def watch(accepted: tuple[Path, str], browser: Browser, allowed: Sequence[str]) -> Iterator[Watch]:
    """A tab on that site."""
    context = browser.new_context()
    found = Watch(context.new_page(), accepted[1], allowed)
    found.hold(accepted[0])
    yield found
    context.close()


def _pages(site: Path) -> list[str]:
    """The addresses of the site's pages, without those that lead on to the page they stand under,
    as the own address of an author does."""
    found = (path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    pages = ("" if path == "." else f"{quote(path)}/" for path in found)
    return sorted(page for page in pages if not _leads_up(site, page))


def _leads_up(site: Path, page: str) -> bool:
    here = f"https://x.example/{page}"
    ways = Head((site / unquote(page) / "index.html").read_text("utf-8")).meta("refresh")
    return [urljoin(here, way.partition("url=")[2]) for way in ways] == [urljoin(here, "../")]


@pytest.mark.site
@pytest.mark.browser
def test_nothing_runs_on_any_page(accepted: tuple[Path, str], watch: Watch) -> None:
    """Posts, lists, tags, authors, documents, the map: no attempt runs, asks, leads astray or
    stands as code."""
    pages = [*_pages(accepted[0]), "404.html"]
    assert len(pages) > 150
    for at in range(0, len(pages), FRAMES):
        watch.show(pages[at : at + FRAMES])

    assert watch.found == []


@pytest.mark.site
@pytest.mark.browser
def test_nothing_runs_by_an_address(accepted: tuple[Path, str], watch: Watch) -> None:
    """A query of the search, also one that finds attempts, and the part after “#”."""
    texts = [numbered(text, number) for number, text in enumerate(cases()["texts"], 9000)]
    texts += ["script", "onerror", "xss", "iframe"]
    urls = [f"tim-kiem/?q={quote(text)}#{quote(text)}" for text in texts]
    found = watch.show(urls, "[data-search-status]:not(:empty)")
    hits = sum(frame.locator("[data-search-results] > li").count() for frame in found)
    assert hits > 20
    watch.show([f"tim-kiem/?loai={quote(text)}&nam={quote(text)}" for text in texts[:20]])
    watch.show(
        [
            f"tin-tuc/2024/05/b0/?{quote(text)}#{text.replace(chr(34), '&quot;')}"
            for text in texts[:20]
        ]
    )

    assert watch.found == []


@pytest.mark.site
@pytest.mark.browser
def test_nothing_runs_in_feeds_and_data(accepted: tuple[Path, str], watch: Watch) -> None:
    """Opened as they are, and their HTML as a reader of feeds shows it."""
    site, address = accepted
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    parts = [one["content_html"] for one in feed["items"]]
    assert len(parts) > 20
    for name in ("feed.xml", "rss.xml", "feed.json", "van-ban.json", "sitemap.xml"):
        watch.tab.goto(address + name)
    _show(watch, "".join(f"<article>{part}</article>" for part in parts))

    assert watch.found == []


@pytest.mark.site
@pytest.mark.browser
def test_the_second_wall_holds_alone(watch: Watch) -> None:
    """The HTML of a post that is refused reaches no page; if it did, it would do nothing."""
    parts = list[str]()
    for one in attempts():
        if not one.field:
            found = gfm.read(one.text, "posts/2024/a.md", 1)
            targets = [parsed_text.Target("#")] * len(found.references)
            html = parsed_text.fill_placeholders(found, targets)
            parts.append(f'<section data-n="{one.number}">{html}</section>')
    _show(watch, "".join(parts))
    assert watch.tab.locator("section").count() == len(parts)
    # Written and read once more, as an editor's tool does: what changes then must do nothing too.
    _show(watch, watch.tab.evaluate("document.body.innerHTML = document.body.innerHTML"))

    assert watch.found == []


def _show(watch: Watch, html: str) -> None:
    answer = partial(_answer, f"<!doctype html><meta charset=utf-8><body>{html}")
    watch.tab.route("**/trang.html", answer)
    watch.tab.goto(f"{watch.address}trang.html")
    watch.look(watch.tab.main_frame, "trang.html")
    watch.tab.unroute("**/trang.html")


def _answer(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html")


RUNS = {
    "<script>xss(1)</script>": ("RAN 1", "script"),
    "<img src=x onerror=xss(1)>": ("RAN 1", "onerror"),
    "<svg onload=alert(1)>": ("RAN alert 1", "onload"),
    "<a href=' JavaScript:xss(1)'>x</a>": ("JavaScript",),
    "<svg><a xlink:href='javascript:xss(1)'>x</a></svg>": ("xlink:href",),
    "<img src='https://xss.example/1'>": ("asked for https://xss.example/1", "src"),
    "<p style='background:url(https://xss.example/1)'>x": ("asked for https://xss.example/1",),
    "<iframe srcdoc='<script>parent.xss(1)</script>'></iframe>": ("RAN 1", "<iframe>"),
    "<base href='https://xss.example/'>": ("<base>",),
    "<meta http-equiv=refresh content='9;url=/'>": ("<meta>",),
}


@pytest.mark.site
@pytest.mark.browser
def test_what_runs_is_noticed(watch: Watch) -> None:
    """The canaries sing: else their silence would say nothing."""
    for html, told in RUNS.items():
        watch.found.clear()
        _show(watch, html)
        watch.tab.wait_for_timeout(50)
        assert all(any(one in found for found in watch.found) for one in told), watch.found
