"""Pretrained networks, and the names of their parts: `load_backbone`, `head`, `blocks`."""

from course.models.backbones import load_backbone
from course.models.structure import blocks, head
from course.models.table import LayerTable, layer_table

__all__ = ["LayerTable", "blocks", "head", "layer_table", "load_backbone"]
