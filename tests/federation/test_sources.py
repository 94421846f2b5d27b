"""sites.yml: which communes it names, and what is told of its faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cchc_site.federation import sources
from cchc_site.federation.sources import CommuneSite
from tests.support.paths import TESTS

CASES = yaml.safe_load((TESTS / "cases/federation/sources.yml").read_text("utf-8"))


def told(root: Path, text: str) -> list[str]:
    """What is told of such a file."""
    (root / "sites.yml").write_text(text, "utf-8")
    return [str(problem) for problem in sorted(sources.read(root, "sites.yml").problems)]


@pytest.mark.parametrize("case", CASES, ids=[f"{place}" for place, _ in enumerate(CASES)])
def test_all_faults_are_told_and_mended(tmp_path: Path, case: dict[str, Any]) -> None:
    """At once, each with its line and a mend; done, nothing is told any more."""
    assert told(tmp_path, case["text"]) == case.get("told", [])
    if "told" in case:
        assert told(tmp_path, case["mended"]) == []


def read(root: Path, text: str) -> tuple[CommuneSite, ...]:
    """The communes of such a file, of which nothing is told."""
    assert told(root, text) == []
    return sources.read(root, "sites.yml").sources


def test_what_is_not_said_follows_from_the_name_and_the_address(tmp_path: Path) -> None:
    """Key, kind, the slash at the end; the address of a feed is that of its site."""
    [second, first] = read(tmp_path, CASES[1]["text"])

    assert (first.key, first.kind, first.url) == ("xa-mau", "Xã", "https://xa-mau.example.gov.vn/")
    assert (second.key, second.kind) == ("vi-du", "Phường")
    assert second.url == "https://phuong.example.gov.vn/tin/"
    assert second.origins == ("https://phuong.example.gov.vn", "https://cu.example.gov.vn")
    assert not first.is_internal


def test_the_whole_country_is_read(tmp_path: Path) -> None:
    """3,321 communes, none taken for another."""
    rows = (
        f"- name: Xã {number}\n  url: https://xa-{number}.example.gov.vn/\n"
        for number in range(3321)
    )

    assert len({each.key for each in read(tmp_path, "".join(rows))}) == 3321


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "sites.yml: không có tệp này; hãy tạo tệp ấy, mỗi xã hai dòng"),
        (b"\xff\xfe", "sites.yml: không đọc được tệp; hãy lưu lại với bảng mã UTF-8"),
        ("- name: a" + "\u0301" * 40, "sites.yml:1: một chữ mang hơn 30 dấu; hãy gõ lại"),
        ("- name: &x Xã\n  url: *x\n", "sites.yml:1:"),
        ("[" * 3000, "sites.yml:"),
        ("- name: Xã: Mẫu\n", "sites.yml:1:"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path: Path, content: object, said: str) -> None:
    """Missing, in another encoding, hostile YAML."""
    file = tmp_path / "sites.yml"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else str(content).encode())

    [first, *_] = sources.read(tmp_path, "sites.yml").problems

    assert str(first).startswith(said)
