"""Designs of our own in which the factory prints careers: many families, some kept out of training."""

from __future__ import annotations

from typing import Final

from parsing.training.designs import (
    classic,
    creative,
    dense,
    grids,
    modern,
    rails,
    sidebars,
    tables,
    timelines,
)
from parsing.training.types import Design

DESIGNS: Final[tuple[Design, ...]] = (
    *classic.DESIGNS,
    *modern.DESIGNS,
    *rails.DESIGNS,
    *sidebars.DESIGNS,
    *grids.DESIGNS,
    *tables.DESIGNS,
    *timelines.DESIGNS,
    *dense.DESIGNS,
    *creative.DESIGNS,
)
