"""The options of the plugin in mkdocs.yml.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.base import ValidationError

from cchc_site.adapter.admin_options import AdminOption
from cchc_site.adapter.contact_options import (
    AlertConfig,
    HolidayConfig,
    OrganizationConfig,
    changes_of,
)
from cchc_site.adapter.option_kinds import (
    AddressOption,
    ChoiceOption,
    EntriesOption,
    FileOption,
    FolderOption,
    GroupOption,
    SwitchOption,
    TextOption,
)
from cchc_site.base import vietnamese
from cchc_site.content.body_names import body_name
from cchc_site.content.fields import Settings
from cchc_site.markdown.dialects import DIALECTS
from cchc_site.pages.menu import Task
from cchc_site.search import synonyms
from cchc_site.site.catalogue import Category
from cchc_site.site.organizations import Term
from cchc_site.site.taxonomies import About, NameOptions


class _Timezone(c.OptionallyRequired[ZoneInfo]):
    def run_validation(self, value: object) -> ZoneInfo:
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            hint = "hãy viết ví dụ Asia/Ho_Chi_Minh"
            raise ValidationError(f"không có múi giờ “{value}”; {hint}") from None


class _Categories(c.OptionallyRequired[tuple[Category, ...]]):
    def run_validation(self, value: object) -> tuple[Category, ...]:
        if not isinstance(value, dict):
            raise ValidationError("hãy viết mỗi chuyên mục một dòng “mã: tên”")
        categories = tuple(self._category(str(key), about) for key, about in value.items())
        keys = dict[str, str]()
        for category in categories:
            spoken = vietnamese.spoken(category.label)
            if (other := keys.setdefault(spoken, category.key)) != category.key:
                both = f"“{other}” và “{category.key}”"
                what = f"chuyên mục {both} cùng tên “{category.label}”"
                raise ValidationError(f"{what}; hãy đổi một tên, hoặc gộp hai mục làm một")
        return categories

    def _category(self, key: str, about: object) -> Category:
        if key != vietnamese.slug(key):
            fit = vietnamese.slug(key) or "thong-bao"
            raise ValidationError(f"mã “{key}” của chuyên mục viết chưa đúng; hãy viết “{fit}”")
        about = about if isinstance(about, dict) else {"label": about}
        if unknown := about.keys() - {"label", "description", "minor"}:
            first = sorted(map(str, unknown))[0]
            hint = "hãy xóa dòng ấy; các mục được dùng: label, description, minor"
            raise ValidationError(f"chuyên mục “{key}” không có mục “{first}”; {hint}")
        if not about.get("label"):
            hint = f"hãy viết ví dụ “{key}: Thông báo”"
            raise ValidationError(f"chuyên mục “{key}” thiếu tên (“label”); {hint}")
        minor = about.get("minor", False)
        if not isinstance(minor, bool):
            what = f"mục “minor” của chuyên mục “{key}” không phải có hay không"
            raise ValidationError(f"{what}; hãy viết “minor: true”, hoặc xóa mục ấy")
        return Category(key, str(about["label"]), str(about.get("description") or ""), minor)


class _Names(c.OptionallyRequired[Mapping[str, About]]):
    """What is said of authors or tags, by their names as spoken; `keys` are what may be said, and a
    text alone is the value of the key `short`."""

    def __init__(self, word: str, keys: tuple[str, ...], short: str = "") -> None:
        super().__init__(default={})
        self._word, self._keys, self._short = word, keys, short
        self._example = ", ".join(f"{key}: …" for key in keys)

    def run_validation(self, value: object) -> Mapping[str, About]:
        if not isinstance(value, dict):
            raise ValidationError(f"hãy viết mỗi {self._word} một dòng “tên: {{{self._example}}}”")
        abouts: dict[str, About] = {}
        names: dict[str, str] = {}
        slugs: dict[str, str] = {}
        for name, written in value.items():
            if not isinstance(name, str):
                subject = f"{self._word} “{name}” phải đặt tên trong ngoặc kép"
                raise ValidationError(f'{subject}; hãy viết ví dụ “"{name}"”')
            about, spoken = self._about(name, written), vietnamese.spoken(name)
            if other := names.get(spoken):
                what = f"“{other}” và “{name}” là cùng một {self._word}"
                raise ValidationError(f"{what}; hãy xóa một dòng")
            if about.slug in slugs:
                both = f"“{slugs[about.slug]}” và “{name}”"
                what = f"{self._word} {both} có cùng slug “{about.slug}”"
                raise ValidationError(f"{what}; hãy đổi một slug, ví dụ “{about.slug}-2”")
            abouts[spoken], names[spoken] = about, name
            slugs |= {about.slug: name} if about.slug else {}
        return abouts

    def _about(self, name: str, written: object) -> About:
        subject = f"{self._word} “{name}”"
        if self._short and isinstance(written, str):
            written = {self._short: written}
        if not isinstance(written, dict):
            hint = f"hãy viết “{name}: {{{self._example}}}”"
            raise ValidationError(f"{subject} viết chưa đúng; {hint}")
        if unknown := written.keys() - set(self._keys):
            first = sorted(map(str, unknown))[0]
            raise ValidationError(
                f"{subject} không có mục “{first}”; hãy xóa nó; các mục được dùng: "
                f"{', '.join(self._keys)}"
            )
        slug = written.get("slug")
        if slug is None:
            return About(str(written.get("unit") or ""))
        if not isinstance(slug, str):
            hint = f'hãy viết ví dụ “slug: "{slug}"”'
            raise ValidationError(f"slug của {subject} phải đặt trong ngoặc kép; {hint}")
        if not _IS_SLUG.fullmatch(slug):
            fit = vietnamese.slug(slug)
            hint = f"hãy viết “{fit}”" if fit else "hãy chỉ dùng a–z, 0–9 và dấu “-” ở giữa"
            raise ValidationError(f"slug “{slug}” của {subject} viết chưa đúng; {hint}")
        return About(str(written.get("unit") or ""), slug)


class _PerPage(c.OptionallyRequired[int]):
    def run_validation(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value not in _PER_PAGE:
            raise ValidationError(
                f"“{value}” không phải số tin của một trang; hãy viết một số nguyên từ "
                f"{_PER_PAGE[0]} đến {_PER_PAGE[-1]}, ví dụ 20"
            )
        return value


_PER_PAGE = range(5, 101)

_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_DIRECTIVES = (
    "script-src style-src img-src font-src connect-src media-src frame-src worker-src form-action "
    "frame-ancestors"
).split()
_SOURCE = re.compile(
    r"(?:https|wss)://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:/[A-Za-z0-9._~!$&()*+=:@%/-]*)?"
)
_OWN_KINDS = {"img-src": ("data:", "blob:"), "media-src": ("blob:",), "worker-src": ("blob:",)}


class _Policy(c.OptionallyRequired[Mapping[str, tuple[str, ...]] | None]):
    """What the content security policy allows beyond the site's own; None for no policy."""

    def run_validation(self, value: object) -> Mapping[str, tuple[str, ...]] | None:
        if isinstance(value, bool):
            return {} if value else None
        if not isinstance(value, dict):
            raise ValidationError("hãy viết “true”, “false”, hoặc mỗi chỉ thị một dòng")
        return {str(key): self._sources(str(key), sources) for key, sources in value.items()}

    def _sources(self, directive: str, written: object) -> tuple[str, ...]:
        if directive not in _DIRECTIVES:
            near = vietnamese.nearest(directive, _DIRECTIVES)
            hint = f"có phải “{near}” không?" if near else f"hãy chọn: {', '.join(_DIRECTIVES)}"
            raise ValidationError(f"không có chỉ thị “{directive}”; {hint}")
        sources = written if isinstance(written, list) else [written]
        for source in map(str, sources):
            if "unsafe" in source or source == "*":
                raise ValidationError(
                    f"“{directive}” không nhận “{source}” vì nó cho mọi mã chạy; "
                    "hãy ghi đúng máy chủ cần dùng, hoặc “csp: false” để bỏ hẳn chính sách"
                )
            if not (_SOURCE.fullmatch(source) or source in _OWN_KINDS.get(directive, ())):
                raise ValidationError(
                    f"“{directive}” không nhận “{source}”; hãy viết như https://so-lieu.example.org"
                )
        return tuple(map(str, sources))


