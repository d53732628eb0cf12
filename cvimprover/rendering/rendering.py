"""`render`: a JSON Resume in, a file out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from cvimprover.rendering import html, markdown, pdf
from cvimprover.rendering.anonymous import anonymised
from cvimprover.rendering.cleaning import cleaned, file_stem, paragraphs
from cvimprover.rendering.cv import Cv, Section, cv_of, group
from cvimprover.rendering.look import STEPS, Look, look_of
from cvimprover.rendering.pictures import logo_of, photo_of
from cvimprover.rendering.types import KINDS, Kind, Notice, Options, Rendering, RenderingError, Resume
from cvimprover.rendering.words import Words, words_of
from parsing.stages.json_resume import SCHEMA

MAX_CHARACTERS: Final = 200_000
"""Of a whole résumé; some fifty pages."""
_MIMES: Final[Mapping[Kind, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
_TOO_MUCH_FOR_ONE_PAGE: Final = 2
"""No tightening brings more than that many comfortable pages onto one."""


class _Written(NamedTuple):
    """What a writer gives."""

    content: bytes
    pages: int | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """What all kinds of files are made of."""

    resume: Resume
    cv: Cv
    options: Options
    look: Look
    photo: bytes | None
    warnings: tuple[Notice, ...] = ()

    @property
    def title(self) -> str:
        """The document's title: who, and what they are."""
        return " – ".join(part for part in (self.cv.name, self.cv.label) if part) or "CV"

    @property
    def sections(self) -> list[Section]:
        """All sections in one order, for kinds without columns."""
        return self.cv.ordered((*self.look.template.main, *self.look.template.side))


def render(resume: Resume, options: Options, kind: Kind) -> Rendering:
    """The CV as a file of that kind.

    `resume` is a JSON Resume v1; every text in it may come from a stranger and is shown literally. Raises
    RenderingError for options that do not exist, pictures that are none, and résumés beyond all measure.
    A PDF of two pages costs some 250 ms of CPU, everything else a few.
    """
    if kind not in KINDS:
        raise RenderingError("unknown_kind", f"There is no kind “{kind}”. Choose one of: {', '.join(KINDS)}.")
    job = _job_of(resume, options)
    written = _WRITERS[kind](job)
    stem = "candidate" if options.anonymous else file_stem(job.cv.name, "my")
    warnings = (*job.warnings, *written.warnings)
    return Rendering(written.content, _MIMES[kind], f"{stem}-cv.{kind}", written.pages, warnings)


def page_language(resume: Resume, options: Options) -> Words:
    """The words that the page will use: those of the options' language, of the résumé's own, or English."""
    document = group(resume, "x-document")
    return words_of(options.language or cleaned(document.get("language")) or "en")


def _job_of(resume: Resume, options: Options) -> _Job:
    if _length(resume) > MAX_CHARACTERS:
        raise RenderingError(
            "too_long", f"The CV has more than {MAX_CHARACTERS:,} characters. Shorten its texts."
        )
    words = page_language(resume, options)
    if options.anonymous:
        resume = anonymised(resume, words)
    look = look_of(options, words)
    letterhead = options.letterhead
    if letterhead and letterhead.logo:
        letterhead = replace(letterhead, logo=logo_of(letterhead.logo))
    photo: bytes | None = None
    warnings: tuple[Notice, ...] = ()
    if options.photo and not options.anonymous:
        photo = photo_of(options.photo)
        if not look.template.shows_photo:
            warnings = (Notice("photo_not_shown", {"template": look.template.name}),)
    return _Job(resume, cv_of(resume, words), replace(options, letterhead=letterhead), look, photo, warnings)


def _length(value: object) -> int:
    """Characters of all texts within the value."""
    if isinstance(value, Mapping):
        return sum(_length(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(_length(item) for item in value)
    return len(value) if isinstance(value, str) else 0


def _pdf(job: _Job) -> _Written:
    printed, warnings = _fitted(job) if job.options.one_page else (_printed(job, job.look), ())
    return _Written(pdf.pdf_of(printed, _json(job).content), printed.pages, warnings)


def _printed(job: _Job, look: Look) -> pdf.Printed:
    return pdf.laid_out(_page(job, look))


def _fitted(job: _Job) -> tuple[pdf.Printed, tuple[Notice, ...]]:
    """The CV on one page, no tighter than it must be; as it was, with a notice, where no tightening helps."""
    comfortable = _printed(job, job.look)
    if comfortable.pages == 1:
        return comfortable, ()
    best, low, high = None, 1, STEPS
    while comfortable.pages <= _TOO_MUCH_FOR_ONE_PAGE and low <= high:
        step = high if best is None else (low + high) // 2
        tried = _printed(job, look_of(job.options, job.cv.words, tightened=step))
        if tried.pages == 1:
            best, high = tried, step - 1
        elif best is None:
            break
        else:
            low = step + 1
    if best:
        return best, ()
    return comfortable, (Notice("not_one_page", {"pages": str(comfortable.pages)}),)


def _page(job: _Job, look: Look) -> str:
    return html.page_of(job.cv, look, title=job.title, photo=job.photo, letterhead=job.options.letterhead)


def _html(job: _Job) -> _Written:
    return _Written(_page(job, job.look).encode())


def _docx(job: _Job) -> _Written:
    from cvimprover.rendering.docx import docx_of

    content = docx_of(
        job.cv, job.sections, job.look, title=job.title, photo=job.photo, letterhead=job.options.letterhead
    )
    return _Written(content)


def _markdown(job: _Job) -> _Written:
    return _Written(markdown.markdown_of(job.cv, job.sections).encode())


def _text(job: _Job) -> _Written:
    return _Written(markdown.text_of(job.cv, job.sections).encode())


def _json(job: _Job) -> _Written:
    """The résumé itself, less what only our parser understands."""
    told = {key: value for key, value in job.resume.items() if not key.startswith("x-") and key != "meta"}
    told = {"$schema": SCHEMA, **told, "meta": {"version": "v1.0.0", "canonical": SCHEMA}}
    return _Written(json.dumps(_plain(told), ensure_ascii=False, indent=1, sort_keys=False).encode())


def _plain(value: object) -> object:
    """The value with its texts free of lone surrogates and control characters, which JSON readers refuse."""
    if isinstance(value, Mapping):
        return {cleaned(key): _plain(item) for key, item in value.items() if not str(key).startswith("x-")}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return "\n".join(paragraphs(value)) if isinstance(value, str) else value


_WRITERS: Final[Mapping[Kind, Callable[[_Job], _Written]]] = {
    "pdf": _pdf, "docx": _docx, "html": _html, "md": _markdown, "txt": _text, "json": _json,
}  # fmt: skip
