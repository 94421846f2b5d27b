"""What the trade abbreviates, so that search finds the long form by the short one and back.

Pure. The common abbreviations of administrative reform; the option `abbreviations` adds a site's
own.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_site.base.vietnamese import fold

COMMON = {
    "ATTT": "an toàn thông tin",
    "ATTP": "an toàn thực phẩm",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "CBCC": "cán bộ, công chức",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "CCCD": "căn cước công dân",
    "CCHC": "cải cách hành chính",
    "CCVC": "công chức, viên chức",
    "CĐS": "chuyển đổi số",
    "CNTT": "công nghệ thông tin",
    "CQNN": "cơ quan nhà nước",
    "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến",
    "GCN": "giấy chứng nhận",
    "GPLX": "giấy phép lái xe",
    "GPMB": "giải phóng mặt bằng",
    "HĐND": "hội đồng nhân dân",
    "HTX": "hợp tác xã",
    "KTXH": "kinh tế xã hội",
    "MTTQ": "mặt trận tổ quốc",
    "NTM": "nông thôn mới",
    "PCCC": "phòng cháy chữa cháy",
    "QLNN": "quản lý nhà nước",
    "QPPL": "quy phạm pháp luật",
    "QSDĐ": "quyền sử dụng đất",
    "SXKD": "sản xuất kinh doanh",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TNHS": "tiếp nhận hồ sơ",
    "TTHC": "thủ tục hành chính",
    "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "UBND": "ủy ban nhân dân",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "VNeID": "định danh điện tử",
    "VPHC": "vi phạm hành chính",
    "XDCB": "xây dựng cơ bản",
}


def pairs(own: Mapping[object, object]) -> list[tuple[str, str]]:
    """Short and long forms, folded, in order: the common ones and a site's `own`, which win; one
    whose own long form is empty is left out.

    >>> pairs({"ccvc": "", "TP": "thành phố"})[-2:]
    [('vphc', 'vi pham hanh chinh'), ('xdcb', 'xay dung co ban')]
    """
    known = {fold(short): long for short, long in COMMON.items()}
    known |= {fold(str(short)): str(long or "") for short, long in own.items()}
    folded = {
        short: " ".join(fold(long).replace(",", " ").split()) for short, long in known.items()
    }
    return sorted((short, long) for short, long in folded.items() if short and long)
