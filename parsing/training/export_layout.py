"""The model of regions as one ONNX graph of backbone and head, with anchors and bounds in its notes."""

from __future__ import annotations

import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from parsing.engines.dense_boxes import Spec
from parsing.engines.layout_detectron2 import CONFIG, WEIGHTS, colours_of, config_of, loaded
from parsing.engines.layout_onnx import GRAPH, SPEC

if TYPE_CHECKING:
    from detectron2.config import CfgNode
    from onnx import ModelProto
    from torch import Tensor, nn

OPSET: Final = 17


def export(folder: Path, *, size: tuple[int, int]) -> None:
    """Write the graph of the config and weights in a folder, for pages of `size` (width, height) in pixels.

    It takes `pages` (n × channels × height × width, 0–255) and gives `logits` (n × anchors × classes) and
    `deltas` (n × anchors × 4), levels one after the other. Its matrices are stored in half precision.
    """
    import onnx
    import torch

    cfg = config_of(folder / CONFIG)
    cfg.MODEL.DEVICE = "cpu"
    network = _network(loaded(cfg, folder / WEIGHTS))
    shown = torch.zeros(2, len(cfg.MODEL.PIXEL_MEAN), size[1], size[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter tells of itself that another will come after it
        torch.onnx.export(
            network,
            (shown,),
            str(folder / GRAPH),
            input_names=["pages"],
            output_names=["logits", "deltas"],
            dynamic_axes={name: {0: "count"} for name in ("pages", "logits", "deltas")},
            opset_version=OPSET,
            dynamo=False,
            # Else normalisation would be folded into matrices, which would then be rounded otherwise.
            training=torch.onnx.TrainingMode.PRESERVE,
        )
    graph = onnx.load(folder / GRAPH)
    _halve(graph)
    notes = {**asdict(spec_of(cfg, size)), "colours": colours_of(cfg)}
    onnx.helper.set_model_props(graph, {SPEC: json.dumps(notes)})
    onnx.checker.check_model(graph)
    onnx.save(graph, folder / GRAPH)


def spec_of(cfg: CfgNode, size: tuple[int, int]) -> Spec:
    """How the config's model makes boxes of numbers."""
    generator, retinanet = cfg.MODEL.ANCHOR_GENERATOR, cfg.MODEL.RETINANET
    return Spec(
        size=size,
        strides=tuple(2 ** int(name[1:]) for name in retinanet.IN_FEATURES),
        sizes=tuple(map(tuple, generator.SIZES)),
        ratios=tuple(map(tuple, generator.ASPECT_RATIOS)),
        offset=generator.OFFSET,
        least_score=retinanet.SCORE_THRESH_TEST,
        most_a_level=retinanet.TOPK_CANDIDATES_TEST,
        overlap=retinanet.NMS_THRESH_TEST,
        most=cfg.TEST.DETECTIONS_PER_IMAGE,
    )


def _network(model: nn.Module) -> nn.Module:
    """The model without what depends on the size of the picture: from pixels to logits and deltas."""
    import torch
    from detectron2.modeling.meta_arch.dense_detector import permute_to_N_HWA_K

    class Network(torch.nn.Module):  # type: ignore[misc]
        """Normalisation, backbone, head."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pages: Tensor) -> tuple[Tensor, Tensor]:
            """Logits and deltas of all levels."""
            features = self.model.backbone((pages - self.model.pixel_mean) / self.model.pixel_std)
            logits, deltas = self.model.head([features[name] for name in self.model.head_in_features])
            return (
                torch.cat([permute_to_N_HWA_K(level, self.model.num_classes) for level in logits], dim=1),
                torch.cat([permute_to_N_HWA_K(level, 4) for level in deltas], dim=1),
            )

    return Network().eval()


def _halve(graph: ModelProto) -> None:
    """Store matrices in half precision, with a cast back that onnxruntime does once, when it loads them."""
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for tensor in graph.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 4:
            name, half = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for at, cast in enumerate(casts):
        graph.graph.node.insert(at, cast)
