"""Places in a JSON document (RFC 6901), and reading what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_HIDDEN: Final = ("x-", "$", "meta")


def joined(base: str, step: str | int) -> str:
    """The pointer one step further."""
    return f"{base}/{str(step).replace('~', '~0').replace('/', '~1')}"


def steps_of(pointer: str) -> list[str]:
    """The steps of a pointer; [] for the whole document."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def parent_of(pointer: str) -> str:
    """The pointer one step back."""
    return pointer.rpartition("/")[0]


def found(document: object, pointer: str) -> object:
    """What is there; None where nothing is."""
    node = document
    for step in steps_of(pointer):
        if isinstance(node, Mapping):
            node = node.get(step)
        elif isinstance(node, list) and re.fullmatch(r"0|[1-9]\d*", step) and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node


def text_at(document: object, pointer: str) -> str:
    """The string there; "" where none is."""
    value = found(document, pointer)
    return value if isinstance(value, str) else ""


def entries_at(document: object, pointer: str) -> list[Mapping[str, object]]:
    """The objects of the list there."""
    value = found(document, pointer)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def strings_of(document: object, base: str = "") -> Iterator[tuple[str, str]]:
    """(pointer, text) of every string that belongs to the résumé itself, in document order.

    What is said about it (`x-derived`, `meta`, `$schema`) is left out; `x-` names within sections stay.
    """
    if isinstance(document, str):
        yield base, document
    elif isinstance(document, Mapping):
        for key, value in document.items():
            if base or not str(key).startswith(_HIDDEN):
                yield from strings_of(value, joined(base, str(key)))
    elif isinstance(document, list):
        for number, value in enumerate(document):
            yield from strings_of(value, joined(base, number))
