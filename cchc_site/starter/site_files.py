"""Answers → the files of a new site, as texts by their paths.

Reads the files of skeleton/, as templates; writes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cchc_site.content.fields import FIELDS
from cchc_site.editing import scaffold, schema
from cchc_site.starter import colours
from cchc_site.starter.answers import Answers

_SKELETON = Path(__file__).parent / "skeleton"
GUIDE = "docs/huong-dan.md"
"""What the clerks of a new site are told."""
_AT = {
    "dot-gitignore": ".gitignore",
    "dot-gitattributes": ".gitattributes",
    "vscode-settings.json": ".vscode/settings.json",
}
_OF_FORGE = {
    "github": {
        "tin-moi-github.md": ".github/ISSUE_TEMPLATE/tin-moi.md",
        "trinh-duyet.md": ".github/PULL_REQUEST_TEMPLATE.md",
    },
    "gitlab": {
        "tin-moi.md": ".gitlab/issue_templates/tin-moi.md",
        "trinh-duyet.md": ".gitlab/merge_request_templates/Default.md",
    },
    "forgejo": {
        "tin-moi-github.md": ".forgejo/ISSUE_TEMPLATE/tin-moi.md",
        "trinh-duyet.md": ".forgejo/PULL_REQUEST_TEMPLATE.md",
    },
}
"""The paths of what a forge proposes to writers; others of it are for other forges."""
_WELCOME = "posts/chao.md"


def quoted(text: str) -> str:
    r"""`text` as YAML takes for nothing but a text.

    >>> print(quoted('Số 1, "Trần Phú": góc'))
    "Số 1, \"Trần Phú\": góc"
    """
    return json.dumps(text, ensure_ascii=False)


def bare(key: str) -> str:
    """`key` without quotation marks, unless YAML takes it for another thing than a text.

    >>> bare("thong-bao"), bare("2024"), bare("no")
    ('thong-bao', '"2024"', '"no"')
    """
    return key if yaml.safe_load(key) == key else quoted(key)


def text(words: str) -> str:
    r"""`words` as Markdown shows them, sign for sign.

    >>> print(text("A & <b> *"))
    A &amp; &lt;b&gt; \*
    """
    shown = escape(words, quote=False)
    return "".join(f"\\{sign}" if sign in "\\`*_[]{}#|" else sign for sign in shown)


@cache
def _templates() -> Environment:
    environment = Environment(  # noqa: S701  # Markdown and YAML, each answer by its filter
        loader=FileSystemLoader(_SKELETON),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"bare": bare, "quoted": quoted, "text": text}
    return environment


def rendered(template: str, values: Mapping[str, object]) -> str:
    """A file of the skeleton, with `values` in their places."""
    return _templates().get_template(template).render(values)


def files(
    answers: Answers,
    day: dt.date,
    *,
    package: str,
    review: Sequence[str] = (),
    form: bool,
    workflows: Mapping[str, str],
    command: str,
) -> dict[str, str]:
    """The files of the site that these `answers` describe, made on that `day`: `package` is how pip
    names this package, `review` what reviews need beside it; with `form` there is the form of the
    editors, which is built before; `workflows` are files too, which a `command` has written."""
    own = {name: getattr(answers, name) for name in answers.__struct_fields__}
    values: dict[str, object] = {
        **own,
        "key": answers.key,
        "lines_of_hours": answers.lines_of_hours,
        "all_categories": answers.all_categories,
        "colours": colours.of(answers.colour),
        "fields": [field for field in FIELDS if field.kind not in scaffold.NOT_OF_EDITORS],
        "day": day.isoformat(),
        "form": form,
        "guide": GUIDE,
        "command": command,
        "package": package,
        "review": review,
        "workflows": ", ".join(f"`{path}`" for path in workflows),
        "cron": "15 0 * * *" if answers.schedule == "daily" else "7 * * * *",
    }
    of_forges = {name for paths in _OF_FORGE.values() for name in paths}
    places = {**_AT, **_OF_FORGE[answers.forge], _WELCOME: f"posts/{day.year}/chao-ban-doc.md"}
    made = dict[str, str]()
    for name in sorted(_templates().list_templates()):
        if path := places.get(name, "" if name in of_forges else name):
            made[path] = rendered(name, values)
    made["posts/_mau.md"] = mould(answers)
    made[".vscode/documents.schema.json"] = as_json(schema.of_records())
    return made | dict(workflows)


def mould(answers: Answers) -> str:
    """The post that clerks copy."""
    category = answers.all_categories[-1].key
    head = scaffold.post({"category": category}, own={"organization": answers.key})
    return f"{head}Viết tin ở đây.\n"


def as_json(value: object) -> str:
    """`value` as people read JSON."""
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"
