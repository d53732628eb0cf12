"""Word 2003's XML, which Word saves under the name .doc as well."""

from __future__ import annotations

from typing import Final

HEAD: Final = 8_192


def is_word_xml(data: bytes) -> bool:
    """True where the data begins as a WordprocessingML document of 2003 does."""
    head = data[:HEAD]
    return b"http://schemas.microsoft.com/office/word/2003/wordml" in head and b"<" in head[:5]
