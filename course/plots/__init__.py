"""The figures of the lessons, for any model of yours: shown at once, each with its data behind it.

Every function returns a `Plot`: the figure, its description in words, and the numbers as a table.
"""

from course.plots.attention import grad_cam
from course.plots.inside import feature_maps, filters
from course.plots.labels import depth, labels_needed
from course.plots.mistakes import confused_pairs, confusion, highest_losses
from course.plots.network import layers, parameters
from course.plots.pictures import images, pipeline
from course.plots.plot import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, Plot
from course.plots.space import projection
from course.plots.statistics import batchnorm_drift
from course.plots.training import accuracy_over_time, comparison, curves, loss_curves

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "SKY",
    "Plot",
    "accuracy_over_time",
    "batchnorm_drift",
    "comparison",
    "confused_pairs",
    "confusion",
    "curves",
    "depth",
    "feature_maps",
    "filters",
    "grad_cam",
    "highest_losses",
    "images",
    "labels_needed",
    "layers",
    "loss_curves",
    "parameters",
    "pipeline",
    "projection",
]
