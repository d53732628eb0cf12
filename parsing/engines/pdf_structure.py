"""What a PDF's bytes show before a PDF library is trusted with them: bombs, damage, active content."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from parsing.engines.pdf_graph import graph_of
from parsing.stages.types import Limits

_MAX_GAIN: Final = {
    b"FlateDecode": 1032,
    b"Fl": 1032,
    b"LZWDecode": 1366,
    b"LZW": 1366,
    b"RunLengthDecode": 64,
    b"RL": 64,
}
_MAX_EXPANDING_FILTERS: Final = 2
_MAX_CHECKED_BYTES: Final = 60_000
_MAX_SANE_PT: Final = 1e6
_FLATE: Final = (b"FlateDecode", b"Fl")
_MAX_OBJECT_STREAM_BYTES: Final = 20_000_000
_MAX_XREF_SECTIONS: Final = 200
_MAX_XREF_ENTRIES: Final = 20_000
_MIN_TRAILING_BYTES: Final = 32
_MAX_TRAILING_BLANKS: Final = 4_096
_BLANKS: Final = b"\x00\t\n\x0c\r \x1a"

_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(?!\d|\s+\d+\s+R)")
_FILTER = re.compile(rb"/F(?:ilter)?\s*(?:\[([^\]]{0,400})\]|/([A-Za-z0-9]+))")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_FONT_OR_PICTURE = re.compile(rb"/Length[123]\b|/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)\b")
_PIXELS = re.compile(rb"/(Width|Height)\s+(\d{1,12})")
_LITERAL_STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)", re.DOTALL)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTION = re.compile(
    rb"/S\s*/(JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition|Movie|RichMediaExecute)\b"
)
_SCRIPT = re.compile(rb"/JS\s*[(<]|/JS\s+\d+\s+\d+\s+R")
_XFA = re.compile(rb"/XFA\s*[\[<(]|/XFA\s+\d+\s+\d+\s+R")
_EMBEDDED = re.compile(rb"/EmbeddedFiles\b")
_EMBEDDED_FILE = re.compile(rb"/Type\s*/EmbeddedFile\b")
_NUMBER_BEFORE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+$")
_OBJECT_START = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+obj\b")
_WRONG_KIND = re.compile(
    rb"/Filter\s*\(|/Count\s+\d+\s+\d+\s+R\b|/Length\s+-|/(?:Colors|BitsPerComponent)\s+\d{3}"
)
_NUMBER = re.compile(rb"[-+]?(?:\d{1,30}(?:\.\d*)?|\.\d+)")
_PAGE_BOX = re.compile(rb"/MediaBox\s*\[([^\]]{0,200})\]")
_USER_UNIT = re.compile(rb"/UserUnit\s+(\d{1,12}(?:\.\d+)?)")
_ENTRY = re.compile(rb"(\d{10})\s(\d{5})\s([nf])\s{0,2}")
_SUBSECTION = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s*")
_OBJECT_HEAD = re.compile(rb"\s*(\d{1,10})\s+\d{1,10}\s+obj\b")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,12})")


class Structure(NamedTuple):
    """What the bytes say. `damage` and `active` are short reasons, empty when there is none.

    `bomb` is the code of the limit that the file is made to break, "" for none.
    """

    damage: tuple[str, ...]
    active: tuple[str, ...]
    bomb: str
    embedded_files: int
    has_optional_content: bool
    trailing_bytes: int
    user_unit: float


def structure_of(data: bytes, limits: Limits) -> Structure:
    """The structure of a PDF, from one pass over its bytes; under 1 ms for most résumés.

    Decoded are only object streams (their names count), short content streams (whether they are whole)
    and streams that may be made to explode.
    """
    damage: list[str] = [] if data.startswith(b"%PDF-") else ["the beginning of the file is damaged"]
    outside: list[bytes] = []
    inside: list[bytes] = []
    draws: dict[int, bytes] = {}
    bomb = ""
    is_encrypted = b"/Encrypt" in data
    at = 0
    for stream in _streams(data, damage):
        outside.append(data[at : stream.keyword])
        at = stream.end
        bomb = bomb or _bomb_in(data, stream, limits)
        if is_encrypted or bomb:
            continue
        content = _content_of(data, stream, damage)
        if b"/ObjStm" in stream.header:
            inside.append(content)
        elif b"/Form" in stream.header:
            draws[stream.number] = content
    outside.append(data[at:])
    objects = _names_only(b"\n".join(outside))
    names = b"\n".join((objects, *map(_names_only, inside)))
    graph = graph_of(objects, draws, limits)
    damage.extend((*_cross_reference_damage(data), *graph.damage, *_malformed(objects)))
    trailing_bytes = _trailing_bytes(data, damage)
    return Structure(
        damage=tuple(dict.fromkeys(damage)),
        active=_active_content(names),
        bomb=bomb or graph.bomb,
        embedded_files=len(_EMBEDDED_FILE.findall(names)) or int(_EMBEDDED.search(names) is not None),
        has_optional_content=b"/OCProperties" in names,
        trailing_bytes=trailing_bytes,
        user_unit=max((float(unit) for unit in _USER_UNIT.findall(names)), default=1.0),
    )


class _Stream(NamedTuple):
    number: int
    header: bytes
    keyword: int
    start: int
    end: int


def _streams(data: bytes, damage: list[str]) -> Iterator[_Stream]:
    """Every stream with the dictionary before it; notes lengths that do not hold."""
    at = 0
    while (keyword := data.find(b"stream", at)) >= 0:
        header = data[max(at, keyword - 4096) : keyword]
        if not header.rstrip(_BLANKS).endswith(b">>"):
            at = keyword + 6
            continue
        head = header.rfind(b"obj")
        number = _NUMBER_BEFORE.search(header[max(0, head - 24) : head])
        header = header[head + 3 :]
        start = keyword + 6
        start += 2 if data[start : start + 2] == b"\r\n" else data[start : start + 1] in (b"\n", b"\r")
        end = _end_of_stream(data, header, start, damage)
        yield _Stream(int(number[1]) if number else 0, header, keyword, start, end)
        at = end


def _end_of_stream(data: bytes, header: bytes, start: int, damage: list[str]) -> int:
    """Where the stream's bytes end: by its length if `endstream` follows there, else by the next one."""
    length = _LENGTH.search(header)
    if length:
        end = start + int(length[1])
        if data[end : end + 16].lstrip(_BLANKS).startswith(b"endstream"):
            return end
        damage.append("a stream's length is wrong")
    end = data.find(b"endstream", start)
    if end < 0:
        damage.append("a stream has no end")
        return len(data)
    return end


