"""A CV as an editable Word file: real styles, lists and links, so that a style is changed once for all."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cvimprover.rendering.cv import Contact, Cv, Entry, Group, Section
from cvimprover.rendering.fonts import office_fonts
from cvimprover.rendering.look import Look
from cvimprover.rendering.types import Letterhead

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_PAGES_MM: Final = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
_PHOTO_MM: Final = 28
_LOGO_MM: Final = 12
_LINK_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def docx_of(
    cv: Cv, sections: list[Section], look: Look, *, title: str, photo: bytes | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:  # fmt: skip
    """The file. One column whatever the template: what is edited must not fall apart. 30 to 60 ms of CPU."""
    import docx

    document = docx.Document()
    writer = _Writer(document, cv, look)
    writer.set_up(title)
    writer.write(sections, photo if look.template.shows_photo else None, letterhead)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Fills one document."""

    def __init__(self, document: Document, cv: Cv, look: Look) -> None:
        self.document, self.cv, self.look = document, cv, look
        self.is_rtl = cv.words.is_right_to_left

    def set_up(self, title: str) -> None:
        """Page, styles and what the file says of itself."""
        from docx.shared import Mm

        page = self.document.sections[0]
        width, height = _PAGES_MM[self.look.page]
        page.page_width, page.page_height = Mm(width), Mm(height)
        page.top_margin = page.bottom_margin = Mm(self.look.margin)
        page.left_margin = page.right_margin = Mm(self.look.side_margin)
        self.text_width_mm = width - 2 * self.look.side_margin
        told = self.document.core_properties
        told.title, told.author, told.comments = title[:255], self.cv.name[:255], ""
        told.language, told.last_modified_by = self.cv.words.language, ""
        told.created = told.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zone; the same CV gives the same bytes
        self._style_all()

    def write(self, sections: list[Section], photo: bytes | None, letterhead: Letterhead | None) -> None:
        """Everything, from the letterhead to the last reference."""
        if letterhead:
            self._letterhead(letterhead)
        if photo:
            self._picture(photo, _PHOTO_MM)
        self._paragraph(self.cv.name, "Title")
        if self.cv.label:
            self._paragraph(self.cv.label, "CV Headline")
        self._contacts()
        for section in sections:
            self._section(section)

    def _style_all(self) -> None:
        look, colour = self.look, self.look.colour
        self._style("Normal", look.size, look.ink, before=0, after=look.line * 0.1)
        self._style("Title", look.size * 2.3, colour, bold=True, after=0)
        self._style(
            "Heading 1", look.size * 1.25, colour, bold=True, before=look.line * 0.9, after=look.line * 0.3
        )
        self._style("Heading 2", look.size * 1.05, look.ink, bold=True, before=look.line * 0.5, after=0)
        self._style("List Bullet", look.size, look.ink, after=look.line * 0.1)
        self._style("Body Text", look.size, look.ink, after=look.line * 0.1)
        self._new_style("CV Headline", look.size * 1.2, look.muted)
        self._new_style("CV Employer", look.size, look.ink, keep=True)
        self._new_style("CV Contact", look.size * 0.95, look.muted)
        self._new_style("CV Letterhead", look.size * 0.85, look.muted)

    def _new_style(self, name: str, size: float, colour: str, *, keep: bool = False) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["Normal"]
        style.quick_style = True
        self._style(name, size, colour, after=self.look.line * 0.1)
        if keep:
            style.paragraph_format.keep_with_next = True

    def _style(
        self, name: str, size: float, colour: str, *, bold: bool = False, before: float = 0, after: float = 0
    ) -> None:
        from docx.shared import Pt, RGBColor

        style: ParagraphStyle = self.document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(round(size * 2) / 2), bold, False
        self._style_complex(style, bold=bold)
        style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
        self._set_fonts(style)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing = round(self.look.line / self.look.size / 1.17, 2)
        shape.widow_control = True
        if name.startswith("Heading"):
            shape.keep_with_next = True
        if name == "Title":
            _remove(style.element, ".//w:pBdr")

    def _style_complex(self, style: ParagraphStyle, *, bold: bool) -> None:
        """The same size and weight for Arabic and Hebrew, which Word keeps apart."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        style.font.cs_bold = bold
        _remove(style.element, "./w:rPr/w:szCs")
        size = OxmlElement("w:szCs")
        size.set(qn("w:val"), style.element.rPr.find(qn("w:sz")).get(qn("w:val")))
        style.element.rPr.find(qn("w:sz")).addnext(size)

    def _set_fonts(self, style: ParagraphStyle) -> None:
        from docx.oxml.ns import qn

        latin, script = office_fonts(self.look.font, self.cv.words.language)
        style.font.name = latin
        fonts = style.element.rPr.rFonts
        for key, family in (("ascii", latin), ("hAnsi", latin), ("eastAsia", script), ("cs", script)):
            fonts.set(qn(f"w:{key}"), family)
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)

    def _paragraph(self, text: str, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        self._directed(paragraph)
        if text:
            self._run(paragraph, text)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, *, bold: bool | None = None, muted: bool = False) -> None:
        from docx.shared import RGBColor

        run = paragraph.add_run(text)
        if bold is not None:
            run.bold = bold
        if muted:
            run.font.color.rgb = RGBColor.from_string(self.look.muted[1:].upper())
        if self.is_rtl:
            run.font.rtl, run.font.cs_bold = True, bold

    def _directed(self, paragraph: Paragraph) -> None:
        """Marks a paragraph of a language that runs from right to left."""
        from docx.oxml import OxmlElement

        if self.is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))

    def _letterhead(self, letterhead: Letterhead) -> None:
        if letterhead.logo:
            self._picture(letterhead.logo, _LOGO_MM, is_height=True)
        self._run(self._paragraph("", "CV Letterhead"), letterhead.company, bold=True)
        for line in letterhead.lines:
            self._paragraph(line, "CV Letterhead")
        self._ruled(self.document.paragraphs[-1])

    def _ruled(self, paragraph: Paragraph) -> None:
        """A thin line under a paragraph, and room below it."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph.paragraph_format.space_after = Pt(self.look.line)
        line = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "6"), ("color", self.look.muted[1:])):
            line.set(qn(f"w:{key}"), value)
        borders = OxmlElement("w:pBdr")
        borders.append(line)
        paragraph._p.get_or_add_pPr().insert(1, borders)  # behind the style's name, where Word wants it

    def _picture(self, picture: bytes, size_mm: float, *, is_height: bool = False) -> None:
        from docx.shared import Mm

        run = self._paragraph("", "Normal").add_run()
        size = {"height": Mm(size_mm)} if is_height else {"width": Mm(size_mm)}
        shape = run.add_picture(io.BytesIO(picture), **size)
        alt = self.cv.words.photo.format(self.cv.name) if not is_height else "Logo"
        shape._inline.docPr.set("descr", alt)

    def _contacts(self) -> None:
        for kinds in (("email", "phone"), ("place",), ("web", "profile")):
            line = [contact for contact in self.cv.contacts if contact.kind in kinds]
            if not line:
                continue
            paragraph = self._paragraph("", "CV Contact")
            for number, contact in enumerate(line):
                if number:
                    self._run(paragraph, " · ")
                self._contact(paragraph, contact)

    def _contact(self, paragraph: Paragraph, contact: Contact) -> None:
        if contact.url:
            self._link(paragraph, contact.text, contact.url)
        else:
            self._run(paragraph, contact.text)

    def _link(self, paragraph: Paragraph, text: str, url: str) -> None:
        """A real hyperlink; python-docx has no call for it, so its XML is made here."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, _LINK_TYPE, is_external=True))
        self._run(paragraph, text)
        link.append(paragraph.runs[-1]._r)
        paragraph._p.append(link)

    def _section(self, section: Section) -> None:
        self._paragraph(section.heading, "Heading 1")
        for body in section.body:
            self._paragraph(body, "Body Text")
        for entry in section.entries:
            self._entry(entry)
        single = [group for group in section.groups if not group.items]
        if single:
            told = (f"{group.name} ({group.level})" if group.level else group.name for group in single)
            self._paragraph(", ".join(told), "Body Text")
        for group in (group for group in section.groups if group.items):
            self._group(group)

    def _entry(self, entry: Entry) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        head = self._paragraph(entry.head, "Heading 2")
        if entry.dates:
            head.paragraph_format.tab_stops.add_tab_stop(Mm(self.text_width_mm), WD_TAB_ALIGNMENT.RIGHT)
            self._run(head, f"\t{entry.dates}", bold=False, muted=True)
        by = " · ".join(part for part in (entry.by, entry.place) if part)
        if by:
            self._paragraph(by, "CV Employer")
        if entry.link:
            self._contact(self._paragraph("", "Body Text"), entry.link)
        for body in entry.body:
            self._paragraph(body, "Body Text")
        for note in entry.notes:
            self._paragraph(note.line, "Body Text")
        for bullet in entry.bullets:
            self._paragraph(bullet, "List Bullet")

    def _group(self, group: Group) -> None:
        paragraph = self._paragraph("", "Body Text")
        if group.name:
            self._run(paragraph, f"{group.name}: ", bold=True)
        self._run(paragraph, ", ".join(group.items))


def _remove(element: object, path: str) -> None:
    for found in element.xpath(path):  # type: ignore[attr-defined]
        found.getparent().remove(found)
