"""What printing CVs costs, and what comes back of them: `python -m tests.benchmarks.cv_rendering`.

The slow run measures 40 people in every template, not 8. Where EVAL_DIR has them, half of the people are
truths of third-party résumés, and the texts of its field attacks stand in every field.
"""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from unicodedata import combining, normalize

import pypdf
from lxml import etree

from cvimprover.rendering import KINDS, TEMPLATES, Kind, Options, render
from cvimprover.rendering.cleaning import cleaned
from cvimprover.rendering.seal import sealed
from parsing.stages.flow import Engines
from tests.benchmarks.figures import Figure, cpu_side_by_side
from tests.benchmarks.reading import EVAL_DIR
from tests.cvimprover.rendering.people import person
from tests.cvimprover.rendering.readers import READERS, text_of
from tests.cvimprover.rendering.test_strangers import attacked, squeezed

ROOT: Final = Path(__file__).resolve().parents[2]
LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "tr")
FEW, MANY = 8, 40
RENDERS, FEW_RENDERS = 300, 60
WARM_RENDERS: Final = 60
"""Until every template, font and kind of person was printed once."""
OTHER_KINDS: Final[tuple[Kind, ...]] = ("docx", "html", "md", "txt")


def figures(*, slow: bool) -> Iterator[Figure]:
    """All of them, the quick ones first."""
    yield from costs(RENDERS if slow else FEW_RENDERS)
    yield from attacks()
    people = chosen(MANY if slow else FEW)
    yield from round_trips(people)
    yield from orders(people[:FEW])


def chosen(count: int) -> list[dict[str, object]]:
    """People of many languages: half from the third-party truths, where those are at hand."""
    truths = sorted(EVAL_DIR.glob("resumes/*/truth.json"))
    others = [json.loads(path.read_text()) for path in truths[:: max(1, len(truths) * 2 // count)]]
    others = others[: count // 2]
    return [*others, *(person(700 + n, LANGUAGES[n % len(LANGUAGES)]) for n in range(count - len(others)))]


def costs(renders: int) -> Iterator[Figure]:
    """CPU of two pages, memory of a process that has printed, and its growth over so many renders."""
    resume = two_pages()
    for template in ("classic", "sidebar"):
        [spent] = cpu_side_by_side([lambda t=template: render(resume, Options(template=t), "pdf")], rounds=9)
        yield Figure(f"cv_pdf_two_pages_cpu_{template}", spent, 450, unit="ms")
    begun, warm, ended = fresh_memory(renders)
    yield Figure("cv_pdf_memory", warm, 120, unit="MB", note="the whole process")
    yield Figure(
        "cv_pdf_memory_growth",
        ended - warm,
        8,
        unit="MB",
        note=f"{renders} renders; imports alone {begun:.0f} MB",
    )


def two_pages() -> dict[str, object]:
    """The first person whose CV takes two pages."""
    resumes = (person(seed, "en") for seed in range(1, 50))
    return next(each for each in resumes if render(each, Options(), "pdf").pages == 2)


def fresh_memory(renders: int) -> list[float]:
    """What `memory_over_renders` gives in a process that has loaded nothing else."""
    order = f"from tests.benchmarks import cv_rendering as c; print(*c.memory_over_renders({renders}))"
    done = subprocess.run([sys.executable, "-c", order], cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def memory_over_renders(count: int) -> tuple[float, float, float]:
    """Megabytes in use after the imports, after a few renders, and after `count` of different people."""
    begun = resident_mb()
    people = [person(seed, "en") for seed in range(20)]
    names = list(TEMPLATES)
    for number in range(WARM_RENDERS):
        render(people[number % 20], Options(template=names[number % len(names)]), "pdf")
    warm = resident_mb()
    for number in range(count):
        render(people[number % 20], Options(template=names[number % len(names)]), "pdf")
    return begun, warm, resident_mb()


def resident_mb() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def round_trips(people: Sequence[dict[str, object]]) -> Iterator[Figure]:
    """The share of fields that our own parser gets back exactly, by template and by kind of file."""
    engines = Engines()
    means = []
    for template in TEMPLATES:
        shares = [seal_of(resume, Options(template=template), "pdf", engines) for resume in people]
        means.append(100 * statistics.mean(shares))
        note = f"worst of {len(people)} people {100 * min(shares):.1f}"
        yield Figure(f"cv_round_trip_{template}", means[-1], 95, "at least", "%", note)
    yield Figure("cv_round_trip_mean", statistics.mean(means), 98, "at least", "%")
    for kind in OTHER_KINDS:
        share = statistics.mean(seal_of(resume, Options(), kind, engines) for resume in people)
        yield Figure(f"cv_round_trip_{kind}", 100 * share, 95, "at least", "%")


def seal_of(resume: dict[str, object], options: Options, kind: Kind, engines: Engines) -> float:
    """One CV's share."""
    return sealed(resume, render(resume, options, kind), engines).share


def orders(people: Sequence[dict[str, object]]) -> Iterator[Figure]:
    """CVs in which a reader of PDF finds name and jobs missing or in another order: none may be."""
    for reader in READERS:
        wrong = sum(
            not in_order(resume, text_of(render(resume, Options(template=template), "pdf").content, reader))
            for resume in people
            for template in TEMPLATES
        )
        yield Figure(f"cv_out_of_order_{reader}", wrong, 0)


def in_order(resume: dict[str, object], text: str) -> bool:
    """Whether the name and every job's points stand in the text, one behind the other."""
    basics, work = resume.get("basics"), resume.get("work")
    wanted = [str(basics["name"])] if isinstance(basics, dict) and basics.get("name") else []
    for job in work if isinstance(work, list) else []:
        wanted += [str(point) for point in job.get("highlights") or []]
    at = 0
    text = squeezed(text)
    for each in wanted:
        at = text.find(squeezed(each), at)
        if at < 0:
            return False
    return True


def attacks() -> Iterator[Figure]:
    """Field attacks of the third-party set in every field: not shown literally, or embedded."""
    hidden = embedded = tried = 0
    for payload in dict.fromkeys(payloads()):
        resume = attacked(person(1, "en"), payload)
        assert isinstance(resume, dict)
        files = {kind: render(resume, Options(template="modern"), kind).content for kind in KINDS}
        tried += 1
        hidden += bare(cleaned(payload))[:40] not in bare(text_of(files["pdf"], "pdftotext"))
        embedded += list(pypdf.PdfReader(io.BytesIO(files["pdf"])).attachments) != ["resume.json"]
    yield Figure("cv_attacks_hidden", hidden, 0, note=f"{tried} payloads in every field")
    yield Figure("cv_attacks_embedded", embedded, 0)


def bare(text: str) -> str:
    """Letters and signs alone: readers differ in what they make of spaces, hyphens and marks on letters."""
    return "".join(sign for sign in normalize("NFD", squeezed(text)) if not combining(sign))


def payloads() -> Iterator[str]:
    """The texts of the third-party Word files that attack fields."""
    for path in sorted(EVAL_DIR.glob("hostile/field-attack/*.docx")):
        with zipfile.ZipFile(path) as parts:
            root = etree.fromstring(parts.read("word/document.xml"))
        for paragraph in root.iter("{*}p"):
            text = "".join(str(node.text or "") for node in paragraph.iter("{*}t"))
            if text.strip():
                yield text[:1000]


def main() -> int:
    """Prints every figure as a JSON line; 1 when one falls short."""
    ok = True
    for figure in figures(slow=bool(os.environ.get("SLOW"))):
        print(figure.line(), flush=True)
        ok = ok and figure.ok
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
