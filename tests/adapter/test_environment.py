"""Whatever decides a page's bytes and is not in its record changes a digest of the environment."""

from __future__ import annotations

import datetime as dt
import functools
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import pytest
from markdown import Extension  # type: ignore[import-untyped]
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from pymdownx.slugs import slugify  # type: ignore[import-untyped]

from cchc_site.adapter import environment
from cchc_site.adapter.contact_options import OrganizationConfig
from cchc_site.adapter.options import CchcConfig
from cchc_site.base import codes
from cchc_site.base.canonical import Canonical
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import MINIMAL, Project


@dataclass
class Shown:
    """An object of a site's own."""

    text: str
    hidden: str = field(default="", repr=False)


class Plain:
    """An object that says nothing of itself."""

    def __init__(self, **state: object) -> None:
        vars(self).update(state)

    def method(self) -> None:
        """Do nothing."""


class Own(Extension):  # type: ignore[misc]
    """An extension of a site's own."""

    def __init__(self, **settings: object) -> None:
        self.config = {name: [value, ""] for name, value in settings.items()}
        super().__init__()

    def extendMarkdown(self, md: object) -> None:  # noqa: N802 - Python-Markdown's
        """Add nothing."""


class Slotted:
    """An object without a dictionary."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def closing_over(value: object) -> Callable[[], object]:
    """A function whose name and code are the same for any `value`."""
    return lambda: value


def own(text: str) -> object:
    """What a module of the site's own, whose code is this, calls `it`; its file tells nothing."""
    for name, content in (("own_data", f"DATA = {text!r}"), ("own_module", text)):
        sys.modules[name] = module = ModuleType(name)
        module.__file__ = f"/project/{name}.py"
        exec(compile(content, module.__file__, "exec"), vars(module))
    return vars(module)["it"]


def holding_itself(value: object) -> list[object]:
    """A list in itself."""
    made: list[object] = [value]
    made.append(made)
    return made


# What makes a value, and two arguments that make it another.
KINDS: dict[str, tuple[Callable[[Any], object], object, object]] = {
    "text": (str, "a", "b"),
    "number and truth": (lambda one: one, 1, True),
    "number and text": (lambda one: one, 1, "1"),
    "nothing and empty": (lambda one: one, None, ""),
    "bytes": (lambda one: one, b"a", b"b"),
    "date": (dt.date.fromisoformat, "2024-05-13", "2024-05-14"),
    "order of a mapping": (dict, (("a", 1), ("b", 2)), (("b", 2), ("a", 1))),
    "deep order": (lambda one: {"x": [dict(one)]}, (("a", 1), ("b", 2)), (("b", 2), ("a", 1))),
    "order of a list": (list, "ab", "ba"),
    "where one list ends": (lambda one: one, [["a"], "b"], [["a", "b"]]),
    "set": (set, "ab", "ac"),
    "path": (Path, "a", "b"),
    "expression": (re.compile, "a" * 300, "a" * 299 + "b"),
    "time zone": (ZoneInfo, "Asia/Tokyo", "Asia/Ho_Chi_Minh"),
    "keyword of a partial": (lambda one: functools.partial(dict, key=one), "a", "b"),
    "argument of a partial": (lambda one: functools.partial(len, one), "a", "b"),
    "closure": (closing_over, "a", "b"),
    "default": (lambda one: eval(f"lambda key={one}: key"), 0, 1),
    "slugify": (lambda one: slugify(case=one), "lower", "none"),
    "slugify in a cache": (lambda one: functools.cache(slugify(case=one)), "lower", "none"),
    "code": (lambda one: eval(f"lambda: {one}"), 1, 2),
    "wrapped": (lambda one: functools.wraps(closing_over(one))(lambda: 0), "a", "b"),
    "owner of a method": (lambda one: Plain(a=one).method, 1, 2),
    "method of a builtin": (lambda one: one.join, "a", "b"),
    "class": (lambda one: one, Plain, Slotted),
    "state": (lambda one: Plain(a=one), 1, 2),
    "deep state": (lambda one: Plain(a=Plain(b=[one])), 1, 2),
    "slot": (Slotted, "a", "b"),
    "field": (Shown, "a", "b"),
    "field that is not told": (lambda one: Shown("a", one), "a", "b"),
    "value of a module": (own, "A = 1\ndef it(): return A", "A = 2\ndef it(): return A"),
    "function of a module": (
        own,
        "def f(): return 1\ndef it(): return f()",
        "def f(): return 2\ndef it(): return f()",
    ),
    "value of another module": (
        own,
        "import own_data\ndef it(): return own_data.DATA  # 1",
        "import own_data\ndef it(): return own_data.DATA  # 2",
    ),
    "method": (
        own,
        "class it:\n def f(self): return 1",
        "class it:\n def f(self): return 2",
    ),
    "property": (
        own,
        "class it:\n @property\n def f(self): return 1",
        "class it:\n @property\n def f(self): return 2",
    ),
    "class method": (
        own,
        "class it:\n @classmethod\n def f(cls): return 1",
        "class it:\n @classmethod\n def f(cls): return 2",
    ),
    "parent": (own, "class A:\n x = 1\nclass it(A): pass", "class A:\n x = 2\nclass it(A): pass"),
    "object of a class": (own, "class A:\n x = 1\nit = A()", "class A:\n x = 2\nit = A()"),
    "value in itself": (holding_itself, "a", "b"),
}


