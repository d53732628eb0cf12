"""Which code does a job: engines by the name that settings give, imported on first use; and every version.

A stage's results are worth keeping for as long as its digest stays the same: the file's content and the
engines and versions of all stages up to it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from django.conf import settings

from parsing.engines.base import EntityModel, LayoutEngine, OcrEngine, OfficeConverter, SectionModel
from parsing.stages.types import Limits

if TYPE_CHECKING:
    from parsing.stages.flow import Engines

PIPELINE_VERSION: Final = "1"
"""Raised when the order of the stages or what passes between them changes."""

_VOTES_IN: Final = {"classify": "sections", "profile": "entities"}
"""Stage → the model that votes in it."""

STAGE_VERSIONS: Final[dict[str, str]] = {
    "fetch": "1",
    "convert": "1",
    "layout": "1",
    "ocr": "1",
    "lines": "1",
    "ner": "1",
    "classify": "1",
    "profile": "1",
    "index": "1",
    "preview": "1",
}
"""Raised when a stage gives other results for the same input."""

PATHS: Final[dict[str, dict[str, str]]] = {
    "layout": {
        "geometry": "parsing.engines.geometry.GeometryEngine",
        "onnx": "parsing.engines.layout_onnx.OnnxLayout",
        "detectron2": "parsing.engines.layout_detectron2.Detectron2Layout",
    },
    "ocr": {
        "tesseract": "parsing.engines.tesseract.TesseractEngine",
        "easyocr": "parsing.engines.easyocr.EasyOcrEngine",
    },
    "office": {"libreoffice": "parsing.engines.office.OfficeConverter"},
}
"""Job → engine's short name → where it lives."""

LIGHT: Final = {"layout": "geometry", "ocr": "tesseract"}
"""Job → the engine that stands in where a heavy one cannot work."""

MODELS: Final[dict[str, dict[str, str]]] = {
    "sections": {"crf": "parsing.engines.section_crf.SectionCrf"},
    "entities": {"spacy": "parsing.engines.spacy_ner.SpacyEntities"},
}
"""Job → model's short name → what reads it. Without its model a job is done by rules alone."""


class EngineMissing(Exception):
    """The engine that settings name cannot be loaded; the message says which and why."""


class Version(NamedTuple):
    """What produced a result."""

    engine: str
    version: str


def layout_engine() -> LayoutEngine:
    """The engine that finds regions."""
    return cast(LayoutEngine, engine("layout"))


def heavy_layout_engine() -> LayoutEngine | None:
    """The engine that looks at pages in doubt, None where settings name none. Raises EngineMissing."""
    name = settings.LAYOUT_IN_DOUBT
    return None if name == "none" else cast(LayoutEngine, _load("layout", name))


def heavy_layout_engine_or_none() -> LayoutEngine | None:
    """The same, None also where it cannot be loaded: /readyz tells it."""
    try:
        return heavy_layout_engine()
    except EngineMissing:
        return None


def ocr_engine() -> OcrEngine:
    """The engine that reads pictures."""
    return cast(OcrEngine, engine("ocr"))


def light_ocr_engine() -> OcrEngine:
    """The engine that reads where the one that settings name cannot. Raises EngineMissing."""
    return cast(OcrEngine, _load("ocr", LIGHT["ocr"]))


def office_converter() -> OfficeConverter:
    """The engine that makes PDF of office files."""
    return cast(OfficeConverter, engine("office"))


def section_model() -> SectionModel | None:
    """The model that votes on sections, None where it is switched off or cannot be loaded."""
    return cast(SectionModel | None, _model_or_none("sections"))


def entity_model() -> EntityModel | None:
    """The model that votes on names, None where it is switched off or cannot be loaded."""
    return cast(EntityModel | None, _model_or_none("entities"))


def model(job: str) -> object:
    """The model that settings name for the job, one a process; None for "none". Raises EngineMissing."""
    name = settings.MODELS[job]
    return None if name == "none" else _load_model(job, name)


