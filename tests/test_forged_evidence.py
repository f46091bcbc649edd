"""What evidence has to show: numbers of its own case, and what the network itself gave."""

import dataclasses
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import nn

from course import models
from course.checks import exercises, public, scores, steps
from course.checks.feature_extraction import evaluate, freeze_backbone
from course.checks.fine_tuning import flags, tuning, unfreeze_last_blocks
from course.checks.judging import Run
from course.checks.probing import Case
from tests import bank

SEEDS = ("some", "other", "third")
EVERY = [name for names in exercises.assignments().values() for name in names]


@pytest.mark.parametrize("name", EVERY)
def test_evidence_of_another_draw_passes_no_check(name: str) -> None:
    module = exercises.exercise(name)
    own, other = (bank.reference_evidence(name, seed) for seed in SEEDS[:2])
    runs = [Run(c, seen, ref) for (c, ref), (_, seen) in zip(own, other, strict=True)]
    results = public.decide(module, runs)
    assert [result.check for result in results if result.outcome == "passed"] == []
    assert {result.feedback.observed for result in results if result.feedback} == {
        "What came back was not measured on what this check had handed out."
    }


@pytest.mark.parametrize("name", EVERY)
def test_evidence_of_its_own_draw_passes_every_check(name: str) -> None:
    module = exercises.exercise(name)
    runs = [Run(case, ref, ref) for case, ref in bank.reference_evidence(name, SEEDS[0])]
    assert {result.outcome for result in public.decide(module, runs)} == {"passed"}


def _evaluated(training: bool, gradients: bool, dtype: Any = None) -> Any:
    def function(model: nn.Module, data_loader: Any, device: Any) -> float:
        correct = count = 0
        model.train(training)
        enabled = torch.autocast("cpu", dtype, enabled=dtype is not None)
        with torch.set_grad_enabled(gradients), enabled:
            for images, labels in data_loader:
                correct += int((model(images.to(device)).argmax(1) == labels.to(device)).sum())
                count += len(labels)
        return correct / count

    return function


def _matched(function: Any) -> Iterator[scores.Matched]:
    for seed in SEEDS:
        for case, reference in bank.reference_evidence("evaluate", seed):
            matched = scores.match(evaluate.probe(function, case).scores, reference.scores)
            assert matched is not None and bool(matched.known.all())
            yield matched


@pytest.mark.parametrize("gradients", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_scores_tell_how_the_network_was_run(training: bool, gradients: bool) -> None:
    for matched in _matched(_evaluated(training, gradients)):
        assert bool((matched.shift > 10 * evaluate._SHIFT).any()) == training
        assert bool((matched.shift < evaluate._SHIFT / 10).all()) != training
        assert torch.allclose(matched.factor, torch.tensor(1.25 if gradients else 1.0).double())


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_scores_of_half_as_many_bits_still_tell(dtype: torch.dtype) -> None:
    for matched in _matched(_evaluated(False, False, dtype)):
        assert bool((matched.shift < evaluate._SHIFT / 2).all())
        assert bool((matched.factor < evaluate._LARGER).all())


def test_scores_of_other_images_or_none_match_nothing() -> None:
    (_, own), (_, other) = (bank.reference_evidence("evaluate", seed)[0] for seed in SEEDS[:2])
    assert scores.match({}, own.scores) is None
    assert scores.match({"rows": own.scores["rows"][:, 1:]}, own.scores) is None
    assert scores.match({"rows": own.scores["rows"].repeat(500, 1)}, own.scores) is None
    matched = scores.match({"rows": torch.randn(20, own.scores["rows"].shape[1])}, own.scores)
    assert matched is not None and not bool(matched.known.any())
    assert not torch.equal(own.scores["rows"], other.scores["rows"])


@pytest.mark.parametrize("architecture", freeze_backbone.NAMED + freeze_backbone.UNSEEN)
def test_a_step_tells_a_frozen_backbone_from_one_that_trains(architecture: str) -> None:
    case = freeze_backbone._case(random.Random(3), "unseen", architecture)
    stepped = []
    for frozen in (True, True, False):
        network, _, image = freeze_backbone.set_up(case)
        network.requires_grad_(not frozen)
        models.head(network).requires_grad_(True)
        stepped.append(steps.around_a_step(network, image, case["seed"]))
    reference, same, trained = stepped
    assert steps.stepped_alike(same, reference) and steps.started_alike(same, reference)
    assert steps.started_alike(trained, reference)
    assert not steps.stepped_alike(trained, reference)


@pytest.mark.parametrize("architecture", flags.NAMED + flags.UNSEEN)
def test_a_step_tells_one_block_more_or_less(architecture: str) -> None:
    count = min(3, flags.BLOCKS[architecture] - 1)
    case = unfreeze_last_blocks._case(random.Random(3), "unseen", architecture, count)
    stepped = []
    for blocks in (count, count - 1, count + 1):
        network, _, image = unfreeze_last_blocks.set_up(case)
        bank.reference("unfreeze_last_blocks")(network, blocks)
        stepped.append(steps.around_a_step(network, image, case["seed"]))
    reference, fewer, more = stepped
    assert not steps.stepped_alike(fewer, reference)
    assert not steps.stepped_alike(more, reference)


def test_without_anything_trainable_there_is_no_step() -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(12, 3)).requires_grad_(False)
    given = steps.around_a_step(network, torch.randn(1, 3, 2, 2), 0)
    assert given.keys() == {"before"}
    assert not steps.stepped_alike(given, given | {"after": given["before"] + 1})


def _failed(name: str, forge: Callable[[Case, Any], dict[str, Any]]) -> set[str]:
    """Judge the reference's own evidence with some fields replaced; name the checks that fail."""
    known = bank.reference_evidence(name, SEEDS[0])
    runs = [Run(c, dataclasses.replace(seen, **forge(c, seen)), seen) for c, seen in known]
    results = public.decide(exercises.exercise(name), runs)
    return {result.check for result in results if result.outcome != "passed"}


def test_accuracy_is_that_of_the_weights_whatever_is_noted() -> None:
    def untrained(case: Case, seen: tuning.Evidence) -> dict[str, Any]:
        given = tuning.set_up(case)[2].state_dict()
        kept = {n: t for n, t in seen.weights.items() if case["kind"] == "frozen"}
        return {"weights": {name: kept.get(name, given[name]) for name in seen.weights}}

    best = "returns_the_epoch_with_the_best_validation_accuracy"
    assert _failed("fine_tune", untrained) == {"model_has_learned", best}
    assert _failed("fine_tune", lambda case, seen: {"weights": {}}) == {
        "model_has_learned",
        "everything_trainable_is_trained",
        best,
    }


def test_weights_show_what_moved_whatever_is_noted() -> None:
    def all_moved(case: Case, seen: tuning.Evidence) -> dict[str, Any]:
        return {"weights": {name: tensor + 1 for name, tensor in seen.weights.items()}}

    moved = {"frozen_weights_stay", "frozen_batchnorm_comes_out_bit_identical"}
    assert moved <= _failed("fine_tune", all_moved)


def test_counts_of_groups_have_to_be_borne_out_by_rates() -> None:
    assert len(_failed("parameter_groups", lambda case, seen: {"rates": []})) == 6
    others = _failed("parameter_groups", lambda c, s: {"rates": [r * 1.01 for r in s.rates]})
    assert len(others) == 6
