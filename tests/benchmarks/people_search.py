"""What search costs with many people, and how it compares with SQLite's FTS5 and with tantivy alone."""

from __future__ import annotations

import io
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.figures import Figure

Works = Sequence[Callable[[], object]]

if TYPE_CHECKING:
    from candidates.search.base import Document

MANY: Final = 100_000
FEWER: Final = 10_000
ROUNDS: Final = 5
ADDRESS: Final = "/api/v1/candidates/search/"
QUERIES: Final = (
    "software developer", "python django", "nurse", "Krankenpfleger", "k8s", "java AND spring",
    '"key account manager"', "title:accountant country:FR", "truck driver years:>=5", "python -senior",
    "manag*", "kubernets~", "pyhton developer", "teacher OR lecturer", "skill:excel", "warehouse forklift",
    "head chef", "sales manager english", "skill:(react OR angular) country:DE", "welder",
)  # fmt: skip
PLAIN: Final = ("python", "excel", "nurse", "manager", "docker", "berlin", "spanish", "sap", "design")
"""Single words, which every engine takes the same way."""


def figures(*, slow: bool) -> Iterator[Figure]:
    """Every figure of search, with 100,000 people where there is time, else with 10,000."""
    from django.core.management import call_command

    count = MANY if slow else FEWER
    made = _seconds(lambda: call_command("make_candidates", count, stdout=io.StringIO()))
    yield Figure("people_made_a_second", count / made, unit="1/s", note=f"{count} people")
    yield from writing_figures(count)
    yield from asking_figures(count)
    yield from comparing_figures()
    yield from quality_figures()
    yield memory_figure()
    yield findable_figure()


def writing_figures(count: int) -> Iterator[Figure]:
    """How fast people get into the index."""
    from candidates.search import updating
    from candidates.search.collecting import everybody
    from candidates.search.embedding import DIMENSIONS
    from candidates.search.tantivy_index import TantivyIndex

    begun = time.process_time()
    rebuilt = _seconds(updating.rebuild)
    cpu = 1000 * (time.process_time() - begun) / count
    of_rebuilding = f"from the database, with vectors; {cpu:.2f} ms CPU each"
    documents = list(_first(everybody(), 10_000))
    with _folder() as folder:
        index = TantivyIndex(folder, dimensions=DIMENSIONS)
        batches = [documents[at : at + 2000] for at in range(0, len(documents), 2000)]
        begun = time.process_time()
        written = _seconds(lambda: [index.put(batch) for batch in batches])
        cpu = 1000 * (time.process_time() - begun) / len(documents)
    note = f"batches of 2000; {cpu:.2f} ms CPU each"
    yield Figure("search_indexed_in_bulk", len(documents) / written, 2000, "at least", "1/s", note)
    yield Figure("search_rebuilt", count / rebuilt, unit="1/s", note=of_rebuilding)


def asking_figures(count: int) -> Iterator[Figure]:
    """How fast questions are answered, in the process and through the API."""
    from candidates.search.indexes import candidate_index, vectors
    from candidates.search.language import parse
    from candidates.search.searching import Mode, Wanted, find
    from tests.people import client_of

    index, embedding, client = candidate_index(), vectors(), client_of("alice")

    def ask(mode: Mode) -> Works:
        return [partial(find, Wanted(text, mode=mode), index, embedding) for text in QUERIES]

    def get(mode: Mode) -> Works:
        return [partial(client.get, ADDRESS, {"q": text, "mode": mode}) for text in QUERIES]

    note = f"{count} people, {len(QUERIES)} queries, 25 hits with highlights"
    words = _milliseconds(ask("words"))
    yield Figure("search_words_p50", _at(words, 50), 10, unit="ms", note=note)
    yield Figure("search_words_p95", _at(words, 95), 30, unit="ms")
    yield Figure("search_hybrid_p95", _at(_milliseconds(ask("hybrid")), 95), 250, unit="ms")
    yield Figure("search_api_words_p95", _at(_milliseconds(get("words")), 95), 120, unit="ms")
    yield Figure("search_api_hybrid_p95", _at(_milliseconds(get("hybrid")), 95), 250, unit="ms")
    facets = [partial(index.facets, parse(text), ["skill", "title", "city", "years"]) for text in QUERIES]
    yield Figure("search_facets_p95", _at(_milliseconds(facets), 95), 50, unit="ms", note="four facets")


