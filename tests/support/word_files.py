"""Word files made by hand: what stands in the XML is what a test wants to say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{_MAIN}.footnotes+xml"/>
<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/>
</Types>"""
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_PARTS = ("styles", "numbering", "footnotes", "header1")


def docx(
    *body: str,
    styles: str = "",
    numbering: str = "",
    notes: Sequence[str] = (),
    header: str = "",
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file whose text is `body`; `media` by their names are pictures rId100, rId101 …, `links` by
    their ids lead elsewhere, `more` are parts as they are."""
    out = io.BytesIO()
    noted = "".join(
        f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(notes, 2)
    )
    relations = [
        f'<Relationship Id="rId{number}" Type="{_REL}/{kind.rstrip("1")}" Target="{kind}.xml"/>'
        for number, kind in enumerate(_PARTS, 1)
    ]
    relations += [
        f'<Relationship Id="rId{number}" Type="{_REL}/image" Target="media/{name}"/>'
        for number, name in enumerate(media or {}, 100)
    ]
    relations += [
        f'<Relationship Id="{name}" Type="{_REL}/image" Target="{target}" TargetMode="External"/>'
        for name, target in (links or {}).items()
    ]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _RELS.format("".join(relations)),
        "word/document.xml": f"<w:document {_NS}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NS}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NS}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_NS}>{noted}</w:footnotes>",
        "word/header1.xml": f"<w:hdr {_NS}>{header}</w:hdr>",
        **{f"word/media/{name}": content for name, content in (media or {}).items()},
        **(more or {}),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def run(text: str, bold: bool = False, font: str = "", looks: str = "") -> str:
    """A run of text; a line end in it breaks the line."""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r><w:rPr>{fonts}{'<w:b/>' if bold else ''}{looks}</w:rPr>{lines}</w:r>"


def para(text: str = "", *more: str, bold: bool = False, style: str = "", looks: str = "") -> str:
    """A paragraph of a text and `more` runs."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    first = run(text, bold) if text else ""
    return f"<w:p><w:pPr>{styled}{looks}</w:pPr>{first}{''.join(more)}</w:p>"


def numbered(text: str, name: int, level: int = 0, bold: bool = False) -> str:
    """A paragraph that Word numbers."""
    looks = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    return para(text, looks=looks, bold=bold)


def note(number: int) -> str:
    """A run that leads to a note, the first of which is 2."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table of cells, each made by `cell`."""
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{lines}</w:tbl>"


def cell(*paragraphs: str, across: int = 1, down: str = "") -> str:
    """A cell; `down` is “restart” where one begins that goes on, “continue” where it does."""
    spans = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    spans += f'<w:vMerge w:val="{down}"/>' if down else ""
    return f"<w:tc><w:tcPr>{spans}</w:tcPr>{''.join(paragraphs) or para()}</w:tc>"


def picture(relation: str, said: str = "") -> str:
    """A run with a picture."""
    blip = f'<a:blip r:embed="{relation}"/>' if relation.startswith("rId1") else ""
    blip = blip or f'<a:blip r:link="{relation}"/>'
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="990000" cy="990000"/>'
        f'<wp:docPr id="1" name="x" descr="{escape(said)}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="x" descr="{escape(said)}"/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill>{blip}</pic:blipFill><pic:spPr/></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(text: str) -> str:
    """A run with a text box, as Word writes it: once for itself and once for older ones."""
    box = f"<w:txbxContent>{para(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbering(*levels: tuple[str, str]) -> str:
    """A list, whose name is 1, with levels of a kind (“decimal”) and a text (“%1.”)."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
