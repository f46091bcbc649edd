"""Exercise `replace_head`: a pretrained classifier gets a fresh final layer.

The probe hashes every pretrained tensor and looks each one up in the network that comes back, so
it knows what was kept whatever the names, the wrapper or the copy; what is not found is new.
"""

import copy
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from course import models
from course.checks import networks
from course.checks.feedback import Failure
from course.checks.fingerprints import fingerprint, fingerprints
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "replace_head"
NAMED = ("mobilenet_v2", "resnet18")
UNSEEN = ("efficientnet_b0", "densenet121", "convnext_tiny")
_SIZE = 64


@dataclass(frozen=True)
class Evidence:
    """What the returned network is made of and what it gives."""

    returned: str
    is_module: bool = False
    forward_error: str | None = None
    shape: list[int] = field(default_factory=list)
    finite: bool = True
    lowest: float = 0.0
    highest: float = 0.0
    exact_zeros: int = 0
    rows_sum_to_one: bool = False
    lost: list[str] = field(default_factory=list)
    kept_of: list[int] = field(default_factory=lambda: [0, 0])
    old_head_kept: list[str] = field(default_factory=list)
    new_parameters: int = 0
    new_frozen: int = 0
    new_with_gradient: int = 0
    shared_with_other: int = 0
    other_shape: list[int] = field(default_factory=list)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: both named networks, a two-class one, a pair, and the `unseen` networks."""
    cases = [_case(rng, "named", name, rng.randint(20, 60)) for name in NAMED]
    cases.append(_case(rng, "named", rng.choice(NAMED), 2))
    cases.append(_case(rng, "pair", "resnet18", rng.randint(20, 60)))
    return cases + [_case(rng, "unseen", name, rng.randint(20, 60)) for name in unseen]


def _case(rng: random.Random, kind: str, architecture: str, num_classes: int) -> Case:
    return {
        "kind": kind,
        "architecture": architecture,
        "num_classes": num_classes,
        "seed": rng.randrange(2**31),
        "frozen": rng.random() < 0.5,
        "training": rng.random() < 0.5,
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Give `function` a pretrained network and look at what comes back."""
    base = _base(case)
    known = fingerprints(networks.tensors(base))
    given = {fingerprint(parameter) for parameter in base.parameters()}
    old_head = set(fingerprints(_named_parameters(models.head(base))).values())
    seeded(case["seed"])
    model = function(base, case["num_classes"])
    if not isinstance(model, nn.Module):
        return Evidence(returned=type_name(model))
    other = _second_model(function, case) if case["kind"] == "pair" else None
    return Evidence(
        returned=type_name(model),
        is_module=True,
        **_what_was_kept(model, known, old_head),
        **_what_is_new(model, given, case),
        **_what_comes_out(model, case),
        **_what_is_shared(model, other),
    )


def _base(case: Case) -> nn.Module:
    model = networks.pretrained(case["architecture"], case["seed"])
    model.requires_grad_(not case["frozen"])
    return model.train(case["training"])


def _second_model(function: Callable[..., Any], case: Case) -> Any:
    second = networks.pretrained(case["architecture"], case["seed"] + 1)
    return function(second, case["num_classes"] + 3)


def _named_parameters(layer: nn.Module) -> Iterable[tuple[str, Tensor]]:
    return layer.named_parameters()


def _what_was_kept(
    model: nn.Module, known: dict[str, str], old_head: set[str]
) -> dict[str, Any]:
    found = set(fingerprints(networks.tensors(model)).values())
    backbone = {name: mark for name, mark in known.items() if mark not in old_head}
    lost = [name for name, mark in backbone.items() if mark not in found]
    return {
        "lost": lost[:400],
        "kept_of": [len(backbone) - len(lost), len(backbone)],
        "old_head_kept": [n for n, mark in known.items() if mark in old_head and mark in found],
    }


def _what_is_new(model: nn.Module, given: set[str], case: Case) -> dict[str, Any]:
    new = [p for p in model.parameters() if fingerprint(p) not in given]
    _backward(model, case)
    moving = [p for p in new if p.grad is not None and bool((p.grad != 0).any())]
    return {
        "new_parameters": len(new),
        "new_frozen": sum(not p.requires_grad for p in new),
        "new_with_gradient": len(moving),
    }


