"""A notebook's file as `course check` reads it: what its functions are, wherever they stand."""

import pytest

from course.checks import apart
from course.checks.apart import Notebook
from course.notebooks import CodeCell
from tests import classroom

RIGHT = classroom.source("evaluate", "reference") or ""
IMPORTS = CodeCell(
    "imports",
    "given",
    "import torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader",
)
WRONG = "def evaluate(model, data_loader, device):\n    return {}\n"


def checked(*cells: CodeCell, wanted: str = "evaluate") -> tuple[list[str], set[str]]:
    found, later = apart.check(Notebook([IMPORTS, *cells]), [wanted])
    return [result.outcome for result in found[wanted]], later


def own(source: str, kind: str = "extra", name: str | None = None) -> CodeCell:
    return CodeCell(name, kind, source)


def solution(source: str) -> CodeCell:
    return own(source, "solution", "evaluate")


@pytest.mark.parametrize(
    ("cells", "again"),
    [
        ([solution(WRONG.format(0.5)), own(RIGHT)], {"evaluate"}),
        ([solution(RIGHT), own(WRONG.format(0.5))], set()),
        ([solution(RIGHT.replace("def evaluate", "def measured")),
          own("evaluate = measured", "check", "check_evaluate")], set()),
        ([own(RIGHT)], set()),
    ],
)  # fmt: skip
def test_the_better_definition_counts_wherever_it_stands(
    cells: list[CodeCell], again: set[str]
) -> None:
    outcomes, later = checked(*cells)
    assert set(outcomes) == {"passed"}
    assert later == again


def test_a_later_definition_that_is_no_better_changes_nothing() -> None:
    outcomes, later = checked(solution(WRONG.format(0.5)), own(WRONG.format(0.25)))
    assert "failed" in outcomes
    assert later == set()


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ([solution("")], "replace_head"),
        ([own("def fine_tune(model):\n    return model")], "unfreeze_last_blocks"),
        ([own("from mine import parameter_groups, train_one_epoch")], "unfreeze_last_blocks"),
    ],
)
def test_an_assignment_is_known_by_its_cells_or_its_functions(
    cells: list[CodeCell], first: str
) -> None:
    assert apart.exercises_of(Notebook(cells))[0] == first


def test_a_notebook_of_something_else_holds_no_exercise() -> None:
    assert apart.exercises_of(Notebook([own("print('evaluate = well')")])) == []
