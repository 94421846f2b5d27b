"""Words, postings and shards of the search index, and what a patch makes of them."""

from __future__ import annotations

import itertools
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_site.base.vietnamese import fold as unmarked
from cchc_site.search import format as index_format
from cchc_site.search import patch as index_patch
from cchc_site.search import postings
from cchc_site.search import terms as index_terms
from cchc_site.search import words as index_words
from cchc_site.search.format import ARCHIVE, CLOSED, ManifestSegment, Sharding
from cchc_site.search.patch import Change
from cchc_site.search.postings import LEVELS
from cchc_site.search.terms import SearchText
from cchc_site.site.search_items import plain

SYLLABLES = "thủ tục hành chính đất đai hoà hòa và của 09 2022 kh ubnd vneid naïve A4 ü".split()
TEXTS = st.lists(
    st.tuples(
        st.sampled_from([*SYLLABLES, *(word.upper() for word in SYLLABLES)]),
        st.sampled_from([" ", ", ", "/", "-", "\n", ". ", "_", "\xa0", " – ", " · "]),
    ),
    max_size=12,
).map(lambda parts: unicodedata.normalize("NFC", "".join(map("".join, parts))))
ITEMS = st.tuples(TEXTS, TEXTS, TEXTS).map(
    lambda parts: index_terms.search_text(parts[0], parts[1], (), parts[2])
)


@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_words_are_those_of_the_tokens(text: str) -> None:
    """Reading by bytes finds what the one expression finds."""
    text = unicodedata.normalize("NFC", text)
    tokens = index_words.tokens(text)

    assert index_words.title_words(text) == [index_words.exact(token) for token in tokens]
    assert index_words.words(text) == [
        "" if token in index_words.STOPS else index_words.exact(token) for token in tokens
    ]


@given(st.sets(st.integers(0, 60_000), min_size=1, max_size=80), st.data())
def test_postings_come_back(places: set[int], data: st.DataObject) -> None:
    """What is written in digits is read back, whatever the gaps and levels."""
    codes = [place * LEVELS + data.draw(st.integers(0, LEVELS - 1)) for place in sorted(places)]
    written = postings.encode(codes)

    assert postings.decode(written) == codes
    assert json.dumps(written) == f'"{written}"'


@given(st.integers(0, 9), st.sets(st.integers(0, 6000), min_size=1))
def test_places_come_back(every: int, more: set[int]) -> None:
    """Without levels, as differences or, where many items have a form, as bits: never longer."""
    held = sorted({*more, *(range(0, 9000, every) if every else ())})
    written = postings.places(postings.encode([place * LEVELS for place in held]))

    assert read_places(written) == held
    assert json.dumps(written) == f'"{written}"'


