"""Exercise `replace_head`: a pretrained classifier gets a fresh final layer.

The probe looks at what the network that comes back is made of (`course.checks.heads`), and at what
it gives in evaluation and in training mode. The named networks and one of the others see images of
two sizes.
"""

import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import networks, outputs, plain
from course.checks.ahead import ahead
from course.checks.belonging import PROOF, OfCase, sample
from course.checks.endings import Again, New, logits_and_again
from course.checks.feedback import Failure
from course.checks.heads import Pretrained, is_backbone_used, what_scores_do
from course.checks.judging import Judge, Run, judge, registered
from course.checks.outputs import NoLogits
from course.checks.probing import Case, seeded, type_name

EXERCISE = "replace_head"
NAMED = ("mobilenet_v2", "resnet18")
UNSEEN = ("efficientnet_b0", "densenet121", "convnext_tiny")
_COUNT, _SIZE = 2, 48  # of which the backbones make maps of 1 by 1 or 2 by 2
_OTHER_SIZE = (80, 48)
_THEIRS = 1000  # added to the seed, so that a new layer does not draw what the old one holds
_BUNCHED = 0.42  # of the scores lie at the ends of their range: they were cut off or squashed
_COUNT_IN_TRAINING = 4  # BatchNorm on two images alone would give no gradient


@dataclass(frozen=True)
class Evidence(OfCase):
    """What the returned network is made of and what it gives (counts are of tensors)."""

    returned: str
    is_module: bool = False
    kept: int = 0
    lost: list[str] = field(default_factory=list)
    old_head_kept: list[str] = field(default_factory=list)
    old_rows: int = 0
    forward_error: str | None = None
    shape: list[int] = field(default_factory=list)
    finite: bool = True
    other_size_error: str | None = None
    other_size_shape: list[int] = field(default_factory=list)
    new_parameters: int = 0
    new_frozen: int = 0
    new_with_gradient: int = 0
    training_shape: list[int] = field(default_factory=list)
    training_error: str | None = None
    rows_of_scores: int = 0
    lowest: float = 0.0
    highest: float = 0.0
    at_the_ends: float = field(default=0.0, metadata=PROOF)
    rows_sum_to_one: bool = False
    backbone_used: bool = True
    shared_with_other: int = 0
    changed_by_other: bool = False


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: both named networks, a pair for two classes, and the `unseen` networks.

    Of the named ones one comes frozen and one all but its stem, and exactly one in training mode.
    """
    frozen, training = rng.sample(("everything", "all but stem"), 2), rng.random() < 0.5
    cases = [
        _case(rng, "named", NAMED[0], frozen[0], training),
        _case(rng, "named", NAMED[1], frozen[1], not training),
        _case(rng, "pair", NAMED[0], two_sizes=False) | {"num_classes": 2},
    ]
    return cases + [_case(rng, "unseen", name, two_sizes=name == unseen[0]) for name in unseen]


def _case(
    rng: random.Random,
    kind: str,
    architecture: str,
    frozen: str = "nothing",
    training: bool = False,
    two_sizes: bool = True,
) -> Case:
    return {
        "kind": kind,
        "architecture": architecture,
        "num_classes": rng.randrange(21, 60, 2),  # odd: no layer of the backbone is that wide
        "seed": rng.randrange(2**31),
        "frozen": frozen,
        "training": training,
        "two_sizes": two_sizes,
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Give `function` a pretrained network and look at what comes back."""
    base, known, another = set_up(case)
    numbers = sample(base)
    seeded(case["seed"] + _THEIRS)
    model = function(base, case["num_classes"])
    if not isinstance(model, nn.Module):
        return Evidence(returned=type_name(model), sample=numbers)
    kept, new = known.compare(model)
    images = networks.images(_COUNT, _SIZE, case["seed"])
    given, again, came_out = _what_comes_out(model, new, images, case)
    seen = kept | came_out | {"new_parameters": len(new)}
    if another is not None:
        seen |= _what_is_shared(model, function, another, images, given, case)
    if case["kind"] == "named":
        seen |= _what_is_used(model, new, known, images, given, case)
        seen |= _what_is_new(model, new, case)
    if case["kind"] != "unseen":
        seen |= what_scores_do(new, again, given, case["seed"])
    return Evidence(returned=type_name(model), is_module=True, sample=numbers, **seen)


