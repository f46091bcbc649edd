"""Exercise `freeze_backbone`: only the final classification layer stays trainable.

Each of the network's parameters is looked up by its bytes in the model that comes back, so the
flags are read from the right tensors whatever the function renamed, wrapped or copied.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from course import models
from course.checks import networks
from course.checks.feedback import Failure
from course.checks.fingerprints import fingerprint
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "freeze_backbone"
NAMED = ("mobilenet_v2", "resnet18")
UNSEEN = ("efficientnet_b0", "densenet121")


@dataclass(frozen=True)
class Evidence:
    """Which parameters came back, and which of them are trainable (counts are of tensors)."""

    returned: str
    is_module: bool = False
    lost: list[str] = field(default_factory=list)
    statistics_moved: int = 0
    weights: list[int] = field(default_factory=lambda: [0, 0])
    vectors: list[int] = field(default_factory=lambda: [0, 0])
    head: list[int] = field(default_factory=lambda: [0, 0])
    trainable_weights: list[str] = field(default_factory=list)
    trainable_vectors: list[str] = field(default_factory=list)
    added_trainable: int = 0


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: each named network wholly trainable and partly frozen, then the `unseen`."""
    named = [_case(rng, "named", name, partly) for name in NAMED for partly in (False, True)]
    return named + [_case(rng, "unseen", name, rng.random() < 0.5) for name in unseen]


