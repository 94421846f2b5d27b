"""What stands around a text on its page: dates, names, counters, buttons, other news.

Pure. Everything goes by the words that readers see, not by what a page calls its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from cchc_site.importing import dates, html_nodes
from cchc_site.importing.blocks import (
    Block,
    HeadingBlock,
    ListBlock,
    ParagraphBlock,
    RuleBlock,
    TableBlock,
    is_bold,
    words_of,
)
from cchc_site.importing.dates import ReadDate
from cchc_site.importing.html_nodes import Pruning

BESIDE, AFTER = "\x1f", "\n"
"""What stands between texts of one line, and between lines."""

_DATED = (
    r"(?:tin )?(?:được )?(?:đăng (?:lúc|ngày|tải|vào)|thời gian(?: đăng)?|xuất bản(?: lúc| ngày)?|"
    r"ngày (?:đăng|xuất bản|phát hành|tạo|viết|đưa tin)(?: tin| bài)?|đăng|"
    r"posted(?: on)?|published(?: on)?|post date|date)"
)
_UPDATED = (
    r"(?:(?:ngày |lần )?cập nhật(?: lúc| ngày| vào| lần cuối| cuối)?|ngày sửa(?: đổi)?|"
    r"sửa (?:đổi )?lần cuối|last (?:updated|modified)|updated(?: on)?|modified)"
)
_WRITTEN_BY = (
    r"(?:tác giả(?: bài viết)?|người viết|viết bởi|tin(?:,| và)? ảnh|tin,? bài|bài(?:,| và)? ảnh|"
    r"tin|bài|author|written by)"
)
_POSTED_BY = (
    r"(?:người (?:đăng|cập nhật|gửi|đưa tin)(?: tin| bài)?|(?:được )?(?:đăng|gửi|cập nhật) bởi|"
    r"bởi|posted by|by|biên tập)"
)
_AROUND = " .,;()[]\xa0*-–"
_COLON = "[:\\uff1a]"
_READ_MORE = re.compile(
    r"(?i)(?:đọc|xem) (?:thêm|tiếp|chi tiết)\b.{0,60}|read more.{0,60}|chi tiết ?»?"
)
_SIGNED = re.compile(
    r"(?i:(?:tác giả(?: bài viết)?|người viết)\s*[:\uff1a]\s*.{2,60}|"
    r"(?:(?:được )?(?:viết|đăng|gửi)|posted|written)?\s*(?:bởi|by)\s+)(?-i:[^\W\d_a-z].{1,40})?"
)
_BARE_LABEL = re.compile(rf"(?i)(?:{_DATED}|{_UPDATED}|{_WRITTEN_BY}|{_POSTED_BY})\s*[:\uff1a]?")
_COUNTER = re.compile(
    rf"(?i)(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập|tải)\s*{_COLON}?\s*[\d.,]+|"
    rf"(?:đã xem|xem|views?|hits?|lượt)\s*{_COLON}\s*[\d.,]+|đã xem\s*[\d.,]+|"
    r"\d+ phút đọc|[\d.,]+\s*(?:lượt (?:xem|đọc|tải)|lần xem|views?|hits)|"
    r"tổng số (?:điểm|lượt).{0,60}|"
    rf"(?:đánh giá|bình chọn|rating)\s*{_COLON}?.{{0,30}}"
)
_TOOL = (
    r"(?:in|print|in trang|in bài(?: viết)?|in ấn|bản in|email|lưu|lưu bài(?: viết)?|"
    r"gửi (?:email|mail|bài viết|cho bạn bè|bình luận)|share|facebook|twitter|zalo|google\+?|"
    r"chia sẻ(?: bài viết)?(?: (?:lên|qua) \w+)?:?|linkedin|pinterest|tweet|like|thích|"
    r"(?:quay|trở) lại|(?:trở )?về (?:đầu trang|trang trước|trang chủ)|trở về|back|"
    r"(?:lên )?đầu trang|pdf|word|tải về|"
    r"trang (?:trước|sau)|xem (?:tiếp|thêm|tất cả)|(?:tăng |giảm )?cỡ chữ:?|a ?[+-]|a|tương phản|"
    r"nghe(?: bài viết| đọc bài)?|đọc bài(?: viết)?|(?:\d+ )?bình luận|góp ý|báo lỗi|rss|"
    r"copy link|sao chép liên kết|theo dõi|null|"
    r"(?:từ khóa|từ khoá|tags?|thẻ|nguồn|tệp đính kèm):?)"
)
_TOOLS = re.compile(rf"(?i){_TOOL}(?:[\s:,/•-]+{_TOOL}){{0,11}}")
_RELATED = re.compile(
    r"(?i)(?:các |những |một số |xem )?(?:thêm )?(?:tin|bài|tin tức|tin bài|thông tin|chủ đề)"
    r"(?: viết| tức| báo| bài)? (?:liên quan|khác|cũ hơn|đã (?:đưa|đăng)|nổi bật|tiếp theo|"
    r"trước đó|"
    r"cùng (?:chuyên mục|loại|chủ đề|thể loại|danh mục)|mới(?: hơn| nhất| đăng| cập nhật)?|"
    r"(?:đọc|xem) nhiều(?: nhất)?)(?: .{0,30})?\s*:?|có thể bạn quan tâm:?|(?:xem|đọc) thêm:?|"
    r"ý kiến (?:bạn đọc|phản hồi|của bạn).{0,20}|bình luận(?: \(\d+\))?:?|tin đọc nhiều|"
    r"gửi (?:bình luận|ý kiến).{0,30}|related (?:news|posts|articles):?"
)
_HEADS = "h1, h2, h3, h4, h5, h6, p, div, span, strong, b, em, i, u, font, td, li, header, dt"
"""What stands above a list of other news."""
_UNREAD = frozenset("script style noscript template nav aside select option svg iframe".split())


def lines(root: LexborNode, apart: Sequence[LexborNode]) -> tuple[str, str]:
    """What a page says before the first of the nodes `apart` and after the last, without menus."""
    inside = {node.mem_id for node in apart}
    parts: tuple[list[str], list[str]] = ([], [])
    place = 0

    def walk(node: LexborNode) -> None:
        nonlocal place
        tag = node.tag or ""
        if node.mem_id in inside:
            place = 1
            return
        if tag == "-text":
            text = " ".join((node.text_content or "").split())
            if text:
                parts[place].append(text + BESIDE)
            return
        if tag.startswith("-") or tag in _UNREAD or html_nodes.is_hidden(node):
            return
        is_block = tag in html_nodes.BLOCKS or tag == "br"
        if is_block:
            parts[place].append(AFTER)
        for child in html_nodes.children(node):
            walk(child)
        if is_block:
            parts[place].append(AFTER)

    walk(root)
    return "".join(parts[0]), "".join(parts[1])


class LabelledFacts:
    """What labels in a text tell: days and names."""

    def __init__(self, text: str, timezone: ZoneInfo) -> None:
        """Read `text`, whose parts `BESIDE` and `AFTER` part."""
        self._text, self._zone = text, timezone

    def published(self) -> ReadDate | None:
        """The day that a label calls that of publication."""
        return self._dated(_DATED)

    def updated(self) -> ReadDate | None:
        """The day that a label calls that of the last change."""
        return self._dated(_UPDATED)

    def alone(self) -> ReadDate | None:
        """The last day that stands by itself, as below a title."""
        found: ReadDate | None = None
        for part in re.split(r"[\n\x1f|]", self._text):
            if len(part) < 60 and dates.is_only(part):
                found = dates.read(part, self._zone) or found
        return found

    def author(self) -> str:
        """Whom a label calls the writer."""
        return self._named(_WRITTEN_BY, needs_colon=True)

    def source(self) -> str:
        """Where the text was taken from."""
        found = self._named(r"nguồn(?: tin)?")
        return found if not found.isdigit() else ""

    def poster(self) -> str:
        """Whom a label calls the one who put the text there."""
        return self._named(_POSTED_BY)

    def _dated(self, label: str) -> ReadDate | None:
        form = rf"(?i)(?<!\w){label}(?:\s|\x1f)*{_COLON}?(?P<value>[^\n]{{0,80}})"
        for found in re.finditer(form, self._text):
            value = found["value"].replace(BESIDE, " ")
            read = dates.read(value, self._zone)
            if read and value.find(read.written[:4]) < 45:
                return read
        return None

    def _named(self, label: str, needs_colon: bool = False) -> str:
        form = (
            rf"(?i)(?:^|[\n\x1f|(])\s*{label}(?:\s|\x1f)*(?P<sign>{_COLON})?"
            r"[ \x1f]*(?P<value>[^\n\x1f|()]+)"
        )
        for found in re.finditer(form, self._text):
            name = found["value"].strip(" -–,;.")
            is_led = found["sign"] or not needs_colon
            is_name = bool(name) and len(name) < 80 and is_led and name[0].isupper()
            if is_name and not dates.read(name, self._zone):
                return name
        return ""


def is_title(block: Block, title: str) -> bool:
    """Whether a block says the title again."""
    said = words_of([block])
    return bool(title) and _bare(said) == _bare(title)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def is_counted(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a line only counts readers, offers buttons or tells the day of a posting and who of
    those `names` made it."""
    for name in names:
        text = text.replace(name, " ") if dates.without(text) != text else text
    if dates.is_only(text):
        return True
    parts = [part.strip(_AROUND) for part in re.split(r"[|\n•·\x1f]", text)]
    parts = [part for part in parts if part]
    # A letter alone may count in a text.
    return sum(map(str.isalpha, text)) > 1 and all(
        _is_meta(part) or all(map(_is_meta, re.split(r"\s[-–]\s", part))) for part in parts
    )