def _bomb_in(data: bytes, stream: _Stream, limits: Limits) -> str:
    """The limit that the stream breaks, "" for none."""
    pixels = 1
    for _, number in _PIXELS.findall(stream.header):
        pixels *= int(number)
    if pixels > limits.max_image_pixels:
        return "limit_pixels"
    filters = _expanding_filters(stream.header)
    size = stream.end - stream.start
    if not filters or size * _gain_of(filters) <= limits.max_stream_bytes:
        return ""
    if len(filters) > _MAX_EXPANDING_FILTERS:
        return "limit_decompressed"
    if len(filters) == 1 and (filters[0] not in _FLATE or _FONT_OR_PICTURE.search(stream.header)):
        return ""  # one pass over what a picture needs anyway; the memory limit of the child holds
    content = data[stream.start : stream.end]
    for position, name in enumerate(filters):
        if name not in _FLATE:
            return "limit_decompressed"
        content = _inflate(content, limits.max_stream_bytes + 1)[0]
        if len(content) > limits.max_stream_bytes:
            return "limit_decompressed"
        if len(content) * _gain_of(filters[position + 1 :]) <= limits.max_stream_bytes:
            return ""
    return ""


def _content_of(data: bytes, stream: _Stream, damage: list[str]) -> bytes:
    """The decoded stream where that is cheap or needed, b"" for fonts, pictures, long ones; notes damage."""
    content = data[stream.start : stream.end]
    chain = _FILTER.search(stream.header)
    names = _NAME.findall(chain[1] or b"/" + (chain[2] or b"")) if chain else []
    if not names:
        return content
    if names[0] in (b"DCTDecode", b"DCT") and not content.startswith(b"\xff\xd8"):
        damage.append("a picture is broken")
    if names[0] in (b"LZWDecode", b"LZW") and content[:1] != b"\x80":
        damage.append("a stream is broken")
    is_wanted = b"/ObjStm" in stream.header or len(content) <= _MAX_CHECKED_BYTES
    if len(names) > 1 or names[0] not in _FLATE or not is_wanted or _FONT_OR_PICTURE.search(stream.header):
        return b""
    inflated, is_whole = _inflate(content, _MAX_OBJECT_STREAM_BYTES)
    if not is_whole and len(inflated) < _MAX_OBJECT_STREAM_BYTES:
        damage.append("a stream is broken")
    return inflated


def _expanding_filters(header: bytes) -> list[bytes]:
    chain = _FILTER.search(header)
    if not chain:
        return []
    return [name for name in _NAME.findall(chain[1] or b"/" + (chain[2] or b"")) if name in _MAX_GAIN]


def _gain_of(filters: list[bytes]) -> int:
    gain = 1
    for name in filters:
        gain *= _MAX_GAIN[name]
    return gain


def _inflate(content: bytes, max_bytes: int) -> tuple[bytes, bool]:
    """The content inflated, at most `max_bytes` of it, and whether it ended as it should."""
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(content, max_bytes), inflater.eof
    except zlib.error:
        return b"", False


