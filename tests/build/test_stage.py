"""Stage, judge, apply."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from cchc_site.base.workers import Steps, Workers
from cchc_site.build.apply import Applied, Clash, apply
from cchc_site.build.stage import Build, MadePage
from cchc_site.pages.page import Content, Page, PageContext
from cchc_site.pages.post import PostPage
from cchc_site.rendering.renderer import Rendered
from cchc_site.storage import folders as cache_folders
from cchc_site.storage import memory
from cchc_site.storage.published import PublishedFile, PublishedSite
from tests.support.building import strict_build
from tests.support.project import Project


def tree(root: Path, files: dict[str, str]) -> Path:
    """A folder with `files`."""
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    root.mkdir(exist_ok=True)
    return root


def listing(root: Path) -> dict[str, str]:
    """The files of a folder with their content."""
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


class TitleAlone(Page):
    """A page whose title and fingerprint are its content."""

    def content(self, context: PageContext) -> Content:
        """Nothing that anybody asks for here."""
        raise NotImplementedError


def fingerprint(page: Page) -> bytes:
    """What decides whether a page is rendered."""
    return page.title.encode()


def building(root: Path, outputs: Mapping[str, PublishedFile] | None = None) -> Build:
    """A build of `root / "site"`, where `outputs` are known."""
    workers = Workers()
    published = PublishedSite(root / "site", outputs or {}, workers)
    return Build(cache_folders.folders_for(root / "site", root), root / "site", published, workers)


def built(
    root: Path,
    pages: dict[str, str],
    host: dict[str, str] | None = None,
    outputs: Mapping[str, PublishedFile] | None = None,
) -> tuple[Applied, dict[str, PublishedFile], list[str]]:
    """What applying such `pages` and files of MkDocs gives, and which pages were rendered."""
    build, rendered = building(root, outputs), list[str]()

    def leave(made: Iterable[Page]) -> Iterator[MadePage]:
        for page in made:
            rendered.append(page.url)
            yield MadePage(page.url, fingerprint(page), Rendered(page.title.encode()))

    wanted = build.wanted((TitleAlone(url, content) for url, content in pages.items()), fingerprint)
    build.render(wanted, Steps(list, list, leave), lambda: None)
    for url, content in (host or {}).items():
        build.write(url, content.encode())
    applied, known = apply(build)
    build.folders.drop_stage()
    return applied, known, rendered


@pytest.mark.parametrize(
    ("pages", "host"),
    [
        ({"a/": "A"}, {"a/index.html": "B"}),
        ({"feed.xml": "A"}, {"feed.xml": "A"}),
        ({"a/b/": "A"}, {"a/b": "B"}),
        ({"a": "A"}, {"a/b": "B"}),
        ({"a/": "A", "a": "B"}, {}),
    ],
)
def test_a_second_maker_of_a_file_stops_the_build(
    tmp_path: Path, pages: dict[str, str], host: dict[str, str]
) -> None:
    """Before anything of the site has changed, whoever the makers are; kept pages count too."""
    tree(tmp_path / "site", {"x.html": "X"})
    wanted = listing(tmp_path / "site")
    if "a" not in pages:  # the stage itself cannot hold a file and a folder of one name
        with pytest.raises(Clash):
            built(tmp_path, pages, host)
    else:
        with pytest.raises((Clash, OSError)):
            built(tmp_path, pages, host)

    assert listing(tmp_path / "site") == wanted


def test_what_stands_counts_as_made(tmp_path: Path) -> None:
    """A page that is kept and a new file of MkDocs at its address: the same fault."""
    _, known, _ = built(tmp_path, {"a/": "A"})

    with pytest.raises(Clash):
        built(tmp_path, {"a/": "A"}, {"a/index.html": "B"}, known)


def test_apply_touches_only_what_differs(tmp_path: Path) -> None:
    """Equal files keep inode and time, gone ones go with their empty folders."""
    site = tree(tmp_path / "site", {"a/index.html": "A", "b/c/index.html": "C", "d.txt": "D"})
    before = (site / "a/index.html").stat()

    applied, _, _ = built(tmp_path, {"e/": "E"}, {"a/": "A", "d.txt": "D2"})

    assert applied == Applied(
        changed=2, kept=1, gone=("b/c/index.html",), host=("a/index.html", "d.txt")
    )
    assert listing(site) == {"a/index.html": "A", "d.txt": "D2", "e/index.html": "E"}
    after = (site / "a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (site / "b").exists()
    assert not building(tmp_path).folders.stage.exists()


def test_apply_leaves_dot_names_at_the_top(tmp_path: Path) -> None:
    """As MkDocs' own cleaning does: a site may be a git work tree."""
    site = tree(tmp_path / "site", {".git/HEAD": "x", ".nojekyll": "", "old.html": ""})

    built(tmp_path, {"new.html": ""})

    assert listing(site) == {".git/HEAD": "x", ".nojekyll": "", "new.html": ""}


