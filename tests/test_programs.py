"""Composed programs: every right one passes everything, every seeded bug costs its check.

The default run takes a few of each; the slow one over a thousand right and as many wrong.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests import bank, programs

# quick probes get more: in all over a thousand
COUNTS = {
    "evaluate": 400, "train_one_epoch": 350, "parameter_groups": 90, "freeze_backbone": 80,
    "unfreeze_last_blocks": 40, "fine_tune": 40, "replace_head": 40,
}  # fmt: skip
FEW = 40  # of which the default run takes one
SEEDS = ("thaw 1", "thaw 2")


@pytest.fixture(autouse=True, scope="module")
def _networks_are_built_once() -> Iterator[None]:
    with bank.networks_built_once():
        yield


@pytest.fixture(autouse=True)
def _as_in_the_jail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def lost(program: programs.Program, number: int) -> set[str]:
    """Return the checks that a program does not pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        function = bank.function_in(program.source, program.exercise, f"program_{number}")
        with torch.random.fork_rng(devices=[]):
            return bank.failed(program.exercise, function, SEEDS[number % len(SEEDS)])


def share(found: list[programs.Program], every: int) -> list[tuple[int, programs.Program]]:
    """Take every n-th program, with its number."""
    return list(enumerate(found))[::every]


def test_there_are_over_a_thousand_different_programs_of_either_kind() -> None:
    assert set(COUNTS) == set(programs.EXERCISES)
    for compose in (programs.right, programs.wrong):
        made = [p.source for name, count in COUNTS.items() for p in compose(name, count)]
        assert len(set(made)) == len(made) >= 1000


@pytest.mark.parametrize("every", [FEW, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("exercise", COUNTS)
def test_right_programs_pass(exercise: str, every: int) -> None:
    for number, program in share(programs.right(exercise, COUNTS[exercise]), every):
        assert lost(program, number) == set(), program.source


@pytest.mark.parametrize("every", [FEW, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("exercise", COUNTS)
def test_a_seeded_bug_costs_its_check(exercise: str, every: int) -> None:
    for number, program in share(programs.wrong(exercise, COUNTS[exercise]), every):
        assert program.costs in lost(program, number), f"{program.bug}\n{program.source}"


@pytest.mark.parametrize("exercise", COUNTS)
def test_every_bug_is_seeded(exercise: str) -> None:
    module = __import__(f"tests.programs.{exercise}", fromlist=["BUGS"])
    assert {p.bug for p in programs.wrong(exercise, COUNTS[exercise])} == set(module.BUGS)
