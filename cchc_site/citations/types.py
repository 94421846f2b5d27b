"""What the letters of a document's number stand for: types of documents, and bodies.

Pure; depends on nothing of the project. Types and their abbreviations are those of decree
30/2020/NĐ-CP, annex III, of the law on the promulgation of legal documents (64/2025/QH15), of the
Party's guidance 36-HD/VPTW, and older ones that are still cited. Bodies choose their own
abbreviations, so the table of bodies holds only those that can mean but one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Each type with its abbreviations; one that stands for two types belongs to the commoner.
_TYPES: Mapping[str, str] = {
    "Án lệ": "AL",
    "Báo cáo": "BC",
    "Bản án": "",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Biên bản": "BB",
    "Bộ luật": "",
    "Cáo trạng": "",
    "Chỉ thị": "CT",
    "Chiến lược": "",
    "Chương trình": "CTr CTHĐ CTPH",
    "Công điện": "CĐ",
    "Công văn": "CV",
    "Dự án": "DA",
    "Đề án": "ĐA",
    "Điều lệ": "ĐL",
    "Giấy chứng nhận": "GCN",
    "Giấy giới thiệu": "GGT",
    "Giấy mời": "GM",
    "Giấy nghỉ phép": "GNP",
    "Giấy phép": "GP GPXD",
    "Giấy ủy quyền": "GUQ",
    "Hợp đồng": "HĐ",
    "Hướng dẫn": "HD HDLN",
    "Kế hoạch": "KH KHLT KHPH",
    "Kết luận": "KL KLTT",
    "Kháng nghị": "",
    "Kiến nghị": "",
    "Lệnh": "L",
    "Luật": "LCT",
    "Nghị định": "NĐ",
    "Nghị quyết": "NQ",
    "Nghị quyết liên tịch": "NQLT",
    "Pháp lệnh": "PL",
    "Phiếu báo": "PB",
    "Phiếu chuyển": "PC",
    "Phiếu gửi": "PG",
    "Phương án": "PA",
    "Quy chế": "QC QCPH",
    "Quy định": "QyĐ QĐi",
    "Quy trình": "QTr",
    "Quyết định": "QĐ QĐST QĐPT",
    "Sao lục": "",
    "Sao y": "SY",
    "Sắc lệnh": "SL",
    "Thông báo": "TB TBKL",
    "Thông cáo": "TC",
    "Thông tri": "",
    "Thông tư": "TT",
    "Thông tư liên bộ": "TTLB",
    "Thông tư liên tịch": "TTLT",
    "Thư mời": "TM",
    "Tờ trình": "TTr",
    "Trích sao": "TrS",
    "Văn bản": "VB",
    "Văn bản hợp nhất": "VBHN",
}
_VARIANTS: Mapping[str, str] = {
    "giấy uỷ quyền": "Giấy ủy quyền",
    "bản thoả thuận": "Bản thỏa thuận",
    "qui chế": "Quy chế",
    "qui định": "Quy định",
    "qui trình": "Quy trình",
    "thông tư liên ngành": "Thông tư liên tịch",
    "decree": "Nghị định",
    "circular": "Thông tư",
    "decision": "Quyết định",
    "resolution": "Nghị quyết",
    "directive": "Chỉ thị",
    "law": "Luật",
    "joint circular": "Thông tư liên tịch",
    "official dispatch": "Công văn",
}
TYPES_BY_WORDS: Mapping[str, str] = {name.lower(): name for name in _TYPES} | dict(_VARIANTS)
LONGEST_TYPE = max(len(words.split()) for words in TYPES_BY_WORDS)
TYPES_BY_SYMBOL: Mapping[str, str] = {
    symbol: name for name, symbols in _TYPES.items() for symbol in symbols.split()
}
_CAPITALS = {symbol.upper() for symbol in TYPES_BY_SYMBOL}

_BODIES: Mapping[str, str] = {
    "BCA": "Bộ Công an",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGTVT": "Bộ Giao thông vận tải",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BNG": "Bộ Ngoại giao",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN&PTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BTC": "Bộ Tài chính",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BTP": "Bộ Tư pháp",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BXD": "Bộ Xây dựng",
    "BYT": "Bộ Y tế",
    "CP": "Chính phủ",
    "CTN": "Chủ tịch nước",
    "KTNN": "Kiểm toán nhà nước",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TANDTC": "Tòa án nhân dân tối cao",
    "TTCP": "Thanh tra Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "UBDT": "Ủy ban Dân tộc",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "QH": "Quốc hội",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "VPCP": "Văn phòng Chính phủ",
    "VPCTN": "Văn phòng Chủ tịch nước",
    "VPQH": "Văn phòng Quốc hội",
    "VPTW": "Văn phòng Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
}
# The state's alone: in a Party number these letters would be a provincial committee's.
_BCT = "BCT"
_CENTRAL = frozenset((*_BODIES.values(), "Bộ Công Thương"))
_TERM = re.compile(r"(?<=QH|NN)K?[IVX\d]+$")
# Groups that open the symbol of a letter: a body, before the unit that drafted it (decree
# 30/2020/NĐ-CP, annex III.II). The departments of a province are S and the ministry's letters.
_BODY_FIRST = re.compile(
    r"UBND|HĐND|UBMTTQ|MTTQ|VP[A-ZĐ]|VP$|TTg$|BCĐ|CAT?$|CCT|PGDĐT|PNV|BQL|"
    r"S(?:NV|TP|TC|KHĐT|CT|NN|NNMT|NNPTNT|GTVT|XD|TNMT|TTTT|LĐTBXH|VHTTDL|VHTT|KHCN|GDĐT|YT|NgV|DTTG)$"
)
_OF_PARLIAMENT: Mapping[str, tuple[str, ...]] = {
    "QH": ("Luật", "Bộ luật", "Nghị quyết"),
    "UBTVQH": ("Pháp lệnh", "Nghị quyết"),
    "HĐNN": ("Pháp lệnh", "Nghị quyết"),
}
# What opens the name of such an act; the rest of the type's name is no word of its own.
_ACTS = ("Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết", "Hiến pháp")
_TITLE = re.compile(rf"({'|'.join(_ACTS)})(?![^\W_])(?!\s+(?:sư|gia)(?![^\W_]))", re.IGNORECASE)
# Types whose letters are no unit's: "KH" may stand for the department of planning, "NĐ" may not.
_SURE: Mapping[str, tuple[str, ...]] = {
    "Luật": ("Luật", "Bộ luật"),  # "55-LCT/HĐNN8"
    "Nghị định": ("Nghị định",),
    "Nghị quyết": ("Nghị quyết", "Nghị quyết liên tịch"),
    "Nghị quyết liên tịch": ("Nghị quyết liên tịch",),
    "Quyết định": ("Quyết định", "Quy định"),  # the Party's "37-QĐ/TW"
    "Thông tư liên bộ": ("Thông tư liên bộ", "Thông tư liên tịch"),
    "Thông tư liên tịch": ("Thông tư liên tịch", "Thông tư liên bộ"),
    "Văn bản hợp nhất": ("Văn bản hợp nhất",),
}
_WITH_D = {
    **{name.replace("Đ", "D"): name for name in _BODIES if "Đ" in name},
    **{name.replace("Đ", "D"): name for name in ("HĐND", "SGDĐT", "PGDĐT", "SLĐTBXH", "SKHĐT")},
}


def type_by_symbol(group: str) -> str:
    """The type that the first group of a symbol stands for, "" when it stands for none.

    >>> type_by_symbol("TTr"), type_by_symbol("QD"), type_by_symbol("UBND")
    ('Tờ trình', 'Quyết định', '')
    """
    first = group.partition(".")[0]
    for form in (first, first.replace("đ", "Đ"), first.replace("D", "Đ")):
        if form in TYPES_BY_SYMBOL:
            return TYPES_BY_SYMBOL[form]
    return {"TTR": "Tờ trình", "CTR": "Chương trình", "QYĐ": "Quy định"}.get(first, "")


def possible_types(groups: Sequence[str]) -> tuple[str, ...]:
    """The types that a document with such a symbol may have, those of acts of the state's highest
    bodies and such as stand for nothing else; () where letters tell too little.

    >>> possible_types(("QH15",)), possible_types(("TT", "BNV")), possible_types(("TT", "NV"))
    (('Luật', 'Bộ luật', 'Nghị quyết'), ('Thông tư',), ())
    """
    if not groups:
        return ()
    own = _TERM.sub("", groups[0].upper())
    if len(groups) == 1:
        return _OF_PARLIAMENT.get(own, ())
    name = type_by_symbol(groups[0])
    if name in _SURE:
        return _SURE[name]
    return (name,) if name and body_by_symbol(groups[1]) else ()


def type_of(groups: Sequence[str], said: str = "", title: str = "") -> str:
    """The type of a document with such a symbol that a text calls `said`, or whose `title` opens
    with it, "" where nobody can tell: a symbol that leaves no doubt counts more than words.

    >>> type_of(("UBND", "KSTTHC")), type_of(("QH15",), "Công văn"), type_of(("QH15",), "Luật")
    ('Công văn', '', 'Luật')
    >>> type_of(("QH15",), title="Luật Chuyển đổi số"), type_of(("QH15",), title="Về luật sư")
    ('Luật', '')
    """
    possible = possible_types(groups)
    if possible:
        if said in possible:
            return said
        titled = type_by_title(title)
        return titled if titled in possible else type_by_symbol(groups[0])
    if said:
        return said
    name = type_by_symbol(groups[0]) if groups else ""
    if not name and len(groups) > 1 and is_body(groups[0]):
        return "Công văn"
    return name or type_by_title(title)


def type_by_title(title: str) -> str:
    """The act of parliament that a title names by its first word, "" for none.

    >>> type_by_title("BỘ LUẬT LAO ĐỘNG"), type_by_title("Luật sư và hành nghề luật sư")
    ('Bộ luật', '')
    """
    opening = _TITLE.match(title.strip(" “\"'"))
    return opening[1].capitalize() if opening else ""


def is_body(group: str) -> bool:
    """Whether the first group of a symbol is a body's, so that the document is a letter."""
    first = mended(group).partition(".")[0]
    return first == _BCT or first in _BODIES or bool(_BODY_FIRST.match(first))


