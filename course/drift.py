"""How far BatchNorm's running statistics have moved from a snapshot."""

from typing import Self

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm


class DriftMeter:
    """Remember the running means of a model's BatchNorm layers, and measure how far they go.

    >>> meter = DriftMeter(model)  # doctest: +SKIP
    >>> meter.note()  # after every batch; then course.plots.batchnorm_drift({"mine": meter.drifts})
    """

    def __init__(self, model: nn.Module) -> None:
        self._layers = [m for m in model.modules() if isinstance(m, _BatchNorm)]
        self._start = [(_mean(layer).clone(), _deviation(layer)) for layer in self._layers]
        self.drifts = [0.0]

    def note(self) -> Self:
        """Add the mean change of all running means since the snapshot, in standard deviations."""
        changes = [
            (_mean(layer) - mean).abs() / deviation
            for layer, (mean, deviation) in zip(self._layers, self._start, strict=True)
        ]
        self.drifts.append(float(torch.cat(changes).mean()))
        return self


def _mean(layer: _BatchNorm) -> torch.Tensor:
    mean = layer.running_mean
    return torch.zeros(0) if mean is None else mean.detach()


def _deviation(layer: _BatchNorm) -> torch.Tensor:
    variance = layer.running_var
    return torch.zeros(0) if variance is None else (variance.detach() + layer.eps).sqrt()
