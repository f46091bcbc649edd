"""Exercises of lesson 03: tell, thaw, give rates, keep the best."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.models import blocks, head
from course.recipes import new_model

Judge = Callable[[Any], str | None]


def kind_of(answer: Any) -> str | None:
    """Which of the two it is, from the flags of a live model."""
    model = new_model(weights=None)
    for thawed, wanted in ((0, "feature extraction"), (1, "fine-tuning"), (19, "fine-tuning")):
        for block in blocks(model)[len(blocks(model)) - thawed :]:
            block.requires_grad_(True)
        if (found := answer(model)) != wanted:
            return f"With {thawed} blocks and the head trainable it said {found!r}, not {wanted!r}."
    return None


def thawed_share(answer: Any) -> str | None:
    """The share of the parameters that train once the last blocks and the head are thawed."""
    model = new_model(weights=None)
    total = sum(p.numel() for p in model.parameters())
    for count in (1, 6, 19):
        parts = [*blocks(model)[-count:], head(model)]
        wanted = sum(p.numel() for part in parts for p in part.parameters()) / total
        found = answer(model, count)
        if abs(found - wanted) > 1e-6:
            return f"For the last {count} blocks it gave {found}; {wanted:.3f} is right."
    return None


def rates(answer: Any) -> str | None:
    """Learning rates that shrink by a factor a block, from the head's down to the input's."""
    for count, head_lr, decay in ((3, 0.01, 0.5), (5, 1e-3, 0.8)):
        wanted = [head_lr * decay ** (count - place) for place in range(count)]
        found = list(answer(count, head_lr, decay))
        if len(found) != count:
            return f"For {count} blocks it gave {len(found)} rates."
        if any(abs(a - b) > 1e-12 + 1e-6 * b for a, b in zip(found, wanted, strict=True)):
            shown, right = ([f"{rate:g}" for rate in values] for values in (found, wanted))
            return f"For {count} blocks, {head_lr} and {decay}: {shown}; {right} is right."
    return None


def snapshot(answer: Any) -> str | None:
    """A state dict that stays as it is while the model trains on."""
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    kept = answer(model)
    with torch.no_grad():
        model.get_parameter("0.weight").add_(1)
        model(torch.randn(4, 2))
    if set(kept) != set(before):
        return "It does not hold everything that a state dict holds: statistics belong to it."
    changed = [name for name in before if not torch.equal(kept[name], before[name])]
    return f"After one more step, {changed[0]} in it had changed too." if changed else None


JUDGES: dict[str, Judge] = {
    "kind_of": kind_of,
    "thawed_share": thawed_share,
    "rates": rates,
    "snapshot": snapshot,
}
PRACTISES = {
    "tell_apart": "kind_of",
    "unfreeze": "thawed_share",
    "learning_rates": "rates",
    "keep_best": "snapshot",
}
