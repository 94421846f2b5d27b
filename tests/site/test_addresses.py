"""Every file of the site has one owner."""

from __future__ import annotations

import datetime as dt
import unicodedata
from random import Random

import pytest
from msgspec import structs

from cchc_site.content.fields import Moment
from cchc_site.content.post import Post
from cchc_site.content.text import ParsedText
from cchc_site.site import addresses
from cchc_site.site.addresses import GENERATED, LISTS, OutputPath, OutputPaths
from cchc_site.site.snapshot import PostSnapshot
from tests.support.checking import without_count
from tests.support.project import Project

DAY = Moment(dt.datetime(2024, 5, 13, tzinfo=dt.UTC), False)


def post(path: str, *aliases: str) -> PostSnapshot:
    """A post with such old addresses."""
    lines = {"aliases": 6, "slug": 5}
    made = Post(path, "Tin", DAY, ("Ban",), "thong-bao", "x", aliases=aliases, lines=lines)
    names = {field.name for field in structs.fields(ParsedText)}
    empty: dict[str, object] = dict.fromkeys(names, ()) | dict.fromkeys(
        ("html", "lead", "text"), ""
    )
    return PostSnapshot(made, ParsedText(**{name: empty[name] for name in names}), b"")  # type: ignore[arg-type]


MADE = (
    *(OutputPath(path, GENERATED) for path in ("feed.xml", "_headers", "tim-kiem/chi-muc")),
    *(OutputPath(path, GENERATED) for path in ("assets/cchc", "assets/cchc/fonts/a.woff2")),
    *(OutputPath(path, LISTS) for path in ("nam/index.html", "tin-tuc/index.html")),
)


def docs(path: str) -> OutputPath:
    """A file of docs/."""
    return OutputPath(path, f"docs/{path}", f"docs/{path}")


def told(
    items: list[PostSnapshot], *outputs: OutputPath, made: tuple[OutputPath, ...] = MADE
) -> list[str]:
    """What is wrong."""
    return [str(one) for one in addresses.collisions(items, made, outputs)]


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("feed.xml", "/feed.xml dành cho tệp do hệ thống tạo"),
        ("Feed.XML", "/feed.xml dành cho tệp do hệ thống tạo"),
        ("feed.xml/a.txt", "/feed.xml dành cho tệp do hệ thống tạo"),
        ("nam/index.html", "/nam/ dành cho trang danh sách tin"),
        ("nam", "/nam/ dành cho trang danh sách tin"),
        ("tim-kiem/chi-muc/a/s0.json", "/tim-kiem/chi-muc dành cho tệp do hệ thống tạo"),
        ("assets/cchc/fonts/x.css", "/assets/cchc dành cho tệp do hệ thống tạo"),
        ("Assets/CCHC/x.js", "/assets/cchc dành cho tệp do hệ thống tạo"),
        ("assets/site.css", ""),
        ("nam/2024.pdf", ""),
    ],
)
def test_a_file_of_docs_has_an_address_of_its_own(path: str, owner: str) -> None:
    """Equal but for case, or a file where a folder is: the same."""
    said = [f"docs/{path}: địa chỉ {owner}; hãy đổi tên tệp này"] if owner else []
    assert told([], made=(*MADE, docs(path))) == said