def told(value: object, root: Path = Path("/project")) -> bytes:
    """The digest of `value` in a project at `root`."""
    return Canonical(root).digest(value)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_values_are_told_alike_and_others_apart(kind: str) -> None:
    """Whatever they are made of."""
    make, one, other = KINDS[kind]
    assert told(make(one)) == told(make(one))
    assert told(make(one)) != told(make(other))


def test_a_path_of_the_project_is_the_same_on_all_machines() -> None:
    """As a text and as a path."""
    for kind in (str, Path):
        here, there = kind("/project/includes"), kind("/another/place/includes")
        assert told([here]) == told([there], Path("/another/place"))
        assert told([here]) != told([there])


def test_code_is_told_as_it_was_loaded(tmp_path: Path) -> None:
    """A file that changes afterwards changes nothing that runs; a module loaded anew is another."""

    def load(text: str) -> bytes:
        (tmp_path / "own.py").write_text(text, "utf-8")
        sys.modules["own"] = made = ModuleType("own")
        made.__file__ = str(tmp_path / "own.py")
        return codes.of_module("own")

    try:
        first = load("A = 1\n")
        (tmp_path / "own.py").write_text("A = 2\n", "utf-8")
        assert codes.of_module("own") == first
        assert ("own", first) in [*codes.loaded(tmp_path)]
        assert load("A = 2\n") != first
    finally:
        del sys.modules["own"]
    assert codes.of_module("own") == b""


class Site:
    """The configuration of a small site as MkDocs has it when pages are made."""

    def __init__(self, project: Project) -> None:
        self.project = project
        project.write("mau/cchc/post.html", "{{ view.title }}")
        text = project.read("mkdocs.yml").replace("font: false", "font: false, custom_dir: mau")
        project.write("mkdocs.yml", text)
        self.config = load_config(str(project.root / "mkdocs.yml"))
        self.options: CchcConfig = self.config.plugins["cchc"].config
        self.env = self.config.theme.get_env()

    def rendering(self) -> bytes:
        """What decides how pages are made."""
        return environment.rendering(self.config, self.env)

    def reading(self) -> bytes:
        """What decides how posts are read."""
        return environment.reading(self.config, self.options)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One for all tests that put back what they change."""
    return Site(Project(tmp_path_factory.mktemp("environment")))


@pytest.fixture
def site(project: Project) -> Site:
    """One whose files may change."""
    return Site(project)


NOT_SHOWN = {
    "config_file_path", "docs_dir", "site_dir", "dev_addr", "strict", "watch", "hooks"
}  # fmt: skip
APART = {"theme", "plugins"}
OPTIONS = [name for name, _ in MkDocsConfig._schema]


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_of_mkdocs_decides(
    shared: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """But those that tell where things lie, unless a template of the site's own shows them."""
    if name in APART:
        return
    before = shared.rendering()
    monkeypatch.setitem(shared.config.data, name, "another")
    assert (shared.rendering() == before) == (name in NOT_SHOWN)
    if name in NOT_SHOWN:
        shared.project.write("mau/x.html", f"{{{{ config.{name} }}}}")
        after = shared.rendering()
        monkeypatch.setitem(shared.config.data, name, "a third")
        assert shared.rendering() != after
        (shared.project.root / "mau/x.html").unlink()


