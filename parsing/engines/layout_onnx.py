"""The layout model without torch: the network of `layout_detectron2.py`, run by onnxruntime on the CPU."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from parsing.engines.dense_boxes import Boxes, Spec, boxes_of, levels_of, spec_from
from parsing.engines.region_layout import RegionEngine
from parsing.engines.regions import Colours, pixels_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from PIL.Image import Image

GRAPH: Final = "model.onnx"
SPEC: Final = "spec"
"""The key of the graph's own notes under which its anchors, bounds and colours stand as JSON."""


class OnnxLayout(RegionEngine):
    """A graph that `export_layout` made, loaded with the first page, once a process."""

    name = "onnx"
    library = "onnxruntime"
    files = (GRAPH,)
    device = "cpu"
    threads = 1

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        # Idle threads that spin would take the cores from other workers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            self._card.checked(GRAPH), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _notes(self) -> dict[str, object]:
        notes = self._session.get_modelmeta().custom_metadata_map
        return cast("dict[str, object]", json.loads(notes[SPEC]))

    @cached_property
    def _spec(self) -> Spec:
        return spec_from(self._notes)

    def boxes_on(self, pictures: Sequence[Image]) -> list[Boxes]:
        """What the network sees in each picture, in the picture's pixels."""
        spec, colours = self._spec, cast(Colours, self._notes["colours"])
        shown = np.stack([pixels_of(picture, size=spec.size, colours=colours) for picture in pictures])
        logits, deltas = self._session.run(None, {"pages": shown.astype(np.float32)})
        levels = levels_of(spec)
        return [
            _scaled(boxes_of(logits[at], deltas[at], levels, spec), spec.size, picture.size)
            for at, picture in enumerate(pictures)
        ]


def _scaled(boxes: Boxes, of: tuple[int, int], to: tuple[int, int]) -> Boxes:
    """Boxes in pixels of one size of a picture as those of another."""
    scale = np.array([to[0] / of[0], to[1] / of[1]] * 2, dtype=np.float32)
    return boxes._replace(boxes=boxes.boxes * scale)
