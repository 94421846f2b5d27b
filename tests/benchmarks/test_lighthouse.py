"""What is made of Lighthouse's answers; no page is audited here."""

from __future__ import annotations

from benchmarks.lighthouse import LIMITS, TIMES, judge, middle, read, report


def answer(performance: float, seo: float = 1.0) -> dict[str, object]:
    """What Lighthouse would say of a page."""
    scores = dict.fromkeys(LIMITS, 1.0) | {"performance": performance, "seo": seo}
    audits = {name: {"score": 1.0, "displayValue": "1,0\xa0s"} for name in TIMES}
    audits["is-crawlable"] = {"score": seo, "displayValue": ""}
    reference = {"id": "is-crawlable", "weight": 1}
    categories = {
        name: {"score": score, "auditRefs": [reference] if name == "seo" else []}
        for name, score in scores.items()
    }
    return {"categories": categories, "audits": audits}


def test_a_lower_score_is_told_with_its_cause() -> None:
    """And 95 is enough for performance alone."""
    assert list(judge([read("home", answer(0.95))])) == []
    assert list(judge([read("home", answer(0.94)), read("post", answer(1, seo=0.5))])) == [
        "home: performance 94, at least 95 (no single audit)",
        "post: seo 50, at least 100 (is-crawlable)",
    ]


def test_the_median_run_counts() -> None:
    """Of three."""
    runs = [read("home", answer(score)) for score in (0.99, 0.9, 0.97)]

    assert middle(runs).scores["performance"] == 97


def test_the_report_says_whether_all_is_well() -> None:
    """In its last line; it has a row for each page."""
    good, bad = read("home", answer(0.99)), read("post", answer(0.5))

    assert report([good], ["Lighthouse 1"], (0, 0)).endswith("All are as asked.\n")
    text = report([good, bad], ["Lighthouse 1"], (0, 0))
    assert "| home | 99 | 100 | 100 | 100 | 1,0 s |" in text
    assert "- post: performance 50, at least 95" in text
