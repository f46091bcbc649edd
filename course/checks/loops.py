"""Loaders, criteria and optimizers for a learner's loop, and a diary of how they are used.

They are ordinary PyTorch objects (a real `DataLoader`, `SGD`, `CrossEntropyLoss`), so that a
learner's code can do with them whatever it could do with its own.
"""

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from course.checks import networks
from course.checks.small import NUM_CLASSES, Oracle

IMAGE_SIZE = 12
_LOG_LIMIT = 200
_SCORES_LIMIT = 400  # batches; as many as there are images, at most
_STEPS_KEPT = 8
_FEW = 8
MANY = 100  # batches, after which some report, and start afresh or stop


@dataclass(slots=True, weakref_slot=True)
class Diary:
    """What happened: `forwards` as [mode, graph kept, batch size, gradient came back], one a call.

    The mode is 1 where a layer behaved as in training. `scores` are the logits, batch
    by batch, `features` what they were made of in the first; `velocity` is the
    optimizer's momentum, `statistics` how the first pass in training mode moved the first BatchNorm
    layer's running mean. Copies of a network share its diary.
    """

    active: bool = False
    forwards: list[list[int]] = field(default_factory=list)
    scores: list[Tensor] = field(default_factory=list)
    features: Tensor | None = None
    velocity: Tensor | None = None
    statistics: Tensor | None = None
    criterion_calls: int = 0
    losses: list[list[float]] = field(default_factory=list)
    steps: int = 0
    step_gradients: list[Tensor] = field(default_factory=list)

    def __deepcopy__(self, memo: Any) -> "Diary":
        return self

    def __reduce__(self) -> Any:
        _pickled[id(self)] = self
        return _unpickled, (id(self),)

    def dropout(self, layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """Note whether a dropout layer did something to what passed through it."""
        self.active |= drops(layer, inputs[0], output)

    def mode(self, layer: nn.Module, inputs: Any, output: Tensor) -> None:
        """Note the mode that a layer is in."""
        self.active |= layer.training

    def norm(self, layer: nn.Module, inputs: Any, output: Tensor) -> None:
        """Note where the first pass in training mode has moved a BatchNorm layer's statistics."""
        moved = layer.running_mean
        if layer.training and self.statistics is None and isinstance(moved, Tensor):
            self.statistics = moved.detach().clone()

    def head(self, layer: nn.Module, inputs: Any, logits: Tensor) -> None:
        """Note one forward pass; its last mark is set once a gradient arrives at the logits."""
        entry = [int(self.active), int(logits.requires_grad), len(logits), 0]
        self.active = False
        if len(self.forwards) < _LOG_LIMIT:
            self.forwards.append(entry)
        if logits.requires_grad:
            _on_gradient(logits, lambda: entry.__setitem__(3, 1))

    def score(self, layer: nn.Module, inputs: tuple[Tensor, ...], logits: Tensor) -> None:
        """Keep the logits of one forward pass, and what they were made of."""
        if self.features is None:
            self.features = torch.func.debug_unwrap(inputs[0]).detach().clone()
        if len(self.scores) < _SCORES_LIMIT:
            self.scores.append(torch.func.debug_unwrap(logits).detach().clone())  # out of a `vmap`

    def rows(self) -> dict[str, Tensor]:
        """Return the logits that were kept, image by image, (N, classes): a field of evidence."""
        found = [_numbers(own) for own in self.scores if own.dim() > 1]
        kept = [own.flatten(0, -2) for own in found if own is not None]
        kept = [own for own in kept if own.shape[1] == kept[0].shape[1]]
        return as_rows(torch.cat(kept) if kept else None)

    def loss(self, value: Tensor, count: int) -> None:
        """Note one call of the criterion on `count` images, and whether it is learned from."""
        self.criterion_calls += 1
        entry = [float(value.detach().mean()), count, False]
        if len(self.losses) < _LOG_LIMIT:
            self.losses.append(entry)
        if value.requires_grad:
            _on_gradient(value, lambda: entry.__setitem__(2, True))

    def used(self) -> list[list[float]]:
        """Return [loss, images, True] for every value of the criterion that was learned from."""
        return [entry for entry in self.losses if entry[2]]

    def images(self) -> float:
        """Return how many images were learned from."""
        return sum(count for _, count, _ in self.used())

    def mean_loss(self) -> float:
        """Return the mean loss per image over what was learned from."""
        return sum(loss * count for loss, count, _ in self.used()) / max(self.images(), 1)

    def step(self, gradient: Tensor | None, parameter: Tensor, velocity: Tensor | None) -> None:
        """Note one optimizer step, the gradient that it used and the momentum that it left."""
        self.steps += 1
        self.velocity = None if velocity is None else velocity.detach().clone()
        if len(self.step_gradients) < _STEPS_KEPT:
            used = torch.zeros_like(parameter) if gradient is None else gradient
            self.step_gradients.append(used.detach().float().clone())


_pickled: "weakref.WeakValueDictionary[int, Diary]" = weakref.WeakValueDictionary()


def _unpickled(number: int) -> Diary:
    """Return the diary itself where a network was saved and loaded; another process has none."""
    return _pickled.get(number) or Diary()


def _numbers(values: Tensor) -> Tensor | None:
    """Return a tensor as float32 on the CPU; None where it has no values, as in `torch.export`."""
    try:
        return torch.from_numpy(values.cpu().float().numpy())
    except Exception:
        return None


def as_rows(values: Tensor | None) -> dict[str, Tensor]:
    """Make a field of evidence of a tensor, of finite values on the CPU; empty without any."""
    numbers = None if values is None else _numbers(values)
    return {} if numbers is None else {"rows": numbers.nan_to_num(0, 0, 0)}


def drops(layer: nn.Module, given: Tensor, output: Tensor) -> bool:
    """Say whether a dropout layer did something; where values are no numbers, its mode says it."""
    return not torch.equal(given, output) if bool(given.isfinite().all()) else layer.training


def _on_gradient(tensor: Tensor, note: Callable[[], None]) -> None:
    """Call `note` once a gradient arrives at `tensor`."""
    tensor.register_hook(lambda gradient: note())  # type: ignore[no-untyped-call]


def watch_training(model: nn.Module, diary: Diary) -> nn.Module:
    """Note every forward pass that reaches the head, and whether dropout acted in it.

    Hooks on layers see what happens however a network is called, copied or traced.
    """
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.register_forward_hook(diary.dropout)
    norms = [layer for layer in model.modules() if isinstance(layer, nn.BatchNorm2d)]
    for layer in norms[:1]:
        layer.register_forward_hook(diary.norm)
    head(model).register_forward_hook(diary.head)
    head(model).register_forward_hook(diary.score)
    return model


def watch_evaluation(model: Oracle, diary: Diary) -> nn.Module:
    """Note every forward pass that reaches the head, whether a layer was in training mode, and what
    came out.
    """
    for layer in model.modules():
        if isinstance(layer, (nn.Dropout, nn.BatchNorm2d)):
            layer.register_forward_hook(diary.mode)
    head(model).register_forward_hook(diary.head)
    model.tell[-1].register_forward_hook(diary.score)
    return model


def head(model: nn.Module) -> nn.Linear:
    """Return the last Linear layer of a probe's own network."""
    return [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]


def freeze_norms(model: nn.Module) -> None:
    """Freeze the parameters of every BatchNorm layer, and nothing else."""
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.requires_grad_(False)


def watch_criterion(loss: nn.Module, diary: Diary) -> nn.Module:
    """Note every call of `loss` in the diary; it stays an instance of its class."""
    kind: Any = type(loss)

    class Watched(kind):  # type: ignore[misc]
        def forward(self, *args: Any, **kwargs: Any) -> Tensor:
            value: Tensor = super().forward(*args, **kwargs)
            self.diary.loss(value, len([*args, *kwargs.values()][0]))
            return value

    Watched.__name__ = Watched.__qualname__ = kind.__name__
    loss.__class__ = Watched
    vars(loss)["diary"] = diary
    return loss


def watch_optimizer(
    optimizer: torch.optim.Optimizer, diary: Diary, layer: nn.Module
) -> torch.optim.Optimizer:
    """Note every step, and the gradient of the layer's weight at it."""
    weight: Any = layer.weight
    state: Any = optimizer.state
    optimizer.register_step_post_hook(
        lambda *_: diary.step(weight.grad, weight, state.get(weight, {}).get("momentum_buffer"))
    )
    return optimizer


def batches(sizes: Sequence[int], seed: int, repeat: bool = False) -> tuple[Tensor, Tensor]:
    """Draw images and labels for batches of these sizes; `repeat` makes all batches the same.

    The classes take turns, so that no batch pulls hard towards one of them.
    """
    count = sizes[0] if repeat else sum(sizes)
    drawn = networks.images(count, IMAGE_SIZE, seed)
    labels = (torch.arange(count) + seed) % NUM_CLASSES
    drawn = drawn + labels.view(-1, 1, 1, 1) * 0.3  # something to learn
    times = len(sizes) if repeat else 1
    return drawn.repeat(times, 1, 1, 1), labels.repeat(times)


def in_words(sizes: Sequence[int]) -> str:
    """Say how large the batches are, or where they are many, how many there are."""
    if len(sizes) > _FEW:
        return f"{len(sizes)} batches of {max(sizes)} images"
    return f"batches of {', '.join(map(str, sizes))} images"


def loader(data: Dataset[Any], batch_size: int, seed: int | None = None) -> DataLoader[Any]:
    """Wrap a data set as a plain DataLoader, shuffled where a seed is given."""
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    return DataLoader(data, batch_size, shuffle=seed is not None, generator=generator)
