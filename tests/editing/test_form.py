"""The configuration of the editors' form."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from cchc_site.content.fields import FIELDS, STATUSES
from cchc_site.editing import form
from cchc_site.editing.form import OF_NEW, FormBackend
from cchc_site.editing.scaffold import NOT_OF_EDITORS
from tests.support import npm
from tests.support.paths import ROOT

CATEGORIES = {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"}
BODIES = {"xa-tan-my": "Ủy ban nhân dân xã Tân Mỹ"}
PATHS = ("2024/mot/index.md", "2024/hai.md", "ba.md", "2024/05/bon.md", "nam/index.md")
FORGEJO = FormBackend("forgejo", "tin/trang", "main", "https://git.vn", "a1")
FORGES = [
    FORGEJO,
    FormBackend("gitea", "tin/trang", base_url="https://git.vn/ma"),
    FormBackend("gitlab", "tinh/xa/trang", base_url="https://gitlab.com", app_id="b2"),
    FormBackend("github", "tin/trang"),
    FormBackend("github", "tin/trang", base_url="https://dang-nhap.vn"),
]


def configuration(forge: FormBackend = FORGEJO, posts_dir: str = "posts") -> dict[str, Any]:
    """The form of a small site."""
    return form.configuration(forge, "Tin xã", posts_dir, PATHS, CATEGORIES, BODIES)


def schema() -> dict[str, Any]:
    """What Sveltia CMS says that its configuration is, of the version in the lock file."""
    kept = npm.kept("sveltia-cms.json")
    lock = json.loads((ROOT / "cchc_site/admin/package-lock.json").read_text("utf-8"))
    package = lock["packages"]["node_modules/@sveltia/cms"]
    if not kept.exists() or json.loads(kept.read_text("utf-8"))["version"] != package["version"]:
        told = npm.packed(
            "@sveltia/cms", package["version"], package["integrity"], "schema/sveltia-cms.json"
        )
        content = {"version": package["version"], "schema": json.loads(told)}
        npm.keep(kept, json.dumps(content).encode())
    found: dict[str, Any] = json.loads(kept.read_text("utf-8"))["schema"]
    return found


def fields(kind: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a collection, by their names."""
    return {field["name"]: field for field in kind["fields"]}


@pytest.mark.parametrize("forge", FORGES, ids=lambda forge: f"{forge.backend} {forge.base_url}")
def test_the_configuration_is_one_of_sveltia(forge: FormBackend) -> None:
    """Held against the JSON Schema of its package; a key that it does not know fails."""
    validator = jsonschema.Draft7Validator(schema())
    assert [*validator.iter_errors(configuration(forge))] == []
    assert [*validator.iter_errors({**configuration(forge), "khoa": 1})]


def test_every_field_of_editors_is_in_every_form() -> None:
    """Each with its Vietnamese label and what it is for; the text after what every post needs."""
    for kind in configuration()["collections"]:
        shown = fields(kind)
        wanted = [field for field in FIELDS if field.kind not in NOT_OF_EDITORS]
        assert {*shown} == {*(field.name for field in wanted), "body"}
        assert [*shown][:8] == [
            *("title", "date", "author", "category", "summary", "image", "image_alt", "body")
        ]
        for field in wanted:
            assert shown[field.name]["label"] == field.label
            assert shown[field.name]["hint"]
            assert shown[field.name].get("required", True) == field.required
            parts = [
                (part["name"], part["required"]) for part in shown[field.name].get("fields", ())
            ]
            assert parts == [*field.parts]


def test_a_field_is_asked_for_as_fits_it() -> None:
    """What can be chosen is chosen, a day is a day, a list is a list."""
    shown = fields(configuration()["collections"][0])
    widgets = {name: field["widget"] for name, field in shown.items()}

    for name, options in (("category", CATEGORIES), ("organization", BODIES)):
        told = [{"label": label, "value": key} for key, label in options.items()]
        assert (widgets[name], shown[name]["options"]) == ("select", told)
    moments = [field.name for field in FIELDS if field.kind == "moment"]
    assert {(widgets[name], shown[name]["format"]) for name in moments} == {
        ("datetime", "YYYY-MM-DD")
    }
    assert {widgets[name] for name in ("documents", "procedures", "attachments", "tags")} == {
        "list"
    }
    assert (widgets["image"], widgets["draft"], widgets["body"]) == ("image", "boolean", "richtext")
    parts = fields(shown["documents"])
    assert parts["status"]["options"] == [*STATUSES]
    assert parts["effective"]["widget"] == "datetime"
    assert parts["file"]["widget"] == "file"


def test_without_categories_and_bodies_names_are_typed() -> None:
    """There is nothing to choose from."""
    told: Any = form.configuration(FORGEJO, "Tin", "posts", (), {}, {})
    shown = fields(told["collections"][0])

    assert (shown["category"]["widget"], shown["organization"]["widget"]) == ("string", "string")


def test_every_post_has_its_place_in_the_form() -> None:
    """However deep it lies; a new one gets a folder of its own in that of its year."""
    kinds = {kind["name"]: kind for kind in configuration(posts_dir="tin/bai")["collections"]}

    assert {form.place(path).collection for path in PATHS} == {*kinds}
    assert len(kinds) == len(PATHS)
    for kind in kinds.values():
        assert kind["folder"] == "tin/bai"
        assert kind["media_folder"] == ""
        assert kind["create"] == (kind["name"] == OF_NEW.collection)
    assert kinds["posts"]["path"] == "{{date | date('YYYY')}}/{{slug}}/index"
    assert kinds["posts-1"]["path"] == "{{year}}/{{slug}}"
    assert kinds["posts-1"]["public_folder"] == "{{slug}}"
    assert form.entry("2024/hai.md") == "#/collections/posts-1/entries/2024/hai"


def test_each_forge_is_reached_at_its_own_address() -> None:
    """Forgejo as Gitea; by an account where the form is registered, else by an access token."""
    forgejo, gitea, gitlab, token, helper = (configuration(forge)["backend"] for forge in FORGES)

    assert (forgejo["name"], forgejo["api_root"]) == ("gitea", "https://git.vn/api/v1")
    assert forgejo["auth_methods"] == ["oauth", "token"]
    assert (gitea["api_root"], gitea["auth_methods"]) == ("https://git.vn/ma/api/v1", ["token"])
    assert (gitlab["api_root"], gitlab["auth_type"]) == ("https://gitlab.com/api/v4", "pkce")
    assert ("base_url" in token, token["auth_methods"]) == (False, ["token"])
    assert (helper["base_url"], "api_root" in helper) == ("https://dang-nhap.vn", False)
    assert all("{{author-name}}" in said for said in forgejo["commit_messages"].values())