def test_both_owners_are_named() -> None:
    """Whichever they are: two files of docs/, two records, a post's file, a post and a page."""
    nfd = unicodedata.normalize("NFD", "mẫu.pdf")
    assert told([], docs("a/index.html"), docs("A/index.html")) == [
        "docs/A/index.html: địa chỉ /a/ đã thuộc về docs/a/index.html; hãy đổi tên tệp này"
    ]
    pair = [OutputPath("van-ban/x/a.pdf", f"documents/{name}/a.pdf", f"documents/{name}/a.pdf")
            for name in "mn"]  # fmt: skip
    assert told([], *pair, pair[0]) == [
        "documents/n/a.pdf: địa chỉ /van-ban/x/a.pdf đã thuộc về documents/m/a.pdf; "
        "hãy đổi tên tệp này"
    ]
    assert len(told([], OutputPath("mẫu.pdf", "a", "a"), OutputPath(nfd, "b", "b"))) == 1
    taken = docs("tin-tuc/2024/05/lich/index.html")
    assert told([post("posts/lich.md")], made=(*MADE, taken)) == [
        "posts/lich.md:5: địa chỉ /tin-tuc/2024/05/lich/ đã thuộc về "
        "docs/tin-tuc/2024/05/lich/index.html; "
        "hãy đổi tên tệp, hoặc thêm dòng “slug: …” với một tên khác"
    ]


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        ("/tin-cu/", ""),
        ("/tin-cu/bai.html", ""),
        ("/Tin-Cu/Bài-1.htm", ""),
        ("/_layouts/15/trang", ""),
        ("/", ""),
        ("/tin-tuc/2024/05/lich/", "/tin-tuc/2024/05/lich/ đã thuộc về posts/lich.md"),
        ("/TIN-TUC/2024/05/lich/", "/tin-tuc/2024/05/lich/ đã thuộc về posts/lich.md"),
        ("/tin-tuc/2024/05/lich/mau.pdf/x/", "có đuôi “.pdf”"),
        ("/tin-tuc/2024/05/lich/kem/", "/tin-tuc/2024/05/lich/kem đã thuộc về posts/kem"),
        ("/feed.xml/", "có đuôi “.xml”"),
        ("/_headers", "dành cho máy chủ"),
        ("/nam/", "/nam/ đã thuộc về trang danh sách tin"),
        ("/tim-kiem/chi-muc/a/", "/tim-kiem/chi-muc đã thuộc về tệp do hệ thống tạo"),
        ("/x.js/", "có đuôi “.js”"),
        ("/x.PHP", "có đuôi “.php”"),
        ("/a/x.php.html", "có đuôi “.php”"),
        ("/.well-known/x/", "dành cho máy chủ"),
        ("/CNAME/", "dành cho máy chủ"),
        ("/a%00b/", "viết chưa đúng"),
        ("/a%0Ab/", "viết chưa đúng"),
        ("/a\u202eb/", "viết chưa đúng"),
        ("/a%E2%80%8Bb/", "viết chưa đúng"),
        ("/%ff/", "viết chưa đúng"),
        ("/a/../x", "viết chưa đúng"),
        ("//[x", "viết chưa đúng"),
        ("//x.vn/", "viết chưa đúng"),
        ("/" + "x" * 256 + "/", "quá dài"),
        ("/" + "ế" * 100 + "/", "quá dài"),
        ("/" + "y/" * 600, "quá dài"),
    ],
)
def test_an_old_address_is_a_page_of_its_own(alias: str, said: str) -> None:
    """One line each; nothing a server runs or obeys, nothing that no disk can hold."""
    beside = OutputPath("tin-tuc/2024/05/lich/kem", "posts/kem", "posts/kem")
    lines = told([post("posts/lich.md", alias)], beside)

    assert len(lines) == bool(said)
    assert said in "".join(lines)
    assert (addresses.address(alias) is None) == (bool(said) and "đã thuộc về" not in said)


def test_two_posts_name_one_old_address() -> None:
    """In two spellings."""
    items = [post("posts/a.md", "/cu/x"), post("posts/b.md", "/Cu/X/")]

    assert told(items) == [
        "posts/b.md:6: địa chỉ cũ /cu/x/ đã thuộc về posts/a.md; hãy xóa địa chỉ này khỏi “aliases”"
    ]


RECORD = "number: 1/QĐ-UBND\ndate: 2022-04-13\nissuer: Ủy ban nhân dân xã Lai Vung\nfile: {}\n"


