"""What a page tells of its article: title, day, writer, category and the rest, from every place.

Pure. Of several places that tell the same, the first that can be true holds; what cannot be true is
told to who imports, never mended by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cchc_site.base import vietnamese
from cchc_site.importing import (
    categories,
    dates,
    html_nodes,
    page_authors,
    page_facts,
    page_text,
    signatures,
)
from cchc_site.importing.blocks import (
    Block,
    FigureBlock,
    HeadingBlock,
    is_bold,
    words_of,
)
from cchc_site.importing.dates import ReadDate
from cchc_site.importing.draft import ImportOptions, LeftOut, words
from cchc_site.importing.html_nodes import Pruning, is_in, said
from cchc_site.importing.page_facts import PageFacts
from cchc_site.importing.page_parts import ArticleParts
from cchc_site.importing.page_text import LabelledFacts

_CRUMBS = (
    ".breadcrumb a, .breadcrumbs a, [class*='breadcrumb'] a, [itemtype*='BreadcrumbList'] a, "
    "[aria-label='breadcrumb'] a"
)
_NO_CRUMB = re.compile(r"(?i)(?:trang chủ|home|trang nhất|chi tiết(?: tin| bài viết)?)?")
_SOURCE = re.compile(r"(?i)^\W*(?:nguồn(?: tin)?|theo)\s*[:\uff1a]?\s*")
_HEAD, _TAIL = 6, 8
"""Blocks at either end of a text that may be none of it."""
_SHORT = 140


class Around(Struct, frozen=True):
    """What stands on a page below the title and before the text, and after the text."""

    before: str = ""
    after: str = ""


class Told(Struct, frozen=True):
    """Fields of a post, those that are guesses, the text without what became a field, what was
    left out, and how many words the text had."""

    fields: dict[str, Any]
    guessed: frozenset[str]
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    words: int


class Telling:
    """Asks one page. What it looks at is taken out of the page by `cut`, so that it stands in the
    text no second time."""

    def __init__(
        self,
        page: LexborHTMLParser,
        facts: PageFacts,
        parts: ArticleParts,
        body: LexborNode | None,
        options: ImportOptions,
    ) -> None:
        """Take the parts of `page` by its systems' selectors; `body` is that of its text."""
        self._facts, self._options = facts, options
        self._zone = options.settings.timezone
        self._page, self._body = page, body
        self._nodes = {part: parts.all(part) for part in _TOLD}
        self._texts = {part: [said(node) for node in self._nodes[part]] for part in _TOLD}
        self._outside = {
            part: next(
                (said(node) for node in self._nodes[part] if not self._is_inside(node)),
                "",
            )
            for part in ("summary", "source")
        }
        outside = [node for node in parts.all("attachments") if not self._is_inside(node)]
        self.links = [
            (node.attributes.get("href") or "", node.text(deep=True))
            for node in outside
            if node.tag == "a"
        ]
        leads = [node for node in parts.all("lead") if not self._is_inside(node)]
        self.lead = [
            FigureBlock(source, node.attributes.get("alt") or "")
            for node in leads[:1]
            if (source := html_nodes.source(node))
        ]
        self._crumbs = [said(node) for node in page.css(_CRUMBS)]
        self._times = [
            node.attributes.get("datetime") or ""
            for node in page.css("time[datetime]")
            if not is_in(node, ("nav", "aside", "footer"))
        ]
        self.title, self._is_sure = self._find_title()
        self._left_out: list[LeftOut] = []

    def cut(self, pruning: Pruning) -> None:
        """Take what tells of the article out of its text; the title and the lead stay for others
        to find there."""
        parts = ("date", "updated", "author", "category", "tags")
        # Whatever holds the text of an unknown page may hold these too.
        more = () if self._body is not None else ("summary", "source")
        for part in (*parts, *more):
            for node in self._nodes[part]:
                if pruning.has(node):
                    continue
                is_within = self._body is None or self._is_inside(node)
                if is_within and (part == "summary" or len(said(node)) < _SHORT):
                    pruning.drop(node)

    def below_title(self, before: str) -> str:
        """Of the lines before a text those below its title, else the last few."""
        place = before.replace(page_text.BESIDE, " ").rfind(self.title) if self.title else -1
        if place >= 0:
            below = before[place + len(self.title) :][-1500:]
            # Some put the day right above.
            above = before[:place].strip(" \n\x1f").rpartition("\n")[2]
            return below if "hôm nay" in above.lower() else f"{above}\n{below}"
        return "\n".join([line for line in before.split("\n") if line.strip()][-8:])

    def told(self, read: Sequence[Block], around: Around) -> Told:
        """The fields of the post whose text is in the blocks `read`, with that `around` it."""
        read = page_text.title_apart(read)
        self._take_title(read)
        body = self._without_title(list(read))
        names = {
            name for text in self._texts["author"] if (name := page_authors.without_lead(text))
        }
        kept, meta = _without_meta(body, names | {*self._facts.authors})
        lines = "\n".join((around.before, *meta, *map(_words, kept[-_TAIL:]), around.after))
        fields: dict[str, Any] = {"title": self.title}
        guessed = set() if self._is_sure else {"title"}
        labelled = LabelledFacts(lines, self._zone)
        alone = LabelledFacts("\n".join((around.before, *meta)), self._zone).alone()
        self._dates(fields, guessed, labelled, alone)
        count = words("\n".join(map(_words, kept)))
        kept = self._author(fields, guessed, labelled, kept)
        self._category(fields)
        self._others(fields, kept, labelled)
        return Told(
            {key: value for key, value in fields.items() if value},
            frozenset(guessed & {key for key, value in fields.items() if value}),
            tuple(kept),
            tuple(self._left_out),
            count,
        )

    def _is_inside(self, node: LexborNode) -> bool:
        return self._body is not None and any(
            each.mem_id == self._body.mem_id for each in html_nodes.above(node)
        )

    def _find_title(self) -> tuple[str, bool]:
        """The title, and whether two places agree on it or one was made for it."""
        shown = [text for text in self._texts["title"] if text]
        shown += [
            said(node)
            for node in self._page.css("h1")
            if not is_in(node, ("nav", "footer", "aside")) and not _is_banner(node)
        ]
        shown += [said(node) for node in (self._body.css("h1, h2, h3")[:1] if self._body else ())]
        window = page_facts.without_site(self._facts.whole_title, self._facts.site)
        named = page_facts.without_site(self._facts.title, self._facts.site)
        for text in filter(None, (*shown, named)):
            # A window's title may be cut off, or begin with that of the article.
            same = _bare(text) in _bare(self._facts.whole_title)
            same = same or (not page_facts.is_of_site(window) and _bare(window) in _bare(text))
            if len(_bare(text)) > 5 and same:
                return text, True
        if named:
            return named, True
        if shown and (self._texts["title"] or page_facts.is_of_site(window) or not window):
            return shown[0], True
        return window or next(iter(shown), ""), False

    def _take_title(self, read: Sequence[Block]) -> None:
        """Take a first line in bold for the title where the page tells none but its site's name."""
        first = next((block for block in read if words_of([block]).strip()), None)
        said = words_of([first]) if first is not None else ""
        is_cut = bool(self.title) and _bare(self.title) in _bare(said)
        if self._is_sure or first is None:
            return
        if not is_cut and not page_facts.is_of_site(self.title):
            return
        if (isinstance(first, HeadingBlock) or is_bold(first)) and len(said) < 300:
            self.title = said

    def _without_title(self, body: list[Block]) -> list[Block]:
        """`body` from below its title on, where that stands among its first blocks."""
        place = next(
            (at for at, block in enumerate(body[:_HEAD]) if page_text.is_title(block, self.title)),
            -1,
        )
        above = body[: max(place, 0)]
        if place >= 0 and all(len(words_of([block])) < _SHORT for block in above):
            body = body[place + 1 :]
            return self._without_title(body) if body else body
        return body

    def _dates(
        self,
        fields: dict[str, Any],
        guessed: set[str],
        labelled: LabelledFacts,
        alone: ReadDate | None,
    ) -> None:
        shown = [text for text in self._texts["date"] if not page_text.is_update(text)]
        changed = [text for text in self._texts["date"] if page_text.is_update(text)]
        updates = [self._read(text) for text in (*self._texts["updated"], *changed)]
        updates += [labelled.updated(), self._read(self._facts.modified)]
        sure = [self._read(text) for text in (*shown, self._facts.published)]
        sure += [labelled.published()]
        others = [*map(self._read, self._times[:1]), alone]
        published = self._first([*sure, *others])
        updated = self._first(updates)
        if not published and updated:
            published, updated = updated, ""
            guessed.add("date")
        unread = [text for text in shown if re.search(r"\d", text) and not self._read(text)]
        if not published and unread:
            self._tell(f"không đọc được ngày “{unread[0][:40]}”", "hãy nhập lại cùng --date")
        same = (each.date for each in (*sure, *others) if each and each.date[:10] == published)
        fields["date"] = next((each for each in same if len(each) > 10), published)
        if published and updated[:10] > published[:10]:
            fields["updated"] = updated

    def _read(self, text: str) -> ReadDate | None:
        return dates.read(text, self._zone) if text else None

    def _first(self, found: Iterable[ReadDate | None]) -> str:
        """The first day that there is; those before it that cannot be are told."""
        for each in found:
            if each and each.date:
                return each.date
            if each:
                self._tell(
                    f"ngày “{each.written}” trong trang không tồn tại", "không đoán ngày khác"
                )
        return ""

    def _author(
        self,
        fields: dict[str, Any],
        guessed: set[str],
        labelled: LabelledFacts,
        body: list[Block],
    ) -> list[Block]:
        """Put the writer in place, and return the text without the line that is a signature."""
        place, names, is_sure = page_authors.signature(body)
        if place >= 0:
            fields["author"] = names[0] if len(names) == 1 else list(names)
            guessed |= set() if is_sure else {"author"}
            line = words_of([body[place]])
            self._tell(f"dòng ký tên “{line}”", "đã thành tác giả của bài")
            return [*body[:place], *body[place + 1 :]]
        shown = [page_authors.without_lead(text) for text in self._texts["author"]]
        named = (labelled.author(), *shown, *self._facts.authors, labelled.poster())
        for name in named:
            name = name.strip(" -–|,;:")
            if not name or len(name) > 100:
                continue
            if page_authors.is_account(name):
                self._tell(f"“{name}” là tên tài khoản", "không ghi làm tác giả")
                continue
            several = signatures.signed(name)
            fields["author"] = list(several) if len(several) > 1 else name
            if name == labelled.poster():
                guessed.add("author")
            return body
        return body

    def _category(self, fields: dict[str, Any]) -> None:
        """The first of the page's categories that the site knows, else the first."""
        crumbs = [text for text in self._crumbs if not _NO_CRUMB.fullmatch(text)]
        crumbs = [text for text in crumbs if _bare(text) != _bare(self.title)]
        named = [*self._texts["category"], *self._facts.categories, *reversed(crumbs)]
        fields["category"] = categories.known(named, self._options)
        self._left_out += categories.unknown(named, self._options)

    def _others(
        self, fields: dict[str, Any], body: Sequence[Block], labelled: LabelledFacts
    ) -> None:
        fields["tags"] = list(
            dict.fromkeys(
                text.strip("#,; ")
                for text in (*self._texts["tags"], *self._facts.tags)
                if 1 < len(text.strip("#,; ")) < 60
            )
        )
        summary = self._outside["summary"]
        if summary and _bare(summary) not in _bare(words_of(body[:3])):
            fields["summary"] = summary
        source = _SOURCE.sub("", self._outside["source"]) or labelled.source()
        fields["source"] = source[:200]

    def _tell(self, what: str, where: str) -> None:
        left_out = LeftOut(what, where)
        if left_out not in self._left_out:
            self._left_out.append(left_out)


_TOLD = ("title", "summary", "date", "updated", "author", "category", "tags", "source")


def _words(block: Block) -> str:
    return words_of([block])


def _bare(text: str) -> str:
    return vietnamese.slug(text, "")


def _is_banner(node: LexborNode) -> bool:
    """Whether a heading stands in the head of the page, not of an article."""
    above = list(html_nodes.above(node))
    tags = [each.tag for each in above]
    return "header" in tags and not {"article", "main"} & set(tags)


def _without_meta(body: Sequence[Block], names: Iterable[str]) -> tuple[list[Block], list[str]]:
    """`body` without the lines at its ends that only count, date or offer; these lines."""
    head, middle = list(body[:_HEAD]), list(body[_HEAD:])
    tail = middle[-_TAIL:] if middle else []
    middle = middle[: len(middle) - len(tail)]
    kept_head, meta = page_text.without_meta(head, names)
    kept_tail, more = page_text.without_meta(tail, names, ends=True)
    return [*kept_head, *middle, *kept_tail], [*meta, *more]
