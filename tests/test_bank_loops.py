"""Every wrong loop fails exactly its checks, and every right one, however unusual, passes all."""

import ast
import random

import pytest
import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode

from course.checks import evidence, exercises, loops, offdevice
from tests import bank

EXERCISES = ("train_one_epoch", "evaluate")
WRONG = [(name, path) for name in EXERCISES for path in bank.misconceptions(name)]
RIGHT = [(name, path) for name in EXERCISES for path in bank.accepted(name)]
LABELS = ("Seen: ", "Why: ", "Next: ", "Hints:")


@pytest.fixture(autouse=True)
def _as_in_the_jail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHDYNAMO_DISABLE", "1")


def _ids(pairs):
    return [f"{name}-{path.stem}" for name, path in pairs]


@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_ids(WRONG))
def test_a_misconception_fails_exactly_its_checks(exercise, path):
    function = bank.solution(path)
    for seed in ("loops 1", "loops 2"):
        assert bank.failed(exercise, function, seed) == bank.expected_failures(path), seed


@pytest.mark.parametrize(("exercise", "path"), RIGHT, ids=_ids(RIGHT))
def test_an_unusual_right_solution_passes(exercise, path):
    function = bank.solution(path)
    for seed in ("loops 2", "public"):
        assert bank.failed(exercise, function, seed) == set(), seed


@pytest.mark.slow
@pytest.mark.parametrize("seed", [f"ten seeds {number}" for number in range(10)])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_outcomes_do_not_depend_on_the_seed(exercise, seed):
    paths = [*bank.misconceptions(exercise), *bank.accepted(exercise)]
    for path in paths:
        function = bank.solution(path)
        expected = bank.expected_failures(path) if "misconceptions" in path.parts else set()
        assert bank.failed(exercise, function, seed) == expected, path.stem


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_check_is_exercised(exercise):
    checks = {judge.__name__ for judge in exercises.judges(exercises.exercise(exercise))}
    failed = [bank.expected_failures(path) for path in bank.misconceptions(exercise)]
    assert set.union(*failed) == checks
    assert all(failed)


