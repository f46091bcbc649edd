"""Every attack fails: no points gained, no secret seen, and the next student graded as usual."""

import contextlib
import functools
from collections.abc import Callable, Iterator

import pytest

from tests.attacks import bench, case

ATTACKS = case.load()
GROUP = 4  # attacks before an honest student is graded on the same worker
LASTING = ("leftover", "warm", "signal")  # whose point is what comes after: one student each


Arena = Callable[..., bench.Bench]


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A course with canaries, a desk and a worker for each assignment, opened when it is needed."""
    with contextlib.ExitStack() as kept:

        def opened(slug: str, hold: bool = False) -> bench.Bench:
            return kept.enter_context(bench.opened(tmp_path_factory.mktemp(slug), slug, hold))

        yield functools.cache(opened)


def _parameter(attack: case.Attack) -> object:
    marks = [pytest.mark.slow] * attack.long
    return pytest.param(
        attack, marks=marks, id=f"core-{attack.name}" if attack.core else attack.name
    )


def test_there_are_at_least_sixty_attacks_each_with_its_defence() -> None:
    assert sum(not attack.accepted for attack in ATTACKS) >= 60
    assert all(attack.tries and attack.defence for attack in ATTACKS)


@pytest.mark.parametrize("attack", [_parameter(attack) for attack in ATTACKS])
def test_attack_gains_nothing_and_harms_nobody(arena: Arena, attack: case.Attack) -> None:
    own = arena(attack.assignment)
    outcome = own.attack(attack)
    if attack.accepted:  # known, and not prevented: then it is reported
        assert outcome.reported
        assert len(outcome.broken) == 1, "it gains points no more: take ACCEPTED out"
        assert outcome.broken[0].startswith("it scored")
    else:
        assert outcome.broken == []
    before = own.unanswered
    if len(before) >= GROUP or attack.name.startswith(LASTING):
        assert own.next_student() == "", f"after {', '.join(before)}"


@pytest.mark.parametrize("attack", [_parameter(attack) for attack in ATTACKS if attack.accepted])
def test_where_points_wait_no_attack_gains_any(arena: Arena, attack: case.Attack) -> None:
    outcome = arena(attack.assignment, hold=True).attack(attack)
    assert (outcome.score, outcome.broken, outcome.reported) == (0, [], True)


@pytest.mark.parametrize("slug", sorted({attack.assignment for attack in ATTACKS}))
def test_after_the_core_and_the_rest_a_student_is_graded_as_usual(arena: Arena, slug: str) -> None:
    assert arena(slug).next_student() == ""
