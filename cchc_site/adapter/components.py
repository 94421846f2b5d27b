"""The components of templates: what is wrong with a site's own, and the page that shows them all.

Part of the MkDocs adapter.
"""

from __future__ import annotations

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
            mend = "hãy chép mỗi macro đã sửa vào một tệp “components/<tên>.html”"
            yield Problem(path, 0, "mẫu này không còn được dùng", mend)
        for line, words in enumerate(text.splitlines(), 1):
            for former in _FORMER:
                if former in words:
                    mend = "hãy bỏ dòng này; mẫu nào cũng gọi được “c.<tên>”"
                    yield Problem(path, line, f"không còn mẫu “{former}”", mend)
        yield from _lacks(env, name, text, path)


def _lacks(env: Environment, name: str, text: str, path: str) -> Iterator[Problem]:
    """What pages need of the component that the template `name` replaces and that it does not
    have."""
    component = Path(name).stem
    ours = [folder / f"{component}.html" for folder in examples.FOLDERS]
    ours = [file for file in ours if file.is_file()]
    if name != template_name(component) or not ours:
        return
    try:
        own = _macro(env, text, component)
    except TemplateSyntaxError:  # Jinja tells it, with its line, when the template is used
        return
    if own is None:
        mend = f"hãy thêm {{% macro {component}(…) %}}, hoặc đổi tên tệp"
        yield Problem(path, 1, f"thiếu macro “{component}”, tên của thành phần", mend)
        return
    needed = _macro(env, ours[0].read_text("utf-8"), component)
    known = {argument.name for argument in own.args}
    if needed and not any(one.name == "kwargs" for one in own.find_all(nodes.Name)):
        missing = [f"“{one.name}”" for one in needed.args if one.name not in known]
        if missing:
            mend = "hãy thêm vào, có thể không dùng đến"
            said = f"macro “{component}” thiếu tham số {', '.join(missing)}"
            yield Problem(path, own.lineno, said, mend)


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
    return env.get_template("cchc/gallery.html").render(shown=shown)
