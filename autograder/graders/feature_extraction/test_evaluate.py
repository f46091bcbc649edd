"""What `evaluate` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.feature_extraction import evaluate as judges
from course.checks.judging import Run


@pytest.mark.points(2)
def test_counts_right_answers(runs: Sequence[Run]) -> None:
    judges.counts_right_answers(runs)


@pytest.mark.points(2)
def test_counts_a_smaller_last_batch_rightly(runs: Sequence[Run]) -> None:
    judges.counts_a_smaller_last_batch_rightly(runs)


@pytest.mark.points(2)
def test_uses_evaluation_mode(runs: Sequence[Run]) -> None:
    judges.uses_evaluation_mode(runs)


@pytest.mark.points(1)
def test_keeps_no_gradients(runs: Sequence[Run]) -> None:
    judges.keeps_no_gradients(runs)


@pytest.mark.points(1)
def test_leaves_the_model_unchanged(runs: Sequence[Run]) -> None:
    judges.leaves_the_model_unchanged(runs)


@pytest.mark.points(1)
def test_returns_a_python_float(runs: Sequence[Run]) -> None:
    judges.returns_a_python_float(runs)


@pytest.mark.points(1)
def test_moves_the_batches_to_the_device(runs: Sequence[Run]) -> None:
    judges.moves_the_batches_to_the_device(runs)