def _is_meta(part: str) -> bool:
    if _COUNTER.fullmatch(part) or _BARE_LABEL.fullmatch(part) or _SIGNED.fullmatch(part):
        return True
    if dates.is_only(part) or _TOOLS.fullmatch(part):
        return True
    if re.fullmatch(r"(?i)chia sẻ\s*:?\s*(?:\w+[\s,]*){1,6}", part) and len(part) < 60:
        return True
    found = re.match(rf"(?i)(?:{_DATED}|{_UPDATED})\s*{_COLON}?\s*(?P<rest>.*)", part)
    return bool(found and dates.is_only(found["rest"])) or bool(
        re.fullmatch(rf"(?i){_POSTED_BY}\s*{_COLON}\s*.{{2,60}}", part)
    )


def is_update(text: str) -> bool:
    """Whether a line tells the day of the last change only."""
    return bool(re.match(rf"(?i)\W*{_UPDATED}", text)) and not re.search(rf"(?i){_DATED}", text)


def drop_related(nodes: Sequence[LexborNode], pruning: Pruning) -> None:
    """Take the lists of other news, with their headings, and links to more out of `nodes`."""
    for root in nodes:
        for link in root.css("a"):
            if not pruning.has(link) and _READ_MORE.fullmatch(" ".join(_text(link).split())):
                pruning.drop(link)
        for node in root.css(_HEADS):
            if pruning.has(node):
                continue
            text = " ".join(_text(node).split())
            if len(text) <= 70 and _RELATED.fullmatch(text):
                _drop_from(node, root, pruning)


