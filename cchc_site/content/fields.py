"""The table of front-matter fields: one source for the check, the scaffold, the form and the docs.

Pure. A field's `kind` says how values.py reads its value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from cchc_site.base import vietnamese
from cchc_site.content.body_names import BodyName

Value = object
Record = dict[str, str]


class Settings(Struct, frozen=True):
    """What reading a post depends on: the site's time zone and its categories, key to label; with
    no category configured every name is one; and the bodies that have a last day."""

    timezone: ZoneInfo
    categories: Mapping[str, str]
    bodies: tuple[BodyName, ...] = ()

    @property
    def category_names(self) -> Mapping[str, str]:
        """What a category may be called, its label or its key, and the key."""
        labels = {label: key for key, label in self.categories.items()}
        return labels | {key: key for key in self.categories}


class Moment(Struct, frozen=True):
    """A date as typed: an instant in the site's time zone, and whether a time was written."""

    at: dt.datetime
    timed: bool


def instant(at: dt.datetime) -> dt.datetime:
    """`at` with an offset of whole minutes, as feeds must tell it (RFC 3339, RFC 5322): until 1911
    the clocks of Saigon were seven hours, six minutes and thirty seconds ahead.

    >>> instant(dt.datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))).isoformat()
    '1899-12-31T16:53:30+00:00'
    """
    offset = at.utcoffset()
    return at.astimezone(dt.UTC) if offset and offset % dt.timedelta(minutes=1) else at


class Field(Struct, frozen=True):
    """One front-matter key; `parts` are the keys of a record, required ones marked True; `noun` is
    what one of a list is called."""

    name: str
    label: str
    kind: str
    example: str
    help: str
    required: bool = False
    parts: tuple[tuple[str, bool], ...] = ()
    noun: str = ""


_OF_DOCUMENT = (
    *("type", "effective", "expires", "status", "replaces", "replaced_by"),
    *("field", "signer", "full_text", "file"),
)
_KEYS = (("number", True), ("date", True), ("issuer", True))
_DOCUMENT = (*_KEYS, ("title", True), *((name, False) for name in _OF_DOCUMENT))
STATUSES = (
    "Còn hiệu lực",
    "Chưa có hiệu lực",
    "Hết hiệu lực",
    "Hết hiệu lực một phần",
)
# How registers and clerks call these.
_OTHER_STATUSES = {
    "Còn hiệu lực": "Có hiệu lực, Đang có hiệu lực, Đang còn hiệu lực, Đã có hiệu lực",
    "Chưa có hiệu lực": "Chưa hiệu lực, Sắp có hiệu lực",
    "Hết hiệu lực": "Đã hết hiệu lực, Không còn hiệu lực, Hết hiệu lực toàn bộ",
    "Hết hiệu lực một phần": "Hết hiệu lực 1 phần, Đã hết hiệu lực một phần, Còn hiệu lực một phần",
}
STATUS_BY_WORDS = {status: status for status in STATUSES} | {
    words: status for status, others in _OTHER_STATUSES.items() for words in others.split(", ")
}

