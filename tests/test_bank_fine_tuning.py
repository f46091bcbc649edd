"""The bank of `fine_tuning`: wrong work fails exactly its checks, right work passes them all.

By default every solution is run on one hidden draw, and the draw differs from file to file. The
slow tests run all of them on five draws, and the accepted ones on the learner's own cases too.
"""

import ast
import copy
import json
import random
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from autograder import evidence as hostile
from course.checks import evidence, exercises, loops, public
from course.checks.fine_tuning import images, setting, tuning
from course.checks.fine_tuning.groups import Groups
from course.checks.fine_tuning.journal import Journal
from course.checks.judging import Run
from tests import bank

EXERCISES = ("unfreeze_last_blocks", "parameter_groups", "fine_tune")
SEEDS = tuple(f"thaw {number}" for number in range(1, 11))
WRONG = [(name, path) for name in EXERCISES for path in bank.misconceptions(name)]
RIGHT = [(name, path) for name in EXERCISES for path in bank.accepted(name)]
LABELS = ("Seen: ", "Why: ", "Next: ", "Hints:")


@pytest.fixture(autouse=True, scope="module")
def _networks_are_built_once() -> Iterator[None]:
    with bank.networks_built_once():
        yield


@pytest.fixture(autouse=True)
def _as_in_the_jail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TORCHDYNAMO_DISABLE", "1")
    monkeypatch.chdir(tmp_path)


def _ids(table: list[tuple[str, Path]]) -> list[str]:
    return [f"{name}-{path.stem}" for name, path in table]


def _failed(exercise: str, path: Path, seed: str) -> set[str]:
    function = bank.solution(path)
    with torch.random.fork_rng(devices=[]):
        return bank.failed(exercise, function, seed)


@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_ids(WRONG))
def test_wrong_work_fails_exactly_its_checks(exercise: str, path: Path) -> None:
    seed = SEEDS[WRONG.index((exercise, path)) % 2]
    assert _failed(exercise, path, seed) == bank.expected_failures(path)


