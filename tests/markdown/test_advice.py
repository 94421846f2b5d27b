"""What a page says of a text: all of it, and where not, advice that mends it."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml

from cchc_site.markdown.gfm import advice, fidelity
from cchc_site.markdown.gfm.reader import read
from tests.support import office_texts
from tests.support.checking import check
from tests.support.paths import TESTS
from tests.support.project import Project

CASES = yaml.safe_load((TESTS / "cases/markdown/advice.yml").read_text("utf-8"))


def advice_on(text: str) -> list[str]:
    """What is said of a text that has no problem, each with its line."""
    parsed = read(text, "posts/a.md")
    assert parsed.problems == ()
    findings = advice.findings(text, parsed.html)
    return sorted(f"{one.line + 1}: {one.what}; {one.hint}" for one in findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].split("\n")[0])
def test_advice(case: dict[str, Any]) -> None:
    """A text has the advice that the table says, and none when it is mended so."""
    assert advice_on(case["text"].replace("→", "\t")) == sorted(case["advice"])
    assert advice_on(case.get("mended", "")) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_page_says_what_its_text_says(seed: int) -> None:
    """Every letter, digit and sign that is no markup, in its order; so does check."""
    chance = random.Random(seed)
    texts = [office_texts.text(chance) for _ in range(60)]

    assert [difference for text in texts if (difference := office_texts.differs(text))] == []


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("Phí 5~7 đồng", "<p>Phí 57 đồng</p>", "Phí 5~7 đồng"),
        ("Cao 3*4*5 m", "<p>Cao 3<em>4</em>5 m</p>", "Cao 3*4*5 m"),
        ("Một\n\nHai\n\nBa", "<p>Một</p>\n<p>Ba</p>", "Hai"),
        ("2. Hai\n5. Năm", '<ol start="2"><li>Hai</li><li>Năm</li></ol>', "5. Năm"),
        (">= 18 tuổi", "<blockquote><p>= 18 tuổi</p></blockquote>", ">= 18 tuổi"),
        ("Số <CCCD>", "<p>Số </p>", "Số <CCCD>"),
        ("| a | b |\n|---|---|\n| c | d | e |", "<td>a</td><td>b</td><td>c</td><td>d</td>", "| c"),
    ],
)
def test_what_a_page_does_not_say_is_found(text: str, html: str, words: str) -> None:
    """Whatever the fault of the engine would be."""
    (loss,) = fidelity.losses(text, html)

    assert loss.words.startswith(words)
    assert loss.words in " ".join(text.split("\n")[loss.line].split())


def test_check_advises_on_texts(project: Project) -> None:
    """At the line of the file; it stops nothing, and is not said of a post with a problem."""
    project.post("posts/2024/a.md", title="ViÖt Nam §iÒu", body="Một.\n\n** hai **")
    project.post("posts/2024/b.md", body="[Nguồn]: https://a.vn\n\n<script>")

    status, lines = check(project)

    assert status == 1
    assert [line for line in lines if "gợi ý" in line] == [
        "posts/2024/a.md:2: gợi ý: “ViÖt §iÒu” không phải chữ Unicode, không ai đọc được; "
        "hãy chuyển đoạn này từ bảng mã cũ (TCVN3, VNI) sang Unicode bằng Unikey rồi dán lại",
        "posts/2024/a.md:10: gợi ý: “** hai **” hiện nguyên cả dấu “**”; "
        "hãy viết sát chữ: “**hai**”; nếu “**” là chữ thì viết “\\*\\*”",
    ]
