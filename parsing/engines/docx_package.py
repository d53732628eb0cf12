"""The package around a DOCX: its zip, XML parts and the relationships between them, read without trust."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from parsing.engines.zips import Zip, ZipEncrypted, ZipError, ZipLimit
from parsing.errors import StageError
from parsing.stages.types import Finding, Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONSHIPS.rstrip("/").encode()),
)  # fmt: skip
"""ISO "strict" files use other names for the same things; every reader maps them."""
ENCODINGS: Final = frozenset({"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII"})
DEEPEST: Final = 200
"""Levels of nesting that readers follow. libxml2 itself stops at 256 or 2 048, depending on its version."""
HARMLESS_LINKS: Final = frozenset({"hyperlink"})


class BadXml(Exception):
    """The XML of a part is malformed, too deep, has a document type or an encoding that nobody should use."""


class Relationship(NamedTuple):
    """A part's link: `kind` is the last word of its type, `target` a part's name or an external address."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a DOCX. Raises StageError doc_unreadable, doc_encrypted or limit_decompressed."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.startswith(OLE_MAGIC):
            raise StageError("doc_encrypted")  # Word wraps an encrypted package into an OLE container
        self.is_damaged = False
        try:
            self.zip = Zip(data, limits)
            self.zip.check_structure(ignore_case=True)
        except ZipLimit as error:
            raise StageError("limit_decompressed") from error
        except ZipError as error:
            raise StageError("doc_unreadable") from error
        if any(entry.is_encrypted for entry in self.zip.listed):
            raise StageError("doc_encrypted")
        self.main = self._main_part()

    def _main_part(self) -> str:
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and relationship.target in self.zip.entries:
                return relationship.target
        self.is_damaged = True
        return "word/document.xml"

    def required(self, name: str) -> _Element:
        """The root of a part without which there is nothing to read."""
        try:
            return parsed(self.zip.read(name))
        except ZipEncrypted as error:
            raise StageError("doc_encrypted") from error
        except ZipLimit as error:
            raise StageError("limit_decompressed") from error
        except (KeyError, ZipError, BadXml) as error:
            raise StageError("doc_unreadable") from error

    def optional(self, name: str, prepare: Callable[[bytes], bytes] | None = None) -> _Element | None:
        """The root of a part, None where it is missing or damaged (then `is_damaged` says so).

        `prepare` may make the XML smaller before it is parsed.
        """
        try:
            content = self.zip.read(name)
            return parsed(prepare(content) if prepare else content)
        except KeyError:
            return None
        except ZipLimit as error:
            raise StageError("limit_decompressed") from error
        except (ZipError, BadXml):
            self.is_damaged = True
            return None

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """The part's relationships by id; "" is the package itself. Targets are full part names."""
        folder, name = posixpath.split(part)
        root = self.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        found = {}
        for element in root:
            target = element.get("Target", "")
            is_external = element.get("TargetMode", "").lower() == "external"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, is_external)
        return found

    def check_parts(self) -> None:
        """Sets `is_damaged` where a part of XML does not inflate to what its checksum says."""
        parts = [entry for entry in self.zip.listed if entry.name.endswith((".xml", ".rels"))]
        self.is_damaged = self.is_damaged or not all(map(self.zip.is_sound, parts))

    @property
    def has_pictures(self) -> bool:
        return any("/media/" in name and not name.endswith("/") for name in self.zip.entries)

    def findings(self) -> Iterator[Finding]:
        """Signs of links outwards, macros and embedded files anywhere in the package."""
        external = sorted(self._external_targets())
        if external:
            message = "The document loads things from elsewhere. Nothing was loaded."
            yield Finding("external_link", "flag", message, text="\n".join(external)[:2_000])
        names = [name.lower() for name in self.zip.entries]
        if any(name.endswith("vbaproject.bin") for name in names):
            yield Finding(
                "macro_removed", "flag", "The document carries macros. They were not run and not kept."
            )
        if any("/activex/" in name for name in names):
            yield Finding(
                "active_content", "flag", "The document carries active controls. They were not run."
            )
        if any("/embeddings/" in name and not name.endswith("/") for name in names):
            yield Finding(
                "embedded_file", "flag", "Other files are embedded in the document. They were not opened."
            )

    def _external_targets(self) -> Iterator[str]:
        for name in self.zip.entries:
            folder, _, file = name.rpartition("_rels/")
            if not name.endswith(".rels") or name == "_rels/.rels":
                continue
            for relationship in self.relationships(folder + file.removesuffix(".rels")).values():
                if relationship.is_external and relationship.kind not in HARMLESS_LINKS:
                    yield relationship.target


def parsed(xml: bytes) -> _Element:
    """The root of an XML part; entities are never resolved and nothing is fetched. Raises BadXml."""
    for strict, usual in STRICT:
        xml = xml.replace(strict, usual)
    if b"<!DOCTYPE" in xml:
        raise BadXml("a document type is not allowed")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise BadXml(str(error)) from error
    document = root.getroottree().docinfo
    if document.internalDTD is not None or (document.encoding or "UTF-8").upper() not in ENCODINGS:
        raise BadXml("a document type or this encoding is not allowed")
    return root
