"""Faults of the machine: a clear message or a right build, and the next one is right."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError

from cchc_site.adapter import project as site_project
from cchc_site.adapter import serve
from cchc_site.base import failures, signals
from cchc_site.base.forks import WorkerLost
from cchc_site.cli import main
from tests.support.building import Outcome, assert_equal, clean_build, contents, strict_build
from tests.support.project import Project

DENIED = "không có quyền đọc hay ghi; hãy cấp quyền cho người chạy lệnh này"
RECORD = "number: 1/QĐ-UBND\ndate: 2024-01-01\nissuer: UBND xã Tân Dương\n"


@pytest.fixture
def built(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A site that was built, with every kind of source."""
    monkeypatch.setenv("CCHC_NOW", "2025-01-01")
    project.post("posts/2024/lich.md")
    project.post("posts/2024/don/index.md", title="Đơn", body="[Đơn](don.pdf)")
    project.write("posts/2024/don/don.pdf", "%PDF-1.4")
    project.write("posts/2024/don/phu-luc/bang.pdf", "%PDF-1.4")
    project.write("documents/a.yml", RECORD)
    project.write("documents/nam/b.yml", RECORD.replace("1/", "2/"))
    project.write("docs/gioi-thieu/index.md", "# Giới thiệu\n")
    project.write("docs/tep/mau.pdf", "%PDF-1.4")
    assert strict_build(project.root).good
    return project


def denying(monkeypatch: pytest.MonkeyPatch, *denied: Path) -> None:
    """Nobody may read these files and folders: root may read everything, so that modes of files
    would decide nothing here."""

    def refused(whole: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *args: Any, **options: Any) -> Any:
            if isinstance(path, str | os.PathLike) and Path(path) in denied:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return whole(path, *args, **options)

        return call

    for module, name in ((os, "scandir"), (os, "open"), (io, "open")):
        monkeypatch.setattr(module, name, refused(getattr(module, name)))
    monkeypatch.setattr("builtins.open", io.open)


UNREADABLE = {
    "posts/2024/lich.md": "posts/2024/lich.md: không đọc được tệp: ",
    "posts/2024/don": "posts/2024/don: không đọc được thư mục: ",
    "posts/2024": "posts/2024: không đọc được thư mục: ",
    "posts": "posts: không đọc được thư mục: ",
    "posts/2024/don/don.pdf": "posts/2024/don/index.md:8: tệp “don.pdf”: không đọc được tệp: ",
    "posts/2024/don/phu-luc": "posts/2024/don/phu-luc: không đọc được thư mục: ",
    "posts/2024/don/phu-luc/bang.pdf": "posts/2024/don/phu-luc/bang.pdf: không đọc được tệp: ",
    "documents": "documents: không đọc được thư mục: ",
    "documents/nam": "documents/nam: không đọc được thư mục: ",
    "documents/a.yml": "documents/a.yml: không đọc được tệp: ",
    "docs/gioi-thieu": "docs/gioi-thieu: không đọc được thư mục: ",
    "docs/tep/mau.pdf": "docs/tep/mau.pdf: không đọc được tệp: ",
}


