"""The benchmark's posts, arithmetic and measures; no peer is built here."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from benchmarks import bench, corpus, dialects, kinds, measure, report
from benchmarks.measure import Cost
from benchmarks.peers import MODES, PEERS, SITES, Peer
from benchmarks.results import Result, Results, Spread, targets
from benchmarks.snapshot import Touched, compare, snapshot
from cchc_site.base import vietnamese
from tests.support.paths import ROOT
from tests.support.project import Project

OURS = next(peer for peer in PEERS if peer.key == "ours")


def test_a_post_is_the_same_on_every_machine() -> None:
    """Figures of two machines, or of two years, are of the same posts."""
    post = corpus.post(12)

    assert post == corpus.post(12)
    assert (post.slug, post.date.isoformat()) == (
        "tap-huan-tiep-nhan-ho-so-cap-lai-giay-chung-nhan-quy-iii-12",
        "2021-10-18T11:12:00+07:00",
    )


def test_posts_look_like_those_of_an_office() -> None:
    """Sizes, categories and dates follow a real site's; no two posts share a minute."""
    posts = [corpus.post(number) for number in range(1000)]

    sizes = sorted(len("\n\n".join(post.blocks).encode()) for post in posts)
    assert 2200 < sizes[500] < 3000
    busiest, *_, quietest = Counter(post.category for post in posts).most_common()
    assert busiest[1] > 5 * quietest[1] > 0
    assert len({post.date for post in posts}) == len({post.address for post in posts}) == 1000
    assert {post.date.year for post in posts} == set(range(2015, 2026))
    assert 150 < sum("| --- |" in "\n".join(post.blocks) for post in posts) < 250


def test_an_internal_link_leads_to_an_earlier_number() -> None:
    """Post i needs no post after it, however many there are."""
    posts = [corpus.post(number) for number in range(200)]

    linked = [post for post in posts if post.earlier]
    assert 20 < len(linked) < 60
    for post in linked:
        assert post.earlier
        assert post.earlier.number < post.number
        known = posts[post.earlier.number]
        assert (post.earlier.title, post.earlier.address) == (known.title, known.address)


@pytest.mark.site
def test_the_posts_pass_our_own_check(tmp_path: Path) -> None:
    """What is timed is a site that could be published."""
    site = tmp_path / "site"
    OURS.lay_out(site, corpus.posts(30))
    for change in (corpus.corrected(corpus.post(3), 1), corpus.added(corpus.post(3), 1)):
        OURS.write(change, site)
    done = Project.run(_At(site), "cchc_site.cli", "check")

    # Their citations name no body, as many do: advice, no problem.
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Không có lỗi.")


class _At(Project):
    """A project that is there already."""

    def __init__(self, root: Path) -> None:
        self.root = root


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.key)
def test_a_peer_can_read_every_post(peer: Peer) -> None:
    """Front matter is YAML in each dialect, and no link is left open."""
    for number in range(50):
        source = peer.dialect(corpus.post(number))
        _, head, body = source.text.split("---\n", 2)
        assert yaml_load(head)["title"] == corpus.post(number).title
        assert corpus.EARLIER not in body


def test_hugo_and_ours_name_the_same_categories() -> None:
    """Both sites hold what the posts are filed under."""
    labels = {vietnamese.slug(label): label for label in corpus.CATEGORIES}
    ours = yaml_load((SITES / "ours/mkdocs.yml").read_text("utf-8"))
    sections = (SITES / "hugo/content/chuyen-muc").glob("*/_index.md")
    titles = {file.parent.name: file.read_text("utf-8").splitlines()[1] for file in sections}

    assert ours["plugins"][0]["cchc"]["categories"] == labels
    assert titles == {key: f"title: {label}" for key, label in labels.items()}


