"""A small site to which anything may happen, step by step, and builds compared after each.

`python -m tests.support.world STEPS SEED` does that many steps, with worlds that begin anew now and
then.
"""

from __future__ import annotations

import copy
import importlib
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig
from PIL import Image

from tests.support.building import Outcome, assert_equal, clean_build, contents, strict_build
from tests.support.field_steps import STEPS as STEPS_OF
from tests.support.project import MINIMAL, Project

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
        self.raw: dict[str, str] = {}
        self.write("docs/lien-he.md", "---\ntitle: Liên hệ\n---\n\n# Liên hệ\n\nXem tin.\n")
        for number in range(24):
            self.put(number, number)
        self.save()

    def save(self, name: str = "mkdocs.yml") -> None:
        """Write mkdocs.yml, or the same under another `name`."""
        text = yaml.safe_dump(self.config, allow_unicode=True, sort_keys=False)
        text += "".join(f"{key}: {value}\n" for key, value in self.raw.items())
        self.write(name, text)

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


def component(world: World, chosen: int) -> None:
    """A component of the site's own: one that lists show, one inside of others, one of the layout
    around every page."""
    world.config["theme"]["custom_dir"] = "mau"
    own = (
        ("card_line", "card, base, level=3", "{{ card.title | e }}"),
        ("icon", "name", "{{ name }}"),
        ("footer", "portal, links", "{{ portal.name | e }}"),
    )
    name, parameters, shown = own[chosen % 3]
    text = f"{{% macro {name}({parameters}) %}}<p>{shown} {chosen}</p>{{% endmacro %}}"
    world.write(f"mau/components/{name}.html", text)
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


