"""The rates that `autograder validate` publishes: known solutions, run for real and counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import assignment, profile, settings
from autograder.desk import Desk
from autograder.validation import Specimen, Trial, Validation, run_bank, specimens
from tests import classroom
from tests.bank import ACCEPTED


@pytest.fixture(scope="module")
def opened(course_folder: Path) -> Iterator[Desk]:
    """A desk without units, as the command opens it."""
    found = assignment.find(classroom.SLUG, course_folder)
    own = settings.load(course_folder, "a seed for validation")
    with Desk(found, profile.load(), own, units=False) as desk:
        yield desk


@pytest.fixture(scope="module")
def trials(opened: Desk) -> list[Trial]:
    """Right and wrong work for `evaluate`, and two whose label is a lie."""
    bank = [one for one in specimens(opened, ACCEPTED) if one.exercise == "evaluate"]
    wrong, right = [s for s in bank if s.wrong][:2], [s for s in bank if not s.wrong][:2]
    called_right = Specimen("evaluate", "called_right", wrong[0].source)
    called_wrong = Specimen("evaluate", "called_wrong", right[0].source, frozenset({"a_check"}))
    return list(run_bank(opened, [*wrong, *right, called_right, called_wrong], 2))


def found(trials: list[Trial], own: slice) -> Validation:
    return Validation(classroom.SLUG, trials[own], [])


def test_known_work_is_judged_as_it_should_be(trials: list[Trial]) -> None:
    known = found(trials, slice(4))
    assert [t.specimen.wrong for t in known.trials] == [True, True, False, False]
    assert (known.wrong_accepted.k, known.wrong_accepted.n) == (0, 2)
    assert (known.right_rejected.k, known.right_rejected.n) == (0, 2)
    assert (known.inexact, known.undiagnosed) == ([], [])
    assert known.sound


def test_a_wrong_label_shows_in_the_rates(trials: list[Trial]) -> None:
    lies = found(trials, slice(4, 6))
    assert (lies.right_rejected.k, lies.wrong_accepted.k) == (1, 1)
    assert [t.specimen.slug for t in lies.inexact] == ["called_wrong"]
    assert not lies.sound


def test_a_check_that_nothing_fails_is_named(trials: list[Trial]) -> None:
    failed = next(iter(trials[0].failed))
    checks = [f"evaluate.{failed}", "evaluate.another"]
    whole = Validation(classroom.SLUG, trials[:4], checks)
    assert whole.unexercised == ["evaluate.another"]
    assert not whole.sound


def test_runs_that_came_to_other_outcomes_are_told_apart(trials: list[Trial]) -> None:
    first, second = found(trials, slice(4)), found([*trials[:3], trials[4]], slice(4))
    assert first.differences(first) == []
    assert second.differences(first) == ["evaluate/called_right"]
