"""How a CV is to look, as it comes through the API and is kept: a small JSON object, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from django.conf import settings

from cvimprover.rendering.fonts import FONTS
from cvimprover.rendering.templates import TEMPLATES
from cvimprover.rendering.types import Letterhead, Options, PageSize

COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULTS: Final[Mapping[str, object]] = {
    "template": "classic", "page": "A4", "colour": "", "font": "", "language": "",
    "one_page": False, "anonymous": False, "photo": True, "letterhead": False,
}  # fmt: skip
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "template": tuple(TEMPLATES),
    "page": ("A4", "Letter"),
    "font": ("", *FONTS),
}


def options_of(told: Mapping[str, object], *, photo: bytes | None) -> Options:
    """The renderer's options; the letterhead is the one that settings name."""
    whole = {**DEFAULTS, **told}
    letterhead = Letterhead(settings.COMPANY_NAME, tuple(settings.COMPANY_LINES))
    return Options(
        template=str(whole["template"]),
        page=cast(PageSize, whole["page"]),
        colour=str(whole["colour"]),
        font=str(whole["font"]),
        language=str(whole["language"]),
        one_page=bool(whole["one_page"]),
        photo=photo,
        anonymous=bool(whole["anonymous"]),
        letterhead=letterhead if whole["letterhead"] and letterhead.company else None,
    )