@pytest.mark.parametrize(("exercise", "path"), WRONG, ids=_ids(WRONG))
def test_a_lesson_has_its_parts_in_order(exercise, path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    first, blank, *rest = text.replace("\n  ", " ").split("\n")
    assert first.endswith(".")
    assert blank == ""
    assert [line[: len(label)] for line, label in zip(rest, LABELS, strict=False)] == [*LABELS]
    hints = rest[len(LABELS) :]
    assert len(hints) == 3
    assert all(hint.startswith("- ") for hint in hints)
    assert all(len(line.split()) <= 32 for line in (first, *rest))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_stub_is_not_attempted(exercise):
    def stub(*arguments):
        raise NotImplementedError

    outcomes = bank.outcomes(exercise, stub, "stub")
    assert {result.outcome for result in outcomes.values()} == {"not_attempted"}


class Stubborn:
    """A value that cannot be turned into anything."""

    def __float__(self):
        raise RuntimeError("no")

    __str__ = __repr__ = __float__


ODD = {
    "nothing": None,
    "a pair": (1.0, 2.0),
    "a long text": "x" * 10_000_000,
    "a huge whole number": 10**400,
    "a table": torch.ones(3, 3),
    "a tensor without data": torch.ones((), device="meta"),
    "a bfloat16 tensor": torch.ones((), dtype=torch.bfloat16),
    "a complex number": 1j,
    "a stubborn object": Stubborn(),
    "a module": nn.Linear(1, 1),
    "a class": Stubborn,
}


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_an_odd_result_is_no_float_and_breaks_nothing(exercise, value):
    module = exercises.exercise(exercise)
    case = module.draw(random.Random(1))[0]
    seen = exercises.observe(module, lambda *arguments: value, case)
    assert seen.returned != "float"
    assert evidence.pack(*evidence.encode(seen))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_float_without_sense_fails_and_breaks_nothing(exercise, number):
    module = exercises.exercise(exercise)
    seen = exercises.observe(module, lambda *arguments: number, module.draw(random.Random(1))[0])
    assert (seen.returned, seen.value) == ("float", None)
    assert evidence.pack(*evidence.encode(seen))


def _wrecks(model, *others):
    for name, _ in list(model.named_children()):
        setattr(model, name, nn.Identity())
    return 0.5


def _poisons(model, *others):
    for parameter in model.parameters():
        parameter.data.fill_(float("nan"))
    return 0.5


def _halves(model, *others):
    model.half()
    return 0.5


def _empties(model, *others):
    model.to("meta")
    return 0.5


@pytest.mark.parametrize("vandal", [_wrecks, _poisons, _halves, _empties])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_model_in_ruins_fails_and_breaks_nothing(exercise, vandal):
    module = exercises.exercise(exercise)
    for case in module.draw(random.Random(1)):
        assert evidence.pack(*evidence.encode(exercises.observe(module, vandal, case)))
    assert bank.failed(exercise, vandal, "ruins")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_settings_left_behind_harm_nobody(exercise):
    right = bank.reference(exercise)

    def careless(*arguments):
        torch.set_default_dtype(torch.float64)
        value = right(*arguments)
        torch.set_grad_enabled(False)
        return value

    assert bank.failed(exercise, careless, "careless") == set()
    assert torch.is_grad_enabled()
    assert torch.get_default_dtype() == torch.float32


def _placed(gpu: bool = False):
    places = offdevice.TwoPlaces(gpu)
    model, batch = nn.Linear(3, 2), torch.ones(4, 3)
    offdevice.place(places, model, [batch])
    return places, model, batch


STAYS = {
    "as it is": lambda x, device: x,
    "thrown away": lambda x, device: (x.to(device), x)[1],
    "converted": lambda x, device: x.to(torch.float32).clone().contiguous(),
    "stacked": lambda x, device: torch.stack(x.unbind()),
    "cut out": lambda x, device: x[:2, :],
}
MOVES = {
    "to": lambda x, device: x.to(device),
    "to by keyword": lambda x, device: x.to(device=device, non_blocking=True),
    "to another's device": lambda x, device: x.to(torch.ones(1, device=device)),
    "copied into a buffer": lambda x, device: torch.empty_like(x, device=device).copy_(x),
    "as_tensor": lambda x, device: torch.as_tensor(x, device=device),
    "through numpy": lambda x, device: torch.tensor(x.numpy(), device=device),
    "row by row": lambda x, device: torch.stack([row.to(device) for row in x]),
    "if not on a GPU yet": lambda x, device: x if x.is_cuda else x.to(device),
}


@pytest.mark.parametrize("gpu", [False, True])
@pytest.mark.parametrize("handle", STAYS.values(), ids=STAYS)
def test_what_was_not_moved_stops_the_model(handle, gpu):
    places, model, batch = _placed(gpu)
    with places, pytest.raises(RuntimeError, match="same device"):
        model(handle(batch, places.device))
    assert places.violations == 1


@pytest.mark.parametrize("gpu", [False, True])
@pytest.mark.parametrize("handle", MOVES.values(), ids=MOVES)
def test_what_was_moved_is_welcome(handle, gpu):
    places, model, batch = _placed(gpu)
    with places:
        model(handle(batch, places.device)).sum().backward()
    assert places.violations == 0


def test_a_pretended_gpu_calls_itself_one():
    places, model, batch = _placed(gpu=True)
    with places:
        assert batch.device.type == "cpu"
        assert not batch.is_cuda
        assert batch.cuda().is_cuda
        assert next(model.parameters()).device == torch.device("cuda", 0)


def test_scores_without_values_are_left_out():
    diary = loops.Diary()
    with FakeTensorMode():  # as `torch.export` runs a network
        diary.scores.append(torch.zeros(2, 3))
    assert diary.rows() == {}
    diary.scores.append(torch.ones(2, 3))
    assert torch.equal(diary.rows()["rows"], torch.ones(2, 3))
