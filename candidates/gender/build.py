"""Makes `names.tsv` from the names of the PyPI package nomquamgender 0.1.4 (MIT, Ian Van Buskirk):

    python -m candidates.gender.build …/nomquamgender/name_data.json

Each name there has the number of its sources, how many people, and the share of them who are women.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from candidates.gender.names import FILE, folded

LEAST_PEOPLE: Final = 1500
LEAST_SOURCES: Final = 3


def build(source: Path) -> str:
    """The table's text: a name and its women among a hundred, by name."""
    told: dict[str, tuple[int, float]] = {}
    for name, (sources, people, women, _) in json.loads(source.read_text(encoding="utf-8")).items():
        key = folded(name)
        is_known = people >= LEAST_PEOPLE and sources >= LEAST_SOURCES and key.isalpha() and len(key) > 1
        if is_known and people > told.get(key, (0, 0.0))[0]:
            told[key] = people, women
    return "".join(f"{name}\t{round(women * 100)}\n" for name, (_, women) in sorted(told.items()))


if __name__ == "__main__":
    Path(str(FILE)).write_text(build(Path(sys.argv[1])), encoding="utf-8")