@pytest.mark.site
def test_what_cannot_be_read_is_told(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its place, with what to do; nothing leaves the site. All at once, but for files that
    MkDocs reads."""
    before = built.state()
    # A known file is not opened again.
    for file in [*built.root.glob("posts/**/*.*"), *built.root.glob("documents/**/*.*")]:
        os.utime(file)
    for path, said in UNREADABLE.items():
        with monkeypatch.context() as patch:
            denying(patch, built.root / path)
            outcome = strict_build(built.root)

        assert not outcome.good, path
        assert f"{said}{DENIED}" in "\n".join(outcome.said), (path, outcome.said)
        assert built.state() == before

    with monkeypatch.context() as patch:
        denying(patch, *(built.root / path for path in ("posts/2024/don", "documents/a.yml")))
        said = "\n".join(strict_build(built.root).said)
    assert UNREADABLE["posts/2024/don"] in said
    assert UNREADABLE["documents/a.yml"] in said
    assert strict_build(built.root).good
    assert built.state() == before


def edited(project: Project) -> None:
    """Every page differs, one is new and one goes."""
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("Trang thử", "Trang khác"))
    project.post("posts/2024/moi.md", title="Bài mới")
    (project.root / "posts/2024/lich.md").unlink(missing_ok=True)


@pytest.mark.site
@pytest.mark.parametrize("moved", [0, 9])
def test_an_apply_that_fails_is_mended_by_the_next(
    built: Project, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    """Whatever the system refuses in its middle."""
    edited(built)
    whole, moves = Path.replace, list[Path]()

    def replace(source: Path, target: Path) -> Path:
        if built.root / "site" in target.parents:
            moves.append(target)
            if len(moves) > moved:
                error = errno.EACCES
                raise PermissionError(error, os.strerror(error), str(source), None, str(target))
        return whole(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        outcome = strict_build(built.root)

    assert not outcome.good
    assert outcome.said[-1].startswith("site/")
    assert outcome.said[-1].endswith(DENIED)
    assert not [*built.root.glob(".cache/cchc/*/stage")]
    assert strict_build(built.root).good
    assert_equal(contents(built.root / "site"), clean_build(built.root)[1])


@pytest.mark.site
def test_a_site_that_cannot_be_written_is_not_begun(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where only one folder of it is closed."""
    edited(built)
    before = built.state()
    asked = os.access
    closed = str(built.root / "site/tin-tuc/2024/05")

    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: path != closed and asked(path, mode))
        outcome = strict_build(built.root)

    assert outcome == Outcome(False, (f"site/tin-tuc/2024/05: {DENIED}",))
    assert built.state() == before


def test_faults_have_words() -> None:
    """With what to do; a bug has none and keeps its traceback."""
    for number in (*failures._CAUSES, errno.ENOSPC, errno.ENOMEM, 999):
        said = failures.words(OSError(number, "x", "/du-an/a"), "/du-an")
        assert "; hãy " in said
        assert "\n" not in said
    said = failures.words(
        OSError(errno.EACCES, "x", "/du-an/.cache/a", None, "/du-an/site/a"), "/du-an"
    )
    assert said.startswith("site/a: ")
    for error in (
        MemoryError(),
        WorkerLost(),
        ImportError("a.so: failed to map segment from shared object"),
    ):
        assert "CCHC_WORKERS=1" in failures.words(error, "/")
    assert failures.words(OSError("a.md đã thay đổi"), "/") == "a.md đã thay đổi"
    for bug in (ValueError("x"), KeyError("x"), ImportError("no module")):
        assert failures.words(bug, "/") == ""


@pytest.mark.parametrize(
    ("name", "value", "good"),
    [
        *(("CCHC_NOW", "2024-05-13T07:30", True), ("CCHC_NOW", "9999-12-31T23:59", True)),
        *(("CCHC_NOW", "2026-08-01T25:00", False), ("CCHC_NOW", "0001-01-01", False)),
        *(("CCHC_NOW", "0001-01-01T00:00+14:00", False), ("CCHC_NOW", "x", False)),
        *(("SOURCE_DATE_EPOCH", "0", True), ("SOURCE_DATE_EPOCH", "abc", False)),
        *(("SOURCE_DATE_EPOCH", "9" * 30, False), ("SOURCE_DATE_EPOCH", "-" + "9" * 14, False)),
    ],
)
def test_a_moment_that_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, good: bool
) -> None:
    """Also where another one decides: MkDocs reads both."""
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    monkeypatch.setenv(name, value)
    if name != "CCHC_NOW":
        monkeypatch.setenv("CCHC_NOW", "2024-05-13")
    if good:
        assert site_project.moment(zone).year >= 1970
        return
    with pytest.raises(PluginError) as raised:
        site_project.moment(zone)

    assert f"{name}={value} không phải" in str(raised.value)
    assert "; hãy " in str(raised.value)


def test_file_names_in_another_encoding_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names with Vietnamese letters would not be found."""
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")

    with pytest.raises(PluginError, match="hãy đặt PYTHONUTF8=1"):
        site_project.refuse(MkDocsConfig())


FAULTY = """\
import os, signal, sys
from cchc_site.base import workers
from cchc_site.build import apply
from cchc_site.rendering import renderer
# Whoever runs the tests may leave these out of account.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
kind, number = sys.argv[1], int(sys.argv[2])
owner, name = (apply, "_move") if kind == "apply" else (renderer.Renderer, "render")
whole, parent = getattr(owner, name), os.getpid()
def faulty(*args):
    if kind != "worker":
        try:
            os.close(os.open("sent", os.O_CREAT | os.O_EXCL))
            os.kill(parent, number)
        except FileExistsError:
            pass
    elif os.getpid() != parent:
        os.kill(os.getpid(), number)
    return whole(*args)
