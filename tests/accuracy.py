"""Checkpoints and functions to try the accuracy graders out with, and a short way through them."""

import functools
import random
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from autograder.accuracy import attach, judges, sets
from autograder.handed import Checkpoint
from course.checks import exercises, trials
from course.checks.feature_extraction import saved_network, trained_network
from course.checks.feedback import EvidenceError, Failure, NotAttempted
from course.checks.judging import Run
from tests import bank

SEED = "a seed for tests"
LIMIT = 32_000_000
SAVED = {
    name: getattr(judges, name)
    for name in (
        "file_fits", "saved_network_is_accurate", "backbone_is_untouched", "claim_is_true",
    )
}  # fmt: skip
TRAINED = {
    name: getattr(judges, name)
    for name in (
        "learns_real_images", "learns_whatever_the_labels_say",
        "learns_nothing_from_random_labels", "learns_on_an_unseen_network",
    )
}  # fmt: skip
Functions = dict[str, Callable[..., Any]]


def functions(**own: Callable[..., Any]) -> Functions:
    """Return the reference's functions with some of them replaced."""
    names = ("replace_head", "freeze_backbone", "train_one_epoch")
    return {name: own.get(name) or bank.reference(name) for name in names}


def mistake(exercise: str, slug: str) -> Functions:
    """Return the reference's functions, one of them with a known mistake."""
    wrong = bank.solution(bank.MISCONCEPTIONS / exercise / f"{slug}.py")
    return functions(**{exercise: wrong})


def observed(module: Any, own: Functions, case: Any) -> Run:
    """Probe in this process, where the sets of images lie, in a folder that may be written to."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv(trials.VARIABLE, str(sets.folder()))
        seen = exercises.observe(module, lambda name, *given: own[name](*given), case)
    return Run(case, seen, None)


def saved(content: bytes, own: Functions | None = None) -> Run:
    """Take a checkpoint through reading, rebuilding and answering."""
    drawn = {"saved_network": saved_network.draw(random.Random(SEED))}
    (case,) = attach.with_checkpoint(drawn, Checkpoint(content), LIMIT, SEED)["saved_network"]
    return observed(saved_network, own or functions(), case)


def trained(
    own: Functions, *kinds: str, unit: Any = trained_network, device: str = "cpu", **given: Any
) -> list[Run]:
    """Train with some functions on a unit's cases of these kinds, all of them by default."""
    drawn = unit.draw(random.Random(SEED), device=device)
    cases = [{**case, **given} for case in drawn if not kinds or case["kind"] in kinds]
    return [observed(unit, own, case) for case in attach.with_sets(cases, SEED)]


def failures(checks: dict[str, Any], runs: list[Run]) -> dict[str, Failure]:
    """Judge; return what failed, by name."""
    found = {}
    for name, check in checks.items():
        try:
            check(runs)
        except (Failure, NotAttempted) as failure:
            found[name] = failure
        except EvidenceError as error:  # a kind of case that this test leaves out
            if "no run of kind" not in str(error):
                raise
    return found


@functools.cache
def honest_head() -> dict[str, Tensor]:
    """Return the reference's head: weight (10, 1280) and bias (10,), by their names in the file."""
    return safetensors.torch.load(attach.reference_checkpoint().content)


def file(tensors: dict[str, Tensor], accuracy: str = "0.8", **header: str) -> bytes:
    """Write a checkpoint as `course.save_checkpoint` does, with any header."""
    own = {"architecture": "mobilenet_v2", "size": "64", "accuracy": accuracy, **header}
    content: bytes = safetensors.torch.save({n: t.contiguous() for n, t in tensors.items()}, own)
    return content


def hidden_features(part: str = "clean") -> tuple[Tensor, Tensor]:
    """Return what only a cheat could have: features and labels of the hidden images."""
    keys = sets.hidden(SEED, 64, "features")
    return sets.read(keys[part], "features"), sets.labels(keys["clean"])


def by_heart(head: nn.Module) -> nn.Module:
    """Train a head on the hidden images themselves until it knows them."""
    features, labels = hidden_features()
    optimizer = torch.optim.Adam(head.parameters(), lr=2e-3)
    for _ in range(150):
        optimizer.zero_grad()
        loss: Any = nn.functional.cross_entropy(head(features), labels)
        loss.backward()
        optimizer.step()
    return head
