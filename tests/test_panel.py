"""What a learner reads: no advice twice, and numbers that read well."""

import pytest

from course.checks import panel
from course.checks.feedback import Feedback, counted

FIRST = Feedback("You made 1 step.", "Steps learn.", "Step once a batch.", ("Where?", "Here."))
SECOND = Feedback("The loss is 2.", "Steps learn.", "Step once a batch.", ("Where?", "Here."))
OTHER = Feedback("You have no head.", "Heads choose.", "Make a head.")


def rows(*findings: Feedback) -> list[panel.Row]:
    return [panel.Row(f"Check {n}", "failed", found) for n, found in enumerate(findings)]


def test_advice_stands_once_and_every_observation_is_shown() -> None:
    shown = panel.text("evaluate", rows(FIRST, OTHER, SECOND, FIRST), hints=2)
    assert shown.count("Step once a batch.") == shown.count("Hint 1: Where?") == 1
    assert shown.count("You made 1 step.") == shown.count("You have no head.") == 1
    assert shown.index("Make a head.") < shown.index("The loss is 2.") < shown.index("As above.")


def test_a_page_has_one_ladder_for_one_reason() -> None:
    assert panel.html("evaluate", rows(FIRST, SECOND)).count("Show a hint") == 1
    assert panel.html("evaluate", rows(FIRST, OTHER)).count("Make a head.") == 1


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 steps"), (1, "1 step"), (1.0, "1 step"), (2, "2 steps")]
)
def test_one_is_singular(number: float, said: str) -> None:
    assert counted(number, "step") == said
