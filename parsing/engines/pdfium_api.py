"""PDFium's C functions as plain calls on addresses.

The generated bindings of pypdfium2 convert typed pointers at every call, and release the interpreter
lock around it: three times the price of a call that itself takes 0.2 µs and happens per character.
These prototypes take addresses (int) and keep the lock. PDFium is not thread-safe: one thread a process.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as raw

LIBRARY_VERSION: Final = str(pypdfium2.PYPDFIUM_INFO)

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Kinds of page objects (FPDF_PAGEOBJ_*)."""


def _function(name: str, result: type[Any] | None, *arguments: type[Any]) -> Any:
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_P, _I, _F, _D = c_void_p, c_int, c_float, c_double

load_document = _function("FPDF_LoadMemDocument64", _P, _P, c_size_t, _P)
last_error = _function("FPDF_GetLastError", c_ulong)
close_document = _function("FPDF_CloseDocument", None, _P)
page_count = _function("FPDF_GetPageCount", _I, _P)
page_size_by_index = _function("FPDF_GetPageSizeByIndexF", _I, _P, _I, _P)
load_page = _function("FPDF_LoadPage", _P, _P, _I)
close_page = _function("FPDF_ClosePage", None, _P)
page_width = _function("FPDF_GetPageWidthF", _F, _P)
page_height = _function("FPDF_GetPageHeightF", _F, _P)
page_rotation = _function("FPDFPage_GetRotation", _I, _P)
page_bounding_box = _function("FPDF_GetPageBoundingBox", _I, _P, _P)
meta_text = _function("FPDF_GetMetaText", c_ulong, _P, ctypes.c_char_p, _P, c_ulong)
form_type = _function("FPDF_GetFormType", _I, _P)
javascript_count = _function("FPDFDoc_GetJavaScriptActionCount", _I, _P)
attachment_count = _function("FPDFDoc_GetAttachmentCount", _I, _P)
attachment = _function("FPDFDoc_GetAttachment", _P, _P, _I)
attachment_name = _function("FPDFAttachment_GetName", c_ulong, _P, _P, c_ulong)
attachment_file = _function("FPDFAttachment_GetFile", _I, _P, _P, c_ulong, _P)
file_identifier = _function("FPDF_GetFileIdentifier", c_ulong, _P, _I, _P, c_ulong)

load_text = _function("FPDFText_LoadPage", _P, _P)
close_text = _function("FPDFText_ClosePage", None, _P)
count_chars = _function("FPDFText_CountChars", _I, _P)
get_text = _function("FPDFText_GetText", _I, _P, _I, _I, _P)
unicode_of = _function("FPDFText_GetUnicode", c_uint, _P, _I)
loose_box = _function("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
char_angle = _function("FPDFText_GetCharAngle", _F, _P, _I)
char_matrix = _function("FPDFText_GetMatrix", _I, _P, _I, _P)
text_object = _function("FPDFText_GetTextObject", _P, _P, _I)

font_of = _function("FPDFTextObj_GetFont", _P, _P)
font_size_of = _function("FPDFTextObj_GetFontSize", _I, _P, _P)
render_mode_of = _function("FPDFTextObj_GetTextRenderMode", _I, _P)
font_name = _function("FPDFFont_GetBaseFontName", c_size_t, _P, _P, c_size_t)
font_flags = _function("FPDFFont_GetFlags", _I, _P)

count_objects = _function("FPDFPage_CountObjects", _I, _P)
object_at = _function("FPDFPage_GetObject", _P, _P, _I)
object_kind = _function("FPDFPageObj_GetType", _I, _P)
object_bounds = _function("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
object_matrix = _function("FPDFPageObj_GetMatrix", _I, _P, _P)
fill_colour = _function("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
draw_mode = _function("FPDFPath_GetDrawMode", _I, _P, _P, _P)
count_segments = _function("FPDFPath_CountSegments", _I, _P)
image_pixels = _function("FPDFImageObj_GetImagePixelSize", _I, _P, _P, _P)
count_form_objects = _function("FPDFFormObj_CountObjects", _I, _P)
form_object_at = _function("FPDFFormObj_GetObject", _P, _P, c_ulong)
clip_path_of = _function("FPDFPageObj_GetClipPath", _P, _P)
count_clip_paths = _function("FPDFClipPath_CountPaths", _I, _P)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", _I, _P, _I)
clip_segment = _function("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)
segment_point = _function("FPDFPathSegment_GetPoint", _I, _P, _P, _P)

next_link = _function("FPDFLink_Enumerate", _I, _P, _P, _P)
link_rect = _function("FPDFLink_GetAnnotRect", _I, _P, _P)
link_action = _function("FPDFLink_GetAction", _P, _P)
action_uri = _function("FPDFAction_GetURIPath", c_ulong, _P, _P, _P, c_ulong)

create_bitmap = _function("FPDFBitmap_CreateEx", _P, _I, _I, _I, _P, _I)
fill_bitmap = _function("FPDFBitmap_FillRect", _I, _P, _I, _I, _I, _I, c_ulong)
destroy_bitmap = _function("FPDFBitmap_Destroy", None, _P)
render_page = _function("FPDF_RenderPageBitmap", None, _P, _P, _I, _I, _I, _I, _I, _I)
