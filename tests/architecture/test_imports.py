"""What may be loaded, and who may know whom."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = (
    "torch", "detectron2", "easyocr", "onnxruntime", "spacy", "pycrfsuite", "weasyprint",
    "openai", "elasticsearch",
    "numpy", "PIL", "pypdfium2", "tesserocr", "lxml", "phonenumbers", "boto3", "pypdf",
)  # fmt: skip
ASK = "import sys, {modules}; print(sorted(set(sys.modules) & set({heavy!r})))"


@pytest.mark.parametrize(
    "modules",
    [
        "config.celery, parsing.tasks",
        "config.celery, config.beat, parsing.sweeping",
    ],
    ids=["a worker's parent", "beat"],
)
def test_a_process_loads_no_heavy_library_at_start(modules: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(modules=modules, heavy=HEAVY)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.local"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout
    folders = {path.split("/")[0] for path in tracked.splitlines() if "/" in path}
    assert folders <= {
        "accounts", "bin", "candidates", "config", "cvimprover", "docs", "parsing", "ranking",
        "requirements", "templates", "tests", ".ci",
    }  # fmt: skip