FIELDS: tuple[Field, ...] = (
    Field("title", "Tiêu đề", "text", "Lịch tiếp công dân tháng 5", "Chữ thường, một dòng.", True),
    Field("date", "Ngày đăng", "moment", "2024-05-13", "Ngày, có thể kèm giờ.", True),
    Field(
        "author", "Tác giả", "names", "Ban biên tập", "Một tên hoặc danh sách tên.", True, (), "tên"
    ),
    Field("category", "Chuyên mục", "category", "thong-bao", "Mã hoặc tên chuyên mục.", True),
    Field("summary", "Sapo", "text", "Lịch mới từ tháng 5.", "Hiện dưới tiêu đề khi có viết."),
    Field("tags", "Thẻ", "texts", "[một cửa, khai sinh]", "Danh sách từ khóa.", False, (), "thẻ"),
    Field("slug", "Đuôi địa chỉ", "slug", "lich-tiep-dan", "Giữ cố định phần cuối địa chỉ."),
    Field("source", "Nguồn", "text", "Báo Nhân Dân", "Nơi lấy tin: tên hoặc địa chỉ."),
    Field("image", "Ảnh", "text", "anh.jpg", "Ảnh đầu bài, đường dẫn tính từ tệp bài."),
    Field("image_alt", "Mô tả ảnh", "text", "Quầy tiếp nhận hồ sơ", "Bắt buộc khi có ảnh."),
    Field("updated", "Ngày sửa", "moment", "2024-05-20", "Ngày sửa bài gần nhất."),
    Field("correction", "Đính chính", "reason", "Sửa giờ làm việc", "Đã sửa điều gì."),
    Field("expires", "Hết hạn", "moment", "2024-06-01", "Từ ngày này bài rời trang chủ."),
    Field(
        "withdrawn", "Gỡ bài", "reason", "Bài nêu sai số liệu.", "Lý do; nội dung sẽ không hiện."
    ),
    Field("draft", "Bản nháp", "flag", "true", "Chưa đăng."),
    Field("pinned", "Ghim", "flag", "true", "Ghim trên trang chủ."),
    Field(
        "documents",
        "Văn bản",
        "records",
        "",
        "Văn bản mà bài này công bố.",
        False,
        _DOCUMENT,
        "văn bản",
    ),
    Field(
        "procedures",
        "Thủ tục",
        "records",
        "",
        "Thủ tục trên Cổng Dịch vụ công quốc gia.",
        False,
        (("name", True), ("code", False), ("url", False)),
        "thủ tục",
    ),
    Field(
        "attachments",
        "Tệp đính kèm",
        "records",
        "",
        "Tệp để tải về.",
        False,
        (("file", True), ("title", False)),
        "tệp",
    ),
    Field("posted_from", "Niêm yết từ", "moment", "2024-05-13", "Ngày đầu trên bảng tin."),
    Field("posted_to", "Niêm yết đến", "moment", "2024-05-28", "Ngày cuối trên bảng tin."),
    Field("organization", "Cơ quan", "text", "ubnd-xa", "Khi khác cơ quan đương nhiệm."),
    Field(
        "aliases",
        "Địa chỉ cũ",
        "texts",
        "[/tin/123/]",
        "Địa chỉ cũ phải dẫn tới bài này.",
        False,
        (),
        "địa chỉ",
    ),
    Field("extra", "Mở rộng", "anything", "", "Dành cho mẫu trang riêng, không kiểm tra."),
    Field("hide", "hide", "wish", "", "Của MkDocs."),
    Field("robots", "robots", "wish", "", "Của MkDocs."),
    Field("search", "search", "wish", "", "Của MkDocs."),
)

RECORDS = Field(
    "documents",
    "Văn bản",
    "records",
    "",
    "Văn bản trong thư mục documents.",
    False,
    (*_KEYS, *((name, False) for name in ("title", *_OF_DOCUMENT))),
    "văn bản",
)
"""What a file of documents/ holds."""

LISTS = tuple(field for field in FIELDS if field.parts)
BY_NAME = {field.name: field for field in FIELDS}
REQUIRED = tuple(field for field in FIELDS if field.required)


# What clerks write for a key beside its name and its label.
_OTHER_WORDS = {
    "title": "Tựa đề, Tên bài, Tên tin",
    "date": "Ngày, Ngày giờ đăng, Ngày viết",
    "author": "Người viết, Người đăng, Authors, Các tác giả",
    "category": "Loại tin, Categories",
    "summary": "Tóm tắt, Mô tả, Description",
    "tags": "Từ khóa, Nhãn, Các thẻ, Tag",
    "source": "Nguồn tin",
    "image": "Hình ảnh, Ảnh đầu bài, Ảnh chính, Ảnh đại diện",
    "image_alt": "Lời tả ảnh, Tả ảnh",
    "updated": "Ngày cập nhật, Cập nhật",
    "expires": "Ngày hết hạn",
    "withdrawn": "Rút bài, Rút tin, Lý do gỡ bài",
    "draft": "Nháp",
    "documents": "Các văn bản, Document",
    "procedures": "Thủ tục hành chính, Các thủ tục, Procedure",
    "attachments": "Đính kèm, Các tệp đính kèm, Attachment",
    "posted_from": "Niêm yết từ ngày, Ngày niêm yết, Bắt đầu niêm yết",
    "posted_to": "Niêm yết đến ngày, Kết thúc niêm yết",
    "organization": "Mã cơ quan",
    "aliases": "Các địa chỉ cũ, Alias",
}
_WORDS_OF_PARTS = {
    "number": "Số, Số hiệu, Số ký hiệu",
    "date": "Ngày, Ngày ban hành, Ngày ký",
    "issuer": "Cơ quan, Cơ quan ban hành, Nơi ban hành",
    "title": "Trích yếu, Tiêu đề, Tên, Tên tệp",
    "type": "Loại, Loại văn bản",
    "effective": "Ngày có hiệu lực, Ngày hiệu lực",
    "expires": "Ngày hết hiệu lực, Hết hiệu lực, Hết hạn, Ngày hết hạn",
    "status": "Hiệu lực, Tình trạng, Tình trạng hiệu lực",
    "field": "Lĩnh vực, Ngành",
    "signer": "Người ký, Họ tên người ký",
    "full_text": "Toàn văn, Địa chỉ toàn văn, Liên kết toàn văn",
    "replaces": "Thay thế",
    "replaced_by": "Bị thay thế bởi, Được thay thế bởi",
    "file": "Tệp, Tệp đính kèm",
    "name": "Tên, Tên thủ tục",
    "code": "Mã, Mã thủ tục",
    "url": "Địa chỉ, Liên kết, Đường dẫn",
    "level": "Cấp, Cấp thực hiện, Cấp giải quyết",
    "who": "Đối tượng, Đối tượng thực hiện, Ai được làm",
    "result": "Kết quả, Kết quả thực hiện",
    "place": "Nơi nộp, Nơi thực hiện, Cơ quan thực hiện, Địa điểm",
    "time": "Thời hạn, Thời hạn giải quyết, Thời gian",
    "fee": "Phí, Lệ phí, Phí lệ phí",
    "online": "Trực tuyến, Dịch vụ công trực tuyến, Mức độ trực tuyến",
    "papers": "Hồ sơ, Thành phần hồ sơ, Giấy tờ, Các giấy tờ",
    "steps": "Các bước, Trình tự, Trình tự thực hiện",
    "legal_basis": "Căn cứ, Căn cứ pháp lý, Cơ sở pháp lý",
    "forms": "Biểu mẫu, Các mẫu, Mẫu đơn tờ khai, Mẫu đơn",
    "portal": "Cổng, Cổng dịch vụ công, Nộp hồ sơ, Nộp trực tuyến",
    "checked": "Ngày kiểm tra, Kiểm tra lần cuối, Đã kiểm tra",
    "original": "Bản chính, Số bản chính, Số lượng bản chính",
    "copy": "Bản sao, Số bản sao, Số lượng bản sao",
    "note": "Ghi chú, Lưu ý",
    "form": "Mẫu, Tên mẫu",
}
DATED = frozenset(("date", "effective", "expires", "checked"))
"""The parts of a record that are days."""
EXAMPLES = {
    "number": "61/2018/NĐ-CP",
    "date": "2018-04-23",
    "issuer": "Chính phủ",
    "title": "Cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
    "file": "mau-don.pdf",
    "name": "Đăng ký khai sinh",
}
"""What may stand at a key of a record."""


