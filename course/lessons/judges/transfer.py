"""Exercises of lesson 01: read curves of depth and of labels."""

import random
from collections.abc import Callable
from typing import Any

Judge = Callable[[Any], str | None]


def gaps(answer: Any) -> str | None:
    """Pretrained minus random accuracy, block by block."""
    pretrained, untrained = [0.50, 0.75, 0.80], [0.55, 0.60, 0.40]
    wanted = [a - b for a, b in zip(pretrained, untrained, strict=True)]
    found = list(answer(pretrained, untrained))
    if len(found) != 3:
        return f"For two lists of three accuracies it gave {len(found)} numbers; three are wanted."
    if any(abs(a - b) > 1e-9 for a, b in zip(found, wanted, strict=True)):
        return (
            f"For {pretrained} and {untrained} it gave {_short(found)}; {_short(wanted)} is right."
        )
    return None


def labels_for(answer: Any) -> str | None:
    """The fewest labels per class whose mean accuracy reaches a target."""
    results = {80: [0.81, 0.79], 5: [0.60, 0.64], 20: [0.70, 0.74], 350: [0.86, 0.88]}
    for target, wanted in ((0.7, 20), (0.62, 5), (0.80, 80), (0.99, None)):
        found = answer(results, target)
        if found != wanted:
            return f"For the target {target} and {results} it gave {found}; {wanted} is right."
    return None


def clearly_ahead(answer: Any) -> str | None:
    """Whether the worst seed of one is better than the best seed of the other."""
    cases = [([0.8, 0.82], [0.7, 0.79], True), ([0.8, 0.9], [0.85, 0.6], False)]
    draw = random.Random(1)
    for _ in range(6):
        one, other = ([draw.random() for _ in range(3)] for _ in range(2))
        cases.append((one, other, min(one) > max(other)))
    cases.append(([0.9, 0.95, 0.92], [0.5, 0.6, 0.7], True))
    for one, other, wanted in cases:
        found = answer(one, other)
        if not isinstance(found, bool):
            return f"It gave {found!r}; True or False is wanted."
        if found != wanted:
            return f"For {_short(one)} against {_short(other)} it gave {found}; {wanted} is right."
    return None


def _short(values: Any) -> str:
    return "[" + ", ".join(f"{value:.2f}" for value in values) + "]"


JUDGES: dict[str, Judge] = {
    "gaps": gaps,
    "labels_for": labels_for,
    "clearly_ahead": clearly_ahead,
}
PRACTISES = {
    "why_it_works": "gaps",
    "what_it_saves": "labels_for",
    "when_it_pays": "clearly_ahead",
}