setattr(owner, name, faulty)
workers.LEAST = 2
os.environ["CCHC_WORKERS"] = "2"
sys.argv = ["mkdocs", "build", "-q"]
from mkdocs.__main__ import cli
cli()
"""


def faulty(project: Project, kind: str, number: int) -> subprocess.CompletedProcess[str]:
    """A build whose processes get a signal while they render, or which gets one at that or while it
    applies."""
    return subprocess.run(
        [sys.executable, "-c", FAULTY, kind, str(number)],
        cwd=project.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.site
@pytest.mark.parametrize(
    ("kind", "number"),
    [("render", signal.SIGINT), ("render", signal.SIGHUP), ("apply", signal.SIGTERM)],
)
def test_a_build_that_is_ended_leaves_nothing(
    built: Project, kind: str, number: signal.Signals
) -> None:
    """No stage, no traceback; while it applies, it is not ended before all is done."""
    edited(built)
    before = built.state()

    done = faulty(built, kind, number)

    assert done.returncode == (1 if number == signal.SIGINT else 128 + number), done.stdout
    assert "Traceback" not in done.stdout
    assert not [*built.root.glob(".cache/cchc/*/stage")]
    if kind == "render":
        assert built.state() == before
    else:
        assert_equal(contents(built.root / "site"), clean_build(built.root)[1])


@pytest.mark.site
def test_a_killed_process_is_told(built: Project) -> None:
    """The build ends, the site stays, the next one is right."""
    edited(built)
    before = built.state()

    done = faulty(built, "worker", signal.SIGKILL)

    assert done.returncode == 1, done.stdout
    assert "một tiến trình dựng trang đã bị dừng giữa chừng" in done.stdout
    assert "Traceback" not in done.stdout
    assert built.state() == before
    assert strict_build(built.root).good
    assert_equal(contents(built.root / "site"), clean_build(built.root)[1])


LIMITS = {
    "few files and little memory": "ulimit -n 16 -v 400000; exec {python} -m mkdocs build -q",
    "no input and errors": "exec 0<&- 2>&-; exec {python} -m mkdocs build -q",
    "a full output": "exec {python} -m cchc_site.cli check >/dev/full",
    "no output": "exec >&- 2>&- 0<&-; exec {python} -m cchc_site.cli check",
    "no temporary folder": "TMPDIR=/khong exec {python} -m mkdocs build -q",
    "a console of ASCII": "PYTHONIOENCODING=ascii exec {python} -m mkdocs build -q -d documents",
    "a system of ASCII": (
        "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 exec {python} -m mkdocs build -q"
    ),
}
FAILING = {
    "a full output": "đĩa đã đầy",
    "a console of ASCII": "h\\xe3y ch\\u1ecdn",
    "a system of ASCII": "PYTHONUTF8=1",
}


@pytest.mark.site
@pytest.mark.parametrize("name", LIMITS)
def test_a_poor_machine_builds_right_or_says_why(project: Project, name: str) -> None:
    """In one line."""
    for number in range(3):
        project.post(f"posts/2024/bai-{number}.md", title=f"Bài {number}")
    project.write("documents/a.yml", RECORD)
    done = subprocess.run(
        ["/bin/bash", "-c", LIMITS[name].format(python=sys.executable)],
        cwd=project.root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "CCHC_NOW": "2025-01-01"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )

    assert "Traceback" not in done.stdout
    assert done.returncode == (name in FAILING), done.stdout
    assert FAILING.get(name, "") in done.stdout
    assert not [*project.root.glob(".cache/cchc/*/stage")]
    if "mkdocs" in LIMITS[name] and name not in FAILING:
        assert (project.root / "site/tin-tuc/2024/05/bai-1/index.html").is_file()


POOR = """\
import resource, sys
from cchc_site.{package} import {module} as module
def poor(*args):
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used, used))
    held = []
    while True:
        held.append(bytes(1 << 10))
