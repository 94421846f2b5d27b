"""jinja.py: the code of templates is kept while it is what would be made again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2.filters
import pytest
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from cchc_site.base import codes
from cchc_site.rendering.jinja import layout, prepare


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with a template."""
    place = tmp_path / "templates"
    place.mkdir()
    (place / "a.html").write_text("{{ 'A' | lower }}", "utf-8")
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where code is kept."""
    place = tmp_path / "code"
    place.mkdir()
    return place


def compiled(
    templates: Path, folder: Path, kind: type[Environment] = Environment, **options: Any
) -> tuple[str, bool]:
    """What the template gives in a build that keeps code in `folder`, and whether it was compiled
    for that."""
    env = kind(loader=FileSystemLoader(templates), **options)
    prepare(env, str(folder))
    asked = []
    compile_ = env.compile

    def count(*args: Any, **options: Any) -> Any:
        asked.append(args)
        return compile_(*args, **options)

    env.compile = count  # type: ignore[method-assign]
    return env.get_template("a.html").render(), bool(asked)


def test_a_template_is_compiled_once(templates: Path, folder: Path) -> None:
    """Nothing is left beside it."""
    assert compiled(templates, folder) == ("a", True)
    assert compiled(templates, folder) == ("a", False)
    assert [path.name for path in templates.iterdir()] == ["a.html"]


def test_what_no_longer_holds_is_compiled_anew(
    templates: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code of another template, of another syntax, made without the guards of a sandbox or by
    another version of a package; and what has become no code."""
    compiled(templates, folder)
    (templates / "a.html").write_text("{{ 'B' | lower }}", "utf-8")
    assert compiled(templates, folder) == ("b", True)
    assert compiled(templates, folder, variable_start_string="{{{") == ("{{ 'B' | lower }}", True)
    assert compiled(templates, folder, SandboxedEnvironment) == ("b", True)
    assert compiled(templates, folder, SandboxedEnvironment) == ("b", False)
    assert compiled(templates, folder) == ("b", False)
    monkeypatch.setattr(codes, "installed", lambda: ("jinja2-99.dist-info",))
    assert compiled(templates, folder) == ("b", True)
    for file in folder.iterdir():
        file.write_bytes(b"no code")
    assert compiled(templates, folder) == ("b", True)


def test_a_sandbox_keeps_its_guards(templates: Path, folder: Path) -> None:
    """Whatever was compiled without."""
    (templates / "a.html").write_text("{{ ''.__class__.__mro__ }}", "utf-8")
    assert "str" in compiled(templates, folder)[0]
    with pytest.raises(SecurityError):
        compiled(templates, folder, SandboxedEnvironment)


@pytest.mark.parametrize(
    ("call", "said", "is_kept"),
    [
        (lambda text: text * 2, "AA", False),
        (str.swapcase, "a", True),
        (partial("{1}{0}".format, "b"), "Ab", True),
    ],
)
def test_another_filter_of_that_name_is_heard(
    templates: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[str], str],
    said: str,
    is_kept: bool,
) -> None:
    """Jinja calls filters of constants when it compiles; they are functions of any kind. Code that
    calls a site's own is never kept, for that may change under its name."""
    compiled(templates, folder)
    monkeypatch.setitem(jinja2.filters.FILTERS, "lower", call)

    assert compiled(templates, folder) == (said, True)
    assert compiled(templates, folder) == (said, not is_kept)


def test_a_build_goes_on_without_a_place_for_code(
    templates: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder that Jinja trusts, or no room in it."""
    folder.rmdir()
    assert compiled(templates, folder) == ("a", True)
    monkeypatch.setattr(FileSystemBytecodeCache, "__init__", refuse)
    assert compiled(templates, folder) == ("a", True)


def refuse(self: object, *args: object) -> None:
    """What Jinja does with a temporary folder that others can write to."""
    raise RuntimeError


def test_a_layout_renders_as_its_template(templates: Path) -> None:
    """With what all templates know, and what is handed to it."""
    (templates / "a.html").write_text("{{ name }}{{ range(3) | join }}", "utf-8")
    env = Environment(loader=FileSystemLoader(templates))
    env.globals["name"] = "every"
    render = layout(env, "a.html")

    assert (render(), render(name="one")) == ("every012", "one012")


class HasHtml:
    """Something with HTML of its own."""

    def __html__(self) -> str:
        """Its HTML."""
        return "<b>&amp;</b>"


class Shout(str):
    """A kind of text."""

    __slots__ = ()

    def __str__(self) -> str:
        """In capitals."""
        return self.upper()


@pytest.mark.parametrize("escapes", [True, False])
@pytest.mark.parametrize("kind", [Environment, SandboxedEnvironment])
@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{% autoescape true %}{{ x }}{{ '<' }}{{ x ~ '>' }}{% endautoescape %}",
        "{% autoescape x %}{{ x }}{% endautoescape %}",
        "{% macro m(a) %}<i>{{ a }}</i>{% endmacro %}{{ m(x) }}{{ m(x) | upper }}{{ m(x) ~ '<' }}",
        "{% set y %}<b>{{ x }}</b>{% endset %}{{ y }}{{ y | length }}",
        "{% filter upper %}<b>{{ x }}</b>{% endfilter %}",
        "{% for y in [x, x] %}{{ y }}{{ loop.index }}{% endfor %}{{ [x, x] | join('<') }}",
        "{{ x | safe }}{{ x | e }}{{ x | string | forceescape }}{{ '%s' | format(x) }}",
    ],
)
def test_a_template_means_what_it_means_to_jinja(
    template: str, kind: type[Environment], escapes: bool, folder: Path
) -> None:
    """Values of every kind are written as Jinja alone writes them."""
    plain, ours = kind(autoescape=escapes), kind(autoescape=escapes)
    prepare(ours, str(folder))
    markup = Markup("<b>&amp;</b>")
    texts = ["“A” <&> 'b' \"c\"", "", Shout("a<b"), markup, HasHtml()]
    for value in [*texts, 0, 1.5, None, True, ["<x>"], {"a": markup}, Undefined(name="x")]:
        expected = plain.from_string(template).render(x=value)
        assert ours.from_string(template).render(x=value) == expected
