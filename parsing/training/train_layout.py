"""Training and measuring the model of regions: a narrow RetinaNet of Detectron2 over pages of the factory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from parsing.engines.dense_boxes import Boxes
from parsing.engines.layout_detectron2 import built, config_of
from parsing.engines.region_columns import settled
from parsing.engines.regions import KINDS, found_in
from parsing.stages.types import Box, Page
from parsing.training.layout_pages import Sheet, Target
from parsing.training.layout_precision import precision_of, truth_of
from parsing.training.layout_wear import worn
from parsing.training.train_cards import write_card

if TYPE_CHECKING:
    from torch import Tensor, nn

    from parsing.engines.region_layout import RegionEngine

Say = Callable[[str], object]

_WARM_UP: Final = 0.06
"""The share of all steps in which the rate of learning rises."""
_KEPT: Final = 0.985
"""The share of the running mean that a step leaves as it was."""
_EVERY: Final = 50
"""Steps between two lines of what is said."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn. `rate` is AdamW's at its highest; it falls as a cosine does."""

    steps: int
    batch: int = 8
    rate: float = 1.5e-3
    decay: float = 0.02
    seed: int = 1
    threads: int = 1


def train(
    sheets: Sequence[Sheet], config: Path, out: Path, plan: Plan, *, say: Say, begin: Path | None = None
) -> None:
    """Write the weights that were learned to `out`, now and then and at the end. 0.15 CPU seconds a page.

    What is written is the running mean of some hundred steps, which does better than any one of them.
    `begin` are weights to begin with. Weights are rounded to half precision, statistics of normalisation
    are not.
    """
    import torch
    from detectron2.utils.events import EventStorage

    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    cfg = config_of(config)
    model = built(cfg).to(memory_format=torch.channels_last)
    if begin:
        model.load_state_dict(torch.load(begin, weights_only=True)["model"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, plan.steps))
    model.train()
    mean = _RunningMean(model)
    begun, sums = time.process_time(), dict.fromkeys(("loss_cls", "loss_box_reg"), 0.0)
    with EventStorage(0):
        for step, shown in zip(range(1, plan.steps + 1), _batches(sheets, plan), strict=False):
            losses: dict[str, Tensor] = model(shown)
            optimizer.zero_grad()
            sum(losses.values(), torch.zeros(())).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            mean.add(model)
            for name in sums:
                sums[name] += losses[name].item() / _EVERY
            if step % _EVERY == 0:
                told = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
                say(f"step {step} of {plan.steps}: {told}, {time.process_time() - begun:.0f} CPU s")
                sums = dict.fromkeys(sums, 0.0)
                save(mean.state, out)
    save(mean.state, out)


class _RunningMean:
    """The mean of a model's weights over its last steps."""

    def __init__(self, model: nn.Module) -> None:
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def add(self, model: nn.Module) -> None:
        """Take in the weights of one more step; what is counted is taken as it is."""
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.state[name].lerp_(value.detach(), 1 - _KEPT)
            else:
                self.state[name].copy_(value)


def save(state: Mapping[str, Tensor], out: Path) -> None:
    """Write a model's weights as Detectron2 reads them, matrices in half precision."""
    import torch

    halved = {name: value.half() if value.dim() == 4 else value for name, value in state.items()}
    torch.save({"model": halved}, out)


def _share(step: int, steps: int) -> float:
    """The share of the highest rate at a step."""
    warm = max(1, round(_WARM_UP * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, steps - warm))))


def _batches(sheets: Sequence[Sheet], plan: Plan) -> Iterator[list[dict[str, object]]]:
    """Batches without end: every page once before any comes again, each time worn otherwise."""
    chance = np.random.default_rng(plan.seed)
    shown: list[dict[str, object]] = []
    while True:
        for at in chance.permutation(len(sheets)).tolist():
            shown.append(_example(sheets[at], chance))
            if len(shown) == plan.batch:
                yield shown
                shown = []


