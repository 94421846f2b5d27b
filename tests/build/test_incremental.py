"""An incremental build is a clean build, byte for byte, whatever was done before."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_site.base.problems import Problem
from cchc_site.site import addresses
from cchc_site.site.snapshot import PostSnapshot
from tests.support.building import strict_build
from tests.support.world import (
    NOWS,
    STEPS,
    World,
    add,
    build,
    clock,
    compare,
    draft,
    expire,
    option,
    procedure,
    record,
    speak,
)

pytestmark = pytest.mark.site

# What these bring changes its state by the clock.
TIMED = (add, draft, expire, clock, option, procedure, record, speak)


@pytest.mark.parametrize("step", STEPS)
def test_each_kind_of_edit(tmp_path: Path, step: Callable[[World, int], None]) -> None:
    """Several times, nothing else changing; then, where it decides anything, the clock alone."""
    world = World(tmp_path)
    assert build(world).good
    for chosen in range(3):
        step(world, chosen)
        compare(world, ("fast", "native")[chosen % 2])
    for world.now in NOWS if step in TIMED else ():
        compare(world, "fast")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 999)), min_size=1, max_size=6),
    st.sampled_from(("fast", "fast", "native")),
)
def test_an_incremental_build_is_a_clean_build(
    steps: list[tuple[Callable[[World, int], None], int]], oracle: str
) -> None:
    """After each of any edits."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder).resolve())
        compare(world, "fast")
        for step, chosen in steps:
            step(world, chosen)
            compare(world, oracle)


def test_what_looks_at_several_posts_looks_at_every_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no more than words have changed: what fails in a clean build fails in another."""
    judge = addresses.collisions

    def collisions(items: tuple[PostSnapshot, ...], *others: object) -> list[Problem]:
        titles = [item.post.title for item in items]
        same = [item for item in items if titles.count(item.post.title) > 1]
        said = [Problem(item.post.path, 2, "trùng tiêu đề", "hãy đổi") for item in same]
        return [*judge(items, *others), *said]  # type: ignore[arg-type]

    world = World(tmp_path)
    world.post("posts/2024/mot.md", title="Tiêu đề một")
    world.post("posts/2024/hai.md", title="Tiêu đề hai")
    for number in range(24):
        world.put(number, number, title=f"Bài {number}")
    monkeypatch.setattr(addresses, "collisions", collisions)
    assert compare(world, "fast").good

    world.post("posts/2024/hai.md", title="Tiêu đề một")

    assert not compare(world, "fast").good
    assert not strict_build(world.root).good
