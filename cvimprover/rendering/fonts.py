"""Fonts that pages may use. All come from Debian packages in `bin/packages.txt`, under open licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Font:
    """A family, whether it has serifs, and what a word processor elsewhere is told to use for it.

    Without ligatures a font that needs them leaves gaps ("off ice") that some readers of PDF take for spaces.
    """

    family: str
    is_serif: bool
    office: str
    needs_ligatures: bool = False


FONTS: Final[Mapping[str, Font]] = {
    "lato": Font("Lato", False, "Lato"),
    "open-sans": Font("Open Sans", False, "Open Sans"),
    "carlito": Font("Carlito", False, "Calibri"),
    "liberation": Font("Liberation Sans", False, "Arial"),
    "noto-sans": Font("Noto Sans", False, "Noto Sans"),
    "garamond": Font("EB Garamond", True, "Garamond", needs_ligatures=True),
    "caladea": Font("Caladea", True, "Cambria"),
    "noto-serif": Font("Noto Serif", True, "Noto Serif"),
}
"""Names of `Options.font`. SIL Open Font License, but Open Sans and Caladea: Apache 2.0."""

_SCRIPTS: Final[Mapping[str, tuple[str, str, str]]] = {
    # language: without serifs, with serifs, in a word processor
    "ar": ("Noto Sans Arabic", "Noto Naskh Arabic", "Arial"),
    "fa": ("Noto Sans Arabic", "Noto Naskh Arabic", "Arial"),
    "he": ("Noto Sans Hebrew", "Noto Serif Hebrew", "Arial"),
    "ja": ("Noto Sans CJK JP", "Noto Serif CJK JP", "Yu Gothic"),
    "ko": ("Noto Sans CJK KR", "Noto Serif CJK KR", "Malgun Gothic"),
    "zh": ("Noto Sans CJK SC", "Noto Serif CJK SC", "Microsoft YaHei"),
}


def families(font: str, language: str) -> str:
    """CSS families: the font, then one for the language's script, then what covers most of the rest."""
    chosen = FONTS[font]
    script = _SCRIPTS.get(language)
    own = (script[chosen.is_serif],) if script else ()
    rest = ("Noto Serif", "Noto Sans", "serif") if chosen.is_serif else ("Noto Sans", "sans-serif")
    return ", ".join(f'"{name}"' for name in (chosen.family, *own, *rest))


def office_fonts(font: str, language: str) -> tuple[str, str]:
    """What a word processor is told to use: for Latin letters, and for those of the language's script."""
    script = _SCRIPTS.get(language)
    latin = FONTS[font].office
    return latin, script[2] if script else latin