def _bare(word: str) -> str:
    """`word` without case, marks, blanks and signs, which tell no key from another."""
    return vietnamese.slug(word, "")


_MEANT = {
    _bare(word): field.name
    for field in FIELDS
    for word in (field.name, field.label, *_OTHER_WORDS.get(field.name, "").split(","))
    if _bare(word)
}


@lru_cache
def key(written: str) -> str:
    """The field that `written` can only mean: its name, its label or another word for it, in any
    case, with or without marks; "" for none.

    >>> key("TIÊU ĐỀ"), key("image alt"), key("Ngày"), key("Ngay 2")
    ('title', 'image_alt', 'date', '')
    """
    return written if written in BY_NAME else _MEANT.get(_bare(written), "")


def part(field: Field, written: str) -> str:
    """The key of a record of `field` that `written` can only mean, "" for none.

    >>> part(BY_NAME["documents"], "Số hiệu"), part(BY_NAME["attachments"], "so hieu")
    ('number', '')
    """
    # To look a field up takes longer than to look through its names.
    if any(name == written for name, _ in field.parts):
        return written
    return _meant_part(field, written)


@lru_cache
def _meant_part(field: Field, written: str) -> str:
    bare = _bare(written)
    for name, _ in field.parts:
        if bare in map(_bare, (name, *_WORDS_OF_PARTS[name].split(","))):
            return name
    return ""


def part_label(field: Field, name: str) -> str:
    """What the key `name` of a record of `field` is called.

    >>> part_label(BY_NAME["documents"], "title"), part_label(BY_NAME["attachments"], "title")
    ('Trích yếu', 'Tên tệp')
    """
    words = _WORDS_OF_PARTS[name].split(", ")
    return words[-1] if name == "title" and field.parts[0][0] == "file" else words[0]


_WORDS = {
    *("title", "author", "summary", "tags", "source", "image_alt", "correction", "withdrawn"),
    *("number", "issuer", "type", "name", "field", "signer"),
}


def holds_words(written: str) -> bool:
    """Whether the key `written`, of a post or of a record, is one whose value readers read."""
    return not _WORDS.isdisjoint((key(written), *(part(field, written) for field in LISTS)))


@lru_cache
def named(written: str) -> str | None:
    """The field whose name or Vietnamese label is most like `written`, or None."""
    names = {field.name: field.name for field in FIELDS}
    names |= {field.label: field.name for field in FIELDS}
    names |= {vietnamese.slug(field.label): field.name for field in FIELDS}
    nearest = vietnamese.nearest(written, names)
    return names[nearest] if nearest else None
