"""The posts: any number of them, the same on each machine, post i the same however many there are.

Pure. Sizes follow a real district's site: about 2.6 KB of text, categories unevenly filled, ten
years. No two posts share a minute, so that their order never hangs on a tie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks import prose
from cchc_site.base import vietnamese

SEED = "cchc-1"
PICTURES = 12
ZONE = dt.timezone(dt.timedelta(hours=7))
# What an internal link leads to; each dialect writes the address of `Post.earlier` there.
EARLIER = "@earlier"

# Label and weight in per cent: a few busy categories, a few quiet ones.
CATEGORIES = {
    "Tin tức": 27,
    "Thủ tục hành chính": 19,
    "Thông báo": 15,
    "Cải cách hành chính": 13,
    "Văn bản chỉ đạo": 10,
    "Dịch vụ công": 8,
    "Chuyển đổi số": 5,
    "Một cửa": 3,
}
AUTHORS = (
    "Ban biên tập",
    "Văn phòng Ủy ban nhân dân",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "Phòng Tài chính",
    "Phòng Văn hóa",
    "Phòng Giáo dục",
    "Phòng Nông nghiệp",
    "Bộ phận Một cửa",
    "Đài Truyền thanh",
)
TAGS = (
    "hộ tịch, chứng thực, đất đai, xây dựng, y tế, giáo dục, an sinh, việc làm, môi trường, "
    "kinh doanh, thuế, nông nghiệp, giao thông, chữ ký số, thanh toán, định danh, tập huấn, "
    "kiểm tra, khảo sát, lịch tiếp dân, ngân sách, văn bản mới, bưu chính, trực tuyến, đúng hạn, "
    "khen thưởng, kế hoạch, báo cáo, người cao tuổi, trẻ em"
).split(", ")

_FIRST_DAY = dt.datetime(2015, 6, 1, 7, tzinfo=ZONE)
_DAYS, _MINUTES = 3652, 600  # ten years; from seven in the morning to five in the afternoon
_STRIDE = 846_971  # shares no factor with their product: each post gets a minute of its own


@dataclass(frozen=True, slots=True)
class Post:
    """A post before any generator's dialect; `blocks` are Markdown, `slug` is the file's name."""

    number: int
    title: str
    slug: str
    date: dt.datetime
    author: str
    category: str
    tags: tuple[str, ...]
    summary: str
    blocks: tuple[str, ...]
    earlier: Post | None

    @property
    def category_key(self) -> str:
        """The category as addresses name it."""
        return vietnamese.slug(self.category)

    @property
    def address(self) -> str:
        """Where the post stands, from the site's root."""
        return f"tin-tuc/{self.date:%Y/%m}/{self.slug}/"


def date(number: int) -> dt.datetime:
    """When a post was published."""
    day, minute = divmod(number * _STRIDE % (_DAYS * _MINUTES), _MINUTES)
    return _FIRST_DAY + dt.timedelta(days=day, minutes=minute)


def post(number: int, *, linked: bool = True) -> Post:
    """The post with this number; every fifth, where `linked`, names an earlier one."""
    random = Random(f"{SEED}/{number}")  # noqa: S311 - a corpus, not a secret
    when = date(number)
    title = prose.title(random, when.year)
    category = random.choices(tuple(CATEGORIES), tuple(CATEGORIES.values()))[0]
    summary = prose.sentence(random, when.year)
    blocks = _blocks(random, when.year)
    earlier = None
    if number and linked and random.random() < 0.2:
        earlier = post(random.randrange(number), linked=False)
        blocks.append(f"Tin đã đăng: [{earlier.title}]({EARLIER}).")
    return Post(
        number=number,
        title=title,
        slug=f"{vietnamese.slug(title)}-{number}",
        date=when,
        author=random.choice(AUTHORS),
        category=category,
        tags=tuple(random.sample(TAGS, 3)),
        summary=summary,
        blocks=tuple(blocks),
        earlier=earlier,
    )


def posts(count: int) -> Iterator[Post]:
    """The first posts by number."""
    return map(post, range(count))


def _blocks(random: Random, year: int) -> list[str]:
    blocks = [prose.paragraph(random, year) for _ in range(random.randrange(4, 10))]
    if random.random() < 0.6:
        blocks.insert(2, prose.bullets(random, year))
    if random.random() < 0.2:
        blocks.insert(random.randrange(2, len(blocks)), prose.table(random))
    if random.random() < 0.25:
        number = random.randrange(PICTURES)
        blocks.insert(1, f"![Quầy tiếp nhận hồ sơ trong giờ làm việc](/img/anh-{number:02d}.svg)")
    if random.random() < 0.3:
        blocks.insert(random.randrange(2, len(blocks)), f"## {random.choice(prose.HEADINGS)}")
    return blocks


def middle(count: int) -> int:
    """The number of the post with as many posts before it as after it, by date."""
    return sorted(range(count), key=date)[count // 2]


def newest(count: int) -> int:
    """The number of the latest post."""
    return max(range(count), key=date)


def corrected(original: Post, time: int) -> Post:
    """The post with another title and first paragraph; each `time` gives other bytes."""
    first = f"Bản tin này được đính chính lần {time}. {original.blocks[0]}"
    title = f"{original.title}, đính chính lần {time}"
    return replace(original, title=title, blocks=(first, *original.blocks[1:]))


def added(after: Post, time: int) -> Post:
    """A post of its own, half a minute later than `after`; each `time` gives another one."""
    title = f"Tin bổ sung lần {time}: {after.title}"
    return replace(
        after,
        title=title,
        slug=f"{vietnamese.slug(title)}-{after.number}",
        date=after.date + dt.timedelta(seconds=30),
        blocks=(f"Tin này được bổ sung lần {time}.", *after.blocks[1:]),
    )


def picture(number: int) -> str:
    """An SVG picture for posts to show."""
    hue = number * 360 // PICTURES
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">'
        f'<rect width="640" height="360" fill="hsl({hue} 35% 62%)"/></svg>\n'
    )
