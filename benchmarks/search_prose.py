"""Administrative prose with the vocabulary of many offices, for the search's benchmark.

Pure but for the reading of its words. Names of persons and places are put together from
syllables that nobody bears, so that there is a long tail of rare words, as in real news; none has
the letters of a word in `shunned`, for judgements follow from where a topic was hidden.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypedDict

import yaml

from benchmarks import prose
from cchc_site.base import vietnamese

PLACES = tuple(
    "Mộc Trà, Bình Sa Hạ, Đông Lĩnh Giả, An Thử, Vĩnh Mẫu, Tân Ví Dụ, Phú Tưởng, Hưng Bịa, "
    "Long Phỏng, Thạnh Vờ, Mỹ Tạm, Định Nháp, Khánh Thí, Lương Mơ".split(", ")
)
BODIES = (
    "Ủy ban nhân dân huyện Mộc Trà",
    "Ủy ban nhân dân xã An Thử",
    "Hội đồng nhân dân huyện Mộc Trà",
    "Ủy ban nhân dân tỉnh Đông Lĩnh Giả",
)
_SYMBOLS = {
    "Kế hoạch": "KH-UBND",
    "Quyết định": "QĐ-UBND",
    "Thông báo": "TB-UBND",
    "Báo cáo": "BC-UBND",
    "Chỉ thị": "CT-UBND",
}
_UNITS = (
    "Phòng Nội vụ",
    "Trạm Y tế",
    "Hội Nông dân",
    "Đoàn Thanh niên",
    "Ban Chỉ huy Quân sự",
    "Công an xã",
    "Mặt trận Tổ quốc",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Trung tâm Dịch vụ tổng hợp",
    "Ngân hàng Chính sách",
    "Trường Tiểu học {place}",
    "Tổ CCHC của huyện",
    "UBND xã {place}",
    "HĐND xã {place}",
)
_OPENINGS = (
    "Sáng {d}/{m}/{y}",
    "Chiều {d}/{m}",
    "Ở xã {place}",
    "Tại ấp {k} xã {place}",
    "Theo ông {person}, một người dân xã {place}",
    "Bà {person} cho biết",
    "Đến cuối tháng {m}",
    "Trong tuần thứ {k}",
    "Thực hiện Công văn số {letter}",
    "Theo {document}",
    "Qua kiểm tra {k} nơi",
    "Từ nguồn xã hội hóa {n} triệu đồng",
    "Nhờ {unit} góp sức",
    "Khi chưa có hướng dẫn mới",
    "Hai năm nay",
    "So với năm {before}",
    "Trong công tác CCHC",
    "Về cải cách hành chính",
    "Khi rà soát TTHC",
    "Sau khi đơn giản hóa thủ tục hành chính",
    "Để nâng tỷ lệ DVC trực tuyến",
    "Với dịch vụ công toàn trình",
    "Nhờ tài khoản VNeID",
)
_ENDINGS = (
    "người dân xã {place} đồng tình",
    "cách làm này được {unit} học theo",
    "việc còn lại xong trước ngày {d}/{m}",
    "ai có thắc mắc thì gặp bà {person} ở bàn số {k}",
    "số liệu được cập nhật mỗi chiều thứ Sáu",
    "nơi nào chậm phải giải trình bằng văn bản",
    "kinh phí là {n} triệu đồng",
    "{unit} theo dõi và nhắc nhở",
    "không thu thêm khoản nào",
    "kết quả đạt {p}%, cao hơn năm {before}",
    "những hộ ở xa được đi chung một chuyến xe",
    "biên bản có chữ ký của ông {person}",
    "mọi người tự giác thực hiện",
    "vẫn còn {k} hộ chưa làm",
)
_HEADS = (
    "{place}: {deed}",
    "Xã {place} {deed}",
    "{unit} {deed}",
    "Về việc {deed}",
    "{deed}",
    "Năm {y}, {deed}",
    "Chuyện ở {place}: {deed}",
)
_SURNAMES = "Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_ONSETS = "b c ch d đ g gh h kh l m n ng nh ph qu r s t th tr v x".split()
_RIMES = (
    "ac ach ai am an ang anh ao ăc ăm ăn ăng âm ân âng âu ây ec em en eo êch ên êt êu ich iêc iêm "
    "iên iêu im in inh it oa oac oai oan oang oc oi om on ong ôc ôi ôm ôn ông ơi ơm ơn uc ui un "
    "ung uôc uôi uôm uôn uông uyên uyêt uynh ươc ươi ươm ươn ương ươu ưc ưi ưng"
).split()
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_CLOSED = ("c", "ch", "t", "p")
_VOWELS = "aăâeêioôơuưy"
_CITED = re.compile(r"số (\d+)/")


class _Field(TypedDict):
    category: str
    things: Sequence[str]
    deeds: Sequence[str]


class _Frames(TypedDict):
    """What stands around things and deeds: who does them, how a sentence and a title go."""

    units: Sequence[str]
    subjects: Sequence[str]
    openings: Sequence[str]
    endings: Sequence[str]
    heads: Sequence[str]


_OFFICE = _Frames(
    units=_UNITS, subjects=prose.SUBJECTS, openings=_OPENINGS, endings=_ENDINGS, heads=_HEADS
)


@cache
def _vocabulary(words: Path) -> tuple[Mapping[str, _Field], _Frames, bool]:
    """The fields of a vocabulary, its frames, and whether these are its own."""
    found = yaml.safe_load(words.read_text("utf-8"))
    frames: _Frames | None = found.pop("frames", None)
    return found, frames or _OFFICE, frames is not None


class Prose:
    """Texts of one post: published on `day`, about one field most of the time."""

    def __init__(
        self,
        random: Random,
        day: dt.date,
        shunned: frozenset[str],
        numbers: frozenset[int],
        words: Path,
    ) -> None:
        """Keep what decides the words, which are those of the file `words`; `numbers` are those of
        documents that are looked for."""
        self._random = random
        self._fields, self._frames, self._is_own = _vocabulary(words)
        self._day = day
        self._shunned = shunned
        self._numbers = numbers
        self._field = random.choice(tuple(self._fields.values()))
        self.category = self._field["category"]

    def title(self) -> str:
        """A headline."""
        text = self.fill(
            self._random.choice(self._frames["heads"]).replace("{deed}", self._deed(self._field))
        )
        return text[0].upper() + text[1:]

    def sentence(self) -> str:
        """One sentence, of another field now and then."""
        while self._numbers.intersection(map(int, _CITED.findall(text := self._any_sentence()))):
            pass
        return text

    def _any_sentence(self) -> str:
        random = self._random
        if not self._is_own and random.random() < 0.2:
            return prose.sentence(random, self._day.year)
        field = (
            self._field if random.random() < 0.6 else random.choice(tuple(self._fields.values()))
        )
        frames = self._frames
        opening, subject = random.choice(frames["openings"]), random.choice(frames["subjects"])
        text = f"{opening}, {subject} {self._deed(field)}"
        if random.random() < 0.5:
            text += f"; {random.choice(frames['endings'])}"
        return f"{self.fill(text)}."

    def paragraph(self) -> str:
        """One to three sentences."""
        return " ".join(self.sentence() for _ in range(self._random.randrange(1, 4)))

    def bullets(self) -> str:
        """A list of deeds, or of names with amounts."""
        random = self._random
        if random.random() < 0.4:
            names = (self.fill("{person}, ấp {k}: {n} nghìn đồng") for _ in range(6))
            return "\n".join(f"- {name};" for name in names)
        deeds = (self.fill(self._deed(self._field)) for _ in range(random.randrange(3, 6)))
        return "\n".join(f"- {deed[0].upper()}{deed[1:]};" for deed in deeds)

    def fill(self, text: str) -> str:
        """`text` with made-up names and numbers in the places for them."""
        makers: dict[str, Callable[[], str]] = {
            "unit": lambda: self._random.choice(self._frames["units"]),
            "place": lambda: self._random.choice(PLACES),
            "person": self._person,
            "document": self._document,
            "letter": lambda: f"{self._number(1000, 4999)}/UBND-NC",
            "before": lambda: str(self._day.year - self._random.randrange(1, 4)),
        }
        for name, make in makers.items():
            while f"{{{name}}}" in text:
                text = text.replace(f"{{{name}}}", make(), 1)
        return prose.fill(self._random, text, self._day.year)

    def _deed(self, field: _Field) -> str:
        deed = self._random.choice(field["deeds"])
        return deed.replace("{thing}", self._random.choice(field["things"]))

    def _document(self) -> str:
        """A citation of a document; one with its day and body has a page of its own."""
        random = self._random
        kind = random.choice(tuple(_SYMBOLS))
        name = f"{kind} số {self._number(100, 999)}/{_SYMBOLS[kind]}"
        if random.random() < 0.5:
            return name
        day = self._day - dt.timedelta(days=random.randrange(1, 200))
        written = f"{day.day}/{day.month}/{day.year}"
        return f"{name} ngày {written} của {random.choice((BODIES[0], BODIES[1], BODIES[3]))}"

    def _number(self, least: int, most: int) -> int:
        while (number := self._random.randint(least, most)) in self._numbers:
            pass
        return number

    def _person(self) -> str:
        given = " ".join(self._syllable() for _ in range(2))
        return f"{self._random.choice(_SURNAMES)} {given}"

    def _syllable(self) -> str:
        random = self._random
        while True:
            rime = random.choice(_RIMES)
            tone = random.choice(_TONES[2::3] if rime.endswith(_CLOSED) else _TONES)
            found = random.choice(_ONSETS) + _toned(rime, tone)
            if vietnamese.fold(found) not in self._shunned:
                return found.capitalize()


def _toned(rime: str, tone: str) -> str:
    """`rime` with a tone mark on the vowel that bears it."""
    vowels = [at for at, letter in enumerate(rime) if letter in _VOWELS]
    marked = [at for at in vowels if rime[at] in "ăâêôơư"]
    at = marked[-1] if marked else vowels[-1 if len(vowels) > 1 and rime[-1] not in _VOWELS else 0]
    return unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])