@pytest.mark.parametrize(("exercise", "path"), RIGHT, ids=_ids(RIGHT))
def test_right_work_passes(exercise: str, path: Path) -> None:
    assert not _failed(exercise, path, SEEDS[RIGHT.index((exercise, path)) % 2])


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_outcomes_do_not_depend_on_the_seed(exercise: str, seed: str) -> None:
    for path in bank.misconceptions(exercise):
        assert _failed(exercise, path, seed) == bank.expected_failures(path), path.stem
    for path in bank.accepted(exercise):
        assert not _failed(exercise, path, seed), path.stem


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "path"), RIGHT, ids=_ids(RIGHT))
def test_right_work_passes_the_learners_own_checks(exercise: str, path: Path) -> None:
    function = bank.solution(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = public.run_public(exercise, function)
    assert {result.outcome for result in results} == {"passed"}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_check_is_failed_by_some_mistake_and_no_other_check_is_named(exercise: str) -> None:
    checks = {judge.__name__ for judge in exercises.judges(exercises.exercise(exercise))}
    named = [bank.expected_failures(path) for path in bank.misconceptions(exercise)]
    assert set.union(*named) == checks
    assert all(named)


@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_ids(WRONG))
def test_a_lesson_has_its_parts_in_order(exercise: str, path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, blank, *rest = text.replace("\n  ", " ").split("\n")
    assert first.endswith(".")
    assert blank == ""
    assert [line[: len(label)] for line, label in zip(rest, LABELS, strict=False)] == [*LABELS]
    hints = rest[len(LABELS) :]
    assert len(hints) == 3
    assert all(hint.startswith("- ") for hint in hints)
    assert all(len(line.split()) <= 32 for line in (first, *rest))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_stub_is_not_attempted(exercise: str) -> None:
    def stub(*arguments: Any) -> Any:
        raise NotImplementedError

    outcomes = bank.outcomes(exercise, stub, SEEDS[0])
    assert {result.outcome for result in outcomes.values()} == {"not_attempted"}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_doing_nothing_is_worth_next_to_nothing(exercise: str) -> None:
    outcomes = bank.outcomes(exercise, lambda model, *_: model, SEEDS[0])
    assert sum(result.outcome == "passed" for result in outcomes.values()) <= 1


class _Stubborn:
    """A value that cannot be turned into anything."""

    def __iter__(self) -> Any:
        raise RuntimeError("no")

    __str__ = __repr__ = __len__ = __iter__  # type: ignore[assignment]


class _HidesItsParameters(nn.Module):
    def named_parameters(self, *args: Any, **kwargs: Any) -> Any:
        raise OSError("no")

    parameters = named_parameters


ODD: dict[str, Callable[..., Any]] = {
    "none": lambda model, *_: None,
    "text": lambda model, *_: "model" * 1_000_000,
    "tuple": lambda model, *_: (model, 1),
    "class": lambda model, *_: type(model),
    "empty list": lambda model, *_: [],
    "list of none": lambda model, *_: [None],
    "stubborn": lambda model, *_: _Stubborn(),
    "endless dictionary": lambda model, *_: [{"params": "abc", "lr": _Stubborn()}],
    "not a number": lambda model, *_: [{"params": model.parameters(), "lr": float("nan")}],
    "empty module": lambda model, *_: nn.Module(),
    "hidden parameters": lambda model, *_: _HidesItsParameters(),
    "on meta": lambda model, *_: model.to("meta"),
    "all NaN": lambda model, *_: [p.data.fill_(float("nan")) for p in model.parameters()] and model,
    "in half precision": lambda model, *_: model.half(),
    "leaves": lambda model, *_: exit(0),
}


@pytest.mark.parametrize("answer", ODD)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_odd_answers_fail_and_stop_nothing(exercise: str, answer: str) -> None:
    module = exercises.exercise(exercise)
    case, reference = bank.reference_evidence(exercise, SEEDS[0])[0]
    seen = exercises.observe(module, ODD[answer], case)
    results = public.decide(module, [Run(case, seen, reference)])
    assert "failed" in {result.outcome for result in results}
    record, tensors = evidence.encode(seen)
    assert hostile.decode(module, json.loads(json.dumps(record, allow_nan=False)), tensors) == seen


OPTIMIZERS: dict[str, Callable[[Any], torch.optim.Optimizer]] = {
    "sgd 1e-4": lambda p: torch.optim.SGD(p, 1e-4),
    "sgd 1e-3 momentum": lambda p: torch.optim.SGD(p, 1e-3, momentum=0.9),
    "sgd 0.1 momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
    "adam 1e-5": lambda p: torch.optim.Adam(p, 1e-5),
    "adam 1e-2": lambda p: torch.optim.Adam(p, 1e-2),
    "adamw 5e-5": lambda p: torch.optim.AdamW(p, 5e-5),
    "rmsprop": lambda p: torch.optim.RMSprop(p, 1e-2),
    "adagrad": lambda p: torch.optim.Adagrad(p),
    "adadelta": lambda p: torch.optim.Adadelta(p),
}


def _tuner(make: Callable[[Any], torch.optim.Optimizer], keep_best: bool) -> Callable[..., Any]:
    """Write a `fine_tune` with another optimizer; it may return the last epoch for the best."""
    text = (bank.MISCONCEPTIONS / "fine_tune" / "best_is_an_alias.py").read_text(encoding="utf-8")
    text = text.replace("torch.optim.AdamW(trainable, lr=1e-3)", "make(trainable)")
    if keep_best:
        text = text.replace("model.state_dict()", "copy.deepcopy(model.state_dict())")
    assert "make(trainable)" in text
    function = bank.function_in(text, "fine_tune", "tuner")
    function.__globals__.update(make=make, copy=copy)
    return function


@pytest.mark.parametrize("keep_best", [True, False])
@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_any_usual_optimizer_learns_and_none_makes_the_last_epoch_the_best(
    make: Callable[[Any], torch.optim.Optimizer], keep_best: bool
) -> None:
    expected = set() if keep_best else {"returns_the_epoch_with_the_best_validation_accuracy"}
    assert bank.failed("fine_tune", _tuner(make, keep_best), SEEDS[2]) == expected


def test_the_best_epoch_is_far_ahead() -> None:
    for seed in range(3):
        cases = [c for c in setting.draw(random.Random(seed)) if c["kind"] == "best"]
        for case in cases:
            seen = tuning.probe(bank.reference("fine_tune"), case)
            assert seen.best_epoch == case["phases"].index("good") + 1
            assert seen.accuracy["best"] > 0.6


def test_two_passes_over_a_batch_are_one_epoch() -> None:
    train, _ = setting.data(case := setting.draw(random.Random(1))[0])
    model = setting.network(case, train[0])
    journal = Journal(model, case["train"], None)
    journal.watch(setting.body(model), loops.head(model))
    loader = loops.loader(images.Images(*train, ["good"], journal), 12)
    for batch, _ in loader:
        model(batch).sum().backward()
        model(batch).sum().backward()
    assert journal.epoch() == 1
    assert journal.summary()["passes"] == {"learned": 2.0, "fetched": 1.0}


def test_groups_are_read_as_an_optimizer_reads_them() -> None:
    layer = nn.Linear(2, 2)
    named = Groups([{"params": layer.named_parameters(), "lr": 0.1}])
    assert named.count(list(layer.parameters()), 0.1)["right"] == 2
    bare = Groups(layer.parameters())
    assert bare.count(list(layer.parameters()), 0.1) == {
        "of": 2,
        "right": 0,
        "another": 2,
        "missing": 0,
    }
    assert Groups([{"params": {layer.weight}}]).unreadable
    assert Groups([{"params": [layer.weight * 2]}]).refused
