"""Makes the samples and what must be found in them: python tests/samples/make.py [NAME…]

Fonts come from fonts-lato fonts-roboto fonts-open-sans fonts-ebgaramond fonts-liberation, office
formats from libreoffice-writer-nogui. The results are committed, so nobody needs these to use them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import degrading
import designs
import office
import people
import texts
from people import Person
from weasyprint import HTML

HERE = Path(__file__).parent


def printed(person: Person, design: designs.Design) -> bytes:
    """The person's résumé in this design, as PDF."""
    return bytes(HTML(string=design(person)).write_pdf())


def scan_of(person: Person) -> bytes:
    """A scanner's PDF of the printed page."""
    page = degrading.page_image(printed(person, designs.typed), dpi=200)
    return degrading.as_pdf(degrading.scanned(page, seed=7, skew_degrees=1.3), dpi=200)


def photo_of(person: Person) -> bytes:
    """A telephone's picture of the printed page."""
    page = degrading.page_image(printed(person, designs.typed), dpi=200)
    return degrading.as_jpeg(degrading.photographed(page, seed=11), quality=72)


SAMPLES: dict[str, tuple[Person, Callable[[Person], bytes]]] = {
    "single-column.pdf": (people.MAREN, lambda p: printed(p, designs.single_column)),
    "two-columns.pdf": (people.DANIEL, lambda p: printed(p, designs.two_columns)),
    "left-sidebar.pdf": (people.PRIYA, lambda p: printed(p, designs.left_sidebar)),
    "right-sidebar.pdf": (people.TOMAS, lambda p: printed(p, designs.right_sidebar)),
    "label-rail.pdf": (people.GRACE, lambda p: printed(p, designs.label_rail)),
    "lebenslauf-table.pdf": (people.HENRIK, lambda p: printed(p, designs.lebenslauf)),
    "french-two-columns.pdf": (people.CAMILLE, lambda p: printed(p, designs.two_columns)),
    "spanish-single-column.pdf": (people.LUCIA, lambda p: printed(p, designs.single_column)),
    "word.docx": (people.LUCAS, office.rich_docx),
    "old-word.doc": (people.OLIVIA, lambda p: office.converted(office.plain_docx(p), "doc")),
    "open-document.odt": (people.NOAH, lambda p: office.converted(office.plain_docx(p), "odt")),
    "rich-text.rtf": (people.ELIF, lambda p: office.converted(office.plain_docx(p), "rtf")),
    "scan.pdf": (people.SAMUEL, scan_of),
    "photo.jpg": (people.NINA, photo_of),
    "markdown.md": (people.RAVI, lambda p: texts.markdown(p).encode()),
    "web-page.html": (people.ELLA, lambda p: texts.web_page(p).encode()),
    "plain-text.txt": (people.GEORGE, lambda p: texts.plain_text(p).encode()),
    "json-resume.json": (people.YUKI, lambda p: texts.json_resume(p).encode()),
}


def expected(person: Person) -> dict[str, object]:
    """What the table of `make demo` must show. `title` lists what is right; `worked` are EDTF
    intervals, ".." means until today.
    """
    return {
        "name": person.name,
        "title": list(dict.fromkeys((person.title, person.jobs[0].title))),
        "email": person.email,
        "phone": person.e164,
        "worked": [f"{job.start}/{job.end or '..'}" for job in person.jobs],
        "skills": list(person.key_skills),
    }


def main(wanted: list[str]) -> None:
    """Write the samples (all, or those named) and expected.json."""
    for name, (person, make) in SAMPLES.items():
        if wanted and name not in wanted:
            continue
        path = HERE / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make(person))
        print(f"{name:28} {path.stat().st_size:>8,} bytes  {person.name}")
    answers = {name: expected(person) for name, (person, _) in SAMPLES.items()}
    (HERE / "expected.json").write_text(
        json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
