"""The configuration of the editors' form at /admin/, from the table of fields and the options.

Pure. Source: Sveltia CMS (https://sveltiacms.app/en/docs), whose JSON Schema comes with its npm
package. A key of a post that stands in no form is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from cchc_site.content import fields
from cchc_site.content.fields import FIELDS, STATUSES, Field
from cchc_site.editing.scaffold import NOT_OF_EDITORS

Widget = dict[str, object]

FORMAT = "cchc-post"
"""What the form knows the files of posts by (admin/format.js)."""
SHARED_FILES = "docs/tep"
"""Where the form puts a file that belongs to no post."""
WIDEST = 2000
"""How many pixels a picture is wide or high at most that the form takes in."""
_ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif"
_EARLY = ("summary", "image", "image_alt")
"""What stands before the text though a post need not have it."""
_HINTS = {
    "date": "Ngày hiện ở đầu bài và trong địa chỉ của bài.",
    "author": "Mỗi dòng một tên, ví dụ: Ban biên tập",
    "category": "Bài hiện trong chuyên mục này.",
    "image": "Ảnh đầu bài; nhớ viết Mô tả ảnh.",
    "organization": "Khi khác cơ quan đương nhiệm.",
}
"""What the form says where a file of text is told otherwise."""
# Of a choice that is made in a list, none can be chosen again.
_SELECT: Widget = {"widget": "select", "dropdown_threshold": 0}
_DAY: Widget = {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
_MESSAGES = {
    "create": "Đăng bài “{{slug}}” ({{author-name}})",
    "update": "Sửa bài “{{slug}}” ({{author-name}})",
    "delete": "Xóa bài “{{slug}}” ({{author-name}})",
    "uploadMedia": "Thêm tệp {{path}} ({{author-name}})",
    "deleteMedia": "Xóa tệp {{path}} ({{author-name}})",
}
_BUTTONS = (
    "bold italic strikethrough link heading-two heading-three heading-four bulleted-list "
    "numbered-list quote"
).split()


class FormBackend(Struct, frozen=True):
    """Where the form signs in and saves: the kind of forge, the repository there, its branch, the
    address to sign in at, and what the form is registered as there, "" for not at all."""

    backend: str
    repo: str
    branch: str = "main"
    base_url: str = ""
    app_id: str = ""

    @property
    def host(self) -> str:
        """The address of the forge itself: that of GitHub's is one of a helper to sign in."""
        return "https://github.com" if self.backend == "github" else self.base_url


class PostPlace(Struct, frozen=True):
    """A kind of place of posts: how many folders of years and the like are above, and whether each
    post has a folder of its own."""

    above: int
    in_folder: bool

    @property
    def collection(self) -> str:
        """The form's name for the posts that lie so."""
        return "posts" if self == OF_NEW else f"posts-{self.above}{'-index' * self.in_folder}"


OF_NEW = PostPlace(1, in_folder=True)
"""Where a new post lies: in a folder of its own, for its pictures, in that of its year."""


def place(path: str) -> PostPlace:
    """How the post at `path`, below the folder of posts, lies.

    >>> place("2024/hop-bao/index.md") == OF_NEW, place("2024/05/hop-bao.md")
    (True, PostPlace(above=2, in_folder=False))
    """
    above, in_folder = path.count("/"), path.rpartition("/")[2] == "index.md"
    return PostPlace(above - in_folder, in_folder)


def entry(path: str) -> str:
    """The address in the form of the post at `path`, below the folder of posts.

    >>> entry("2024/hop-bao/index.md")
    '#/collections/posts/entries/2024/hop-bao/index'
    """
    return f"#/collections/{place(path).collection}/entries/{path.removesuffix('.md')}"


def configuration(
    forge: FormBackend,
    title: str,
    posts_dir: str,
    paths: Iterable[str],
    categories: Mapping[str, str],
    bodies: Mapping[str, str],
) -> dict[str, object]:
    """The form of a site with that `title`: for posts in `posts_dir` as those at `paths`, below it,
    lie, with `categories` and `bodies` to choose from, key to label."""
    wanted = {field.name: field for field in FIELDS if field.kind not in NOT_OF_EDITORS}
    made = {name: _of_field(field, categories, bodies) for name, field in wanted.items()}
    # What every post needs, then its text, then what few need.
    first = [*(name for name, field in wanted.items() if field.required), *_EARLY]
    shown = [made[name] for name in first]
    shown += [_body(), *(made[name] for name in wanted if name not in first)]
    others = sorted(
        {place(path) for path in paths} - {OF_NEW}, key=lambda other: (other.above, other.in_folder)
    )
    return {
        "backend": _backend(forge),
        "app_title": f"Soạn tin – {title}",
        "show_preview_links": False,
        "media_folder": SHARED_FILES,
        "public_folder": "/tep",
        "media_libraries": {"default": {"config": _uploads()}, "stock_assets": {"providers": []}},
        "slug": {"encoding": "ascii", "clean_accents": True, "timezone": "local"},
        "output": {"omit_empty_optional_fields": True},
        "editor": {"preview": False},
        "collections": [_collection(kind, posts_dir, shown) for kind in (OF_NEW, *others)],
    }


