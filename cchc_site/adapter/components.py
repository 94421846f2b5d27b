"""The components of templates: what is wrong with a site's own, and the page that shows them all.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes
from mkdocs.config.defaults import MkDocsConfig

from cchc_site.adapter import environment
from cchc_site.base.problems import Problem
from cchc_site.rendering import examples
from cchc_site.rendering.components import rendered, template_name

if TYPE_CHECKING:
    from jinja2 import Environment

GALLERY = "thanh-phan/"
"""The address of the page that shows all components while the site is served for writing."""
PICTURE = f"{GALLERY}anh.svg"
"""The picture that examples show."""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"><path fill="#c9bfae" d="M0 0h12v8H0'
    'z"/><path fill="#fff" d="M4 1h4v6H4z"/></svg>'
)
_FORMER = ("cchc/components.html", "cchc/frame.html")
"""Templates that held all components together; a site may still have or name them."""


def problems(env: Environment, config: MkDocsConfig, root: Path) -> Iterator[Problem]:
    """What is wrong with the components of the site's own and with templates that use the former
    ones."""
    for name, text in environment.own_templates(env, config.theme).items():
        path = name
        if config.theme.custom_dir and Path(config.theme.custom_dir, name).is_file():
            path = os.path.relpath(Path(config.theme.custom_dir, name), root)
        if name in _FORMER:
            hint = "hãy chép mỗi macro đã sửa vào một tệp “components/<tên>.html”"
            yield Problem(path, 0, "mẫu này không còn được dùng", hint)
        for line, words in enumerate(text.splitlines(), 1):
            for former in _FORMER:
                if former in words:
                    hint = "hãy bỏ dòng này; mẫu nào cũng gọi được “c.<tên>”"
                    yield Problem(path, line, f"không còn mẫu “{former}”", hint)
        yield from _lacks(env, name, text, path)


def _lacks(env: Environment, name: str, text: str, path: str) -> Iterator[Problem]:
    """What the template `name` lacks of what pages need of the component that it replaces."""
    component = Path(name).stem
    ours = [folder / f"{component}.html" for folder in examples.FOLDERS]
    ours = [file for file in ours if file.is_file()]
    if name != template_name(component) or not ours:
        return
    try:
        own = _macro(env, text, component)
    except TemplateSyntaxError:  # Jinja reports it, with its line, when the template is used
        return
    if own is None:
        hint = f"hãy thêm {{% macro {component}(…) %}}, hoặc đổi tên tệp"
        yield Problem(path, 1, f"thiếu macro “{component}”, tên của thành phần", hint)
        return
    needed = _macro(env, ours[0].read_text("utf-8"), component)
    known = {argument.name for argument in own.args}
    if needed and not any(name.name == "kwargs" for name in own.find_all(nodes.Name)):
        missing = [f"“{argument.name}”" for argument in needed.args if argument.name not in known]
        if missing:
            hint = "hãy thêm vào, có thể không dùng đến"
            what = f"macro “{component}” thiếu tham số {', '.join(missing)}"
            yield Problem(path, own.lineno, what, hint)


def _macro(env: Environment, text: str, name: str) -> nodes.Macro | None:
    macros = env.parse(text).find_all(nodes.Macro)
    return next((macro for macro in macros if macro.name == name), None)


def gallery(env: Environment, look: str, context: Mapping[str, object]) -> str:
    """Every component with its parameters and examples, HTML for the place of a page's content;
    `context` is what the page's templates know."""
    shown = [
        (
            component,
            [
                (example.title, rendered(env, component.name, example.values, context))
                for example in component.examples
            ],
        )
        for component in examples.components(look)
    ]
    return env.get_template("cchc/gallery.html").render(
        shown=shown,
        inside=[component.name for component in examples.components("theme")],
        spelt=lambda value: json.dumps(value, ensure_ascii=False),
    )
