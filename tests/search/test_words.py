"""Words as search knows them: the build's and the browser's are the same."""

from __future__ import annotations

import itertools
import unicodedata
from typing import Literal

import pytest
import yaml
from playwright.sync_api import Browser

from cchc_site.base.vietnamese import fold
from cchc_site.search.words import exact, tokens
from tests.support.paths import TESTS

CASES = yaml.safe_load((TESTS / "cases/search_words/words.yml").read_text("utf-8"))
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
# The tone stands on the first or on the second vowel, by the old way of writing or the new.
CLUSTERS = ("oa", "oe", "uy", "ươ", "iê", "yê", "uâ", "oă", "uya", "ia", "ưu")
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")

Words = list[tuple[str, str, str]]


def every_syllable() -> list[str]:
    """Each vowel and cluster with each tone at each place, composed or not, small and large."""
    nuclei = [
        nucleus[: at + 1] + tone + nucleus[at + 1 :]
        for nucleus in (*VOWELS, *CLUSTERS)
        for tone in TONES
        for at in range(len(nucleus))
    ]
    syllables = [
        f"{head}{nucleus}{tail}" for nucleus in nuclei for head in ("", "đ") for tail in ("", "n")
    ]
    return [
        unicodedata.normalize(form, case(syllable))
        for syllable in syllables
        for form, case in itertools.product(FORMS, (str.lower, str.upper, str.title))
    ]


def in_python(texts: list[str]) -> list[Words]:
    """The words of each text, with their exact and folded forms."""
    return [[(word, exact(word), fold(exact(word))) for word in tokens(text)] for text in texts]


def in_browser(browser: Browser, address: str, texts: list[str]) -> list[Words]:
    """The same by the script that readers are sent."""
    page = browser.new_page()
    page.goto(f"{address}tim-kiem/")
    found = page.evaluate(
        """async ([address, texts]) => {
          const { exact, fold, tokens } = await import(`${address}assets/cchc/search.js`);
          return texts.map((text) => tokens(text).map((word) => [word, exact(word), fold(word)]));
        }""",
        [address, texts],
    )
    page.close()
    return [[(word, form, folded) for word, form, folded in words] for words in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_the_words_of_a_text(case: dict[str, object]) -> None:
    """As the table has them."""
    words = in_python([str(case["text"])])[0]

    for at, name in enumerate(("tokens", "exact", "fold")):
        if name in case:
            assert [word[at] for word in words] == case[name]


def test_a_tone_has_one_exact_form_wherever_it_is_put() -> None:
    """Composed or not, large or small, on the first vowel or the last."""
    forms: dict[tuple[str, str], set[str]] = {}
    for syllable in every_syllable():
        letters = unicodedata.normalize("NFD", syllable.lower())
        tone = "".join(mark for mark in letters if mark in TONES)
        plain = "".join(mark for mark in letters if mark not in TONES or not mark)
        forms.setdefault((plain, tone), set()).update(map(exact, tokens(syllable)))

    assert {key: found for key, found in forms.items() if len(found) != 1} == {}


@pytest.mark.browser
@pytest.mark.site
def test_the_browser_finds_the_same_words(address: str, browser: Browser) -> None:
    """Of the table, and of every syllable that can be written."""
    texts = [str(case["text"]) for case in CASES] + every_syllable()

    found = in_browser(browser, address, texts)

    expected = in_python(texts)
    assert [pair for pair in zip(texts, found, expected, strict=True) if pair[1] != pair[2]] == []
