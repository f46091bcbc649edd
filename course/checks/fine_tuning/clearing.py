"""Whether gradients that a step has used go into the next step as well.

A gradient that is left over does no harm by itself: it may be cleared late, or replaced. So what
the layer's weight holds when it is used is held against the new gradient alone, and with the old
one.
"""

import torch
from torch import Tensor, nn

from course.checks.steps import cosine

_CLEARLY = 1e-4  # cosine


class Clearing:
    """Follows the gradients of one Linear layer, and counts old ones that were used again."""

    __slots__ = ("_last", "_pending", "_weight", "stale")

    def __init__(self) -> None:
        self.stale = 0
        self._weight: Tensor | None = None
        self._last: Tensor | None = None
        self._pending: tuple[Tensor, Tensor] | None = None

    @torch.no_grad()
    def arrives(self, layer: nn.Linear, inputs: Tensor, gradient: Tensor) -> None:
        """Note that a gradient came back to the layer's output, and what lies at its weight."""
        if not layer.weight.is_leaf:
            return
        self.used()
        self._weight, left = layer.weight, layer.weight.grad
        moved = self._last is not None and not torch.equal(self._last, layer.weight)
        if moved and left is not None and bool(left.any()):
            new = gradient.flatten(0, -2).float().T @ inputs.flatten(0, -2).float()
            self._pending = left.float().clone(), new
        self._last = layer.weight.detach().clone()

    @torch.no_grad()
    def used(self) -> None:
        """Look at the weight's gradient once it was used: is the one that was left over in it?"""
        pending, self._pending = self._pending, None
        if pending is None or self._weight is None or self._weight.grad is None:
            return
        (old, new), now = pending, self._weight.grad.float()
        self.stale += cosine(now, old + new) > cosine(now, new) + _CLEARLY
