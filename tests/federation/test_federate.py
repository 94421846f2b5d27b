"""`cchc federate`: a hundred communes on loopback and some that are down, slow, broken or hostile;
what is shown is asked of the built portal."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_site.federation.states import FOLDER
from tests.support.communes import (
    BOMB,
    DECREE,
    CommuneHost,
    build_commune,
    commune_host,
    dripping,
    endless,
    hanging,
    leading,
    sending,
)
from tests.support.project import Project
from tests.support.shared import Once

pytestmark = pytest.mark.site
COMMUNES = 100
NOW = "2026-11-29T14:05:00+07:00"
LATER = "2026-11-29T15:05:00+07:00"
KINDS = ("Xã", "Phường", "Đặc khu")
ODD = ("treo", "nho-giot", "rac", "lon", "bom", "vong", "dong", "doc")
INDEX = "tim-kiem/chi-muc/"


class Province:
    """A portal and the communes that it shows."""

    def __init__(self, root: Path, host: CommuneHost, built: Path) -> None:
        """A hundred communes that publish, and those of ODD."""
        self.site, self.host = Project(root), host
        config = self.site.read("mkdocs.yml").replace(
            "look: portal", "look: portal\n      federation: sites.yml"
        )
        self.site.write("mkdocs.yml", config)
        self.site.post("posts/2026/tin-tinh.md", "Tin của tỉnh", "2026-11-20")
        lines = []
        for number in range(1, COMMUNES + 1):
            name = f"{KINDS[number % 3]} Mẫu {number}"
            host.add(f"xa-{number}", built, name)
            lines.append(f"- name: {name}\n  key: xa-{number}\n  url: {host.address}xa-{number}/\n")
        lines += [f"- name: Xã {key}\n  key: {key}\n  url: {host.address}{key}/\n" for key in ODD]
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        lines.append(f"- name: Xã Đóng\n  key: dong-cua\n  url: {nobody}\n")
        self.site.write("sites.yml", "".join(lines))

    def federate(self, now: str = NOW, *options: str) -> str:
        """What the command says, which must have succeeded."""
        wish = ("--strict", "--patience", "1.5", *options)
        done = self.site.run("cchc_site.cli", "federate", *wish, env={"CCHC_NOW": now})
        assert done.returncode == 0, done.stdout
        return done.stdout

    def page(self, url: str) -> str:
        """A page of the built portal."""
        return self.site.read(f"site/{url}index.html")

    def main(self, url: str) -> str:
        """The words of a page's own part."""
        page = self.page(url).partition('id="__noi-dung"')[2].partition("<footer")[0]
        return " ".join(re.sub("<[^>]*>", " ", page).split())


