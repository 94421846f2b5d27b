"""Jinja for thousands of pages: what is compiled runs fast.

A room that touches the disk, by Jinja's own cache. Templates mean what they mean to any Jinja: only
the Python code made of them differs, in the two things that they do most often.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from types import CodeType
from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, nodes
from jinja2.compiler import CodeGenerator, Frame

from cchc_site.base import codes
from cchc_site.base.hashing import digest_of

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""Text as MarkupSafe escapes it; by its part for plain text, where it has one as 3.0 does."""
_PACKAGED = "packaged-"
_SYNTAX = (
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
    "line_statement_prefix",
    "line_comment_prefix",
    "trim_blocks",
    "lstrip_blocks",
    "newline_sequence",
    "keep_trailing_newline",
    "optimized",
)


class Generator(CodeGenerator):
    """Python code of templates that looks up attributes and escapes text in place: Jinja calls
    three functions of Python's for each, a fifth of a page's time."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """What `environment.getattr` gives, which is called only for what is no attribute."""
        if self.environment.is_async:
            super().visit_Getattr(node, frame)
            return
        self.write("(t_value if (t_value := getattr((t_object := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(t_object, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not self._escapes(frame, finalize):
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("(environment.cchc_escaped(t_value) if type(t_value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not self._escapes(frame, finalize):
            super()._output_child_post(node, frame, finalize)
            return
        self.write(") is str else t_value if type(t_value) is Markup else escape(t_value))")

    def _escapes(self, frame: Frame, finalize: Any) -> bool:
        context = frame.eval_ctx
        return bool(context.autoescape and not context.volatile and finalize.src is None)


class Compiled(BytecodeCache):
    """Templates that are compiled already, by this process or, where they came with a package, by
    an earlier one: 0.15 s of a build.

    They are code. So they lie where Jinja keeps such, in a folder of this user on this machine that
    nobody else can write to, and never beside what a build keeps, which may come from elsewhere; a
    site's own templates, and those that call a site's own filters, are compiled by each process.
    """

    def __init__(self, folder: str | None = None) -> None:
        """Nothing is known yet; `folder` takes the place of Jinja's."""
        self._folder = folder
        self._codes: dict[tuple[str, str, bytes], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A name for a template's code, by which it shows whether that came with a package."""
        packaged = filename and codes.is_installed(filename)
        return f"{_PACKAGED if packaged else ''}{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` when its template was compiled."""
        grounds = self._grounds_of(bucket.environment)
        bucket.code = self._codes.get((bucket.key, bucket.checksum, grounds))
        if bucket.code is None and (kept := self._kept(bucket, grounds)):
            kept.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in `bucket`."""
        grounds = self._grounds_of(bucket.environment)
        if bucket.code:
            self._codes[bucket.key, bucket.checksum, grounds] = bucket.code
        if kept := self._kept(bucket, grounds):
            with suppress(OSError):  # no room, say
                kept.dump_bytecode(bucket)

    def _kept(self, bucket: Bucket, grounds: bytes) -> FileSystemBytecodeCache | None:
        """Where the code of a template that came with a package is kept, None for another's."""
        env = bucket.environment
        calls = (*env.filters.values(), *env.tests.values())
        own = any(codes.is_own(getattr(call, "__module__", None)) for call in calls)
        if own or not bucket.key.startswith(_PACKAGED):
            return None
        versions = metadata.version("jinja2"), metadata.version("markupsafe")
        made_by = digest_of(codes.of_module(__name__), grounds, versions)
        with suppress(OSError, RuntimeError):  # Jinja trusts no folder of this machine
            return FileSystemBytecodeCache(self._folder, f"__cchc_{made_by.hex()}_%s.cache")
        return None

    def _grounds_of(self, env: Environment) -> bytes:
        """With the kind of Jinja, as a sandbox must not run code that was made without its guards;
        with the syntax, and the filters and tests: those given constants are called at once."""
        kinds = _origin(type(env)), _origin(env.code_generator_class)
        syntax = [getattr(env, name) for name in _SYNTAX]
        known = (*env.filters.items(), *env.tests.items())
        called = [(name, _origin(call)) for name, call in known]
        return digest_of(kinds, syntax, sorted(env.extensions), sorted(called))


def _origin(call: Callable[..., Any]) -> str:
    known = call if hasattr(call, "__qualname__") else type(call)
    return f"{getattr(known, '__module__', '')}.{known.__qualname__}"  # `str.upper` has no module


_compiled = Compiled()


def prepare(env: Environment, compiled: Compiled = _compiled) -> None:
    """Let `env` keep what it compiles, and compile what runs fast."""
    env.bytecode_cache = compiled
    if type(env) is Environment:  # one with another way to attributes keeps it
        env.code_generator_class = Generator
        env.cchc_escaped = escaped  # type: ignore[attr-defined]


def layout(env: Environment, name: str) -> Callable[..., str]:
    """What renders the template `name` again and again: what all templates know is gathered once,
    where `Template.render` gathers it each time."""
    template = env.get_template(name)
    known = dict(template.globals)

    def render(**values: Any) -> str:
        context = template.new_context({**known, **values}, shared=True)
        try:
            return "".join(template.root_render_func(context))
        except Exception:
            env.handle_exception()  # shows the template's lines, and raises

    return render
