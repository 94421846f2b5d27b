"""What says the same: short and long forms, everyday names and those of the law.

Pure. Search finds an item by each of the expressions of a row when one of them is asked for. The
common ones of administrative reform stand here; the option `abbreviations` adds a site's own. A row
holds true equivalences only: whoever asks for one of them would be content with each of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import normalize

from cchc_site.base.vietnamese import fold, slug
from cchc_site.citations.types import TYPES_BY_SYMBOL

COMMON: Mapping[str, str | Sequence[str]] = {
    "ATTT": "an toàn thông tin",
    "ATTP": "an toàn thực phẩm",
    "BHXH": "bảo hiểm xã hội",
    "BHTN": "bảo hiểm thất nghiệp",
    "BHYT": "bảo hiểm y tế",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CCCD": ("căn cước công dân", "căn cước"),
    "CCHC": "cải cách hành chính",
    "CCVC": "công chức, viên chức",
    "CĐS": "chuyển đổi số",
    "CMND": ("CMT", "chứng minh nhân dân", "chứng minh thư", "căn cước"),
    "CNTT": "công nghệ thông tin",
    "CQNN": "cơ quan nhà nước",
    "CSDL": "cơ sở dữ liệu",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "ĐK": "đăng ký",
    "ĐKKD": "đăng ký kinh doanh",
    "GCN": "giấy chứng nhận",
    "GPLX": "giấy phép lái xe",
    "GPMB": "giải phóng mặt bằng",
    "HĐND": "hội đồng nhân dân",
    "HTX": "hợp tác xã",
    "KSTTHC": "kiểm soát thủ tục hành chính",
    "KTXH": "kinh tế xã hội",
    "MTTQ": "mặt trận tổ quốc",
    "NTM": "nông thôn mới",
    "NVQS": "nghĩa vụ quân sự",
    "PCCC": "phòng cháy chữa cháy",
    "QLNN": "quản lý nhà nước",
    "QPPL": "quy phạm pháp luật",
    "QSDĐ": "quyền sử dụng đất",
    "SĐT": "số điện thoại",
    "SXKD": "sản xuất kinh doanh",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TNGT": "tai nạn giao thông",
    "TNHS": "tiếp nhận hồ sơ",
    "TP": "thành phố",
    "TPHCM": ("TP HCM", "thành phố Hồ Chí Minh"),
    "TTHC": "thủ tục hành chính",
    "TTPVHCC": ("TTHCC", "trung tâm phục vụ hành chính công", "trung tâm hành chính công"),
    "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "UBND": "ủy ban nhân dân",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "VNeID": "định danh điện tử",
    "VPHC": "vi phạm hành chính",
    "XDCB": "xây dựng cơ bản",
    # Everyday words.
    "một cửa": "1 cửa",
    "giờ làm việc": "giờ mở cửa",
    "email": "thư điện tử",
    "hotline": "đường dây nóng",
    "online": "trực tuyến",
    "thứ bảy": "thứ 7",
    "cúp điện": ("mất điện", "cắt điện", "ngừng cung cấp điện"),
    "heo": "lợn",
    "hành chánh": "hành chính",
    "khai sanh": "khai sinh",
    "sáp nhập": "hợp nhất",
    "mã OTP": ("OTP", "mã xác nhận"),
    # Everyday names of papers and of what is done with them, and what the law calls them.
    "sổ đỏ": ("sổ hồng", "giấy chứng nhận quyền sử dụng đất"),
    "sao y": ("sao y bản chính", "chứng thực bản sao"),
    "công chứng bản sao": "chứng thực bản sao",
    "làm giấy khai sinh": "đăng ký khai sinh",
    "làm khai sinh": "đăng ký khai sinh",
    "làm giấy khai tử": "đăng ký khai tử",
    "đăng ký kết hôn": ("làm giấy kết hôn", "làm hôn thú"),
    "giấy phép xây dựng": ("giấy phép xây nhà", "xin phép xây nhà"),
    "giấy độc thân": ("giấy xác nhận độc thân", "giấy xác nhận tình trạng hôn nhân"),
    "nhập khẩu vào hộ": "đăng ký thường trú",
    "nhập hộ khẩu": "đăng ký thường trú",
    "bằng lái xe": ("bằng lái", "giấy phép lái xe"),
    "cà vẹt xe": ("cà vẹt", "đăng ký xe"),
    "mã số định danh": "số định danh cá nhân",
    "xác nhận chữ ký": "chứng thực chữ ký",
    "tách sổ": "tách thửa",
    "sang tên sổ đỏ": "chuyển quyền sử dụng đất",
}


def rows(own: Mapping[str, str | Sequence[str] | None]) -> list[list[str]]:
    """The expressions that say the same, a row each, in order: the common ones and a site's `own`,
    which win; one whose own row is empty is left out.

    >>> rows({"xdcb": "", "xác nhận chữ ký": "", "XP": ["xã, phường"]})[-2:]
    [['VPHC', 'vi phạm hành chính'], ['XP', 'xã, phường']]
    """
    known: dict[str, list[str]] = {}
    for said, same in (*COMMON.items(), *own.items()):
        others = (same,) if isinstance(same, str) else same or ()
        known[fold(said)] = [normalize("NFC", one) for one in (said, *others) if one]
    return [known[said] for said in sorted(known) if len(known[said]) > 1]


def pairs(own: Mapping[str, str | Sequence[str] | None]) -> list[tuple[str, str]]:
    """The first expression of each row with each other of it, folded, without marks and signs.

    >>> pairs({"TP": "Thành phố", "xdcb": ["xây dựng cơ bản", "XD cơ bản"]})[-2:]
    [('xdcb', 'xay dung co ban'), ('xdcb', 'xd co ban')]
    """
    folded = ([slug(one, " ") for one in row] for row in rows(own))
    return [(first, other) for first, *others in folded for other in others]


def types() -> list[tuple[str, str]]:
    """The letters that stand for a type of document in its number, and the type: “qđ 45” asks for
    “quyết định 45”."""
    return sorted(TYPES_BY_SYMBOL.items())
