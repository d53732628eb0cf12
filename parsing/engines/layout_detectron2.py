"""Layout by a Detectron2 model: ours, a narrow RetinaNet, or any that a card describes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from parsing.engines.base import ModelMissing
from parsing.engines.dense_boxes import Boxes
from parsing.engines.region_layout import RegionEngine
from parsing.engines.regions import Colours, pixels_of

if TYPE_CHECKING:
    from detectron2.config import CfgNode
    from detectron2.layers import ShapeSpec
    from detectron2.modeling import FPN
    from PIL.Image import Image
    from torch import nn

CONFIG: Final = "config.yaml"
WEIGHTS: Final = "weights.pth"
BACKBONE: Final = "build_narrow_resnet_fpn_backbone"
_BLOCKS: Final = (1, 2, 2, 2)
"""Residual blocks of each stage of our backbone."""


class Detectron2Layout(RegionEngine):
    """Any model of Detectron2's, loaded with the first page, once a process; on CUDA where torch has it.

    Somebody else's wants a folder with its `config.yaml`, `weights.pth` and a card of its classes
    (`CLASS_MAPS`) and digests, without `size`: then pages are scaled as the config says.
    """

    name = "detectron2"
    library = "detectron2"
    files = (CONFIG, WEIGHTS)

    @property
    def device(self) -> str:
        """Where the model runs: `cpu` or `cuda`."""
        return str(self._cfg.MODEL.DEVICE)

    @cached_property
    def _cfg(self) -> CfgNode:
        return config_of(self._card.checked(CONFIG))

    @cached_property
    def _model(self) -> nn.Module:
        return loaded(self._cfg, self._card.checked(WEIGHTS))

    def boxes_on(self, pictures: Sequence[Image]) -> list[Boxes]:
        """What the model sees in each picture, in its pixels."""
        import torch

        shown = [self._shown(picture) for picture in pictures]
        with torch.inference_mode():
            told = self._model(shown)
        return [_boxes(each["instances"].to("cpu")) for each in told]

    def _shown(self, picture: Image) -> dict[str, object]:
        """A picture as Detectron2 takes it: floats 0–255, channels first, and the size to answer in."""
        import torch

        size = self._card.size or _scaled(picture.size, self._cfg)
        pixels = pixels_of(picture, size=size, colours=colours_of(self._cfg))
        return {"image": torch.from_numpy(pixels).float(), "width": picture.width, "height": picture.height}


def _boxes(instances: object) -> Boxes:
    """Detectron2's instances as arrays."""
    return Boxes(
        instances.pred_boxes.tensor.numpy(),  # type: ignore[attr-defined]
        instances.pred_classes.numpy().astype(np.int64),  # type: ignore[attr-defined]
        instances.scores.numpy(),  # type: ignore[attr-defined]
    )


def _scaled(size: tuple[int, int], cfg: CfgNode) -> tuple[int, int]:
    """Width and height that the config wants of a picture: its shortest edge given, its longest bounded."""
    if not cfg.INPUT.MIN_SIZE_TEST:
        return size
    scale = min(cfg.INPUT.MIN_SIZE_TEST / min(size), cfg.INPUT.MAX_SIZE_TEST / max(size))
    return round(size[0] * scale), round(size[1] * scale)


def colours_of(cfg: CfgNode) -> Colours:
    """The channels that the config's model is shown. Raises ModelMissing for those we cannot give."""
    known: dict[str, Colours] = {"L": "L", "RGB": "RGB", "BGR": "BGR"}
    if cfg.INPUT.FORMAT not in known:
        raise ModelMissing(f"Pictures cannot be drawn in the format {cfg.INPUT.FORMAT!r}.")
    return known[cfg.INPUT.FORMAT]


def config_of(path: Path) -> CfgNode:
    """The config in a file, over Detectron2's defaults, for the device that is there."""
    import torch
    from detectron2.config import get_cfg

    cfg = get_cfg()
    cfg.merge_from_file(str(path))
    cfg.MODEL.DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
    return cfg


def built(cfg: CfgNode) -> nn.Module:
    """The config's model with weights of chance."""
    from detectron2.modeling import BACKBONE_REGISTRY, build_model

    if BACKBONE not in BACKBONE_REGISTRY:
        BACKBONE_REGISTRY.register(_narrow_backbone)
    return build_model(cfg)


def loaded(cfg: CfgNode, weights: Path) -> nn.Module:
    """The config's model with these weights, ready to be asked. Weights may be of half precision.

    Raises ModelMissing where they do not fit the config.
    """
    import torch

    model = built(cfg)
    stored = torch.load(weights, map_location="cpu", weights_only=True)
    try:
        model.load_state_dict(stored.get("model", stored))
    except RuntimeError as error:
        raise ModelMissing(f"The weights {weights} do not fit their config: {error}") from error
    model.eval()
    return model


def _narrow_backbone(cfg: CfgNode, input_shape: ShapeSpec) -> FPN:
    """A ResNet of seven basic blocks under a feature pyramid of strides 8 to 64."""
    from detectron2.modeling import FPN
    from detectron2.modeling.backbone.fpn import LastLevelMaxPool
    from detectron2.modeling.backbone.resnet import BasicBlock, BasicStem, ResNet

    resnets = cfg.MODEL.RESNETS
    stem = BasicStem(input_shape.channels, resnets.STEM_OUT_CHANNELS, resnets.NORM)
    stages, before, width = [], resnets.STEM_OUT_CHANNELS, resnets.RES2_OUT_CHANNELS
    for stage, count in enumerate(_BLOCKS):
        strides = [2 if stage else 1, *[1] * (count - 1)]
        stages.append(
            ResNet.make_stage(
                BasicBlock,
                count,
                in_channels=before,
                out_channels=width,
                stride_per_block=strides,
                norm=resnets.NORM,
            )
        )
        before, width = width, 2 * width
    return FPN(
        ResNet(stem, stages, out_features=resnets.OUT_FEATURES),
        cfg.MODEL.FPN.IN_FEATURES,
        cfg.MODEL.FPN.OUT_CHANNELS,
        top_block=LastLevelMaxPool(),
    )


_narrow_backbone.__name__ = BACKBONE  # the registry goes by it
