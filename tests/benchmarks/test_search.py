"""The search's benchmark: its posts, judgements and arithmetic; nothing is built here."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import search_corpus, search_report
from benchmarks.search_corpus import LEAST_POSTS, Corpus, Topic, old_style, topics
from benchmarks.search_host import serve
from benchmarks.search_queries import Answer, Query, mrr, queries, recall
from benchmarks.search_report import Cold, Found, Setting, targets
from cchc_site.base import vietnamese


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The smallest one."""
    return search_corpus.make(LEAST_POSTS)


@pytest.fixture(scope="module")
def texts(corpus: Corpus) -> Sequence[tuple[str, str]]:
    """All that a search may read of each post in lower case: with its marks, one way of placing
    tones, and without."""
    whole = ("\n".join((post.title, post.summary, *post.blocks)) for post in corpus.posts)
    return [(old_style(one).lower(), vietnamese.fold(one)) for one in whole]


def test_posts_are_the_same_on_every_machine(corpus: Corpus) -> None:
    """Figures of two machines are of the same posts; no two have one address."""
    assert corpus == search_corpus.make(LEAST_POSTS)
    assert corpus.posts[3].slug == "dat-11-thung-co-nap-danh-cho-tuyen-duong-hoa-3"
    assert len({post.address for post in corpus.posts}) == LEAST_POSTS


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: topic.key)
def test_a_topic_stands_where_it_was_hidden(
    corpus: Corpus, texts: Sequence[tuple[str, str]], topic: Topic
) -> None:
    """Nowhere else, so that judgements need no judge; a homograph elsewhere has other marks."""
    hidden = {at for at, needle in corpus.needles.items() if needle.topic == topic}
    forms = [(old_style(form).lower(), vietnamese.fold(form)) for form in topic.forms]
    marked = {at for at, (one, _) in enumerate(texts) if any(form in one for form, _ in forms)}
    folded = {at for at, (_, one) in enumerate(texts) if any(form in one for _, form in forms)}
    near = [vietnamese.fold(sentence) for sentence in topic.near]

    assert len(hidden) == len(topic.places)
    assert marked == hidden
    assert folded == hidden or any(form in sentence for _, form in forms for sentence in near)


def test_most_topics_are_deep_in_the_text_and_some_are_new(corpus: Corpus) -> None:
    """What stands in titles alone would flatter an index of titles."""
    places = Counter(needle.place for needle in corpus.needles.values())
    month = max(post.date for post in corpus.posts).strftime("%Y-%m")
    newest = [at for at in corpus.needles if corpus.posts[at].date.strftime("%Y-%m") == month]

    assert places["deep"] > 2 * (places["title"] + places["lead"])
    assert newest


def test_every_kind_of_query_is_asked_often_enough(corpus: Corpus) -> None:
    """At least five of each; each has an answer."""
    asked = queries(corpus, document_pages=True)

    assert len(asked) >= 64
    assert min(Counter(query.kind for query in asked).values()) >= 5
    assert all(query.relevant for query in asked)
    assert sum(bool(query.first) for query in asked) >= 5


def test_only_a_site_with_pages_of_documents_is_judged_by_them(corpus: Corpus) -> None:
    """The others are judged by the posts."""
    page = "van-ban/15-ct-ubnd-2021-uy-ban-nhan-dan-tinh-dong-linh-gia/"
    ours, theirs = (
        {query.text: query for query in queries(corpus, document_pages=pages)}
        for pages in (True, False)
    )

    assert ours["chỉ thị số 15/CT-UBND"].first == page
    assert ours["15/CT-UBND"].relevant == theirs["15/CT-UBND"].relevant | {page}
    assert theirs["chỉ thị số 15/CT-UBND"].first == ""


def test_recall_and_rank() -> None:
    """Ten places can hold ten of twelve; a page that has to be first counts alone."""
    many = Query("q", "word", frozenset("abcdefghijkl"))
    page = Query("q", "page", frozenset("ab"), first="b")
    answers = [
        Answer(many, tuple("abcdefghijkl")),
        Answer(many, tuple("xaxxxxxxxx")),
        Answer(page, tuple("ab")),
        Answer(page, ()),
    ]

    assert [one.recall for one in answers] == [1, 0.1, 1, 0]
    assert [one.reciprocal_rank for one in answers] == [1, 0.5, 0.5, 0]
    assert (recall(answers), mrr(answers)) == (0.525, 0.5)
    assert (recall(answers, "word"), mrr(answers, "page")) == (0.55, 0.25)


def test_the_host_sends_what_a_real_one_would(tmp_path: Path) -> None:
    """Text gzipped, what is packed already as it is; each answer is counted."""
    (tmp_path / "index.html").write_text("chào " * 100)
    (tmp_path / "a.pf_index").write_bytes(b"packed")
    with serve(tmp_path) as host:
        page = urllib.request.urlopen(host.address)
        other = urllib.request.urlopen(f"{host.address}a.pf_index?q=1")
        body = page.read()
        assert gzip.decompress(body).decode() == "chào " * 100
        assert other.read() == b"packed"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{host.address}lost")

    assert page.headers["Content-Encoding"] == "gzip"
    assert host.sent == [("/", len(body)), ("/a.pf_index", 6), ("/lost", 0)]


def found(key: str, time: float) -> Found:
    """An engine's results: one query of a kind, answered."""
    kinds = ("unmarked", "typo")
    answers = tuple(Answer(Query(kind, kind, frozenset("a")), ("a",)) for kind in kinds)
    return Found(key, key, answers, (Cold(90_000, 20, 9_000, 200_000),) * 2, (time,), (time,))


def test_targets_are_judged_by_what_was_asked() -> None:
    """Ours alone can be judged; times need Pagefind's beside them."""
    ours, theirs = found("ours", 10), found("hugo-pagefind", 20)

    assert list(targets([theirs])) == []
    assert len(list(targets([ours]))) == 8
    assert all(target.met for target in targets([ours, theirs]))
    slow = [
        target.what for target in targets([replace(ours, near=(30,)), theirs]) if not target.met
    ]
    assert slow == ["First result, host near, / Pagefind's"]


def test_the_report_has_all_figures() -> None:
    """SEARCH.md can be judged without asking where it comes from."""
    setting = Setting("2026-01-01", "CPU", ("Hugo 1",), 1000, 0.04, (0.1, 0.2))

    said = search_report.report([found("ours", 10), found("hugo-pagefind", 20)], setting)

    assert "- 1,000 posts, 2 queries\n- CPU\n- Hugo 1\n- 2026-01-01;" in said
    assert "| Recall@10, typo | 1 | ≥ 0.8 | yes |" in said
    assert "| KB, median (most) | 90 (90) | 90 (90) |" in said
    assert "| 40 ms away | 10 (10) | 20 (20) |" in said
    assert "| typo | 1 | 1.00 / 1.00 | 1.00 / 1.00 |" in said


def test_the_dump_shows_what_was_missed() -> None:
    """Wanted and found side by side, to tune by."""
    query = Query("q", "kind", frozenset(("a/", "b/")), first="a/")

    assert search_report.dump("x", [Answer(query, ("c/", "a/"))]).splitlines() == [
        "## x, kind",
        "q\trecall 0.50, 1/rank 0.50",
        "    1- c/",
        "    2+!a/",
        "    ? b/",
    ]