@ahead
def set_up(case: Case) -> tuple[nn.Module, Pretrained, nn.Module | None]:
    """Build a case's network; return it, what it is made of, and for a pair another one."""
    base = _base(case, case["seed"])
    another = _base(case, case["seed"] + 1) if case["kind"] == "pair" else None
    return base, Pretrained(base), another


def _base(case: Case, seed: int) -> nn.Module:
    model = networks.pretrained(case["architecture"], seed)
    model.requires_grad_(case["frozen"] == "nothing")
    if case["frozen"] == "all but stem":
        next(model.parameters()).requires_grad_(True)
    return model.train(case["training"])


@torch.no_grad()
def _what_comes_out(
    model: nn.Module, new: New, images: Tensor, case: Case
) -> tuple[Tensor | None, Again, dict[str, Any]]:
    """Return the logits on `images`, if there are any, how to have them again, and what is told of
    them.
    """
    try:
        given, again = logits_and_again(model, images, new)
    except NoLogits as error:
        return None, lambda: outputs.logits(model, images), {"forward_error": str(error)}
    given = given.clone()  # the network may keep what it gives
    seen = {"shape": list(given.shape)[:6], "finite": bool(given.isfinite().all())}
    return given, again, seen | (_another_size(model, case) if case["two_sizes"] else {})


def _another_size(model: nn.Module, case: Case) -> dict[str, Any]:
    height, width = _OTHER_SIZE
    try:
        other = outputs.logits(model, networks.images(1, height, case["seed"], width))
    except NoLogits as error:
        return {"other_size_error": str(error)}
    return {"other_size_shape": list(other.shape)[:6]}


def _what_is_used(
    model: nn.Module, new: New, known: Pretrained, images: Tensor, given: Tensor | None, case: Case
) -> dict[str, Any]:
    if given is not None:
        with contextlib.suppress(Exception):  # it stops: then nothing shows that it is not
            used = is_backbone_used(model, new, known, images, given, case["seed"])
            return {"backbone_used": used}
    return {}


def _what_is_new(model: nn.Module, new: New, case: Case) -> dict[str, Any]:
    trainable = [parameter for _, parameter in new if plain.requires_grad(parameter)]
    frozen = sum(_counts_as_frozen(name, parameter) for name, parameter in new)
    seen: dict[str, Any] = {"new_frozen": frozen}
    images = networks.images(_COUNT_IN_TRAINING, _SIZE, case["seed"])
    try:
        with torch.enable_grad():
            given = outputs.logits(model, images, training=True)
            seen["training_shape"] = list(given.shape)[:6]
            moving = outputs.moved_by(given, trainable, case["seed"])
        return seen | {"new_with_gradient": sum(moving)}
    except NoLogits as error:
        return seen | {"training_error": str(error)}


def _counts_as_frozen(name: str, parameter: nn.Parameter) -> bool:
    """Tell whether a layer's weight or bias is frozen; a fixed scale of one's own is no fault."""
    return not plain.requires_grad(parameter) and name.rsplit(".", 1)[-1] in ("weight", "bias")


def _what_is_shared(
    model: nn.Module,
    function: Callable[..., Any],
    another: nn.Module,
    images: Tensor,
    before: Tensor | None,
    case: Case,
) -> dict[str, Any]:
    """Call the function a second time, and see what that does to the first network's logits."""
    other = function(another, case["num_classes"])
    after = _logits_or_none(model, images)
    own, theirs = _places(model), _places(other) if isinstance(other, nn.Module) else []
    return {
        "shared_with_other": len([place for place in theirs if place in set(own)]),
        "changed_by_other": before is not None
        and (after is None or not outputs.are_alike(before, after)),
    }