def _drop_from(node: LexborNode, root: LexborNode, pruning: Pruning) -> None:
    """Drop a heading and what follows it, if that is nearly all links."""
    while (
        node.parent is not None
        and root.mem_id not in (node.mem_id, node.parent.mem_id)
        and not any(map(_text, _following(node)))
    ):
        node = node.parent
    if node.mem_id == root.mem_id:
        return
    following = [*_following(node)]
    kinds = [_linked(each) for each in following]
    end = next((place for place, is_linked in enumerate(kinds) if is_linked is False), len(kinds))
    if True in kinds[:end]:
        for each in (node, *following[:end]):
            pruning.drop(each)


def _following(node: LexborNode) -> Iterator[LexborNode]:
    after = node.next
    while after is not None:
        yield after
        after = after.next


def _text(node: LexborNode) -> str:
    said = node.text_content if node.tag == "-text" else node.text(deep=True)
    return (said or "").strip()


def _linked(node: LexborNode) -> bool | None:
    """Whether what a node says are mostly links, the dates beside these left aside; None for a node
    that says nothing."""
    said = _letters(_text(node))
    if not said:
        return None
    if node.tag == "-text":
        return False
    links = [node] if node.tag == "a" else node.css("a")
    return sum(_letters(_text(link)) for link in links) >= 0.5 * said


def _letters(text: str) -> int:
    return sum(map(str.isalpha, dates.without(text)))


def without_meta(
    blocks: Sequence[Block], names: Iterable[str], ends: bool = False
) -> tuple[list[Block], list[str]]:
    """`blocks` without lines that are no text of the article but tell its day, who of those `names`
    wrote it and the like; these lines. Those that end a text do not date it."""
    kept, meta = list[Block](), list[str]()
    for block in blocks:
        said = words_of([block])
        if isinstance(block, ParagraphBlock | HeadingBlock | ListBlock | TableBlock) and (
            said.strip()
            and len(said) < 200
            and is_counted(said, names)
            and not (ends and dates.is_only(said))
        ):
            meta.append(said)
        else:
            kept.append(block)
    while kept and isinstance(kept[-1], RuleBlock):
        kept.pop()
    while kept and isinstance(kept[0], RuleBlock):
        kept.pop(0)
    return kept, meta


def title_apart(read: Sequence[Block]) -> Sequence[Block]:
    """`read`, the first line a paragraph of its own where it is in bold and the next is not."""
    first = read[0] if read else None
    if not isinstance(first, ParagraphBlock):
        return read
    breaks = [place for place, run in enumerate(first.runs) if run.text == "\n"]
    if not breaks:
        return read
    title = replace(first, runs=first.runs[: breaks[0]])
    rest = replace(first, runs=first.runs[breaks[0] + 1 :])
    return [title, rest, *read[1:]] if is_bold(title) and not is_bold(rest) else read
