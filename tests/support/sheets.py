"""What stands on paper: the sheets of a PDF as pictures, and the QR codes in a picture."""

from __future__ import annotations

import io

import pypdfium2
import zxingcpp
from PIL import Image


def sheets(pdf: bytes) -> list[Image.Image]:
    """Each sheet as a scanner sees it, at 200 dots per inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=200 / 72).to_pil() for page in document]


def words(pdf: bytes) -> list[str]:
    """The text of each sheet."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def codes(picture: Image.Image) -> list[str]:
    """What the QR codes in `picture` say."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def opened(png: bytes) -> Image.Image:
    """The picture that a browser took."""
    return Image.open(io.BytesIO(png)).convert("RGB")
