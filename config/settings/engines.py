"""Which engine does what. A named engine that cannot load stops the start; nothing falls back in silence."""

from __future__ import annotations

from typing import Final

from config.settings import env

ENGINES: Final[dict[str, str]] = {
    "layout": env.text("LAYOUT_ENGINE", "geometry"),
    "ocr": env.text("OCR_ENGINE", "tesseract"),
    "office": env.text("OFFICE_ENGINE", "libreoffice"),
}
"""The engine's short name per job, as `parsing.registry` lists it, or a dotted path."""

LAYOUT_IN_DOUBT: Final = env.text("LAYOUT_IN_DOUBT", "none")
"""The layout engine that looks again at pages whose reading order is in doubt; `none`: nobody."""

MODELS: Final[dict[str, str]] = {
    "sections": env.text("SECTION_MODEL", "crf"),
    "entities": env.text("ENTITY_MODEL", "spacy"),
}
"""The model that votes with the rules per job, as above; `none` leaves the job to the rules."""

SANDBOX: Final = env.choice("SANDBOX", "required", ("required", "off"))
"""`required`: a file that needs an outside program is refused where bubblewrap cannot make its box."""

LIMITS: Final[dict[str, int]] = {
    "max_bytes": env.number("LIMIT_BYTES", 10_000_000, least=1),
    "max_pages": env.number("LIMIT_PAGES", 30, least=1),
    "max_page_pixels": env.number("LIMIT_PAGE_PIXELS", 25_000_000, least=1),
    "max_image_pixels": env.number("LIMIT_IMAGE_PIXELS", 40_000_000, least=1),
    "max_stream_bytes": env.number("LIMIT_STREAM_BYTES", 75_000_000, least=1),
    "max_zip_entries": env.number("LIMIT_ZIP_ENTRIES", 2_000, least=1),
    "max_zip_part_bytes": env.number("LIMIT_ZIP_PART_BYTES", 50_000_000, least=1),
    "max_zip_bytes": env.number("LIMIT_ZIP_BYTES", 100_000_000, least=1),
    "max_zip_ratio": env.number("LIMIT_ZIP_RATIO", 200, least=1),
    "max_text_chars": env.number("LIMIT_TEXT_CHARS", 500_000, least=1),
    "max_line_chars": env.number("LIMIT_LINE_CHARS", 2_000, least=1),
    "convert_seconds": env.number("LIMIT_CONVERT_SECONDS", 20, least=1),
    "office_seconds": env.number("LIMIT_OFFICE_SECONDS", 60, least=1, most=70),
    "memory_bytes": env.number("LIMIT_MEMORY_BYTES", 2_000_000_000, least=100_000_000),
    "ocr_dpi": env.number("OCR_DPI", 200, least=70, most=600),
}
"""What one document may cost; each key is a field of `parsing.stages.types.Limits`."""

ACCEPTED_KINDS: Final[tuple[str, ...]] = tuple(
    env.words(
        "ACCEPTED_KINDS",
        "pdf,docx,doc,odt,rtf,txt,md,html,png,jpg,tiff,webp,json",
    )
)
"""The kinds of file that are taken; a deployment may narrow the list."""
