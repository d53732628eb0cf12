"""Makes candidates/data/skills.tsv: python -m candidates.taxonomy.build --esco DIR --onet FILE …

Where each list comes from stands in candidates/data/README.md. Nothing is fetched: every list is a folder
or a file that is there already, and the same lists give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from candidates.taxonomy.making import merging
from candidates.taxonomy.making.draft import Draft, slug_of

OUT: Final = Path(__file__).resolve().parents[1] / "data" / "skills.tsv"


def main() -> None:
    """Builds the file and tells what is in it."""
    arguments = _arguments()
    draft = merging.merged(
        merging.Sources(
            arguments.esco,
            arguments.onet,
            arguments.topics,
            arguments.linguist,
            arguments.icons,
            arguments.terms,
        )
    )
    merging.attest(draft)
    rows = rows_of(draft)
    arguments.out.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    kinds = Counter(entry.kind for entry in draft.entries)
    names = sum(1 + len(entry.aliases) for entry in draft.entries)
    under = sum(bool(entry.parents) for entry in draft.entries)
    told = f"{len(rows)} skills by {names} names, {under} of them under a broader one: {dict(kinds)}"
    sys.stdout.write(f"{told}\n")


def rows_of(draft: Draft) -> list[str]:
    """A row a skill, by id: id, name, kind, domain, weight, parents, aliases, ESCO, keys of its names."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for entry in draft.entries:
        slug = slug_of(entry.name) or "skill"
        number = 1
        while (identity := slug if number == 1 else f"{slug}-{number}") in taken:
            number += 1
        taken.add(identity)
        ids[entry.name] = identity
    rows = []
    for entry in draft.entries:
        parents = " ".join(merging.parents_in(draft, entry, ids))
        rows.append(
            "\t".join((
                ids[entry.name], entry.name, entry.kind, entry.domain, str(entry.weight), parents,
                "|".join(entry.aliases), entry.esco, "|".join(draft.keys_of(entry)),
            ))
        )  # fmt: skip
    return sorted(rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--esco",
        type=Path,
        required=True,
        help="ESCO's CSV files: skills_en-us, skills_es, skills_fr, broader…",
    )
    parser.add_argument(
        "--onet", type=Path, required=True, help="O*NET's Technology Skills, tab-separated text"
    )
    parser.add_argument("--topics", type=Path, required=True, help="a checkout of github/explore")
    parser.add_argument("--linguist", type=Path, required=True, help="the npm package linguist-languages")
    parser.add_argument("--icons", type=Path, required=True, help="the npm package simple-icons")
    parser.add_argument("--terms", type=Path, required=True, help="the Python package skill_extractor")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


if __name__ == "__main__":
    main()