def test_a_file_of_docs_with_a_dot_goes_when_it_is_gone(tmp_path: Path) -> None:
    """Such as docs/.well-known/security.txt; what others keep beside it stays."""
    site = tree(tmp_path / "site", {".well-known/acme/token": "x", ".git/HEAD": "x"})
    here = listing(site)
    host = {".well-known/security.txt": "1", ".nojekyll": ""}
    _, known, _ = built(tmp_path, {"a/": "A"}, host)
    _, known, _ = built(tmp_path, {"a/": "A"}, host, known)  # known for good, not only once
    news = {"a/index.html": "A"}
    assert listing(site) == here | news | host
    assert building(tmp_path, known).published.untouched() is not None

    (site / ".nojekyll").unlink()
    (site / ".nojekyll").mkdir()
    applied, known, _ = built(tmp_path, {"a/": "A"}, outputs=known)

    assert applied.gone == (".well-known/security.txt",)
    assert listing(site) == here | news
    assert [path for path in known if path.startswith(".")] == []


@pytest.mark.parametrize("by", ["news", "host"])
@pytest.mark.parametrize(
    ("old", "new"),
    [({"x": "file"}, {"x/index.html": "page"}), ({"x/index.html": "page"}, {"x": "file"})],
)
def test_a_file_may_become_a_folder_and_back(
    tmp_path: Path, old: dict[str, str], new: dict[str, str], by: str
) -> None:
    """What stood in the way goes first."""
    site = tree(tmp_path / "site", old)

    built(tmp_path, new if by == "news" else {}, new if by == "host" else {})

    assert listing(site) == new


def test_a_page_that_stands_is_not_rendered(tmp_path: Path) -> None:
    """Neither is it touched; another one is, and the next build knows both."""
    _, known, _ = built(tmp_path, {"a/": "A", "b/": "B"})
    before = (tmp_path / "site/a/index.html").stat()

    applied, known, rendered = built(tmp_path, {"a/": "A", "b/": "B2"}, outputs=known)

    assert (applied.changed, applied.kept, rendered) == (1, 1, ["b/"])
    after = (tmp_path / "site/a/index.html").stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)
    assert built(tmp_path, {"a/": "A", "b/": "B2"}, outputs=known)[2] == []


def test_a_site_that_nobody_remembers_is_not_touched_where_it_is_right(tmp_path: Path) -> None:
    """After an upgrade of this package, or where the cache is gone."""
    pages = {"a/": "A", "b/": "B"}
    built(tmp_path, pages)
    before = (tmp_path / "site/a/index.html").stat()

    applied, _, rendered = built(tmp_path, pages | {"b/": "B2"})

    assert (applied.changed, applied.kept, rendered) == (1, 1, ["a/", "b/"])
    after = (tmp_path / "site/a/index.html").stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


@pytest.mark.parametrize("damage", ["altered", "deleted", "emptied", "a link", "a folder"])
def test_what_somebody_did_to_the_site_is_repaired(tmp_path: Path, damage: str) -> None:
    """Only the page concerned is rendered again."""
    pages = {"a/": "A", "b/": "B"}
    _, known, _ = built(tmp_path, pages)
    file = tmp_path / "site/a/index.html"
    if damage in ("altered", "emptied"):
        file.write_text("Z" if damage == "altered" else "", "utf-8")
    else:
        file.unlink()
    if damage == "a link":
        file.symlink_to(tmp_path / "site/b/index.html")
    if damage == "a folder":
        tree(file, {"x": "x"})

    _, _, rendered = built(tmp_path, pages, outputs=known)

    assert rendered == ["a/"]
    assert listing(tmp_path / "site") == {"a/index.html": "A", "b/index.html": "B"}
    assert not file.is_symlink()


