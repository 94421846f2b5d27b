"""The abstract of a document, as it follows a citation: "… về việc phòng, chống dịch bệnh".

Pure. What a register publishes
as an abstract must be one, and whole. A comma may stand in it or end it, and only the words after
it tell which; where they do not, there is no abstract.
"""

from __future__ import annotations

import re

from cchc_site.citations.types import TYPES_BY_WORDS

_LONGEST = 600
_ABOUT = re.compile(
    r"[\s*_]{0,4},?\s{0,3}(?P<held>[“\"«(]\s?)?(?:[vV]ề\s{1,3}việc|[vV]/v)(?::\s{0,3}|\s{1,3})"
)
_CLOSED_BY = {"“": "”", '"': '"', "«": "»", "(": ")"}
# Nothing in these ends an abstract.
_HELD = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»|\([^()\n]*\)")
_MARK = re.compile(r"[,;:.!?…()“”\"«»\n]|\s[-–—]\s")
# Dots that end no sentence.
_SHORT = re.compile(r"\b(?:TP|Tp|TX|Tx|TT|ThS|TS|PGS|GS|P|Q|v\.v|St)\Z")
_SENTENCE = re.compile(r"[\s*_”\"»)]*(?:\Z|\n|(?<=[\s*_”\"»)])[^\Wa-zđ])")
# What shows that the words before it have a predicate, so are more than an abstract.
_PREDICATE = re.compile(
    r"\b(?:đã|đang|sẽ|vừa|là|cũng|thì|rằng|(?:nêu|chỉ|quy\sđịnh)\srõ|như\ssau|cho\sthấy|gồm"
    r"|(?:có|còn|hết)\shiệu\slực|góp\sphần|đề\sra|nhấn\smạnh|khẳng\sđịnh|đặt\smục\stiêu|phấn\sđấu"
    r"|tạo\s(?:chuyển|điều)|bắt\sđầu|kết\sthúc"
    r"|được\s(?:ban\shành|ký|thông\squa|triển\skhai|tổ\schức|thực\shiện)"
    r"|(?:yêu\scầu|đề\snghị|giao|chỉ\sđạo|hướng\sdẫn)\s(?:các|toàn|những|[A-ZĐ]))(?![^\W_])"
)
# The same in what follows a comma, where a clause may begin.
_VERB = re.compile(
    r"\b(?:được|bị|phải|cần|nên|có|không|chưa|yêu\scầu|đề\snghị|tổ\schức|ban\shành|triển\skhai"
    r"|thực\shiện|tiến\shành|đề\sra|khẳng\sđịnh|nhận\sthấy|xác\sđịnh)(?![^\W_])"
)
# A clause that begins so is no part of an abstract.
_CLAUSE = re.compile(
    r"(?:(?:(?:vào|trong|từ|đến)\s)?(?:sáng|chiều|tối|ngày)\s(?:ngày\s)?\d{1,2}"
    r"|(?:theo|trong|qua|tại)\sđó|vừa\squa|mới\sđây|hiện\snay|đến\snay)(?![^\W_])",
    re.IGNORECASE,
)
# What may begin a clause as well as a part of an abstract.
_UNSURE = frozenset(
    "các những mỗi mọi toàn ngành huyện tỉnh thành lãnh đồng ông bà anh chị đoàn ban tổ hội chính "
    "nhân người hộ trường trong tại từ theo với khi sau trước qua nếu nhưng mà do vì nhằm để góp "
    "giúp tạo bên ngoài trên căn thực hôm".split()
)
# What may be added to a word after a comma; no subject stands before it.
_GOES_ON = re.compile(
    r"(?:chống|xử\slý|bổ\ssung|thay\sthế|bãi\sbỏ|giám\ssát|kiểm\s(?:soát|tra|định|kê)|thanh\stra"
    r"|đánh\sgiá|(?:xếp|phân)\sloại|phân\s(?:công|cấp|bổ)|quản\slý|sử\sdụng|khai\sthác|bảo\s(?:vệ"
    r"|đảm|dưỡng|tồn|trì)|phát\s(?:triển|huy)|hỗ\strợ|đào\stạo|bồi\s(?:dưỡng|thường)|tuyển\sdụng"
    r"|nâng\s(?:cao|cấp)|luân\schuyển|điều\s(?:động|chỉnh|hành)|(?:bổ|miễn)\snhiệm|cải\s(?:tạo"
    r"|tiến|cách)|sửa\s(?:chữa|đổi)|xây\sdựng|lắp\sđặt|mua\ssắm|thanh\s(?:lý|toán)|tiếp\snhận"
    r"|giải\s(?:quyết|thể|phóng)|trả\skết|phổ\sbiến|giáo\sdục|tuyên\struyền|vận\sđộng|công\s(?:khai"
    r"|nhận|bố)|ngăn\schặn|khắc\sphục|ứng\sphó|thu\s(?:hồi|hút|gom)|cho\sthuê|chuyển\s(?:mục|đổi"
    r"|giao|nhượng)|khen\sthưởng|kỷ\sluật|tái\sđịnh|tiết\skiệm|tìm\skiếm|cứu\s(?:nạn|hộ)|chữa\scháy"
    r"|duy\strì|lưu\strữ|sáp\snhập|thành\slập|hợp\snhất|tổng\shợp|tăng\scường|thúc\sđẩy|rà\ssoát"
    r"|cắt\sgiảm|đơn\sgiản|số\shóa|khuyến\skhích|chăm\ssóc|nuôi\sdưỡng|phục\shồi|trợ\sgiúp|cấp"
    r"|nhiệm\svụ|giải\spháp|quyền\shạn|cơ\scấu|tầm\snhìn|định\shướng|thuộc|liên\sthông)(?![^\W_])"
)
_TAIL = re.compile(
    r"\s(?:năm|giai\sđoạn|quý|tháng|đợt|trên|tại|của|thuộc|trong|cho|đối\svới|và|đến|từ|ở)(?![^\W_])"
)
_FEW = 3
_NAMED_BEFORE = re.compile(r"[\s*_]*(?:này|đó|ấy|(?:nêu|nói|như)?\s?trên)?[\s*_]*")
_LINKED = re.compile(
    r"(?:của|tại|thi\shành|thực\shiện|triển\skhai|bãi\sbỏ|thay\sthế|sửa\sđổi|kèm\stheo"
    r"|(?:khoản|Điều|điều|Chương|Mục)\s\w{1,4})[\s*_]{1,3}\Z"
)
_TRAILING = re.compile(r"[\s*_]*(?:(?<![^\W_])(?:và|cùng|kèm\stheo)[\s*_]*)?\Z")


