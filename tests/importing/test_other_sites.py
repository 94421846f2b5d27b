"""Blogs of Material, sites of Hugo and Jekyll: every post comes along, old addresses lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from cchc_site.importing import foreign_markdown, foreign_matter, formats
from cchc_site.importing.draft import Draft, ImportOptions, Refusal, Refused
from tests.support import foreign_sites
from tests.support.importing import options
from tests.support.project import Project

SITES = {
    "material-blog": foreign_sites.material,
    "hugo": foreign_sites.hugo,
    "jekyll": foreign_sites.jekyll,
}
COUNT = 7


def drafts(folder: Path, told: ImportOptions | None = None) -> Iterator[Draft | Refusal]:
    """The drafts of the site in a folder."""
    form = formats.recognised(folder)
    assert form
    assert form.is_site
    return form.reader()(folder, told or options())


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_recognised_by_what_it_holds(name: str, tmp_path: Path) -> None:
    """Nobody needs to say which generator made a folder."""
    SITES[name](tmp_path, 1)
    form = formats.recognised(tmp_path)

    assert form
    assert form.name == name


@pytest.mark.site
def test_every_old_address_leads_to_its_post(project: Project) -> None:
    """What is imported builds in strict mode at once, and whoever follows an old link arrives."""
    old: dict[str, Mapping[str, str]] = {}
    for name, make in SITES.items():
        old[name] = make(project.root / "cu" / name, COUNT)
        done = project.run("cchc_site.cli", "import", f"cu/{name}")
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"Đã nhập {COUNT} bài.")

    built = project.run("mkdocs", "build", "--strict")

    assert built.returncode == 0, built.stdout
    titles = {
        url: (project.root / "site" / url.strip("/") / "index.html").read_text("utf-8")
        for addresses in old.values()
        for url in addresses.values()
    }
    for addresses in old.values():
        for title, url in addresses.items():
            assert title in titles[url]
            assert 'http-equiv="refresh"' in titles[url]
    # A link to an old address leads straight on.
    page = project.root / "site/tin-tuc/2019/02/tin-1/index.html"
    assert "/xa/blog/" not in page.read_text("utf-8")


@pytest.mark.site
def test_addresses_are_those_that_material_made(project: Project) -> None:
    """Material itself publishes each post where its alias says."""
    foreign_sites.material(project.root, 4)
    config = project.read("mkdocs.yml").replace(
        "  - blog:\n",
        "  - blog:\n      post_url_format: '{categories}/{date}/{slug}'\n"
        "      post_url_max_categories: 2\n",
    )
    project.write("mkdocs.yml", config)
    project.write("docs/blog/index.md", "# Blog\n")
    project.write("docs/index.md", "# Trang chủ\n")

    built = project.run("mkdocs", "build", "--quiet")

    assert built.returncode == 0, built.stdout
    for made in drafts(project.root):
        assert isinstance(made, Draft)
        (alias,) = made.fields["aliases"]
        assert (project.root / "site" / alias.removeprefix("/xa/") / "index.html").is_file()


def test_what_a_blog_of_material_says_is_kept(tmp_path: Path) -> None:
    """Authors by their keys, both days, categories, pins, excerpts and notes have their place."""
    foreign_sites.material(tmp_path, 2)
    first, second = drafts(tmp_path)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)

    assert second.fields["author"] == "Nguyễn Văn An"
    assert second.fields["date"] == "2019-02-02 08:30"
    assert second.fields["updated"] == "2025-01-02"
    assert second.fields["category"] == "thong-bao"
    assert second.fields["tags"] == ["Chuyên đề"]
    assert second.fields["pinned"] is True
    assert first.fields["slug"] == "bai-so-0"
    assert first.fields["aliases"] == ["/xa/blog/2018/01/01/bai-so-0/"]
    assert [file.name for file in first.files] == ["quay.png", "mau-don.pdf"]
    assert '!!! note "Lưu ý"\n\n    Mang theo giấy tờ.' in first.body
    assert "**Trực tiếp**\n\nNộp tại quầy." in first.body
    assert "x = '<!-- more -->'" in first.body
    assert first.body.count("more -->") == 1
    assert [*map(str, first.left_out)] == [
        "biểu tượng “:material-download:” (bài không chèn được)",
        "liên kết “../../index.md” (chữ “trang khác”)",
    ]


def test_shortcodes_and_liquid_are_named_and_their_words_stay(tmp_path: Path) -> None:
    """What only a template knows is left out and told; what it shows is in the post."""
    foreign_sites.hugo(tmp_path / "hugo", 1)
    foreign_sites.jekyll(tmp_path / "jekyll", 1)
    (hugo,), (jekyll,) = (list(drafts(tmp_path / name)) for name in ("hugo", "jekyll"))
    assert isinstance(hugo, Draft)
    assert isinstance(jekyll, Draft)

    assert "{{" not in hugo.body
    assert hugo.fields["summary"] == "Đoạn mở đầu 0."
    for words in ("Chữ trong ghi chú.", "```go\nx := 1 * 2\n```", "https://youtu.be/dQw4w9WgXcQ"):
        assert words in hugo.body
    assert '![Quầy](quay.png "Quầy “một cửa”")' in hugo.body
    assert hugo.fields["aliases"] == ["/bai/tin-0/", "/cu/0.html"]
    assert len(hugo.left_out) == 2
    assert "Đoạn mở đầu 0 của Xã." in jekyll.body
    assert "```ruby\nputs 1*2\n```" in jekyll.body
    assert "{{ chữ }} và" in jekyll.body
    assert "{:" not in jekyll.body
    assert jekyll.fields["aliases"] == ["/xa/thông-báo/2018/01/01/bai-0/", "/xa/cu/0/"]
    assert [*map(str, jekyll.left_out)] == [
        "lệnh mẫu trang “{% include nut.html %}” (bài không chạy lệnh)"
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: [a\n---\nx", "không phải YAML"),
        ("+++\ntitle = \n+++\nx", "phần đầu tệp viết sai"),
        ('{"title": }\nx', "phần đầu tệp viết sai"),
        (f"---\na: {'[' * 90}{']' * 90}\n---\nx", "lồng nhau sâu quá"),
        ("---\na: &a [1]\nb: [*a, *a]\n---\nx", ""),
    ],
    ids=["yaml", "toml", "json", "deep", "references"],
)
def test_a_broken_head_is_told_and_keeps_nobody_else(text: str, why: str, tmp_path: Path) -> None:
    """A file that cannot be read is refused with its name, the others are read."""
    (tmp_path / "hugo.toml").write_text("baseURL = 'https://a.example/'\n", "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(text, "utf-8")
    (tmp_path / "content/b.md").write_text("---\ntitle: B\ndate: 2024-01-02\n---\nChữ.\n", "utf-8")

    first, second = drafts(tmp_path)

    assert isinstance(first, Refusal)
    assert first.source == "content/a.md"
    assert why in first.why
    assert isinstance(second, Draft)


def test_an_impossible_day_in_a_name_is_told(tmp_path: Path) -> None:
    """Jekyll has the day in the name of the file."""
    (tmp_path / "_config.yml").write_text("title: x\n", "utf-8")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2016-02-30-a.md").write_text("---\ntitle: A\n---\nChữ.\n", "utf-8")
    (made,) = drafts(tmp_path)

    assert isinstance(made, Draft)
    assert "date" not in made.fields
    assert "ngày “2016-02-30” không tồn tại (không đoán ngày khác)" in map(str, made.left_out)


def test_nothing_outside_a_site_is_read(tmp_path: Path) -> None:
    """A path that leads out, or a link of the disk, brings nothing."""
    (tmp_path / "kin.pdf").write_bytes(foreign_sites.PDF)
    site = tmp_path / "trang"
    (site / "_posts").mkdir(parents=True)
    (site / "lien-ket.pdf").symlink_to(tmp_path / "kin.pdf")
    body = "[a](../../kin.pdf) [b](/../kin.pdf) [c](/lien-ket.pdf) ![d](file:///etc/passwd)"
    (site / "_posts/2024-01-02-a.md").write_text(f"---\ntitle: A\n---\n{body}\n", "utf-8")

    (made,) = drafts(site)

    assert isinstance(made, Draft)
    assert made.files == ()
    assert made.body.strip() == "a b c"
    assert len(made.left_out) == 3


def test_text_of_another_markdown_says_the_same_here() -> None:
    """What GitHub's dialect of offices reads otherwise is written so that the page says what the
    other site did."""
    nowhere = foreign_sites.Nowhere()
    for text, wanted in yaml.safe_load(CASES).items():
        left_out: list[object] = []
        made = foreign_markdown.body(text, nowhere, options(), left_out)  # type: ignore[arg-type]
        assert (made.text, bool(left_out)) == (wanted, False), text


@pytest.mark.parametrize(
    "text",
    ["[" * 30_000, "<!--" * 2000, "{{" * 2000, "x" * 600_000],
    ids=["brackets", "comments", "templates", "long"],
)
def test_a_text_that_takes_too_long_is_refused_at_once(text: str) -> None:
    """What no writer wrote costs nobody time."""
    with pytest.raises(Refused, match="hãy chia"):
        foreign_markdown.body(text, foreign_sites.Nowhere(), options(), [])


CASES = """
"+ một\\n+ hai": "- một\\n- hai"
"# Tên\\n\\nchữ": "## Tên\\n\\nchữ"
"<center>giữa</center>": "giữa"
"[x](javascript:a)": "x"
"a `[x](y)` b": "a `[x](y)` b"
"Đoạn một.\\n{: .nho}": "Đoạn một."
"<p align=right>Ký tên</p>": "Ký tên"
"""


def test_values_before_a_text_are_texts() -> None:
    """Days, numbers and switches come as they are written."""
    values, body = foreign_matter.split("+++\ndate = 2024-01-02\nn = 3\nok = true\n+++\nx")

    assert (dict(values), body) == ({"date": "2024-01-02", "n": "3", "ok": "true"}, "x")
