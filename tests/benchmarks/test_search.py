"""The search's benchmark: its posts, judgements and arithmetic; nothing is built here."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks import search_corpus, search_report
from benchmarks.search_corpus import (
    COAST,
    LEAST_POSTS,
    OFFICES,
    Corpus,
    Subject,
    Topic,
    old_style,
    topics,
)
from benchmarks.search_host import serve
from benchmarks.search_judge import Page, holds
from benchmarks.search_queries import Answer, Query, mrr, precision, queries, recall
from benchmarks.search_report import Cold, Found, Setting, targets
from cchc_site.base import vietnamese


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The smallest one."""
    return search_corpus.make(LEAST_POSTS)


@cache
def small(subject: Subject) -> tuple[Corpus, Sequence[tuple[str, str]]]:
    """The smallest corpus, and all that a search may read of each post in lower case: with its
    marks, one way of placing tones, and without."""
    corpus = search_corpus.make(LEAST_POSTS, subject)
    whole = ("\n".join((post.title, post.summary, *post.blocks)) for post in corpus.posts)
    return corpus, [(old_style(one).lower(), vietnamese.fold(one)) for one in whole]


TOPICS = [(subject, topic) for subject in (OFFICES, COAST) for topic in topics(subject).values()]


def test_posts_are_the_same_on_every_machine(corpus: Corpus) -> None:
    """Figures of two machines are of the same posts; no two have one address."""
    assert corpus == search_corpus.make(LEAST_POSTS)
    assert corpus.posts[3].slug == "dat-11-thung-co-nap-danh-cho-tuyen-duong-hoa-3"
    assert len({post.address for post in corpus.posts}) == LEAST_POSTS


@pytest.mark.parametrize(
    ("subject", "topic"), TOPICS, ids=[f"{one.label}: {topic.key}" for one, topic in TOPICS]
)
def test_a_topic_stands_where_it_was_hidden(subject: Subject, topic: Topic) -> None:
    """Nowhere else, so that judgements need no judge; a homograph elsewhere has other marks."""
    corpus, texts = small(subject)
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


@pytest.mark.parametrize("subject", [OFFICES, COAST], ids=lambda subject: subject.label)
def test_every_kind_of_query_is_asked_often_enough(subject: Subject) -> None:
    """At least five of each; each has an answer."""
    asked = queries(small(subject)[0], document_pages=True)

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


def test_the_second_corpus_is_about_other_things() -> None:
    """Neither its topics nor its queries are those of the first; the words that both have are those
    of any text."""
    words = [
        {
            vietnamese.fold(word)
            for topic in topics(subject).values()
            for form in topic.forms
            for word in form.split()
            if not topic.document
        }
        for subject in (OFFICES, COAST)
    ]

    assert topics(OFFICES).keys().isdisjoint({*topics(COAST)} - {"bảo hiểm"})
    assert len(words[0] & words[1]) < len(words[1]) / 2


def judged(text: str, kind: str, page: str) -> bool:
    """Whether a page with a text holds a query."""
    return holds(Query(text, kind, frozenset()), Page(page))


@pytest.mark.parametrize(
    ("text", "page", "is_held"),
    [
        ("hòa giải", "Tổ hoà giải", True),
        ("hòa giải", "Hoa hồng, giải nhất", False),
        ("hoa giai", "hòa giải", True),
        ("giải của xã", "Giải ở xã", True),
        ("CCHC trường", "Cải cách hành chính ở trường", True),
        ("cải cách hành chính", "Kế hoạch CCHC", True),
        ("CCHC trường", "Cải tạo trường, cách hành chính", False),
        ("nâng ngạch 2020", "Xét nâng ngạch năm 2020", True),
        ("nâng ngạch 2020", "Xét nâng ngạch năm 2021", False),
    ],
)
def test_what_is_shown_is_right_where_it_holds_all_words(
    text: str, page: str, is_held: bool
) -> None:
    """In the marks that were typed, or in any where none were; or what says the same."""
    assert judged(text, "marked", page) is is_held


@pytest.mark.parametrize("slip", ["trma can", "tram cna", "tra can", "traam can", "trem can"])
def test_a_slip_in_one_word_is_forgiven_where_one_was_made(slip: str) -> None:
    """A letter more, less, other, or two that changed places; in a query of that kind only."""
    assert judged(slip, "typo", "trạm cân")
    assert not judged(slip, "unmarked", "trạm cân")
    assert not judged(f"{slip}x", "typo", "trạm cân")


def test_the_share_of_what_is_right_is_told_with_marks_and_without() -> None:
    """Of what stands among the first ten; nothing shown is neither right nor wrong."""
    marked, plain = Query("đất", "k", frozenset()), Query("dat", "k", frozenset())
    answers = [
        Answer(marked, ("a", "b"), (True, False)),
        Answer(marked, ()),
        Answer(plain, ("a",), (True,)),
    ]

    assert precision(answers, marked=True) == 0.5
    assert precision(answers, marked=False) == 1


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
    return Found(key, key, answers, (Cold(70_000, 20, 9_000, 200_000),) * 2, (time,), (time,))


def test_targets_are_judged_by_what_was_asked() -> None:
    """Ours alone can be judged; times need Pagefind's beside them."""
    ours, theirs = found("ours", 10), found("hugo-pagefind", 20)

    assert list(targets([theirs])) == []
    assert len(list(targets([ours]))) == 9
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
    assert "| KB, median (most) | 70 (70) | 70 (70) |" in said
    assert "| of that code | 9 (9) | 9 (9) |" in said
    assert "| 40 ms away | 10 (10) | 20 (20) |" in said
    assert "| typo | 1 | 1.00 / 1.00 | 1.00 / 1.00 |" in said


def test_the_report_has_what_was_right_and_another_corpus() -> None:
    """Both are judged beside the first, where they were asked."""
    setting = Setting("2026-01-01", "CPU", ("Hugo 1",), 1000, 0.04, (0.1, 0.2))
    right = [replace(answer, right=(False,)) for answer in found("ours", 10).answers]
    ours = replace(found("ours", 10), answers=tuple(right), other={"sea": tuple(right)})

    said = search_report.report([ours], setting)

    assert "| Right of what is counted, without | 0 | ≥ 0.9 | no |" in said
    assert "| Recall@10, sea | 1 | ≥ 0.97 | yes |" in said
    assert "## Another corpus, sea: recall@10 / MRR" in said


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