def read_places(written: str) -> list[int]:
    """The places in what `places` has written."""
    if not written.startswith(postings.DENSE):
        return [code // LEVELS for code in postings.decode(levelled(written))]
    bits = "".join(f"{postings.ALPHABET.index(char):06b}" for char in written[1:])
    return [place for place, bit in enumerate(bits) if bit == "1"]


def levelled(written: str) -> str:
    """Differences of places as postings of the least level."""
    gaps, lead = [], 0
    for digit in map(postings.ALPHABET.index, written):
        if digit < 61:
            gaps.append(lead * 61 + digit)
        lead = lead * 30 + digit - 61 if digit >= 61 else 0
    return postings.encode([*(place * LEVELS for place in itertools.accumulate(gaps))])


def test_levels_tell_where_a_term_stands() -> None:
    """Title, summary, tag and text, and how often the text has a word; pairs end with a clause and
    at words that tell nothing."""
    item = index_terms.search_text(
        "Đất ở", "Nhà ở", ("thuế",), "Sông Tiền, sông Hậu và sông Tiền. Thuế sông"
    )
    syllables, pairs = index_terms.syllables([item, item]), index_terms.pairs([item, item])

    def levels(found: index_terms.Postings) -> dict[str, int]:
        assert all(codes[1] == codes[0] + LEVELS for codes in found.values())
        return {unmarked(term): codes[0] for term, codes in found.items()}

    assert levels(syllables) == {
        "dat": 3, "o": 3, "nha": 2, "thue": 2, "song": 2, "tien": 1, "hau": 0
    }  # fmt: skip
    assert levels(pairs) == {
        "dat o": 3, "nha o": 2, "song tien": 0, "song hau": 0, "thue song": 0
    }  # fmt: skip


def segment(items: list[SearchText], shape: Sharding) -> tuple[ManifestSegment, dict[str, bytes]]:
    """A segment made anew: its entry, and its files but facts and texts."""
    syllables, pairs = index_terms.syllables(items), index_terms.pairs(items)
    terms = index_format.written({**syllables, **pairs})
    shards, own = index_format.shards(shape, terms)
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for letter, count in (("s", shape.syllables), ("p", shape.pairs)):
        for number in range(count):
            name = f"{letter}{number}"
            content = index_format.shard_content(shards.get(name, {}))
            names[name] = index_format.name(content)
            files[index_format.path(shape.key, name, names[name])] = content
    owned: dict[str, str] = {}
    for folded, forms in own.items():
        content = index_format.shard_content(forms)
        owned[folded] = index_format.name(content)
        files[index_format.own_path(shape.key, folded, owned[folded])] = content
    words = index_format.spelling_content(index_format.spelling(syllables))
    name = index_format.name(words)
    files[index_format.path(shape.key, "w", name)] = words
    return index_format.entry(shape, names, owned, (), name, "facts"), files


@settings(max_examples=60)
@given(st.lists(ITEMS, min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 11), ITEMS)))
def test_patched_is_made_anew(items: list[SearchText], edits: list[tuple[int, SearchText]]) -> None:
    """A segment patched after edits equals one that was made anew, also where a term gets a file of
    its own or loses it."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(index_format, "OWN", 3)
        shape = Sharding(ARCHIVE, len(items), 2, 3)
        entry, files = segment(items, shape)
        edited = {place: item for place, item in edits if place < len(items)}
        after = [edited.get(place, item) for place, item in enumerate(items)]
        patch = index_patch.Patch(shape, entry, lambda path: json.loads(files[path]))
        patch.change(Change(place, items[place], item) for place, item in edited.items())
        written = dict(patch.files())
        wanted, whole = segment(after, shape)

        assert patch.entry == wanted
        assert {**files, **written}.items() >= whole.items()


def test_shards_stay_few_where_items_are_few() -> None:
    """A site of a few posts has a few files; all words of the newest posts are one."""
    assert Sharding.of(ARCHIVE, 7) == Sharding(ARCHIVE, 7, 1, 1)
    assert Sharding.of(ARCHIVE, 9_900) == Sharding(ARCHIVE, 9_900, 512, 2048)
    assert Sharding.of("n", 3) == Sharding("n", 3, 1, 1)
    assert Sharding.of("n", CLOSED + 30) == Sharding("n", CLOSED + 30, 1, 5)
    assert Sharding.of("s", 500) == Sharding("s", 500, 15, 62)


@pytest.mark.parametrize("key", ["a", "n", "s"])
@pytest.mark.parametrize("size", [1, 2, 3, 16, 17, 100])
def test_groups_hold_every_file_of_texts_once(key: str, size: int) -> None:
    """Each item's text lies in the file that its group says."""
    shape = Sharding.of(key, size)
    assert [at for group in range(shape.groups) for at in shape.places(group)] == [*range(size)]
    for place in range(size):
        assert place in shape.places(shape.group(place))


def test_names_are_long_enough_to_be_kept_for_ever() -> None:
    """A name has 36 bits at least, and follows from every byte: it tells a file from what lay at
    the same place before, and a reader fetches thousands of them in the manifest."""
    name = index_format.name(b"x")

    assert len(name) * 6 >= 36
    assert index_format.parts(name + index_format.name(b"y")) == [name, index_format.name(b"y")]
    assert index_format.name(b"x", b"y") != name


def test_text_of_a_docs_page_is_a_line_a_block() -> None:
    """No script, no mark of a permanent link, entities as characters."""
    html = (
        '<h2 id="a">Giờ<a class="headerlink" href="#a">¶</a></h2>\n<p>Thứ Hai\nđến <b>thứ</b> '
        "Sáu &amp; lễ</p><script>x</script><table><tr><td>Sáng</td><td>7 giờ</td></tr></table>"
    )

    assert plain(html) == "Giờ\nThứ Hai đến thứ Sáu & lễ\nSáng\n7 giờ"
