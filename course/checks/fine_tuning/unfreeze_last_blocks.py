"""Exercise `unfreeze_last_blocks`: the last blocks and the head train, all else is frozen.

`flags` builds networks in various states and finds their parameters again. Most cases arrive as
they do after feature extraction; `states` arrive otherwise, one from another call of the function,
and `edges` ask for one block and for all of them.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from course.checks import networks, steps
from course.checks.ahead import ahead
from course.checks.belonging import OfCase, sample
from course.checks.feedback import Failure
from course.checks.fine_tuning import flags
from course.checks.judging import Judge, Run, judge, registered
from course.checks.probing import Case, seeded, type_name

EXERCISE = "unfreeze_last_blocks"
UNSEEN = flags.UNSEEN
_SIZE = 48


@dataclass(frozen=True)
class Evidence(OfCase):
    """What became of the network's parameters (counts are of tensors).

    `parts` holds [weights, trainable ones, vectors, trainable ones] for every block and the head.
    """

    returned: str
    is_module: bool = False
    parts: list[list[int]] = field(default_factory=list)
    missing: int = 0
    changed: int = 0
    statistics_moved: int = 0
    added_trainable: int = 0
    forward_error: str | None = None
    logits: dict[str, Tensor] = field(default_factory=dict)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw cases: the named networks, other states, the extremes, then the `unseen` networks."""
    mobilenet, resnet = flags.NAMED
    return [
        _case(rng, "named", mobilenet, rng.randint(2, 9)),
        _case(rng, "named", resnet, rng.randint(2, 3)),
        _case(rng, "states", mobilenet, rng.randint(2, 6), "thawed"),
        _case(rng, "states", mobilenet, rng.randint(2, 6), "frozen"),
        _case(rng, "states", mobilenet, rng.randint(2, 6), "uneven"),
        _case(rng, "states", resnet, rng.randint(2, 3), "thawed"),
        _case(rng, "states", resnet, rng.randint(2, 3), "frozen") | {"called_with": 4},
        _case(rng, "edges", mobilenet, 1),
        _case(rng, "edges", resnet, flags.BLOCKS[resnet]),
        *(_case(rng, "unseen", name, rng.randint(2, flags.BLOCKS[name] - 1)) for name in unseen),
    ]


def _case(
    rng: random.Random, kind: str, architecture: str, num_blocks: int, state: str = "extracted"
) -> Case:
    return {
        "kind": kind,
        "architecture": architecture,
        "num_blocks": num_blocks,
        "state": state,
        "num_classes": flags.AS_WIDE.get(architecture, rng.randrange(21, 60, 2)),
        "seed": rng.randrange(2**31),
        "training": rng.random() < 0.5,
        "stepped": architecture in steps.STEPPED,
        "called_with": 0,  # blocks: an earlier call asked for so many
    }


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Give `function` a network and read the flags afterwards."""
    model, known, image = set_up(case)
    numbers = sample(model)
    seeded(case["seed"])
    if case["called_with"]:
        function(model, case["called_with"])
    result = function(model, case["num_blocks"])
    if not isinstance(result, nn.Module):
        return Evidence(returned=type_name(result), sample=numbers)
    found = known.look_up(result)
    return Evidence(
        returned=type_name(result),
        is_module=True,
        sample=numbers,
        **found,
        **steps.seen_around_a_step(result, image, case),
    )


@ahead
def set_up(case: Case) -> tuple[nn.Module, flags.Blocks, Tensor]:
    """Build a case's network; return it, where its parameters are, and an image."""
    model, image = flags.network(case), networks.images(1, _SIZE, case["seed"])
    return model, flags.Blocks(model), image


def _name(run: Run) -> str:
    return networks.display_name(run.case["architecture"])


def _blocks(number: int) -> str:
    return "the last block" if number == 1 else f"the last {number} blocks"


