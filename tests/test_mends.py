"""Every message to editors was tried by doing what it says: done, the check is green.

`tests/cases/mends.yml` has an input for each message and its mend. The catalogue is read off the
source: a mend begins with one of three words, so a new message without a case fails here.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import CodeType, FrameType
from typing import Any, NamedTuple

import pytest
import yaml
from PIL import Image

from cchc_site.adapter.check import check
from cchc_site.base.problems import Problem
from tests.support import mending
from tests.support.building import untraced
from tests.support.mending import MendCase
from tests.support.paths import ROOT, TESTS
from tests.support.project import Project

PACKAGE = ROOT / "cchc_site"
CASES = mending.cases(yaml.safe_load((TESTS / "cases/mends.yml").read_text("utf-8")))
MENDS = ("hãy ", "có phải ", "nếu ")

# Modules whose mends are not about a file of an editor's.
NOT_OF_EDITORS = {
    "base/failures.py": "the machine's own faults: disk, rights, memory",
    **dict.fromkeys(
        (
            "adapter/contact_checks.py",
            "adapter/contact_options.py",
            "site/contact_texts.py",
            "site/reception_rules.py",
        ),
        "how a body is reached; sites/test_contact.py tries each",
    ),
    "adapter/option_kinds.py": "told before any file is read; adapter/test_options.py tries each",
    "adapter/admin.py": "mkdocs.yml and what was built before; adapter/test_admin.py",
    "adapter/admin_build.py": "what the machine lacks; adapter/test_admin.py",
    "adapter/admin_options.py": "told before any file is read; adapter/test_options.py tries each",
    "adapter/desk.py": "how the command was called",
    "adapter/once_public.py": "a site map that was public; site/test_redirects.py does its mends",
    "adapter/site_commands.py": "how the command was called",
    "delivery/destination.py": "where a site is published; delivery/test_publish.py",
    "delivery/publish.py": "a built site; delivery/test_publish.py",
    "adapter/options.py": "told before any file is read; adapter/test_options.py tries each",
    "adapter/project.py": "mkdocs.yml and the environment",
    "adapter/publisher.py": "warnings to who puts scripts into the theme",
    "adapter/adopting.py": "what `cchc init --from` refuses; starter/test_adopting.py",
    "commands/starting.py": "how the command was called",
    "starter/answers.py": "answers to `cchc init`; starter/test_init.py",
    "starter/colours.py": "answers to `cchc init`; starter/test_init.py",
    "review/browser.py": "what the machine lacks",
    "adapter/serve.py": "a bug, while pages are served",
    "adapter/verdict.py": "the count, no message",
    "adapter/components.py": "templates, which the administrator writes",
    "adapter/console.py": "how the command was called",
    "adapter/drafting.py": "how the command was called",
    "commands/bringing.py": "how the command was called",
    "adapter/bringing.py": "how the command was called; importing/test_importer.py",
    "adapter/bundle.py": "a built site; browser/test_bundle.py",
    "adapter/fix_commit.py": "the repository; adapter/test_fix_commit.py",
    "adapter/report.py": "how the command was called; adapter/test_report.py",
    "base/dask_cluster.py": "other machines; build/test_dask.py",
    "base/dask_machines.py": "other machines; build/test_dask.py",
    **{
        f"importing/{path.name}": "what an import says of what is no post yet; importing/ tries it"
        for path in (PACKAGE / "importing").glob("*.py")
    },
    **{
        f"federation/{path.name}": "sites.yml and other sites; federation/test_sources.py mends it"
        for path in (PACKAGE / "federation").glob("*.py")
    },
    "adapter/federating.py": "how the command was called",
    "editing/move.py": "what `cchc move` refuses; it mends nothing",
    "editing/rewriting.py": "what `cchc move` refuses; it mends nothing",
    "editing/procedure_import.py": "what an import says; editing/test_procedure_import.py",
    "editing/procedure_tables.py": "what an import refuses; editing/test_procedure_import.py",
    "markdown/python_markdown/limits.py": "another dialect; test_growth.py has its faults",
    "markdown/python_markdown/html.py": "another dialect; test_python_markdown.py has its faults",
}
# Mends that no case can reach, by file, each with the reason.
UNREACHED = {
    "adapter/option_checks.py": {
        "có phải “\0” không? Nếu không, hãy xóa dòng này": "sites/test_contact.py tries it",
        "hãy xóa dòng này; các mục được dùng: \0": "sites/test_contact.py tries it",
        "hãy đổi một tên để không tên nào mở đầu bằng tên kia": (
            "of all labels of the menu: sites of their own, adapter/test_option_checks.py"
        ),
    },
    "site/redirects.py": {
        "hãy lưu lại từ Excel bằng kiểu “CSV UTF-8”": "site/test_redirects.py tries it",
    },
    "adapter/config_lines.py": {
        "hãy viết một ngày có thật, ví dụ \0": (
            "MkDocs cannot read the file: a site of its own, sites/test_contact.py"
        ),
    },
    "adapter/docs_checks.py": {
        "hãy sửa cho đúng, ví dụ https://ten-mien.vn/trang, hoặc bỏ dấu “[” và “]”": (
            "MkDocs stops there with a traceback: a site of its own, site/test_addresses.py"
        ),
        "hãy đặt “look: portal” trong mkdocs.yml, vì mẫu này chỉ có ở đó, hoặc bỏ dòng này": (
            "only of another look: a site of its own, build/test_stage.py"
        ),
    },
    "adapter/docs_links.py": {
        "có phải “\0” không?": "a guess of MkDocs' about links between pages of docs/: a warning",
        "hãy viết đường dẫn tới tệp, ví dụ “tin-tuc/index.md”": "a warning of MkDocs",
    },
    "content/yaml_nodes.py": {
        "hãy đặt giá trị trong dấu ngoặc kép": "slips.py asks first, and tells the line",
    },
    "site/picture_checks.py": {
        "nếu không muốn, hãy bỏ dòng “originals: keep” trong mkdocs.yml": (
            "only of another option: a site of its own, media/test_bare.py"
        ),
    },
    "markdown/destinations.py": {
        "hãy kiểm tra lại địa chỉ": "an address that would be none with “https:” too",
    },
    "markdown/gfm/reader.py": {
        "hãy xóa HTML viết tay trong bài": "the second wall: raw_html.py refuses all before",
    },
}


class MendText(NamedTuple):
    """A mend in the source: its file, its first and last line, what it says with holes."""

    file: str
    first: int
    last: int
    pattern: str
    in_function: bool


def _mends() -> Iterator[MendText]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        text = file.read_text("utf-8")
        if name in NOT_OF_EDITORS or not any(mend in text for mend in MENDS):
            continue
        tree = ast.parse(text)
        inner = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in ast.walk(node)
            if part is not node
        }
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in ast.walk(tree):
            if id(node) in inner or not isinstance(node, ast.Constant | ast.JoinedStr):
                continue
            said = _said(node)
            if said.startswith(MENDS):
                yield MendText(
                    name,
                    node.lineno,
                    node.end_lineno or node.lineno,
                    _pattern(said),
                    any(one.lineno <= node.lineno <= (one.end_lineno or 0) for one in functions),
                )


def _said(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = (part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
    return "".join(map(str, parts))


def _pattern(said: str) -> str:
    # A mend that ends with a colon or a blank goes on with the line as it must be.
    return re.escape(said.removesuffix(":")).replace("\0", ".*")


@functools.cache
def catalogue() -> tuple[MendText, ...]:
    """The mends of the source."""
    return tuple(_mends())


class Tried(NamedTuple):
    """What came of all cases together: the problems of each before, the mends that could not be
    done, what is left after the others, and the lines of the source that ran."""

    before: Mapping[str, list[Problem]]
    undone: Mapping[str, str]
    after: Mapping[str, list[Problem]]
    ran: Mapping[str, set[int]]


OPTIONS = """
      authors:
        Văn thư: Văn phòng
      tasks:
        - {label: Tin, url: tin-tuc/}
      organizations:
        - {key: huyen-cu, name: Ủy ban nhân dân huyện Cũ, to: 2020-12-31}
        - {key: xa-tan-my, name: Ủy ban nhân dân xã Tân Mỹ, from: 2021-01-01}
