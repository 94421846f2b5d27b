"""Ways in: which file has a name, however many there are."""

from __future__ import annotations

import json
import re
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.base.vietnamese import fold
from cchc_site.search import format as index_format
from cchc_site.search import ways
from cchc_site.search.ways import WayIn

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = st.lists(
    st.text("aăbđêhoơ Ạ1-/(", min_size=1, max_size=12), min_size=1, max_size=30, unique=True
)


def written(
    names: list[str], called: tuple[str, ...] = ()
) -> tuple[list[list[tuple[str, ...]]], int]:
    """What each file holds of tags with those names, which all are `called` something else too, and
    how many files the manifest tells."""
    found, manifest = ways.files(WayIn(ways.TAG, name, f"the/{name}/", 1, called) for name in names)
    versions = index_format.parts(manifest["files"])
    for number, (path, _) in enumerate(found):
        assert path == f"tim-kiem/chi-muc/w/{number}.{versions[number]}.json"
    return [json.loads(content) for _, content in found], len(versions)


@given(NAMES)
def test_a_name_lies_where_its_first_word_says(names: list[str]) -> None:
    """So a browser fetches one file for it, of however many; the other names of a way too."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(ways, "FULL", 40)
        files, count = written(names, ("x",))

    assert len(files) == count
    for name in [*names, "x"]:
        for first in words(name)[:1]:
            held = files[crc32(first.encode()) % count]
            assert [row for row in held if name in (row[1], *row[4:])]


@given(NAMES)
def test_the_manifest_tells_with_which_words_names_begin(names: list[str]) -> None:
    """All of them and no other, so that a browser fetches a file only for a name that may be."""
    _, manifest = ways.files(WayIn(ways.TAG, name, f"the/{name}/", 1, ("x",)) for name in names)

    assert manifest["firsts"].split() == sorted(
        {words(name)[0] for name in [*names, "x"] if words(name)}
    )


def words(name: str) -> list[str]:
    """The words of a name as readers type them: letters or digits, folded."""
    return re.findall("[a-z]+|[0-9]+", fold(name))


def test_no_file_is_heavy() -> None:
    """A small site has one file; of hundreds of tags each stays small."""
    few, _ = written([f"thẻ {number}" for number in range(20)])
    many, _ = written([f"{first}{second}h của xã" for first in LETTERS for second in LETTERS])

    assert len(few) == 1
    assert max(len(json.dumps(file)) for file in many) < 3 * ways.FULL


def test_kinds_tell_what_may_stand_before_a_name() -> None:
    """Folded, as names are compared."""
    for kind in ways.KINDS:
        assert [*map(fold, kind.leads)] == [*kind.leads]
    assert len({kind.label for kind in ways.KINDS}) == len(ways.KINDS)