def _need_model(run: Run) -> None:
    if not run.seen.is_module:
        given = run.seen.returned
        raise Failure(
            f"unfreeze_last_blocks gave back "
            f"{given if given == 'None' else f'a value of type {given}'} for {_name(run)}, not a "
            "model.",
            "The model that the function returns is the one that is trained afterwards.",
            "End the function with `return model`.",
            "Which value does your function hand back on its last line?",
            "A function without `return` gives None.",
            "Write `return model` as the last line, at the indentation of the function's body.",
        )


def _need_change(run: Run) -> None:
    """Fail where the whole backbone came back frozen, as it had come."""
    if not any(sum(part[1::2]) for part in run.seen.parts[:-1]):
        raise Failure(
            f"The whole backbone of {_name(run)} is frozen, as it was before.",
            "Where nothing was unfrozen, there is no line between what trains and what does not.",
            "Unfreeze the last `num_blocks` blocks.",
            "Print how many parameters are trainable before and after your function.",
            "`module.requires_grad = True` only makes a new attribute, and what is frozen last "
            "stays frozen.",
            "`for block in course.models.blocks(model)[-num_blocks:]: "
            "block.requires_grad_(True)`, after everything was frozen.",
        )


def _last_blocks_train(run: Run) -> None:
    _need_model(run)
    number = run.case["num_blocks"]
    weights, on, vectors, vectors_on = _sums(run.seen.parts[-number - 1 : -1])
    if on < weights or vectors_on < vectors:
        raise Failure(
            f"Of {_blocks(number)} of {_name(run)}, {on} of {weights} weight tensors and "
            f"{vectors_on} of {vectors} BatchNorm scales, shifts and biases are trainable.",
            "What stays frozen gets no gradient, so these blocks cannot adapt to your images.",
            "Set requires_grad to True for every parameter of the last `num_blocks` blocks.",
            "Which blocks does your slice pick? Print them.",
            "`blocks(model)` goes from input to output and leaves the head out.",
            "`for block in course.models.blocks(model)[-num_blocks:]: "
            "block.requires_grad_(True)`, after everything was frozen.",
        )


def _earlier_blocks_are_frozen(run: Run) -> None:
    _need_model(run)
    number = run.case["num_blocks"]
    weights, on, vectors, vectors_on = _sums(run.seen.parts[: -number - 1])
    if on or vectors_on:
        raise Failure(
            f"Before {_blocks(number)} of {_name(run)}, {on} of {weights} weight tensors and "
            f"{vectors_on} of {vectors} BatchNorm scales, shifts and biases are trainable.",
            "The first blocks see edges and textures, which serve any images; training them costs "
            "time and can only do damage when images are few.",
            "Freeze everything before you unfreeze the last blocks.",
            "At which end of the network does your function begin?",
            "A slice that is one too long, or that starts at the front, catches other blocks.",
            "`model.requires_grad_(False)` first, then unfreeze `blocks(model)[-num_blocks:]` and "
            "the head.",
        )


def _head_trains(run: Run) -> None:
    _need_model(run)
    weights, on, vectors, vectors_on = run.seen.parts[-1]
    if on < weights or vectors_on < vectors:
        raise Failure(
            f"{on + vectors_on} of the {weights + vectors} tensors of the head of {_name(run)} "
            "are trainable.",
            "The head reads the features of the last blocks: when they change, it must follow.",
            "Unfreeze the head as well, `course.models.head(model)`.",
            "What does your function do to the parameters of the head?",
            "The head is not one of the blocks, and it does not count as one.",
            "`course.models.head(model).requires_grad_(True)` after everything was frozen.",
        )


