"""The tests' own portal, which has every type of page: tests/sites/portal/ with posts made here.

It owes nothing to the sample, which is posts/, docs/, documents/ and mkdocs.yml. Made are a post of
10,000 words, one with all that a post can hold, a withdrawn, an expired, a draft, and so many
notices that lists have archive pages.
"""

from __future__ import annotations

import io
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from cchc_site.federation import parsing, sources
from cchc_site.federation.states import States
from cchc_site.federation.values import CommuneDocument, CommuneItem, KeptContents, KeptFile
from cchc_site.site.documents import identity
from tests.support.paths import TESTS
from tests.support.project import build_strictly

PORTAL = TESTS / "sites/portal"
PICTURE = PORTAL / "posts/2026/bon-buoc-nop-ho-so/giay-to.png"
NOW = "2026-11-25T08:00:00+07:00"
SEED = "kiem-tra-cong-tac-cai-cach-hanh-chinh-nam-2022"
SEED_URL = f"tin-tuc/2022/04/{SEED}/"
SEED_TITLE = "Kiểm tra công tác cải cách hành chính năm 2022"
LONG = "tin-tuc/2024/09/bai-dai/"
RICH = "tin-tuc/2024/10/bai-du-phan/"
NOTICES = 45  # in lists of 20, so that the archive has a page of its own
SENTENCES = (
    "Thủ tục hành chính là trình tự, cách thức thực hiện, hồ sơ và yêu cầu, điều kiện do cơ quan "
    "nhà nước quy định để giải quyết một công việc cụ thể.",
    "Người nộp hồ sơ nên đọc bảng niêm yết trước khi đi, chép lại từng loại giấy tờ và hỏi ngay ở "
    "quầy điều gì chưa rõ.",
    "Bộ phận một cửa tiếp nhận hồ sơ, ghi giấy hẹn, chuyển đến nơi giải quyết và trả kết quả cho "
    "người nộp đúng ngày đã hẹn.",
    "Khi hồ sơ còn thiếu, cán bộ tiếp nhận hướng dẫn một lần, bằng phiếu, nêu đủ những gì phải bổ "
    "sung để người dân không phải đi lại nhiều lần.",
    "Hồ sơ nộp qua mạng có giá trị như hồ sơ giấy, miễn là tệp đính kèm rõ nét, đủ trang và đúng "
    "định dạng mà cổng dịch vụ công yêu cầu.",
    "Phí và lệ phí chỉ thu theo mức đã công bố; nơi thu phải đưa biên lai, và người nộp nên giữ "
    "biên lai cho đến khi nhận kết quả.",
    "Nếu trễ hẹn, cơ quan giải quyết phải có thư xin lỗi, nêu lý do và hẹn lại ngày trả kết quả.",
    "Giấy tờ đã có trong cơ sở dữ liệu quốc gia về dân cư thì không phải nộp bản sao nữa.",
    "Mỗi thủ tục có một mã số trên Cổng Dịch vụ công quốc gia; tìm theo mã số thì nhanh và không "
    "nhầm với thủ tục có tên gần giống.",
    "Phản ánh, kiến nghị về quy định hành chính được tiếp nhận qua thư, điện thoại, phiếu lấy ý "
    "kiến hoặc qua mạng, và được trả lời công khai.",
    "Cải cách hành chính gồm cải cách thể chế, thủ tục, tổ chức bộ máy, chế độ công vụ, tài chính "
    "công và xây dựng chính quyền điện tử, chính quyền số.",
    "Bản sao có chứng thực chỉ cho biết bản sao đúng với bản chính, không nói nội dung trong giấy "
    "đúng hay sai.",
    "Bưu chính công ích nhận hồ sơ tại nhà và đưa kết quả đến tận nơi, theo giá niêm yết.",
)
WIDE = (
    "| Thủ tục | Mã số | Nơi nộp | Số bộ hồ sơ | Thời hạn | Phí | Lệ phí | Kết quả |\n"
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n"
    "| Đăng ký khai sinh | 1.001193 | Ủy ban nhân dân cấp xã | 1 | 1 ngày | 0 | 0 "
    "| Giấy khai sinh |\n"
    "| Chứng thực bản sao từ bản chính | 2.000815 | Trung tâm Phục vụ hành chính công | 1 | 1 ngày "
    "| 2.000 đồng/trang | 0 | Bản sao có chứng thực |\n"
    "| Xác nhận tình trạng hôn nhân | 1.004873 | Ủy ban nhân dân cấp xã | 1 | 3 ngày | 0 | 0 "
    "| Giấy xác nhận |\n"
)
NARROW = (
    "| Việc | Nơi làm |\n| --- | --- |\n| Khai sinh | Cấp xã |\n| Hộ chiếu | Công an cấp tỉnh |\n"
)
LONG_TITLE = (
    "Hướng dẫn đầy đủ cách chuẩn bị, nộp, theo dõi và nhận kết quả hồ sơ thủ tục hành chính tại "
    "trung tâm phục vụ hành chính công cấp xã và trên Cổng Dịch vụ công quốc gia dành cho những "
    "người dân còn ở xa"
)
SHAPES = ((1200, 800), (800, 1200), (1600, 500), (640, 640), (320, 180))


