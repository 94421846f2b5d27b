"""Sites of other generators: a blog of Material, a Hugo site, a Jekyll site, of any size.

Each returns the address that every post had there, by its title.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n%%EOF\n"
WORDS = "một cửa hồ sơ lịch tiếp công dân thủ tục hành chính đăng ký khai sinh".split()


class Nowhere:
    """Targets of a text that leads nowhere."""

    def link(self, address: str, words: str) -> str:
        """Nothing."""
        return ""

    def image(self, address: str, alt: str) -> tuple[str, str]:
        """Nothing."""
        return "", ""


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _days(count: int) -> Iterator[tuple[int, str, str]]:
    """Number, title and day of each post."""
    for number in range(count):
        words = " ".join(WORDS[(number + step * 3) % len(WORDS)] for step in range(4))
        title = f"Tin {number}: {words}"
        yield number, title, f"20{18 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}"


def material(folder: Path, count: int) -> dict[str, str]:
    """A blog of Material for MkDocs."""
    _write(
        folder / "mkdocs.yml",
        "site_name: Blog\nsite_url: https://blog.example.org/xa/\ntheme: {name: material}\n"
        "plugins:\n  - search\n  - blog:\n      post_url_date_format: yyyy/MM/dd\n"
        "      post_slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n",
    )
    authors = "authors:\n  an:\n    name: Nguyễn Văn An\n    description: BBT\n    avatar: a.png\n"
    _write(folder / "docs/blog/.authors.yml", authors)
    _write(folder / "docs/hinh/quay.png", PNG)
    _write(folder / "docs/tep/mau-don.pdf", PDF)
    old: dict[str, str] = {}
    for number, title, day in _days(count):
        created = f"{day} 08:30:00" if number % 2 else day
        slug = f"bai-so-{number}" if number % 3 == 0 else ""
        body = [
            f"Đoạn mở đầu {number} *nghiêng* và **đậm**, 5*3 = 15.",
            "<!-- more -->",
            "![Quầy một cửa](../../hinh/quay.png){ width=300 }",
            "Tải [mẫu đơn](../../tep/mau-don.pdf){ .md-button } :material-download:.",
            '!!! note "Lưu ý"\n\n    Mang theo giấy tờ.',
            '=== "Trực tiếp"\n\n    Nộp tại quầy.\n\n=== "Trực tuyến"\n\n    Nộp qua mạng.',
            "| Việc | Nơi |\n|---|:-:|\n| a | b |",
            "## Mục { #muc }\n\n- một\n\n    - hai\n\n1. x\n2. y",
            f"Xem [bài trước](bai-{max(number - 1, 0)}.md#muc) và [trang khác](../../index.md).",
            "```python\nx = '<!-- more -->'\n```",
            "Ghi chú.[^1]\n\n[^1]: Cước chú.",
        ]
        date = f"\n  created: {created}\n  updated: 2025-01-02" if number % 2 else f" {created}"
        lines = [
            f"date:{date}",
            "authors: [an]",
            f"categories: [{'Thông báo' if number % 2 else 'Tin tức'}, Chuyên đề]",
            *([f"slug: {slug}"] if slug else []),
            *(["pin: true"] if number == 1 else []),
            "readtime: 4",
        ]
        head = "\n".join(lines)
        text = f"---\n{head}\n---\n\n# {title}\n\n" + "\n\n".join(body) + "\n"
        _write(folder / f"docs/blog/posts/bai-{number}.md", text)
        name = slug or "-".join(title.lower().replace(":", "").split())
        old[title] = f"/xa/blog/{day.replace('-', '/')}/{name}/"
    return old


def hugo(folder: Path, count: int) -> dict[str, str]:
    """A Hugo site, with front matter in its three forms, bundles and shortcodes."""
    _write(
        folder / "hugo.toml",
        "baseURL = 'https://hugo.example.org/'\n[permalinks]\ntin = '/:year/:month/:slug/'\n",
    )
    _write(folder / "content/_index.md", "---\ntitle: Trang chủ\n---\n")
    _write(folder / "static/hinh/quay.png", PNG)
    old: dict[str, str] = {}
    for number, title, day in _days(count):
        section = "tin" if number % 2 else "bai"
        body = [
            f"Đoạn mở đầu {number}.",
            "<!--more-->",
            "![Quầy](/hinh/quay.png)",
            '{{< figure src="/hinh/quay.png" alt="Quầy" caption="Quầy “một cửa”" >}}',
            "{{< youtube dQw4w9WgXcQ >}}",
            "{{% notice tip %}}\nChữ trong ghi chú.\n{{% /notice %}}\n\n{{< gist a b >}}",
            "{{< highlight go >}}\nx := 1 * 2\n{{< /highlight >}}",
            '<div class="hop" style="color:red">Chữ <b>đậm</b> trong HTML.</div>',
            f'Xem [bài]({{{{< ref "bai-{number - number % 2}.md" >}}}}).',
            "+ gạch cộng\n+ gạch nữa",
        ]
        name = f"bai-{number}"
        fields = {"title": title, "date": f"{day}T08:30:00+07:00", "slug": f"tin-{number}"}
        if number % 3 == 0:
            lines = [f"{key}: '{value}'" for key, value in fields.items()]
            lines += ["categories: [Tin tức]", "tags: [một cửa]", f"aliases: [/cu/{number}.html]"]
            head = "---\n" + "\n".join(lines) + "\n---\n"
        elif number % 3 == 1:
            lines = [f"{key} = '{value}'" for key, value in fields.items() if key != "date"]
            lines += [f"date = {fields['date']}", "categories = ['Thông báo']", "weight = 3"]
            head = "+++\n" + "\n".join(lines) + "\n[params]\nauthor = 'Ban biên tập'\n+++\n"
        else:
            head = json.dumps(fields | {"draft": False}, ensure_ascii=False) + "\n"
        bundled = number % 5 == 0
        file = f"content/{section}/{name}/index.md" if bundled else f"content/{section}/{name}.md"
        if bundled:
            _write(folder / f"content/{section}/{name}/anh bia.png", PNG)
            body.append("![Ảnh bìa](<anh bia.png>)")
        _write(folder / file, head + "\n" + "\n\n".join(body) + "\n")
        year, month, _ = day.split("-")
        old[title] = f"/{year}/{month}/tin-{number}/" if number % 2 else f"/bai/tin-{number}/"
    return old


def jekyll(folder: Path, count: int) -> dict[str, str]:
    """A Jekyll site, with Liquid and kramdown."""
    _write(
        folder / "_config.yml",
        "title: Xã\nurl: https://jekyll.example.org\nbaseurl: /xa\npermalink: pretty\n",
    )
    _write(folder / "_data/authors.yml", "an:\n  name: Nguyễn Văn An\n")
    _write(folder / "assets/quay.png", PNG)
    old: dict[str, str] = {}
    for number, title, day in _days(count):
        body = [
            f"Đoạn mở đầu {number} của {{{{ site.title }}}}.\n{{: .lead}}",
            "* TOC\n{:toc}",
            "![Quầy]({{ site.baseurl }}/assets/quay.png){: width=300}",
            "[Tải ảnh]({{ '/assets/quay.png' | relative_url }})",
            "{% highlight ruby %}\nputs 1*2\n{% endhighlight %}",
            "{% raw %}{{ chữ }}{% endraw %} và {% include nut.html %}",
            f"Xem [bài]({{% post_url {day}-bai-{number} %}}).",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ]
        lines = [
            "layout: post",
            f'title: "{title}"',
            "author: an",
            "categories: tin-tuc chuyen-de" if number % 2 else "category: Thông báo",
            f"redirect_from: [/cu/{number}/]",
        ]
        head = "\n".join(lines)
        text = f"---\n{head}\n---\n" + "\n\n".join(body) + "\n"
        _write(folder / f"_posts/{day}-bai-{number}.md", text)
        where = "tin-tuc/chuyen-de" if number % 2 else "thông-báo"
        old[title] = f"/xa/{where}/{day.replace('-', '/')}/bai-{number}/"
    return old