def comparing_figures() -> Iterator[Figure]:
    """The same words looked for by our index, by tantivy with one field, and by FTS5, in turns."""
    import tantivy

    from candidates.search.base import Ask
    from candidates.search.collecting import everybody
    from candidates.search.indexes import candidate_index
    from candidates.search.language import parse

    texts = [_text(document) for document in everybody()]
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
    with _folder() as folder:
        bare = tantivy.Index(schema, path=str(folder))
        with bare.writer(100_000_000, 1) as writer:
            for text in texts:
                writer.add_document(tantivy.Document(text=text))
            writer.commit()
        bare.reload()
        searcher = bare.searcher()
        sqlite = sqlite3.connect(":memory:")
        sqlite.execute("CREATE VIRTUAL TABLE people USING fts5(text)")
        sqlite.executemany("INSERT INTO people VALUES (?)", ((text,) for text in texts))
        index = candidate_index()
        ranked = "SELECT text FROM people WHERE people MATCH ? ORDER BY rank LIMIT 25"

        def ask_ours(word: str) -> object:
            return index.lines([each.id for each in index.search(Ask(parse(word))).hits])

        def ask_tantivy(word: str) -> object:
            hits = searcher.search(bare.parse_query(word, ["text"]), 25).hits
            return [searcher.doc(address) for _, address in hits]

        def ask_sqlite(word: str) -> object:
            return sqlite.execute(ranked, [word]).fetchall()

        groups = [[partial(ask, word) for word in PLAIN] for ask in (ask_ours, ask_tantivy, ask_sqlite)]
        ours, raw, fts = (statistics.median(times) for times in _in_turns(*groups))
        sqlite.close()
    note = (
        f"ours {ours:.2f} ms, tantivy {raw:.2f} ms, FTS5 {fts:.2f} ms; single words, 25 hits with their text"
    )
    yield Figure("search_times_raw_tantivy", ours / raw, unit="×", note=note)
    yield Figure("search_fts5_times_ours", fts / ours, unit="×")


def quality_figures() -> Iterator[Figure]:
    """nDCG@10 over judged queries: those that search was made with, and those that were written later."""
    from tests.candidates.search.judged import LATER, PEOPLE, QUERIES, Judged

    with _folder() as folder:
        judged = Judged(folder)
        for name, queries in (("search", QUERIES), ("search_later", LATER)):
            words, both = judged.mean(queries, "words"), judged.mean(queries, "hybrid")
            note = f"{len(queries)} queries over {PEOPLE} people"
            yield Figure(f"{name}_ndcg_words", words, 0.85, "at least", note=note)
            yield Figure(f"{name}_ndcg_hybrid", both, words, "at least")


MEMORY: Final = """
import sys; import django; django.setup()
from django.conf import settings
settings.SEARCH_FOLDER = sys.argv[1]
from config.asgi import application
from tests.benchmarks.people_search import ADDRESS, QUERIES
from tests.people import client_of
client = client_of("alice")
for text in QUERIES:
    for mode in ("words", "hybrid"):
        answer = client.get(ADDRESS, {"q": text, "mode": mode, "facets": "skill,city,years"})
        assert answer.status_code == 200, answer.content
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


def memory_figure() -> Figure:
    """What a web process holds after it answered searches of every kind."""
    from django.conf import settings

    command, root = [sys.executable, "-c", MEMORY, settings.SEARCH_FOLDER], Path(__file__).parents[2]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=root)
    return Figure("search_web_memory", int(done.stdout.split()[-1]) / 1024, 600, unit="MB", note="resident")


def findable_figure() -> Figure:
    """The longest that somebody whose résumé was read could not be found, in a running service."""
    from client import Client

    from tests.benchmarks.service import PEOPLE, service, text_files

    waited = []
    with service(children=2) as running:
        running.stack.start_worker("people", PEOPLE, 1)
        client = Client(running.stack.url, running.stack.api_key)

        def findable() -> int:
            return int(client.get(f"{ADDRESS}?q=*").text("total") or 0)

        for name, data in text_files(5, offset=90_000):
            before, resume = findable(), client.upload(name, data).text("id")
            status = f"/api/v1/resumes/{resume}/status/"
            _until(lambda: client.get(status).text("status") == "done")  # noqa: B023
            begun = time.monotonic()
            _until(lambda: findable() > before)  # noqa: B023
            waited.append(time.monotonic() - begun)
    return Figure("search_findable_after", max(waited), 2, unit="s", note="the longest of five résumés")


def _until(is_true: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise TimeoutError("nothing happened")
        time.sleep(0.1)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _milliseconds(works: Works) -> list[float]:
    """Of each piece of work, some times over, after it was done once."""
    for work in works:
        work()
    return [1000 * _seconds(work) for _ in range(ROUNDS) for work in works]


def _in_turns(*groups: Works) -> list[list[float]]:
    """The milliseconds of each group, the groups in turns, so that a noisy machine is noisy for all."""
    for group in groups:
        for work in group:
            work()
    times: list[list[float]] = [[] for _ in groups]
    for _ in range(ROUNDS):
        for taken, group in zip(times, groups, strict=True):
            taken += [1000 * _seconds(work) for work in group]
    return times


def _at(times: Sequence[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def _first(documents: Iterator[Document], count: int) -> Iterator[Document]:
    return (document for _, document in zip(range(count), documents, strict=False))


def _text(document: Document) -> str:
    return "\n".join(line.text for line in document.lines)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="vitae-index-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