def _judge_with_steps(*kinds: str) -> Callable[[Callable[[Run], None]], Judge]:
    """Register a judge that asks for the outcomes of steps as well.

    A ReLU whose input is 0 but for rounding turns one step aside, and hardly ever two: so it takes
    two runs, of any kind, that went elsewhere.
    """

    def register(body: Callable[[Run], None]) -> Judge:
        inner = judge(*kinds)(body)

        def decide(runs: Sequence[Run]) -> None:
            inner(runs)
            astray = [run for run in runs if _went_astray(run)]
            own = [run for run in astray if run.case["kind"] in kinds]
            if own and len(astray) > 1:
                raise _astray(own[0])

        return registered(body, kinds, decide)

    return register


def _went_astray(run: Run) -> bool:
    known = isinstance(run.seen, Evidence)
    return known and steps.leads_elsewhere(run, run.seen.parts == run.reference.parts)


def _astray(run: Run) -> Failure:
    return steps.failure(
        f"A step of gradient descent on all that is trainable in {_name(run)} leads elsewhere "
        f"than one on {_blocks(run.case['num_blocks'])} and the head.",
        "`requires_grad_` on blocks and head is enough.",
    )


def _sums(parts: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*parts, strict=True)] if parts else [0, 0, 0, 0]


@_judge_with_steps("named")
def last_blocks_are_trainable(run: Run) -> None:
    """Every parameter of the last `num_blocks` blocks is trainable."""
    _last_blocks_train(run)


@_judge_with_steps("named")
def earlier_blocks_are_frozen(run: Run) -> None:
    """Every parameter of the blocks before them is frozen."""
    _need_model(run)
    _need_change(run)
    _earlier_blocks_are_frozen(run)


@_judge_with_steps("named")
def head_is_trainable(run: Run) -> None:
    """The head is trainable."""
    _need_model(run)
    _need_change(run)
    _head_trains(run)


@_judge_with_steps("states")
def starts_from_any_state(run: Run) -> None:
    """It does not matter what was frozen or trainable before."""
    _last_blocks_train(run)
    _earlier_blocks_are_frozen(run)
    _head_trains(run)


@_judge_with_steps("edges")
def works_for_one_block_and_for_all(run: Run) -> None:
    """One block is right, and so are all of them, a ResNet's first convolution included."""
    _last_blocks_train(run)
    _earlier_blocks_are_frozen(run)
    _head_trains(run)


@_judge_with_steps("named", "states")
def nothing_else_changes(run: Run) -> None:
    """The model comes back whole: no weight or statistic is changed, nothing is added."""
    _need_model(run)
    seen = run.seen
    found = [
        (seen.changed, "parameter tensors came back with other values, or not at all"),
        (seen.statistics_moved, "BatchNorm statistics moved"),
        (seen.added_trainable, "trainable tensors were added"),
    ]
    if said := [f"{count} {what}" for count, what in found if count]:
        raise Failure(
            f"In {_name(run)}, {' and '.join(said)}.",
            "Freezing and unfreezing decide what may change later, and change nothing themselves.",
            "Set `requires_grad` only, and return the model that came in.",
            "Does your function build a layer, reset weights, or run the model?",
            "A forward pass in training mode moves BatchNorm's statistics.",
            "`requires_grad_` on blocks and head is enough.",
        )
    if seen.forward_error is not None or not steps.started_alike(seen.logits, run.reference.logits):
        stopped = f"stops on an image: {seen.forward_error}" if seen.forward_error else ""
        raise Failure(
            f"{_name(run)}, as it came back, {stopped or 'gives other logits than before'}.",
            "A network is more than its blocks: its `forward` says how they work together.",
            "Return the model that came in, and not a new one made of its blocks.",
            "Is the object that you return the one that came in?",
            "Pooling and flattening may be lines in `forward`, which a list of blocks loses.",
            "Write `return model` as the last line.",
        )


@_judge_with_steps("unseen")
def works_on_a_network_you_have_not_seen(run: Run) -> None:
    """The same function works on a TorchVision network that you have not seen."""
    _last_blocks_train(run)
    _earlier_blocks_are_frozen(run)
    _head_trains(run)
