"""The words of made-up administrative news: no place, person or event is meant.

Pure. Every text comes from the `random.Random` that is handed in.
"""

from __future__ import annotations

import re
from random import Random

SUBJECTS = (
    "Bộ phận Một cửa",
    "bộ phận tiếp nhận hồ sơ",
    "công chức tư pháp – hộ tịch",
    "công chức địa chính",
    "tổ hỗ trợ dịch vụ công",
    "các ban, ngành, đoàn thể",
    "các ấp và khu phố",
    "nhà trường và trạm y tế",
    "người đứng đầu mỗi đơn vị",
    "cơ quan được giao chủ trì",
    "tổ kiểm tra kỷ luật hành chính",
    "đội ngũ tuyên truyền viên",
    "người dân và hộ kinh doanh",
    "hợp tác xã và doanh nghiệp nhỏ",
)
ACTIONS = (
    "rà lại từng bước của quy trình nội bộ",
    "công khai số điện thoại nhận phản ánh",
    "nhắc hẹn qua tin nhắn trước ngày trả kết quả",
    "bỏ yêu cầu nộp bản sao giấy tờ đã có trong cơ sở dữ liệu",
    "bố trí bàn riêng cho người cao tuổi và người khuyết tật",
    "số hóa {n} hồ sơ lưu trữ còn giá trị",
    "xử lý xong {n} hồ sơ, trong đó {p}% trước hạn",
    "trả lời {k} kiến nghị gửi qua hộp thư góp ý",
    "hướng dẫn tại chỗ cách nộp hồ sơ trực tuyến",
    "cập nhật bảng niêm yết ngay khi thủ tục thay đổi",
    "đối chiếu danh sách với dữ liệu dân cư",
    "ký số văn bản đi thay cho bản giấy",
    "thu phí, lệ phí không dùng tiền mặt",
    "mở cửa thêm sáng thứ Bảy để nhận hồ sơ",
    "xin lỗi bằng văn bản khi trả kết quả trễ hẹn",
    "lấy ý kiến của {n} lượt người đến giao dịch",
    "tập huấn {k} buổi về an toàn thông tin",
    "chuyển kết quả đến tận nhà qua bưu chính công ích",
    "gửi báo cáo số liệu trước ngày {d} hằng tháng",
    "phân công người thay thế khi công chức đi vắng",
    "sửa lại biểu mẫu cho dễ đọc, dễ điền",
    "kiểm tra đột xuất {k} đơn vị trực thuộc",
)
AIMS = (
    "để người dân chỉ phải đi lại một lần",
    "nhằm rút ngắn thời gian chờ còn dưới {k} phút",
    "để mọi khâu đều có người chịu trách nhiệm",
    "nhằm đạt ít nhất {p}% hồ sơ đúng hạn",
    "để số liệu các nơi khớp với nhau",
    "nhằm giảm giấy tờ và chi phí đi lại",
    "để ai cũng tra cứu được tình trạng hồ sơ của mình",
    "nhằm nâng mức hài lòng của người dân",
    "để chấm dứt việc hỏi thêm giấy tờ ngoài quy định",
    "nhằm chuẩn bị cho đợt đánh giá cuối năm",
)
OPENINGS = (
    "Theo Kế hoạch số {n}/KH-UBND",
    "Căn cứ Công văn số {n}/UBND-NC",
    "Từ ngày {d}/{m}/{y}",
    "Trong quý vừa qua",
    "Sau {k} tháng làm thử",
    "Tại cuộc họp giao ban ngày {d}/{m}",
    "Qua khảo sát {n} hộ dân",
    "Trước ngày {d}/{m}/{y}",
    "So với cùng kỳ năm trước",
    "Bên cạnh những việc đã làm được",
    "Riêng ở những nơi xa trung tâm",
    "Ngay từ đầu năm {y}",
)
REMARKS = (
    "Việc này còn chậm ở {k} đơn vị, chủ yếu do thiếu máy quét và đường truyền yếu.",
    "Ý kiến đóng góp được tiếp nhận trong giờ hành chính và trả lời trong {k} ngày làm việc.",
    "Mức thu giữ nguyên như cũ; hộ nghèo và người có công được miễn.",
    "Mẫu đơn có sẵn tại quầy và trên trang này, không phải mua.",
    "Tỷ lệ nộp trực tuyến đạt {p}%, tăng rõ rệt sau khi có tổ hỗ trợ.",
    "Đơn vị nào để quá hạn phải giải trình và nêu ngày hoàn thành.",
    "Lịch cụ thể sẽ được báo trước ít nhất {k} ngày.",
)
DEEDS = (
    "Lịch tiếp nhận",
    "Hướng dẫn nộp",
    "Kết quả giải quyết",
    "Công khai danh mục",
    "Thay đổi cách nhận",
    "Rà soát",
    "Kiểm tra việc xử lý",
    "Lấy ý kiến về",
    "Nhắc hạn hoàn thành",
    "Tập huấn tiếp nhận",
    "Sơ kết một năm thực hiện",
    "Giảm thời gian giải quyết",
    "Mở thêm điểm hỗ trợ",
    "Trả lời kiến nghị về",
)
MATTERS = (
    "hồ sơ đăng ký khai sinh liên thông",
    "hồ sơ cấp lại giấy chứng nhận",
    "thủ tục chứng thực bản sao",
    "giấy phép xây dựng nhà ở riêng lẻ",
    "đăng ký hộ kinh doanh",
    "hồ sơ hưởng trợ cấp xã hội hằng tháng",
    "thủ tục xác nhận tình trạng hôn nhân",
    "đơn đề nghị hỗ trợ sản xuất",
    "hồ sơ nhập học đầu cấp",
    "việc trả kết quả qua bưu chính",
    "phản ánh, kiến nghị của người dân",
    "biên nhận điện tử và chữ ký số",
    "thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi",
    "văn bản hết hiệu lực",
)
TIMES = (
    "trong tháng {m}",
    "quý I",
    "quý III",
    "sáu tháng đầu năm",
    "những tháng cuối năm",
    "dịp nghỉ lễ",
    "sau khi sắp xếp lại đơn vị",
    "theo quy định mới",
    "cho người ở xa",
    "đợt {k}",
)
HEADINGS = (
    "Việc đã làm được",
    "Những chỗ còn vướng",
    "Giấy tờ cần chuẩn bị",
    "Thời gian và nơi tiếp nhận",
    "Các mốc cần nhớ",
    "Trách nhiệm của từng đơn vị",
)
_NUMBER = re.compile(r"{(\w)}")
_RANGES = {"n": (12, 4200), "k": (2, 16), "p": (61, 100), "d": (1, 29), "m": (1, 13)}
_ROWS = ("Hộ tịch", "Chứng thực", "Đất đai", "Xây dựng", "Bảo trợ xã hội", "Kinh doanh", "Y tế")


