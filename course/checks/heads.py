"""What a network kept of a pretrained one, what is new in it, and what its new weights do.

Every tensor is looked up by its bytes, so names, wrappers and copies do not matter; what is not
found is new. New parameters are then filled with random values a few times: what the logits never
do whatever the head's weights are (fall below 0, leave the range from 0 to 1) shows what stands
behind the head.
"""

import contextlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course import models
from course.checks import networks, outputs
from course.checks.endings import Again, New
from course.checks.fingerprints import fingerprint, fingerprints, is_telling

_TRIALS = 6
_FEW = 20  # scores
_NEAR = 0.05  # of the range of scores
# Scales of standard normal weights: with one of them a softmax behind the head is not all or
# nothing, however large the features.
_GENTLE = (0.05, 0.005, 0.0005)


class Pretrained:
    """The tensors of a network before it is handed out."""

    __slots__ = ("given", "head", "marks", "rows", "shapes")  # keeps its methods

    def __init__(self, base: nn.Module) -> None:
        head = models.head(base)
        own = {name: fingerprint(tensor) for name, tensor in networks.tensors(base)}
        self.head = set(fingerprints(head.named_parameters()).values())
        self.given = set(own.values())
        self.marks = {n: own[n] for n, tensor in networks.tensors(base) if is_telling(tensor)}
        self.shapes = {name: tuple(tensor.shape) for name, tensor in networks.tensors(base)}
        self.rows = {row.numpy().tobytes() for row in head.get_parameter("weight").detach()}

    def compare(self, model: nn.Module) -> tuple[dict[str, Any], New]:
        """Tell what a network kept (as fields of evidence), and list what is new in it."""
        found = [(name, tensor, fingerprint(tensor)) for name, tensor in networks.tensors(model)]
        marks = {mark for _, _, mark in found}
        backbone = {name: mark for name, mark in self.marks.items() if mark not in self.head}
        lost = [name for name, mark in backbone.items() if mark not in marks]
        other = [(n, t) for n, t, m in found if m not in self.given and isinstance(t, nn.Parameter)]
        new = self._without_replacements(other, lost)
        return {
            "kept": len(backbone) - len(lost),
            "lost": lost[:400],
            "old_head_kept": [n for n, m in self.marks.items() if m in self.head and m in marks],
            "old_rows": max((self._old_rows(parameter) for _, parameter in new), default=0),
        }, new

    def _without_replacements(self, other: New, lost: list[str]) -> New:
        """Leave out what only stands where a pretrained tensor of the same shape was."""
        vacant = Counter(self.shapes[name] for name in lost)
        new = []
        for name, parameter in other:
            shape = () if nn.parameter.is_lazy(parameter) else tuple(parameter.shape)
            if vacant[shape] > 0:
                vacant[shape] -= 1
            else:
                new.append((name, parameter))
        return new

    def _old_rows(self, parameter: nn.Parameter) -> int:
        """Count the rows of a new weight that are rows of the old final layer."""
        try:
            rows = parameter.detach().cpu().flatten(1).contiguous()
            return sum(row.numpy().tobytes() in self.rows for row in rows)
        except Exception:  # of no rows, or not readable
            return 0


@torch.no_grad()
def what_scores_do(new: New, again: Again, first: Tensor | None, seed: int) -> dict[str, Any]:
    """Watch the logits while the new parameters change their values, as fields of evidence.

    `first` are the logits before; `again` gives them on the same images.
    """
    seen: list[Tensor] = []
    with contextlib.suppress(Exception):  # it stops, or its weights cannot be overwritten
        for trial in range(_TRIALS):
            outputs.overwrite([parameter for _, parameter in new], seed + trial)
            seen.append(again())
    return _summary([] if first is None else [first], seen)


@torch.no_grad()
def is_backbone_used(
    model: nn.Module, new: New, known: Pretrained, images: Tensor, first: Tensor, seed: int
) -> bool:
    """Say whether the logits change, with any weights of the head, without the last convolution.

    The head's own weights, which gave the logits `first`, come first: others may be such as it can
    never have. All weights are put back.
    """
    parameters = [p for _, p in new if not nn.parameter.is_lazy(p)]
    last = _last_convolution(model, known)
    with _put_back_after(parameters):
        for scale in (None, *_GENTLE):
            on = first
            if scale is not None:
                outputs.overwrite(parameters, seed, scale)
                on = outputs.logits(model, images)
            with _put_back_after(last):
                for tensor in last:
                    tensor.zero_()
                off = outputs.logits(model, images)
            if on.dim() != 2 or not outputs.are_alike(on, off):
                return True
    return False


@contextlib.contextmanager
def _put_back_after(tensors: Sequence[Tensor]) -> Iterator[None]:
    """Let tensors have the values afterwards that they had before."""
    kept = [tensor.clone() for tensor in tensors]
    try:
        yield
    finally:
        for tensor, values in zip(tensors, kept, strict=True):
            tensor.copy_(values)


def _last_convolution(model: nn.Module, known: Pretrained) -> list[Tensor]:
    """Find the weights of the pretrained network's last convolution, wherever they are now."""
    last = [name for name, shape in known.shapes.items() if len(shape) == 4][-1]
    size = math.prod(known.shapes[last])
    made = [t for _, t in networks.tensors(model) if not nn.parameter.is_lazy(t)]
    fitting = [tensor for tensor in made if tensor.numel() == size]
    return [tensor for tensor in fitting if fingerprint(tensor) == known.marks[last]]


def _summary(first: list[Tensor], trials: list[Tensor]) -> dict[str, Any]:
    """Sum up rows of scores: their range, and the share of them that lies at its ends."""
    rows = [given for given in (*first, *trials) if given.dim() == 2 and given.numel()]
    if not rows:
        return {}
    values = torch.cat(rows).nan_to_num(0, 1e30, -1e30)
    return {
        "rows_of_scores": len(values),
        "lowest": float(values.min()),
        "highest": float(values.max()),
        "at_the_ends": _at_the_ends([own for own in trials if own.numel()]),
        "rows_sum_to_one": bool((values.sum(1) - 1).abs().max() < 1e-3),
    }


def _at_the_ends(trials: list[Tensor]) -> float:
    """Return the share of scores at the ends of their trial's range; of all, where each has few."""
    groups = [own.flatten().nan_to_num(0, 1e30, -1e30) for own in trials]
    if any(len(own) < _FEW for own in groups):
        groups = [torch.cat(groups)]
    return sum(_share_at_the_ends(own) for own in groups) / max(len(groups), 1)


def _share_at_the_ends(values: Tensor) -> float:
    near = _NEAR * (values.max() - values.min())
    ends = (values <= values.min() + near) | (values >= values.max() - near)
    return float(ends.float().mean())
