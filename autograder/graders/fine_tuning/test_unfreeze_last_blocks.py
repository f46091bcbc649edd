"""What `unfreeze_last_blocks` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.fine_tuning import unfreeze_last_blocks as judges
from course.checks.judging import Run


@pytest.mark.points(2)
def test_last_blocks_are_trainable(runs: Sequence[Run]) -> None:
    judges.last_blocks_are_trainable(runs)


@pytest.mark.points(2)
def test_earlier_blocks_are_frozen(runs: Sequence[Run]) -> None:
    judges.earlier_blocks_are_frozen(runs)


@pytest.mark.points(1)
def test_head_is_trainable(runs: Sequence[Run]) -> None:
    judges.head_is_trainable(runs)


@pytest.mark.points(1)
def test_starts_from_any_state(runs: Sequence[Run]) -> None:
    judges.starts_from_any_state(runs)


@pytest.mark.points(1)
def test_works_for_one_block_and_for_all(runs: Sequence[Run]) -> None:
    judges.works_for_one_block_and_for_all(runs)


@pytest.mark.points(1)
def test_nothing_else_changes(runs: Sequence[Run]) -> None:
    judges.nothing_else_changes(runs)


@pytest.mark.points(2)
def test_works_on_a_network_you_have_not_seen(runs: Sequence[Run]) -> None:
    judges.works_on_a_network_you_have_not_seen(runs)
