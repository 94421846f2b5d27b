"""What a name that leads nowhere is taken for: right, and cheap among very many."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from cchc_site.base.vietnamese import NameIndex, nearest

WORDS = (
    "lich tiep cong dan thang kiem tra cai cach hanh chinh thu tuc mot cua thong bao nghi le ke "
    "hoach quyet dinh uy ban nhan dan xa lai vung khai sinh cap doi the can cuoc"
).split()
pytestmark = pytest.mark.large
CHANCE = random.Random(20240513)
ADDRESSES = [
    *(f"nam/{year}/{month:02d}/" for year in range(2010, 2027) for month in range(1, 13)),
    *(
        f"tin-tuc/{CHANCE.randint(2010, 2026)}/{CHANCE.randint(1, 12):02d}/"
        f"{'-'.join(CHANCE.sample(WORDS, 7))}/"
        for _ in range(12_800)
    ),
]


def misspelt(address: str) -> str:
    """An address with one letter of its last part dropped, doubled or changed."""
    at = CHANCE.randrange(len(address) // 2, len(address) - 1)
    return address[:at] + CHANCE.choice(("", address[at] * 2, "q")) + address[at + 1 :]


@pytest.fixture(scope="module")
def names() -> NameIndex:
    """The addresses of 10,000 posts and more."""
    found = NameIndex(ADDRESSES)
    found.nearest("x")
    return found


def test_one_of_very_many_is_found(names: NameIndex) -> None:
    """The one that was meant, as when all of them are compared."""
    meant = CHANCE.sample(ADDRESSES[204:], 60)

    assert [names.nearest(misspelt(address)) for address in meant] == meant


def test_what_is_like_none_of_very_many_is_told(names: NameIndex) -> None:
    """No guess is better than a bad one; nothing is like a text of a megabyte."""
    assert names.nearest("zzzz/qqqq/xxxx/") is None
    assert names.nearest(ADDRESSES[-1] * 40_000) is None


@pytest.mark.parametrize("count", [3, 100, 101, 3_000])
def test_marks_and_case_do_not_count(count: int) -> None:
    """In few names and in many."""
    others = [f"Mục số {number}" for number in range(count)]

    assert (
        NameIndex([*others, "Thủ tục hành chính"]).nearest("THU TUC HANH CHNH")
        == "Thủ tục hành chính"
    )
    assert nearest("thu tuc hanh chinh", [*others, "Thủ tục hành chính"]) == "Thủ tục hành chính"


def calls(run: Callable[[], object]) -> int:
    """How many functions `run` calls, which no other process can change."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def test_a_hundred_cost_about_as_one() -> None:
    """Names are made ready once; each word is then compared with a few of them."""
    words = [f"tin-tuc/2020/05/bai-cu-so-{number}-x/" for number in range(100)]
    words += [misspelt(address) for address in CHANCE.sample(ADDRESSES, 100)]

    def ask(some: list[str]) -> int:
        fresh = NameIndex(ADDRESSES)
        return calls(lambda: [fresh.nearest(word) for word in some])

    assert ask(words[:100]) < 3 * ask(words[:1])
    assert ask(words[100:]) < 3 * ask(words[:1])