@pytest.mark.parametrize("path", ["a/la.html", "a/.la", "a/la/index.html", "la/index.html"])
def test_what_somebody_put_into_the_site_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Also from a folder that a page had to itself, which is not read while it is as it was; one
    with other pages in it is not a page's own."""
    monkeypatch.setattr(memory, "_TICK", -(10**18))  # believe what has just changed
    pages = {"a/": "A", "b/": "B", "b/c/": "C"}
    _, known, _ = built(tmp_path, pages)
    own = {page for page, output in known.items() if output.folder}
    assert own == {"a/index.html", "b/c/index.html"}
    tree(tmp_path / "site", {path: "Z"})

    applied, known, rendered = built(tmp_path, pages, outputs=known)
    again, _, _ = built(tmp_path, pages, outputs=known)

    assert (applied.gone, again.gone, rendered) == ((path,), (), [])
    assert listing(tmp_path / "site").keys() == {f"{page}index.html" for page in pages}


def test_times_that_a_checkout_has_reset_are_not_believed(tmp_path: Path) -> None:
    """The bytes decide: nothing is rendered, nothing touched."""
    pages = {f"{number}/": str(number) for number in range(9)}
    _, known, _ = built(tmp_path, pages)
    shutil.copytree(tmp_path / "site", tmp_path / "copy")
    shutil.rmtree(tmp_path / "site")
    (tmp_path / "copy").rename(tmp_path / "site")

    applied, known, rendered = built(tmp_path, pages, outputs=known)

    assert (applied.changed, applied.kept, rendered) == (0, 9, [])


def test_the_stage_lies_on_the_file_system_of_the_site(tmp_path: Path) -> None:
    """`os.replace` cannot cross file systems."""
    shm = Path("/dev/shm")

    folders = cache_folders.folders_for(tmp_path / "site", tmp_path)

    assert folders.stage.is_relative_to(tmp_path / cache_folders.CACHE)
    if shm.is_dir() and shm.stat().st_dev != tmp_path.stat().st_dev:
        assert cache_folders.folders_for(shm / "cchc-site", tmp_path).stage.parent == shm


def test_a_site_has_one_memory_wherever_its_project_lies(tmp_path: Path) -> None:
    """A CI job may check the project out elsewhere each time; another site has another."""
    names = {
        cache_folders.folders_for(tmp_path / root / "site", tmp_path / root).home.name
        for root in "ab"
    }

    assert len(names) == 1
    assert cache_folders.folders_for(tmp_path / "khac", tmp_path / "a").home.name not in names


def test_one_build_of_a_site_at_a_time(tmp_path: Path) -> None:
    """The second is told, the first undisturbed."""
    folders = cache_folders.folders_for(tmp_path / "site", tmp_path)

    def build() -> None:
        with cache_folders.alone(folders, tmp_path / "site"):
            pass

    with cache_folders.alone(folders, tmp_path / "site"), pytest.raises(cache_folders.Busy):
        build()
    build()


def test_an_interrupted_apply_has_lost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is gone goes last: until then its readers still find it."""
    site = tree(tmp_path / "site", {"old/index.html": "A"})
    moved: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        source.rename(target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, {"new/": "A", "z/": "Z"})

    assert listing(site) == {"old/index.html": "A", "new/index.html": "A"}


@pytest.mark.site
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("posts_dir: post", "không có thư mục bài “post”"),
        ("posts_dir: ../posts", "phải là một thư mục của dự án"),
        ("posts_dir: docs/posts", "phải là một thư mục của dự án"),
    ],
)
def test_a_wrong_folder_of_posts_does_not_empty_the_site(
    project: Project, option: str, said: str
) -> None:
    """Nothing is published rather than everything deleted."""
    project.post("posts/2024/lich.md")
    project.build()
    before = project.state()
    config = project.read("mkdocs.yml").replace("look: portal", f"look: portal\n      {option}")
    project.write("mkdocs.yml", config)

    done = project.run("mkdocs", "build", "--strict")

    assert done.returncode == 1
    assert said in done.stdout
    assert project.state() == before


@pytest.mark.site
@pytest.mark.parametrize("site_dir", ["posts", ".cache", "."])
def test_a_site_over_its_sources_is_refused(project: Project, site_dir: str) -> None:
    """Applying the stage must never delete a post, or the stage itself."""
    file = project.post("posts/2024/lich.md")

    done = project.run("mkdocs", "build", "-d", site_dir)

    assert done.returncode == 1
    assert file.is_file()


@pytest.mark.site
def test_nothing_changed_nothing_touched(project: Project) -> None:
    """A second build leaves every byte, time and inode, MkDocs' own files included."""
    project.post("posts/2024/lich.md")
    project.build()
    before = project.state()

    done = project.build()

    assert project.state() == before
    assert "0 tệp mới hoặc thay đổi, 0 tệp bỏ đi" in done.stdout