def test_changes_are_of_the_middle_and_the_end() -> None:
    """An edit changes title and first paragraph; a new post stands right after another."""
    middle, newest = corpus.post(corpus.middle(101)), corpus.post(corpus.newest(101))
    dates = sorted(corpus.date(number) for number in range(101))
    assert (middle.date, newest.date) == (dates[50], dates[100])

    edited, added = corpus.corrected(middle, 1), corpus.added(newest, 1)
    assert (edited.slug, edited.date) == (middle.slug, middle.date)
    assert edited.title != middle.title
    assert [a == b for a, b in zip(edited.blocks, middle.blocks, strict=True)].count(False) == 1
    assert dialects.cchc(added).path != dialects.cchc(newest).path
    assert added.date > newest.date
    assert corpus.added(newest, 2) != added


def test_a_snapshot_tells_what_a_build_touched(tmp_path: Path) -> None:
    """Bytes, times and inodes are counted apart; so are files that came and went."""
    for name in ("same", "time", "inode", "bytes", "gone"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, ns=(0, 0))
    before = snapshot(tmp_path)
    os.utime(tmp_path / "time", ns=(0, 1))
    (tmp_path / "copy").write_text("inode")
    os.utime(tmp_path / "copy", ns=(0, 0))
    (tmp_path / "copy").rename(tmp_path / "inode")
    (tmp_path / "bytes").write_text("other")
    os.utime(tmp_path / "bytes", ns=(0, 0))
    (tmp_path / "gone").unlink()
    (tmp_path / "new").mkdir()
    (tmp_path / "new/file").write_text("new")

    touched = compare(before, snapshot(tmp_path))

    assert touched == Touched(new=1, deleted=1, content=1, mtime=1, inode=1, any_way=5)


BURN = "import time\nwhile time.process_time() < 0.3: pass"
WORKERS = f"""
import subprocess, sys
for child in [subprocess.Popen([sys.executable, "-c", {BURN!r}]) for _ in range(2)]: child.wait()
"""


def test_the_work_of_children_is_counted(tmp_path: Path) -> None:
    """A build that hands its work to other processes is no cheaper for it."""
    cost = measure.cost([[sys.executable, "-c", WORKERS]], tmp_path)

    assert cost.cpu >= 0.6
    assert cost.wall >= 0.3


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    """Two children that hold 20 MB each show as more than 40."""
    hold = "import time; held = bytearray(20_000_000); time.sleep(1)"
    held = measure.peak([[sys.executable, "-c", WORKERS.replace(repr(BURN), repr(hold))]], tmp_path)

    assert 40_000_000 < held < 200_000_000


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("print('hỏng'); raise SystemExit(3)", "ended with 3:\nhỏng"),
        ("import os, time; os.fork() or time.sleep(2)", "left processes behind"),
    ],
)
def test_a_build_that_cannot_be_counted_stops_the_benchmark(
    program: str, said: str, tmp_path: Path
) -> None:
    """A failed build, or one whose processes live on, gives no figure."""
    with pytest.raises(measure.Failed, match=said):
        measure.cost([[sys.executable, "-c", program]], tmp_path)


def results(*more: Result) -> Results:
    """A whole run, ours at a tenth of Hugo's cost."""
    touched = Touched(new=1, deleted=0, content=8, mtime=9, inode=9, any_way=10)
    costs = {"ours": 1.5, "plain": 1.0, "hugo": 10.0, "hugo-pagefind": 20.0}
    return Results(
        [
            Result(
                peer=peer,
                posts=10_000,
                mode=mode,
                costs=tuple(Cost(wall=one * share, cpu=2 * one * share) for share in (2, 1, 9)),
                peak=int(one) * 2**20,
                touched=None if mode == "cold" else touched,
                pages={"posts": 9, "other": 1} if mode == "cold" else {},
            )
            for mode in MODES
            for peer, one in costs.items()
        ]
        + list(more)
    )


def test_the_middle_run_counts() -> None:
    """One slow run among three changes the spread alone."""
    ours = results().get("plain", 10_000, "cold")

    assert ours
    assert ours.wall == Spread(1.0, 2.0, 9.0)
    assert ours.cpu == Spread(2.0, 4.0, 18.0)


