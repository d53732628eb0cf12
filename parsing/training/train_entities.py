"""Training and measuring the model of entities: a spaCy pipeline over the lines that name things."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from parsing.engines.spacy_ner import NOTHING, PIPE, SpacyEntities, doc_of
from parsing.stages.header_blocks import Block, Token, header_blocks, tokens_of
from parsing.stages.types import Line, Section
from parsing.training.train_examples import Labelled
from parsing.training.train_names import Row, Sample, renamed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Tagger
    from spacy.training import Example

KINDS: Final = frozenset(
    (
        "contact", "summary", "work", "education", "projects", "certificates", "publications", "awards",
        "volunteer", "references", "languages", "skills",
    )
)  # fmt: skip
"""The sections whose lines are learned from."""
LABELS: Final[Mapping[str, str]] = {
    "basics.name": "PERSON",
    "basics.label": "TITLE",
    "basics.location": "PLACE",
    "work.position": "TITLE",
    "work.name": "EMPLOYER",
    "work.location": "PLACE",
    "work.keywords": "SKILL",
    "volunteer.position": "TITLE",
    "volunteer.organization": "EMPLOYER",
    "volunteer.location": "PLACE",
    "education.institution": "SCHOOL",
    "education.studyType": "DEGREE",
    "education.area": "FIELD",
    "education.location": "PLACE",
    "education.score": "GRADE",
    "projects.name": "PROJECT",
    "projects.entity": "EMPLOYER",
    "projects.roles": "TITLE",
    "certificates.name": "CERTIFICATE",
    "certificates.issuer": "ISSUER",
    "publications.name": "PUBLICATION",
    "publications.publisher": "ISSUER",
    "awards.title": "AWARD",
    "awards.awarder": "ISSUER",
    "references.name": "PERSON",
    "languages.language": "LANGUAGE",
    "skills.name": "SKILL",
    "skills.keywords": "SKILL",
}
"""JSON Resume path without numbers → label. Every path that ends in a date is DATE."""
_DATES: Final = ("startDate", "endDate", "x-current", "date", "releaseDate")
_NUMBER: Final = re.compile(r"\.\d+(?=\.|$)")
_MODEL: Final[dict[str, object]] = {
    "@architectures": "spacy.Tagger.v2",
    "nO": None,
    "normalize": False,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 64,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "LEMMA"],
            "rows": [4000, 1000, 2000, 1000, 200],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 64,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    },
}
_BATCH: Final = 96


def train(
    documents: Iterable[Labelled], folder: Path, *, seed: int, rounds: int = 8, say: Callable[[str], None]
) -> None:
    """Write the pipeline that was learned into `folder`; `say` is told of each round."""
    import spacy
    from thinc.api import fix_random_seed

    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - chance of an experiment, not of a secret
    samples = [sample for document in documents for sample in samples_of(document)]
    nlp = spacy.blank("xx")
    tagger = cast("Tagger", nlp.add_pipe(PIPE, config={"model": _MODEL}))
    for label in sorted({NOTHING, "DATE", *LABELS.values()}):
        tagger.add_label(label)
    optimizer = nlp.initialize(lambda: [_example(nlp, sample) for sample in samples[:50]])
    optimizer.learn_rate = 0.002
    for number in range(rounds):
        rng.shuffle(samples)
        losses: dict[str, float] = {}
        examples = (_example(nlp, renamed(sample, rng)) for sample in samples)
        for batch in _batches(examples):
            nlp.update(batch, sgd=optimizer, losses=losses, drop=0.2)
        optimizer.learn_rate = 0.002 * (1 - (number + 1) / rounds) + 0.0002
        say(f"round {number + 1}/{rounds}: loss {losses[PIPE]:.0f} over {len(samples)} blocks")
    nlp.to_disk(folder, exclude=["vocab"])  # the network knows words by their hashes


def samples_of(document: Labelled) -> Iterator[Sample]:
    """The document's blocks with the true label of every token."""
    fields = dict(zip((line.id for line in document.lines), document.fields, strict=True))
    for block in header_blocks(true_sections(document), document.lines, KINDS):
        rows = tuple(_row(line, fields[line.id]) for line in block.lines)
        if any(label != NOTHING for row in rows for label in row.labels):
            yield Sample(block.kind, document.culture[:2], rows)


