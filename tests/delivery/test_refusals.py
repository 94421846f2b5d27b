"""What `cchc publish` refuses, leaves alone, and sends beside the files of a site."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli
import pytest

from cchc_site.base.workers import Workers
from cchc_site.delivery import plan as plans
from cchc_site.delivery.destination import DELETE, CannotPublish, Destination, cause
from cchc_site.delivery.publish import Manner, publish
from cchc_site.storage import checksums
from tests.support.building import contents
from tests.support.publishing import write_site
from tests.support.sshd import free_port


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    write_site(tmp_path / "site", 1, posts=5)
    return tmp_path / "site"


def send(
    site: Path, target: Path | str, ssh: str = "ssh", replace: bool = False, packs: bool = False
) -> list[str]:
    """What a publication says."""
    said: list[str] = []
    place = Destination.named(str(target), ssh)
    manner = Manner(patience=1, pause=0, replace=replace, packs=packs)
    publish(site, place, manner, Workers(1), said.append)
    return said


def sign(site: Path) -> None:
    """Write the checksums of a site anew, as a build does."""
    (site / checksums.FILE).unlink()
    sums = {path: hashlib.sha256(held).digest() for path, held in contents(site).items()}
    (site / checksums.FILE).write_bytes(checksums.content(sums))


def test_a_folder_with_foreign_files_is_refused(site: Path, tmp_path: Path) -> None:
    """Until somebody says that they may go; names with a dot at the top stay even then."""
    target = tmp_path / "target"
    (target / ".git").mkdir(parents=True)
    (target / ".git/HEAD").write_text("x")
    (target / "a").mkdir()
    (target / "a/b.html").write_text("x")
    with pytest.raises(CannotPublish, match=r"đã có tệp mà lệnh này chưa từng đăng; .*“--replace”"):
        send(site, target)
    assert sorted(contents(target)) == [".git/HEAD", "a/b.html"]

    send(site, target, replace=True)
    there = contents(target)
    assert ".git/HEAD" in there
    assert "a/b.html" not in there
    assert not (target / "a").exists()


def test_only_what_was_built_is_sent(site: Path, tmp_path: Path) -> None:
    """A page that somebody has altered since is named, and so is what is no site."""
    target = tmp_path / "target"
    page = site / "tin-tuc/index.html"
    page.write_text(page.read_text("utf-8") + "!", "utf-8")
    with pytest.raises(CannotPublish, match=r"^tin-tuc/index\.html trong .* không như bản dựng"):
        send(site, target)
    (site / checksums.FILE).write_text("x")
    with pytest.raises(CannotPublish, match="SHA256SUMS không như bản dựng đã ghi; hãy dựng lại"):
        send(site, target)
    with pytest.raises(CannotPublish, match=r"chưa có trang đã dựng trong .*; hãy dựng lại"):
        send(tmp_path / "khong-co", target)
    assert not target.exists()


def test_a_target_that_cannot_be_reached_says_so(site: Path, tmp_path: Path) -> None:
    """With a mend."""
    with pytest.raises(CannotPublish, match="không phải nơi đăng được; hãy viết một thư mục"):
        send(site, "https://x.vn/a")
    with pytest.raises(CannotPublish, match=r"không vào được máy a@127.0.0.1 bằng ssh .*; hãy thử"):
        send(site, "a@127.0.0.1:/x", f"ssh -p {free_port()}")
    with pytest.raises(CannotPublish, match="máy này thiếu chương trình khong-co-ssh; hãy sửa"):
        send(site, "a@127.0.0.1:/x", "khong-co-ssh")
    for ssh in ("", " ", "ssh -i 'khoa"):
        with pytest.raises(CannotPublish, match=r"“--ssh .*” thiếu tên lệnh.*; hãy sửa"):
            send(site, "a@127.0.0.1:/x", ssh)
    (tmp_path / "tep").write_text("x")
    with pytest.raises(CannotPublish, match=r"không tạo hay ghi được .*; hãy cấp quyền"):
        send(site, tmp_path / "tep/trong")


def test_a_site_is_no_target_of_itself(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what holds it, nor a folder in it, however these are named: the project would be gone."""
    (site.parent / "loi-tat").symlink_to(site)
    before = contents(site.parent)
    monkeypatch.setenv("HOME", str(site.parent))
    for target in (site, site / "moi", site.parent, site.parent / "loi-tat", "~", "~/site"):
        with pytest.raises(CannotPublish, match="chứa trang đã dựng, hoặc nằm trong đó; hãy chỉ"):
            send(site, target, replace=True)
    assert contents(site.parent) == before


