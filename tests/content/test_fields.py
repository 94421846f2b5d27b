"""Keys as clerks write them: taken where they can mean one field only."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from zoneinfo import ZoneInfo

import pytest
import yaml

from cchc_site.base import vietnamese
from cchc_site.content import fields, texts, values
from cchc_site.content.fields import BY_NAME, FIELDS, LISTS, Settings


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


STATUSES = {
    "Còn hiệu lực": ("còn hiệu lực", "Đang có hiệu lực", "CÓ HIỆU LỰC", "dang con hieu luc"),
    "Chưa có hiệu lực": ("chua co hieu luc", "Chưa hiệu lực"),
    "Hết hiệu lực": ("Hết hiệu lực toàn bộ", "đã hết hiệu lực", "Không còn hiệu lực"),
    "Hết hiệu lực một phần": ("hết hiệu lực 1 phần", "còn hiệu lực một phần"),
    "có phải “Còn hiệu lực” không?": ("Con hiệu lưcj",),
    f"hãy chọn: {', '.join(fields.STATUSES)}": ("Ngưng hiệu lực", "Không có hiệu lực", "còn hạn"),
}


@pytest.mark.parametrize(
    ("written", "said"), [(form, status) for status, forms in STATUSES.items() for form in forms]
)
def test_a_status_is_never_guessed_to_be_its_opposite(written: str, said: str) -> None:
    """Taken as registers and clerks write it; only a slip of the keys is guessed."""
    record = f"{{number: 1/QĐ-UBND, date: 2024-05-13, issuer: Bộ Y tế, status: {written}}}"
    faults: texts.Faults = []
    node = yaml.compose(record, yaml.SafeLoader)
    assert node
    settings = Settings(ZoneInfo("Asia/Ho_Chi_Minh"), {})
    found = values.record(fields.RECORDS, node, settings, faults) or {}

    assert [found.get("status"), *(fault.hint for fault in faults)][-1] == said
