"""Give the cases of accuracy units what they need: sets of images, and the file handed in."""

import base64
import functools
import random
from typing import Any

import safetensors.torch
import torch
from torch import nn

from autograder.accuracy import measure, sets, thresholds
from autograder.handed import Checkpoint
from course import untrusted
from course.checks import exercises, trials
from course.checks.feature_extraction import trained_network
from course.checks.judging import Run
from course.checks.probing import Case
from course.errors import CheckpointError

CHECKPOINT, ACCURACY = "checkpoint", "accuracy"
SIZES = (64, 96, 128)  # pixels that a checkpoint may have been trained at
_USUAL_SIZE, _REFERENCE_SIZE = 96, 64
_MORE_SEEDS = 3
Cases = dict[str, list[Case]]


def with_sets(cases: list[Case], seed: str) -> list[Case]:
    """Name the sets of images of a unit's cases, made where they are missing."""
    return [_with_sets(case, seed) if "size" in case else case for case in cases]


def _with_sets(case: Case, seed: str) -> Case:
    size, kept = case["size"], case["kept"]
    if case["kind"] == CHECKPOINT:
        return {**case, "sets": _hidden(seed, size, kept)}
    return {**case, "sets": {"train": sets.training(size, kept), **_hidden(seed, size, kept)}}


@functools.cache
def _hidden(seed: str, size: int, kept: str) -> dict[str, str]:
    return sets.hidden(seed, size, kept)


def with_checkpoint(cases: Cases, handed: Checkpoint | None, limit: int, seed: str) -> Cases:
    """Put the checkpoint that was handed in into the cases that want one."""
    return {
        name: [
            _with_file(case, handed, limit, seed) if case["kind"] == CHECKPOINT else case
            for case in own
        ]
        for name, own in cases.items()
    }


def _with_file(case: Case, handed: Checkpoint | None, limit: int, seed: str) -> Case:
    if handed is None:
        return {**case, "missing": True}
    if handed.refused:
        return {**case, "refused": handed.refused}
    try:
        found = untrusted.read(handed.content, limit)
        size = _size(found.header)
    except CheckpointError as error:
        return {**case, "refused": str(error)}
    named = found.header.get("architecture") or str(case["network"])
    if named != case["network"]:
        return {**case, "refused": _other_network(named, case["network"])}
    content = base64.b64encode(safetensors.torch.save(found.tensors)).decode()
    full = {**case, "file": content, "header": found.header, "size": size}
    return _with_sets(full, seed)


def _size(header: dict[str, str]) -> int:
    given = header.get("size") or str(_USUAL_SIZE)
    if given not in map(str, SIZES):
        raise CheckpointError(
            f"{untrusted.FILE} was trained at {given[:20]} pixels; the grader measures at "
            f"{', '.join(map(str, SIZES))}: train at one of these and pass it as `size`."
        )
    return int(given)


def _other_network(named: str, wanted: str) -> str:
    return (
        f"{untrusted.FILE} is a {named[:60]!r}, and this assignment is about {wanted}: train that "
        f"one and save it with `{untrusted.SAVE}`."
    )


def more_cases(runs: list[Run], seed: str) -> list[Case]:
    """Return cases with further seeds where accuracy lies within noise of the line, else none."""
    own = [run for run in runs if run.case["kind"] == ACCURACY and measure.usable_or_no(run)]
    if len(own) != 1:
        return []
    unit, device = own[0].case["unit"], own[0].case["device"]
    line = thresholds.of(unit, device)
    found = measure.accuracy(own[0], measure.PERTURBED)
    if not line.full - line.noise <= found < line.full:
        return []
    rng = random.Random(f"{seed} more seeds")
    drawn = [exercises.exercise(unit).accuracy_case(rng, device) for _ in range(_MORE_SEEDS)]
    return [_with_sets(case, seed) for case in drawn]


@functools.cache
def reference_checkpoint() -> Checkpoint:
    """Train the reference's own head on kept features; return it as it would be handed in."""
    train, keys = sets.training(_REFERENCE_SIZE, "features"), trained_network.BUDGETS["cpu"]
    case: dict[str, Any] = {"per_class": keys["per_class"], "seed": 0, "labels": "true"}
    rows, labels = trials.training_rows(case)
    features = sets.read(train, "features")[rows]
    head = _fitted(features, labels)
    state = {f"classifier.1.{name}": tensor for name, tensor in head.state_dict().items()}
    header = {"architecture": sets.BACKBONE, "size": str(_REFERENCE_SIZE), "accuracy": "0.8"}
    return Checkpoint(safetensors.torch.save(state, header))


def _fitted(features: torch.Tensor, labels: torch.Tensor) -> nn.Linear:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        head = nn.Linear(features.shape[1], trials.NUM_CLASSES)
    optimizer = torch.optim.Adam(head.parameters(), lr=1e-2)
    for _ in range(100):
        optimizer.zero_grad()
        loss: Any = nn.functional.cross_entropy(head(features), labels)
        loss.backward()
        optimizer.step()
    return head.requires_grad_(False)
