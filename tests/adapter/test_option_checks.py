"""What mkdocs.yml names is there, and no key of it is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from mkdocs.config import base
from mkdocs.config import config_options as c

from cchc_site.adapter.option_kinds import (
    AddressOption,
    FolderOption,
    KeyOfOption,
    KeyOption,
    MailboxOption,
    TextOption,
)
from cchc_site.adapter.options import CchcConfig
from tests.support.checking import check
from tests.support.project import Project

CONFIG = """\
site_name: Trang thử
site_url: https://example.org/cchc/
theme: {name: material, language: vi, font: false, favicon: %(file)s}
extra_css: [%(file)s]
plugins:
  - cchc:
      look: portal
      categories: {thong-bao: Thông báo, tin-tuc: Tin tức}
      organizations:
        - key: huyen
          name: Ủy ban nhân dân huyện
          to: 2025-06-30
          successors: [%(successor)s]
        - key: %(key)s
          name: Ủy ban nhân dân xã
          from: 2025-07-01
          email: %(email)s
          feedback: %(feedback)s
      tasks:
        - label: Nộp hồ sơ
          url: %(task)s
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""
GOOD = {
    "file": "assets/a.css",
    "successor": "xa, Ủy ban nhân dân xã Hòa Long",
    "key": "xa",
    "email": "gop-y@xa.gov.vn",
    "feedback": "lien-he/",
    "task": "https://dichvucong.gov.vn/",
}
LINES = {"file": 3, "successor": 13, "key": 14, "email": 17, "feedback": 18, "task": 21}
# What is written wrongly, what is said of it, and what the message has one write instead.
WRONG = {
    "feedback": [
        ("lien-hee/", "“lien-hee/” không có", "lien-he/"),
        ("/lien-hee/", "“lien-hee/” không có", "lien-he/"),
        ("lien-he.md", "là tệp nguồn, không phải địa chỉ", "lien-he/"),
        ("lien-he/#gop", "không có mục “#gop”", "lien-he/#gop-y"),
        ("www.xa.gov.vn/gop-y", "thiếu “https:”", "https://www.xa.gov.vn/gop-y"),
        ("gop-y@xa", "không phải địa chỉ thư", "gop-y@xa.gov.vn"),
        ("javascript:alert(1)", "giao thức “javascript:” không được dùng", "lien-he/"),
        ("http:///gop-y", "viết sai", "lien-he/"),
        ("tin-tuc/2024/05/lichh/", "không có trên trang này", "tin-tuc/2024/05/lich/"),
    ],
    "task": [
        ("tim-kim/", "không có trên trang này", "tim-kiem/"),
        ("tin-tuc/2024/05/nhap/", "không có trên trang này", "tin-tuc/2024/05/lich/"),
        ("docs/lien-he.md", "là tệp nguồn, không phải địa chỉ", "lien-he/"),
        ("tep/mau.pdff", "không có trên trang này", "tep/mau.pdf"),
        ("gop-y@xa.gov.vn", "là hộp thư", "mailto:gop-y@xa.gov.vn"),
        ("chuyen-muc/thong-baoo/", "không có trên trang này", "chuyen-muc/thong-bao/"),
        ("C:\\\\mau.pdf", "dẫn tới tệp trên máy của bạn", "tep/mau.pdf"),
    ],
    "key": [
        ("huyen", "mã “huyen” của cơ quan đã dùng", "xa"),
        ("Huyện", "mã “Huyện” của cơ quan đã dùng", "xa"),
        ("Xã Mẫu", "viết chưa đúng; hãy viết “xa-mau”", "xa"),
    ],
    "successor": [
        ("xaa", "không có cơ quan nào mang mã “xaa”; có phải “xa” không?", "xa"),
        ("xa-hoa-long", "không có cơ quan nào mang mã “xa-hoa-long”", "xa"),
        ("x", "không có cơ quan nào mang mã “x”", "xa"),
    ],
    "email": [
        ("gop-y.xa.gov.vn", "không phải địa chỉ thư", "gop-y@xa.gov.vn"),
        ("gop-y@xa", "không phải địa chỉ thư", "gop-y@xa.gov.vn"),
        ("a@b.vn; c@d.vn", "không phải địa chỉ thư", "gop-y@xa.gov.vn"),
    ],
}
RIGHT = {
    "feedback": "gop-y@xa.gov.vn mailto:gop-y@xa.gov.vn https://a.vn/?t={title} lien-he/#gop-y "
    "/lien-he/ lien-he/?x=1",
    "task": "tim-kiem/ /tim-kiem/?q=a tin-tuc/ tin-tuc/2024/05/lich/ tep/mau.pdf tel:1022 feed.xml "
    "chuyen-muc/thong-bao/ nam/2024/ index.html /",
    "successor": "Huyện",
}


