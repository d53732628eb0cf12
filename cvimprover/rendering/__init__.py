"""A CV as PDF, DOCX, HTML, Markdown, text or JSON Resume. Pure: knows no framework, reads no network."""

from cvimprover.rendering.rendering import render
from cvimprover.rendering.templates import TEMPLATES
from cvimprover.rendering.types import KINDS, Kind, Letterhead, Notice, Options, Rendering, RenderingError

__all__ = [
    "KINDS",
    "TEMPLATES",
    "Kind",
    "Letterhead",
    "Notice",
    "Options",
    "Rendering",
    "RenderingError",
    "render",
]