@pytest.mark.site
def test_every_way_to_a_taken_address_is_told(project: Project) -> None:
    """Of docs/, records and old addresses, at once and before anything is written; robots.txt and
    the server's files are the site's own where docs/ has them."""
    write = project.write
    project.post("posts/a.md")
    project.build("--strict")
    before = project.state()
    for name in ("feed.xml", "Rss.XML", "van-ban.csv", "404.html", "sitemap-1.xml"):
        write(f"docs/{name}", "<x/>")
    write("docs/assets/cchc/search.js", "x")
    write("docs/tim-kiem/chi-muc/muc-luc.json", "{}")
    write("docs/robots.txt", "User-agent: *\n")
    write("docs/_headers", "/*\n  X-A: b\n")
    write("docs/tep/xem.html", "<script>")
    write("docs/tep/ve.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    write("docs/tep/anh.png", "<html>")
    (project.root / "docs/tep/la.pdf").symlink_to("/etc/hostname")
    write("docs/xem.html", "<p>")
    for folder in "mn":
        write(f"documents/{folder}/r.yml", RECORD.format("a.pdf"))
        write(f"documents/{folder}/a.pdf", f"%PDF-1.4 {folder}")

    done = project.run("cchc_site.cli", "check")
    assert [line.partition(";")[0] for line in without_count(done.stdout)] == [
        "docs/404.html: địa chỉ /404.html dành cho tệp do hệ thống tạo",
        "docs/Rss.XML: địa chỉ /rss.xml dành cho tệp do hệ thống tạo",
        "docs/assets/cchc/search.js: địa chỉ /assets/cchc dành cho tệp do hệ thống tạo",
        "docs/feed.xml: địa chỉ /feed.xml dành cho tệp do hệ thống tạo",
        "docs/sitemap-1.xml: địa chỉ /sitemap-1.xml dành cho tệp do hệ thống tạo",
        "docs/tep/anh.png: nội dung không phải của tệp “.png”, mà là trang HTML hoặc XML",
        "docs/tep/la.pdf: liên kết tượng trưng dẫn ra ngoài dự án",
        "docs/tep/ve.svg:1: SVG có <script>, không được phép",
        "docs/tep/xem.html: có thể chạy mã trong trình duyệt nên không được đăng",
        "docs/tim-kiem/chi-muc/muc-luc.json: địa chỉ /tim-kiem/chi-muc dành cho tệp do hệ thống "
        "tạo",
        "docs/van-ban.csv: địa chỉ /van-ban.csv dành cho tệp do hệ thống tạo",
        "documents/n/a.pdf: địa chỉ /van-ban/1-qd-ubnd-2022-uy-ban-nhan-dan-xa-lai-vung/a.pdf "
        "đã thuộc về documents/m/a.pdf",
    ]
    assert project.run("mkdocs", "build").returncode == 1
    assert project.state() == before


@pytest.mark.site
def test_names_of_docs_are_in_nfc(project: Project) -> None:
    """As links write them and readers ask for them; twins and other bytes are told."""
    nfd = unicodedata.normalize("NFD", "docs/tep/mẫu.pdf")
    write = project.write
    write(nfd, b"%PDF-1.4\n")
    write(unicodedata.normalize("NFD", "docs/giới.md"), "# Giới thiệu\n\n[Mẫu](tep/mẫu.pdf)\n")
    project.post("posts/a.md", body="[Mẫu](../docs/tep/mẫu.pdf) [Giới](../docs/giới.md)")
    project.build("--strict")

    assert (project.root / "site/tep/mẫu.pdf").is_file()
    assert (project.root / "site/giới/index.html").is_file()
    write("docs/tep/mẫu.pdf", b"%PDF-1.4\n")
    (project.root / b"docs/x\xe9.md".decode("utf-8", "surrogateescape")).write_text(
        "# X\n", "utf-8"
    )
    lines = without_count(project.run("cchc_site.cli", "check").stdout)
    assert [line.partition(";")[0] for line in lines] == [
        "docs/tep/mẫu.pdf: hai tệp trùng tên “mẫu.pdf”, chỉ khác cách lưu dấu (NFC và NFD)",
        "docs/x\\xe9.md: tên tệp không phải UTF-8",
    ]


@pytest.mark.site
def test_what_is_no_address_is_told_at_its_line(project: Project) -> None:
    """In any field of a post and on docs pages, where MkDocs itself would stop with a traceback."""
    fields = (
        'image: "//[x"\nimage_alt: Ảnh',
        'attachments: [{file: "//[x"}]',
        'documents: [{number: 1/A, date: 2022-01-01, issuer: X, title: T, file: "//[x"}]',
        'procedures: [{name: a, url: "https://[x"}]',
        'aliases: ["//[x"]',
    )
    for number, field in enumerate(fields):
        text = project.post(f"posts/{number}.md", f"Bài {number}").read_text("utf-8")
        project.write(f"posts/{number}.md", text.replace("---\n\n", f"{field}\n---\n\n"))
    done = project.run("cchc_site.cli", "check")
    assert [line.partition(": ")[0] for line in without_count(done.stdout)] == [
        f"posts/{number}.md:6" for number in range(len(fields))
    ]

    project.write("docs/a.md", "# A\n\n[a](//[x)\n\n<https://[y>\n")
    for command in (("cchc_site.cli", "check"), ("mkdocs", "build", "-q")):
        done = project.run(*command)
        assert done.returncode == 1
        assert "Traceback" not in done.stdout
        assert "docs/a.md:3: địa chỉ “//[x” viết sai; " in done.stdout
        assert "docs/a.md:5: địa chỉ “https://[y” viết sai; " in done.stdout


@pytest.mark.site
def test_a_picture_without_an_address_on_a_docs_page_is_told(project: Project) -> None:
    """The policy blocks it, whatever it is."""
    project.write("docs/a.md", '# A\n\n<img src="//[x" alt="x">\n')

    done = project.run("mkdocs", "build")
    assert done.returncode == 0
    assert "docs/a.md: “//[x” bị chính sách bảo mật của trang chặn; hãy sửa địa chỉ" in done.stdout


def test_pages_given_their_paths_at_once_are_as_if_given_one_by_one() -> None:
    """Whoever claims a path before or after them; some at once, some not."""
    random, at_once = Random(3), 0
    names = ("a", "b", "A", "index.html", "c.png")

    def paths(most: int, ending: str = "") -> list[str]:
        depths = (random.randint(1, 3) for _ in range(random.randint(0, most)))
        return ["/".join(random.choices(names, k=depth)) + ending for depth in depths]

    for _ in range(3_000):
        made, pages, others = paths(2), paths(4, "/index.html"), paths(4)
        outputs = [OutputPath(path, str(number), "x") for number, path in enumerate(pages)]
        one_by_one, together = OutputPaths(), OutputPaths()
        for path in made:
            one_by_one.give(OutputPath(path, "made"))
            together.give(OutputPath(path, "made"))
        owners = [one_by_one.claim(output) for output in outputs]

        if together.claim_all(outputs):
            at_once += 1
            assert owners == [None] * len(pages)
        else:
            assert [together.claim(output) for output in outputs] == owners
        for number, path in enumerate(others):
            other = OutputPath(path, f"other {number}", "x")
            assert together.claim(other) == one_by_one.claim(other)
    assert 1_000 < at_once < 2_900
