"""An incremental build is a clean build, byte for byte, whatever was done before."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.building import assert_equal, clean_build, contents, strict_build
from tests.conftest import MINIMAL, Project

pytestmark = pytest.mark.site

DAYS = ("2022-12-31", "2023-01-01", "2024-05-13", "2024-05-14", "2024-06-01", "2025-07-02")
NOWS = ("2024-05-13T12:00", "2025-01-01", "2025-06-15", "2026-06-01")
CATEGORIES = ("thong-bao", "tin-tuc")
AUTHORS = ("Ban biên tập", "Văn phòng", "[Ban biên tập, Văn phòng]")


class World(Project):
    """A small site to which anything may happen; `chosen` numbers tell which post and how."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.now = NOWS[1]
        self.config = yaml.safe_load(MINIMAL)
        self.write("docs/lien-he.md", "---\ntitle: Liên hệ\n---\n\n# Liên hệ\n\nXem tin.\n")
        for number in range(24):
            self.put(number, number)
        self.save()

    def save(self) -> None:
        """Write mkdocs.yml."""
        self.write("mkdocs.yml", yaml.safe_dump(self.config, allow_unicode=True, sort_keys=False))

    @property
    def options(self) -> dict[str, object]:
        """The plugin's."""
        options: dict[str, object] = self.config["plugins"][-1]["cchc"]
        return options

    def path(self, number: int) -> Path:
        """The file of a post."""
        return self.root / f"posts/2024/bai-{number % 24:02d}.md"

    def put(self, number: int, seed: int, **fields: str) -> None:
        """Write a post; its `seed` decides what it says."""
        known = {
            "title": f"Bài {seed % 9} & <b>{number % 24}",
            "date": DAYS[seed % len(DAYS)],
            "author": AUTHORS[seed % len(AUTHORS)],
            "category": CATEGORIES[seed % 2],
            "tags": f"[thẻ {seed % 4}, thẻ {seed % 5}]",
        } | fields
        head = "\n".join(
            f"{name}: '{value}'" if name == "title" else f"{name}: {value}"
            for name, value in known.items()
        )
        body = f"Đoạn {seed}.\n\n## Mục {seed % 3}\n\nHết."
        if seed % 4 == 1:
            body += f"\n\nXem [bài khác](bai-{(number + 1) % 24:02d}.md)."
        self.write(f"posts/2024/bai-{number % 24:02d}.md", f"---\n{head}\n---\n\n{body}\n")


def edit(world: World, chosen: int) -> None:
    """Another text, title, date, category, tags, perhaps a link."""
    world.put(chosen, chosen * 7 + 1)


def reword(world: World, chosen: int) -> None:
    """Another title, which other posts may have, another summary, perhaps other text; nothing that
    decides of order, groups or addresses."""
    summary = f"Tóm tắt {chosen}."
    world.put(chosen, chosen % 24, title=f"Bài {chosen % 2} & <b>", summary=summary)
    if chosen % 3 == 0:
        file = world.path(chosen)
        file.write_text(f"{file.read_text('utf-8')}\nThêm {chosen}.\n\n## Mục thêm\n", "utf-8")


def add(world: World, chosen: int) -> None:
    """A post more; the newest, or one dated back."""
    day = "2024-12-31" if chosen % 2 else "2021-02-03"
    world.post(f"posts/2025/them-{chosen % 7}.md", title=f"Thêm {chosen}", date=day)


def delete(world: World, chosen: int) -> None:
    """A post less: links to it lead nowhere."""
    world.path(chosen).unlink(missing_ok=True)


def rename(world: World, chosen: int) -> None:
    """Another file name, so another address."""
    if world.path(chosen).is_file():
        world.path(chosen).rename(world.root / f"posts/2024/doi-{chosen % 24:02d}.md")


def draft(world: World, chosen: int) -> None:
    """A draft, or a post that waits for its day."""
    world.put(chosen, chosen, **({"draft": "true"} if chosen % 2 else {"date": "2029-01-01"}))


def expire(world: World, chosen: int) -> None:
    """A post that expires, is withdrawn, pinned, or has an old address."""
    fields = (
        {"expires": "2025-06-01"},
        {"withdrawn": "Bài sai."},
        {"pinned": "true"},
        {"aliases": "[/tin/cu.html, /tin/xua/]"},
    )
    world.put(chosen, chosen, **fields[chosen % 4])


def clock(world: World, chosen: int) -> None:
    """Another moment."""
    world.now = NOWS[chosen % len(NOWS)]


