"""The bank of `replace_head` and `freeze_backbone`: wrong work fails as it should, right passes.

By default every solution is run on one hidden draw, with one network that it has not seen; draw
and network differ from file to file. The slow tests run all of them on all of ten draws, and the
accepted ones on the learner's own cases too.
"""

import contextlib
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from torch import Tensor, nn

from autograder import evidence as hostile
from course.checks import evidence, exercises, networks, public
from course.checks.judging import Run
from tests import bank

EXERCISES = ("replace_head", "freeze_backbone")
UNSEEN = "works_on_a_network_you_have_not_seen"
SEEDS = tuple(f"draw {number}" for number in range(1, 11))
WRONG = [(name, path) for name in EXERCISES for path in bank.misconceptions(name)]
RIGHT = [(name, path) for name in EXERCISES for path in bank.accepted(name)]
LIGHT = [(name, path) for name, path in RIGHT if path.stem != "scripted"]  # that takes seconds
CLASSES = [
    getattr(torchvision.models, name)
    for name in ("MobileNetV2", "ResNet", "EfficientNet", "DenseNet", "ConvNeXt")
]


@pytest.fixture(autouse=True, scope="module")
def _networks_are_built_once() -> Iterator[None]:
    with bank.networks_built_once():
        yield


@contextlib.contextmanager
def _as_a_process_of_its_own() -> Iterator[None]:
    """Undo what a solution does to TorchVision's classes: when grading, its process ends."""
    forwards = {kind: kind.forward for kind in CLASSES}
    with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
        warnings.simplefilter("ignore")  # a learner's code may warn as it likes
        yield
    for kind, forward in forwards.items():
        kind.forward = forward


def _names(table: list[tuple[str, Path]]) -> list[str]:
    return [f"{name}-{path.stem}" for name, path in table]


def _function(exercise: str, path: Path) -> Callable[..., Any]:
    return bank.solution(path)


def _failed(
    exercise: str, path: Path, seed: str, unseen: tuple[str, ...] | None = None
) -> set[str]:
    """Name the checks that fail on a hidden draw, or on that part of it with these networks."""
    module = exercises.exercise(exercise)
    function = _function(exercise, path)
    with _as_a_process_of_its_own():
        runs = [
            Run(case, exercises.observe(module, function, case), reference)
            for case, reference in bank.reference_evidence(exercise, seed)
            if case["kind"] != "unseen" or unseen is None or case["architecture"] in unseen
        ]
        return {r.check for r in public.decide(module, runs) if r.outcome != "passed"}


@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_names(WRONG))
def test_wrong_work_fails_exactly_its_checks(exercise: str, path: Path) -> None:
    expected = bank.expected_failures(path)
    seed = SEEDS[WRONG.index((exercise, path)) % len(SEEDS)]
    unseen = None if expected == {UNSEEN} else ("efficientnet_b0", "densenet121")
    assert _failed(exercise, path, seed, unseen) == expected


@pytest.mark.parametrize(("exercise", "path"), LIGHT, ids=_names(LIGHT))
def test_right_work_passes(exercise: str, path: Path) -> None:
    index = RIGHT.index((exercise, path))
    networks_of_it = exercises.exercise(exercise).UNSEEN
    unseen = (networks_of_it[index % len(networks_of_it)],)
    assert not _failed(exercise, path, SEEDS[index // 2 % len(SEEDS)], unseen)


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_names(WRONG))
def test_wrong_work_fails_alike_on_every_draw(exercise: str, path: Path) -> None:
    for seed in SEEDS:
        assert _failed(exercise, path, seed) == bank.expected_failures(path)


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "path"), RIGHT, ids=_names(RIGHT))
def test_right_work_passes_on_every_draw(exercise: str, path: Path) -> None:
    for seed in SEEDS:
        assert not _failed(exercise, path, seed)
    with _as_a_process_of_its_own():
        results = public.run_public(exercise, _function(exercise, path))
    assert {result.outcome for result in results} == {"passed"}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_check_is_failed_by_some_mistake_and_no_other_check_is_named(exercise: str) -> None:
    checks = {judge.__name__ for judge in exercises.judges(exercises.exercise(exercise))}
    named = [bank.expected_failures(path) for path in bank.misconceptions(exercise)]
    assert set.union(*named) == checks
    assert all(named)


class _HidesItsParameters(nn.Module):
    def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
        raise OSError("no")

    parameters = named_parameters

    def forward(self, x: Tensor) -> Tensor:
        return x


class _CannotTrain(nn.Module):
    def train(self, mode: bool = True) -> "_CannotTrain":
        raise ValueError("\ud800 a text that is no Unicode")


class _Gives(nn.Module):
    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value

    def forward(self, x: Tensor) -> Any:
        return self.value


SILLY: dict[str, Callable[..., Any]] = {
    "none": lambda model, *_: None,
    "text": lambda model, *_: "model" * 1_000_000,
    "tuple": lambda model, *_: (model, 1),
    "class": lambda model, *_: type(model),
    "generator": lambda model, *_: (layer for layer in model.children()),
    "empty module": lambda model, *_: nn.Module(),
    "hidden parameters": lambda model, *_: _HidesItsParameters(),
    "train raises": lambda model, *_: _CannotTrain(),
    "gives none": lambda model, *_: _Gives(None),
    "gives a dict": lambda model, *_: _Gives({"logits": torch.zeros(2, 10)}),
    "gives nothing": lambda model, *_: _Gives(torch.zeros(0)),
    "gives a number": lambda model, *_: _Gives(torch.tensor(float("nan"))),
    "gives whole numbers": lambda model, *_: _Gives(torch.zeros(2, 2, dtype=torch.int8)),
    "gives complex numbers": lambda model, *_: _Gives(torch.zeros(2, 2, dtype=torch.complex64)),
    "on meta": lambda model, *_: model.to("meta"),
    "in bfloat16": lambda model, *_: model.to(torch.bfloat16),
    "all NaN": lambda model, *_: [p.data.fill_(float("nan")) for p in model.parameters()] and model,
    "leaves": lambda model, *_: exit(0),
}


@pytest.mark.parametrize("answer", SILLY)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_silly_answers_fail_and_stop_nothing(exercise: str, answer: str) -> None:
    module = exercises.exercise(exercise)
    with _as_a_process_of_its_own():
        case, reference = bank.reference_evidence(exercise, SEEDS[0])[0]
        seen = exercises.observe(module, SILLY[answer], case)
    results = public.decide(module, [Run(case, seen, reference)])
    assert "failed" in {result.outcome for result in results}
    record, tensors = evidence.encode(seen)
    assert hostile.decode(module, json.loads(json.dumps(record, allow_nan=False)), tensors) == seen


def test_building_a_network_leaves_initialisation_and_random_numbers_as_they_were() -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    networks.pretrained("resnet18", 12345)
    assert torch.equal(torch.rand(1), expected)
    assert nn.Linear(64, 64).weight.std() > 0.01
