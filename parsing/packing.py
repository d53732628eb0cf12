"""The plain data that passes between stages, as bytes for a database column and back.

JSON (a positional list per record, so field names cost nothing), then zlib. Never pickle: a row must
not run code.
Reading takes the wanted type and checks the number of fields; a record that has grown since it was written
gets the new fields' defaults.
"""

from __future__ import annotations

import json
import math
import types
import zlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")
_LEVEL: Final = 1


def pack(value: object) -> bytes:
    """The value, made of dataclasses, NamedTuples, tuples, mappings and scalars, as bytes."""
    return zlib.compress(_json(value), _LEVEL)


def unpack(data: bytes | memoryview | None, wanted: type[T]) -> T:
    """What `pack` was given; `wanted` is its type, such as `tuple[Word, ...]`. Raises ValueError."""
    if data is None:
        raise ValueError("nothing was kept")
    plain = _parsed(zlib.decompress(bytes(data)))
    return cast(T, _reader(cast(Hashable, wanted))(plain))


def _json(value: object) -> bytes:
    """JSON in UTF-8. orjson takes a fifth of json's time, and refuses half a surrogate pair and huge numbers.

    Files hold such things: they are kept as json keeps them.
    """
    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    except orjson.JSONEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
        return text.encode("utf-8", "surrogatepass")


def _parsed(text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text.decode("utf-8", "surrogatepass"))


def _plain(value: object) -> object:
    """What the encoders do not know themselves; NamedTuples become lists."""
    if isinstance(value, tuple):
        return tuple(value)
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be packed")


@lru_cache(maxsize=256)
def _reader(wanted: object) -> Callable[[object], object]:
    origin = get_origin(wanted)
    # bytes are never packed (a preview is a file of its own): all that is ever read back is None
    if wanted in (str, int, bool, bytes, object, types.NoneType) or origin is Literal:
        return _as_it_is
    if wanted is float:
        return _number
    if origin in (Union, types.UnionType):
        return _optional(get_args(wanted))
    if origin is tuple:
        return _tuple(get_args(wanted))
    if origin is not None and issubclass(origin, Mapping):
        return _as_it_is
    if isinstance(wanted, type) and (is_dataclass(wanted) or hasattr(wanted, "_fields")):
        return _record(wanted)
    raise TypeError(f"{wanted!r} cannot be unpacked")


def _as_it_is(value: object) -> object:
    return value


def _number(value: object) -> object:
    # Infinity and its like, which JSON has no word for, were written as null.
    return math.nan if value is None else float(cast(float, value))


def _optional(members: tuple[object, ...]) -> Callable[[object], object]:
    (member,) = (member for member in members if member is not types.NoneType)
    read = _reader(member)
    return lambda value: None if value is None else read(value)


def _tuple(members: tuple[object, ...]) -> Callable[[object], object]:
    if len(members) == 2 and members[1] is Ellipsis:
        read = _reader(members[0])
        return lambda value: tuple(map(read, cast(list[object], value)))
    readers = [_reader(member) for member in members]
    return lambda value: tuple(r(v) for r, v in zip(readers, cast(list[object], value), strict=True))


def _record(wanted: type) -> Callable[[object], object]:
    hints = get_type_hints(wanted)
    names = [f.name for f in fields(wanted)] if is_dataclass(wanted) else list(wanted._fields)  # type: ignore[attr-defined]
    readers = [_reader(hints[name]) for name in names]

    def read(value: object) -> object:
        items = cast(list[object], value)
        if len(items) > len(readers):
            raise ValueError(f"{wanted.__name__} has {len(items)} fields, {len(readers)} are known")
        return wanted(*(r(item) for r, item in zip(readers, items, strict=False)))

    return read