def copy_portal(root: Path) -> None:
    """Write the sources of the portal into the folder `root`."""
    shutil.copytree(PORTAL, root, dirs_exist_ok=True)
    _write_posts(root)
    _write_communes(root)


def build_portal(root: Path, **env: str) -> Path:
    """The portal, built in the folder `root` on a day of its own."""
    copy_portal(root)
    return build_strictly(root, CCHC_NOW=NOW, **env)


def _write_posts(root: Path) -> None:
    """Add to the portal at `root` the posts that nobody would write by hand."""
    for number in range(NOTICES):
        _post(root, f"2017/thong-bao-{number}.md", f"Thông báo lịch tiếp công dân đợt {number + 1}",
              f"2017-{number // 4 + 1:02}-{number % 4 * 7 + 1:02}", _words(60, number))  # fmt: skip
    _post(root, "2024/bai-da-go.md", "Bài đã gỡ", "2024-11-02", _words(60),
          "withdrawn: Bài nêu sai số liệu về thời hạn giải quyết.\n")  # fmt: skip
    _post(root, "2025/bai-het-han.md", "Lịch trực dịp nghỉ lễ", "2025-08-28", _words(60),
          "expires: 2025-09-03\n")  # fmt: skip
    _post(root, "2026/bai-nhap.md", "Bản nháp về lịch tiếp công dân", "2026-11-20", _words(60),
          "draft: true\n")  # fmt: skip
    _write_rich(root)
    _write_long(root)


def _write_communes(root: Path) -> None:
    """Leave what the communes in sites.yml have told: one with much, one that is down since, one
    that has never answered."""
    states = States(root)
    much, down, never = sources.read(root, "sites.yml").sources
    read, failing = "2026-11-24T06:00:00+07:00", "2026-11-24T14:05:00+07:00"
    for site, since in ((much, ""), (down, failing)):
        items, code = tuple(_commune_items(site.url)), parsing.code(site)
        feed = KeptContents(items=items)
        states.write(site, parsing.FEED, KeptFile(site.url, "", "", read, since, code, feed))
        known = KeptContents(documents=tuple(_commune_documents(site.url)))
        states.write(site, parsing.REGISTER, KeptFile(site.url, "", "", read, since, code, known))
    for part in parsing.READERS:
        states.write(never, part, KeptFile(never.url, failing=failing))


def _commune_items(url: str) -> Iterator[CommuneItem]:
    categories = ("Thông báo", "Một cửa", "Chuyển đổi số", "")
    for number in range(50):
        sentence, moment = SENTENCES[number % 13], f"2026-11-{24 - number // 3:02}T08:00:00+07:00"
        title = LONG_TITLE if number == 2 else f"Thông báo số {number + 1} về lịch trả kết quả"
        href = f"{url}tin-tuc/2026/11/tin-{number}/"
        yield CommuneItem(href, title, moment, categories[number % 4], sentence, sentence)


def _commune_documents(url: str) -> Iterator[CommuneDocument]:
    for number in range(30):
        known, issuer = f"{number + 1}/KH-UBND", "Ủy ban nhân dân tỉnh Mẫu"
        date = f"2026-{number % 11 + 1:02}-05" if number % 7 else ""
        page = f"{url}van-ban/{number}/"
        row = (known, issuer, 2026, "Kế hoạch", date, SENTENCES[number % 13], page)
        yield CommuneDocument(identity(known, 2026, issuer), *row)


def _post(root: Path, path: str, title: str, date: str, body: str, more: str = "") -> None:
    file = root / "posts" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    head = f"title: {title}\ndate: {date}\nauthor: Ban biên tập\ncategory: thong-bao\n{more}"
    file.write_text(f"---\n{head}---\n\n{body}\n", "utf-8")


