"""templating.py: code of templates that is faster and means the same, and where it is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import jinja2.filters
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from cchc_site import templating
from cchc_site.templating import Compiled, Generator, prepare


class Lost:
    """Something with an attribute that is not there when it is looked for."""

    @property
    def name(self) -> str:
        """Never there."""
        raise AttributeError("name")

    def __getitem__(self, key: str) -> str:
        """What is there under every name."""
        return f"<{key}>"


class Told:
    """Something with HTML of its own."""

    def __html__(self) -> str:
        """Its HTML."""
        return "<b>&amp;</b>"


TEMPLATES = {
    "escaped": "{% autoescape true %}{{ x.name }}|{{ x.name.name }}|{{ x }}{% endautoescape %}",
    "as it is": "{{ x.name }}|{{ x.name.upper() }}|{{ x }}",
    "by a choice": "{% autoescape x %}{{ x.name }}{{ '<' }}{% endautoescape %}",
    "in a macro": (
        "{% macro m(a) %}{% autoescape true %}<i>{{ a.name }}</i>{{ a.name.name }}"
        "{% endautoescape %}{% endmacro %}"
        "{% autoescape true %}{{ m(x) }}{{ m(a=x) ~ x.name }}{% endautoescape %}"
    ),
    "in a loop": (
        "{% autoescape true %}{% for y in [x, x] %}{{ loop.index }}{{ y.name }}{{ y.name.name }}"
        "{% if not loop.last %}, {% endif %}{% endfor %}{% set z = x.name %}{{ z }}"
        "{% endautoescape %}"
    ),
}
VALUES: dict[str, Any] = {
    "text": SimpleNamespace(name="“A” <&> 'b' \"c\""),
    "HTML": SimpleNamespace(name=Markup("<b>&amp;</b>")),
    "something with HTML": SimpleNamespace(name=Told()),
    "a number": SimpleNamespace(name=0),
    "nothing": SimpleNamespace(name=None),
    "a mapping": {"name": {"name": "<x>"}},
    "a mapping that has the name too": {"items": "<x>"},
    "no such name": SimpleNamespace(),
    "a lost attribute": Lost(),
    "an undefined value": jinja2.Undefined(name="x"),
    "a list": ["<x>"],
}


def rendered(env: Environment, template: str, value: Any) -> str:
    """What a template gives, or what it raises."""
    try:
        return env.get_template(template).render(x=value)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.fixture
def ours(tmp_path: Path) -> Environment:
    """A Jinja that news pages are made with."""
    env = Environment(loader=DictLoader(TEMPLATES))
    prepare(env, Compiled(tmp_path, (), b""))
    return env


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES)
def test_templates_mean_what_jinja_means(ours: Environment, template: str, value: str) -> None:
    """In text, in what they escape, and in what they raise."""
    plain = Environment(loader=DictLoader(TEMPLATES))

    assert rendered(ours, template, VALUES[value]) == rendered(plain, template, VALUES[value])


@given(st.text(st.sampled_from("a <>&'\"“ế\0😀"), max_size=9))
def test_text_is_escaped_as_markupsafe_escapes(text: str) -> None:
    """By the part of MarkupSafe that is not promised."""
    assert str(templating.escaped(text)) == str(Markup.escape(text))


def test_another_kind_of_jinja_keeps_its_ways(tmp_path: Path) -> None:
    """A sandbox guards attributes."""
    env = SandboxedEnvironment(loader=DictLoader({"a": "{{ x.__class__.__mro__ }}"}))
    prepare(env, Compiled(tmp_path, (), b""))

    assert env.code_generator_class is not Generator
    assert rendered(env, "a", "").startswith("SecurityError")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a template, and this package's bytecode in a folder of the test's."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(templating, "cache_from_source", lambda file: f"{tmp_path}/shared/x.pyc")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "a.html").write_text("{{ 'A' | lower }}", "utf-8")
    return folder


def compiled(
    folder: Path, package: Path, grounds: bytes = b"", kind: type[Environment] = Environment
) -> tuple[str, bool]:
    """What the package's template gives in a site that keeps its code in `folder`, and whether it
    was compiled for that."""
    env = kind(loader=FileSystemLoader(package))
    prepare(env, Compiled(folder, [str(package)], grounds))
    asked = []
    compile_ = env.compile

    def count(*args: Any, **options: Any) -> Any:
        asked.append(args)
        return compile_(*args, **options)

    env.compile = count  # type: ignore[method-assign]
    return env.get_template("a.html").render(), bool(asked)


def test_packaged_templates_are_compiled_once_for_all_sites(tmp_path: Path, package: Path) -> None:
    """As Python keeps the code of a package's modules beside it; each site keeps its own too, which
    may be all that a CI job finds again."""
    assert compiled(tmp_path / "one", package) == ("a", True)
    assert compiled(tmp_path / "two", package) == ("a", False)
    assert list((tmp_path / "two").iterdir())
    for file in (tmp_path / "shared").iterdir():
        file.unlink()
    assert compiled(tmp_path / "two", package) == ("a", False)


def test_what_no_longer_holds_is_compiled_anew(tmp_path: Path, package: Path) -> None:
    """Code that was altered or cut, of another template, of another compiler, or made without the
    guards of a sandbox."""
    compiled(tmp_path / "one", package)
    for file in (tmp_path / "shared").iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert compiled(tmp_path / "two", package) == ("a", True)
    (package / "a.html").write_text("{{ 'B' | lower }}", "utf-8")
    assert compiled(tmp_path / "one", package) == ("b", True)
    assert compiled(tmp_path / "one", package, b"other") == ("b", True)
    assert compiled(tmp_path / "one", package, b"other", SandboxedEnvironment) == ("b", True)


@pytest.mark.parametrize(
    ("call", "said"),
    [(lambda text: text * 2, "AA"), (str.swapcase, "a"), (partial("{1}{0}".format, "b"), "Ab")],
)
def test_another_filter_of_that_name_is_heard(
    tmp_path: Path,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[str], str],
    said: str,
) -> None:
    """Jinja calls filters of constants when it compiles; they are functions of any kind."""
    compiled(tmp_path / "one", package)
    monkeypatch.setitem(jinja2.filters.FILTERS, "lower", call)

    assert compiled(tmp_path / "one", package) == (said, True)


def test_a_package_of_somebody_else_is_let_alone(tmp_path: Path, package: Path) -> None:
    """No place to write, or no wish to write bytecode: the site's own folder is enough."""
    (tmp_path / "shared").write_text("không phải thư mục", "utf-8")
    assert compiled(tmp_path / "one", package) == ("a", True)
    assert compiled(tmp_path / "one", package) == ("a", False)


def test_a_site_s_own_templates_stay_with_it(tmp_path: Path, package: Path) -> None:
    """They are no business of other sites."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.html").write_text("A", "utf-8")
    env = Environment(loader=FileSystemLoader(own))
    prepare(env, Compiled(tmp_path / "one", [str(package)], b""))

    assert env.get_template("a.html").render() == "A"
    assert not (tmp_path / "shared").exists()
