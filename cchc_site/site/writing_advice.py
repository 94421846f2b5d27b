"""Advice to editors on what a text gives away, and on words that readers stumble over.

Pure; only for checks. Sources: law 91/2025/QH15 on the protection of personal data, article 2
(what personal data are); circular 09/2024/TT-BCA, which makes of an identity number twelve digits
that begin with the province and the century; decree 30/2020/NĐ-CP, annex II (abbreviations are
written in full first).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from cchc_site.base.problems import Level, Problem
from cchc_site.content.post import Post
from cchc_site.search import synonyms

_MOST = 3
"""Of a kind that are told of one post."""
_SUMMARY_WORDS, _SENTENCE_WORDS = 60, 40
_HIDDEN = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|<[^<>\n]*>|(?<=\])\([^()\n]*\)|https?://\S+", re.DOTALL
)
_GAP = r"[ .\u00a0-]?"
_IDENTITY = re.compile(r"(?<![\d/.-])0(?!00)(?:[0-8]\d|9[0-6])\d{9}(?![\d/])")
_PHONE = re.compile(rf"(?<![\d/.-])0[35789]\d(?:{_GAP}\d){{7}}(?![\d/])")
_BORN = re.compile(
    r"\b[Ss]inh (?:ngày )?:?\s?(?P<day>\d{1,2}) ?(?:[/.-]|tháng) ?\d{1,2} ?(?:[/.-]|năm) ?\d{4}\b"
    r"(?! (?:trở (?:đi|về|lại|lên)|đến|hoặc (?:sau|trước)))"  # a rule, not a person
)
_ACCOUNT = re.compile(
    r"\b(?:[Ss]ố tài khoản|[Tt]ài khoản(?: ngân hàng)?(?: số)?|STK)[^\d\n]{0,12}"
    r"(?P<number>\d(?:[ .]?\d){6,17})\b"
)
_HOME = re.compile(
    r"\b(?:[Tt]hường trú|[Tt]ạm trú|[Cc]ư ngụ|[Nn]gụ|[Tt]rú|[Cc]hỗ ở|[Nn]hà riêng)(?: tại| ở)?:? "
    r"(?:(?:số|tổ|nhà số|số nhà) ?\d|ấp |khóm )[^,.;\n]{0,40}"
)
_FUNCTION_WORDS = (
    "của|và|các|là|được|cho|trong|với|những|có|theo|tại|về|này|đã|sẽ|không|khi|do|bằng|để|trên|dưới"
)
_DOUBLED = re.compile(
    rf"\b(?P<one>{_FUNCTION_WORDS}) (?P=one)\b"
    r"|\b(?P<two>[^\W\d_]{2,} [^\W\d_]{2,}) (?P=two)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?:;\n]+(?:(?:\.(?=\w)|:(?=\d))[^.!?:;\n]*)*")
_WORD = re.compile(r"\w+(?:[./-]\w+)*")
_TAKEN_FROM = re.compile(
    r"\b(?:[Tt]heo|[Nn]guồn:?) "
    r"(?P<source>(?:[Bb]áo(?= [A-ZĐ])|[Tt]ạp chí|TTXVN|Thông tấn xã|[Cc]ổng [Tt]hông tin)"
    r"[^,.;:\n]{0,40})"
)
_COLLECTED = re.compile(r"(?:[Tt]ổng hợp|[Ss]ưu tầm|ST|TH|[Tt]heo .+|TTXVN|[Bb]áo .+)")
# Several such words beside each other are a name, “PAR INDEX”, or a line in capitals.
_SHORT = re.compile(r"(?<![\w/.-])(?<![A-ZĐ] )(?P<short>[A-ZĐ]{3,8})(?![\w/-]|\.\w| [A-ZĐ]{2})")
# What every reader knows, and what is no abbreviation of Vietnamese words.
_KNOWN = frozenset(
    "UBND HĐND CCCD BHYT BHXH HTX THCS THPT VNPT STT TCVN ISO PDF SMS USB DOC XLS JPG PNG".split()
)
_ROMAN = re.compile(r"[IVXLC]+")
_LONG = {short: long for short, long in synonyms.COMMON.items() if short.isupper()}

Finding = tuple[int, str, str]
"""A line from 0, what is to be said of it, how to mend it."""


def advice(post: Post) -> Iterator[Problem]:
    """What may be mended in the words of `post`."""
    text = _HIDDEN.sub(_blank, post.body)
    for kind in _KINDS:
        for line, what, hint in islice(kind(text), _MOST):
            yield Problem(post.path, post.body_line + line, what, hint, Level.ADVICE)
    for key, what, hint in (*_of_summary(post), *_of_source(post, text)):
        yield Problem(post.path, post.line(key) or 1, what, hint, Level.ADVICE)


def _blank(hidden: re.Match[str]) -> str:
    """What nobody reads as words, as blanks."""
    return re.sub(r"[^\n]", " ", hidden[0])


def _found(
    text: str, pattern: re.Pattern[str], what: Callable[[re.Match[str]], str], hint: str
) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()), what(match), hint


def _identities(text: str) -> Iterator[Finding]:
    hint = "hãy xóa số ấy; nếu pháp luật buộc công khai, hãy chỉ giữ ba số cuối, ví dụ “…123”"
    return _found(text, _IDENTITY, lambda found: f"có số định danh cá nhân “{found[0]}”", hint)


def _phones(text: str) -> Iterator[Finding]:
    hint = "nếu là số riêng của một người, hãy thay bằng số của cơ quan"
    return _found(text, _PHONE, lambda found: f"có số điện thoại di động “{found[0]}”", hint)


def _births(text: str) -> Iterator[Finding]:
    hint = "hãy chỉ ghi năm sinh, hoặc bỏ hẳn"
    return _found(text, _BORN, lambda found: f"có ngày sinh đầy đủ “{found[0]}”", hint)


def _accounts(text: str) -> Iterator[Finding]:
    hint = "hãy xóa, trừ tài khoản của cơ quan dùng để thu phí"
    return _found(
        text, _ACCOUNT, lambda found: f"có số tài khoản ngân hàng “{found['number']}”", hint
    )


def _homes(text: str) -> Iterator[Finding]:
    hint = "hãy chỉ ghi tên xã, phường, hoặc bỏ hẳn"
    return _found(text, _HOME, lambda found: f"có địa chỉ nhà riêng “{found[0].strip()}”", hint)


def _doubled(text: str) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(text):
        once = match["one"] or match["two"]
        line = text.count("\n", 0, match.start())
        yield line, f"chữ viết hai lần “{match[0]}”", f"hãy viết một lần “{once}”"


def _sentences(text: str) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(text):
        words = _WORD.findall(sentence[0])
        if len(words) <= _SENTENCE_WORDS or "|" in sentence[0]:
            continue
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        shown = " ".join(sentence[0].split()[:6])
        what = f"câu “{shown}…” dài {len(words)} tiếng, khó đọc"
        yield text.count("\n", 0, start), what, "hãy tách thành hai, ba câu"


def _abbreviations(text: str) -> Iterator[Finding]:
    seen = set[str]()
    for match in _SHORT.finditer(text):
        short = match["short"]
        if short in seen | _KNOWN or _ROMAN.fullmatch(short) or _is_shouted(text, match):
            continue
        seen.add(short)
        if re.search(rf"\({short}\)|\b{short} ?(?:[(=:–-]|là |viết tắt)", text):
            continue
        what = f"chữ viết tắt “{short}” chưa được giải thích"
        long = _LONG.get(short)
        if long:
            long = long if isinstance(long, str) else long[0]
            hint = f"hãy viết đủ ở lần đầu: “{long} ({short})”"
        else:
            hint = f"hãy viết đủ ở lần đầu rồi thêm “({short})”"
        yield text.count("\n", 0, match.start()), what, hint


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether a word in capitals stands beside others, as in a line that is all capitals."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    words: list[str] = _WORD.findall(line)
    return 2 * sum(word.isupper() for word in words) > len(words)


_KINDS: tuple[Callable[[str], Iterator[Finding]], ...] = (
    _identities,
    _phones,
    _births,
    _accounts,
    _homes,
    _doubled,
    _sentences,
    _abbreviations,
)


def _of_summary(post: Post) -> Iterator[tuple[str, str, str]]:
    words = len(_WORD.findall(post.summary))
    if words > _SUMMARY_WORDS:
        what = f"“summary” dài {words} tiếng, quá {_SUMMARY_WORDS}"
        yield "summary", what, "hãy rút gọn còn một, hai câu, phần còn lại để trong bài"


def _of_source(post: Post, text: str) -> Iterator[tuple[str, str, str]]:
    if post.source:
        return
    by_author = next((name for name in post.authors if _COLLECTED.fullmatch(name)), "")
    first = text[:300]
    in_text = _TAKEN_FROM.search(first)
    if by_author or in_text:
        source = by_author or (in_text["source"].strip() if in_text else "")
        what = f"bài lấy từ nơi khác (“{source}”) mà chưa ghi nguồn"
        yield "author", what, "hãy thêm dòng “source: …” với tên hoặc địa chỉ nơi lấy tin"
