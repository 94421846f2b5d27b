"""Keys as clerks write them: taken where they can mean one field only."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest

from cchc_site.base import vietnamese
from cchc_site.content import fields
from cchc_site.content.fields import BY_NAME, FIELDS, LISTS


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_key_is_taken_in_any_form(field: fields.Field) -> None:
    """By name or label, in any case, with or without marks, in NFC or NFD."""
    for word in (field.name, field.label):
        for form in (word, word.upper(), word.title(), vietnamese.fold(word), f" {word} "):
            for normal in ("NFC", "NFD"):
                assert fields.key(unicodedata.normalize(normal, form)) == field.name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ngày", "date"),
        ("NGÀY ĐĂNG", "date"),
        ("tieu de", "title"),
        ("Tóm tắt", "summary"),
        ("Từ khóa", "tags"),
        ("Image-Alt", "image_alt"),
        ("Ngày cập nhật", "updated"),
        ("Người viết", "author"),
        ("tittle", ""),
        ("Ghi chú", ""),
        ("", ""),
    ],
)
def test_other_words_of_clerks(written: str, name: str) -> None:
    """One that is only like a key is none: the message asks."""
    assert fields.key(written) == name


@pytest.mark.parametrize("field", LISTS, ids=lambda field: field.name)
def test_no_word_means_two_keys(field: fields.Field) -> None:
    """Neither of a post nor of a record."""
    meanings = defaultdict[str, set[str]](set)
    for name, _ in field.parts:
        for word in (name, *fields._WORDS_OF_PARTS[name].split(",")):
            meanings[fields._bare(word)].add(name)
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}

    keys = defaultdict[str, set[str]](set)
    for one in FIELDS:
        for word in (one.name, one.label, *fields._OTHER_WORDS.get(one.name, "").split(",")):
            keys[fields._bare(word)].add(one.name)
    keys.pop("", None)
    assert {word: names for word, names in keys.items() if len(names) > 1} == {}


def test_a_key_of_a_record_is_taken_in_any_form() -> None:
    """As those of posts."""
    documents = BY_NAME["documents"]

    assert fields.part(documents, "SỐ HIỆU") == "number"
    assert fields.part(documents, "co quan ban hanh") == "issuer"
    assert fields.part(documents, "Trích yếu") == "title"
    assert fields.part(documents, "Số tiền") == ""