def _places(model: nn.Module) -> list[int]:
    """Say where in memory the network's parameters lie; a lazy or empty one lies nowhere."""
    made = [p for _, p in networks.parameters(model) if not nn.parameter.is_lazy(p)]
    return [parameter.data_ptr() for parameter in made if parameter.numel()]


@torch.no_grad()
def _logits_or_none(model: nn.Module, images: Tensor) -> Tensor | None:
    try:
        return outputs.logits(model, images)
    except NoLogits:
        return None


def _judge_except(
    told_elsewhere: Callable[[Run], bool], *kinds: str
) -> Callable[[Callable[[Run], None]], Judge]:
    """Register a judge that passes over what another check is about, unless that is all."""

    def register(body: Callable[[Run], None]) -> Judge:
        inner = judge(*kinds)(body)

        def decide(runs: Sequence[Run]) -> None:
            own = [run for run in runs if run.case["kind"] in kinds]
            inner([run for run in own if not told_elsewhere(run)] or own)

        return registered(body, kinds, decide)

    return register


def _stopped(run: Run) -> bool:
    return isinstance(run.seen, Evidence) and run.seen.forward_error is not None


def _unseen_and_unfit(run: Run) -> bool:
    """Say whether it is a network that the learner has not seen, and no classifier came of it."""
    if run.case["kind"] != "unseen":
        return False
    wanted = [_COUNT, run.case["num_classes"]]
    return not isinstance(run.seen, Evidence) or run.seen.shape != wanted