def abstract(text: str, at: int, limit: int) -> str:
    """The abstract of the document whose citation ends at `at` in `text`; the next one begins at
    `limit`. "" for none, and where nobody can tell where it ends.

    >>> abstract("… về việc phòng, chống dịch bệnh. Nay", 1, 37)
    'Về việc phòng, chống dịch bệnh'
    >>> abstract("… về việc phòng, chống dịch bệnh, các xã báo cáo.", 1, 49)
    ''
    """
    lead = _ABOUT.match(text, at, limit)
    if not lead:
        return ""
    start = lead.end()
    is_cut = limit < len(text) and not _LINKED.search(text, start, limit)
    piece = text[start : limit if is_cut else start + _LONGEST]
    if len(piece) >= _LONGEST:
        return ""
    quoted = _HELD.match(piece)
    if lead["held"]:
        words, closed, _ = piece.partition(_CLOSED_BY[lead["held"][0]])
        if not closed or "\n" in words or "(" in words:
            return ""
    elif quoted and quoted[0][0] != "(":
        words = quoted[0][1:-1]
    else:
        end = _end(_HELD.sub(lambda held: "x" * len(held[0]), piece), is_cut)
        words = _TRAILING.sub("", piece[:end]).replace("**", "")
    if not words or _NAMED_BEFORE.fullmatch(words) or _PREDICATE.search(words):
        return ""
    return f"Về việc {' '.join(words.split())}"


def _end(piece: str, is_cut: bool) -> int:
    """Where in the text after “về việc” the abstract surely ends, 0 if that is not sure; the next
    citation follows where it `is_cut`."""
    part = 0
    for mark in _MARK.finditer(piece):
        ends = _ends(piece, part, mark, is_cut)
        if ends is None:
            return 0
        if ends:
            return mark.start()
        part = mark.end()
    last = piece[part:]
    if is_cut and (not last.rstrip(" *_").endswith(" và") or _names_a_document(last)):
        return 0
    return len(piece)


def _ends(piece: str, part: int, mark: re.Match[str], is_cut: bool) -> bool | None:
    """Whether an abstract whose last part begins at `part` ends at a mark; None for not sure."""
    sign = mark[0].strip() or "\n"
    if sign in ")”»":
        return True
    if sign in ".!?…\n":
        return _ends_sentence(piece, mark) or (False if sign == "." else None)
    if sign in ",;":
        following = piece[mark.end() :].lstrip(" *_\n")
        if is_cut and not _TRAILING.sub("", following):
            return None if _names_a_document(piece[part : mark.start()]) else True
        return not following or _ends_before(following, piece[part : mark.start()])
    return False if _joins(piece, mark) else None


def _ends_sentence(piece: str, mark: re.Match[str]) -> bool:
    if mark[0] == "\n":
        return not piece[mark.end() :].strip() or piece.startswith("\n", mark.end())
    if mark[0] == "." and _SHORT.search(piece, max(0, mark.start() - 5), mark.start()):
        return False
    return bool(_SENTENCE.match(piece, mark.end()))


def _ends_before(following: str, part: str) -> bool | None:
    """Whether an abstract ends with its last `part`, at a comma before what is `following`."""
    if _CLAUSE.match(following):
        return True
    if following[0].isupper():
        return None if _has_name(part) else True
    segment = re.split(r"[,;:.()\n]", following, maxsplit=1)[0].strip()
    first, _, others = segment.partition(" ")
    if not first.islower() or _VERB.search(others):
        return None
    if _GOES_ON.match(segment):
        return False
    few = len(_TAIL.split(segment, maxsplit=1)[0].split()) <= _FEW
    return False if few and first not in _UNSURE else None


def _names_a_document(words: str) -> bool:
    lower = words.lower()
    return any(kind in lower for kind in TYPES_BY_WORDS)


def _has_name(words: str) -> bool:
    """Whether a word after the first has a capital, so that a list of names may follow."""
    return any(word[:1].isupper() for word in words.split()[1:])


def _joins(piece: str, mark: re.Match[str]) -> bool:
    """Whether a dash joins two numbers, or two parts of a name."""
    if mark[0].strip() not in "-–—":
        return False
    last = piece[: mark.start()].rpartition(" ")[2]
    after = piece[mark.end() : mark.end() + 1]
    return (last.isdigit() and after.isdigit()) or (after.isupper() and not last.islower())