def hostile(host: CommuneHost) -> bytes:
    """A feed that means harm."""
    base = f"{host.address}doc/"
    day = "2026-11-05T08:00:00+07:00"
    items: list[Any] = [
        {"url": "javascript:alert(1)", "title": "Bấm vào đây", "date_published": day},
        {"url": "https://xa-khac.example/", "title": "Ra nơi khác", "date_published": day},
        {"url": f"{base}9999/", "title": "Của năm 9999", "date_published": "9999-01-01"},
        {"url": f"{base}mai/", "title": "Của ngày mai", "date_published": "2026-12-01"},
        {
            "url": f"{base}a/",
            "title": "<img src=x onerror=alert(1)>\u202egnirts\x00",
            "summary": "</script><script>alert(1)</script>",
            "tags": ['"><script>alert(2)</script>'],
            "content_html": "<script>alert(3)</script><p>Chữ thường",
            "date_published": day,
        },
        {"url": f"{base}a/", "title": "Lần thứ hai", "date_published": day},
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": base}
    return json.dumps({**head, "items": items}).encode()


@pytest.fixture(scope="module")
def province(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The portal, built once with all that its communes publish."""
    with commune_host() as host:
        host.odd |= {
            "treo": hanging(host),
            "nho-giot": dripping(host, b"HTTP/1.1 200 OK\r\n\r\n"),
            "rac": sending(b"<!doctype html><title>x</title>" * 100),
            "lon": endless,
            "bom": sending(BOMB, Content_Encoding="gzip"),
            "vong": leading("/vong/feed.json"),
            "dong": leading("file:///etc/passwd"),
            "doc": sending(hostile(host)),
        }
        built = once("commune", build_commune)
        known = Province(tmp_path_factory.mktemp("province"), host, built)
        said = known.federate()
        (known.site.root / "said").write_text(said, "utf-8")
        yield known


def test_no_commune_stops_the_others(province: Province) -> None:
    """Each that could not be read is told in a line with its place and a mend; the rest is read."""
    said = province.site.read("said")

    assert f"Đã đọc {COMMUNES} trên {COMMUNES + len(ODD) + 1} trang" in said
    for place, key in enumerate((*ODD, "dong-cua"), COMMUNES):
        lines = [
            line for line in said.splitlines() if line.startswith(f"sites.yml:{3 * place + 1}:")
        ]
        assert lines, key
        assert all(re.search("; (hãy|nếu) ", line) for line in lines), key


def test_what_communes_tell_is_shown(province: Province) -> None:
    """On the home page, of all, by category, of each; every item leads to its own site."""
    home, news = province.page(""), province.page("tin-xa-phuong/")
    commune, host = province.page("xa-phuong/xa-7/"), province.host

    assert "Lịch tiếp công dân đợt 6" in home
    assert f'href="{host.address}xa-7/tin-tuc/2026/11/tin-6/" rel="external noopener"' in commune
    assert commune.count(f'href="{host.address}xa-7/tin-tuc/') == 6
    assert f"{host.address}xa-7/" in commune
    assert news.count('rel="external noopener"') == 40
    named = re.findall(r"\(mở ở trang của ([^)]*)\)", home)
    assert len(named) == len(set(named)) == 6
    assert "(mở ở trang của Phường Mẫu" in news
    notices = province.page("tin-xa-phuong/thong-bao/")
    assert "đợt 6" in notices
    assert "đợt 5" not in notices
    overview = province.main("xa-phuong/")
    for number in range(1, COMMUNES + 1):
        assert f"{KINDS[number % 3]} Mẫu {number} " in overview
    assert f"{host.address}xa-7/" in province.site.read("site/tin-xa-phuong/feed.json")
    assert "xa-phuong/xa-7/</loc>" in province.site.read("site/sitemap.xml")
    assert "xa-phuong/" in province.page("so-do-trang/")


def test_a_document_of_several_communes_stands_once(province: Province) -> None:
    """With a link to each commune's own page of it."""
    month = province.page("van-ban-xa-phuong/2018/04/")

    assert month.count(f"<b>Nghị định số {DECREE}</b>") == 1
    links = re.findall(rf'href="{province.host.address}(xa-\d+)/van-ban/', month)
    assert sorted(set(links)) == sorted(f"xa-{number}" for number in range(1, COMMUNES + 1))
    assert len(links) == COMMUNES
    assert province.page("van-ban-xa-phuong/2026/04/").count("Có ở:") == COMMUNES


def test_a_hostile_feed_is_shown_as_words_alone(province: Province) -> None:
    """What leads elsewhere, or is of a day to come, is left out."""
    pages = [file.read_text("utf-8") for file in (province.site.root / "site").rglob("*.html")]
    shown = province.main("xa-phuong/doc/")

    assert "&lt;img src=x onerror=alert(1)&gt;gnirts" in shown
    for left_out in ("Bấm vào đây", "Ra nơi khác", "9999", "ngày mai", "Lần thứ hai"):
        assert not any(left_out in page for page in pages), left_out
    for harm in ("<script>alert", "<img src=x", "javascript:alert", "\u202e", "xa-khac.example"):
        assert not any(harm in page for page in pages), harm


def test_search_finds_what_communes_tell(province: Province) -> None:
    """In segments of their own; each result leads to a page that leads on."""
    site = province.site.root / "site"
    manifest = json.loads((site / f"{INDEX}muc-luc.json").read_text("utf-8"))
    texts = [file for key in "xy" for file in (site / f"{INDEX}{key}").glob("t*.json")]
    records = [json.loads(file.read_text("utf-8")) for file in texts]

    assert "x" in [segment["key"] for segment in manifest["segments"]]
    assert len(records) == COMMUNES * 6 + 1 + COMMUNES + 1
    for kind, url, title, *_ in records:
        target = (site / url.partition("#")[0] / "index.html").read_text("utf-8")
        if kind.startswith("Tin · "):
            assert f'content="0; url={province.host.address}' in target
            assert 'content="noindex"' in target
        else:
            assert title.partition(":")[0] in target
            assert f'id="{url.partition("#")[2]}"' in target


def test_communes_without_news_cost_nothing(province: Province) -> None:
    """No body comes a second time, and no file of the site is written, an hour later neither."""
    before = province.site.state()
    province.host.sent.clear()

    said = province.federate(LATER)

    assert province.host.sent == []
    assert province.site.state() == before
    assert "0 trang có thay đổi" in said


def test_builds_show_the_last_state_without_the_network(province: Province) -> None:
    """An ordinary build, also a clean one elsewhere, gives the same bytes."""
    before = {path: content for path, (content, *_) in province.site.state().items()}

    province.site.run("mkdocs", "build", "--strict", env={"CCHC_NOW": LATER})
    done = province.site.run("cchc_site.cli", "verify")

    assert done.returncode == 0, done.stdout
    assert before == {path: content for path, (content, *_) in province.site.state().items()}


def test_one_changed_commune_changes_only_what_shows_it(province: Province) -> None:
    """Its page, the ways to its items, the lists of news and the home page; the index of search
    where it stands in it; what is told of the whole site."""
    before = province.site.state()
    commune = province.host.communes["xa-7"]
    feed = commune.feed()
    newest = {**feed["items"][0], "title": "Tin vừa đăng", "id": "x"}
    newest |= {"url": f"{commune.base}tin-tuc/2026/11/moi/", "date_published": "2026-11-28"}
    commune.publish({**feed, "items": [newest, *feed["items"]]})

    province.federate(LATER)

    after = province.site.state()
    assert province.host.sent[-1:] == ["/xa-7/feed.json"]
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    shown = {path.removeprefix("site/") for path in changed if INDEX not in path}
    lead = re.search(r"xa-phuong/xa-7/\w{10}/index.html", " ".join(shown))
    assert lead
    assert shown == {
        "index.html",
        "xa-phuong/index.html",
        "xa-phuong/xa-7/index.html",
        lead[0],
        "tin-xa-phuong/index.html",
        "tin-xa-phuong/thong-bao/index.html",
        *(f"tin-xa-phuong/{name}" for name in ("feed.json", "feed.xml", "rss.xml")),
        "sitemap.xml",
        "sitemap.xml.gz",
        "SHA256SUMS",
    }
    assert all(f"{INDEX}x/" in path or "muc-luc" in path for path in changed if INDEX in path)
    assert "Tin vừa đăng" in province.page("")
    assert province.site.run("cchc_site.cli", "verify").returncode == 0


def test_a_commune_that_goes_down_is_shown_as_it_was(province: Province) -> None:
    """With the moment, which stays the same however long it lasts; a feed that is suddenly empty is
    no news either. Answering again, it is as it was."""
    commune, before = province.host.communes["xa-8"], province.site.state()
    files = commune.files
    commune.files = {}
    empty = province.host.communes["xa-9"]
    empty.publish({**empty.feed(), "items": []})

    province.federate("2026-11-29T16:05:00+07:00")
    down = province.site.state()
    said = province.federate("2026-11-29T18:30:00+07:00")

    assert province.site.state() == down
    told = (
        "Trang của đặc khu Mẫu 8 chưa đọc được từ 16 giờ 05 ngày 29/11/2026; tin dưới đây là của "
        "lần đọc trước."
    )
    assert told in province.main("xa-phuong/xa-8/")
    assert "Lịch tiếp công dân đợt 6" in province.main("xa-phuong/xa-8/")
    assert "đợt 6" in province.main("xa-phuong/xa-9/")
    assert "Chưa đọc được từ 16 giờ 05 ngày 29/11/2026." in province.main("xa-phuong/")
    assert "hãy xóa tệp" not in said.split("xa-9/feed.json")[0]
    assert f"hãy xóa tệp {FOLDER.as_posix()}/xa-9.feed.json rồi đọc lại" in said
    assert "Chưa đọc được trang của xã" not in province.main("xa-phuong/treo/")
    assert "chưa đọc được từ 14 giờ 05" in province.main("xa-phuong/treo/")

    commune.files = files
    empty.files["feed.json"] = commune.files["feed.json"].replace(commune.base, empty.base)
    empty.files["feed.json"] = empty.files["feed.json"].replace("Đặc khu Mẫu 8", "Xã Mẫu 9")
    province.federate("2026-11-29T19:05:00+07:00")
    assert {path: content for path, (content, *_) in province.site.state().items()} == {
        path: content for path, (content, *_) in before.items()
    }


def test_a_wish_for_all_is_told_by_the_status(province: Province) -> None:
    """The portal is there all the same."""
    done = province.site.run(
        *("cchc_site.cli", "federate", "--all", "--no-build", "--patience", "1"),
        env={"CCHC_NOW": LATER},
    )

    assert done.returncode == 1
    assert "trang chưa đọc được" in done.stdout


def test_damaged_states_are_read_again(province: Province) -> None:
    """As after a kill or by a bad disk; what nobody asks for any more goes."""
    folder = province.site.root / FOLDER
    before = province.site.state()
    for number, damage in enumerate((b"", b"x", b"cchc-federation 1\n" + bytes(40)), 1):
        (folder / f"xa-{number}.feed.json").write_bytes(damage)
    (folder / "xa-cu.feed.json").write_bytes(b"x")
    (folder / "xa-4.feed.json.12345").write_bytes(b"x")
    province.host.sent.clear()

    province.federate("2026-11-29T19:05:00+07:00")

    assert sorted(province.host.sent) == [f"/xa-{number}/feed.json" for number in (1, 2, 3)]
    assert [path.name for path in folder.iterdir() if path.suffix != ".json"] == ["lock"]
    assert not (folder / "xa-cu.feed.json").exists()
    assert province.site.state() == before


def test_a_faulty_file_is_told_by_every_command(project: Project) -> None:
    """With its line, at once, and the site stays as it was."""
    config = project.read("mkdocs.yml").replace(
        "look: portal", "look: portal\n      federation: a.yml"
    )
    project.write("mkdocs.yml", config)
    project.write("a.yml", "- name: Xã Mẫu\n  url: http://xa.example/\n- name: Xã Hai\n")
    said = "a.yml:2: địa chỉ “http://xa.example/” không có https"

    for command in (("cchc_site.cli", "check"), ("cchc_site.cli", "federate"), ("mkdocs", "build")):
        done = project.run(*command)
        assert done.returncode == 1, done.stdout
        assert said in done.stdout
        assert "a.yml:3: một xã thiếu mục “url”" in done.stdout
    assert not (project.root / "site").exists()


def test_the_command_works_without_the_option(project: Project, once: Once) -> None:
    """And says what to write so that builds show the same."""
    project.post("posts/2026/a.md")
    with commune_host() as host:
        host.add("xa-1", once("commune", build_commune), "Xã Mẫu")
        project.write("sites.yml", f"- name: Xã Mẫu\n  url: {host.address}xa-1/\n")
        done = project.run("cchc_site.cli", "federate", "sites.yml", env={"CCHC_NOW": NOW})

    assert done.returncode == 0, done.stdout
    assert "hãy thêm “federation: sites.yml”" in done.stdout
    assert "đợt 6" in project.read("site/xa-phuong/xa-mau/index.html")
    shutil.rmtree(project.root / ".cache")
