"""The only place that names a queue, and what every task may cost."""

from __future__ import annotations

from typing import Final

from config.settings import env

INTERACTIVE: Final = "interactive"
PARSING: Final = "parsing"
OCR: Final = "ocr"
GPU: Final = "gpu"
CLASSIFICATION: Final = "classification"
INDEX: Final = "index"
RANKING: Final = "ranking"
PDF: Final = "pdf"
BULK: Final = "bulk"

QUEUES: Final = (INTERACTIVE, OCR, PARSING, GPU, CLASSIFICATION, INDEX, RANKING, PDF, BULK)
"""In the order in which a worker that serves several of them takes work (Redis: `queue_order_strategy`).

`ocr` stands before `parsing`: finish the scans that were begun before new résumés are opened.
"""

_HEAVY_LAYOUT = env.text("LAYOUT_IN_DOUBT", "none") == "detectron2"
_HEAVY_OCR = env.text("OCR_ENGINE", "tesseract") == "easyocr"

STAGE_QUEUES: Final[dict[str, str]] = {
    "fetch": PARSING,
    "convert": PARSING,
    "layout": env.text("LAYOUT_QUEUE", GPU if _HEAVY_LAYOUT else ""),
    "ocr": env.text("OCR_QUEUE", GPU if _HEAVY_OCR else OCR),
    "lines": PARSING,
    "ner": env.text("NER_QUEUE"),
    "classify": env.text("CLASSIFICATION_QUEUE"),
    "profile": "",
    "index": env.text("INDEX_QUEUE"),
    "preview": BULK,
}
"""Consecutive stages of one queue run in one task; "" goes along with the stage before it.

So a digital résumé is one task, and naming a queue of its own for a stage splits the chain there. The queue
of `layout` takes only pages in doubt: the light engine lays every page out where it is read.
"""

LANE_QUEUES: Final[dict[str, dict[str, str]]] = {
    "interactive": {PARSING: INTERACTIVE, OCR: INTERACTIVE},
    "bulk": {},
}
"""Where a single upload goes instead, so that it never stands behind a batch."""

TASK_QUEUES: Final[dict[str, str]] = {
    "parsing.tasks.plan_batch": BULK,
    "parsing.tasks.remove_files": BULK,
    "parsing.tasks.clear_up": BULK,
    "accounts.tasks.deliver_notices": BULK,
    "accounts.tasks.forget_notices": BULK,
    "candidates.tasks.find_duplicates": INDEX,
    "candidates.tasks.rebuild_filters": INDEX,
    "candidates.tasks.label_candidates": CLASSIFICATION,
    "candidates.tasks.infer_genders": CLASSIFICATION,
    "candidates.tasks.update_index": INDEX,
    "candidates.tasks.run_saved_searches": INDEX,
    "cvimprover.tasks.improve": PDF,
    "cvimprover.tasks.print_cv": PDF,
    "cvimprover.tasks.send_overdue": BULK,
    "cvimprover.tasks.clear_up": BULK,
    "cvimprover.tasks.remove_file": BULK,
    "ranking.tasks.plan": RANKING,
    "ranking.tasks.score": RANKING,
    "ranking.tasks.go_on": RANKING,
    "ranking.tasks.read_job": INTERACTIVE,
}
"""Tasks that are no stage of a résumé."""

GPU_BATCH: Final = env.number("GPU_BATCH", 8, least=1, most=16)
"""So many pages go through the heavy layout engine at once, where so many wait."""

GPU_PATIENCE_SECONDS: Final = env.number("GPU_PATIENCE_S", 120, least=1)
"""So long a page in doubt waits for the heavy engine; then the light one's layout stands."""

GPU_LOCK: Final = env.text("GPU_LOCK", str(env.ROOT / "var" / "gpu.lock"))
"""The file that whoever uses the device locks: one a device, shared by all workers that could use it."""

STAGE_LIMITS: Final[dict[str, tuple[int, int]]] = {
    "fetch": (30, 45),
    "convert": (110, 130),
    "layout": (60 + 10 * GPU_BATCH, 75 + 10 * GPU_BATCH),
    "ocr": (60, 75),
    "lines": (45, 60),
    "ner": (45, 60),
    "classify": (45, 60),
    "profile": (45, 60),
    "index": (30, 45),
    "preview": (75, 90),
}
"""Soft and hard seconds of a task that begins with the stage. The soft limit becomes an outcome; the hard
one kills the child and is the last resort. All lie well below the broker's visibility timeout (300 s).
"""