def test_what_a_program_complains_of_is_told_with_its_cause() -> None:
    """Not what came of it; a full disk has another mend than a right that is missing."""
    place = Destination.named("/srv/trang", "ssh")
    complaint = (
        b"rsync: [receiver] write failed on x: No space left on device (28)\n"
        b"rsync error: error in file IO (code 11) at receiver.c(380)\n"
        b"rsync: [sender] write error: Broken pipe (32)\n"
    )
    for status in (11, 73):
        said = str(place.refused(status, cause(complaint)))
        assert "No space left on device (28)); đĩa ở đó đã đầy, hãy dọn bớt" in said
    assert cause(b"rsync error: timeout (code 30)\n") == "rsync error: timeout (code 30)"
    assert cause(b"") == ""


def test_a_list_that_was_cut_short_deletes_nothing_else(site: Path, tmp_path: Path) -> None:
    """Whoever sends it may be killed: a path that is the beginning of another stays."""
    target = tmp_path / "target"
    send(site, target)
    (target / "a.css").write_text("x")
    (target / "b.css").write_text("x")
    place = Destination.named(str(target), "ssh")
    with place.alone(1, False, (), print) as opened:
        opened._run(DELETE, b"./b.css\0./a.css")  # of ./a.css.gz, say
    assert (target / "a.css").exists()
    assert not (target / "b.css").exists()


def test_what_is_gone_goes_before_what_it_leads_to() -> None:
    """Pages before their pictures, and news before the older ones that they name."""
    old = dict.fromkeys(["anh/a.jpg", "tin-tuc/1/index.html", "tin-tuc/2/index.html"], "1")
    last = plans.ended(plans.begun(old, None))
    todo = plans.plan(plans.begun({}, last), last, old.keys(), certain=True)

    assert todo.gone == ("tin-tuc/2/index.html", "tin-tuc/1/index.html", "anh/a.jpg")


def test_packed_forms_go_with_their_files(site: Path, tmp_path: Path) -> None:
    """Of texts that gain by it; made anew with the file, gone with it, and left out on request."""
    target, page = tmp_path / "target", site / "tin-tuc/index.html"
    page.write_text("Tin " * 1000, "utf-8")
    (site / "a.xml").write_text("x" * 2000)
    (site / "a.xml.gz").write_bytes(b"of the site's own")
    sign(site)
    send(site, target, packs=True)
    packed = target / "tin-tuc/index.html"
    assert gzip.decompress(packed.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    assert brotli.decompress(packed.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert (target / "a.xml.gz").read_bytes() == b"of the site's own"
    assert not (target / "index.html.br").exists()  # too small to gain
    assert send(site, target, packs=True)[-1].endswith("không có gì để đăng.")

    page.write_text("Tin mới " * 1000, "utf-8")
    sign(site)
    assert "0 tệp mới, 4 tệp thay đổi, 0 tệp bỏ đi" in send(site, target, packs=True)[-1]
    assert gzip.decompress(packed.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    send(site, target)
    assert not packed.with_name("index.html.br").exists()
    assert (target / "a.xml.gz").exists()


def test_a_name_that_has_another_content_is_told(site: Path, tmp_path: Path) -> None:
    """Browsers keep it for a year: who has it never asks again."""
    send(site, tmp_path / "target")
    (style,) = (site / "assets/cchc").glob("*.css")
    style.write_text("other")
    sign(site)
    said = send(site, tmp_path / "target")

    assert said[0].startswith(f"assets/cchc/{style.name}: nội dung đổi mà tên vẫn thế")
    assert (tmp_path / "target/assets/cchc" / style.name).read_text() == "other"


def test_a_signature_goes_with_the_checksums(site: Path, tmp_path: Path) -> None:
    """Which cannot hold its own."""
    (site / "SHA256SUMS.sig").write_text("signed")
    send(site, tmp_path / "target")

    assert (tmp_path / "target/SHA256SUMS.sig").read_text() == "signed"
