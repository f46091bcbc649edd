"""What `parameter_groups` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.fine_tuning import parameter_groups as judges
from course.checks.judging import Run


@pytest.mark.points(2)
def test_backbone_gets_its_learning_rate(runs: Sequence[Run]) -> None:
    judges.backbone_gets_its_learning_rate(runs)


@pytest.mark.points(2)
def test_head_gets_its_learning_rate(runs: Sequence[Run]) -> None:
    judges.head_gets_its_learning_rate(runs)


@pytest.mark.points(2)
def test_frozen_parameters_are_in_no_group(runs: Sequence[Run]) -> None:
    judges.frozen_parameters_are_in_no_group(runs)


@pytest.mark.points(1)
def test_no_parameter_comes_twice(runs: Sequence[Run]) -> None:
    judges.no_parameter_comes_twice(runs)


@pytest.mark.points(1)
def test_an_optimizer_takes_the_groups(runs: Sequence[Run]) -> None:
    judges.an_optimizer_takes_the_groups(runs)


@pytest.mark.points(1)
def test_leaves_the_model_unchanged(runs: Sequence[Run]) -> None:
    judges.leaves_the_model_unchanged(runs)


@pytest.mark.points(1)
def test_works_on_a_network_you_have_not_seen(runs: Sequence[Run]) -> None:
    judges.works_on_a_network_you_have_not_seen(runs)
