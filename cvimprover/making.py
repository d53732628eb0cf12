"""What a worker computes: an improvement by the writer, a file by the renderer, each with its proof."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from accounts.spending import settings_chat
from cvimprover.models import CvDocument, Improvement, Questionnaire
from cvimprover.options import options_of
from cvimprover.rendering import Notice, render
from cvimprover.rendering.anonymous import anonymised
from cvimprover.rendering.rendering import page_language
from cvimprover.rendering.seal import ENOUGH, READABLE, Seal, sealed
from cvimprover.writing import improve
from cvimprover.writing.llm import ModelWriter
from cvimprover.writing.types import Questionnaire as Told
from parsing import files, packing, registry

TOLD: Final = (
    "position", "industry", "experience_level", "company_size", "location", "application_timeline",
)  # fmt: skip
_NOT_READ_BACK: Final = "not_read_back"


def improved(row: Improvement) -> dict[str, object]:
    """The fields of an improvement that is made."""
    asked = row.questionnaire
    found = improve(
        row.profile,
        questionnaire=told_by(asked),
        job_text=asked.job_description,
        answers=asked.answers,
        writer=_model_writer(),
    )
    return {"found": packing.pack(found)}


def _model_writer() -> ModelWriter | None:
    """What words lines by a language model, None where settings name no model."""
    chat = settings_chat()
    return ModelWriter(chat) if chat else None


def told_by(questionnaire: Questionnaire) -> Told:
    """What was told of the job that is wanted."""
    return Told(**{name: getattr(questionnaire, name) for name in TOLD})


def printed(row: CvDocument) -> dict[str, object]:
    """The fields of a file that is made and stored. Raises RenderingError and StageError.

    What our own parser reads back of it is compared with what was printed, and told where it is too little.
    """
    photo_key = row.improvement.questionnaire.photo_key
    photo = files.read(photo_key) if photo_key and row.options.get("photo") else None
    options = options_of(row.options, photo=photo)
    rendering = render(row.resume, options, row.kind)  # type: ignore[arg-type]  # checked when it was asked for
    shown = row.resume
    if options.anonymous:
        shown = anonymised(shown, page_language(shown, options))
    seal = sealed(shown, rendering, registry.engines()) if row.kind in READABLE else None
    key = key_of(row)
    files.save(key, rendering.content)
    notices = [*rendering.warnings, *(_told_by_seal(seal) if seal else ())]
    return {
        "storage_key": key,
        "file_name": rendering.file_name,
        "mime": rendering.mime,
        "size": len(rendering.content),
        "pages": rendering.pages,
        "fidelity": seal.share if seal else None,
        "notices": [{"code": each.code, "values": dict(each.values)} for each in notices],
    }


def key_of(row: CvDocument) -> str:
    """Where the file lies; nothing of the person gets into a path."""
    return f"{settings.CV_FOLDER}/{row.pk.hex[:2]}/{row.pk.hex}"


def _told_by_seal(seal: Seal) -> list[Notice]:
    if seal.share >= ENOUGH:
        return []
    places = ", ".join(field.pointer for field in seal.lost[:5])
    return [Notice(_NOT_READ_BACK, {"share": f"{100 * seal.share:.0f}", "places": places})]