@pytest.mark.parametrize("name", [name for name, _ in CchcConfig._schema])
def test_every_option_of_ours_decides(
    shared: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What pages are made of; how posts are read, only those that reading takes. Who does the work
    decides nothing."""
    rendering, reading = shared.rendering(), shared.reading()
    body = OrganizationConfig()
    body.load_dict({"key": "xa", "name": "UBND xã Tân Mỹ", "to": dt.date(2025, 6, 30)})
    assert body.validate() == ([], [])
    another: dict[str, object] = {
        "timezone": ZoneInfo("Asia/Tokyo"), "categories": (), "markdown": "mkdocs", "search": False,
        "organizations": [body],
    }  # fmt: skip
    other = {"TM": "Tân Mỹ"} if name == "abbreviations" else "another"
    monkeypatch.setitem(shared.options.data, name, another.get(name, other))
    assert (shared.rendering() != rendering) == (name != "executor")
    assert (shared.reading() != reading) == (name in another)


def test_what_a_site_abbreviates_decides_how_bodies_with_a_last_day_are_named(
    shared: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where their names have such words; another abbreviation reads no post again."""
    body = OrganizationConfig()
    body.load_dict({"key": "xa", "name": "UBND xã Tân Mỹ", "to": dt.date(2025, 6, 30)})
    assert body.validate() == ([], [])
    monkeypatch.setitem(shared.options.data, "organizations", [body])
    reading = shared.reading()
    monkeypatch.setitem(shared.options.data, "abbreviations", {"KT": "kinh tế"})
    assert shared.reading() == reading
    monkeypatch.setitem(shared.options.data, "abbreviations", {"TM": "Tân Mỹ"})
    assert shared.reading() != reading


def changes(site: Site) -> Iterator[tuple[str, Callable[[], object]]]:
    """What changes a site, one after the other, each in a way of its own."""
    config, env, write = site.config, site.env, site.project.write
    yield "a template", lambda: write("mau/cchc/post.html", "{{ view.url }}")
    for name in ("x.svg", "deep/note.txt", ".icons/own/a.svg", "post.j2", "no-suffix", "a.md"):
        yield f"a file to include: {name}", functools.partial(write, f"mau/{name}", "one")
        yield f"another: {name}", functools.partial(write, f"mau/{name}", "two")
    yield (
        "moved",
        lambda: (site.project.root / "mau/x.svg").rename(site.project.root / "mau/deep/x.svg"),
    )
    yield "removed", lambda: (site.project.root / "mau/deep/x.svg").unlink()
    yield "palette", lambda: config.theme.__setitem__("palette", {"scheme": "slate"})
    yield "features", lambda: config.theme.__setitem__("features", ["navigation.top"])
    yield "language", lambda: config.theme.__setitem__("language", "en")
    yield "extra", lambda: config.extra.update(a=1, b=2)
    yield "order of extra", lambda: config.extra.update(a=config.extra.pop("a"))
    yield "an object in extra", lambda: config.extra.update(c=Plain(x=1))
    yield "its state", lambda: vars(config.extra["c"]).update(x=2)
    yield "a global", lambda: env.globals.update(zz=1)
    yield "its value", lambda: env.globals.update(zz=2)
    yield "a filter", lambda: env.filters.update(zz=closing_over(1))
    yield "what it closes over", lambda: env.filters.update(zz=closing_over(2))
    yield "a test", lambda: env.tests.update(zz=closing_over(1))
    yield (
        "texts of a loader",
        lambda: setattr(
            env,
            "loader",
            jinja2.ChoiceLoader([jinja2.DictLoader({"a": "1"}), *filter(None, [env.loader])]),
        ),
    )
    yield "another text of it", lambda: env.loader.loaders[0].mapping.update(a="2")  # type: ignore[union-attr]
    write("elsewhere/b.html", "1")
    folder = jinja2.FileSystemLoader(str(site.project.root / "elsewhere"))
    yield "another folder", lambda: env.loader.loaders.append(folder)  # type: ignore[union-attr]
    yield "a file there", lambda: write("elsewhere/b.html", "2")


def test_whatever_a_template_can_see_decides(site: Site) -> None:
    """Files of any name, settings of the theme, what hooks offer, wherever templates come from."""
    known = [site.rendering()]
    for what, change in changes(site):
        change()
        found = site.rendering()
        assert found not in known, what
        assert found == site.rendering(), what
        known.append(found)


def test_links_among_templates_are_followed_once(site: Site, tmp_path_factory: Any) -> None:
    """Jinja follows them; one that leads back does no harm."""
    shared = tmp_path_factory.mktemp("shared")
    (shared / "a.html").write_text("1", "utf-8")
    (site.project.root / "mau/shared").symlink_to(shared)
    (site.project.root / "mau/again").symlink_to(site.project.root / "mau")
    before = site.rendering()
    (shared / "a.html").write_text("2", "utf-8")
    assert site.rendering() != before


def test_extensions_decide_how_posts_are_read(
    shared: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Python-Markdown only: names, settings, functions in them, objects."""
    changes: tuple[tuple[str, object], ...] = (
        ("markdown_extensions", ["toc", "abbr"]),
        ("markdown_extensions", ["abbr", "toc"]),
        ("markdown_extensions", ["toc", Own(x=1)]),
        ("markdown_extensions", ["toc", Own(x=2)]),
        ("mdx_configs", {"toc": {"slugify": slugify(case="lower")}}),
        ("mdx_configs", {"toc": {"slugify": slugify(case="none")}}),
        ("mdx_configs", {"superfences": {"custom_fences": [{"format": closing_over(1)}]}}),
        ("mdx_configs", {"superfences": {"custom_fences": [{"format": closing_over(2)}]}}),
    )
    for dialect in ("gfm", "mkdocs"):
        with monkeypatch.context() as patch:
            patch.setitem(shared.options.data, "markdown", dialect)
            known = [shared.reading()]
            for name, value in changes:
                patch.setitem(shared.config.data, name, value)
                known.append(shared.reading())
        assert len(set(known)) == (1 if dialect == "gfm" else len(known))


def test_versions_decide(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of whatever is installed, wherever Python finds it."""
    assert any(name.startswith("mkdocs_material-") for name in codes.installed())
    before = shared.rendering(), shared.reading()
    place = shared.project.root / "packages"
    (place / "own_extension-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(place)
    codes.installed.cache_clear()
    after = shared.rendering(), shared.reading()
    (place / "own_extension-1.0.dist-info").rename(place / "own_extension-1.1.dist-info")
    codes.installed.cache_clear()
    assert len({*before, *after, shared.rendering(), shared.reading()}) == 6
    monkeypatch.undo()
    codes.installed.cache_clear()


OWN_POST = "{{ view.title }}{% include 'x.svg' ignore missing %}{{ config.extra | list }}{{ zz }}"


def steps(project: Project) -> Iterator[str]:
    """What is done to a site, one after the other; each is told as it is done."""
    text = MINIMAL + "extra_javascript: [https://cdn.example.org/z.js]\nextra: {a: 1, b: 2}\n"
    project.post("posts/a.md", body="## Một hai\\n\\nba")
    project.write("mkdocs.yml", text)
    yield "no templates"
    own = text.replace("font: false", "font: false, custom_dir: mau")
    (project.root / "mau").mkdir()
    project.write("mkdocs.yml", own)
    yield "an empty custom_dir"
    project.write("mau/.icons/own/a.svg", "<svg></svg>")
    yield "an icon in it"
    project.write("mkdocs.yml", text)
    yield "no custom_dir"
    project.write("mkdocs.yml", own)
    project.write("mau/cchc/post.html", OWN_POST)
    yield "a template"
    project.write("mau/x.svg", "<svg></svg>")
    yield "what it includes"
    project.write("mkdocs.yml", own.replace("{a: 1, b: 2}", "{b: 2, a: 1}"))
    yield "order of extra"


@pytest.mark.site
def test_builds_follow_the_environment(project: Project) -> None:
    """Each as a clean one, whatever differs from the last."""
    seen = []
    for step in steps(project):
        assert strict_build(project.root).good
        found = contents(project.root / "site")
        assert_equal(found, clean_build(project.root)[1])
        seen.append((step, found["tin-tuc/2024/05/a/index.html"]))
    assert [len({page for _, page in seen[4:]}), len(seen)] == [3, 7]


@pytest.mark.site
def test_builds_follow_what_a_hook_imports(project: Project) -> None:
    """A module beside it, which it names nowhere but in its import."""
    text = MINIMAL.replace("font: false", "font: false, custom_dir: mau") + "hooks: [own/h.py]\n"
    project.write("mkdocs.yml", text)
    project.write("mau/cchc/post.html", "<p>{{ zz() }}</p>")
    hook = "from own_lib import say\n\n\ndef on_env(env, config, files):\n"
    project.write("own/h.py", f"{hook}    env.globals['zz'] = lambda: say()\n    return env\n")
    project.post("posts/a.md")
    for word in ("một", "hai"):
        project.write("own/own_lib.py", f"def say():\n    return '{word * 3}'\n")
        project.build()
        assert f"<p>{word * 3}</p>" in project.read("site/tin-tuc/2024/05/a/index.html")
