"""`cchc init`: a site of one's own, from a wheel alone."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from tests.support import walk
from tests.support.html import documents_of
from tests.support.newcomer import Newcomer, install
from tests.support.shared import Once

BODY = (
    *("--name", "Ủy ban nhân dân xã Hòa An", "--parent", "tỉnh Đồng Nai"),
    *("--address", 'số 1, "đường: Trần Phú" #2', "--phone", "0251 3000 111"),
    *("--email", "hop-thu@example.org", "--colour", "Xanh dương"),
    *("--hours", "thứ Hai – thứ Sáu: 7:00–11:30, 13:30–17:00; thứ Bảy: 7:30–11:00"),
    *("--categories", "Thông báo, Một cửa: hỏi đáp, 2024"),
)
SAMPLE = re.compile("lai[ -]?vung|đồng tháp|dong-thap", re.I)


def _sites(newcomer: Newcomer) -> None:
    newcomer.built(newcomer.started(into="plain"))
    newcomer.built(newcomer.started(*BODY, "--forge", "GitLab", into="told"))


@pytest.fixture(scope="module")
def newcomer(once: Once) -> Newcomer:
    """Somebody with a wheel, who has made two sites and built them: one of defaults alone."""
    installed = once("newcomer", install)
    root = once("new_sites", lambda folder: _sites(Newcomer(installed, folder)))
    return Newcomer(installed, root)


@pytest.mark.site
@pytest.mark.parametrize("name", ["plain", "told"])
def test_a_new_site_is_nobody_elses(newcomer: Newcomer, name: str) -> None:
    """Neither its files nor its pages name the place of the sample."""
    files = [path for path in (newcomer.root / name).rglob("*") if path.is_file()]
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in files}

    assert len(texts) > 100
    assert [path for path, text in texts.items() if SAMPLE.search(text)] == []


@pytest.mark.site
@pytest.mark.parametrize("name", ["plain", "told"])
def test_a_new_site_has_nothing_to_mend(newcomer: Newcomer, name: str) -> None:
    """No problem, no advice, no lost link; every page is well formed and asks no other host."""
    site = newcomer.root / name
    status, said = newcomer.run("cchc", "check", "--advice", at=site)
    documents = documents_of(site / "site")

    assert (status, said) == (0, "Không có lỗi.\n")
    assert walk.lost_links(site / "site", documents) == []
    assert walk.asked_elsewhere(site / "site", documents) == []
    assert walk.twins(documents) == []
    walk.assert_well_formed(documents)


@pytest.mark.site
def test_what_is_answered_is_shown(newcomer: Newcomer) -> None:
    """Each answer to the letter, on the page where citizens look for it."""
    site = newcomer.root / "told/site"
    contact = (site / "lien-he/index.html").read_text("utf-8")

    for words in ("xã Hòa An", "đường: Trần Phú", "0251 3000 111", "hop-thu@example.org", "7:30"):
        assert words in contact, words
    assert (site / "chuyen-muc/mot-cua-hoi-dap/index.html").is_file()
    assert (site / "chuyen-muc/2024/index.html").is_file()
    assert "#0b4f8a" in (site / "assets/site.css").read_text("utf-8")
    assert (newcomer.root / "told/.gitlab/issue_templates/tin-moi.md").is_file()
    assert not (newcomer.root / "told/.github").exists()


@pytest.mark.site
def test_who_has_a_wheel_needs_no_index(newcomer: Newcomer) -> None:
    """The wheel lies in the site, where the requirements say, for each machine that builds it."""
    site = newcomer.root / "plain"
    (required,) = re.findall(r"^\./.+\.whl$", (site / "requirements.txt").read_text("utf-8"), re.M)

    assert (site / required).read_bytes() == next(newcomer.installed.glob("*.whl")).read_bytes()


@pytest.mark.site
def test_every_wrong_answer_is_told_at_once(newcomer: Newcomer) -> None:
    """With the option and a mend; nothing is made."""
    wrong = {
        "--phone": "hỏi bảo vệ",
        "--email": "a@b",
        "--hours": "sáng chiều",
        "--categories": "Tin tức, tin tuc",
        "--forge": "sourceforge",
        "--url": "tin.example.org",
        "--colour": "vàng",
        "--schedule": "tuần",
        "--repo": "một kho",
        "--name": "…",
    }
    status, said = newcomer.run("cchc", "init", "moi", *chain.from_iterable(wrong.items()))

    lines = said.splitlines()
    assert status == 1
    assert sorted(line.partition(":")[0] for line in lines) == sorted(wrong)
    assert all("; hãy" in line for line in lines), said
    assert not (newcomer.root / "moi").exists()


@pytest.mark.site
def test_a_folder_with_files_stays_as_it_is(newcomer: Newcomer) -> None:
    """But for that of a repository without files yet."""
    full = newcomer.root / "full"
    full.mkdir(exist_ok=True)
    (full / "bao-cao.docx").write_text("Của tôi", "utf-8")
    status, said = newcomer.run("cchc", "init", "full", "--yes")

    assert status == 1
    assert "đã có tệp (bao-cao.docx), không tệp nào bị đụng tới" in said
    assert [path.name for path in full.iterdir()] == ["bao-cao.docx"]

    (newcomer.root / "cloned/.git").mkdir(parents=True, exist_ok=True)
    assert (newcomer.started(into="cloned") / "mkdocs.yml").is_file()


@pytest.mark.site
def test_questions_are_asked_until_they_are_answered(newcomer: Newcomer) -> None:
    """A wrong answer is asked for again; who answers nothing has what is proposed."""
    given = ("--address", "số 1", "--email", "a@example.org", "--title", "Tin xã")
    said_by_clerk = "Ủy ban nhân dân xã Hòa An\n\nmột hai ba\n0251 3000 111\n" + "\n" * 8
    status, said = newcomer.run("cchc", "init", "asked", *given, text=said_by_clerk)

    assert status == 0, said
    assert said.count("Điện thoại") == 2
    assert "“một hai ba” không phải số điện thoại" in said
    assert "Địa chỉ trụ sở" not in said
    config = (newcomer.root / "asked/mkdocs.yml").read_text("utf-8")
    assert 'name: "Ủy ban nhân dân xã Hòa An"' in config
    assert 'number: "0251 3000 111"' in config


@pytest.mark.site
def test_nobody_to_ask_is_told(newcomer: Newcomer) -> None:
    """Which question, and how to do without."""
    status, said = newcomer.run("cchc", "init", "nobody")

    assert status == 1
    assert "chưa biết tên cơ quan; hãy trả lời, viết --name “…”, hoặc thêm --yes" in said
    assert not (newcomer.root / "nobody").exists()