def _backward(model: nn.Module, case: Case) -> None:
    """Run one backward pass on a copy of the buffers, so that statistics do not count as moved."""
    state = copy.deepcopy({name: buffer for name, buffer in model.named_buffers()})
    try:
        logits = model.eval()(networks.images(2, _SIZE, case["seed"]))
        labels = torch.arange(2) % case["num_classes"]
        nn.functional.cross_entropy(logits, labels).backward()
    except Exception:  # what does not run is reported by the forward pass
        return
    finally:
        for name, buffer in model.named_buffers():
            buffer.copy_(state[name])


@torch.no_grad()
def _what_comes_out(model: nn.Module, case: Case) -> dict[str, Any]:
    try:
        logits = model.eval()(networks.images(6, _SIZE, case["seed"] + 7))
        return _summary(logits.detach().float())
    except Exception as error:
        return {"forward_error": f"{type(error).__name__}: {str(error)[:200]}"}


def _summary(logits: Tensor) -> dict[str, Any]:
    finite = bool(torch.isfinite(logits).all())
    values = logits.nan_to_num(0, 0, 0)
    rows = values.flatten(1).sum(1) if values.dim() > 1 else values
    return {
        "shape": list(logits.shape)[:6],
        "finite": finite,
        "lowest": float(values.min()) if values.numel() else 0.0,
        "highest": float(values.max()) if values.numel() else 0.0,
        "exact_zeros": int((values == 0).sum()),
        "rows_sum_to_one": bool((rows - 1).abs().max() < 1e-3) if rows.numel() else False,
    }


def _what_is_shared(model: nn.Module, other: Any) -> dict[str, Any]:
    if not isinstance(other, nn.Module):
        return {}
    own = {p.data_ptr() for p in model.parameters()}
    shape = _what_comes_out(model, {"seed": 1}).get("shape", [])
    return {
        "shared_with_other": sum(p.data_ptr() in own for p in other.parameters() if p.numel()),
        "other_shape": shape,
    }