class _Executor(c.OptionallyRequired[str | None]):
    """Where posts are read and pages are rendered: None for the processes of this machine, else the
    address of the scheduler of a Dask cluster, empty for one that the build starts itself."""

    def run_validation(self, value: object) -> str | None:
        if value == "local":
            return None
        if match := _CLUSTER.fullmatch(str(value)):
            return match[1] or ""
        hint = "hãy viết “local”, “dask”, hoặc như “dask://may-chu:8786”"
        raise ValidationError(f"không có cách chạy “{value}”; {hint}")


_CLUSTER = re.compile(r"dask(?:://(\[[0-9a-f:]+\]:\d+|[A-Za-z0-9.-]+:\d+)/?)?")


class _Same(c.OptionallyRequired[Mapping[str, tuple[str, ...]]]):
    """Expressions, each with what says the same."""

    def run_validation(self, value: object) -> Mapping[str, tuple[str, ...]]:
        if not isinstance(value, dict):
            raise ValidationError("hãy viết mỗi chữ tắt một dòng “chữ tắt: nghĩa đầy đủ”")
        return {self._said(said): self._others(str(said), same) for said, same in value.items()}

    def _said(self, said: object) -> str:
        if not isinstance(said, str):
            raise ValidationError(
                f'chữ “{said}” phải đặt trong ngoặc kép; hãy viết ví dụ “"{said}": nghĩa đầy đủ”'
            )
        return said

    def _others(self, said: str, same: object) -> tuple[str, ...]:
        others = same if isinstance(same, list) else [same or ""]
        if not all(isinstance(other, str) for other in others):
            raise ValidationError(
                f"nghĩa của “{said}” viết chưa đúng; hãy viết “{said}: nghĩa đầy đủ”, "
                f"hoặc “{said}: [một nghĩa, nghĩa nữa]”"
            )
        return tuple(filter(None, others))