def _network(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _need_module(run: Run) -> None:
    if not run.seen.is_module:
        raise Failure(
            f"replace_head gave back {_a(run.seen.returned)} for {_network(run)}, not a model.",
            "The model that the function returns is the one that is used afterwards.",
            "End the function with `return model`.",
            "Which value does your function hand back on its last line?",
            "A function without `return` gives None.",
            "Write `return model` as the last line, at the indentation of the function's body.",
        )


def _a(kind: str) -> str:
    return kind if kind == "None" else f"a value of type {kind}"


def _need_forward(run: Run) -> None:
    _need_module(run)
    if run.seen.forward_error is not None:
        raise Failure(
            f"With your head, {_network(run)} stopped on a batch of images: "
            f"{run.seen.forward_error}.",
            "The new layer must take exactly the features that the layer before it gives, and the "
            "model's own forward pass must stay whole.",
            "Read the number of features from the layer that you replace: `old.in_features`.",
            "Which layer gives the new one its input, and how many numbers an image?",
            "The count differs between networks, so it cannot be written into the function.",
            "Use `nn.Linear(old.in_features, num_classes)` with `old` the layer replaced.",
        )


def _gives_num_classes(run: Run) -> None:
    _need_forward(run)
    _need_shape(run, f"{_COUNT} images", run.seen.shape, _COUNT)
    if run.case["two_sizes"]:
        _need_other_sizes(run)
    if run.seen.training_shape:
        count = _COUNT_IN_TRAINING
        _need_shape(run, f"{count} images in training mode", run.seen.training_shape, count)
    if not run.seen.finite:
        raise Failure(
            f"Some of the logits of {_network(run)} are not finite numbers.",
            "Weights that hold NaN or infinity make every output useless.",
            "Let the new layer keep its own initial values.",
        )


def _need_shape(run: Run, what: str, shape: list[int], count: int) -> None:
    wanted = [count, run.case["num_classes"]]
    if shape != wanted:
        raise Failure(
            f"For {_network(run)} and num_classes={run.case['num_classes']}, {what} gave an "
            f"output of shape {tuple(shape)}; {tuple(wanted)} was expected.",
            "The layer that is called last decides how many logits come out; an attribute that "
            "only describes a layer, or a layer that is never called, changes nothing.",
            "Replace the layer that the forward pass really ends with by one with "
            "`num_classes` outputs.",
            "Print the model: what is the last layer called in this network?",
            "ResNet ends in `fc`, MobileNetV2 in `classifier[1]`: an assignment to another name "
            "adds a layer that is never called.",
            "Put `nn.Linear(old.in_features, num_classes)` in the place of the last Linear.",
        )


def _need_other_sizes(run: Run) -> None:
    height, width = _OTHER_SIZE
    what = f"one image of {height} by {width} pixels"
    if run.seen.other_size_error is not None:
        raise Failure(
            f"With your head, {_network(run)} runs on images of {_SIZE} by {_SIZE} pixels, but "
            f"stopped on {what}: {run.seen.other_size_error}.",
            "The pretrained network averages over all places of an image before its last layer, "
            "so that every size of image gives the same number of features.",
            "Keep the network's own pooling, or put `nn.AdaptiveAvgPool2d(1)` before your head.",
            "What becomes of height and width on the way to the last layer?",
            "Pooling may be a line in `forward`, which a list of the layers does not show.",
            "Change the last layer in place, so that the network's own `forward` is kept.",
        )
    _need_shape(run, what, run.seen.other_size_shape, 1)


@judge("named", "pair")
def gives_num_classes_logits(run: Run) -> None:
    """The model gives `num_classes` logits for every image."""
    _gives_num_classes(run)


def _keeps_backbone(run: Run) -> None:
    _need_module(run)
    kept, lost = run.seen.kept, run.seen.lost
    first = _first(run, lost, "; the first one missing is {}")
    if lost:
        raise Failure(
            f"Of the {kept + len(lost)} pretrained tensors of {_network(run)} outside the last "
            f"layer, {kept} came back unchanged{first}.",
            "What makes transfer learning work is in those weights: a network built anew, or "
            "initialised again, knows nothing.",
            "Change the last layer of the model that you are given and leave the rest as it is.",
            "Do you build a new network, drop a layer, or set weights, anywhere in the function?",
            "A forward pass in training mode moves BatchNorm's statistics: read the number of "
            "features from the layer's attributes instead.",
            "Only one assignment is needed: the new layer in the place of the old one.",
        )
    if not run.seen.backbone_used:
        raise Failure(
            f"The logits of {_network(run)} stayed the same when its last convolution was "
            "switched off: your head does not use it.",
            "Weights that are kept but not used know nothing about your images.",
            "Feed the new layer with what the last layer of the backbone gives.",
            "Which layer gives your head its input?",
            "The old layer's input is what the whole backbone has worked out.",
            "Only one assignment is needed: the new layer in the place of the old one.",
        )


def _first(run: Run, names: list[str], told: str) -> str:
    return told.format(names[0]) if names and run.case["architecture"] in NAMED else ""


@judge("named")
def backbone_keeps_its_pretrained_weights(run: Run) -> None:
    """Everything but the last layer keeps its pretrained weights."""
    _keeps_backbone(run)


@_judge_except(_unseen_and_unfit, "named", "unseen")
def old_layer_is_gone(run: Run) -> None:
    """The old 1000-way layer is gone, not built upon."""
    _need_module(run)
    if run.seen.old_head_kept:
        raise Failure(
            f"The old 1000-way layer of {_network(run)} is still in the model"
            f"{_first(run, run.seen.old_head_kept, ' ({})')}.",
            "A layer that is put behind it sees 1000 ImageNet scores, not the image's features; "
            "a layer that is put beside it is never used.",
            "Put the new layer in the old one's place.",
            "Print your model: is there still a layer with 1000 outputs?",
            "Assigning to the attribute that holds the old layer replaces it.",
            "`model.fc = nn.Linear(model.fc.in_features, num_classes)` does it for a ResNet.",
        )
    if run.seen.old_rows:
        raise Failure(
            f"{run.seen.old_rows} rows of weights in the new layer of {_network(run)} are those "
            "of the old 1000-way layer.",
            "They tell ImageNet's first classes apart, not yours.",
            "Make a fresh layer instead of cutting the old one down.",
            "Where do the new layer's weights come from?",
            "A new nn.Linear draws its own initial weights.",
            "Use `nn.Linear(old.in_features, num_classes)` and copy nothing into it.",
        )


@_judge_except(_stopped, "named")
def new_head_is_trainable(run: Run) -> None:
    """The new head can be trained, even if the model came frozen."""
    _need_forward(run)
    seen = run.seen
    if seen.new_parameters and not seen.new_frozen and seen.new_with_gradient:
        return
    stopped = f" (in training mode: {seen.training_error})" if seen.training_error else ""
    raise Failure(
        f"Of the {seen.new_parameters} new parameter tensors of {_network(run)}, "
        f"{seen.new_frozen} have requires_grad=False and {seen.new_with_gradient} received a "
        f"gradient{stopped}."
        if seen.new_parameters
        else f"The model made from {_network(run)} holds no new parameter.",
        "The head is the part that learns your classes: frozen, unused or absent, it learns "
        "nothing.",
        "Make the new layer after any freezing, or set its parameters to requires_grad=True.",
        "In which order does your function freeze and replace?",
        "A fresh nn.Linear is trainable: only a later statement can freeze it.",
        "End with `for p in new_head.parameters(): p.requires_grad = True`.",
    )


@_judge_except(_stopped, "named", "pair")
def head_gives_raw_scores(run: Run) -> None:
    """The head gives raw scores (logits): no softmax, sigmoid or ReLU at its end."""
    _need_forward(run)
    lowest, highest = run.seen.lowest, run.seen.highest
    if not run.seen.rows_of_scores:
        raise Failure(
            f"{_COUNT} images gave an output of shape {tuple(run.seen.shape)} from "
            f"{_network(run)}, which holds no row of scores for each image.",
            "The loss needs a score for every class, and a choice of a class has no gradient.",
            "Return the output of the last linear layer.",
        )
    if lowest >= 0 and highest <= 1.001 and run.seen.rows_sum_to_one:
        raise _squashed(run, "each row lies between 0 and 1 and sums to 1", "a softmax")
    if not run.seen.new_parameters:
        return  # features, or old scores, as they are: other checks say so
    if run.seen.changed_by_other or run.seen.shared_with_other:
        return  # another model's scores: two_models_stay_apart says so
    if run.seen.at_the_ends < _BUNCHED:
        return  # cosines, or scores of one sign by chance, lie anywhere in their range
    if lowest >= 0 and 0 < highest <= 1.001:
        raise _squashed(run, "every score lies between 0 and 1", "a sigmoid or a softmax")
    if -1.001 <= lowest < -0.9 and 0.9 < highest <= 1.001:
        raise _squashed(run, "every score lies between -1 and 1", "a tanh")
    if run.case["kind"] == "named" and abs(lowest) < 0.02 * highest:  # else too few
        raise _squashed(run, f"they go up to {highest:.4g}, but not below {lowest:.2g}", "a ReLU")


def _squashed(run: Run, what: str, layer: str) -> Failure:
    return Failure(
        f"Whatever the weights of the head, the outputs of {_network(run)} look as if they went "
        f"through {layer}: {what}.",
        "CrossEntropyLoss applies its own softmax: on top of another one the loss cannot fall "
        "below 1.46 for ten classes, and a score that is cut off or squashed stops learning.",
        "Let the last layer be the Linear itself.",
        "What is the very last thing that happens to the scores?",
        "Probabilities are for people: compute them from the logits when you show them.",
        f"Take {layer} out of the head.",
    )


@judge("pair")
def two_models_stay_apart(run: Run) -> None:
    """Two models made one after the other share nothing."""
    _need_module(run)
    if run.seen.shared_with_other or run.seen.changed_by_other:
        logits = "other logits than" if run.seen.changed_by_other else "the same logits as"
        raise Failure(
            f"After a second call with another {_network(run)}, the first model shares "
            f"{run.seen.shared_with_other} parameter tensors with the second, and gives {logits} "
            "before that call.",
            "Two experiments on one network spoil each other: what one learns, the other loses.",
            "Work on the model that is handed in, and make a new layer in every call.",
            "Does your function use a model or a layer that lives outside it?",
            "The arguments `model` and `num_classes` are all that it needs.",
            "Remove the variable outside the function and build the layer inside.",
        )


@judge("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _gives_num_classes(run)
    _keeps_backbone(run)
