"""The name of a public body where it stands in running text, and where it ends.

Pure; depends on nothing of the project. Vietnamese marks a name by capitals only, and most
syllables of a body's name are small ("Sở Nội vụ tỉnh"), as are the words that follow it ("Sở Nội
vụ công bố"). So a small syllable belongs to the name if it is one of the phrases or levels of
government below, or the second syllable of a word that has a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 120
_WORD = re.compile(
    r"(?P<gap>\s{1,3}|\s?[-–]\s?|,\s|\.\s{0,2}|(?<![^\W_]))"
    r"(?:(?P<phrase>(?=[a-zđ])(?:nhân\sdân|nhà\snước|tối\scao|kiểm\ssát|xã\shội|nông\sthôn|vận\stải|nông\sdân"
    r"|thủ\stục\shành\schính|cải\scách\shành\schính|hành\schính\scông|hành\schính|bệnh\stật"
    r"|đầu\stư|xây\sdựng|dự\sán|quản\slý|liên\shiệp|chuyển\sđổi\ssố|một\scửa|khu\scông\snghiệp"
    r"|phòng\scháy|chữa\scháy|cứu\snạn|quân\ssự|đất\sđai|thực\sphẩm|thị\strường|kỹ\sthuật"
    r"|nghề\snghiệp|văn\sphòng|công\snghệ|môi\strường|thường\strực))"
    r"|(?P<level>thành\sphố|thị\sxã|thị\strấn|đặc\skhu|tỉnh|huyện|quận|xã|phường|cấp)"
    r"|(?P<word>[^\W\d_]+(?:&[^\W\d_]+)?)|(?P<number>\d{1,2}))(?![^\W_])"
)
_FIRST = frozenset(
    "Ủy UBND HĐND Hội Bộ Sở Ban Chính Thủ Quốc Chủ Văn Đảng Tỉnh Huyện Thành Thị Quận Cục Chi Tổng "
    "Kho Công Tòa Viện Trung Phòng Liên Mặt Đoàn Trường Thanh Ngân Bảo Tập Kiểm Phó Giám".split()
)
_OPENS = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(_FIRST))}|Uỷ|Toà)(?![^\W_])")
_NEVER_FIRST = frozenset("Ông Bà Anh Chị Luật Nghị Quyết Điều Nhà".split())
# How an abstract begins that has a capital and no mark before it: "của UBND tỉnh Về việc …".
_ENDS_BEFORE = frozenset(
    "Về V Ban Phê Quy Qui Hướng Thành Công Sửa Bổ Bãi Triển Thực Kiện Tăng Điều Giao Chấp".split()
)
_ABSTRACT = re.compile(
    r"(?:Về\s[a-zđ]|V/v|Ban\shành|Phê\s(?:duyệt|chuẩn)|Qu[yi]\sđịnh|Hướng\sdẫn|Thành\slập"
    r"|Công\s(?:bố|nhận)|Sửa\sđổi|Bổ\s(?:sung|nhiệm)|Bãi\sbỏ|Triển\skhai|Thực\shiện|Kiện\stoàn"
    r"|Tăng\scường|Điều\schỉnh|Giao\s[a-zđ]|Chấp\sthuận)(?![^\W_])"
    r"|Về\s[a-zđ]|Giao\s[a-zđ]"
)
# Words of one syllable: what follows them in small letters is no second syllable, but these few.
_WHOLE = frozenset(
    "Chánh Bộ Sở Ban Cục Phòng Tỉnh Đoàn Trường Viện Hội Vụ Đảng Huyện Quận Thuế".split()
)
_AFTER_WHOLE = frozenset("án trưởng đồng ủy đoàn bộ".split())
_NEVER_SECOND = frozenset(
    "về quy hướng phê công thực sửa bổ đã có tại trong với cho để nêu là được yêu đề chỉ kèm "
    "theo ngày thì nhằm gửi từ đến trên dưới cùng tổ khóa năm tháng này nói trước sau vừa mới cũng "
    "sẽ phải không chưa đang gồm bao trả chấp xử quyết kết của hoặc bị ký".split()
)
_LEVELS = frozenset("tỉnh huyện quận xã phường cấp TP TX".split()) | {
    *("thành phố", "thị xã", "thị trấn", "đặc khu"),
}
_NUMBERED = frozenset({"quận", "phường", "Quận", "Phường"})
_COMMAS = frozenset({("hóa", "Thể"), ("trưởng", "Chủ")})
_TONES = {"uỷ": "ủy", "Uỷ": "Ủy", "toà": "tòa", "Toà": "Tòa", "hoá": "hóa", "khoá": "khóa"}
_FULL = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TP": "thành phố",
    "TX": "thị xã",
}
# A heading in capitals: "CỦA ỦY BAN NHÂN DÂN XÃ LAI VUNG"; which words are small is sure here.
_CAPITAL = "A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
_GOES_ON = (
    r"(?:VỀ|V/V|NGÀY|TẠI|NĂM|KHÓA|KHOÁ|BAN\sHÀNH|PHÊ\sDUYỆT|QUY\sĐỊNH|THÀNH\sLẬP|CÔNG\sBỐ"
    r"|GIAI\sĐOẠN)(?![^\W_])"
)
_IN_CAPITALS = re.compile(
    r"(UBND|HĐND|[UỦ][YỶ]\sBAN\sNHÂN\sDÂN|HỘI\sĐỒNG\sNHÂN\sDÂN)\s"
    r"(TỈNH|THÀNH\sPHỐ|HUYỆN|QUẬN|THỊ\sXÃ|XÃ|PHƯỜNG|THỊ\sTRẤN|ĐẶC\sKHU)"
    rf"(?:((?:\s(?!{_GOES_ON})(?:[{_CAPITAL}]+|[0-9]{{1,2}})(?![^\W_])){{1,4}})"
    rf"(?!\s(?!{_GOES_ON})[{_CAPITAL}]))?(?![^\W_])"
)


def name_at(text: str, at: int, limit: int) -> tuple[str, int] | None:
    """The body named in `text` from `at` on and where its name ends, before `limit`.

    None where no name begins. Abbreviations are written out, and "Uỷ" is written "Ủy".

    >>> name_at("Uỷ ban nhân dân huyện Lai Vung dân huyện", 0, 40)
    ('Ủy ban nhân dân huyện Lai Vung', 30)
    >>> name_at("UBND tỉnh ban hành", 0, 18)
    ('Ủy ban nhân dân tỉnh', 9)
    """
    # As nearly never: the word after "UBND" is in capitals.
    if text[at + 5 : at + 6].isupper() and (capitals := _IN_CAPITALS.match(text, at, limit)):
        return (_small(capitals), capitals.end()) if capitals[3] else None
    words: list[str] = []
    ends: list[int] = []
    name, is_place = "", False
    for match in _words(text, at, min(limit, at + _LONGEST)):
        word = _word(match)
        joint = _joint(match["gap"].strip(), words, word, is_place)
        if joint is None or not _continues(words, word, match, is_place):
            break
        if words and word in _ENDS_BEFORE and _ABSTRACT.match(text, match.start("word"), limit):
            break
        is_place = not match["level"] and (is_place or (_is_level(words) and word[0].isupper()))
        words.append(word)
        name += joint + _FULL.get(word, word)
        ends.append(match.end())
    if words and words[-1] == "và":
        del words[-1], ends[-1]
        name = name.removesuffix(" và")
    if len(words) > 1 or (words and words[0].isupper() and len(words[0]) > 1):
        return name, ends[-1]
    return None


def name_before(text: str, floor: int, end: int) -> tuple[str, int] | None:
    """The longest name of a body in `text` that ends at `end`, and where it begins, not before
    `floor`.

    >>> name_before("Nay Phòng Nội vụ huyện Lai Vung ban hành", 0, 31)
    ('Phòng Nội vụ huyện Lai Vung', 4)
    """
    for match in _OPENS.finditer(text, max(floor, end - _LONGEST), end):
        name = name_at(text, match.start(), end)
        if name and name[1] == end:
            return name[0], match.start()
    return None


def opens_a_name(text: str, at: int) -> bool:
    """Whether the word at `at` is one that names of public bodies begin with."""
    match = _WORD.match(text, at)
    return match is not None and _word(match) in _FIRST


def _small(capitals: re.Match[str]) -> str:
    """A name that is all in capitals, as names are written in running text."""
    body, level, place = (" ".join(part.split()) for part in capitals.groups())
    whole = "Hội đồng nhân dân" if body[0] == "H" else "Ủy ban nhân dân"
    return f"{whole} {level.lower()} {place.title()}"


def _words(text: str, at: int, limit: int) -> Iterator[re.Match[str]]:
    match = _WORD.match(text, at, limit)
    while match:
        yield match
        match = _WORD.match(text, match.end(), limit)


def _word(match: re.Match[str]) -> str:
    word = " ".join(match[0][len(match["gap"]) :].split())
    return _TONES.get(word, word)


def _joint(mark: str, words: list[str], word: str, is_place: bool) -> str | None:
    """What joins `word` to the words before it; None if a mark ends the name between them."""
    if not words:
        return None if mark else ""
    if not mark or (mark == "." and words[-1] in _FULL):
        return " "
    if mark == "," and (words[-1], word) in _COMMAS:
        return ", "
    return " - " if mark in "-–" and word[0].isupper() and not is_place else None


def _continues(words: list[str], word: str, match: re.Match[str], is_place: bool) -> bool:
    if not words:
        return word[0].isupper() and word not in _NEVER_FIRST
    if word == "nước":
        return words[-2:] == ["Chủ", "tịch"]
    if match["number"]:
        return words[-1] in _NUMBERED
    if word[0].isupper():
        return words[-1] != "và" or word not in _FIRST or words[-2:] == ["HĐND", "và"]
    if match["level"]:
        return words[-1] != "và"
    if is_place or _is_level(words) or words[-1] == "và":
        return False
    return bool(match["phrase"]) or word == "và" or _is_second(words, word)


def _is_level(words: list[str]) -> bool:
    return bool(words) and words[-1] in _LEVELS


def _is_second(words: list[str], word: str) -> bool:
    """Whether the small `word` makes one word with the last of `words`: "vụ" after "Sở Nội"."""
    last = words[-1]
    if not last[0].isupper() or word in _NEVER_SECOND or (last.isupper() and len(last) > 1):
        return False
    if last in _WHOLE:
        return word in _AFTER_WHOLE
    return len(words) == 1 or words[-2] in _WHOLE or not words[-2][0].isupper()
