"""The components of templates: a macro a file, with what it is for and examples beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import material  # type: ignore[import-untyped]
import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined, nodes

from cchc_site.rendering import examples
from cchc_site.rendering.components import FORMER, Components, rendered
from cchc_site.rendering.examples import FOLDERS, ComponentDoc, Example
from cchc_site.rendering.stylesheets import PARTS
from tests.support.paths import ROOT
from tests.support.strict import Strict

THEME = ROOT / "cchc_site" / "theme"
COMPONENTS = {component.name: component for component in examples.components("portal")}
HOSTILE = 'A & <b>"'
WORDS = {"title", "label", "summary", "text", "lead", "name", "line", "intro", "alt", "kind"}
# What the theme's page around them knows, as the components of the layout ask for it.
CONTEXT = {
    "page": None,
    "config": {
        "theme": {"logo": "assets/logo.svg"},
        "copyright": "© Trang tin",
        "mdx_configs": {"toc": {"title": "Trên trang này"}},
    },
}


@pytest.fixture(scope="module")
def env() -> Environment:
    """The templates of this package and Material's, in which nothing undefined passes."""
    folders = [THEME / "portal", THEME, Path(material.__file__).parent / "templates"]
    env = Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined)
    env.filters["url"] = str
    env.globals["c"] = Components(env)
    return env


def file_of(name: str) -> Path:
    """The template of a component."""
    return next(path for folder in FOLDERS if (path := folder / f"{name}.html").exists())


def macro_of(name: str) -> nodes.Macro:
    """The macro in the template of a component, which offers no other."""
    tree = Environment().parse(file_of(name).read_text("utf-8"))
    offered = [macro for macro in tree.find_all(nodes.Macro) if not macro.name.startswith("_")]
    assert [macro.name for macro in offered] == [name]
    return offered[0]


def test_every_component_tells_what_it_is_for() -> None:
    """Beside its template, and its stylesheet if it has one."""
    files = [file for folder in FOLDERS for file in folder.iterdir()]
    templates = {file.stem for file in files if file.suffix == ".html"}
    assert {file.stem for file in files if file.suffix == ".yml"} == templates
    assert {file.stem for file in files if file.suffix == ".css"} < templates
    assert len(templates) == len([file for file in files if file.suffix == ".html"])
    assert all(component.about and component.examples for component in COMPONENTS.values())


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_the_parameters_that_it_tells_of(name: str) -> None:
    """In their order, with their defaults."""
    component, macro = COMPONENTS[name], macro_of(name)
    told = [parameter.name for parameter in component.parameters]
    defaults = [one.default for one in component.parameters if one.optional]
    assert [argument.name for argument in macro.args] == told
    assert [one.as_const() for one in macro.defaults] == defaults
    required = {one.name for one in component.parameters if not one.optional}
    for example in component.examples:
        assert required <= example.values.keys() <= set(told)
    shown = {key for example in component.examples for key in example.values}
    assert shown >= set(told) - {"eager"}


def each() -> Iterator[Any]:
    """Every example of every component."""
    for name, component in COMPONENTS.items():
        for example in component.examples:
            yield pytest.param(component, example, id=f"{name}: {example.title}")


def hostile(value: Any, name: str = "") -> Any:
    """`value` with markup in the place of all words that it holds."""
    if isinstance(value, str):
        return HOSTILE if name in WORDS else value
    if isinstance(value, dict):
        return {key: hostile(inner, key) for key, inner in value.items()}
    if hasattr(value, "_fields"):
        return type(value)(*(hostile(getattr(value, key), key) for key in value._fields))
    if isinstance(value, tuple | list):
        return type(value)(hostile(inner) for inner in value)
    return value


@pytest.mark.parametrize(("component", "example"), [*each()])
def test_every_example_is_well_formed(
    env: Environment, component: ComponentDoc, example: Example
) -> None:
    """Nothing that the template asks for is missing, and no text breaks out of its place."""
    html = rendered(env, component.name, example.values, CONTEXT)
    assert html.strip()
    assert Strict(html).faults == []
    values = {key: hostile(value, key) for key, value in example.values.items()}
    if component.name not in ("icon", "toc"):  # names of icons, and HTML of MkDocs' own
        assert Strict(rendered(env, component.name, values, CONTEXT)).faults == []


def test_a_value_of_another_type_is_refused(tmp_path: Path) -> None:
    """An example cannot show what templates are never handed."""
    file = tmp_path / "x.yml"
    text = "about: x\nparameters:\n  link: {{type: Link, about: x}}\nexamples:\n  x: {{link: {}}}\n"
    for wrong in ("{label: x, url: 1}", "{label: x, href: x}", "x"):
        file.write_text(text.format(wrong), "utf-8")
        with pytest.raises(TypeError):
            examples.read(file)


def test_every_stylesheet_has_its_place() -> None:
    """The list of parts names every stylesheet of the theme once."""
    sheets = [path.relative_to(THEME).with_suffix("").as_posix() for path in THEME.rglob("*.css")]
    assert sorted(PARTS) == sorted(sheets)


def test_components_go_by_their_former_names(env: Environment) -> None:
    """Templates that sites have made before need no change."""
    c: Any = env.globals["c"]
    assert all(getattr(c, former) is getattr(c, name) for former, name in FORMER.items())
    assert c.print_icon == c.icon("print")
    assert not hasattr(c, "khong_co")


def test_what_is_missing_inside_a_component_is_told() -> None:
    """A template that it includes is not taken for the component itself."""
    env = Environment(loader=DictLoader({"components/a.html": '{% include "b.html" %}'}))
    with pytest.raises(jinja2.TemplateNotFound, match=r"b\.html"):
        _ = Components(env).a
