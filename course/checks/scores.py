"""Scores that a watched network gave, held against those of the reference's run.

What a function did to the network shows in its scores, and whoever only claims to have run it has
none to show. Order, repetition and the way in which images are put together do not matter.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

_MOST = 2000  # rows; no probe sends as many
_SAME_DIRECTION = 0.98  # cosine; the directions of two kinds of answer have at most 0.9


@dataclass(frozen=True)
class Matched:
    """For each row of scores: whether the reference has one like it, how much larger it is, and by
    how much it is shifted as a whole from the nearest of those that are like it, (N,) each.
    """

    known: Tensor
    factor: Tensor
    shift: Tensor


def match(seen: dict[str, Tensor], reference: dict[str, Tensor]) -> Matched | None:
    """Match rows of scores (N, classes) with the reference's; None where there are none to match.

    Two rows are alike where they point the same way once each has lost its mean.
    """
    rows, theirs = seen.get("rows"), reference["rows"]
    if rows is None or rows.dim() != 2 or rows.shape[1] != theirs.shape[1]:
        return None
    if not 0 < len(rows) <= _MOST:
        return None
    means, centred = _split(rows)
    their_means, their_centred = _split(theirs)
    cosines = _unit(centred) @ _unit(their_centred).T
    nearest = cosines.argmax(1)
    factor = centred.norm(dim=1) / their_centred[nearest].norm(dim=1).clamp_min(1e-12)
    return Matched(
        known=cosines.amax(1) > _SAME_DIRECTION,
        factor=factor,
        shift=_least_shift(means / factor.clamp_min(1e-12), their_means, cosines),
    )


def _split(rows: Tensor) -> tuple[Tensor, Tensor]:
    rows = rows.double()
    means = rows.mean(1)
    return means, rows - means.unsqueeze(1)


def _unit(rows: Tensor) -> Tensor:
    return torch.nn.functional.normalize(rows, dim=1)


def _least_shift(means: Tensor, their_means: Tensor, cosines: Tensor) -> Tensor:
    gaps = (means.unsqueeze(1) - their_means).abs()
    return gaps.masked_fill(cosines <= _SAME_DIRECTION, torch.inf).amin(1)
