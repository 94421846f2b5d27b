"""What a new post begins with, and what describes it to editors of code: the table of fields."""

from __future__ import annotations

import json
import re
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import yaml

from cchc_site.content.fields import FIELDS, Settings
from cchc_site.content.post import parse
from cchc_site.editing import scaffold, schema
from tests.support.project import Project

SETTINGS = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"})


def head(text: str) -> dict[str, object]:
    """The front matter of a post, texts as they are typed."""
    values = yaml.load(text.split("---\n")[1], yaml.BaseLoader)  # texts only
    assert isinstance(values, dict)
    return values


def test_a_new_post_lacks_nothing_but_its_text() -> None:
    """And with every comment a field it is still right."""
    text = scaffold.post({"title": "Họp: # xã", "category": "tin-tuc"})
    all_fields = re.sub(r"^#(?!#)", "", text, flags=re.MULTILINE)

    for written in (text, all_fields):
        post, problems = parse(f"{written}Lời.\n", "posts/a.md", SETTINGS)
        assert problems == ()
        assert post is not None
        assert (post.title, post.category) == ("Họp: # xã", "tin-tuc")
    assert head(all_fields).keys() == {
        field.name for field in FIELDS if field.kind not in scaffold.NOT_OF_EDITORS
    }


def test_the_schema_describes_every_field_and_takes_good_posts() -> None:
    """A post with all its fields is good; with a key or category of no one it is not."""
    told = schema.of_posts(SETTINGS)
    jsonschema.Draft202012Validator.check_schema(told)
    properties = told["properties"]
    assert isinstance(properties, dict)
    assert properties.keys() == {field.name for field in FIELDS}
    text = re.sub(r"^#(?!#)", "", scaffold.post({}), flags=re.MULTILINE)
    whole = head(text) | {"draft": True, "pinned": True}

    jsonschema.validate(whole, told)
    for wrong in ({"autor": "A"}, {"category": "khác"}, {"slug": "Bài"}, {"tags": "a, b"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(whole | wrong, told)


def test_the_schema_of_records_takes_good_ones() -> None:
    """One, or a list."""
    told = schema.of_records()
    record = {"number": "9/KH-UBND", "date": "2022-04-13", "issuer": "UBND xã"}

    jsonschema.validate(record, told)
    jsonschema.validate([record, record | {"status": "Hết hiệu lực"}], told)
    for wrong in (record | {"status": "Cũ"}, {"number": "9/KH-UBND"}, record | {"so": "9"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], told)


def test_a_new_post_is_made_where_it_belongs(project: Project) -> None:
    """With what is told, without a question; the next one knows category and author."""
    made = project.run(
        *("cchc_site.cli", "new", "--title", "Lịch tiếp dân: tháng 5", "--date", "2026-05-04"),
        *("--category", "tin tuc", "--author", "Ban biên tập"),
    )

    assert made.returncode == 0, made.stdout
    assert "posts/2026/lich-tiep-dan-thang-5.md" in made.stdout
    values = head(project.read("posts/2026/lich-tiep-dan-thang-5.md"))
    assert values == {
        "title": "Lịch tiếp dân: tháng 5",
        "date": "2026-05-04",
        "author": "Ban biên tập",
        "category": "tin-tuc",
    }
    kept = json.loads(project.read(".cache/cchc/new.json"))
    assert kept == {"category": "tin-tuc", "author": "Ban biên tập"}
    again = project.run(
        *("cchc_site.cli", "new", "--title", "Lịch tiếp dân, tháng 5", "--date", "2026-05-04"),
        *("--category", "1", "--author", "A"),
    )
    assert again.returncode == 1
    assert "đã có posts/2026/lich-tiep-dan-thang-5.md" in again.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--title", "A", "--category", "khac", "--author", "B"), "không có chuyên mục “khac”"),
        (("--title", "!", "--category", "1", "--author", "B"), "tiêu đề phải có chữ cái"),
        (
            ("--title", "A", "--category", "1", "--author", "B", "--date", "4/5"),
            "“4/5” không phải là ngày",
        ),
        (("--category", "1", "--author", "B"), "chưa biết tiêu đề"),
    ],
)
def test_what_cannot_be_is_told(project: Project, options: tuple[str, ...], said: str) -> None:
    """And no file is made."""
    done = project.run("cchc_site.cli", "new", *options)

    assert done.returncode == 1
    assert said in done.stdout
    assert not (project.root / "posts").exists()
