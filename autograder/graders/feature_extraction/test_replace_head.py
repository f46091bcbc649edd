"""What `replace_head` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.feature_extraction import replace_head as judges
from course.checks.judging import Run


@pytest.mark.points(2)
def test_gives_num_classes_logits(runs: Sequence[Run]) -> None:
    judges.gives_num_classes_logits(runs)


@pytest.mark.points(2)
def test_backbone_keeps_its_pretrained_weights(runs: Sequence[Run]) -> None:
    judges.backbone_keeps_its_pretrained_weights(runs)


@pytest.mark.points(1)
def test_old_layer_is_gone(runs: Sequence[Run]) -> None:
    judges.old_layer_is_gone(runs)


@pytest.mark.points(1)
def test_new_head_is_trainable(runs: Sequence[Run]) -> None:
    judges.new_head_is_trainable(runs)


@pytest.mark.points(1)
def test_head_gives_raw_scores(runs: Sequence[Run]) -> None:
    judges.head_gives_raw_scores(runs)


@pytest.mark.points(1)
def test_two_models_stay_apart(runs: Sequence[Run]) -> None:
    judges.two_models_stay_apart(runs)


@pytest.mark.points(2)
def test_works_on_a_network_you_have_not_seen(runs: Sequence[Run]) -> None:
    judges.works_on_a_network_you_have_not_seen(runs)
