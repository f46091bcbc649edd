"""Unit `tuned_network`: what the learner's `fine_tune` makes of real images.

The network is a pretrained MobileNetV2 with a new head whose lower blocks stay frozen. What these
make of an image never changes, so it is computed once for all, and `fine_tune` is given the blocks
above, all trainable, and loaders of maps instead of images. In `permuted` the classes have other
numbers, in `random` the labels mean nothing, and in `unseen` the network is built in another way
than any that the assignment names.
"""

import random
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import networks, tails, trials
from course.checks.probing import Case, seeded
from course.checks.trials import Evidence

__all__ = ["EXERCISE", "FUNCTIONS", "Evidence", "draw", "probe"]

EXERCISE = "tuned_network"
FUNCTIONS = ("fine_tune",)
BUDGETS: dict[str, dict[str, Any]] = {
    "cpu": {"size": 64, "per_class": 60, "batch": 32, "epochs": 3},
    "cuda": {"size": 96, "per_class": 200, "batch": 32, "epochs": 4},
}
_UNDECIDED = 1e-5
_VALIDATION = 100  # of the images that are drawn; the rest is learned from


def draw(rng: random.Random, unseen: Sequence[str] = (), device: str = "cpu") -> list[Case]:
    """Draw the cases: seeds, the images to learn from and the order of the classes."""
    order = trials.other_order(rng)
    return [
        accuracy_case(rng, device),
        _case(rng, "permuted", device, labels="permuted", permutation=order, held_out=500),
        _case(rng, "random", device, labels="random", per_class=30, epochs=2, held_out=500),
        _case(rng, "unseen", device, per_class=40, held_out=500),
    ]


def accuracy_case(rng: random.Random, device: str = "cpu") -> Case:
    """Draw one more case of the plain job, with a seed of its own."""
    return _case(rng, "accuracy", device)


def _case(rng: random.Random, kind: str, device: str, **given: Any) -> Case:
    usual = {"kept": "maps", **BUDGETS[device]}
    return trials.case(rng, EXERCISE, kind, device, **(usual | given))


def probe(call: Callable[..., Any], case: Case) -> Evidence:
    """Let `fine_tune` train a network, and let that answer."""
    device = torch.device(case["device"])
    network = _network(case).to(device)
    train, validation = _loaders(case)
    seeded(case["seed"])
    tuned = call("fine_tune", network, train, validation, case["epochs"], device)
    if not isinstance(tuned, nn.Module):
        raise TypeError(f"fine_tune returned {type(tuned).__name__}, not a network")
    return trials.answered("cached", tuned.to(device), "maps", _as_they_are, case)


def _network(case: Case) -> nn.Module:
    model = tails.upper(networks.pretrained(case["network"], case["seed"]))
    head = networks.set_head(model, trials.NUM_CLASSES, case["seed"])
    _undecide(head)
    if case["kind"] != "unseen":
        return model
    trunk = nn.Sequential(model.get_submodule("features"), nn.AdaptiveAvgPool2d(1))
    return nn.Sequential(OrderedDict(trunk=trunk, flat=nn.Flatten(), scores=head))


@torch.no_grad()
def _undecide(head: nn.Linear) -> None:
    """Make a head that has no opinion yet: a step of any size then decides it."""
    head.weight.mul_(_UNDECIDED)
    head.bias.zero_()


def _as_they_are(maps: Tensor) -> Tensor:
    return maps


def _loaders(case: Case) -> tuple[Any, Any]:
    """Split the images that are drawn into a training and a validation loader."""
    rows, labels = trials.training_rows(case)
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(case["seed"]))
    given = trials.read(case["sets"]["train"], "maps")[rows[order]]

    def loader(part: slice, batch: int) -> Any:
        dataset = trials.Batches(given[part], labels[order][part], _as_they_are)
        return trials.loader(dataset, batch, case["seed"])

    return loader(slice(_VALIDATION, None), case["batch"]), loader(slice(_VALIDATION), 50)
