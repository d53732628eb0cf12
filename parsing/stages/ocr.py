"""The `ocr` stage: the words of a page that has no sound text layer."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, Protocol, runtime_checkable

from parsing.stages.headings import languages_of_heading
from parsing.stages.ocr_addresses import with_addresses
from parsing.stages.ocr_bullets import with_bullets
from parsing.stages.ocr_repair import lines_of_words, repaired
from parsing.stages.ocr_second import BlockReader, addresses_again, second_look
from parsing.stages.readings import settled
from parsing.stages.types import Box, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

    from parsing.engines.base import OcrEngine
    from parsing.engines.deskew import Ink

Turn = Literal[0, 90, 180, 270]

DOUBTFUL = 0.55
"""Mean confidence below which a page may stand on its head: upright text scores above 0.8."""

SURE_TURN = 1.0
"""How sure the engine must be of a turn before the page is read again."""

MIN_PIXELS = 32
"""A picture that is narrower or lower holds no line of text."""

UPPER_PART = (0.25, 0.5)
"""The share of a page's ink that is read first to tell its language."""

COMMON: dict[str, str] = {
    "en": """the of and to in for with on as by from at is was an my that this education experience
        skills work university present summary languages january february march may june july
        october december""",
    "fr": """de la le et des les en du pour une dans par sur au avec est un aux formation experience
        experiences professionnelle competences langues universite janvier fevrier mars avril mai
        juin juillet aout septembre octobre novembre decembre aujourdhui stage diplome""",
    "de": """und der die das von in fur mit im den des zu auf bei ein eine als zur am ausbildung
        berufserfahrung kenntnisse sprachen lebenslauf universitat januar februar marz mai juni juli
        oktober dezember heute""",
    "es": """de la en el los del con para las una por un al como su se lo experiencia educacion formacion
        idiomas habilidades universidad laboral enero febrero marzo abril mayo junio julio octubre
        diciembre actualidad""",
    "pt": """de da do em para com os dos das uma na no por um ao como experiencia formacao educacao
        idiomas habilidades universidade janeiro fevereiro marco abril maio junho julho outubro
        dezembro atual""",
    "it": """di la il del per con della in dei delle un una le nel alla dal esperienza esperienze
        istruzione formazione competenze lingue universita gennaio febbraio marzo aprile maggio
        giugno luglio ottobre oggi""",
    "nl": """de van en het een in voor met op te bij aan naar tot als om dat werkervaring opleiding
        opleidingen vaardigheden talen universiteit januari februari maart mei juni juli oktober
        december heden""",
    "pl": """od po dla oraz przez jest nie za jak sie doswiadczenie zawodowe wyksztalcenie umiejetnosci
        jezyki uniwersytet politechnika styczen luty marzec kwiecien czerwiec lipiec sierpien wrzesien
        pazdziernik listopad grudzien obecnie""",
    "sv": """och att av som ett till ar pa det arbetslivserfarenhet erfarenhet utbildning sprak kunskaper
        fardigheter universitet arbetade maj augusti nuvarande""",
    "da": """og af som til er pa det erhvervserfaring uddannelse sprog kompetencer universitet arbejdede
        marts maj august nuvaerende ansvarlig""",
    "no": """og av som til er pa det arbeidserfaring utdanning sprak ferdigheter universitetet jobbet august
        desember navaerende ansvarlig""",
    "tr": """ve bir ile icin bu olarak olan deneyimi deneyim egitim diller beceriler universitesi ocak subat
        mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik halen""",
    "cs": """v s pro od k je jako praxe vzdelani jazyky dovednosti univerzita leden unor brezen duben kveten
        cerven cervenec srpen zari rijen prosinec soucasnost""",
}
"""The commonest little words, and words of résumés, of each language that is installed; without accents."""

_HEADING: Final = 5
"""Words of a line that is looked up as a heading, at most."""
_HEADING_WEIGHT: Final = 3.0
"""How many little words a heading that only one language has is worth."""

_SHARED = Counter(word for common in COMMON.values() for word in common.split())


@runtime_checkable
class TurnFinder(Protocol):
    """An OCR engine that can also tell how far a picture must be turned."""

    def turn_of(self, image: Image) -> tuple[int, float]: ...


def read_page(
    page: Page, image: Image, engine: OcrEngine, *, dpi: int, languages: Sequence[str] = ()
) -> Page:
    """The page with the words that `engine` reads in its picture, drawn at `dpi`.

    A page that lies on its side or head comes back upright, its sides exchanged where need be, and
    `turned` says how far. A page that lies askew keeps its geometry: boxes are where the picture shows
    the words, and `skew` says by how many degrees their lines fall. Doubtful words are kept.
    `languages` are ISO 639-1; with [] English is read first and read anew where the text is not English.
    A page that has a text layer too keeps it where both say the same (see `readings`).
    """
    return settled(page, _seen(page, image, engine, dpi, languages))


def _seen(page: Page, image: Image, engine: OcrEngine, dpi: int, languages: Sequence[str]) -> Page:
    """The page with what its picture shows."""
    import numpy as np
    from PIL import Image as Images

    from parsing.engines import deskew

    if min(image.size) < MIN_PIXELS:
        return _read(page, (), 0, 0.0)
    picture = image.convert("L")
    even = deskew.evened(np.asarray(picture))
    if even is not None:
        picture = Images.fromarray(even)
    ink = deskew.ink_of(np.asarray(picture))
    turn: Turn = 0
    if not deskew.runs_upright(ink):
        turn = _turn_of(picture, engine, otherwise=90)
        picture = _turned(picture, turn)
        ink = deskew.ink_of(np.asarray(picture))
    words, skew = _read_level(picture, ink, engine, dpi, languages)
    if words and _confidence(words) < DOUBTFUL:
        further = _turn_of(picture, engine, otherwise=0)
        if further:
            stood_up = _turned(picture, further)
            ink = deskew.ink_of(np.asarray(stood_up))
            again, skew_again = _read_level(stood_up, ink, engine, dpi, languages)
            if again and _confidence(again) > _confidence(words):
                words, skew, turn = again, skew_again, _sum_of_turns(turn, further)
    return _read(page, words, turn, skew)