def speak(world: World, chosen: int) -> None:
    """A post that names a body with a last day, in title, summary or text, or by what the site
    abbreviates; or no more: nothing but its words differs."""
    body = {"key": "huyen", "name": "Ủy ban nhân dân huyện Hòa An", "to": "2025-06-30"}
    after = {"key": "xa", "name": "UBND xã Hòa An", "from": "2025-07-01", "feedback": "lien-he/"}
    world.options["organizations"] = [body | {"successors": ["xa"]}, after]
    if chosen % 7 == 6:
        world.options["abbreviations"] = {"HA": "Hòa An"}
    names = ("UBND huyện Hoà An", "uy ban nhan dan huyen hoa an", "UBND xã Hòa An", "UBND huyện HA")
    name = names[chosen % 4]
    where = ({"title": name}, {"summary": name}, {})[chosen % 3]
    world.put(chosen // 12, chosen // 12, **where)
    if chosen % 3 == 2:
        file = world.path(chosen // 12)
        file.write_text(f"{file.read_text('utf-8')}\nTheo {name}.\n", "utf-8")
    world.save()


def reach(world: World, chosen: int) -> None:
    """How citizens reach a body, whose days are told by the clock; and what every page tells."""
    rules = ("thứ Tư hằng tuần", "ngày 1 hằng tháng", "ngày làm việc cuối cùng hằng tháng")
    reception = {"who": "Chủ tịch", "when": rules[chosen % 3], "hours": "7:30–11:00"}
    body: dict[str, object] = {"key": "xa", "name": "UBND xã Hòa An", "email": "xa@example.org"}
    if chosen % 4:
        body |= {"hours": [f"thứ Hai – thứ Sáu: {chosen % 3 + 6}:00–11:30"], "feedback": "lien-he/"}
        body |= {"reception": [reception], "phones": [{"number": f"0277 3000 11{chosen % 10}"}]}
    world.options["organizations"] = [body]
    off = {"from": "2025-01-01", "to": f"2025-01-0{chosen % 9 + 1}", "reason": "nghỉ"}
    world.options["holidays"] = [off] if chosen % 2 else []
    world.options["alert"] = {"text": f"Báo {chosen}", "until": "2025-06-14"} if chosen % 5 else {}
    world.write("docs/lien-he.md", "---\ntemplate: contact.html\n---\n\n# Liên hệ\n")
    world.save()


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
    more = "documents: [{number: 1/TB-VP, date: 2024-01-02, issuer: Kho bạc, title: Lịch}]\n"
    more += f"procedures: [{{name: Thủ tục {chosen % 2}}}]\n"
    head = f"title: Dẫn {chosen}\ndate: 2024-05-13\nauthor: A\ncategory: tin-tuc\n"
    head += more if chosen % 3 == 0 else ""
    world.write(f"posts/2024/dan-{chosen % 4}.md", f"---\n{head}---\n\n{cited}\n")


def record(world: World, chosen: int) -> None:
    """A record of a document that news cite or not, with its file, or faulty; in force or not, by
    its word, its day or that of what replaces it."""
    date = "2022-04-13" if chosen % 5 else "13/4/2022"
    ends = ("", "  status: Hết hiệu lực\n", "  expires: 2025-06-15\n", "  status: Còn hiệu lực\n")
    world.write(
        f"documents/{chosen % 2}.yml",
        f"- number: 09/KH-UBND\n  date: {date}\n  issuer: UBND huyện Lai Vung\n"
        f"  title: Kiểm tra {chosen}\n  file: a.txt\n{ends[chosen % 4]}"
        f"- number: {chosen % 3}/TB-VP\n  date: 2024-01-02\n  issuer: Kho bạc\n"
        f"  replaces: {CITATIONS[chosen % 3]}\n"
        + ("  effective: 2025-06-15\n" if chosen % 2 else ""),
    )
    if chosen % 4:
        world.write("documents/a.txt", f"Toàn văn {chosen}")


def procedure(world: World, chosen: int) -> None:
    """Records of procedures, whose field, day, basis, form or name changes, of one name or not;
    with posts that name one by code, by name, or another."""
    second = ("Khai tử", "Khai sinh")[chosen % 2]
    world.write(
        "procedures/ho-tich.yml",
        f"- {{name: Khai sinh, code: 1.001193, field: Hộ tịch {chosen % 2}, fee: {chosen % 3}, "
        f"legal_basis: [09/KH-UBND], forms: [mau.pdf], checked: 2024-0{chosen % 3 + 4}-01}}\n"
        f"- {{name: {second}, code: 1.000656, papers: [Tờ khai {chosen % 4}]}}\n",
    )
    if chosen % 5 == 4:
        (world.root / "procedures/ho-tich.yml").unlink()
    world.write("procedures/mau.pdf", f"%PDF-1.4 {'x' * (chosen % 3)}")
    words = ("name: Khai sinh", "name: KS, code: 1.001193.H20", "name: Khai tử")
    named = f"{{{words[chosen % 3]}}}"
    world.post(f"posts/2024/thu-tuc-{chosen % 2}.md", title=f"TT {chosen % 3}", category="tin-tuc")
    file = world.root / f"posts/2024/thu-tuc-{chosen % 2}.md"
    text = file.read_text("utf-8").replace("date:", f"procedures: [{named}]\ndate:", 1)
    file.write_text(text, "utf-8")


def twin(world: World, chosen: int) -> None:
    """Documents whose addresses without marks are alike, some there and some gone, recorded or
    cited; with a file, of types and bodies that are namesakes too."""
    numbers = ("15/HD-UBND", "15/HĐ-UBND", "15/HD-UBND", "16/TB-UBND")
    bodies = ("xã Tân Thành", "xã Tân Thành", "xã Tân Thạnh", "xã Tân Thạnh")
    records = ""
    for place, (number, body) in enumerate(zip(numbers, bodies, strict=True)):
        path = f"posts/2024/trung-{place}.md"
        cited = f"Số {number} ngày {place + 1}/3/2024 của UBND {body}. Theo số {number}."
        if chosen >> place & 1:
            world.post(path, title=f"Trùng {place}", body=cited)
        else:
            (world.root / path).unlink(missing_ok=True)
        if chosen >> place & 16:
            records += f"- {{number: {number}, date: 2024-03-0{place + 1}, issuer: UBND {body}, "
            records += "file: a.txt}\n"
    world.write("documents/trung.yml", records)
    world.write("documents/a.txt", "Toàn văn")


def field(world: World, chosen: int) -> None:
    """One field of one post by the smallest step, and back."""
    files = sorted((world.root / "posts").rglob("*.md"))
    file, name = files[chosen % len(files)], FIELDS[chosen // 3 % len(FIELDS)]
    head, text = file.read_text("utf-8").removeprefix("---\n").split("---\n", 1)
    values = yaml.load(head, yaml.BaseLoader)  # texts only
    values[name] = _other(values.get(name), *STEPS_OF[name])
    known = {key: value for key, value in values.items() if value is not None}
    written = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, default_flow_style=True)
    for beside in ("anh.png", "tranh.png"):
        Image.new("RGB", (len(beside), 8)).save(file.parent / beside)
    for beside in ("lich.pdf", "lich-2.pdf"):
        (file.parent / beside).write_bytes(b"%PDF-1.4 " + beside.encode())
    file.write_text(f"---\n{written}---\n{text}", "utf-8")


def _other(value: object, *steps: object) -> object:
    """The step that `value` is not, as YAML has it."""
    read = [yaml.load(step, yaml.BaseLoader) if isinstance(step, str) else step for step in steps]
    return read[1] if value == read[0] else read[0]


FIELDS = tuple(STEPS_OF)


def day(world: World, chosen: int) -> None:
    """A day later or earlier inside its month: nothing else of the site moves."""
    file = world.path(chosen)
    if file.is_file():
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(date: '?\d{4}-\d\d-)(\d\d)", _beside, text, count=1), "utf-8")


def _beside(written: re.Match[str]) -> str:
    number = int(written[2])
    return f"{written[1]}{number + 1 if number < 28 else number - 1:02d}"


def folder(world: World, chosen: int) -> None:
    """A post in a folder of its own, and back, at the same address."""
    flat = world.path(chosen)
    deep = flat.with_suffix("") / "index.md"
    world.config |= {"repo_url": "https://forge.example.org/a", "edit_uri": "edit/main/docs/"}
    world.save()
    if flat.is_file():
        deep.parent.mkdir(exist_ok=True)
        flat.rename(deep)
    elif deep.is_file():
        deep.rename(flat)


def categories(world: World, chosen: int) -> None:
    """Another order of categories, one more in front, another label or key's text."""
    labels: dict[str, object] = {"thong-bao": "Thông báo", "tin-tuc": "Tin tức"}
    other = [
        dict(reversed(labels.items())),
        {"moi": "Mới", **labels},
        labels | {"tin-tuc": "Tin Tức"},
        labels | {"tin-tuc": {"label": "Tin tức", "description": f"Tin {chosen}."}},
        {},
    ]
    world.options["categories"] = other[chosen % 5]
    world.save()


def page_size(world: World, chosen: int) -> None:
    """Another number of posts a page of a list, where one post leads to an archive page, which may
    be there or not, and no more than words of another differ."""
    world.options["per_page"] = (5, 20, 8)[chosen % 3]
    world.post("posts/2024/dan-cu.md", title="Dẫn cũ", body="Xem [tin cũ](/tin-tuc/trang-1/).")
    reword(world, chosen)
    world.save()


def tag(world: World, chosen: int) -> None:
    """Another spelling of a tag, in the post that names it."""
    file = world.path(chosen)
    if file.is_file():
        text = file.read_text("utf-8")
        changed = text.replace("thẻ ", "Thẻ ") if "thẻ " in text else text.replace("Thẻ ", "thẻ ")
        file.write_text(changed, "utf-8")


def namesake(world: World, chosen: int) -> None:
    """Authors and tags that fold alike, some there and some gone, one with an address kept for it;
    a page of docs/ leads to the own address of one."""
    names = ("Văn phòng", "Vân phòng", "Văn phóng")
    slugs = ("van-phong", "vp", "van-phong-2")
    for number, name in enumerate(names):
        path = f"posts/2024/ten-{number}.md"
        if chosen >> number & 1:
            tags = f"[thẻ {number}, 'thế 1', C{'+' * number}]"
            world.post(path, title=f"Tên {number}", author=f"{name}\ntags: {tags}")
        else:
            (world.root / path).unlink(missing_ok=True)
    kept = {} if chosen % 5 < 2 else {names[chosen % 3]: {"slug": slugs[chosen // 8 % 3]}}
    world.options["authors"] = {**kept, "Ban biên tập": f"Phòng {chosen % 2}"}
    world.options["tags"] = {} if chosen % 3 else {"thế 1": {"slug": "the-1"}, "C+": {"slug": "c"}}
    way = "tac-gia/van-phong/bc192b29/index.md" if chosen & 1 else "tac-gia/index.md"
    world.write("docs/lien-he.md", f"# Liên hệ\n\n[Tác giả]({way})\n")
    world.save()


def dialect(world: World, chosen: int) -> None:
    """Another dialect, or other extensions and arguments of theirs."""
    slug = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
    extensions = (
        "[abbr]",
        "[abbr, def_list, admonition]",
        f"[abbr, toc: {{permalink: true, slugify: {slug}}}]",
        f"[abbr, toc: {{permalink: true, slugify: {slug.replace('lower', 'none')}}}]",
        "[abbr, toc: {permalink: false, baselevel: 2}]",
        "[abbr, pymdownx.snippets: {base_path: [doan], auto_append: [chung.md]}]",
        "[abbr, cua_rieng]",
    )
    world.write("doan/chung.md", f"*[CCHC]: Cải cách {chosen % 3}\n")
    world.write("cua_rieng.py", EXTENSION.replace("NUMBER", str(chosen % 5)))
    world.raw["markdown_extensions"] = extensions[chosen % 7]
    if chosen % 4:
        world.options["markdown"] = "mkdocs"
    else:
        world.options.pop("markdown", None)
    world.save()


EXTENSION = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class After(Postprocessor):
    def run(self, text):
        return text + "<p>Sau NUMBER</p>"


class Own(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(After(md), "after", 0)


def makeExtension(**kwargs):
    return Own(**kwargs)
"""


def snippet(world: World, chosen: int) -> None:
    """A file that posts include, in the dialect that has such."""
    world.write("doan/chung.md", f"*[CCHC]: Cải cách hành chính {chosen}\n")
    world.write("doan/a.md", f"Đoạn chung {chosen}.\n")
    world.raw["markdown_extensions"] = (
        "[abbr, pymdownx.snippets: {base_path: [doan], auto_append: [chung.md]}]"
    )
    world.options["markdown"] = "mkdocs"
    if chosen % 3 == 0:
        world.post("posts/2024/bai-03.md", body='CCHC.\n\n--8<-- "a.md"\n')
    world.save()


def hook(world: World, chosen: int) -> None:
    """A hook with a module that it imports: what both hand to templates."""
    world.write("moc/kem.py", f"VALUE = {chosen}\n")
    world.write(
        "moc/moc.py",
        "from kem import VALUE\n\n\ndef on_env(env, **_):\n"
        "    env.globals['moc'] = VALUE\n    return env\n",
    )
    world.config["hooks"] = ["moc/moc.py"]
    world.config["theme"]["custom_dir"] = "mau"
    world.write(
        "mau/main.html", '{% extends "base.html" %}{% block announce %}Móc {{ moc }}{% endblock %}'
    )
    world.save()


def included(world: World, chosen: int) -> None:
    """Files that a template of the site's own includes, which are no templates by their names."""
    world.config["theme"]["custom_dir"] = "mau"
    world.write("mau/hinh.svg", f'<svg id="hinh-{chosen}"></svg>')
    world.write("mau/con/loi.txt", f"Lời {chosen // 2}.")
    world.write(
        "mau/cchc/overview.html",
        '<p>{% include "hinh.svg" %}{% include "con/loi.txt" %}</p>',
    )
    world.config["extra"] = {"a": 1, "b": 2} if chosen % 2 else {"b": 2, "a": 1}
    world.write("mau/cchc/alias.html", "{% for k in config.extra %}<p>{{ k }}</p>{% endfor %}")
    world.save()


def sheet(world: World, chosen: int) -> None:
    """A folder of templates set, emptied, taken away, with an icon of its own or without, where the
    site brings a script of its own."""
    world.config["extra_javascript"] = ["https://cdn.example.org/z.js"]
    theme = world.config["theme"]
    shutil.rmtree(world.root / "mau", ignore_errors=True)
    world.write("mau/ghi-chu.txt", "")
    if chosen % 3:
        theme["custom_dir"] = "mau"
    else:
        theme.pop("custom_dir", None)
    if chosen % 3 == 2:
        world.write("mau/.icons/cua/rieng.svg", "<svg></svg>")
    world.save()


def condition(world: World, chosen: int) -> None:
    """A template that asks which page it stands around."""
    asks = (
        "'tin-tuc/2023/' in page.url",
        "page.title == 'Bài 1 & <b>1'",
        "'bai-05' in page.canonical_url",
        "page.file.src_uri.endswith('bai-07/index.md')",
    )
    world.config["theme"]["custom_dir"] = "mau"
    world.write(
        "mau/main.html",
        '{% extends "base.html" %}{% block announce %}'
        f"{{% if page and {asks[chosen % 4]} %}}RIÊNG{{% endif %}}{{% endblock %}}",
    )
    world.save()


def dot_file(world: World, chosen: int) -> None:
    """Files of docs/ whose names begin with a dot, there and gone."""
    world.config["exclude_docs"] = "!.well-known\n!.nojekyll\n"
    world.save()
    for path in (".well-known/security.txt", ".nojekyll", "tep/.an.txt"):
        file = world.root / "docs" / path
        if file.is_file():
            file.unlink()
        elif chosen % 2:
            world.write(f"docs/{path}", f"{chosen}\n")


def zone(world: World, chosen: int) -> None:
    """Another time zone: an hour near midnight falls on another day."""
    world.post("posts/2024/gio.md", title="Giờ", date="2024-05-13T16:30Z")
    zones = ("Asia/Ho_Chi_Minh", "Asia/Tokyo", "UTC")
    world.options["timezone"] = zones[chosen % 3]
    world.save()


def minor(world: World, chosen: int) -> None:
    """A setting that pages show only somewhere, or in their heads."""
    changes: tuple[tuple[str, object], ...] = (
        ("edit_uri", f"edit/{chosen % 3}/docs/"),
        ("repo_url", f"https://forge.example.org/{chosen % 3}"),
        ("site_description", f"Tin {chosen % 3}."),
        ("site_author", f"Ban {chosen % 3}"),
        (
            "extra",
            {"social": [{"icon": "fontawesome/brands/git", "link": f"https://a.vn/{chosen}"}]},
        ),
        ("use_directory_urls", True),
    )
    name, value = changes[chosen % 6]
    world.config.setdefault("repo_url", "https://forge.example.org/a")
    world.config[name] = value
    theme = world.config["theme"]
    theme["features"] = (["content.action.edit"], ["toc.integrate", "content.action.edit"])[
        chosen % 2
    ]
    theme["language"] = ("vi", "en")[chosen // 2 % 2]
    theme["palette"] = {"primary": ("red", "teal")[chosen // 4 % 2]}
    world.options["abbreviations"] = {"TTHC": f"thủ tục {chosen % 3}"}
    world.save()


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
    component,
    docs,
    speak,
    reach,
    cite,
    record,
    procedure,
    twin,
    damage,
    field,
    day,
    folder,
    categories,
    page_size,
    tag,
    namesake,
    dialect,
    snippet,
    hook,
    included,
    sheet,
    condition,
    dot_file,
    zone,
    minor,
)


@contextmanager
def at_its_moment(world: World) -> Iterator[None]:
    """Builds here are as those of processes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CCHC_NOW", world.now)
        patch.syspath_prepend(str(world.root))
        forget(world.root)
        yield


def build(world: World) -> Outcome:
    """What came of an incremental build."""
    with at_its_moment(world):
        return strict_build(world.root)


def compare(world: World, oracle: str) -> Outcome:
    """Build incrementally and clean, with the engine `oracle`: site, verdict and warnings are the
    same; a build that fails leaves the site alone. Returns what both came to."""
    before = contents(world.root / "site")

    outcome = build(world)

    world.options["engine"] = oracle
    world.save("oracle.yml")
    del world.options["engine"]
    with at_its_moment(world):
        wanted, site = clean_build(world.root, "oracle.yml")
    assert outcome == wanted
    assert_equal(contents(world.root / "site"), site if outcome.good else before)
    return outcome


def forget(root: Path) -> None:
    """Let the next build of this process load the modules of the site itself, as a process of its
    own does."""
    MkDocsConfig.hooks._load_hook.cache_clear()  # type: ignore[attr-defined]
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(f"{root}/"):
            del sys.modules[name]
    importlib.invalidate_caches()
    for cached in root.rglob("__pycache__"):
        shutil.rmtree(cached)


LIFE = 25
"""How many steps a world takes before another begins."""


def main(steps: int, seed: int) -> None:
    """Take that many random steps; a step that makes the build fail is taken back, so that the next
    has a site to change. Stops at the first difference, which is printed with what led to it."""
    dice = random.Random(seed)
    done = failed = 0
    while done < steps:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve() / "world"
            world, taken = World(root), list[str]()
            compare(world, "fast")
            for _ in range(min(LIFE, steps - done)):
                step, chosen = dice.choice(STEPS), dice.randrange(10_000)
                taken.append(f"{step.__name__} {chosen}")
                kept = root.parent / "kept"
                state = copy.deepcopy((world.config, world.raw, world.now))
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(root, kept, ignore=shutil.ignore_patterns("site", ".cache"))
                step(world, chosen)
                try:
                    outcome = compare(world, dice.choice(("fast", "fast", "native")))
                except BaseException:
                    print(f"differs after {done + 1} steps of seed {seed}: {taken}")  # noqa: T201
                    raise
                done += 1
                if not outcome.good:
                    failed += 1
                    world.config, world.raw, world.now = state
                    for path in root.iterdir():
                        if path.name not in ("site", ".cache"):
                            shutil.rmtree(path) if path.is_dir() else path.unlink()
                    shutil.copytree(kept, root, dirs_exist_ok=True)
        print(f"{done} steps, {failed} of them refused by both builds", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
