"""Exercise `parameter_groups`: one learning rate for the backbone, another for the head.

Whatever a torch optimizer takes is right. The groups are read parameter by parameter, by identity,
and an optimizer is built from them. One network was sorted before, when all of it was trainable.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from course import models
from course.checks import again, networks, snapshots
from course.checks.ahead import ahead
from course.checks.belonging import PROOF, OfCase, sample
from course.checks.feedback import Failure
from course.checks.fine_tuning import flags
from course.checks.fine_tuning.groups import Groups, is_near
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "parameter_groups"
UNSEEN = flags.UNSEEN
_BEFORE = " The function had sorted the same model before, when all of it was trainable."


@dataclass(frozen=True)
class Evidence(OfCase):
    """What the groups hold (counts are of tensors); `unreadable` and `refused` are messages.

    `backbone` and `head` count trainable tensors: `of` all, those at the `right` rate, those at
    `another`, and those that are `missing`. `rates` has every parameter's own, 0 in no group.
    """

    returned: str
    unreadable: str | None = None
    refused: str | None = None
    backbone: dict[str, int] = field(default_factory=dict)
    head: dict[str, int] = field(default_factory=dict)
    frozen: int = 0
    twice: int = 0
    foreign: int = 0
    flags_changed: int = 0
    values_changed: int = 0
    rates: list[float] = field(default_factory=list, metadata=PROOF)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: the last blocks trainable, all of them, or, at one rate, some here and there."""
    mobilenet, resnet = flags.NAMED
    return [
        _case(rng, "named", mobilenet, "last", rng.randint(2, 9)) | {"again": True},
        _case(rng, "named", resnet, "last", rng.randint(1, 3), slow_head=True),
        _case(rng, "named", mobilenet, "thawed"),
        _case(rng, "named", mobilenet, "scattered", one_rate=True),
        *(_case(rng, "unseen", n, "last", rng.randint(2, flags.BLOCKS[n] - 1)) for n in unseen),
    ]


def _case(
    rng: random.Random,
    kind: str,
    architecture: str,
    state: str,
    trainable: int = 0,
    slow_head: bool = False,
    one_rate: bool = False,
) -> Case:
    rates = [rng.randint(11, 99) * 1e-6, rng.randint(11, 99) * 1e-4]
    if one_rate:
        rates[0] = rates[1]
    return {
        "kind": kind,
        "architecture": architecture,
        "state": state,
        "trainable": trainable,
        "backbone_lr": rates[slow_head],
        "head_lr": rates[not slow_head],
        # else odd: no layer is that wide. Comparing all values of a layer and the head, as some do,
        # takes up to 3 GB or more than can be had at all, and never what is just on the line
        "num_classes": flags.AS_WIDE.get(architecture, rng.randrange(23, 29, 2)),
        "seed": rng.randrange(2**31),
        "training": rng.random() < 0.5,
        "again": False,
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` sort a network's parameters into groups, and read them."""
    model, before = _sorted_before(function, case) if case["again"] else set_up(case)
    numbers = sample(model)
    head = {id(p) for p in models.head(model).parameters()}
    known = dict(model.named_parameters())
    seeded(case["seed"])
    result = function(model, case["backbone_lr"], case["head_lr"])
    groups = Groups(result)
    trainable = {n: p for n, p in known.items() if before.flags[n]}
    parts = {
        "backbone": [p for p in trainable.values() if id(p) not in head],
        "head": [p for p in trainable.values() if id(p) in head],
    }
    return Evidence(
        returned=type_name(result),
        sample=numbers,
        unreadable=groups.unreadable,
        refused=groups.refused,
        frozen=sum(id(p) in groups.rates for n, p in known.items() if not before.flags[n]),
        twice=sum(len(groups.rates.get(id(p), ())) > 1 for p in known.values()),
        foreign=len(groups.rates.keys() - {id(p) for p in known.values()}),
        flags_changed=len(before.flags_changed(model)),
        values_changed=len(before.moved(model)),
        rates=[groups.rate(parameter) for parameter in known.values()],
        **{name: groups.count(own, case[f"{name}_lr"]) for name, own in parts.items()},
    )


@ahead
def set_up(case: Case) -> tuple[nn.Module, snapshots.Snapshot]:
    """Build a case's network, and note how it is."""
    model = flags.network(case)
    return model, snapshots.take(model)


def _sorted_before(
    function: Callable[..., Any], case: Case
) -> tuple[nn.Module, snapshots.Snapshot]:
    """Give `function` a case's network with other flags first; a new one if that changed it."""
    model, before = set_up(case)
    seeded(case["seed"])
    as_before = again.called(
        model,
        lambda: model.requires_grad_(True),
        lambda: function(model, case["backbone_lr"], case["head_lr"]),
    )
    return (model, before) if as_before else set_up(case)


def _name(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _need_groups(run: Run) -> None:
    if run.seen.unreadable is not None:
        raise Failure(
            f"From the value of type {run.seen.returned} that came back no groups can be read: "
            f"{run.seen.unreadable}.",
            "An optimizer takes a list of dictionaries, one for each group.",
            'Return a list such as `[{"params": [...], "lr": backbone_lr}, ...]`.',
            "Which value does your function hand back on its last line?",
            'Each group is a dictionary with the keys `"params"` and `"lr"`.',
            'End with `return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": '
            "head_lr}]`.",
        )
    if _counts_are_right(run) and not _rates_are_right(run):
        raise Failure(
            f"One by one, the parameters of {_name(run)} have other learning rates than was "
            "counted.",
            "Only the groups that your function returns tell which rate a parameter gets.",
            "Return groups that hold the model's own parameters.",
        )