extra_css:
  - anh.css
exclude_docs: |
  /khong-dang/
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """One site with every fault, checked, mended, and checked again."""
    project = Project(tmp_path_factory.mktemp("mends"))
    config = project.read("mkdocs.yml").replace("\nvalidation:", f"{OPTIONS}validation:")
    project.write("mkdocs.yml", config)
    project.post("posts/2024/bai-tot.md", "Bài tốt", "2024-01-02", body="Lời đầu.\n\n## Địa điểm")
    good = project.read("posts/2024/bai-tot.md")
    project.write("posts/2024/nhap.md", good.replace("title: Bài tốt", "title: N\ndraft: true"))
    project.write("docs/anh.css", "")
    project.write("docs/gioi-thieu.md", "# Giới thiệu\n\n## Giờ làm việc\n")
    Image.new("RGB", (3, 2)).save(project.root / "docs/anh.png")
    # What runs in other processes is not seen.
    patch = pytest.MonkeyPatch()
    patch.setenv("CCHC_WORKERS", "1")
    # Whether somebody has looked at a procedure within a year depends on the day.
    patch.setenv("CCHC_NOW", "2026-11-25T08:00")
    for case in CASES:
        mending.bring(project, case)
    ran: defaultdict[str, set[int]] = defaultdict(set)
    tracing = sys.gettrace()
    sys.settrace(_tracer(ran))
    try:
        before = _problems(project)
    finally:
        sys.settrace(tracing)
    undone: dict[str, str] = {}
    for case in CASES:
        try:
            mending.mend(project, case, before[case.name])
        except (AssertionError, OSError) as error:
            undone[case.name] = str(error)
    with untraced():
        return Tried(before, undone, _problems(project), ran)


