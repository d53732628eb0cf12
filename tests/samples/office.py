"""The samples' office files: DOCX with what Word people use, and what LibreOffice makes of it."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import docx
from designs import WORDS, period
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor
from people import Person

_TEXT_BOX = """
<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">
 <w:r><w:pict><v:shape style="position:absolute;margin-left:300pt;margin-top:0;width:180pt;height:92pt" fillcolor="#eef4fb">
  <v:textbox><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>
</w:p>"""


def rich_docx(person: Person) -> bytes:
    """Name in the page header, contact in a text box, jobs as text, skills as a table."""
    document = docx.Document()
    _set_face(document, "Calibri")
    header = document.sections[0].header.paragraphs[0]
    run = header.add_run(person.name)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(22), RGBColor(0x1F, 0x4E, 0x79)
    box = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in (person.place, person.phone, person.email, *person.links)
    )
    document.element.body.insert(0, parse_xml(_TEXT_BOX.format(paragraphs=box)))
    _add_role(document, person)
    _add_profile_and_history(document, person)
    document.add_heading(WORDS[person.language]["skills"], level=1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for group, names in person.skills.items():
        left, right = table.add_row().cells
        left.text, right.text = group, ", ".join(names)
    _add_rest(document, person)
    return _bytes_of(document)


def plain_docx(person: Person) -> bytes:
    """Headings, paragraphs and lists, nothing else."""
    document = docx.Document()
    _set_face(document, "Liberation Sans")
    document.add_heading(person.name, level=0)
    _add_role(document, person)
    document.add_paragraph("  |  ".join((person.place, person.phone, person.email, *person.links)))
    _add_profile_and_history(document, person)
    document.add_heading(WORDS[person.language]["skills"], level=1)
    document.add_paragraph(", ".join(name for names in person.skills.values() for name in names))
    _add_rest(document, person)
    return _bytes_of(document)


def converted(source: bytes, target: str) -> bytes:
    """The DOCX as LibreOffice writes it in another format: doc, odt, rtf."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "resume.docx")
        path.write_bytes(source)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", target, "--outdir", folder, str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return path.with_suffix(f".{target}").read_bytes()


def _set_face(document: Document, face: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = face, Pt(10.5)
    style.paragraph_format.space_after = Pt(4)


def _add_role(document: Document, person: Person) -> None:
    run = document.add_paragraph().add_run(person.title)
    run.font.size, run.italic = Pt(13), True


def _add_profile_and_history(document: Document, person: Person) -> None:
    say = WORDS[person.language]
    document.add_heading(say["profile"], level=1)
    document.add_paragraph(person.summary)
    document.add_heading(say["work"], level=1)
    for job in person.jobs:
        _add_dated(document, job.title, period(job, person.language))
        document.add_paragraph(f"{job.employer}, {job.place}")
        for point in job.points:
            document.add_paragraph(point, style="List Bullet")
    document.add_heading(say["education"], level=1)
    for school in person.schools:
        _add_dated(document, school.degree, period(school, person.language))
        document.add_paragraph(f"{school.school}, {school.place}")


def _add_dated(document: Document, what: str, when: str) -> None:
    """Bold on the left, the dates at a tab stop on the right, as Word's own templates have it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(what).bold = True
    paragraph.add_run(f"\t{when}")


def _add_rest(document: Document, person: Person) -> None:
    document.add_heading(WORDS[person.language]["languages"], level=1)
    document.add_paragraph(", ".join(f"{name} ({level})" for name, level in person.languages))
    for heading, texts in person.extras:
        document.add_heading(heading, level=1)
        for text in texts:
            document.add_paragraph(text)


def _bytes_of(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