def test_targets_are_judged_by_what_was_measured() -> None:
    """A promise about 50,000 posts waits until those were built."""
    few = {target.what: target for target in targets(results())}
    many = Result("plain", 50_000, "cold", (Cost(9.0, 24.0),), 1)
    last = next(one for one in targets(results(many)) if "50,000" in one.what)

    assert len(few) == 16
    assert few["Search index, cold: ms of CPU a post"].value == 0.2
    assert few["Cold build, wall / Hugo's"].value == 0.1
    assert few["Cold build, wall / Hugo's"].met
    assert not few["Nothing changed, CPU / Hugo's"].met
    assert (last.value, last.met) == (6.0, False)
    assert list(targets(Results([]))) == []


def test_the_readme_shows_four_rows() -> None:
    """They are left out where one of their figures was not measured."""
    rows = report.readme_table(results()).splitlines()

    assert len(rows) == 2 + 4
    assert rows[2] == (
        "| Cold | 2.00 / 4.00 | 20.00 / 40.00 | 3.00 / 6.00 | 40.00 / 80.00 | 0.1 / 0.1 |"
    )
    assert report.readme_table(Results([])) == ""
    with pytest.raises(ValueError, match="no <!-- bench -->"):
        report.between_marks("", "\n".join(rows))


def test_the_readme_has_room_for_the_table() -> None:
    """`make bench` replaces what stands between the marks."""
    assert "new" in report.between_marks((ROOT / "README.md").read_text("utf-8"), "new")


def test_the_report_names_machine_targets_and_every_figure() -> None:
    """RESULTS.md can be judged without asking where it comes from."""
    setting = report.Setting("2026-01-01", "CPU", "Linux", "tmpfs", ("Hugo 1",), 3, (0.1, 0.2))

    text = report.report(results(), setting)

    assert "- Sites on tmpfs\n- Hugo 1\n- 2026-01-01; counted builds of each kind: 3," in text
    assert "| Nothing changed, CPU / Hugo's | 0.1 | 0.08 | no |" in text
    assert "| Hugo | 20.00 (10.00 – 90.00) | 40.00 (20.00 – 180.00) | 0.15 | 0.15 | 10 |" in text
    assert "| 10 | 8 | 9 | 9 | 1 | 0 | 0 |" in text
    assert "| all | 10 | 10 |" in text


def test_pages_of_both_sites_are_counted_alike(tmp_path: Path) -> None:
    """Hugo writes `trang/2/` and `2020-05/` where ours writes `trang-2/` and `2020/05/`."""
    pairs = {
        "posts": ("tin-tuc/2020/05/a/", "tin-tuc/2020/05/b/"),
        "all news": ("tin-tuc/", "tin-tuc/trang/2/"),
        "categories": ("chuyen-muc/mot-cua/", "chuyen-muc/tin-tuc/trang-3/"),
        "categories by year": ("chuyen-muc/mot-cua/2020/", "chuyen-muc/mot-cua-2020/trang/2/"),
        "authors": ("tac-gia/phong/", "tac-gia/phong/trang-1/"),
        "tags": ("the/đat-đai/", "the/y-te/trang/2/"),
        "years": ("nam/2020/", "nam/2021/"),
        "months": ("nam/2020/05/", "nam/2020-05/"),
        "other": ("chuyen-muc/", "the/"),
    }
    for pages in pairs.values():
        for page in pages:
            (tmp_path / page).mkdir(parents=True, exist_ok=True)
            (tmp_path / page / "index.html").touch()

    assert kinds.count(tmp_path) == dict.fromkeys(pairs, 2)


def test_the_place_is_gone_afterwards() -> None:
    """Gigabytes of sites in memory do not outlive the benchmark."""
    with bench.place(1) as where:
        first = where.fresh("a")
        assert first != where.fresh("a")
        first.mkdir()
    assert not where.root.exists()