def fill(random: Random, text: str, year: int) -> str:
    """`text` with numbers for `{n}` (many), `{k}` (few), `{p}` (per cent), `{d}` and `{m}` (day and
    month), and the year for `{y}`."""
    return _NUMBER.sub(lambda match: str(_number(random, match[1], year)), text)


def _number(random: Random, name: str, year: int) -> int:
    return year if name == "y" else random.randrange(*_RANGES[name])


def title(random: Random, year: int) -> str:
    """A headline."""
    parts = (random.choice(DEEDS), random.choice(MATTERS), random.choice(TIMES))
    return fill(random, " ".join(parts), year)


def sentence(random: Random, year: int, *, stress: bool = False) -> str:
    """One sentence; with `stress` what is done stands in bold."""
    action = random.choice(ACTIONS)
    if stress:
        action = f"**{action}**"
    text = f"{random.choice(OPENINGS)}, {random.choice(SUBJECTS)} {action}, {random.choice(AIMS)}."
    return fill(random, text, year)


def paragraph(random: Random, year: int) -> str:
    """One to three sentences, now and then with a link or something in bold."""
    sentences = [sentence(random, year)]
    if random.random() < 0.55:
        sentences.append(sentence(random, year, stress=random.random() < 0.3))
    if random.random() < 0.35:
        sentences.append(fill(random, random.choice(REMARKS), year))
    if random.random() < 0.15:
        number = random.randrange(1000, 9999)
        sentences.append(
            f"Xem [thủ tục số {number}](https://dichvucong.example.org/thu-tuc/{number}) "
            f"hoặc hỏi *{random.choice(SUBJECTS)}*."
        )
    return " ".join(sentences)


def bullets(random: Random, year: int) -> str:
    """A list of three to six deeds."""
    chosen = random.sample(ACTIONS, random.randrange(3, 7))
    lines = [fill(random, action, year) for action in chosen]
    return "\n".join(f"- {line[0].upper()}{line[1:]};" for line in lines)


def table(random: Random) -> str:
    """A table of figures by field."""
    rows = (
        f"| {name} | {random.randrange(20, 900)} | {random.randrange(80, 101)}% |"
        for name in random.sample(_ROWS, random.randrange(3, 7))
    )
    return "\n".join(["| Lĩnh vực | Tiếp nhận | Đúng hạn |", "| --- | ---: | ---: |", *rows])
