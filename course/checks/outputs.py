"""Run a learner's network under guard: logits that can be read, or one sentence on why not."""

import contextlib
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from course.checks import networks, plain
from course.checks.probing import message, type_name

_STEP = 0.02  # of a parameter's size
_OFF = 0.02  # of the way that the logits went
_ROUNDING = 0.01  # on other machines too


class NoLogits(Exception):  # noqa: N818  (a finding about the learner's network)
    """The network stopped, or what it gave is no tensor of numbers; the text says which."""


def logits(model: nn.Module, images: Tensor, training: bool = False) -> Tensor:
    """Run the network on images (N, 3, H, W), in evaluation mode as a rule; float32, on the CPU.

    Raises NoLogits if it stops or gives no tensor.
    """
    try:
        with _without_compiling():
            model.train(training)  # its value is not used: an overridden `train` may return None
            given = model(images.to(_place(model)))
        if isinstance(given, Tensor):
            return given.to("cpu", torch.float32)
    except Exception as error:
        stopped = f"{type(error).__name__}: {' '.join(message(error).split())[:200]}"
        raise NoLogits(stopped) from error
    raise NoLogits(f"it gave a value of type {type_name(given)} where a tensor was expected")


def _place(model: nn.Module) -> torch.device:
    """Return the device on which the network's first parameter lies: a learner may move it."""
    first = next(nn.Module.named_parameters(model), None)
    return torch.device("cpu") if first is None else first[1].device


@contextlib.contextmanager
def _without_compiling() -> Iterator[None]:
    """Run a `torch.compile`d network as it is written: compiling takes longer than the check."""
    with torch.compiler.set_stance("force_eager"):
        yield


@torch.no_grad()
def overwrite(parameters: list[nn.Parameter], seed: int, scale: float = 1.0) -> None:
    """Write normal values with standard deviation `scale` into parameters, in place."""
    generator = torch.Generator().manual_seed(seed)
    for parameter in parameters:
        parameter.copy_(scale * torch.randn(parameter.shape, generator=generator))


def moved_by(given: Tensor, parameters: list[nn.Parameter], seed: int) -> list[bool]:
    """Tell which parameters move the logits `given`: those with a gradient other than 0.

    Raises NoLogits if the logits carry no gradient at all.
    """
    weights = torch.randn(given.shape, generator=torch.Generator().manual_seed(seed))
    if not parameters:
        return []
    try:
        found = torch.autograd.grad((given * weights).sum(), parameters, allow_unused=True)
    except Exception as error:
        raise NoLogits("its logits carry no gradient") from error
    return [gradient is not None and bool((gradient != 0).any()) for gradient in found]


def around_a_step(
    model: nn.Module, image: Tensor, seed: int, stepping: bool = True
) -> dict[str, Tensor]:
    """Return the logits "before" and "after" one step of gradient descent on what is trainable.

    What requires a gradient shows in them. "after" is missing without `stepping`, and where nothing
    can be learned. Raises NoLogits if the network does not run.
    """
    with torch.set_grad_enabled(stepping):
        given = logits(model, image)
        seen = {"before": given.detach().clone()}
        with contextlib.suppress(Exception):  # no gradient, or weights that cannot be overwritten
            if stepping:
                every = [parameter for _, parameter in networks.parameters(model)]
                _step(given, [p for p in every if plain.requires_grad(p)], seed)
                seen["after"] = logits(model, image).detach()
    return {name: values.nan_to_num(0, 0, 0) for name, values in seen.items()}


def _step(given: Tensor, parameters: list[nn.Parameter], seed: int) -> None:
    """Move each parameter by a part of its size, down its slope of random sums of the logits."""
    slope = torch.randn(given.shape, generator=torch.Generator().manual_seed(seed))
    found = torch.autograd.grad((given * slope).sum(), parameters, allow_unused=True)
    with torch.no_grad():
        for parameter, gradient in zip(parameters, found, strict=True):
            if gradient is not None:
                unit = nn.functional.normalize(gradient.flatten(), dim=0).view_as(gradient)
                parameter.sub_(unit, alpha=_STEP * float(parameter.norm()))


def stepped_alike(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> bool:
    """Say whether a step led the logits where it led the reference's."""
    after, goal = seen.get("after"), reference["after"]
    way = float((goal - reference["before"]).norm())
    return (
        after is not None
        and after.shape == goal.shape
        and bool((after - goal).norm() <= _OFF * way)
    )


def started_alike(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> bool:
    """Say whether the logits were the reference's before the step, but for rounding."""
    before, goal = seen.get("before"), reference["before"]
    return (
        before is not None
        and before.shape == goal.shape
        and bool((before - goal).abs().max() <= _ROUNDING * goal.abs().max())
    )


def started_otherwise(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> bool:
    """Say whether there are logits from before the step, and other ones than the reference's."""
    return "before" in seen and not started_alike(seen, reference)


def are_alike(some: Tensor, other: Tensor) -> bool:
    """Tell whether two batches of logits are the same but for rounding."""
    if some.shape != other.shape:
        return False
    return torch.allclose(some, other, rtol=1e-4, atol=1e-4 * float(some.abs().max().nan_to_num(1)))
