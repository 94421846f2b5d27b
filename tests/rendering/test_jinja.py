"""jinja.py: code of templates that is faster and means the same."""

from __future__ import annotations

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

from cchc_site.base import codes
from cchc_site.rendering import jinja
from cchc_site.rendering.jinja import Compiled, Generator, prepare


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
def ours() -> Environment:
    """A Jinja that news pages are made with."""
    env = Environment(loader=DictLoader(TEMPLATES))
    prepare(env, Compiled())
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
    assert str(jinja.escaped(text)) == str(Markup.escape(text))


def test_another_kind_of_jinja_keeps_its_ways() -> None:
    """A sandbox guards attributes."""
    env = SandboxedEnvironment(loader=DictLoader({"a": "{{ x.__class__.__mro__ }}"}))
    prepare(env, Compiled())

    assert env.code_generator_class is not Generator
    assert rendered(env, "a", "").startswith("SecurityError")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with a template."""
    (tmp_path / "a.html").write_text("{{ 'A' | lower }}", "utf-8")
    return tmp_path


def compiled(
    known: Compiled, templates: Path, kind: type[Environment] = Environment
) -> tuple[str, bool]:
    """What the template gives in a build whose process has compiled what is `known`, and whether it
    was compiled for that."""
    env = kind(loader=FileSystemLoader(templates))
    prepare(env, known)
    asked = []
    compile_ = env.compile

    def count(*args: Any, **options: Any) -> Any:
        asked.append(args)
        return compile_(*args, **options)

    env.compile = count  # type: ignore[method-assign]
    return env.get_template("a.html").render(), bool(asked)


def test_a_template_is_compiled_once(templates: Path) -> None:
    """By a process, which may build again and again; nothing is left on disk."""
    known = Compiled()
    assert compiled(known, templates) == ("a", True)
    assert compiled(known, templates) == ("a", False)
    assert compiled(Compiled(), templates) == ("a", True)
    assert [path.name for path in templates.iterdir()] == ["a.html"]


def test_what_no_longer_holds_is_compiled_anew(templates: Path) -> None:
    """Code of another template, or made without the guards of a sandbox."""
    known = Compiled()
    compiled(known, templates)
    (templates / "a.html").write_text("{{ 'B' | lower }}", "utf-8")
    assert compiled(known, templates) == ("b", True)
    assert compiled(known, templates, SandboxedEnvironment) == ("b", True)


def test_code_of_packages_is_kept_where_jinja_keeps_it(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the next process, by this very compiler; never beside what a build keeps."""
    folder = tmp_path / "jinja"
    folder.mkdir()
    monkeypatch.setattr(codes, "is_own", lambda name: False)
    monkeypatch.setattr(codes, "is_installed", lambda file: file.startswith(str(templates)))
    assert compiled(Compiled(str(folder)), templates) == ("a", True)
    assert compiled(Compiled(str(folder)), templates) == ("a", False)
    assert compiled(Compiled(str(folder)), templates, SandboxedEnvironment) == ("a", True)
    monkeypatch.setattr(codes, "of_module", lambda name: b"another compiler")
    assert compiled(Compiled(str(folder)), templates) == ("a", True)
    for file in folder.iterdir():
        file.write_bytes(b"no code")
    assert compiled(Compiled(str(folder)), templates) == ("a", True)


def test_what_a_site_brings_is_compiled_by_each_process(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its templates, and any that are compiled with filters of its own."""
    assert compiled(Compiled(str(tmp_path)), templates) == ("a", True)
    monkeypatch.setattr(codes, "is_installed", lambda file: file.startswith(str(templates)))
    monkeypatch.setitem(jinja2.filters.FILTERS, "own", lambda text: text)
    monkeypatch.setattr(codes, "is_own", lambda name: name == __name__)
    assert compiled(Compiled(str(tmp_path)), templates) == ("a", True)
    assert compiled(Compiled(str(tmp_path)), templates) == ("a", True)
    assert [path for path in tmp_path.rglob("*") if "cchc" in path.name] == []


@pytest.mark.parametrize(
    ("call", "said"),
    [(lambda text: text * 2, "AA"), (str.swapcase, "a"), (partial("{1}{0}".format, "b"), "Ab")],
)
def test_another_filter_of_that_name_is_heard(
    templates: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[[str], str], said: str
) -> None:
    """Jinja calls filters of constants when it compiles; they are functions of any kind."""
    known = Compiled()
    compiled(known, templates)
    monkeypatch.setitem(jinja2.filters.FILTERS, "lower", call)

    assert compiled(known, templates) == (said, True)