@pytest.mark.site
def test_a_deleted_post_leaves_the_site(project: Project) -> None:
    """Its page goes, the lists forget it."""
    file = project.post("posts/2024/lich.md", title="Bài sẽ bị xóa")
    project.post("posts/2024/khac.md", title="Bài khác")
    project.build()
    file.unlink()

    project.build()

    assert not (project.root / "site/tin-tuc/2024/05/lich").exists()
    assert all(
        b"s\xe1\xba\xbd b\xe1\xbb\x8b x" not in state[0] for state in project.state().values()
    )


@pytest.mark.site
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/lien-he.md", "---\ntitle: Liên hệ\n---\n\n# Liên hệ\n\n[Trang](khong-co.md)\n"),
        ("docs/lien-he.md", "---\ntitle: Liên hệ\n---\n\n# Liên hệ\n\n[Mục](index.md#khong)\n"),
    ],
)
def test_a_warning_under_strict_leaves_the_site(project: Project, path: str, text: str) -> None:
    """MkDocs' own verdict is awaited before anything is applied."""
    project.post("posts/2024/lich.md")
    project.build("--strict")
    before = project.state()
    project.write(path, text)

    done = project.run("mkdocs", "build", "--strict")

    assert done.returncode == 1
    assert "docs/lien-he.md:7: liên kết" in done.stdout
    assert project.state() == before
    assert not list((project.root / ".cache/cchc").glob("*/stage"))


@pytest.mark.site
def test_a_bad_link_in_a_post_leaves_the_site(project: Project) -> None:
    """With and without `--strict`."""
    project.post("posts/2024/lich.md")
    project.build()
    before = project.state()
    project.post("posts/2024/hong.md", body="[Trang](khong-co.md)")

    for options in ((), ("--strict",)):
        done = project.run("mkdocs", "build", *options)

        assert done.returncode == 1
        assert "posts/2024/hong.md:8: liên kết “khong-co.md” không dẫn tới trang nào" in done.stdout
        assert project.state() == before


@pytest.mark.site
def test_a_fault_in_a_template_leaves_the_site(project: Project) -> None:
    """A bug keeps its traceback, and the last good site."""
    project.post("posts/2024/lich.md")
    project.build()
    before = project.state()
    config = project.read("mkdocs.yml").replace("font: false", "font: false, custom_dir: mau")
    project.write("mkdocs.yml", config)
    project.write("mau/cchc/post.html", "{{ view.khong_co.gi }}")

    done = project.run("mkdocs", "build")

    assert done.returncode == 1
    assert project.state() == before


@pytest.mark.site
def test_another_site_dir(project: Project, tmp_path: Path) -> None:
    """`-d` builds there, from a stage on its file system."""
    project.post("posts/2024/lich.md")
    target = tmp_path / "noi-khac" / "trang"

    project.build("-d", str(target))

    assert (target / "tin-tuc/2024/05/lich/index.html").is_file()
    assert not (project.root / "site").exists()
    assert [path.name for path in target.parent.iterdir()] == ["trang"]


@pytest.mark.site
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("site_url: https://example.org/\n", ""), "site_url"),
        (("site_name:", "use_directory_urls: false\nsite_name:"), "use_directory_urls"),
        (("thong-bao: Thông báo", "Thong Bao: Thông báo"), "hãy viết “thong-bao”"),
        (("look: portal", "timezone: Sao/Hoa"), "không có múi giờ “Sao/Hoa”"),
    ],
)
def test_what_cannot_work_is_refused(project: Project, change: tuple[str, str], said: str) -> None:
    """A clear error, no traceback."""
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace(*change))

    done = project.run("mkdocs", "build")

    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.site
