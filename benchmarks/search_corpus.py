"""The posts of the search's benchmark: any number of them, with topics hidden in known places.

Pure but for the reading of the topics. Like corpus.py, whose days, authors and tags these
are; the words are search_prose.py's. A topic stands in the title, in the summary, or only near the
end of the body of a few posts; other posts have sentences with the same syllables in another order
or with other marks. Some posts place tones the old way, some are in NFD, as real ones.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

from benchmarks import corpus, prose
from benchmarks.corpus import Post
from benchmarks.search_prose import Prose
from cchc_site.base import vietnamese
from cchc_site.site import documents

SEED = "search-1"
_HERE = Path(__file__).parent
LEAST_POSTS = 280
_TITLES = (
    "Thêm tin về {topic} ở xã {place}",
    "{Topic}: kết quả bước đầu",
    "Xã {place} bàn về {topic}",
    "Nhiều ý kiến quanh {topic}",
)
_LEADS = (
    "Xã {place} vừa có tin mới về {topic}, {unit} sẽ theo dõi tiếp.",
    "{Topic} là việc được nhiều người hỏi trong tháng {m}.",
    "Ông {person} kể lại chuyện {topic} với {unit}.",
)
_DEEP = (
    "Cũng dịp này, {unit} nói thêm về {topic}, hẹn trả lời sau {k} ngày.",
    "Riêng {topic} thì giao cho {unit} làm đầu mối.",
    "Một việc nữa là {topic}, cần thêm {n} triệu đồng.",
    "Bà {person} hỏi về {topic} nhưng chưa có câu trả lời.",
    "Cuối buổi, mọi người bàn đến {topic}.",
)
_NEW_STYLE = re.compile(r"(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?!\w)", re.IGNORECASE)
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What posts are about: the files of the topics hidden in them, of their words, and of what is
    asked; `seed` is the corpus's own."""

    label: str
    seed: str
    topics: Path
    words: Path
    queries: Path