def _model_or_none(job: str) -> object:
    try:
        return model(job)
    except EngineMissing:  # /readyz tells it
        return None


def engine(job: str) -> object:
    """The engine that settings name for the job, one a process. Raises EngineMissing."""
    return _load(job, settings.ENGINES[job])


def engines() -> Engines:
    """All engines for the in-memory flow, each loaded when first asked for."""
    from parsing.stages.flow import Engines

    return Engines(
        make_ocr=ocr_engine,
        make_layout=layout_engine,
        make_heavy=heavy_layout_engine_or_none,
        make_office=office_converter,
        make_sections=section_model,
        make_entities=entity_model,
    )


def limits() -> Limits:
    """What one document may cost, as settings have it."""
    return Limits(**settings.LIMITS)


def version_of(stage: str) -> Version:
    """The engine and version that a stage's result is kept under."""
    if stage in ("layout", "ocr"):
        return version_by(engine(stage), stage)
    voting = _model_or_none(_VOTES_IN[stage]) if stage in _VOTES_IN else None
    return Version("vitae", STAGE_VERSIONS[stage]) if voting is None else version_by(voting, stage)


def version_by(named: object, stage: str) -> Version:
    """What a stage's result is kept under that this engine made."""
    version = f"{STAGE_VERSIONS[stage]}/{getattr(named, 'version', '')}"
    return Version(str(getattr(named, "name", "")), version)


def digest_of(sha256: str, stage: str) -> str:
    """The name of what `stage` makes of this file today. Pages count as read by all engines.

    The heavy one counts by its name: its version is known only where it is loaded.
    """
    path = ("convert",) if stage == "convert" else ("convert", "layout", "ocr")
    parts = [sha256, PIPELINE_VERSION, *(":".join(version_of(each)) for each in path)]
    if stage != "convert" and settings.LAYOUT_IN_DOUBT != "none":
        parts.append(settings.LAYOUT_IN_DOUBT)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def missing_engines() -> list[str]:
    """A sentence for each engine that settings name and whose module is not there; nothing is loaded."""
    found = []
    named = [*settings.ENGINES.items()]
    if settings.LAYOUT_IN_DOUBT != "none":
        named.append(("layout", settings.LAYOUT_IN_DOUBT))
    for job, name in named:
        module, _, attribute = PATHS.get(job, {}).get(name, name).rpartition(".")
        try:
            is_there = bool(module and attribute) and find_spec(module) is not None
        except (ImportError, ValueError):
            is_there = False
        if not is_there:
            known = ", ".join(sorted(PATHS.get(job, {})))
            found.append(f"The {job} engine {name!r} does not exist here. Known: {known}, or a dotted path.")
    return found


def problem_of(job: str, name: str) -> str:
    """Why the engine cannot work in this process's environment, "" when nothing speaks against it.

    Loads the adapter and no library; what only its use can tell is not told.
    """
    module, _, attribute = PATHS[job].get(name, name).rpartition(".")
    try:
        tell = getattr(getattr(import_module(module), attribute), "problem", None)
    except (ImportError, AttributeError, ValueError) as error:
        return f"The {job} engine {name!r} cannot be loaded: {error}"
    return str(tell() or "") if tell else ""


@lru_cache(maxsize=32)
def _load(job: str, name: str) -> object:
    return _made(job, name, PATHS[job].get(name, name))


@lru_cache(maxsize=8)
def _load_model(job: str, name: str) -> object:
    return _made(job, name, MODELS[job].get(name, name))


def _made(job: str, name: str, path: str) -> object:
    module, _, attribute = path.rpartition(".")
    try:
        return getattr(import_module(module), attribute)()
    except (ImportError, AttributeError, ValueError) as error:
        raise EngineMissing(f"The {job} engine {name!r} cannot be loaded: {error}") from error
