"""The components of templates: macros, each in a file of its own, which a site may replace one by
one.

Pure but for Jinja's loader. `components/<name>.html` holds the macro `<name>`; templates call it as
`c.<name>`, with named arguments. What a component is for, and examples of it, stand in the file
`<name>.yml` beside it (examples.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup

from cchc_site.pages import wording

if TYPE_CHECKING:
    from jinja2.runtime import Macro

FORMER = {
    "crumbs": "breadcrumbs",
    "head": "page_header",
    "item": "card",
    "line": "card_line",
    "lead": "card_lead",
    "row": "card_row",
    "entries": "link_list",
    "cited": "citations",
}
"""Names that templates of sites may still call components by."""
_FORMER_ICON = "_icon"


def template_name(name: str) -> str:
    """The template that holds the macro `name`.

    >>> template_name("card")
    'components/card.html'
    """
    return f"components/{name}.html"


class Components:
    """The macros by their names, each loaded when it is first asked for: templates know this as
    `c`. It must be made when the globals of `env` are known, since macros see them as they are
    then."""

    def __init__(self, env: Environment) -> None:
        """Nothing is loaded yet; the macros know the fixed words, Vietnamese ones unless a page
        says its language."""
        self._env = env
        env.globals.update(cchc_words=wording.WORDS, cchc_language=wording.OWN)

    def __getattr__(self, name: str) -> object:
        """The macro of that name, or Jinja's `undefined` where there is none."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name.endswith(_FORMER_ICON):
            icon = cast("Macro", self.icon)(name.removesuffix(_FORMER_ICON))
            made: object = Markup(icon)  # noqa: S704  # the macro escapes
        else:
            current = FORMER.get(name, name)
            try:
                template = self._env.get_template(template_name(current))
            except TemplateNotFound as missing:
                if missing.name != template_name(current):
                    raise
                raise AttributeError(name) from None
            made = getattr(template.module, current)
        setattr(self, name, made)
        return made


def rendered(
    env: Environment, name: str, values: Mapping[str, object], context: Mapping[str, object]
) -> str:
    """What the component `name` makes of `values` in a template that knows what `context` holds."""
    module = env.get_template(template_name(name)).make_module(dict(context))
    return str(getattr(module, name)(**values))
