"""What a build leaves to the next, and what becomes of it in bad times."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_site.build.stage import Writer
from cchc_site.storage import folders, memory
from cchc_site.storage.html_store import NOWHERE, HtmlRecord, HtmlStore, Location
from cchc_site.storage.memory import UNKNOWN, Memory, settled
from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.forkserver import Program
from tests.support.portal import NOW, copy_portal
from tests.support.project import MINIMAL, Project

KILLS = 30
ANY = memory.Shapes(
    posts=tuple[int | str, ...],
    media=tuple[int],
    outputs=tuple[int | bytes | tuple[int, ...], ...],
    index=tuple[bytes, dict[str, int]],
    provenance=tuple[int | bytes, ...],
)


def test_a_memory_comes_back(tmp_path: Path) -> None:
    """As it was saved; nothing else lies about."""
    kept = Memory(
        b"r",
        {"a": (1, "b")},
        {},
        {"x": (b"f", b"d", (1, 2, 3))},
        {"a": (b"m", {"k": 1})},
        (b"i", 2),
    )

    memory.save(tmp_path / "nha/memory", b"code", kept, Memory())

    assert memory.load(tmp_path / "nha/memory", b"code", ANY) == kept
    assert memory.load(tmp_path / "nha/memory", b"edoc", ANY) == Memory()
    assert [path.name for path in (tmp_path / "nha").iterdir()] == ["memory"]


@given(st.lists(st.dictionaries(st.integers(0, 99).map(str), st.integers(0, 3)), max_size=6))
def test_a_memory_comes_back_through_any_changes(steps: list[dict[str, int]]) -> None:
    """Written whole or added to; what has changed little is added, and nothing adds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "memory"
        for number, step in enumerate([{}, *steps, *steps[-1:]]):
            outputs: dict[str, tuple[object, ...]] = {
                str(path): (b"x" * 99,) for path in range(100)
            }
            outputs |= {path: (value,) for path, value in step.items()}
            posts = {path: (value,) for path, value in step.items() if value}
            index = {"a": (str(step).encode(), step)}
            kept = Memory(b"r", posts, {}, outputs, index, (len(step), number // 3))
            memory.save(file, b"code", kept, memory.load(file, b"code", ANY))

            found = memory.load(file, b"code", ANY)

            assert found == kept
            assert found.size == file.stat().st_size


def test_what_differs_is_added(tmp_path: Path) -> None:
    """A large memory in which little changes is not written again; an addition that was cut or
    altered leaves nothing known."""
    file = tmp_path / "memory"
    before = Memory(b"r", {}, {}, {str(number): (b"x" * 99,) for number in range(100)})
    memory.save(file, b"code", before, Memory())
    whole = file.read_bytes()
    after = replace(before, outputs={**before.outputs, "7": (b"y",)})

    memory.save(file, b"code", after, memory.load(file, b"code", ANY))

    added = file.read_bytes()
    assert added.startswith(whole)
    assert memory.load(file, b"code", ANY) == after
    for damaged in (added[:-1], added[:-1] + b"!", added + bytes(12), added + b"x"):
        file.write_bytes(damaged)
        assert memory.load(file, b"code", ANY) == Memory()


def test_a_large_memory_is_written_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than some records are held as bytes at once; all come back, and what differs is added
    to them. Nothing is known without one of the parts."""
    monkeypatch.setattr(memory, "_AT_ONCE", 30)
    file = tmp_path / "memory"
    outputs = {str(number): (b"x" * 99,) for number in range(100)}
    before = Memory(b"r", {"a": (1, "b")}, {}, outputs, provenance=(1, b"i"))
    memory.save(file, b"code", before, Memory())
    whole = file.read_bytes()
    after = replace(before, outputs={**outputs, "7": (b"y",)}, provenance=(2, b"i"))

    found = memory.load(file, b"code", ANY)
    memory.save(file, b"code", after, found)

    assert found == before
    assert found.whole == found.size == len(whole)
    assert file.read_bytes().startswith(whole)
    again = memory.load(file, b"code", ANY)
    assert again == after
    assert again.whole == len(whole) < again.size
    for cut in (whole[:-200], whole[: len(whole) // 2], whole + whole[-200:]):
        file.write_bytes(cut)
        assert memory.load(file, b"code", ANY) == Memory()


@pytest.mark.parametrize("place", [0, 5, 30, 38, -1])
def test_an_altered_memory_is_none(tmp_path: Path, place: int) -> None:
    """One bit is enough, wherever it is."""
    file = tmp_path / "memory"
    memory.save(file, b"code", Memory(b"r", {"a": (1, "b")}), Memory())
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)

    assert memory.load(file, b"code", ANY) == Memory()


@pytest.mark.parametrize("length", [0, 3, 40, -1])
def test_a_truncated_memory_is_none(tmp_path: Path, length: int) -> None:
    """Cut anywhere."""
    file = tmp_path / "memory"
    memory.save(file, b"code", Memory(b"r", {"a": (1, "b")}), Memory())
    file.write_bytes(file.read_bytes()[:length])

    assert memory.load(file, b"code", ANY) == Memory()


def test_a_file_that_has_just_changed_is_not_trusted() -> None:
    """The clock of files ticks too slowly to show a second change at once."""
    now = time.time_ns()

    assert settled((5, now, 7), now) == UNKNOWN
    assert settled((5, now - 10**9, 7), now) == (5, now - 10**9, 7)


def test_bodies_are_kept_and_altered_ones_are_lost(tmp_path: Path) -> None:
    """A body is found as it was put, or not at all."""
    html_store = HtmlStore(tmp_path)
    first, second = (
        html_store.store(HtmlRecord("<p>Một</p>")),
        html_store.store(HtmlRecord("<p>Hai</p>")),
    )
    html_store.close()
    pack = tmp_path / first.pack
    content = bytearray(pack.read_bytes())
    content[first.start + 20] ^= 1
    pack.write_bytes(content)

    again = HtmlStore(tmp_path)

    assert again.get(first) is None
    assert again.get(second) == HtmlRecord("<p>Hai</p>")
    assert again.get(NOWHERE) is None
    assert again.get(Location("khong", 0, 9)) is None


def test_packs_without_a_use_go_and_wasteful_ones_are_packed_anew(tmp_path: Path) -> None:
    """What the disk holds is never more than twice what is needed, and a bit."""
    html_store = HtmlStore(tmp_path)
    locations = {str(number): html_store.store(HtmlRecord("x" * 100_000)) for number in range(40)}
    (tmp_path / "cu").write_bytes(b"x")
    html_store.close()
    wanted = {key: locations[key] for key in ("3", "7")}

    moved = html_store.prune(wanted)

    assert [path.stat().st_size < 300_000 for path in tmp_path.iterdir()] == [True]
    assert {key: html_store.get(location) for key, location in moved.items()} == {
        "3": HtmlRecord("x" * 100_000),
        "7": HtmlRecord("x" * 100_000),
    }
    assert html_store.prune(moved) == moved


def flip(file: Path, dice: random.Random) -> None:
    """Turn over some bits of a file."""
    content = bytearray(file.read_bytes())
    for _ in range(5):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def delete(file: Path, dice: random.Random) -> None:
    """Nothing is left."""
    file.unlink()


def cut(file: Path, dice: random.Random) -> None:
    """The end is gone."""
    os.truncate(file, dice.randrange(file.stat().st_size))


def outdate(file: Path, dice: random.Random) -> None:
    """Another version has written it."""
    file.write_bytes(file.read_bytes().replace(b"cchc-memory", b"cchc-memorx", 1))


DAMAGES = {"deleted": delete, "cut": cut, "flipped": flip, "of another version": outdate}


@pytest.mark.site
@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_becomes_of_the_cache_the_site_is_right(
    project: Project, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory, bodies and compiled templates; also when every page must be rendered anew."""
    monkeypatch.setenv("CCHC_NOW", "2025-01-01")
    for number in range(9):
        project.post(f"posts/2024/bai-{number}.md", title=f"Bài {number}", body=f"Đoạn {number}.")
    assert strict_build(project.root).good
    dice = random.Random(damage)
    for label in ("Thông báo", "Báo", "Tin báo"):
        for file in sorted((project.root / folders.CACHE).rglob("*")):
            if file.is_file() and file.name not in ("lock", "site", "moment"):
                DAMAGES[damage](file, dice)
        project.write("mkdocs.yml", MINIMAL.replace("Thông báo", label))
        project.post("posts/2024/bai-3.md", title=f"Bài {label}")

        assert strict_build(project.root).good

        assert_equal(contents(project.root / "site"), clean_build(project.root)[1])


def many(project: Project, number: int = 150) -> None:
    """Enough posts for worker processes."""
    for index in range(number):
        project.post(
            f"posts/2024/bai-{index:03d}.md",
            title=f"Bài {index}",
            date=f"2024-{1 + index % 12:02d}-{1 + index % 28:02d}",
            body=f"Đoạn {index}.\n\n- một\n- hai\n",
        )


def start(project: Project, **env: str) -> Program:
    """`mkdocs build` under way."""
    env = {"CCHC_NOW": "2025-01-01", **env}
    return project.start("mkdocs", "build", "--strict", env=env)


@pytest.mark.site
def test_one_worker_builds_what_many_build(project: Project) -> None:
    """Processes share nothing that shows."""
    many(project)
    sites = []
    for count in ("1", "3"):
        assert start(project, CCHC_WORKERS=count).wait().returncode == 0
        sites.append(contents(project.root / "site"))
        shutil.rmtree(project.root / "site")
        shutil.rmtree(project.root / ".cache")

    assert len(sites[0]) > 150
    assert_equal(*sites)


@pytest.mark.site
def test_killed_at_any_instant_the_next_build_is_right(project: Project) -> None:
    """The site holds whole files only, old or new; nothing of a killed build lives on."""
    many(project)
    states: list[dict[str, bytes]] = []
    for label in ("Thông báo", "Báo"):
        project.write("mkdocs.yml", MINIMAL.replace("Thông báo", label))
        began = time.monotonic()
        assert start(project, CCHC_WORKERS="2").wait().returncode == 0
        states.append(contents(project.root / "site"))
    whole = time.monotonic() - began
    dice, killed = random.Random(50), 0
    for kill in range(KILLS):
        label = ("Thông báo", "Báo")[kill % 2]
        project.write("mkdocs.yml", MINIMAL.replace("Thông báo", label))
        build = start(project, CCHC_WORKERS="2")
        time.sleep(dice.uniform(0, whole))
        build.kill()
        killed += build.wait().returncode != 0
        for path, content in contents(project.root / "site").items():
            assert content in [state.get(path) for state in states], path
        if kill % 5 == 4:
            assert start(project).wait().returncode == 0
            assert_equal(contents(project.root / "site"), states[kill % 2])
    assert project.run("cchc_site.cli", "verify").returncode == 0
    assert killed > KILLS / 3


@pytest.mark.site
@pytest.mark.parametrize("written", [0, 1, 40, 90])
def test_no_room_for_a_file_loses_nothing(
    project: Project, written: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clear error; the last good site and its memory stay, and serve once there is room."""
    monkeypatch.setenv("CCHC_NOW", "2025-01-01")
    many(project, 60)
    assert strict_build(project.root).good
    before = project.state()
    project.write("mkdocs.yml", MINIMAL.replace("Trang thử", "Trang khác"))
    counted: list[str] = []

    def write(writer: Writer, path: str, content: bytes) -> None:
        counted.append(path)
        if len(counted) > written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(writer, path, content)

    whole = Writer.write
    with monkeypatch.context() as full:
        full.setattr(Writer, "write", write)
        outcome = strict_build(project.root)

    assert not outcome.good
    assert outcome.said[-1].startswith("đĩa đã đầy")
    assert project.state() == before
    assert strict_build(project.root).good
    assert_equal(contents(project.root / "site"), clean_build(project.root)[1])


@pytest.mark.site
def test_a_full_disk_loses_nothing(project: Project, tmp_path: Path) -> None:
    """The same on a real small disk, where this user may mount one."""
    many(project, 60)
    script = project.write("trong-o-nho.py", _ON_A_SMALL_DISK)
    disk = tmp_path / "o-nho"
    disk.mkdir()
    mounting = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(disk)]
    if subprocess.run([*mounting, *mount], capture_output=True, check=False).returncode:
        return  # the test above stands for it

    done = subprocess.run(
        [*mounting, sys.executable, str(script), str(disk)],
        cwd=project.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "CCHC_NOW": "2025-01-01"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "đĩa đã đầy" in done.stdout
    assert "Traceback" not in done.stdout


_ON_A_SMALL_DISK = textwrap.dedent(
    """\
    import shutil, subprocess, sys
    from pathlib import Path

    disk = Path(sys.argv[1])
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], check=True)
    for name in ("docs", "posts", "mkdocs.yml"):
        copy = shutil.copytree if Path(name).is_dir() else shutil.copy
        copy(name, disk / name)

    def build():
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        done = subprocess.run(command, cwd=disk, capture_output=True, text=True)
        print(done.stdout, done.stderr)
        return done.returncode

    def state(folder):
        files = sorted(path for path in (disk / folder).rglob("*") if path.is_file())
        return [(str(path), path.read_bytes()) for path in files if "stage" not in path.parts]

    assert build() == 0
    config = disk / "mkdocs.yml"
    config.write_text(config.read_text().replace("Trang thử", "Trang khác"))
    before, known = state("site"), [path for path, _ in state(".cache") if "memory" in path]
    filler = disk / "filler"
    for spare in (0, 100_000, 400_000, 700_000):
        free = shutil.disk_usage(disk).free - spare
        filler.write_bytes(bytes(max(0, free)))
        assert build() == 1, spare
        assert state("site") == before, spare
        assert [path for path, _ in state(".cache") if "memory" in path] == known
        filler.unlink()
    assert build() == 0
    assert any("Trang khác".encode() in content for _, content in state("site"))
    """
)


@pytest.mark.site
def test_the_kept_state_serves_in_another_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CI job brings `site/` and `.cache/cchc/` into a new checkout, all times reset."""
    monkeypatch.setenv("CCHC_NOW", NOW)
    copy_portal(tmp_path / "mot")
    first = Project.__new__(Project)
    first.root = tmp_path / "mot"
    first.build("--strict")
    second = Project.__new__(Project)
    second.root = tmp_path / "hai"
    second.root.mkdir()
    for name in ("docs", "posts", "documents", "procedures", "site", ".cache"):
        shutil.copytree(first.root / name, second.root / name, copy_function=shutil.copyfile)
    for name in ("mkdocs.yml", "sites.yml"):
        shutil.copyfile(first.root / name, second.root / name)
    before = second.state()

    done = second.build("--strict")

    assert re.search(r"54 bài: 0 trang dựng lại, \d+ giữ nguyên", done.stdout), done.stdout
    assert second.state() == before
    assert second.run("cchc_site.cli", "verify").returncode == 0