def _example(sheet: Sheet, chance: np.random.Generator) -> dict[str, object]:
    """A page, worn by chance, as Detectron2 learns from one."""
    import torch
    from detectron2.structures import Boxes as Detectron2Boxes
    from detectron2.structures import Instances

    boxes, classes = truth_of(sheet)
    headings = classes == KINDS.index("heading")
    pixels, boxes, left = worn(sheet.pixels[0], boxes, chance, headings=headings)
    instances = Instances(pixels.shape)
    instances.gt_boxes = Detectron2Boxes(torch.from_numpy(boxes[left]))
    instances.gt_classes = torch.from_numpy(classes[left])
    return {"image": torch.from_numpy(pixels[None].astype(np.float32)), "instances": instances}


def write_layout_card(
    folder: Path,
    sheets: Sequence[Sheet],
    *,
    size: tuple[int, int],
    command: str,
    data: Mapping[str, object],
) -> dict[str, dict[str, dict[str, float]]]:
    """Measure the model in a folder on these pages and write its card. The figures.

    Pages are shown as printed and worn; `around lines` is what the engines make of it on pages with words.
    """
    from parsing.engines.layout_onnx import OnnxLayout

    figures: dict[str, dict[str, dict[str, float]]] = {}
    write = partial(
        write_card,
        folder,
        command=command,
        data={**data, "device": _device()},
        made_with=("torch", "torchvision", "detectron2", "onnx", "onnxruntime"),
        reads={"classes": "resume", "size": list(size)},
    )
    write(figures={})  # the engine wants a card before it reads the files
    engine = OnnxLayout(folder)
    told = told_of(sheets, engine)
    figures["kept_out"] = precision_of(sheets, told)
    drawn_round = [settled_on(sheet, boxes) for sheet, boxes in zip(sheets, told, strict=True)]
    figures["kept_out, around lines"] = precision_of(sheets, drawn_round)
    chance = np.random.default_rng(len(sheets))
    worn_sheets = [_as_worn(sheet, chance) for sheet in sheets]
    figures["kept_out, worn"] = precision_of(worn_sheets, told_of(worn_sheets, engine))
    write(figures=figures)
    return figures


def _device() -> str:
    import torch

    return "cpu" if not torch.cuda.is_available() else str(torch.cuda.get_device_name())


def told_of(sheets: Sequence[Sheet], engine: RegionEngine) -> list[Boxes]:
    """What an engine sees on each page, in its pixels."""
    from PIL import Image

    return [engine.boxes_on([Image.fromarray(sheet.pixels[0])])[0] for sheet in sheets]


def settled_on(sheet: Sheet, told: Boxes) -> Boxes:
    """What was told of a page, drawn around its lines as the engines do, in pixels again."""
    _, height, width = sheet.pixels.shape
    page = Page(1, *sheet.size_pt)
    found = found_in(told, page, size=(width, height), kinds=KINDS)
    kept = settled(found, [Box(*line) for line in sheet.lines])
    scale = np.array([width / sheet.size_pt[0], height / sheet.size_pt[1]] * 2, dtype=np.float32)
    return Boxes(
        np.array([each.box for each in kept], dtype=np.float32).reshape(-1, 4) * scale,
        np.array([KINDS.index(each.kind) for each in kept], dtype=np.int64),
        np.array([each.score for each in kept], dtype=np.float32),
    )


def _as_worn(sheet: Sheet, chance: np.random.Generator) -> Sheet:
    """The page as `worn` leaves it."""
    _, height, width = sheet.pixels.shape
    boxes, classes = truth_of(sheet)
    pixels, boxes, left = worn(sheet.pixels[0], boxes, chance, headings=np.zeros(len(classes), dtype=bool))
    kinds = [target.kind for target in sheet.targets]
    placed = zip(kinds, boxes.tolist(), left.tolist(), strict=True)
    targets = tuple(Target(kind, tuple(box)) for kind, box, is_left in placed if is_left)
    return Sheet(pixels[None], targets, (), (float(width), float(height)))