@pytest.fixture(name="office")
def _office(project: Project) -> Project:
    """A site with something to name."""
    project.post("posts/2024/lich.md")
    draft = project.read("posts/2024/lich.md").replace("author", "draft: true\nauthor")
    project.write("posts/2024/nhap.md", draft)
    project.write("docs/lien-he.md", "# Liên hệ\n\n## Góp ý\n")
    project.write("docs/tep/mau.pdf", "%PDF-1.7\n")
    project.write("docs/assets/a.css", "")
    return project


@pytest.mark.site
@pytest.mark.parametrize("option", WRONG)
def test_what_an_option_names_is_there(office: Project, option: str) -> None:
    """Else it is told at its line, and what the message has one write is right."""
    for written, said, mend in WRONG[option]:
        office.write("mkdocs.yml", CONFIG % (GOOD | {option: f'"{written}"'}))
        status, lines = check(office)
        places = {f"mkdocs.yml:{LINES[option]}"}
        places |= {"mkdocs.yml:13"} if option == "key" else set()  # the successor is gone with it
        assert (written, status) == (written, 1)
        assert {line.partition(": ")[0] for line in lines} <= places
        assert any(
            said in line for line in lines if line.startswith(f"mkdocs.yml:{LINES[option]}:")
        ), (said, lines)
        offered = re.search("có phải “(.*?)” không|hãy viết “(.*?)”", "".join(lines))
        if offered and option in ("feedback", "task"):
            assert any(words and words.strip("/#") in mend for words in offered.groups())
        office.write("mkdocs.yml", CONFIG % (GOOD | {option: mend}))
        assert (written, check(office)) == (written, (0, ["Không có lỗi."]))
    for written in RIGHT.get(option, "").split():
        office.write("mkdocs.yml", CONFIG % (GOOD | {option: f'"{written}"'}))
        assert (written, check(office)) == (written, (0, ["Không có lỗi."]))


FILES = {
    "assets/b.css": "assets/a.css",
    "docs/assets/a.css": "assets/a.css",
    "assets/A.css": "assets/a.css",
    "/assets/c.css": "/assets/a.css",
    "assets/": "assets/a.css",
    "a.css?v=1": "assets/a.css?v=1",
    "bieu-tuong.svg": "https://a.vn/a.svg",
}


@pytest.mark.site
def test_a_file_that_mkdocs_is_to_use_is_there(office: Project) -> None:
    """Else it is advice at each of its lines, since a plugin may make it when all is built."""
    for written, mend in FILES.items():
        office.write("mkdocs.yml", CONFIG % (GOOD | {"file": f'"{written}"'}))
        status, lines = check(office)
        assert status == 0
        told = [line for line in lines[:-1] if not line.startswith(" ")]  # but for their one hint
        assert [line.partition(";")[0] for line in told] == [
            f"mkdocs.yml:{line}: gợi ý: không có tệp “{written}” trong trang" for line in (3, 4)
        ]
        office.write("mkdocs.yml", CONFIG % (GOOD | {"file": f'"{mend}"'}))
        assert check(office) == (0, ["Không có lỗi."])


