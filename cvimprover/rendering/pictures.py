"""Photos and logos made safe and small: decoded, turned upright, scaled, stripped of what a camera wrote."""

from __future__ import annotations

import base64
import io
import warnings
from typing import TYPE_CHECKING, Final

from cvimprover.rendering.types import RenderingError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES: Final = 10_000_000
_MAX_PIXELS: Final = 40_000_000
_PHOTO_PIXELS: Final = 480
"""The longer side; 35 mm at 300 dots an inch need 413."""
_LOGO_PIXELS: Final = 800
_FORMATS: Final = ("PNG", "JPEG", "WEBP")


def photo_of(data: bytes) -> bytes:
    """The photo as JPEG, upright, at most 480 pixels a side. Raises RenderingError(bad_photo)."""
    picture = _opened(data, "bad_photo", "photo")
    picture.thumbnail((_PHOTO_PIXELS, _PHOTO_PIXELS))
    out = io.BytesIO()
    _on_white(picture).save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def logo_of(data: bytes) -> bytes:
    """The logo as PNG, at most 800 pixels wide. Raises RenderingError(bad_logo)."""
    picture = _opened(data, "bad_logo", "logo")
    picture.thumbnail((_LOGO_PIXELS, _LOGO_PIXELS // 2))
    out = io.BytesIO()
    picture.convert("RGBA").save(out, "PNG", optimize=True)
    return out.getvalue()


def data_uri(picture: bytes) -> str:
    """The picture as a `data:` address, the only kind that pages may load."""
    mime = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{mime};base64,{base64.b64encode(picture).decode()}"


def _opened(data: bytes, code: str, what: str) -> Image:
    from PIL import Image, ImageOps

    refusal = RenderingError(code, f"The {what} is no PNG, JPEG or WebP of at most 10 MB. Send another file.")
    if len(data) > MAX_BYTES:
        raise refusal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > _MAX_PIXELS:
                raise refusal
            return ImageOps.exif_transpose(picture)
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as error:
        raise refusal from error


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if picture.mode not in ("RGBA", "LA", "P", "PA"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")
