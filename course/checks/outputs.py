"""Run a learner's network under guard: logits that can be read, or one sentence on why not."""

import contextlib
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from course.checks.probing import message, type_name


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
    found = slopes(given, parameters, seed) if parameters else ()
    return [gradient is not None and bool((gradient != 0).any()) for gradient in found]


def slopes(given: Tensor, parameters: list[nn.Parameter], seed: int) -> tuple[Tensor | None, ...]:
    """Return the gradient of a random sum of the logits `given` for each parameter.

    Raises NoLogits if the logits carry no gradient at all.
    """
    weights = torch.randn(given.shape, generator=torch.Generator().manual_seed(seed))
    try:
        return torch.autograd.grad((given * weights).sum(), parameters, allow_unused=True)
    except Exception as error:
        raise NoLogits("its logits carry no gradient") from error


def are_alike(some: Tensor, other: Tensor) -> bool:
    """Tell whether two batches of logits are the same but for rounding."""
    if some.shape != other.shape:
        return False
    return torch.allclose(some, other, rtol=1e-4, atol=1e-4 * float(some.abs().max().nan_to_num(1)))