def _words(count: int, start: int = 0) -> str:
    """At least `count` words of whole sentences, in paragraphs of four."""
    words, paragraphs, sentences = 0, list[str](), list[str]()
    for number in itertools.count(start):
        sentence = SENTENCES[(number * 5 + number // len(SENTENCES)) % len(SENTENCES)]
        words += len(sentence.split())
        sentences.append(sentence)
        if words >= count or len(sentences) == 4:
            paragraphs.append(" ".join(sentences))
            sentences = []
        if words >= count:
            return "\n\n".join(paragraphs)
    raise AssertionError


def _picture(size: tuple[int, int]) -> bytes:
    """A drawing of three sheets of paper on a desk."""
    width, height = size
    image = Image.new("RGB", size, "#e9dfcf")
    draw = ImageDraw.Draw(image)
    for at in range(3):
        left = width * (1 + 3 * at) // 10
        draw.rectangle((left, height // 6, left + width // 5, height * 5 // 6), "white", "#555")
        for line in range(4):
            y = height * (3 + line) // 9
            draw.line((left + width // 40, y, left + width * 7 // 40, y), "#8c1519", 3)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _write_rich(root: Path) -> None:
    """One post with every field and every kind of block."""
    more = """\
summary: Sapo nói trong hai câu điều người đọc cần biết. Phần sau giải thích từng việc.
tags: [một cửa, hồ sơ]
source: https://dichvucong.gov.vn/p/home/dvc-trang-chu.html
image: anh.png
image_alt: Hình vẽ ba tờ giấy trên bàn.
updated: 2024-10-20
correction: Sửa thời hạn giải quyết từ 3 ngày thành 1 ngày.
documents:
  - number: 12/KH-UBND
    date: 2024-10-01
    issuer: Ủy ban nhân dân huyện Mẫu
    title: Về niêm yết công khai thủ tục hành chính
    file: ke-hoach.pdf
procedures:
  - name: Đăng ký khai sinh
    code: "1.001193"
    url: https://dichvucong.gov.vn/
  - name: Xác nhận tình trạng hôn nhân
attachments:
  - file: ke-hoach.pdf
    title: Kế hoạch niêm yết
  - file: mau-don.pdf
    title: Mẫu đơn có cái tên tệp rất dài để xem tên có xuống dòng trong khung hẹp hay không
"""
    body = f"""\
Theo Kế hoạch số 09/KH-UBND, ngày 13 tháng 4 năm 2022 của Ủy ban nhân dân huyện Lai Vung và Nghị \
định 30/2020/NĐ-CP ngày 5/3/2020 của Chính phủ.[^1]

## Bảng

{NARROW}
{WIDE}
## Ảnh

![Ba tờ giấy trên bàn](anh.png "Giấy tờ cần mang theo (hình minh họa)")

Ảnh ![nhỏ](anh.png) trong dòng.

## Danh sách

1. Chuẩn bị:
   - giấy tờ tùy thân;
   - tờ khai.
2. Nộp ở quầy **hoặc** qua [Cổng Dịch vụ công](https://dichvucong.gov.vn/).

- [x] Đã nộp
- [ ] Chưa nhận

### Trích và lưu ý

> Tổ chức, cá nhân được bổ sung hồ sơ một lần.

> [!NOTE]
> Giữ giấy hẹn cho đến khi nhận kết quả.

> [!WARNING]
> Không đưa mật khẩu cho người khác.

#### Mã và địa chỉ dài

`{"so-ho-so-" * 12}` và https://dichvucong.gov.vn/{"tra-cuu-" * 16}

```text
{"H40.12.34-241001-0001 " * 8}
```

Thời hạn
: Một ngày làm việc.

---

~~Ba ngày.~~ *Một ngày.*

[^1]: Cả hai văn bản có trong danh sách văn bản.
"""
    _post(root, "2024/bai-du-phan/index.md", "Bài có đủ các phần", "2024-10-05", body, more)
    folder = root / "posts/2024/bai-du-phan"
    (folder / "anh.png").write_bytes(_picture((1200, 800)))
    for name in ("ke-hoach.pdf", "mau-don.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4\n%%EOF\n")


def _write_long(root: Path) -> None:
    """10,000 words under 40 headings, 30 pictures, 8 wide tables, a title of 200 characters."""
    parts = [_words(120)]
    for number in range(40):
        level = "##" if number % 4 == 0 else "###"
        parts.append(f"{level} Phần {number + 1}: việc cần làm và nơi hỏi thêm")
        parts.append(_words(250, number * 11))
        if number < 30:
            parts.append(f'![Ba tờ giấy](anh-{number % len(SHAPES)}.png "Ảnh {number + 1}")')
        if number % 5 == 0:
            parts.append(WIDE)
    _post(root, "2024/bai-dai/index.md", LONG_TITLE, "2024-09-10", "\n\n".join(parts))
    for number, size in enumerate(SHAPES):
        (root / f"posts/2024/bai-dai/anh-{number}.png").write_bytes(_picture(size))