def _counts_are_right(run: Run) -> bool:
    seen, reference = run.seen, run.reference
    once = not seen.frozen and not seen.twice
    return once and (seen.backbone, seen.head) == (reference.backbone, reference.head)


def _rates_are_right(run: Run) -> bool:
    own, wanted = run.seen.rates, run.reference.rates
    return len(own) == len(wanted) and all(map(is_near, own, wanted))


def _backbone_is_right(run: Run) -> None:
    _need_groups(run)
    found = run.seen.backbone
    if found["right"] < run.reference.backbone["of"]:
        raise Failure(
            f"Of {found['of']} trainable tensors in the backbone of {_name(run)}, {found['right']} "
            f"are at backbone_lr, {found['another']} at another rate, and {found['missing']} in no "
            "group.",
            "What is in no group is never trained, and a rate that is too high destroys what the "
            "backbone knows.",
            'Put every trainable parameter outside the head in a group with `"lr": backbone_lr`.',
            "Count the parameters in your backbone group.",
            "A generator can be gone through once only: make a list of it.",
            "`[p for p in model.parameters() if p.requires_grad and id(p) not in head_ids]`.",
        )


def _head_is_right(run: Run) -> None:
    _need_groups(run)
    found = run.seen.head
    if found["right"] < run.reference.head["of"]:
        raise Failure(
            f"Of {found['of']} tensors in the head of {_name(run)}, {found['right']} are at "
            f"head_lr, {found['another']} at another rate, and {found['missing']} in no group.",
            "The head has the most to learn, and needs a learning rate of its own.",
            'Put the parameters of `course.models.head(model)` in a group with `"lr": head_lr`.',
            "Which parameters are in your head group?",
            "The head has a weight and a bias, and both belong to it.",
            '`{"params": list(course.models.head(model).parameters()), "lr": head_lr}`.',
        )


def _frozen_stay_out(run: Run) -> None:
    _need_groups(run)
    if run.seen.frozen:
        raise Failure(
            f"{run.seen.frozen} frozen tensors of {_name(run)} are in a group."
            + _BEFORE * run.case["again"],
            "Weight decay or old momentum can be applied to whatever an optimizer holds, and a "
            "list of what trains should say what trains.",
            "Take only parameters whose requires_grad is True.",
            "What does `model.parameters()` give: all parameters, or the trainable ones?",
            "The flag `requires_grad` tells which are trainable.",
            "Add `if p.requires_grad` to the comprehension.",
        )


@judge("named")
def backbone_gets_its_learning_rate(run: Run) -> None:
    """Every trainable parameter of the backbone is in a group with `backbone_lr`."""
    _backbone_is_right(run)


@judge("named")
def head_gets_its_learning_rate(run: Run) -> None:
    """Every parameter of the head is in a group with `head_lr`."""
    _head_is_right(run)


@judge("named")
def frozen_parameters_are_in_no_group(run: Run) -> None:
    """No frozen parameter is in a group."""
    _frozen_stay_out(run)


@judge("named")
def no_parameter_comes_twice(run: Run) -> None:
    """No parameter is in two groups, or twice in one."""
    _need_groups(run)
    if run.seen.twice:
        raise Failure(
            f"{run.seen.twice} tensors of {_name(run)} come twice.",
            "Which of two learning rates would such a parameter have? PyTorch refuses to guess.",
            "Leave the head's parameters out of the backbone's group.",
            "Is the head a part of `model.parameters()`?",
            "Compare parameters by identity: `==` on tensors compares their values.",
            "`head_ids = {id(p) for p in head.parameters()}`, then `if id(p) not in head_ids`.",
        )


@judge("named")
def an_optimizer_takes_the_groups(run: Run) -> None:
    """A torch optimizer can be built from the groups, and holds the model's own parameters."""
    _need_groups(run)
    if run.seen.refused is not None:
        raise Failure(
            f"The optimizer refuses the groups: {run.seen.refused}.",
            "An optimizer takes dictionaries with tensors, or pairs of a name and a tensor, under "
            '`"params"`.',
            "Build an optimizer from your groups in a cell of your own, and read the error.",
            "What is the first thing in your group's list?",
            "Copies and computed tensors are not the model's parameters.",
            'Use `"params": [p for p in ...]` with parameters of the model.',
        )
    if run.seen.foreign:
        raise Failure(
            f"{run.seen.foreign} tensors in the groups are not parameters of the model.",
            "An optimizer that holds copies trains the copies, and the model stays as it is.",
            "Put the model's own parameters in the groups.",
            "Does your function copy the model or a tensor?",
            "`p.data`, `p.clone()` and `p.detach()` are other tensors than `p`.",
            "Take the parameters from `model.named_parameters()` as they are.",
        )


@judge("named")
def leaves_the_model_unchanged(run: Run) -> None:
    """The model stays as it is: no flag and no weight changes."""
    if run.seen.flags_changed or run.seen.values_changed:
        raise Failure(
            f"{run.seen.flags_changed} requires_grad flags and {run.seen.values_changed} tensors "
            f"of {_name(run)} are no longer as they were.",
            "Who trains what was decided before; this function only sorts.",
            "Read `requires_grad`, and do not write it.",
            "Which line of your function changes something in the model?",
            "Freezing and unfreezing belong in `unfreeze_last_blocks`.",
            "Take out every `requires_grad_(...)` and every `requires_grad = ...`.",
        )


@judge("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _backbone_is_right(run)
    _head_is_right(run)
    _frozen_stay_out(run)