def language_of(words: Sequence[Word]) -> str:
    """The language of COMMON whose little words and headings are met most, "en" where that is not clear.

    What several languages share counts for each of them by its part only.
    """
    seen = Counter(_plain(word.text) for word in words)
    score = {
        code: sum(seen[word] / _SHARED[word] for word in common.split()) for code, common in COMMON.items()
    }
    for line in lines_of_words(words):
        told = languages_of_heading(" ".join(word.text for word in line)) if len(line) <= _HEADING else ()
        for code in score.keys() & set(told) if "en" not in told else ():
            score[code] += _HEADING_WEIGHT / len(told)
    best = max(score, key=lambda code: score[code])
    return best if score[best] >= max(2.5, 1.3 * score["en"]) else "en"


def _plain(word: str) -> str:
    """The word in small letters without accents, which the English model does not read anyway."""
    return "".join(mark for mark in unicodedata.normalize("NFD", word.casefold()) if mark.isalpha())


def _read(page: Page, words: Sequence[Word], turn: Turn, skew: float) -> Page:
    width, height = page.width_pt, page.height_pt
    if turn in (90, 270):
        width, height = height, width
    return replace(
        page,
        width_pt=width,
        height_pt=height,
        words=tuple(words),
        rules=() if turn else page.rules,
        images=() if turn else page.images,
        source="ocr",
        ocr_confidence=round(_confidence(words), 4),
        turned=turn,
        skew=skew,
    )


def _read_level(
    picture: Image, ink: Ink, engine: OcrEngine, dpi: int, languages: Sequence[str]
) -> tuple[list[Word], float]:
    """The words of an upright picture where it shows them, and the skew that was mended to read them."""
    from parsing.engines import deskew

    skew = deskew.skew_of(ink)
    level = picture
    if abs(skew) >= deskew.MIN_SKEW:
        level = deskew.straightened(picture, skew)
    else:
        skew = 0.0
    words, language = _read_language(level, engine, dpi, languages)
    if isinstance(engine, BlockReader):
        words = second_look(words, level, engine, dpi=dpi, languages=(language,))
        if language != "en":
            words = addresses_again(words, level, engine, dpi=dpi)
    words = repaired(with_bullets(words, level, dpi=dpi), language)
    if not skew:
        return words, 0.0
    width, height = picture.width * 72 / dpi, picture.height * 72 / dpi
    return [word._replace(box=_leaning(word.box, skew, width, height)) for word in words], skew


def _read_language(
    picture: Image, engine: OcrEngine, dpi: int, languages: Sequence[str]
) -> tuple[list[Word], str]:
    """The words, and the language that they were read in."""
    if languages:
        return engine.read(picture, dpi=dpi, languages=languages), languages[0]
    words = _read_in_two(picture, engine, dpi)
    language = language_of(words)
    if language == "en":
        return words, language
    again = with_addresses(engine.read(picture, dpi=dpi, languages=(language,)), words)
    return (again, language) if _confidence(again) >= _confidence(words) - 0.05 else (words, "en")


def _read_in_two(picture: Image, engine: OcrEngine, dpi: int) -> list[Word]:
    """The page in English, or only its upper part where that shows it to be in another language.

    English costs no more this way, and a page in another language a fifth more instead of twice as much.
    """
    import numpy as np

    from parsing.engines.deskew import white_row

    cut = white_row(np.asarray(picture), *UPPER_PART)
    if cut is None:
        return engine.read(picture, dpi=dpi, languages=("en",))
    upper = engine.read(picture.crop((0, 0, picture.width, cut)), dpi=dpi, languages=("en",))
    if language_of(upper) != "en":
        return upper
    lower = engine.read(picture.crop((0, cut, picture.width, picture.height)), dpi=dpi, languages=("en",))
    down = cut * 72 / dpi
    return upper + [word._replace(box=_lowered(word.box, down)) for word in lower]


def _lowered(box: Box, down: float) -> Box:
    return Box(box.x0, box.y0 + down, box.x1, box.y1 + down)


def _leaning(box: Box, skew: float, width: float, height: float) -> Box:
    """The box moved to where its middle lies in the picture that was not straightened."""
    from parsing.engines.deskew import turned_back

    x, y = turned_back((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, skew, width, height)
    across, down = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
    return Box(x - across, y - down, x + across, y + down)


def _turn_of(picture: Image, engine: OcrEngine, *, otherwise: Turn) -> Turn:
    if not isinstance(engine, TurnFinder):
        return otherwise
    turn, sureness = engine.turn_of(picture)
    known: dict[int, Turn] = {0: 0, 90: 90, 180: 180, 270: 270}
    return known.get(turn, otherwise) if sureness >= SURE_TURN else otherwise


def _sum_of_turns(turn: Turn, further: Turn) -> Turn:
    known: dict[int, Turn] = {0: 0, 90: 90, 180: 180, 270: 270}
    return known[(turn + further) % 360]


def _turned(picture: Image, turn: Turn) -> Image:
    from PIL.Image import Transpose

    # Pillow turns counter-clockwise.
    steps = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    return picture.transpose(steps[turn]) if turn else picture


def _confidence(words: Sequence[Word]) -> float:
    """The mean over letters, so that specks read as marks count for little; 0.0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
