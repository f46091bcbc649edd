"""Exercise `freeze_backbone`: only the final classification layer stays trainable.

Each of the network's parameters is looked up by its bytes in the model that comes back, so the
flags are read from the right tensors whatever the function renamed, wrapped or copied. One whose
values were changed is looked up by its name, and one that became a buffer counts as frozen.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from course.checks import networks, plain, steps, unfamiliar
from course.checks.ahead import ahead
from course.checks.belonging import OfCase, sample
from course.checks.feedback import Failure
from course.checks.fingerprints import fingerprint, fingerprints
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "freeze_backbone"
NAMED = ("mobilenet_v2", "resnet18")
UNSEEN = ("efficientnet_b0", "densenet121", unfamiliar.SLIM)
_SIZE = 48
_COMES_TRAINABLE: dict[str, Callable[[int], bool]] = {  # by the parameter's index
    "nothing": lambda index: True,
    "first layer": lambda index: index > 0,
    "here and there": lambda index: index % 4 < 2,  # of the stem, a weight and a vector
}
_AS_WIDE = {"resnet18": 64, "efficientnet_b0": 10}  # classes: some of its layers are so wide, too


@dataclass(frozen=True)
class Evidence(OfCase):
    """What became of the network's parameters (counts are of tensors)."""

    returned: str
    is_module: bool = False
    weights: int = 0
    vectors: int = 0
    head: int = 0
    trainable_weights: list[str] = field(default_factory=list)
    trainable_vectors: list[str] = field(default_factory=list)
    trainable_in_head: int = 0
    missing_weights: int = 0
    missing_vectors: int = 0
    changed: list[str] = field(default_factory=list)
    statistics_moved: int = 0
    added_trainable: int = 0
    forward_error: str | None = None
    logits: dict[str, Tensor] = field(default_factory=dict)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: the named networks, then the `unseen`.

    Of the named ones one comes frozen in its first layer and one here and there, and exactly one in
    training mode.
    """
    training = rng.random() < 0.5
    named = [
        _case(rng, "named", NAMED[0], "first layer", training),
        _case(rng, "named", NAMED[1], "here and there", not training),
    ]
    return named + [_case(rng, "unseen", name) for name in unseen]


def _case(
    rng: random.Random,
    kind: str,
    architecture: str,
    frozen: str = "nothing",
    training: bool = False,
) -> Case:
    return {
        "kind": kind,
        "architecture": architecture,
        "num_classes": _AS_WIDE.get(architecture, rng.randrange(21, 60)),
        "seed": rng.randrange(2**31),
        "frozen": frozen,
        "training": training,
        "stepped": architecture in steps.STEPPED,
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Give `function` a network with a fresh trainable head and read the flags afterwards."""
    model, known, image = set_up(case)
    numbers = sample(model)
    seeded(case["seed"])
    result = function(model)
    if not isinstance(result, nn.Module):
        return Evidence(returned=type_name(result), sample=numbers)
    flags = known.look_up(result)
    return Evidence(
        returned=type_name(result),
        is_module=True,
        sample=numbers,
        **flags,
        **steps.seen_around_a_step(result, image, case),
    )


@ahead
def set_up(case: Case) -> "tuple[nn.Module, _Known, Tensor]":
    """Build a case's network; return it, what is known of it, and an image."""
    model, head = _network(case)
    known, image = _Known(model, head), networks.images(1, _SIZE, case["seed"])
    return model.train(case["training"]), known, image


def _network(case: Case) -> tuple[nn.Module, nn.Module]:
    model = unfamiliar.build(case["architecture"], case["seed"])
    for index, parameter in enumerate(model.parameters()):
        parameter.requires_grad_(_COMES_TRAINABLE[case["frozen"]](index))
    return model, networks.set_head(model, case["num_classes"], case["seed"])


class _Known:
    """A network's parameters and statistics before it is handed out."""

    __slots__ = (
        "backbone",
        "dims",
        "head",
        "marks",
        "statistics",
    )  # keeps its methods

    def __init__(self, model: nn.Module, head: nn.Module) -> None:
        named = networks.parameters(model)
        own = {id(parameter) for parameter in head.parameters()}
        self.marks = {name: fingerprint(parameter) for name, parameter in named}
        self.dims = {name: parameter.dim() for name, parameter in named}
        self.head = [name for name, parameter in named if id(parameter) in own]
        self.backbone = [name for name, parameter in named if id(parameter) not in own]
        self.statistics = set(fingerprints(model.named_buffers()).values())

    def look_up(self, model: nn.Module) -> dict[str, Any]:
        """Tell what became of every parameter in the model that came back."""
        named = [(name, t, fingerprint(t)) for name, t in networks.tensors(model)]
        flags = self._flags(named)
        weights = [name for name in self.backbone if self.dims[name] > 1]
        vectors = [name for name in self.backbone if self.dims[name] <= 1]
        marks, known = {mark for _, _, mark in named}, set(self.marks.values())
        return {
            "weights": len(weights),
            "vectors": len(vectors),
            "head": len(self.head),
            "trainable_weights": [name for name in weights if flags.get(name)][:400],
            "trainable_vectors": [name for name in vectors if flags.get(name)][:400],
            "trainable_in_head": sum(flags.get(name, False) for name in self.head),
            "missing_weights": sum(name not in flags for name in weights),
            "missing_vectors": sum(name not in flags for name in vectors),
            "changed": [name for name, mark in self.marks.items() if mark not in marks][:400],
            "statistics_moved": len(self.statistics - marks),
            "added_trainable": sum(
                plain.requires_grad(tensor)
                for name, tensor, mark in named
                if mark not in known and name not in self.marks
            ),
        }

    def _flags(self, named: list[tuple[str, Tensor, str]]) -> dict[str, bool]:
        """Map each parameter that came back to whether it, or any copy of it, is trainable."""
        by_mark: dict[str, bool] = {}
        for _, tensor, mark in named:
            by_mark[mark] = by_mark.get(mark, False) or plain.requires_grad(tensor)
        by_name = {name: plain.requires_grad(tensor) for name, tensor, _ in named}
        found = {name: by_mark.get(mark, by_name.get(name)) for name, mark in self.marks.items()}
        return {name: flag for name, flag in found.items() if flag is not None}


