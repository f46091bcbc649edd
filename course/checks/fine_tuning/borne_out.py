"""What the weights that came back show by themselves, whatever was noted of them.

A probe shares its process with the learner's code; who judges does not. So small networks send
their weights, and what is said of these is looked at once more, on a network and on images that are
made anew.
"""

import functools
import json

import torch
from torch import Tensor, nn

from course.checks import snapshots
from course.checks.fine_tuning import images, setting, tuning
from course.checks.judging import Run

_FALSE = 0.1  # accuracy; rounding to bfloat16 turns an image or two of sixty
_CASES_KEPT = 64


def accuracy(run: Run) -> float:
    """Return the accuracy of the returned model, or of its weights alone if that is far lower."""
    noted: float = run.seen.accuracy["returned"]
    if not setting.sends_weights(run.case):
        return noted
    shown = _shown(run)
    return noted if noted <= shown + _FALSE else shown


def _shown(run: Run) -> float:
    if not run.seen.finite:
        return 1 / images.NUM_CLASSES  # such a network answers one class
    network, before, validation = _handed_out(run)
    return tuning.accuracy(tuning.loaded(network, before.values | _weights(run)), validation)


def frozen_moved(run: Run) -> dict[str, float]:
    """Name the frozen tensors that moved, with their largest change, whether noted or not."""
    noted: dict[str, float] = run.seen.frozen_moved
    if not setting.sends_weights(run.case):
        return noted
    _, before, _ = _handed_out(run)
    moved = before.moved_to(_weights(run))
    return {name: size for name, size in moved.items() if name in before.frozen()} | noted


def trainable_still(run: Run) -> list[str]:
    """Name the trainable tensors that did not move, whether noted or not."""
    noted: list[str] = run.seen.trainable_still
    if not setting.sends_weights(run.case):
        return noted
    _, before, _ = _handed_out(run)
    moved = before.moved_to(before.values | _weights(run))
    return sorted({*noted, *(n for n, flag in before.flags.items() if flag and n not in moved)})


def _weights(run: Run) -> dict[str, Tensor]:
    """Return the weights that came back, as far as they fit the network that was handed out."""
    _, before, _ = _handed_out(run)
    given = before.values
    return {
        name: tensor
        for name, tensor in run.seen.weights.items()
        if name in given and (tensor.shape, tensor.dtype) == (given[name].shape, given[name].dtype)
    }


def _handed_out(run: Run) -> tuple[nn.Module, snapshots.Snapshot, setting.Pair]:
    """Make what a run's case hands out: network, how it is, validation images and labels."""
    return _made(json.dumps(run.case))


@functools.lru_cache(_CASES_KEPT)
def _made(case: str) -> tuple[nn.Module, snapshots.Snapshot, setting.Pair]:
    with torch.random.fork_rng(devices=[]):  # what a learner draws is not for us to change
        _, validation, network, _ = tuning.set_up(json.loads(case))
    return network, snapshots.take(network), validation
