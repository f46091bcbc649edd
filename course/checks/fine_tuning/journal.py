"""A journal of a training run that somebody else wrote: which images, which mode, which weights.

Hooks on layers note every forward pass, however the network is called, wrapped or copied; hooks on
their outputs note whether a gradient came back. Optimizers are free, so epochs are told by images:
an epoch ends when as many images as there are have been learned from.
"""

import contextlib
import threading
import weakref
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import loops, networks
from course.checks.fine_tuning.clearing import Clearing

State = dict[str, Tensor]
_LIVE: "weakref.WeakValueDictionary[int, Journal]" = weakref.WeakValueDictionary()
_NEAR, _NOTHING = 0.02, 1e-8  # a copy in bfloat16 still counts as the same weights


@dataclass
class Pass:
    """One forward pass: how many images, how many of them for validation, and what came of it."""

    images: int
    validation: int
    dropping: bool = False
    learned: bool = False


def _living(key: int) -> "Journal":
    return _LIVE[key]


class Journal:
    """What happened to one network; copies of the network write into the same journal."""

    def __init__(self, model: nn.Module, count: int, validation: Tensor | None) -> None:
        self.passes: list[Pass] = []
        self._here = threading.local()  # `latest` is a thread's latest pass
        self.fetched = self.learned = self.replaced = 0
        self.halves: list[State] = []
        self._last_half = -1
        self.closed = self._begun = False
        self._owner, self._count, self._validation = model, count, validation
        self._start = {name: p.detach().clone() for name, p in networks.parameters(model)}
        self._clearing = Clearing()
        _LIVE[id(self)] = self

    def __deepcopy__(self, memo: Any) -> "Journal":
        return self

    def __reduce__(self) -> Any:
        return _living, (id(self),)  # a network that is saved whole and loaded writes on here

    def watch(self, body: nn.Module, head: nn.Module) -> None:
        """Watch the network's first convolution, the output of its `body`, and its `head`."""
        first = next(m for m in self._owner.modules() if isinstance(m, nn.Conv2d))
        self._owner.register_forward_pre_hook(self._owned)
        first.register_forward_pre_hook(self._begins)
        body.register_forward_hook(self._learns)
        head.register_forward_hook(self._clears)
        head.register_forward_hook(self._learns)
        for layer in self._owner.modules():
            if isinstance(layer, nn.Dropout):
                layer.register_forward_hook(self._dropout)

    def summary(self) -> dict[str, Any]:
        """Sum up the passes as fields of evidence."""
        learned = [own for own in self.passes if own.learned]
        trained = [own for own in learned if not own.validation] or learned
        held_out = [own for own in self.passes if own.validation]
        return {
            "passes": {
                "learned": self.learned / self._count,
                "fetched": self._done() / self._count,
            },
            "dropping_share": sum(own.dropping for own in trained) / max(len(trained), 1),
            "validation": {
                "passes": len(held_out),
                "dropping": sum(own.dropping and not own.learned for own in held_out),
                "learned": sum(own.learned for own in held_out),
            },
            "stale": self._clearing.stale,
            "replaced": self.replaced,
        }

    def epoch(self) -> int:
        """Return how many epochs are over."""
        return self._done() // self._count

    @property
    def ends(self) -> list[State]:
        """Return the weights after each epoch."""
        return self.halves[1::2]

    def stepped(self, *_: Any) -> None:
        """Note that an optimizer made a step, after which half an epoch may be over.

        A further step on the same images (of methods that pass a batch twice) belongs to that half.
        """
        if self.closed:
            return
        self._clearing.used()
        done = self._done()
        if len(self.halves) < 2 * done // self._count:
            self.halves.append(self._weights())
        elif self.halves and done == self._last_half:
            self.halves[-1] = self._weights()
        else:
            return
        self._last_half = done

    def _weights(self) -> State:
        return {name: tensor.detach().clone() for name, tensor in networks.tensors(self._owner)}

    def _done(self) -> int:
        """Return how many images were learned from; a second pass over a batch counts once."""
        return min(self.fetched, self.learned)

    def _owned(self, model: nn.Module, inputs: Any) -> None:
        self._owner = model

    def _begins(self, layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if self.closed:
            return
        if len(self.halves) < 2 * self._done() // self._count:
            self.stepped()  # whoever moves weights by hand calls no optimizer
        self._here.latest = Pass(len(inputs[0]), self._validation_images(inputs[0]))
        self.passes.append(self._here.latest)

    def _validation_images(self, images: Tensor) -> int:
        if self._validation is None or images.shape[1:] != self._validation.shape[1:]:
            return 0
        distances = torch.cdist(images.detach().float().flatten(1), self._validation.flatten(1))
        return int((distances.min(1).values < 1).sum())  # bfloat16 rounds, by less than that

    def _dropout(self, layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        own = self._latest()
        if own and loops.drops(layer, inputs[0], output):
            own.dropping = True

    def _learns(self, layer: nn.Module, inputs: Any, output: Tensor) -> None:
        own = self._latest()
        if own and self._may_learn(output):
            output.register_hook(lambda gradient: self._gradient(own))  # type: ignore[no-untyped-call]

    def _clears(self, layer: nn.Linear, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        if self._may_learn(output):
            given = inputs[0].detach()
            output.register_hook(lambda gradient: self._arrives(layer, given, gradient))  # type: ignore[no-untyped-call]

    def _latest(self) -> Pass | None:
        """Return the latest pass of this thread: some measure in another while training goes on."""
        return getattr(self._here, "latest", None) or (self.passes[-1] if self.passes else None)

    def _may_learn(self, output: Tensor) -> bool:
        return output.requires_grad and bool(self.passes) and not self.closed

    def _arrives(self, layer: nn.Linear, inputs: Tensor, gradient: Tensor) -> None:
        with contextlib.suppress(Exception):  # inside a function transform there are no values
            self._clearing.arrives(layer, inputs, gradient)

    def _gradient(self, own: Pass) -> None:
        """Note that a pass is learned from, once."""
        if own.learned:
            return
        own.learned = True
        if not self._begun:
            self._begun = True
            self.replaced = sum(not self._is_as_given(n, p) for n, p in self._parameters())
        self.learned += own.images - own.validation

    def _parameters(self) -> list[tuple[str, nn.Parameter]]:
        return [(n, p) for n, p in networks.parameters(self._owner) if n in self._start]

    def _is_as_given(self, name: str, parameter: nn.Parameter) -> bool:
        start, now = self._start[name], parameter.detach().to("cpu", torch.float32)
        return start.shape == now.shape and torch.allclose(now, start, _NEAR, _NOTHING)