def _problems(project: Project) -> dict[str, list[Problem]]:
    """The problems of each case; those of no case by the name ""."""
    names = {case.post: case.name for case in CASES}
    for case in CASES:
        names |= dict.fromkeys(_paths(case), case.name)
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    problems, warnings = check(str(project.root / "mkdocs.yml"))
    lines = project.read("mkdocs.yml").split("\n")
    for problem in problems:
        line = lines[problem.line - 1] if problem.path == "mkdocs.yml" else ""
        found[names.get(line or problem.path, "")].append(problem)
    found[""] += [Problem("", 0, warning, "") for warning in warnings]
    return found


def _paths(case: MendCase) -> Iterator[str]:
    """The files of a case, and their folders that have a name of their own; its lines of
    mkdocs.yml."""
    if "fault" in case.row:
        folder = TESTS / "broken" / case.name
        yield from (file.relative_to(folder).as_posix() for file in folder.rglob("*.*"))
    for path in case.row.get("files", {}):
        yield from (path, path.rpartition("/")[0])
    yield from case.row.get("config", "").split("\n")
    yield from (f"{case.folder}/{name}" for name in case.row.get("beside", {}))


def _tracer(ran: defaultdict[str, set[int]]) -> Any:
    """Notes the lines that run in functions that hold a mend."""
    wanted: dict[str, str] = {str(PACKAGE / mend.file): mend.file for mend in catalogue()}

    @functools.cache
    def holds_a_mend(code: CodeType) -> bool:
        own = {line for *_, line in code.co_lines()}
        file = wanted[code.co_filename]
        return any(
            mend.file == file and own & set(range(mend.first, mend.last + 1))
            for mend in catalogue()
        )

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        name = wanted.get(frame.f_code.co_filename)
        if name is None or not holds_a_mend(frame.f_code):
            return None
        lines = ran[name]

        def step(frame: FrameType, event: str, argument: object) -> Any:
            lines.add(frame.f_lineno)
            return step

        return step

    return enter


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_and_its_mend_works(case: MendCase, tried: Tried) -> None:
    """There is a message before, and none after what it says is done."""
    assert tried.before[case.name], "no message"
    assert case.name not in tried.undone, tried.undone[case.name]
    assert [str(problem) for problem in tried.after[case.name]] == []


def test_nothing_else_is_told(tried: Tried) -> None:
    """Every message is one of a case."""
    assert list(map(str, tried.before[""])) == []
    assert list(map(str, tried.after[""])) == []


def test_every_mend_begins_with_a_word_by_which_it_is_found(tried: Tried) -> None:
    """Else a message would be in no catalogue."""
    hints = [problem.hint for problems in tried.before.values() for problem in problems]

    assert [hint for hint in hints if not hint.startswith(MENDS)] == []


def test_every_mend_of_the_source_was_tried(tried: Tried) -> None:
    """A new message has no case yet: it belongs into tests/cases/mends.yml."""
    hints = {problem.hint for problems in tried.before.values() for problem in problems}
    unreached = {(file, _pattern(said)) for file, mends in UNREACHED.items() for said in mends}
    untried = [
        f"{mend.file}:{mend.first}: {mend.pattern}"
        for mend in catalogue()
        if (mend.file, mend.pattern) not in unreached
        and not (
            any(re.search(mend.pattern, hint) for hint in hints)
            and (
                not mend.in_function or tried.ran[mend.file] & set(range(mend.first, mend.last + 1))
            )
        )
    ]

    assert untried == []