module.{name} = poor
sys.argv = ["mkdocs", "build"]
from mkdocs.__main__ import cli
cli()
"""


def poorly(project: Project, package: str, module: str, name: str) -> tuple[int, str]:
    """Status and output of a build that has no memory left from a function on."""
    done = subprocess.run(
        [sys.executable, "-c", POOR.format(package=package, module=module, name=name)],
        cwd=project.root,
        # What measures coverage has no memory left at the end either, and says so itself.
        env={key: value for key, value in os.environ.items() if not key.startswith("COV")}
        | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.mark.site
def test_no_memory_left_is_told(built: Project) -> None:
    """The site stays, and nothing is left in its cache."""
    edited(built)
    before = built.state()

    status, output = poorly(built, "pages", "plan", "SitePlan.pages")

    assert status == 1
    assert "không đủ bộ nhớ để dựng trang" in output
    assert "Traceback" not in output
    assert built.state() == before
    assert not [*(built.root / ".cache/cchc").glob("*/stage")]


@pytest.mark.site
def test_no_memory_left_to_remember_is_no_fault(built: Project) -> None:
    """The site is right; only the next build takes longer."""
    edited(built)

    status, output = poorly(built, "storage", "memory", "save")

    assert (status, "Traceback" in output) == (0, False)
    assert "không đủ bộ nhớ; lần sau sẽ dựng lâu hơn" in output
    wanted = clean_build(built.root)[1]
    assert_equal(contents(built.root / "site"), wanted)
    built.build()
    assert_equal(contents(built.root / "site"), wanted)


@pytest.mark.parametrize("error", [OSError(errno.EIO, "x", "a.md"), MemoryError(), WorkerLost()])
def test_a_command_tells_what_the_machine_lacks(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """With status 1."""

    def fail(*_: str) -> None:
        raise error

    monkeypatch.setattr("cchc_site.adapter.check.check", fail)

    done = CliRunner().invoke(main, ["check"])

    assert done.exit_code == 1
    assert failures.words(error, "/") in done.output


@pytest.mark.parametrize(
    "error", [PluginError("posts: không đọc được"), Abort("Aborted with a configuration error!")]
)
def test_serving_goes_on_after_a_fault(
    project: Project, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """It says what is wrong, and shows the last good site with a banner until it is mended: MkDocs
    alone would let every page wait."""
    server, wrong = Server(), [error]

    def build() -> None:
        if wrong:
            raise wrong[0]

    serve.prepare(server, project.root, "posts", build, tuple, dict)  # type: ignore[arg-type]

    server.builder()
    assert str(error) in caplog.text
    assert "trang không dựng lại được" in server.page()
    wrong.clear()
    server.builder()
    assert server.page() == "<body>"


class Server:
    """What `mkdocs serve` has."""

    builder: Callable[[], None]
    root = ""
    mount_path = "/"

    def __init__(self) -> None:
        def app(environ: Any, start: Any) -> list[bytes]:
            start("200 OK", [("Content-Type", "text/html")])
            return [b"<body>"]

        self.app: Any = app

    def watch(self, folder: str) -> None:
        """Not asked for."""

    def get_app(self) -> Any:
        """What shows pages."""
        return self.app

    def set_app(self, app: Any) -> None:
        """Another shows them."""
        self.app = app

    def page(self) -> str:
        """What a browser gets."""
        return b"".join(self.app({}, lambda *_: None)).decode()


def test_what_ends_a_build_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes when all is done, as what it is."""
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    done: list[None] = []
    try:
        signals.unwind()
        with pytest.raises(SystemExit) as ended, signals.held():
            # To this thread: the runner of tests has others, a build has none.
            done.append(signal.raise_signal(signal.SIGTERM))  # type: ignore[func-returns-value]
    finally:
        signal.signal(signal.SIGTERM, before)

    assert ended.value.code == 128 + signal.SIGTERM
    assert done == [None]


def test_closed_streams_are_opened() -> None:
    """No file of ours takes their place."""
    code = (
        "from cchc_site.adapter import project; project.open_streams(); "
        "print(open('/dev/null').fileno())"
    )
    shell = f'exec 2>&- 0<&-; exec {sys.executable} -c "{code}"'
    done = subprocess.run(["/bin/sh", "-c", shell], stdout=subprocess.PIPE, check=True)

    assert int(done.stdout) > 2
