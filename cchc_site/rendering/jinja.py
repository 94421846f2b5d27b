"""Templates for thousands of pages: what Jinja makes of them is kept, 0.15 s of each build.

Touches the disk by Jinja's own cache. Code lies where Jinja keeps such, in a folder of
this user on this machine that nobody else can write to, and never beside what a build keeps, which
may come from elsewhere.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import markupsafe
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    DictLoader,
    Environment,
    FileSystemBytecodeCache,
    Template,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.ext import Extension
from markupsafe import Markup, escape

from cchc_site.base import codes
from cchc_site.base.hashing import digest_of

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_PLAIN = (bool, int, str, type(None))
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""A text as MarkupSafe escapes it; by its part for plain text, where it has one as 3.0 does."""


class _Cache(FileSystemBytecodeCache):
    """Jinja's own cache, without which a build goes on where there is no room left."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in `bucket`, if that can be."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Template(Template):
    """A template that writes what it escapes as plain text, since it is joined to a page at once:
    to make markup of each value first is 2 % of a cold build."""

    @classmethod
    def from_code(cls, *args: Any, **options: Any) -> Template:
        """The template made of compiled code."""
        template = super().from_code(*args, **options)
        template.root_render_func.__globals__["escape"] = written
        return template


def written(value: object) -> str:
    """What a template writes of a `value`: what `escape` of MarkupSafe gives, as any string."""
    if type(value) is str:
        return _escaped(value)
    return value if type(value) is Markup else escape(value)


def prepare(env: Environment, folder: str | None = None) -> None:
    """Let `env` keep what it compiles in `folder`, else in Jinja's."""
    if env.template_class is Template:
        env.template_class = _Template
    env.bytecode_cache = _cache(env, folder)


def _cache(env: Environment, folder: str | None) -> BytecodeCache | None:
    """Where the code is that `env` would make itself; None where that cannot be told, for Jinja
    calls filters and tests of constants when it compiles, and those of a site change at any time.

    Jinja knows a template's code by its name and text. Code depends as well on the syntax, on the
    kind of Jinja (a sandbox must not run what was made without its guards) and on every package.
    """
    settings = {name: value for name, value in vars(env).items() if isinstance(value, _PLAIN)}
    called = [*env.filters.items(), *env.tests.items(), ("escapes", env.autoescape)]
    called.append(("finalizes", env.finalize))
    if any(codes.is_own(getattr(call, "__module__", None)) for _, call in called):
        return None
    made_by = digest_of(
        codes.installed(),
        [_origin(type(env)), _origin(env.code_generator_class)],
        sorted(settings.items()),
        sorted(env.extensions),
        sorted((name, _origin(call)) for name, call in called),
    )
    with suppress(OSError, RuntimeError):  # Jinja trusts no folder of this machine
        return _Cache(folder, f"__cchc_{made_by.hex()}_%s.cache")
    return None


def _origin(call: Callable[..., Any] | object) -> str:
    known: Any = call if hasattr(call, "__qualname__") else type(call)
    return f"{getattr(known, '__module__', '')}.{known.__qualname__}"  # `str.upper` has no module


def layout(env: Environment, name: str) -> Callable[..., str]:
    """What renders the template `name` again and again."""
    template = env.get_template(name)
    # Jinja gathers these for each page; from its own chain of mappings that takes 14 µs, 1.5 % of
    # a cold build.
    template.globals = dict(template.globals)
    return template.render


_OF_SITE = ("config", "portal", "c", "cchc_words", "cchc_language")
"""What templates know of a site, which is put in anew or which no page needs."""
_OF_LAYOUT = ("portal_css", "slim", "cchc_policy")


def portable(env: Environment, names: Iterable[str]) -> Environment:
    """A copy of `env` that holds the templates of those `names` in itself, and nothing of the
    machine; the globals of a site are missing in it."""
    loader = cast("BaseLoader", env.loader)
    copied = copy.copy(env)
    copied.loader = DictLoader({name: loader.get_source(env, name)[0] for name in names})
    copied.globals = {name: env.globals[name] for name in env.globals if name not in _OF_SITE}
    copied.cache, copied.bytecode_cache = {}, None
    for name, value in vars(env).items():  # of extensions, which hold `env` and whom we do not ask
        if isinstance(getattr(value, "__self__", None), Extension):
            delattr(copied, name)
    copied.extensions = {}
    return copied


def offered(env: Environment) -> list[str]:
    """The names of what templates are offered by a site's hooks and own modules: functions, and
    values of whatever kind."""
    known = (*DEFAULT_NAMESPACE, *_OF_SITE, *_OF_LAYOUT)
    values = [(name, value) for name, value in env.globals.items() if name not in known]
    named = [name for name, value in values if not callable(value)]
    called = [*values, *env.filters.items(), *env.tests.items()]
    named += [name for name, call in called if codes.is_own(getattr(call, "__module__", None))]
    return sorted(named)