def _case(rng: random.Random, kind: str, architecture: str, partly: bool) -> Case:
    return {
        "kind": kind,
        "architecture": architecture,
        "num_classes": rng.randint(12, 60),
        "seed": rng.randrange(2**31),
        "partly_frozen": partly,
        "training": rng.random() < 0.5,
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Give `function` a network with a fresh trainable head and read the flags afterwards."""
    model, head = _network(case)
    known = {name: fingerprint(parameter) for name, parameter in model.named_parameters()}
    in_head = {fingerprint(parameter) for parameter in head.parameters()}
    statistics = {fingerprint(buffer) for _, buffer in _statistics(model)}
    sizes = {name: parameter.dim() for name, parameter in model.named_parameters()}
    seeded(case["seed"])
    result = function(model)
    if not isinstance(result, nn.Module):
        return Evidence(returned=type_name(result))
    found = {fingerprint(p): p.requires_grad for p in result.parameters()}
    now = {fingerprint(buffer) for _, buffer in _statistics(result)}
    return Evidence(
        returned=type_name(result),
        is_module=True,
        statistics_moved=len(statistics - now),
        **_flags(known, in_head, sizes, found),
    )


def _network(case: Case) -> tuple[nn.Module, nn.Module]:
    model = networks.pretrained(case["architecture"], case["seed"])
    model.requires_grad_(True)
    if case["partly_frozen"]:
        for index, parameter in enumerate(model.parameters()):
            parameter.requires_grad_(index % 3 == 0)
    head = networks.set_head(model, case["num_classes"], case["seed"])
    return model.train(case["training"]), head


def _statistics(model: nn.Module) -> Iterable[tuple[str, Tensor]]:
    return [(n, b) for n, b in model.named_buffers() if b.is_floating_point() and b.numel() > 7]


def _flags(
    known: dict[str, str], in_head: set[str], sizes: dict[str, int], found: dict[str, bool]
) -> dict[str, Any]:
    backbone = {name: mark for name, mark in known.items() if mark not in in_head}
    weights = [name for name in backbone if sizes[name] > 1]
    vectors = [name for name in backbone if sizes[name] <= 1]
    trainable_weights = [name for name in weights if found.get(known[name])]
    trainable_vectors = [name for name in vectors if found.get(known[name])]
    return {
        "lost": [name for name, mark in known.items() if mark not in found][:400],
        "weights": [len(trainable_weights), len(weights)],
        "vectors": [len(trainable_vectors), len(vectors)],
        "head": [sum(found.get(mark, False) for mark in in_head), len(in_head)],
        "trainable_weights": trainable_weights[:400],
        "trainable_vectors": trainable_vectors[:400],
        "added_trainable": sum(found[mark] for mark in found.keys() - set(known.values())),
    }


def _name(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _example(run: Run, names: list[str]) -> str:
    return f", {names[0]} among them" if run.case["architecture"] in NAMED else ""


def _need_model(run: Run) -> None:
    if not run.seen.is_module:
        raise Failure(
            f"freeze_backbone gave back {run.seen.returned} for {_name(run)}, not a model.",
            "The model that the function returns is the one that is trained afterwards.",
            "End the function with `return model`.",
            "Which value does your function hand back on its last line?",
            "A function without `return` gives None.",
            "Write `return model` as the last line, at the indentation of the function's body.",
        )


def _weights_are_frozen(run: Run) -> None:
    _need_model(run)
    trainable, of = run.seen.weights
    if trainable:
        raise Failure(
            f"In the backbone of {_name(run)}, {trainable} of {of} weight tensors still have "
            f"requires_grad=True{_example(run, run.seen.trainable_weights)}.",
            "PyTorch computes a gradient for each of them, and the optimizer will move them.",
            "Set `requires_grad` on every parameter (not on a module) outside the last layer.",
            "Print the names of the parameters whose requires_grad is still True.",
            "`module.requires_grad = False` only makes a new attribute; "
            "`module.requires_grad_(False)` or a loop over `module.parameters()` freezes.",
            "Freeze all of `model.parameters()` first, then switch the last layer on again.",
        )


def _vectors_are_frozen(run: Run) -> None:
    _need_model(run)
    trainable, of = run.seen.vectors
    if trainable:
        raise Failure(
            f"In the backbone of {_name(run)}, {trainable} of {of} BatchNorm scales, shifts and "
            f"biases still have requires_grad=True{_example(run, run.seen.trainable_vectors)}.",
            "BatchNorm layers and biases are parameters too: left trainable, they change what "
            "the frozen convolutions mean to the layers behind them.",
            "Freeze every parameter outside the last layer, whatever layer it belongs to.",
            "Which parameters of a BatchNorm layer appear in `named_parameters()`?",
            "A filter on layer types or on names ending in `weight` leaves some out.",
            "Loop over all of `model.parameters()` without any filter, then unfreeze the head.",
        )


def _head_is_trainable(run: Run) -> None:
    _need_model(run)
    trainable, of = run.seen.head
    if trainable < of:
        raise Failure(
            f"Of the {of} tensors of the last layer of {_name(run)}, {trainable} are trainable.",
            "With a frozen or lost head there is nothing left that can learn your classes.",
            "Leave the last layer as it came, with requires_grad=True.",
            "What does your function do to the parameters of the last layer?",
            "In a ResNet the last layer is `fc`, in MobileNetV2 `classifier[1]`.",
            "After freezing everything: `for p in last.parameters(): p.requires_grad = True`.",
        )


@judge("named")
def backbone_weights_do_not_require_grad(run: Run) -> None:
    """No weight of the backbone requires a gradient."""
    _weights_are_frozen(run)


@judge("named")
def batchnorm_and_biases_do_not_require_grad(run: Run) -> None:
    """BatchNorm's scales and shifts, and all biases of the backbone, are frozen too."""
    _vectors_are_frozen(run)


@judge("named")
def head_stays_trainable(run: Run) -> None:
    """The final classification layer stays trainable."""
    _head_is_trainable(run)


@judge("named")
def nothing_else_changes(run: Run) -> None:
    """The model comes back whole: no weight or statistic is changed, nothing is added."""
    _need_model(run)
    seen = run.seen
    if seen.lost or seen.statistics_moved or seen.added_trainable:
        raise Failure(
            f"In {_name(run)}, {len(seen.lost)} parameter tensors came back with other values or "
            f"not at all, {seen.statistics_moved} BatchNorm statistics moved, and "
            f"{seen.added_trainable} trainable tensors were added.",
            "Freezing is a switch: it decides what may change later, and changes nothing itself.",
            "Set `requires_grad` only, and return the model that came in.",
            "Does your function build a layer, copy weights, or run the model?",
            "A forward pass in training mode moves BatchNorm's statistics.",
            "A loop over `model.parameters()` that sets `requires_grad` is enough.",
        )


@judge("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _weights_are_frozen(run)
    _vectors_are_frozen(run)
    _head_is_trainable(run)
