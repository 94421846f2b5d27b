"""A page of any portal → a draft: its article, and what the page tells of it.

Pure. Where a page's article is, is page_parts.py's; what is told of it, page_telling.py's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cchc_site.importing import (
    block_text,
    blocks,
    draft,
    html_blocks,
    led_blocks,
    old_addresses,
    page_facts,
    page_files,
    page_text,
    portals,
    web_pages,
)
from cchc_site.importing.blocks import Block, FigureBlock
from cchc_site.importing.draft import Draft, ImportOptions, LeftOut, Refused
from cchc_site.importing.page_files import PageFiles, PageStore
from cchc_site.importing.page_fonts import PageLetters
from cchc_site.importing.page_parts import ArticleParts
from cchc_site.importing.page_telling import Around, Telling, Told


class PageSource(Struct, frozen=True):
    """A page: what the report calls it, its bytes, the encoding that its server told, its address
    ("" for an unknown one), what lies with it, and whether it may be no article at all."""

    name: str
    content: bytes
    encoding: str
    address: str
    store: PageStore
    of_archive: bool = False


class NoArticle(Refused):
    """A page of an archive that is a list, a form or such."""


class _Article(Struct, frozen=True):
    """The text of an article, what stands around it, and whether anything told where it is."""

    blocks: tuple[Block, ...]
    around: Around
    is_told: bool


def read(source: PageSource, options: ImportOptions) -> Draft:
    """The draft that the page `source` is. Raises `Refused`."""
    parsed = web_pages.parsed(source.content, source.encoding)
    page = parsed.page
    facts = page_facts.read(page, parsed.text)
    parts = ArticleParts(page, portals.known(options.mapping))
    body, _ = parts.body()
    telling = Telling(page, facts, parts, body, options)
    article = _article(page, parsed.text, parts, body, telling)
    told = telling.told(article.blocks, article.around)
    looks_like_one = article.is_told and (parts.system or "date" in told.fields)
    if source.of_archive and not (facts.is_article or looks_like_one):
        raise NoArticle("trang này không phải một bài")
    if not any(map(_says, told.blocks)):
        raise Refused("không thấy chữ của bài trong trang; hãy chép phần chữ vào một bài mới")
    addresses = [each for each in (source.address, *facts.addresses) if each]
    files = PageFiles(source.store, _base(page, addresses), str(told.fields.get("title", "")))
    led = led_blocks.led(_settled(told, telling), files)
    written = block_text.write(led, options.html)
    fields = {**told.fields}
    if attached := [*page_files.attachments(telling.links, files)]:
        fields["attachments"] = attached
    left_out = [*told.left_out, *files.left_out, *_faults(written.faulty, parsed.doubtful)]
    if old := [*old_addresses.aliases(addresses, left_out)]:
        fields["aliases"] = old
    return Draft(
        source=source.name,
        fields=fields,
        body=f"{written.text}\n",
        guessed=told.guessed,
        files=tuple(files.files),
        left_out=tuple(left_out),
        words_in=told.words,
        words_out=draft.words(blocks.words_of(led)),
    )


def _says(block: Block) -> bool:
    return isinstance(block, FigureBlock) or bool(blocks.words_of([block]).strip())


def _article(
    page: LexborHTMLParser,
    source: str,
    parts: ArticleParts,
    body: LexborNode | None,
    telling: Telling,
) -> _Article:
    """The blocks of the article on a page, cut out of what is none of it."""
    is_told = body is not None
    parts.drop(body)
    telling.cut(parts.pruning)
    if body is None:
        body = parts.densest(telling.title)
    if body is None:
        raise Refused("trang không có chữ; hãy mở trang, chờ hiện đủ rồi lưu lại")
    before, after = page_text.lines(page.root, [body]) if page.root is not None else ("", "")
    page_text.drop_related([body], parts.pruning)
    read_blocks = html_blocks.read([body], PageLetters([body], source))
    return _Article(read_blocks, Around(telling.below_title(before), after[:1500]), is_told)


def _settled(told: Told, telling: Telling) -> Sequence[Block]:
    """The blocks of the post, a picture that stood above the text first."""
    named = {block.image for block in told.blocks if isinstance(block, FigureBlock)}
    lead = [figure for figure in telling.lead if figure.image not in named]
    return blocks.settled([*lead, *told.blocks])


def _base(page: LexborHTMLParser, addresses: Sequence[str]) -> str:
    """The address that relative ones on the page start from, "" for an unknown one."""
    node = page.css_first("base[href]")
    named = (node.attributes.get("href") or "") if node else ""
    candidates = (named, *addresses)
    return next((each for each in candidates if each.startswith(("http://", "https://"))), "")


def _faults(faulty: Sequence[str], doubtful: bool) -> Iterator[LeftOut]:
    for begin in faulty:
        yield LeftOut(f"đoạn “{begin}” có thể hiện khác trang cũ", "hãy đối chiếu")
    if doubtful:
        yield LeftOut("chữ trong trang có thể sai bảng mã", "hãy đối chiếu từng chữ có dấu")
