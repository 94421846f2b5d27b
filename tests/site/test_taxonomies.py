"""Authors and tags whose names fold alike, in sites as they are built."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping

import pytest
import yaml

from tests.support.building import assert_equal, clean_build, contents, strict_build
from tests.support.project import Project
from tests.support.rendering import post

pytestmark = pytest.mark.site

AUTHORS = {
    "a": post("x", title="Tin thử", date="2026-03-05", author="Nguyễn Thị Lan"),
    "b": post("y", title="Tin thử", date="2026-03-01", author="Nguyễn Thị Lân"),
}
TAGS = {
    name: post(title=title, date="2026-03-05", tags=f'["{tag}"]')
    for name, title, tag in (
        ("a", "Nộp thuế", "thuế đất"),
        ("b", "Cho thuê", "thuê đất"),
        ("c", "Ba", "C++"),
        ("d", "Bốn", "C#"),
    )
}
NOW = "2026-04-01"
LAN, LANS, OTHERS = (f"tac-gia/nguyen-thi-lan/{mark}" for mark in ("", "d4a2caff/", "28514be9/"))


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_NOW", NOW)


def options(project: Project, **options: object) -> None:
    """Set options of the plugin."""
    config = yaml.safe_load(project.read("mkdocs.yml"))
    config["plugins"][0]["cchc"] |= options
    project.write("mkdocs.yml", yaml.safe_dump(config, allow_unicode=True, sort_keys=False))


def built(project: Project, posts: Mapping[str, str]) -> dict[str, bytes]:
    """The site with these posts, built on top of the last, which is what a clean build makes."""
    shutil.rmtree(project.root / "posts", ignore_errors=True)
    for name, text in posts.items():
        project.write(f"posts/2026/{name}.md", text)
    outcome = strict_build(project.root)
    assert outcome.good, outcome.said
    found, (wanted, site) = contents(project.root / "site"), clean_build(project.root)
    assert outcome == wanted
    assert_equal(found, site)
    return found


def heading(site: Mapping[str, bytes], url: str) -> str:
    """The heading of the page at `url`, or of that to which it leads on."""
    text = site[f"{url}index.html"].decode()
    if leads := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text):
        parts = f"{url}{leads[1]}".split("/")
        while ".." in parts:
            at = parts.index("..")
            del parts[at - 1 : at + 1]
        assert url not in site["sitemap.xml"].decode()
        text = site[f"{'/'.join(parts)}index.html"].decode()
        assert "refresh" not in text
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert found
    return found[1]


@pytest.mark.parametrize("engine", ["fast", "native"])
def test_the_address_of_an_author_stays_whoever_comes_and_goes(
    project: Project, engine: str
) -> None:
    """The own one leads to the same name at each step, and is neither listed nor lost."""
    options(project, engine=engine)
    a, b = {"a": AUTHORS["a"]}, {"b": AUTHORS["b"]}
    lan, other = "Tin của Nguyễn Thị Lan", "Tin của Nguyễn Thị Lân"

    for posts, plain in (
        (a, lan),
        (a | b, f"{lan}, Nguyễn Thị Lân"),
        (b, other),
        (b | a, f"{lan}, Nguyễn Thị Lân"),
        (a, lan),
    ):
        site = built(project, posts)
        assert heading(site, LAN) == plain
        assert ("a" not in posts) or heading(site, LANS) == lan
        assert ("b" not in posts) or heading(site, OTHERS) == other
        assert {path for path in site if path.startswith("tac-gia/nguyen")} == {
            f"{url}index.html"
            for url in (LAN, *([LANS] if "a" in posts else ()), *([OTHERS] if "b" in posts else ()))
        }


def test_each_post_bears_the_tag_that_its_editor_wrote(project: Project) -> None:
    """On its page, in feeds and for machines; it leads to posts with that tag alone."""
    site = built(project, TAGS)

    pages = {}
    for name, tag in zip("abcd", ("thuế đất", "thuê đất", "C++", "C#"), strict=True):
        text = site[f"tin-tuc/2026/03/{name}/index.html"].decode()
        (url,) = re.findall(rf'href="[./]*/(the/[^"]+)">{re.escape(tag)}</a>', text)
        assert f'"keywords":["{tag}"]' in text
        assert heading(site, url) == f"Thẻ “{tag}”"
        pages[tag] = url
        feed = site["feed.json"].decode()
        assert f'"{tag}"' in feed
    assert len(set(pages.values())) == 4
    for url, labels in (("the/c/", "“C#”, “C++”"), ("the/thue-dat/", "“thuê đất”, “thuế đất”")):
        assert heading(site, url) == f"Thẻ {labels}"
    overview = site["the/index.html"].decode()
    assert all(f'/{url}"' in overview for url in pages.values())


def test_tags_come_and_go(project: Project) -> None:
    """Each step is what a clean build makes; an own address is of the same tag at each."""
    owners: dict[str, str] = {}
    for names in ("a", "ab", "b", "bcd", "cd", "d", "abcd"):
        site = built(project, {name: TAGS[name] for name in names})
        owns = [path for path in site if re.fullmatch(r"the/[^/]+/[0-9a-f]{8}/index.html", path)]
        assert len(owns) == len(names)
        for path in owns:
            said = heading(site, path.removesuffix("index.html"))
            assert owners.setdefault(path, said) == said


def test_a_slug_that_is_kept_never_shows_anothers_posts(project: Project) -> None:
    """Whether the other is older, alone or later; the own address leads there."""
    options(
        project,
        authors={"NGUYỄN THỊ LAN": {"slug": "nguyen-thi-lan", "unit": "Tư pháp"}},
        tags={"C++": {"slug": "cpp"}},
    )

    for names in ("b", "ab", "a", "ab", "b"):
        posts = {name: AUTHORS[name] for name in names}
        site = built(project, {**posts, "c": TAGS["c"], "d": TAGS["d"]})
        assert (f"{LAN}index.html" in site) == ("a" in names)
        if "a" in names:
            assert heading(site, LAN) == heading(site, LANS) == "Tin của Nguyễn Thị Lan"
            assert "Lân" not in re.sub(r"<head>.*?</head>", "", site[f"{LAN}index.html"].decode())
        if "b" in names:
            assert heading(site, OTHERS) == "Tin của Nguyễn Thị Lân"
            assert "refresh" not in site[f"{OTHERS}index.html"].decode()
        assert heading(site, "the/cpp/") == "Thẻ “C++”"
        assert heading(site, "the/c/") == "Thẻ “C#”"


def test_links_to_an_own_address_hold_in_every_state(project: Project) -> None:
    """Of posts and of pages of docs/, which cannot take the address either."""
    project.write("docs/a.md", f"# A\n\n[Lan]({LANS}index.md)\n")
    linking = {"z": post(f"Xem [Lan](/{LANS}).", title="Dẫn", date="2026-03-06")}
    a, b = {"a": AUTHORS["a"]}, {"b": AUTHORS["b"]}
    for posts in (a, a | b):
        built(project, posts | linking)

    project.write("docs/a.md", "# A\n")
    project.write(f"docs/{LANS}index.md", "# Lan\n")
    done = project.run("cchc_site.cli", "check")
    assert f"docs/{LANS}index.md: địa chỉ /{LANS} dành cho trang danh sách tin" in done.stdout


def check(project: Project) -> list[str]:
    """What `cchc check` advises."""
    done = project.run("cchc_site.cli", "check")
    assert done.returncode == 0, done.stdout
    return [line for line in done.stdout.splitlines() if ": gợi ý: " in line]


def test_check_advises_how_to_settle_a_shared_address(project: Project) -> None:
    """Once, before and after a build, though advice on citations stops builds; what it says to
    write settles it."""
    options(project, strict_citations=True)
    for name, text in TAGS.items():
        project.write(f"posts/2026/{name}.md", text)
    project.write("posts/2026/lan.md", AUTHORS["a"])
    project.write("posts/2026/lân.md", AUTHORS["b"].replace("date: 2026-03-01", "date: 2026-12-01"))

    told = check(project)

    assert told == [
        "posts/2026/b.md:6: gợi ý: các thẻ “thuế đất”, “thuê đất” chung địa chỉ /the/thue-dat/; "
        "nếu là một thẻ thì hãy viết giống nhau; nếu không, để địa chỉ ấy mãi là của “thuế đất”, "
        "hãy ghi vào “tags” của plugin cchc trong mkdocs.yml dòng thuế đất: {slug: thue-dat}",
        "posts/2026/d.md:6: gợi ý: các thẻ “C++”, “C#” chung địa chỉ /the/c/; "
        "nếu là một thẻ thì hãy viết giống nhau; nếu không, để địa chỉ ấy mãi là của “C++”, "
        "hãy ghi vào “tags” của plugin cchc trong mkdocs.yml dòng C++: {slug: c}",
        "posts/2026/lân.md:4: gợi ý: các tác giả “Nguyễn Thị Lan”, “Nguyễn Thị Lân” chung địa chỉ "
        "/tac-gia/nguyen-thi-lan/; nếu là một tác giả thì hãy viết giống nhau; nếu không, để địa "
        "chỉ ấy mãi là của “Nguyễn Thị Lan”, hãy ghi vào “authors” của plugin cchc trong "
        "mkdocs.yml dòng Nguyễn Thị Lan: {slug: nguyen-thi-lan}",
    ]
    project.build("--strict")
    assert check(project) == told
    lines = [line.rpartition(" dòng ")[2] for line in told]
    tags, authors = "\n".join(lines[:2]), lines[2]
    options(project, tags=yaml.safe_load(tags), authors=yaml.safe_load(authors))
    assert check(project) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tags: {C++: {slug: C++}}", "slug “C++” của thẻ “C++” viết chưa đúng; hãy viết “c”"),
        ("tags: {C++: {slug: '+'}}", "viết chưa đúng; hãy chỉ dùng a–z, 0–9 và dấu “-” ở giữa"),
        ("tags: {C++: {slug: a/b}}", "slug “a/b” của thẻ “C++” viết chưa đúng; hãy viết “a-b”"),
        ("tags: {Mười: {slug: 012}}", "slug của thẻ “Mười” phải đặt trong ngoặc kép"),
        ("tags: {2024: {slug: a}}", "thẻ “2024” phải đặt tên trong ngoặc kép"),
        ("tags: {C: {slug: c}, C++: {slug: c}}", "thẻ “C” và “C++” có cùng slug “c”"),
        ("tags: {hoà: {slug: a}, HÒA: {slug: b}}", "“hoà” và “HÒA” là cùng một thẻ"),
        (
            "tags: {C: {unit: A}}",
            "thẻ “C” không có mục “unit”; hãy xóa nó; các mục được dùng: slug",
        ),
        ("tags: {C: cpp}", "thẻ “C” viết chưa đúng; hãy viết “C: {slug: …}”"),
        ("tags: [C]", "hãy viết mỗi thẻ một dòng “tên: {slug: …}”"),
        ("authors: {An: {slug: An}}", "slug “An” của tác giả “An” viết chưa đúng; hãy viết “an”"),
        (
            "authors: {An: {chuc: A}}",
            "không có mục “chuc”; hãy xóa nó; các mục được dùng: unit, slug",
        ),
        ("authors: {An: [A]}", "tác giả “An” viết chưa đúng; hãy viết “An: {unit: …, slug: …}”"),
    ],
)
def test_a_wrong_option_is_refused(project: Project, written: str, said: str) -> None:
    """In words, at its option."""
    config = project.read("mkdocs.yml")
    project.write("mkdocs.yml", config.replace("look: portal", f"look: portal\n      {written}"))

    outcome = strict_build(project.root)

    assert not outcome.good
    assert any(said in one for one in outcome.said), outcome.said


@pytest.mark.parametrize("about", ["Phòng Tư pháp", {"unit": "Phòng Tư pháp"}])
def test_an_author_has_a_unit(project: Project, about: object) -> None:
    """Written alone or beside a slug, for any spelling of the name."""
    options(project, authors={"nguyễn thị lan": about})

    site = built(project, {"a": AUTHORS["a"]})

    assert "Phòng Tư pháp." in site[f"{LAN}index.html"].decode()