def with_marks(group: str) -> str:
    """`group`, in capitals, with the Đ that a type or a body was written without, where the letters
    stand for nothing else.

    >>> with_marks("QD"), with_marks("HD"), with_marks("HDND")
    ('QĐ', 'HD', 'HĐND')
    """
    if group not in _CAPITALS and (marked := group.replace("D", "Đ")) in _CAPITALS:
        return marked
    return mended(group)


def mended(group: str) -> str:
    """`group` with the Đ of a body's name where it was written D; other letters D are as written.

    >>> mended("BGDDT"), mended("QD")
    ('BGDĐT', 'QD')
    """
    return _WITH_D.get(group, group)


def central(name: str) -> str:
    """The body of the whole country that is called `name` in any case, "" for none.

    >>> central("CHÍNH PHỦ"), central("SỞ NỘI VỤ")
    ('Chính phủ', '')
    """
    return next((body for body in _CENTRAL if body.lower() == name.lower()), "")


def is_central(body: str) -> bool:
    """Whether a body has the whole country for its field."""
    return body in _CENTRAL


def body_by_symbol(group: str, *, is_party: bool = False) -> str | None:
    """The body that `group` of a symbol stands for, or None where it could be any of several.

    >>> body_by_symbol("UBTVQH15"), body_by_symbol("UBND")
    ('Ủy ban Thường vụ Quốc hội', None)
    """
    if group == _BCT and not is_party:
        return "Bộ Công Thương"
    return _BODIES.get(_TERM.sub("", group))