def _backend(forge: FormBackend) -> dict[str, object]:
    """What the form is told of a forge. Forgejo speaks as Gitea does; GitHub needs a server beside
    it to sign in, or each editor an access token."""
    name = "gitea" if forge.backend == "forgejo" else forge.backend
    by_account = bool(forge.base_url if name == "github" else forge.app_id)
    told: dict[str, object] = {
        "name": name,
        "repo": forge.repo,
        "branch": forge.branch,
        "auth_methods": ["oauth", "token"] if by_account else ["token"],
        "commit_messages": _MESSAGES,
    }
    if forge.base_url:
        told["base_url"] = forge.base_url
    if name != "github":
        told["app_id"] = forge.app_id
        told["api_root"] = f"{forge.base_url}/api/{'v4' if name == 'gitlab' else 'v1'}"
    if name == "gitlab":
        told["auth_type"] = "pkce"
    return {key: value for key, value in told.items() if value}


def _uploads() -> dict[str, object]:
    """How a file is taken in: its name without marks and blanks; a picture drawn anew, without
    place, time and camera."""
    picture = {"format": "webp", "quality": 85, "width": WIDEST, "height": WIDEST}
    return {"slugify_filename": True, "transformations": {"raster_image": picture}}


def _collection(kind: PostPlace, posts_dir: str, shown: Sequence[Widget]) -> dict[str, object]:
    is_new = kind == OF_NEW
    above = ["{{date | date('YYYY')}}"] if is_new else ["{{year}}"] * kind.above
    own = kind.above and not kind.in_folder
    label = "Bài viết" if is_new else f"Bài viết ({_kind(kind)})"
    return {
        "name": kind.collection,
        "label": label,
        "label_singular": "bài viết",
        "folder": posts_dir,
        "path": "/".join([*above, "{{slug}}", *(["index"] if kind.in_folder else [])]),
        "slug": {"template": "{{title}}", "editable": False},
        "create": is_new,
        "format": FORMAT,
        "media_folder": "",
        # A post that is one file has its files in a folder of its name.
        "public_folder": "{{slug}}" if own else "",
        "summary": "{{title}}",
        "sortable_fields": {
            "fields": ["date", "title"],
            "default": {"field": "date", "direction": "descending"},
        },
        "fields": [*shown],
    }


def _kind(kind: PostPlace) -> str:
    """What editors call the posts that lie so."""
    form = "thư mục riêng" if kind.in_folder else "một tệp"
    if kind.above == 1:
        return form
    return f"{form}, {f'{kind.above} cấp thư mục' if kind.above else 'ngoài thư mục năm'}"


def _of_field(field: Field, categories: Mapping[str, str], bodies: Mapping[str, str]) -> Widget:
    """The field of the form for a key of a post."""
    shown: Widget = {"name": field.name, "label": field.label, "hint": _hint(field)}
    shown |= {} if field.required else {"required": False}
    if field.parts:
        parts = [_of_part(field, name, required) for name, required in field.parts]
        first = next(name for name, _ in field.parts)
        return shown | {
            "widget": "list",
            "label_singular": field.noun,
            "summary": f"{{{{{first}}}}}",
            "collapsed": "auto",
            "fields": parts,
        }
    if field.name == "image":
        return shown | {"widget": "image", "accept": _ACCEPTED, "choose_url": False}
    if field.name == "organization" and bodies:
        return shown | _choice(bodies)
    if field.kind == "category" and categories:
        return shown | _choice(categories)
    if field.kind == "moment":
        return shown | _DAY | ({"default": "{{now}}"} if field.required else {})
    if field.kind == "slug":
        wrong = "Chỉ dùng a–z, 0–9 và dấu “-” ở giữa."
        return shown | {"widget": "string", "pattern": ["^[a-z0-9]+(-[a-z0-9]+)*$", wrong]}
    if field.kind in ("texts", "names"):
        return shown | {"widget": "list", "label_singular": field.noun}
    return shown | {"widget": "boolean" if field.kind == "flag" else "string"}


def _hint(field: Field) -> str:
    if field.name in _HINTS:
        return _HINTS[field.name]
    if field.example and field.kind not in ("texts", "flag", "moment"):
        return f"{field.help} Ví dụ: {field.example}"
    return field.help


def _choice(options: Mapping[str, str]) -> Widget:
    told = [{"label": label, "value": key} for key, label in options.items()]
    return _SELECT | {"options": told}


def _of_part(field: Field, name: str, required: bool) -> Widget:
    """The field of the form for a key of a record."""
    shown: Widget = {"name": name, "label": fields.part_label(field, name), "required": required}
    is_example = name in fields.EXAMPLES and name not in fields.DATED and name != "file"
    if is_example and field.parts[0][0] != "file":
        shown["hint"] = f"Ví dụ: {fields.EXAMPLES[name]}"
    if name in fields.DATED:
        return shown | _DAY
    if name == "status":
        return shown | _SELECT | {"options": [*STATUSES]}
    if name == "file":
        return shown | {"widget": "file", "choose_url": False}
    return shown | {"widget": "string"}


def _body() -> Widget:
    return {
        "name": "body",
        "label": "Nội dung",
        "hint": "Dán được từ Word. Bảng phải có dòng đầu là tên các cột.",
        "widget": "richtext",
        "modes": ["rich_text", "raw"],
        "buttons": _BUTTONS,
        "editor_components": ["image"],
    }