OFFICES = Subject(
    "offices",
    SEED,
    _HERE / "search_topics.yml",
    _HERE / "search_words.yml",
    _HERE / "search_queries.yml",
)
COAST = Subject(
    "coast, woods and sports",
    f"{SEED}/coast",
    _HERE / "search_coast_topics.yml",
    _HERE / "search_coast_words.yml",
    _HERE / "search_coast_queries.yml",
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that posts name in full, so that it has a page where a site has such pages."""

    kind: str
    number: str
    day: dt.date
    body: str
    about: str

    @property
    def name(self) -> str:
        """Type and number."""
        return f"{self.kind} số {self.number}"

    @property
    def full(self) -> str:
        """The citation of decree 30/2020/NĐ-CP: type, number, day, body, abstract."""
        day = f"{self.day.day}/{self.day.month}/{self.day.year}"
        return f"{self.name} ngày {day} của {self.body} về {self.about}"

    @property
    def address(self) -> str:
        """Its page on our site."""
        return f"van-ban/{documents.slug(self.number, self.day.year, self.body)}/"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is hidden: in how many posts where, and in which words."""

    key: str
    forms: tuple[str, ...]
    document: Cited | None
    places: tuple[str, ...]
    newest: bool
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needle:
    """A topic in one post: `place` is title, lead or deep."""

    topic: Topic
    place: str
    form: str


@cache
def topics(subject: Subject = OFFICES) -> Mapping[str, Topic]:
    """All topics by their keys."""
    found = yaml.safe_load(subject.topics.read_text("utf-8"))
    return {key: _topic(key, **about) for key, about in found.items()}


def _topic(
    key: str,
    *,
    forms: Sequence[str] = (),
    document: Sequence[str | dt.date] = (),
    newest: bool = False,
    near: Sequence[str] = (),
    **counts: int,
) -> Topic:
    cited = Cited(*document) if document else None  # type: ignore[arg-type]
    places = [place for place in ("title", "lead", "deep") for _ in range(counts.get(place, 0))]
    words = (cited.full,) if cited else tuple(forms)
    return Topic(key, words, cited, tuple(places), newest, tuple(near))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Posts, and which of them hold a topic."""

    posts: tuple[Post, ...]
    needles: Mapping[int, Needle]
    subject: Subject

    def holding(self, topic: str) -> Iterator[Post]:
        """The posts that hold a topic."""
        return (self.posts[at] for at, needle in self.needles.items() if needle.topic.key == topic)


def make(count: int, subject: Subject = OFFICES) -> Corpus:
    """A corpus of at least LEAST_POSTS posts; the same for the same count and subject."""
    needles = _hidden(count, subject)
    posts = tuple(_post(number, needles.get(number), subject) for number in range(count))
    return Corpus(posts, needles, subject)


def _hidden(count: int, subject: Subject) -> Mapping[int, Needle]:
    """Which posts hold which topic: at most one each, over all years; a document in later ones."""
    random = Random(f"{subject.seed}/{count}")  # noqa: S311 - a corpus, not a secret
    month = corpus.date(corpus.newest(count)).strftime("%Y-%m")
    free = random.sample(range(count), count)
    newest = [number for number in free if corpus.date(number).strftime("%Y-%m") == month]
    found: dict[int, Needle] = {}
    # Those that fit fewest posts first: the newest month's, then the latest documents.
    for topic in sorted(topics(subject).values(), key=_choosiness):
        needles = [
            Needle(topic, place, topic.forms[at % len(topic.forms)])
            for at, place in enumerate(topic.places)
        ]
        hosts = [number for number in free if not topic.document or _after(number, topic.document)]
        chosen = hosts[: len(needles)]
        if topic.newest and newest:
            chosen[-1] = newest.pop()
        found.update(zip(chosen, needles, strict=True))
        free = [number for number in free if number not in found]
        newest = [number for number in newest if number not in found]
    return found


def _choosiness(topic: Topic) -> tuple[bool, int]:
    return not topic.newest, -(topic.document.day.toordinal() if topic.document else 0)


def _after(number: int, document: Cited) -> bool:
    return corpus.date(number).date() > document.day


@cache
def _shunned(subject: Subject) -> frozenset[str]:
    """What made-up names must not sound like."""
    texts = " ".join(form for topic in topics(subject).values() for form in topic.forms)
    return frozenset(map(vietnamese.fold, _SYLLABLE.findall(texts)))


@cache
def _numbers(subject: Subject) -> frozenset[int]:
    cited = (topic.document for topic in topics(subject).values())
    return frozenset(int(one.number.partition("/")[0]) for one in cited if one)


@cache
def _near(subject: Subject) -> tuple[str, ...]:
    return tuple(sentence for topic in topics(subject).values() for sentence in topic.near)


def _post(number: int, needle: Needle | None, subject: Subject) -> Post:
    random = Random(f"{subject.seed}/{number}")  # noqa: S311 - a corpus, not a secret
    when = corpus.date(number)
    shunned, numbers = _shunned(subject), _numbers(subject)
    words = Prose(random, when.date(), shunned, numbers, subject.words)
    draft = _Draft(words.title(), words.sentence(), _blocks(random, words))
    if random.random() < 0.5:
        draft.mislead(random, words, _near(subject))
    if needle:
        draft.hide(needle, random, words)
    any_category = random.choice(tuple(corpus.CATEGORIES))
    spell = _spelling(random)
    return Post(
        number=number,
        title=spell(draft.title),
        slug=f"{vietnamese.slug(draft.title)[:90].rstrip('-')}-{number}",
        date=when,
        author=random.choice(corpus.AUTHORS),
        category=words.category if random.random() < 0.7 else any_category,
        tags=tuple(random.sample(corpus.TAGS, 3)),
        summary=spell(draft.summary),
        blocks=tuple(map(spell, draft.blocks)),
        earlier=None,
    )


@dataclass(slots=True)
class _Draft:
    """A post's texts before anything is hidden in them."""

    title: str
    summary: str
    blocks: list[str]

    def mislead(self, random: Random, words: Prose, sentences: Sequence[str]) -> None:
        """Add a sentence that has some topic's syllables, mostly to the body."""
        near, place = words.fill(random.choice(sentences)), random.random()
        if place < 0.1:
            self.title = near.rstrip(".")
        elif place < 0.25:
            self.summary = near
        else:
            self.blocks.insert(random.randrange(len(self.blocks)), f"{near} {words.sentence()}")

    def hide(self, needle: Needle, random: Random, words: Prose) -> None:
        """Put a topic where it belongs."""
        if needle.place == "lead":
            self.summary = _framed(random, words, _LEADS, needle.form)
            return
        if needle.place == "title":
            document = needle.topic.document
            short = f"{document.name} về {document.about}" if document else needle.form
            self.title = _framed(random, words, _TITLES, short)
        if needle.place == "deep" or needle.topic.document:
            deep = _framed(random, words, _DEEP, needle.form)
            end = random.randrange(1, 3)
            self.blocks.insert(-end, f"{words.sentence()} {deep} {words.sentence()}")


def _framed(random: Random, words: Prose, frames: Sequence[str], topic: str) -> str:
    frame = random.choice(frames).replace("{topic}", topic)
    return words.fill(frame.replace("{Topic}", topic[0].upper() + topic[1:]))


def _blocks(random: Random, words: Prose) -> list[str]:
    blocks = [words.paragraph() for _ in range(random.randrange(6, 12))]
    if random.random() < 0.5:
        blocks.insert(2, words.bullets())
    if random.random() < 0.2:
        blocks.insert(3, prose.table(random))
    if random.random() < 0.3:
        blocks.insert(random.randrange(2, len(blocks)), f"## {random.choice(prose.HEADINGS)}")
    return blocks


def _spelling(random: Random) -> Callable[[str], str]:
    """How a post is written: as most are, with tones placed the old way, or decomposed."""
    chance = random.random()
    if chance < 0.05:
        return old_style
    if chance < 0.09:
        return lambda text: unicodedata.normalize("NFD", text)
    return str


def old_style(text: str) -> str:
    """`text` with the tones of oa, oe and uy where they stood before 1984.

    >>> old_style("Hòa giải, ủy ban, quý, hoàn tất, HỎA")
    'Hoà giải, uỷ ban, quý, hoàn tất, HOẢ'
    """
    return _NEW_STYLE.sub(_moved, unicodedata.normalize("NFC", text))


def _moved(found: re.Match[str]) -> str:
    """The tone on the second vowel: decomposed, the mark goes behind it."""
    apart = unicodedata.normalize("NFD", found[0])
    return unicodedata.normalize("NFC", apart[0] + apart[2] + apart[1])