def _name(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _example(run: Run, names: list[str]) -> str:
    return f", {names[0]} among them" if run.case["architecture"] in NAMED else ""


def _need_model(run: Run) -> None:
    if not run.seen.is_module:
        given = run.seen.returned
        raise Failure(
            f"freeze_backbone gave back {given if given == 'None' else f'a value of type {given}'}"
            f" for {_name(run)}, not a model.",
            "The model that the function returns is the one that is trained afterwards.",
            "End the function with `return model`.",
            "Which value does your function hand back on its last line?",
            "A function without `return` gives None.",
            "Write `return model` as the last line, at the indentation of the function's body.",
        )


def _need_all(run: Run, missing: int, of: int, what: str) -> None:
    if missing:
        raise Failure(
            f"{missing} of {of} {what} of the backbone of {_name(run)} are not in the model that "
            "came back.",
            "What is not there cannot be trained, but neither can it be used.",
            "Return the whole model that came in.",
            "Which object does your function hand back on its last line?",
            "A part of the model, or a new model, is not the model.",
            "Write `return model` as the last line.",
        )


def _weights_are_frozen(run: Run) -> None:
    _need_model(run)
    trainable, of = len(run.seen.trainable_weights), run.seen.weights
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
    _need_all(run, run.seen.missing_weights, of, "weight tensors")


def _vectors_are_frozen(run: Run) -> None:
    _need_model(run)
    trainable, of = len(run.seen.trainable_vectors), run.seen.vectors
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
    _need_all(run, run.seen.missing_vectors, of, "BatchNorm scales, shifts and biases")


def _head_is_trainable(run: Run) -> None:
    _need_model(run)
    trainable, of = run.seen.trainable_in_head, run.seen.head
    if trainable < of:
        raise Failure(
            f"{trainable} of the {of} tensors of the last layer of {_name(run)} can be trained.",
            "With a frozen or lost head there is nothing left that can learn your classes.",
            "Leave the last layer as it came, with requires_grad=True.",
            "What does your function do to the parameters of the last layer?",
            "In a ResNet the last layer is `fc`, in MobileNetV2 `classifier[1]`.",
            "After freezing everything: `for p in last.parameters(): p.requires_grad = True`.",
        )


def _need_step(run: Run) -> None:
    seen = run.seen
    wrong = seen.trainable_weights or seen.trainable_vectors or seen.trainable_in_head < seen.head
    if steps.leads_elsewhere(run, not wrong):
        raise steps.failure(
            f"A step of gradient descent on all that is trainable in {_name(run)} leads elsewhere "
            "than one on the last layer alone.",
            "Freeze all of `model.parameters()`, then switch the last layer on again.",
        )


@judge("named")
def backbone_weights_do_not_require_grad(run: Run) -> None:
    """No weight of the backbone requires a gradient."""
    _weights_are_frozen(run)
    _need_step(run)


@judge("named")
def batchnorm_and_biases_do_not_require_grad(run: Run) -> None:
    """BatchNorm's scales and shifts, and all biases of the backbone, are frozen too."""
    _vectors_are_frozen(run)
    _need_step(run)


@judge("named")
def head_stays_trainable(run: Run) -> None:
    """The final classification layer stays trainable."""
    _head_is_trainable(run)
    _need_step(run)


@judge("named")
def nothing_else_changes(run: Run) -> None:
    """The model comes back whole: no weight or statistic is changed, nothing is added."""
    _need_model(run)
    seen = run.seen
    found = [
        (len(seen.changed), "parameter tensors came back with other values, or not at all"),
        (seen.statistics_moved, "BatchNorm statistics moved"),
        (seen.added_trainable, "trainable tensors were added"),
    ]
    if said := [f"{count} {what}" for count, what in found if count]:
        raise Failure(
            f"In {_name(run)}, {' and '.join(said)}.",
            "Freezing is a switch: it decides what may change later, and changes nothing itself.",
            "Set `requires_grad` only, and return the model that came in.",
            "Does your function build a layer, copy weights, or run the model?",
            "A forward pass in training mode moves BatchNorm's statistics.",
            "A loop over `model.parameters()` that sets `requires_grad` is enough.",
        )
    _need_step(run)
    if seen.forward_error is not None or not steps.started_alike(seen.logits, run.reference.logits):
        stopped = f"stops on an image: {seen.forward_error}" if seen.forward_error else ""
        raise Failure(
            f"{_name(run)}, as it came back, {stopped or 'gives other logits than before'}.",
            "A network is more than its layers: its `forward` says how they work together.",
            "Return the model that came in, and not a new one made of its layers.",
            "Is the object that you return the one that came in?",
            "Pooling and flattening may be lines in `forward`, which a list of layers loses.",
            "Write `return model` as the last line.",
        )


@judge("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _weights_are_frozen(run)
    _vectors_are_frozen(run)
    _head_is_trainable(run)
    _need_step(run)
