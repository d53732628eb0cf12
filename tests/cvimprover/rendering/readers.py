"""What three readers of PDF make of a page, and what its structure says."""

from __future__ import annotations

import io
import subprocess

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, DictionaryObject

READERS = ("pdfium", "pypdf", "pdftotext")


def text_of(pdf: bytes, reader: str) -> str:
    """The text in the reader's order, white space folded."""
    if reader == "pdfium":
        document = pypdfium2.PdfDocument(pdf)
        try:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
        text = "\n".join(pages)
    elif reader == "pypdf":
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    else:
        told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=30)
        text = told.stdout.decode()
    return " ".join(text.split())


def structure_of(pdf: bytes) -> list[tuple[str, DictionaryObject]]:
    """(kind, element) of each element of the structure tree in reading order: ("H1", …), ("P", …)."""
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    found: list[tuple[str, DictionaryObject]] = []

    def walk(node: object) -> None:
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child.get_object())
        elif isinstance(node, DictionaryObject) and "/K" in node:
            if "/S" in node:
                found.append((str(node["/S"]).lstrip("/"), node))
            walk(node["/K"])

    walk(root)
    return found