DOUBLED = (
    ("site_name: B\n", "site_name"),
    ("extra:\n  a: 1\n  b: 2\n  a: 3\n", "a"),
    ("extra:\n  x: [{c: 1, c: 1}]\n", "c"),
    ('extra: {"d": 1, d: 2}\n', "d"),
    ("extra:\n  x: &x {e: 1}\n  y: {<<: *x, e: 2, f: 1, f: 1}\n", "f"),
)


@pytest.mark.site
def test_no_key_is_written_twice(office: Project) -> None:
    """MkDocs takes the last in silence."""
    good = CONFIG % GOOD
    cases = [(good + more, key) for more, key in DOUBLED]
    cases += [
        (f"plugins: [search]\n{good}", "plugins"),
        (good.replace("      tasks:", "      tasks: []\n      tasks:"), "tasks"),
        (good.replace("tin-tuc: Tin tức", "thong-bao: Tin tức"), "thong-bao"),
        (good.replace("          to:", "          key: x\n          to:"), "key"),
    ]
    for text, key in cases:
        office.write("mkdocs.yml", text)
        told = [line for line in check(office)[1] if f"mục “{key}” viết hai lần" in line]
        assert (key, len(told)) == (key, 1)
        assert re.match(r"mkdocs\.yml:\d+: ", told[0])
    office.write("mkdocs.yml", good + "extra:\n  x: &x {e: 1}\n  y: {<<: *x, e: 2}\n  z: *x\n")
    assert check(office) == (0, ["Không có lỗi."])


@pytest.mark.site
def test_a_misspelt_author_of_mkdocs_yml_is_told(office: Project) -> None:
    """One that is like none may be kept for later."""
    names = "      authors: {Ban biên tạp: Phòng Nội vụ, Ban biên tập: Phòng, Lê Văn A: Xã}\n"
    office.write("mkdocs.yml", (CONFIG % GOOD).replace("      tasks:", f"{names}      tasks:"))

    status, lines = check(office)

    assert status == 0
    assert lines[:-1] == [
        "mkdocs.yml:19: gợi ý: không bài nào có tác giả “Ban biên tạp” nên mục này không có tác "
        "dụng; có phải “Ban biên tập” không?"
    ]


@pytest.mark.site
def test_words_of_the_menu_that_are_alike_are_told(office: Project) -> None:
    """Of categories, and of `nav`; with another name nothing is told."""
    good = CONFIG % GOOD
    said = "gợi ý: danh mục có “Tin” và “Tin tức”, người đọc dễ nhầm"
    alike = good.replace("{thong-bao: Thông báo, ", "{thong-bao: Tin, ")
    for text, line in (
        (alike, 8),
        (good + "nav: [index.md, {Tin: lien-he.md}, {Tin tức: tin-tuc/index.md}]\n", 24),
    ):
        office.write("mkdocs.yml", text)
        status, lines = check(office)
        assert status == 0
        hint = "hãy đổi một tên để không tên nào mở đầu bằng tên kia"
        assert lines[0] == f"mkdocs.yml:{line}: {said}; {hint}", lines
        mended = text.replace("Tin tức:", "Mọi tin:").replace(
            "tin-tuc: Tin tức", "tin-tuc: Sự kiện"
        )
        office.write("mkdocs.yml", mended)
        assert check(office)[1] == ["Không có lỗi."]


def options(config: base.Config) -> Iterator[base.BaseConfigOption[object]]:
    """Every option of a configuration, of its lists and groups too."""
    pending = [option for _, option in config._schema]
    while pending:
        option = pending.pop()
        yield option
        if isinstance(option, c.ListOfItems | c.Optional):
            inner = option.option_type if isinstance(option, c.ListOfItems) else option.option
            pending.append(inner)
        elif isinstance(option, c.SubConfig):
            pending += (each for _, each in option.config_class()._schema)


def test_every_option_of_text_declares_what_it_names() -> None:
    """So none that names an address, a key or a file is forgotten."""
    every = [*options(CchcConfig())]
    assert {type(option) for option in every} >= {
        FolderOption,
        KeyOption,
        KeyOfOption,
        MailboxOption,
        AddressOption,
        TextOption,
    }
    bare = [option for option in every if type(option) is c.Type and option._type is str]
    assert bare == []