def _names_only(text: bytes) -> bytes:
    """The text without its strings, names unescaped: a title may well say "/JS"."""
    text = _LITERAL_STRING.sub(b"()", text)
    if b"#" in text:
        text = _NAME_ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), text)
    return text


def _active_content(names: bytes) -> tuple[str, ...]:
    found = {action.decode() for action in _ACTION.findall(names)}
    if _SCRIPT.search(names):
        found.add("JavaScript")
    if _XFA.search(names):
        found.add("XFA form")
    return tuple(sorted(found))


def _malformed(objects: bytes) -> Iterator[str]:
    """What no sound writer writes; PDF libraries guess their way around it."""
    ends = objects.count(b"endobj")
    if objects.count(b" obj") != ends and len(_OBJECT_START.findall(objects)) != ends:
        yield "an object has no end"
    if objects.count(b"[") != objects.count(b"]") or objects.count(b"<<") != objects.count(b">>"):
        yield "brackets do not match"
    if _WRONG_KIND.search(objects):
        yield "a value is of the wrong kind"
    if any(map(_is_senseless, set(_PAGE_BOX.findall(objects)))):
        yield "a page has no sensible size"


def _is_senseless(box: bytes) -> bool:
    """Whether a page's box, if its four numbers stand there, spans nothing or more than any paper."""
    if b"R" in box:
        return False
    edges = box.split()
    if len(edges) != 4 or not all(map(_NUMBER.fullmatch, edges)):
        return True
    x0, y0, x1, y1 = map(float, edges)
    return not (1 <= abs(x1 - x0) <= _MAX_SANE_PT and 1 <= abs(y1 - y0) <= _MAX_SANE_PT)


def _trailing_bytes(data: bytes, damage: list[str]) -> int:
    """How many bytes follow the last %%EOF and are no padding; also finds a zip that holds its own %%EOF.

    In a damaged file, and where objects follow, it is a half-written update and no file of another kind.
    """
    zip_end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if zip_end >= 0 and (zip_start := data.find(b"PK\x03\x04")) >= 0:
        return len(data) - zip_start
    marker = data.rfind(b"%%EOF")
    if marker < 0:
        return 0
    rest = data[marker + 5 :]
    if len(rest) <= _MAX_TRAILING_BLANKS and len(rest.strip(_BLANKS)) < _MIN_TRAILING_BYTES:
        return 0
    if damage or b"endobj" in rest or b"startxref" in rest:
        damage.append("the end of the file is cut off")
        return 0
    return len(rest)


def _cross_reference_damage(data: bytes) -> list[str]:
    """What is wrong with the way from the file's end to its objects; a reader had to repair it."""
    marker = data.rfind(b"startxref")
    found = re.match(rb"startxref\s+(\d{1,12})", data[marker : marker + 40]) if marker >= 0 else None
    if not found:
        return ["the end of the file is missing"]
    if b"%%EOF" not in data[marker:]:
        return ["the end of the file is cut off"]
    seen: set[int] = set()
    offset: int | None = int(found[1])
    while offset is not None:
        if offset in seen or len(seen) > _MAX_XREF_SECTIONS:
            return ["the cross-reference tables form a loop"]
        seen.add(offset)
        is_sound, offset = _section_at(data, offset)
        if not is_sound:
            return ["the cross-reference table is wrong"]
    return []


def _section_at(data: bytes, offset: int) -> tuple[bool, int | None]:
    """Whether the cross-reference section at the offset holds, and where the one before it is."""
    head = data[offset : offset + 40].lstrip(_BLANKS)
    if head.startswith(b"xref"):
        return _table_at(data, data.index(b"xref", offset) + 4)
    if not _OBJECT_HEAD.match(head):
        return False, None
    return True, _previous(data[offset : offset + 2048].split(b"stream", 1)[0])


def _table_at(data: bytes, at: int) -> tuple[bool, int | None]:
    entries = 0
    while subsection := _SUBSECTION.match(data, at):
        first, count, at = int(subsection[1]), int(subsection[2]), subsection.end()
        for number in range(first, first + count):
            entry = _ENTRY.match(data, at)
            entries += 1
            if not entry or entries > _MAX_XREF_ENTRIES:
                return False, None
            at = entry.end()
            if entry[3] == b"n" and not _object_is_at(data, int(entry[1]), number):
                return False, None
    trailer = re.match(rb"\s*trailer\b", data[at : at + 64])
    if not trailer:
        return False, None
    return True, _previous(data[at : at + 2048].split(b"startxref", 1)[0])


def _object_is_at(data: bytes, offset: int, number: int) -> bool:
    head = _OBJECT_HEAD.match(data, offset)
    return head is not None and int(head[1]) == number


def _previous(dictionary: bytes) -> int | None:
    previous = _PREVIOUS.search(dictionary)
    return int(previous[1]) if previous else None