class TaskConfig(base.Config):
    """An errand that citizens often come for."""

    label = TextOption()
    url = AddressOption()
    icon = ChoiceOption(("submit", "track", "document", "meet", "link"), "link")


class CchcConfig(base.Config):
    """The options of the plugin."""

    posts_dir = FolderOption("posts")
    """The folder of the posts, relative to mkdocs.yml."""

    timezone = _Timezone(default="Asia/Ho_Chi_Minh")
    """The time zone of dates written without an offset."""

    categories = _Categories(default={})
    """Key to label, or to `{label, description, minor}`, in the order of display. Without any, the
    categories are those that posts name."""

    organizations = EntriesOption(OrganizationConfig)
    """The bodies that publish here, as a timeline."""

    holidays = EntriesOption(HolidayConfig, short="day")
    """Days off beside those by law, and days that are worked though they are days off."""

    alert = GroupOption(AlertConfig)
    """What every page tells first, until it is over."""

    authors = _Names("tác giả", ("unit", "slug"), short="unit")
    """Name to the office an author belongs to, or to `{unit, slug}`: a slug is the address of this
    author alone."""

    tags = _Names("thẻ", ("slug",))
    """Tag to `{slug}`: the address of this tag alone."""

    per_page = _PerPage(default=20)
    """How many posts a page of a list holds; the first one holds one less than twice
    as many at most."""

    tasks = c.ListOfItems(c.SubConfig(TaskConfig), default=[])
    """Errands shown on the home page."""

    markdown = ChoiceOption(tuple(DIALECTS), "gfm")
    """The dialect of posts: GitHub's, or Python-Markdown with the site's extensions."""

    look = ChoiceOption(("theme", "portal"), "theme")
    """`portal`: this package's masthead, home page and colours; `theme`: news pages in the
    site's own Material look."""

    engine = ChoiceOption(("fast", "native"), "fast")
    """`native`: posts are ordinary pages, rendered by MkDocs one by one, which every plugin
    meets."""

    executor = _Executor(default="local")
    """Who reads posts and renders pages: the processes of this machine, or a cluster of Dask."""

    search = SwitchOption(default=True)
    """Whether the site has a search of its own."""

    federation = FileOption()
    """The file that names the sites of communes whose news and documents this site shows too."""

    originals = ChoiceOption(("bare", "keep"), "bare")
    """How files of pictures are published: `bare`, without place, time and camera, no larger than
    the widest picture made of them unless a link leads there; `keep`, as they are."""

    abbreviations = _Same(default={})
    """Abbreviations of the trade and everyday names, beside the common ones, each with what says
    the same: search finds one by the other. One without anything takes a common one away."""

    strict_citations = SwitchOption(default=False)
    """Whether advice on citations of documents stops the build."""

    csp = _Policy(default={})
    """The content security policy of `look: portal`: directive to sources that are allowed beyond
    the site's own; false for none."""

    admin = c.Optional(AdminOption())
    """The forge that the editors' form at /admin/ saves to; without it there is no form."""

    def settings(self) -> Settings:
        """What reading a post depends on."""
        labels = {category.key: category.label for category in self.categories}
        short = synonyms.pairs(self.abbreviations)
        bodies = (body_name(body.key, body.name, short) for body in self.organizations if body.to)
        return Settings(self.timezone, labels, tuple(bodies))

    def terms(self) -> tuple[Term, ...]:
        """The configured bodies and their days in office."""
        announced = changes_of(self.holidays)
        return tuple(entry.term(announced) for entry in self.organizations)

    def errands(self) -> tuple[Task, ...]:
        """The configured tasks."""
        return tuple(Task(task.label, task.url, task.icon) for task in self.tasks)

    def names(self) -> NameOptions:
        """What is said of authors and tags."""
        return NameOptions(self.authors, self.tags)
