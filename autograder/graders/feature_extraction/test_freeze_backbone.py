"""What `freeze_backbone` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.feature_extraction import freeze_backbone as judges
from course.checks.judging import Run


@pytest.mark.points(3)
def test_backbone_weights_do_not_require_grad(runs: Sequence[Run]) -> None:
    judges.backbone_weights_do_not_require_grad(runs)


@pytest.mark.points(2)
def test_batchnorm_and_biases_do_not_require_grad(runs: Sequence[Run]) -> None:
    judges.batchnorm_and_biases_do_not_require_grad(runs)


@pytest.mark.points(1)
def test_head_stays_trainable(runs: Sequence[Run]) -> None:
    judges.head_stays_trainable(runs)


@pytest.mark.points(1)
def test_nothing_else_changes(runs: Sequence[Run]) -> None:
    judges.nothing_else_changes(runs)


@pytest.mark.points(3)
def test_works_on_a_network_you_have_not_seen(runs: Sequence[Run]) -> None:
    judges.works_on_a_network_you_have_not_seen(runs)
