"""Unit `trained_network`: what the learner's own functions make of real images.

`replace_head` and `freeze_backbone` build the network and `train_one_epoch` trains it, on the
course's training images; it then answers on images whose labels are not here. `accuracy` is the
lesson's own job. In `permuted` the classes have other numbers, in `random` the labels mean nothing,
and `unseen` has a network that the assignment does not name.
"""

import contextlib
import random
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import networks, tails, trials
from course.checks.probing import Case, seeded
from course.checks.trials import Evidence

__all__ = ["EXERCISE", "FUNCTIONS", "Evidence", "draw", "probe"]

EXERCISE = "trained_network"
FUNCTIONS = ("replace_head", "freeze_backbone", "train_one_epoch")
BUDGETS: dict[str, dict[str, Any]] = {
    "cpu": {"size": 64, "per_class": 200, "batch": 64, "epochs": 4},
    "cuda": {"size": 128, "per_class": 350, "batch": 32, "epochs": 10},
}
UNSEEN_NETWORK = "shufflenet_v2_x0_5"
_UNSEEN = {"kept": "", "size": 32, "per_class": 40, "batch": 32, "epochs": 4, "held_out": 300}
_RATE = 1e-3
Call = Callable[..., Any]


def draw(rng: random.Random, unseen: Sequence[str] = (), device: str = "cpu") -> list[Case]:
    """Draw the cases: seeds, the images to learn from and the order of the classes."""
    order = trials.other_order(rng)
    return [
        accuracy_case(rng, device),
        _case(rng, "permuted", device, labels="permuted", permutation=order, per_class=100),
        _case(rng, "random", device, labels="random", per_class=50),
        _case(rng, "unseen", device, network=UNSEEN_NETWORK, **_UNSEEN),
    ]


def accuracy_case(rng: random.Random, device: str = "cpu") -> Case:
    """Draw one more case of the lesson's own job, with a seed of its own."""
    return _case(rng, "accuracy", device)


def _case(rng: random.Random, kind: str, device: str, **given: Any) -> Case:
    usual = {"kept": "features", "dtype": "float32", **BUDGETS[device]}
    return trials.case(rng, EXERCISE, kind, device, **(usual | given))


def probe(call: Call, case: Case) -> Evidence:
    """Build, train and try a network with the learner's functions."""
    seeded(case["seed"])
    base = networks.pretrained(case["network"], case["seed"])
    known = [tensor.clone() for _, tensor in networks.parameters(base)]
    model = _network(call, networks.pretrained(case["network"], case["seed"]), "replace_head", 10)
    model = _network(call, model, "freeze_backbone")
    unfrozen = _unfrozen(model, known)
    trainable = [p for p in model.parameters() if p.requires_grad]
    if unfrozen or not trainable:
        return Evidence("none", unfrozen, [], True)
    with _precision(case):
        return _trained(call, model, base, case)


def _network(call: Call, model: nn.Module, name: str, *arguments: Any) -> nn.Module:
    made = call(name, model, *arguments)
    if not isinstance(made, nn.Module):
        raise TypeError(f"{name} returned {type(made).__name__}, not a network")
    return made


def _unfrozen(model: nn.Module, known: list[Tensor]) -> list[str]:
    """Name the pretrained parameters that would train, whatever the network calls them."""
    by_shape: dict[tuple[int, ...], list[Tensor]] = {}
    for tensor in known:
        by_shape.setdefault(tuple(tensor.shape), []).append(tensor)
    return [
        name
        for name, p in networks.parameters(model)
        if p.requires_grad and any(torch.equal(p, t) for t in by_shape.get(tuple(p.shape), ()))
    ][:50]


def _precision(case: Case) -> Any:
    if case["dtype"] == "bfloat16":
        # one context spans many steps, so weights must be rounded afresh at each
        return torch.autocast(case["device"], torch.bfloat16, cache_enabled=False)
    return contextlib.nullcontext()


def _trained(call: Call, model: nn.Module, base: nn.Module, case: Case) -> Evidence:
    rows, labels = trials.training_rows(case)
    images = trials.read(case["sets"]["train"], "images")[rows]
    device = torch.device(case["device"])
    criterion = nn.CrossEntropyLoss()

    def train(network: nn.Module, optimizer: torch.optim.Optimizer, loader: Any) -> None:
        place = next(network.parameters()).device
        call("train_one_epoch", network, criterion, optimizer, loader, place)

    with torch.autocast(case["device"], enabled=False):  # the same network, whatever its precision
        reason = _why_not_short(train, model, base, images, labels, rows, case)
    if reason:
        network = model.to(device)
        _epochs(train, network, trials.Batches(images, labels, _ready(case)), case)
        return trials.answered(f"full: {reason}", network, "images", _ready(case), case)
    network = tails.Tail(model.classifier).to(device)  # type: ignore[arg-type]
    kept = trials.read(case["sets"]["train"], "features")[rows]
    _epochs(train, network, trials.Batches(kept, labels, trials.as_inputs), case)
    return trials.answered("cached", network, "features", trials.as_inputs, case)


def _ready(case: Case) -> trials.Ready:
    return lambda images: trials.prepared(images, case["size"])


def _why_not_short(
    train: tails.Train,
    model: nn.Module,
    base: nn.Module,
    images: Tensor,
    labels: Tensor,
    rows: Tensor,
    case: Case,
) -> str:
    """Try the shortcut out on drawn images; say why it is not the same, empty if it is."""
    if not case["kept"]:
        return "no features are kept for this network"
    reason = tails.obstacle(model, base)
    if reason:
        return reason
    picked = torch.randperm(len(rows))[: tails.tried()]
    kept = trials.read(case["sets"]["train"], "features")[rows[picked]]
    ready = trials.prepared(images[picked], case["size"])
    return tails.disagreement(model, ready, kept) or tails.departure(
        train, model, base, ready, kept, labels[picked]
    )


def _epochs(train: tails.Train, network: nn.Module, dataset: trials.Batches, case: Case) -> None:
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], lr=_RATE)
    loader = trials.loader(dataset, case["batch"], case["seed"])
    seeded(case["seed"])
    for _ in range(case["epochs"]):
        train(network, optimizer, loader)
