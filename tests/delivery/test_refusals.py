"""What `cchc publish` refuses, leaves alone, and sends beside the files of a site."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli
import pytest

from cchc_site.base.workers import Workers
from cchc_site.delivery.destination import CannotPublish, Destination
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
    with pytest.raises(CannotPublish, match="máy này thiếu chương trình khong-co-ssh; hãy cài"):
        send(site, "a@127.0.0.1:/x", "khong-co-ssh")
    (tmp_path / "tep").write_text("x")
    with pytest.raises(CannotPublish, match=r"không tạo hay ghi được .*; hãy cấp quyền"):
        send(site, tmp_path / "tep/trong")


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
