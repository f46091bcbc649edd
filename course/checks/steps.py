"""What a training step shows of a network: which of its parameters learn, whatever their flags say.

A case says by `stepped` whether a step is made. Evidence has `logits` "before" and "after" it, or
`forward_error`.
"""

import contextlib
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import networks, outputs, plain, unfamiliar
from course.checks.feedback import Failure
from course.checks.judging import Run
from course.checks.outputs import NoLogits
from course.checks.probing import Case

STEPPED = ("mobilenet_v2", "resnet18", unfamiliar.SLIM)
"""Networks that are cheap enough to make a training step with."""

_STEP = 0.02  # of a parameter's size
_OFF = 0.02  # of the way that the logits went
_ROUNDING = 0.01  # on other machines too


def seen_around_a_step(model: nn.Module, image: Tensor, case: Case) -> dict[str, Any]:
    """Return the logits around a step, or what stopped the network, as fields of evidence."""
    try:
        return {"logits": around_a_step(model, image, case["seed"], case["stepped"])}
    except NoLogits as error:
        return {"forward_error": str(error)}


def around_a_step(
    model: nn.Module, image: Tensor, seed: int, stepping: bool = True
) -> dict[str, Tensor]:
    """Return the logits "before" and "after" one step of gradient descent on what is trainable.

    What requires a gradient shows in them. "after" is missing without `stepping`, and where nothing
    can be learned. Raises NoLogits if the network does not run.
    """
    with torch.set_grad_enabled(stepping):
        given = outputs.logits(model, image)
        seen = {"before": given.detach().clone()}
        with contextlib.suppress(Exception):  # no gradient, or weights that cannot be overwritten
            if stepping:
                every = [parameter for _, parameter in networks.parameters(model)]
                _step(given, [p for p in every if plain.requires_grad(p)], seed)
                seen["after"] = outputs.logits(model, image).detach()
    return {name: values.nan_to_num(0, 0, 0) for name, values in seen.items()}


def cosine(one: Tensor, other: Tensor) -> float:
    """Say how far two tensors point the same way, from -1 to 1; 0 where one is all zeros."""
    one, other = one.flatten().double(), other.flatten().double()
    return float(one @ other / (one.norm() * other.norm()).clamp_min(1e-30))


def _step(given: Tensor, parameters: list[nn.Parameter], seed: int) -> None:
    """Move each parameter by a part of its size, down its slope of random sums of the logits."""
    found = outputs.slopes(given, parameters, seed)
    with torch.no_grad():
        for parameter, slope in zip(parameters, found, strict=True):
            if slope is not None:
                unit = nn.functional.normalize(slope.flatten(), dim=0).view_as(slope)
                parameter.sub_(unit, alpha=_STEP * float(parameter.norm()))


def leads_elsewhere(run: Run, flags_are_right: bool) -> bool:
    """Say whether all flags on record are right, and a step leads elsewhere than the reference's.

    A network that gives other logits to begin with has another fault, which is judged elsewhere.
    """
    seen, theirs = run.seen, run.reference.logits
    if not run.case["stepped"] or not flags_are_right or seen.forward_error:
        return False
    other = "before" in seen.logits and not started_alike(seen.logits, theirs)
    return not other and not stepped_alike(seen.logits, theirs)


def failure(told: str, last_hint: str) -> Failure:
    """Return what is said where a step leads elsewhere."""
    return Failure(
        told,
        "Frozen is what training does not move, whatever its flags say.",
        "Set `requires_grad` on every parameter, and leave everything else to PyTorch.",
        "What moves in your model when an optimizer makes a step?",
        "The flags that count are those of the tensors that the forward pass uses.",
        last_hint,
    )


def stepped_alike(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> bool:
    """Say whether a step led the logits where it led the reference's."""
    after, goal = seen.get("after"), reference["after"]
    if after is None or after.shape != goal.shape:
        return False
    return bool((after - goal).norm() <= _OFF * (goal - reference["before"]).norm())


def started_alike(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> bool:
    """Say whether the logits were the reference's before the step, but for rounding."""
    before, goal = seen.get("before"), reference["before"]
    if before is None or before.shape != goal.shape:
        return False
    return bool((before - goal).abs().max() <= _ROUNDING * goal.abs().max())
