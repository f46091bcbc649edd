"""A model's parameters and buffers as they were, to tell later what moved."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from course.checks import networks, plain
from course.checks.feedback import counted

STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
"""The buffers of a BatchNorm layer, by the ends of their names."""

_FAR = 1e30


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every parameter and buffer: the objects themselves, and copies of their values."""

    objects: dict[str, Tensor]
    values: dict[str, Tensor]
    flags: dict[str, bool]
    owners: list[list[str]]

    def frozen(self) -> set[str]:
        """Name every frozen parameter, and every buffer beside parameters that are all frozen."""
        frozen = {name for name, trainable in self.flags.items() if not trainable}
        for names in self.owners:
            parameters = [name for name in names if name in self.flags]
            if parameters and frozen.issuperset(parameters):
                frozen.update(names)
        return frozen

    def moved(self, model: nn.Module) -> dict[str, float]:
        """Name every tensor whose bytes have changed, with its largest change."""
        return self.moved_to(self._now(model))

    def moved_to(self, now: dict[str, Tensor]) -> dict[str, float]:
        """Name every tensor of `now` that differs from the one before, with its largest change."""
        pairs = {name: (self.values[name], tensor) for name, tensor in now.items()}
        return {name: _change(*pair) for name, pair in pairs.items() if not _same(*pair)}

    def flags_changed(self, model: nn.Module) -> list[str]:
        """Name every parameter whose `requires_grad` is another one."""
        now = self._now(model)
        return [name for name, flag in self.flags.items() if plain.requires_grad(now[name]) != flag]

    @torch.no_grad()
    def put_back(self) -> None:
        """Give every tensor its value and its flag back, and take its gradient away."""
        for name, tensor in self.objects.items():
            tensor.copy_(self.values[name])
            tensor.grad = None
            if name in self.flags:
                tensor.requires_grad_(self.flags[name])

    def values_now(self, model: nn.Module) -> dict[str, Tensor]:
        """Copy the values that the same tensors have now, as far as they can be read."""
        now = {name: plain.values(tensor) for name, tensor in self._now(model).items()}
        return {n: t.to("cpu", self.values[n].dtype) for n, t in now.items() if not t.is_meta}

    def _now(self, model: nn.Module) -> dict[str, Tensor]:
        """Find every tensor by its name; where the name is gone, the object itself counts."""
        named = dict(networks.tensors(model))
        return {name: named.get(name, old) for name, old in self.objects.items()}


def take(model: nn.Module) -> Snapshot:
    """Copy the values of every parameter and buffer."""
    objects = dict(networks.tensors(model))
    return Snapshot(
        objects,
        {name: tensor.detach().clone() for name, tensor in objects.items()},
        {name: p.requires_grad for name, p in model.named_parameters()},
        [_own_tensors(prefix, module) for prefix, module in model.named_modules()],
    )


def settings(model: nn.Module) -> dict[str, str]:
    """Return how each BatchNorm and dropout layer is set, as it writes of itself, by its name."""
    kinds = (nn.modules.batchnorm._BatchNorm, nn.modules.dropout._DropoutNd)
    return {n: layer.extra_repr() for n, layer in model.named_modules() if isinstance(layer, kinds)}


def statistics_in_words(moved: dict[str, float]) -> str:
    """Say how many statistics of frozen BatchNorm layers moved, and how far."""
    means = [size for name, size in moved.items() if name.endswith("running_mean")]
    if all(name.endswith("num_batches_tracked") for name in moved):
        return f"{counted(len(moved), 'frozen BatchNorm layer')} went on counting batches"
    by = f"; a running mean by up to {max(means):.2g}" if any(means) else ""
    return f"{len(moved)} statistics of frozen BatchNorm layers moved{by}"


def _own_tensors(prefix: str, module: nn.Module) -> list[str]:
    own = [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]
    return [f"{prefix}.{name}".lstrip(".") for name, _ in own]


def _same(before: Tensor, now: Tensor) -> bool:
    now = plain.values(now)  # the bytes count, not what a class says of them
    return (before.dtype, before.device) == (now.dtype, now.device) and torch.equal(before, now)


def _change(before: Tensor, now: Tensor) -> float:
    now = plain.values(now)
    if before.shape != now.shape or now.is_meta or not now.numel():
        return _FAR
    difference = (now.to("cpu", torch.float64) - before.double()).abs().max()
    return float(difference.nan_to_num(_FAR, _FAR, _FAR).clamp(max=_FAR))