def test_the_same_site_on_two_days(project: Project) -> None:
    """No byte depends on the day of the build, the compressed sitemap included."""
    project.post("posts/2024/lich.md")
    states = []
    for moment in ("2025-01-01", "2025-01-02"):
        done = project.run("mkdocs", "build", env={"CCHC_NOW": moment})
        assert done.returncode == 0, done.stdout
        states.append({name: state[0] for name, state in project.state().items()})

    assert states[0] == states[1]
    assert "site/sitemap.xml.gz" in states[0]


@pytest.mark.site
def test_posts_in_the_markdown_of_the_site(project: Project) -> None:
    """`markdown: mkdocs` reads posts with the site's extensions; links and faults are the same."""
    config = project.read("mkdocs.yml").replace(
        "look: portal", "look: portal\n      markdown: mkdocs"
    )
    project.write("mkdocs.yml", f"{config}markdown_extensions: [admonition, attr_list]\n")
    project.post("posts/2024/khac.md", title="Khác", body='!!! note "Nhớ"\n    Mang giấy.')
    project.post("posts/2024/lich.md", body="[Khác](khac.md){ .md-button }")

    project.build("--strict")

    page = project.read("site/tin-tuc/2024/05/lich/index.html")
    assert '<a href="../../../../tin-tuc/2024/05/khac/" class="md-button">Khác</a>' in page
    note = project.read("site/tin-tuc/2024/05/khac/index.html")
    assert '<p class="admonition-title">Nhớ</p>' in note
    project.post("posts/2024/hong.md", body="Một.\n\n[Không](khong.md) <script>x</script>")
    done = project.run("mkdocs", "build")
    assert done.returncode == 1
    assert "posts/2024/hong.md:10: liên kết “khong.md” không dẫn tới trang nào" in done.stdout
    assert "posts/2024/hong.md:10: thẻ “<script>” không được dùng" in done.stdout


def test_posts_that_may_hold_tabs_come_with_materials_script(project: Project) -> None:
    """`markdown: mkdocs` lets a post have what that script brings to life; lists hold nothing."""
    configuration = project.read("mkdocs.yml").replace(
        "look: portal", "look: portal\n      markdown: mkdocs"
    )
    project.write("mkdocs.yml", configuration)
    project.post("posts/2024/moi.md")
    project.build("--strict")

    assert "/bundle." in project.read("site/tin-tuc/2024/05/moi/index.html")
    assert "/bundle." not in project.read("site/tin-tuc/index.html")


@pytest.mark.site
def test_the_portals_home_page_belongs_to_its_look(project: Project) -> None:
    """Without it, the page that names its template is told with its line."""
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("look: portal", "look: theme"))
    done = project.run("mkdocs", "build")

    assert done.returncode == 1
    assert (
        "docs/index.md:3: không có mẫu trang “home.html”; hãy đặt “look: portal” trong mkdocs.yml"
        in done.stdout
    )


@pytest.mark.site
def test_a_fresh_clone_is_no_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clock differs where CI checks out anew and brings the kept state back: an edit of one
    post makes no more contents than where the site was built before."""
    project = Project(tmp_path / "here")
    for number in range(40):
        project.post(f"posts/bai-{number}.md", f"Bài {number}", f"2023-{1 + number % 12:02d}-05")
    assert strict_build(project.root).good
    shutil.copytree(project.root, tmp_path / "there", copy_function=shutil.copyfile)
    asked: list[str] = []
    whole = PostPage.content

    def content(self: PostPage, context: PageContext) -> Content:
        asked.append(self.url)
        return whole(self, context)

    monkeypatch.setattr(PostPage, "content", content)
    made = {}
    for place in ("here", "there"):
        asked.clear()
        file = tmp_path / place / "posts/bai-7.md"
        file.write_text(f"{file.read_text('utf-8')}\nThêm một câu.\n", "utf-8")
        assert strict_build(tmp_path / place).good
        made[place] = sorted(asked)

    assert made["there"] == made["here"]
    assert len(made["here"]) < 10