def true_sections(document: Labelled) -> list[Section]:
    """The sections as the truth has them: runs of lines of one kind, their headings left out."""
    sections: list[Section] = []
    run: list[int] = []
    kind = ""
    for i, label in enumerate([*document.labels, "h:"]):
        if label[0] == "h" or label[2:] != kind:
            if run:
                sections.append(Section(kind, tuple(run)))
            run, kind = [], label[2:]
        if label[0] != "h":
            run.append(i)
    return sections


def label_of(field: str) -> str:
    """The label of a JSON Resume path such as `work.0.position`, "-" for one that names nothing."""
    path = _NUMBER.sub("", field)
    if path.rpartition(".")[2] in _DATES:
        return "DATE"
    if path.startswith(("basics.location.", "skills.keywords.", "work.keywords.")):
        path = path.rpartition(".")[0]
    return LABELS.get(path, NOTHING)


def _row(line: Line, fields: Sequence[str]) -> Row:
    tokens = tokens_of(line.text)
    at, word = 0, 0
    labels: list[str] = []
    ends: list[int] = []
    for each in line.words:
        at += len(each.text) + 1
        ends.append(at)
    for token in tokens:
        while word + 1 < len(ends) and token.start >= ends[word]:
            word += 1
        labels.append(label_of(fields[word]) if word < len(fields) else NOTHING)
    return Row(line, tuple(tokens), tuple(_without_loose_marks(tokens, labels)))


def _without_loose_marks(tokens: Sequence[Token], labels: Sequence[str]) -> Iterator[str]:
    """The labels, those of marks at the edge of a name taken away: "Baker," is the name "Baker"."""
    for i, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if token.text[0].isalnum() or token.text in "()":
            yield label
        else:
            inside = 0 < i < len(labels) - 1 and labels[i - 1] == label == labels[i + 1]
            yield label if inside else NOTHING


def _example(nlp: Language, sample: Sample) -> Example:
    from spacy.training import Example

    doc = doc_of(nlp, sample.kind, [(row.line, row.tokens) for row in sample.rows])
    tags = [tag for row in sample.rows for tag in (NOTHING, *row.labels)]
    return Example.from_dict(doc, {"tags": tags})


def _batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for example in examples:
        batch.append(example)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class Score(NamedTuple):
    """Precision, recall and F1 of whole spans, 0–1, and how many the truth has."""

    precision: float
    recall: float
    f1: float
    true: int


def score(model: SpacyEntities, documents: Iterable[Labelled]) -> dict[str, Score]:
    """How well whole spans are found, by label, and over all labels under "all"."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for document in documents:
        samples = list(samples_of(document))
        wanted = {span for sample in samples for row in sample.rows for span in _spans(row)}
        blocks = [Block(sample.kind, tuple(row.line for row in sample.rows)) for sample in samples]
        found = {(entity.line, entity.start, entity.end, entity.label) for entity in model.entities(blocks)}
        for counter, spans in ((true, wanted), (told, found), (right, wanted & found)):
            counter.update(span[3] for span in spans)
    labels = [*sorted(true), "all"]
    for counter in (right, told, true):
        counter["all"] = counter.total()
    return {label: _scored(right[label], told[label], true[label]) for label in labels}


def _scored(right: int, told: int, true: int) -> Score:
    return Score(
        round(right / max(1, told), 4),
        round(right / max(1, true), 4),
        round(2 * right / max(1, told + true), 4),
        true,
    )


def _spans(row: Row) -> Iterator[tuple[int, int, int, str]]:
    i = 0
    while i < len(row.tokens):
        j = i + 1
        while j < len(row.tokens) and row.labels[j] == row.labels[i]:
            j += 1
        if row.labels[i] != NOTHING:
            yield row.line.id, row.tokens[i].start, row.tokens[j - 1].end, row.labels[i]
        i = j