def _network(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _need_module(run: Run) -> None:
    if not run.seen.is_module:
        raise Failure(
            f"replace_head gave back {run.seen.returned} for {_network(run)}, not a model.",
            "The model that the function returns is the one that is used afterwards.",
            "End the function with `return model`.",
            "Which value does your function hand back on its last line?",
            "A function without `return` gives None.",
            "Write `return model` as the last line, at the indentation of the function's body.",
        )


def _need_forward(run: Run) -> None:
    _need_module(run)
    if run.seen.forward_error:
        raise Failure(
            f"{_network(run)} with your head stopped on a batch of images: "
            f"{run.seen.forward_error}",
            "The new layer must take exactly the features that the layer before it gives, and the "
            "model's own forward pass must stay whole.",
            "Read the number of features from the layer that you replace: `old.in_features`.",
            "Which layer gives the new one its input, and how many numbers an image?",
            "The count differs between networks, so it cannot be written into the function.",
            "Use `nn.Linear(old.in_features, num_classes)` with `old` the layer replaced.",
        )


def _wanted(run: Run) -> list[int]:
    return [6, run.case["num_classes"]]


def _gives_num_classes(run: Run) -> None:
    _need_forward(run)
    if run.seen.shape != _wanted(run):
        raise Failure(
            f"For {_network(run)} and num_classes={run.case['num_classes']}, 6 images gave an "
            f"output of shape {tuple(run.seen.shape)}; {tuple(_wanted(run))} was expected.",
            "Changing an attribute does not change what the forward pass uses: the layer that is "
            "called last decides how many logits come out.",
            "Replace the layer that the forward pass really ends with by one with "
            "`num_classes` outputs.",
            "Print the model: what is the last layer called in this network?",
            "ResNet ends in `fc`, MobileNetV2 in `classifier[1]`: an assignment to another name "
            "adds a layer that is never called.",
            "Put `nn.Linear(old.in_features, num_classes)` in the place of the last Linear.",
        )
    if not run.seen.finite:
        raise Failure(
            f"Some of the logits of {_network(run)} are not finite numbers.",
            "Weights that hold NaN or infinity make every output useless.",
            "Let the new layer keep its own initial values.",
        )


@judge("named")
def gives_num_classes_logits(run: Run) -> None:
    """The model gives `num_classes` logits for every image."""
    _gives_num_classes(run)


def _keeps_backbone(run: Run) -> None:
    _need_module(run)
    kept, of = run.seen.kept_of
    if run.seen.lost:
        raise Failure(
            f"Of the {of} pretrained tensors of {_network(run)} outside the last layer, {kept} "
            f"came back unchanged{_first_lost(run)}.",
            "What makes transfer learning work is in those weights: a network built anew, or "
            "initialised again, knows nothing.",
            "Change the last layer of the model that you are given and leave the rest as it is.",
            "Do you build a new network, or set weights, anywhere in the function?",
            "A forward pass in training mode moves BatchNorm's statistics: count features from "
            "the layer's attributes instead.",
            "Only one assignment is needed: the new layer in the place of the old one.",
        )


def _first_lost(run: Run) -> str:
    named = run.case["architecture"] in NAMED
    return f"; the first one missing is {run.seen.lost[0]}" if named else ""


@judge("named")
def backbone_keeps_its_pretrained_weights(run: Run) -> None:
    """Everything but the last layer keeps its pretrained weights."""
    _keeps_backbone(run)


@judge("named")
def old_layer_is_gone(run: Run) -> None:
    """The old 1000-way layer is gone, not built upon."""
    _need_module(run)
    if run.seen.old_head_kept:
        raise Failure(
            f"The old 1000-way layer of {_network(run)} is still in the model "
            f"({run.seen.old_head_kept[0]}).",
            "A layer that is put behind it sees 1000 ImageNet scores, not the image's features; "
            "a layer that is put beside it is never used.",
            "Put the new layer in the old one's place.",
            "Print your model: is there still a layer with 1000 outputs?",
            "Assigning to the attribute that holds the old layer replaces it.",
            "`model.fc = nn.Linear(model.fc.in_features, num_classes)` does it for a ResNet.",
        )


@judge("named")
def new_head_is_trainable(run: Run) -> None:
    """The new head can be trained, even if the model came frozen."""
    _need_forward(run)
    seen = run.seen
    if seen.new_parameters and not seen.new_frozen and seen.new_with_gradient:
        return
    raise Failure(
        f"Of the {seen.new_parameters} new parameter tensors, {seen.new_frozen} have "
        f"requires_grad=False and {seen.new_with_gradient} received a gradient.",
        "The head is the part that learns your classes: frozen, or absent, nothing is learned.",
        "Make the new layer after any freezing, or set its parameters to requires_grad=True.",
        "In which order does your function freeze and replace?",
        "A fresh nn.Linear is trainable: only a later statement can freeze it.",
        "End with `for p in new_head.parameters(): p.requires_grad = True`.",
    )


@judge("named")
def head_gives_raw_scores(run: Run) -> None:
    """The head gives raw scores (logits): no softmax, sigmoid or ReLU at its end."""
    _need_forward(run)
    seen = run.seen
    if len(seen.shape) != 2 or seen.shape[1] < 20:
        return  # with two classes a handful of scores can all be positive by chance
    if seen.lowest >= 0 and seen.highest <= 1 and seen.rows_sum_to_one:
        raise _probabilities(run, "each row lies between 0 and 1 and sums to 1", "a softmax")
    if 0 < seen.lowest and seen.highest < 1:
        raise _probabilities(run, "every score lies between 0 and 1", "a sigmoid")
    if seen.lowest == 0 and seen.highest > 0 and seen.exact_zeros >= 3:
        raise _probabilities(run, f"no score is negative and {seen.exact_zeros} are 0", "a ReLU")


def _probabilities(run: Run, what: str, layer: str) -> Failure:
    return Failure(
        f"The outputs of {_network(run)} look as if they went through {layer}: {what}.",
        "CrossEntropyLoss applies its own softmax: on top of another one the loss cannot fall "
        "below 1.46 for ten classes; behind a ReLU a score that should fall below 0 stops "
        "learning.",
        "Let the last layer be the Linear itself.",
        "What is the very last thing that happens to the scores?",
        "Probabilities are for people: compute them from the logits when you show them.",
        f"Take {layer} out of the head.",
    )


@judge("pair")
def two_models_stay_apart(run: Run) -> None:
    """Two models made one after the other share nothing."""
    _need_forward(run)
    if run.seen.shared_with_other or run.seen.other_shape[1:] != [run.case["num_classes"]]:
        raise Failure(
            f"After a second call with another network, the first model shares "
            f"{run.seen.shared_with_other} parameter tensors with the second and gives outputs "
            f"of shape {tuple(run.seen.other_shape)}.",
            "Two experiments on one network spoil each other: what one learns, the other loses.",
            "Work on the model that is handed in, not on one that is kept outside the function.",
            "Does your function use a variable that lives outside it?",
            "The argument `model` is all that it needs.",
            "Remove the global model and change `model` itself.",
        )


@judge("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _gives_num_classes(run)
    _keeps_backbone(run)