def link_heading(world: World, chosen: int) -> None:
    """A link to a part of another post, which may be there or not."""
    target = f"bai-{(chosen + 1) % 24:02d}.md#muc-{chosen % 3}"
    world.post(f"posts/2024/bai-{chosen % 24:02d}.md", body=f"Xem [mục]({target}).")


def picture(world: World, chosen: int) -> None:
    """A post with a picture beside it, whose size changes."""
    folder = f"posts/2024/anh-{chosen % 3}"
    world.post(f"{folder}/index.md", title=f"Ảnh {chosen % 3}", body="![Ảnh](anh.png)")
    Image.new("RGB", (20 + chosen % 9, 10)).save(world.root / folder / "anh.png")


def repaint(world: World, chosen: int) -> None:
    """Another picture under the name and of the size of one that is shown before the text, in it,
    or only linked; or a damaged one."""
    folder = world.root / f"posts/2024/tranh-{chosen % 2}"
    body = ("![Tranh](a.jpg)", "[Tranh](a.jpg)", "Không có tranh.")[chosen % 3]
    lead = "tin-tuc\nimage: a.jpg\nimage_alt: Tranh\npinned: true" if chosen % 4 < 2 else "tin-tuc"
    world.post(f"posts/2024/{folder.name}/index.md", folder.name, category=lead, body=body)
    dice = random.Random(chosen % 5)
    coarse = Image.frombytes("RGB", (12, 9), dice.randbytes(324))
    coarse.resize((500, 320)).save(folder / "a.jpg", quality=95)
    if chosen % 6 == 5:
        (folder / "a.jpg").write_bytes((folder / "a.jpg").read_bytes()[:-900])


def option(world: World, chosen: int) -> None:
    """Other options of the plugin."""
    labels = {"thong-bao": f"Thông báo {chosen % 3}", "tin-tuc": "Tin tức"}
    body = {"key": "huyen", "name": f"Huyện {chosen % 2}", "to": "2025-06-30"}
    after = {"key": "xa", "name": "Xã", "from": "2025-07-01"}
    changes: tuple[tuple[str, object], ...] = (
        ("categories", labels),
        ("organizations", [body, after] if chosen % 3 else []),
        ("authors", {"Ban biên tập": {"unit": f"Phòng {chosen}"}}),
        ("look", "portal"),
    )
    name, value = changes[chosen % 4]
    world.options[name] = value
    world.save()


def setting(world: World, chosen: int) -> None:
    """Other settings of MkDocs and Material."""
    nav = [{"Nhà": "index.md"}, "lien-he.md", {f"Năm {chosen}": "nam/2024/index.md"}]
    changes: tuple[tuple[str, object], ...] = (
        ("nav", nav),
        ("site_name", f"Trang {chosen % 3}"),
        ("copyright", f"Bản quyền {chosen % 3}"),
        ("site_url", f"https://example.org/{'con/' if chosen % 2 else ''}"),
        ("extra_css", ["them.css"]),
    )
    name, value = changes[chosen % 5]
    world.config[name] = value
    world.save()


def template(world: World, chosen: int) -> None:
    """A template of the site's own, of a post or around every page."""
    world.config["theme"]["custom_dir"] = "mau"
    own = '{% extends "base.html" %}{% block announce %}Báo {{ page.title }} N{% endblock %}'
    if chosen % 3 == 0:
        world.write("mau/main.html", own.replace("N", str(chosen)))
    elif chosen % 3 == 1:
        world.write("mau/cchc/post.html", f"<h1>{{{{ view.title | e }}}}</h1><p>{chosen}</p>")
    else:
        world.write("mau/cchc/alias.html", f"<p>{chosen}</p>")
    world.save()


def docs(world: World, chosen: int) -> None:
    """A page of docs/, with a link that may lead nowhere, or an asset."""
    target = f"../posts/2024/bai-{chosen % 30:02d}.md"
    world.write("docs/lien-he.md", f"# Liên hệ {chosen}\n\n[Bài]({target})\n")
    world.write("docs/them.css", f"a {{ order: {chosen} }}\n")


def damage(world: World, chosen: int) -> None:
    """Somebody alters, adds or deletes files of the site, or of what is kept of pictures."""
    files = sorted((world.root / "site").rglob("*.html"))
    files += sorted((world.root / "site/anh").glob("*"))
    for kept in sorted(world.root.glob(".cache/cchc/*/pictures/*"))[: chosen % 3]:
        kept.write_bytes(kept.read_bytes()[chosen:])
    if files:
        file = files[chosen % len(files)]
        if chosen % 3 == 0:
            file.unlink()
        elif chosen % 3 == 1:
            file.write_bytes(file.read_bytes()[:-1] + b"!")
        else:
            (file.parent / "la.txt").write_text("lạ", "utf-8")


