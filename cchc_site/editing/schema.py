"""What a post and a record of a document may hold, as JSON Schema: for editors of code.

Pure. Source: JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12). Written from the
table of fields; the settings of the site add its categories.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_site.content import fields
from cchc_site.content.fields import FIELDS, RECORDS, STATUSES, Field, Settings

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, object]


def of_posts(settings: Settings) -> Schema:
    """The schema of the front matter of posts."""
    return {
        "$schema": _DRAFT,
        "title": "Phần thông tin đầu bài",
        "type": "object",
        "properties": {field.name: _described(field, settings) for field in FIELDS},
        "required": [field.name for field in FIELDS if field.required],
        "additionalProperties": False,
    }


def of_records() -> Schema:
    """The schema of a file of documents/: a list of records, or one."""
    return {
        "$schema": _DRAFT,
        "title": "Văn bản",
        "oneOf": [{"type": "array", "items": _record(RECORDS)}, _record(RECORDS)],
    }


def _described(field: Field, settings: Settings) -> Schema:
    told: Schema = {"title": field.label, "description": field.help}
    if field.example and field.kind not in ("texts", "flag"):
        told["examples"] = [field.example]
    return {**told, **_shape(field, settings)}


def _shape(field: Field, settings: Settings) -> Mapping[str, object]:
    text: Schema = {"type": "string", "minLength": 1}
    texts: Schema = {"type": "array", "items": text}
    if field.kind == "names":
        return {"oneOf": [text, texts | {"minItems": 1}]}
    if field.kind == "texts":
        return texts
    if field.kind == "flag":
        return {"type": "boolean"}
    if field.kind == "slug":
        return text | {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    if field.kind == "category" and settings.categories:
        return {"enum": [*settings.categories, *settings.categories.values()]}
    if field.kind == "records":
        return {"type": "array", "items": _record(field)}
    return {} if field.kind in ("anything", "wish") else text


def _record(field: Field) -> Schema:
    """The schema of one record of `field`."""
    properties: dict[str, Schema] = {}
    for name, _ in field.parts:
        properties[name] = {"type": "string"}
        if name == "status":
            properties[name] = {"enum": [*STATUSES]}
        elif name in fields.EXAMPLES:
            properties[name]["examples"] = [fields.EXAMPLES[name]]
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name, required in field.parts if required],
        "additionalProperties": False,
    }
