"""Accuracy from evidence: logits that came back against labels that never left."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.accuracy import sets
from course.checks.judging import Run
from course.checks.probing import Case
from course.checks.trials import NUM_CLASSES

CLEAN, PERTURBED = "clean", "perturbed"


def truth(case: Case) -> Tensor:
    """Return the labels (N,) that a case's network should give."""
    labels = sets.labels(case["sets"][CLEAN])
    if case.get("held_out"):
        labels = labels[: case["held_out"]]
    return torch.tensor(case["permutation"])[labels] if case.get("permutation") else labels


def usable(run: Run) -> bool:
    """Say whether there are logits of the right shape for every image, clean and perturbed."""
    shape = (len(truth(run.case)), NUM_CLASSES)
    given = getattr(run.seen, "logits", {})
    return all(part in given and tuple(given[part].shape) == shape for part in (CLEAN, PERTURBED))


def accuracy(run: Run, part: str) -> float:
    """Return the share of images whose highest logit is that of the right class.

    Rows whose logits are all equal count as wrong, whatever their class.
    """
    logits = run.seen.logits[part]
    constant = logits.amax(1) == logits.amin(1)
    right = (logits.argmax(1) == truth(run.case)) & ~constant
    return float(right.double().mean())


def mean_accuracy(runs: Sequence[Run], part: str) -> float:
    """Return the mean accuracy over runs with different seeds."""
    return float(np.mean([accuracy(run, part) for run in runs]))


def other_order(run: Run) -> tuple[float, list[int]]:
    """Return the accuracy under the best renaming of classes, and each logit's true class."""
    from scipy.optimize import linear_sum_assignment

    predicted = run.seen.logits[CLEAN].argmax(1)
    pairs = predicted * NUM_CLASSES + truth(run.case)
    counts = torch.bincount(pairs, minlength=NUM_CLASSES**2).view(NUM_CLASSES, NUM_CLASSES)
    _, columns = linear_sum_assignment(-counts.numpy())
    best = sum(int(counts[row, column]) for row, column in enumerate(columns))
    return best / len(predicted), [int(column) for column in columns]


def report(name: str, runs: Sequence[Run]) -> dict[str, Any]:
    """Return what a unit's runs measured, as plain data for the receipt."""
    told: dict[str, Any] = {}
    for kind in dict.fromkeys(run.case["kind"] for run in runs):
        own = [run for run in runs if run.case["kind"] == kind]
        good = [run for run in own if usable_or_no(run)]
        told[kind] = {"route": str(getattr(own[0].seen, "route", "none"))[:200]}
        if good:
            told[kind] |= {part: round(mean_accuracy(good, part), 4) for part in (CLEAN, PERTURBED)}
            told[kind]["seeds"] = len(good)
        told[kind] |= _claims(own[0].case)
    return told


def usable_or_no(run: Run) -> bool:
    """Like `usable`, for runs whose case may have no images at all."""
    return "sets" in run.case and usable(run)


def _claims(case: Case) -> dict[str, Any]:
    header = case.get("header") or {}
    names = ("accuracy", "device", "epochs", "size", "dtype", "course_version")
    return {f"claimed_{name}": header[name] for name in names if header.get(name)}