CITATIONS = (
    "Kế hoạch số 09/KH-UBND ngày 13/4/2022 của Ủy ban nhân dân huyện Lai Vung",
    "Quyết định số 45/QĐ-UBND ngày 16/3/2022 của UBND huyện Lai Vung",
    "Nghị định số 30/2020/NĐ-CP",
    "theo **Kế hoạch số 09/KH-UBND**",
    "Công văn số 7/UBND-NC",
    "Quyết định số 45/QĐ-UBND ngày 17/3/2022 của UBND huyện Lai Vung",
)


def cite(world: World, chosen: int) -> None:
    """A post that cites documents, or publishes one."""
    cited = f"{CITATIONS[chosen % 6]}. {CITATIONS[(chosen // 6) % 6]}, {CITATIONS[3]}."
    more = "documents: [{number: 1/TB-VP, date: 2024-01-02, issuer: Văn phòng, title: Lịch}]\n"
    more += f"procedures: [{{name: Thủ tục {chosen % 2}}}]\n"
    head = f"title: Dẫn {chosen}\ndate: 2024-05-13\nauthor: A\ncategory: tin-tuc\n"
    head += more if chosen % 3 == 0 else ""
    world.write(f"posts/2024/dan-{chosen % 4}.md", f"---\n{head}---\n\n{cited}\n")


def record(world: World, chosen: int) -> None:
    """A record of a document that news cite or not, with its file, or faulty."""
    date = "2022-04-13" if chosen % 5 else "13/4/2022"
    world.write(
        f"documents/{chosen % 2}.yml",
        f"- number: 09/KH-UBND\n  date: {date}\n  issuer: UBND huyện Lai Vung\n"
        f"  title: Kiểm tra {chosen}\n  file: a.txt\n"
        f"- number: {chosen % 3}/TB-VP\n  date: 2024-01-02\n  issuer: Văn phòng\n"
        f"  replaces: {CITATIONS[chosen % 3]}\n",
    )
    if chosen % 4:
        world.write("documents/a.txt", f"Toàn văn {chosen}")


STEPS: tuple[Callable[[World, int], None], ...] = (
    edit,
    reword,
    add,
    delete,
    rename,
    draft,
    expire,
    clock,
    link_heading,
    picture,
    repaint,
    option,
    setting,
    template,
    docs,
    cite,
    record,
    damage,
)


# What these bring changes its state by the clock.
TIMED = (add, draft, expire, clock, option)


def compare(world: World, patch: pytest.MonkeyPatch, oracle: str) -> None:
    """Build incrementally and clean, with the engine `oracle`: site, verdict and warnings are the
    same; a build that fails leaves the site alone."""
    patch.setenv("CCHC_NOW", world.now)
    before = contents(world.root / "site")

    outcome = strict_build(world.root)

    world.options["engine"] = oracle
    world.write("oracle.yml", yaml.safe_dump(world.config, allow_unicode=True))
    del world.options["engine"]
    wanted, site = clean_build(world.root, "oracle.yml")
    assert outcome == wanted
    assert_equal(contents(world.root / "site"), site if outcome.good else before)


@pytest.mark.parametrize("step", STEPS)
def test_each_kind_of_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Callable[[World, int], None]
) -> None:
    """Several times, nothing else changing; then, where it decides anything, the clock alone."""
    world = World(tmp_path)
    monkeypatch.setenv("CCHC_NOW", world.now)
    assert strict_build(world.root).good
    for chosen in range(4):
        step(world, chosen)
        compare(world, monkeypatch, ("fast", "native")[chosen % 2])
    for world.now in NOWS if step in TIMED else ():
        compare(world, monkeypatch, "fast")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=1, max_size=6),
    st.sampled_from(("fast", "fast", "native")),
)
def test_an_incremental_build_is_a_clean_build(
    steps: list[tuple[Callable[[World, int], None], int]], oracle: str
) -> None:
    """After each of any edits."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        world = World(Path(folder).resolve())
        patch.setenv("CCHC_NOW", world.now)
        assert strict_build(world.root).good
        for step, chosen in steps:
            step(world, chosen)
            compare(world, patch, oracle)
