"""Notebooks as they are at midnight: whoever wrote right functions has full marks for them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, intake, profile, settings
from autograder.desk import Desk
from autograder.intake import Submission, Taken
from autograder.results import Result
from autograder.transcript import RunsJobs
from course import cli
from course.names import Names
from tests import bank, classroom
from tests.attacks.case import own_cell

NAMES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")
RIGHT = {name: classroom.source(name, "reference") or "" for name in NAMES}
FOUND = assignment.find(classroom.SLUG, bank.ROOT)
WRONG = "def evaluate(model, data_loader, device):\n    return 0.5\n"
Notebook = dict[str, Any]


def place(notebook: Notebook, name: str) -> int:
    return next(i for i, own in enumerate(notebook["cells"]) if own.get("id") == name)


def add(notebook: Notebook, source: str, after: str = "save") -> None:
    notebook["cells"].insert(place(notebook, after) + 1, own_cell(source))


def write(notebook: Notebook, name: str, source: str) -> None:
    notebook["cells"][place(notebook, name)]["source"] = source


def lines_for_jupyter(notebook: Notebook) -> None:
    add(notebook, "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\nmine = 1")
    write(notebook, "evaluate", f"%matplotlib inline\n!echo measuring\n{RIGHT['evaluate']}")
    write(notebook, "replace_head", f"%%time\n{RIGHT['replace_head']}")


def file_of_its_own(notebook: Notebook) -> None:
    head = f"%%writefile my_layers.py\nimport torch\nfrom torch import nn\n{RIGHT['replace_head']}"
    add(notebook, head, "imports")
    write(notebook, "replace_head", "from my_layers import replace_head")


def names_overwritten(notebook: Notebook) -> None:
    add(notebook, "torch = None\nevaluate = 0.9\ndel replace_head\nlen = sum = reversed = 0")


def another_name_for_the_course(notebook: Notebook) -> None:
    given = notebook["cells"][place(notebook, "imports")]
    write(
        notebook, "imports", "".join(given["source"]).replace("import course", "import course as c")
    )
    head = "    c.models.head(model).requires_grad_(True)\n    return model\n"
    freeze = f"def freeze_backbone(model):\n    model.requires_grad_(False)\n{head}"
    write(notebook, "freeze_backbone", freeze)


def another_type(notebook: Notebook) -> None:
    add(
        notebook, "torch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)", "imports"
    )


def all_in_one_cell(notebook: Notebook) -> None:
    write(notebook, "replace_head", "\n\n".join(RIGHT.values()))
    del notebook["cells"][place(notebook, "freeze_backbone")]
    write(notebook, "train_one_epoch", "")
    write(notebook, "evaluate", "# YOUR CODE HERE\nraise NotImplementedError()")


def stubs_left_behind(notebook: Notebook) -> None:
    blank = classroom.notebook({})
    for name in NAMES:
        stub = "".join(blank["cells"][place(blank, name)]["source"])
        write(notebook, name, stub)
        add(notebook, RIGHT[name], "imports")


def nothing_but_text(notebook: Notebook) -> None:
    for own in notebook["cells"]:
        own["metadata"] = {}
        own.pop("id")


def written_again(notebook: Notebook) -> None:
    write(notebook, "evaluate", WRONG)
    add(notebook, RIGHT["evaluate"])


def import_where_it_trains(notebook: Notebook) -> None:
    trains = notebook["cells"][place(notebook, "train")]
    write(notebook, "train", "import time as clock\nLIMIT = 3\n" + "".join(trains["source"]))
    timed = RIGHT["evaluate"].replace(
        "    model.eval()\n", "    clock.time() + LIMIT\n    model.eval()\n"
    )
    assert timed != RIGHT["evaluate"]
    write(notebook, "evaluate", timed)


def values_where_it_trains(notebook: Notebook) -> None:
    trains = "".join(notebook["cells"][place(notebook, "train")]["source"])
    more = "frozen = lambda layer: not any(p.requires_grad for p in layer.parameters())"
    write(notebook, "look_at_images", f"KINDS = (nn.BatchNorm1d, nn.BatchNorm2d)\n{more}")
    write(notebook, "train", f"{trains}\nlater = {{'kinds': KINDS}}\nchosen = later['kinds']")
    loop = RIGHT["train_one_epoch"]
    tail = """    for layer in filter(frozen, model.modules()):
        if isinstance(layer, chosen):
            layer.eval()
"""
    at = loop.index("    model.train()\n") + len("    model.train()\n")
    write(notebook, "train_one_epoch", loop[:at] + tail + loop[loop.index("    total", at) :])


def written_where_it_trains(notebook: Notebook) -> None:
    trains = "".join(notebook["cells"][place(notebook, "train")]["source"])
    write(notebook, "train", f"{RIGHT['evaluate']}\n{trains}")
    del notebook["cells"][place(notebook, "evaluate")]


ODD: list[Callable[[Notebook], None]] = [
    lines_for_jupyter,
    file_of_its_own,
    names_overwritten,
    another_name_for_the_course,
    another_type,
    all_in_one_cell,
    stubs_left_behind,
    nothing_but_text,
    written_again,
    import_where_it_trains,
    values_where_it_trains,
    written_where_it_trains,
]


@pytest.fixture(scope="module")
def alone(course_folder: Path) -> Iterator[tuple[Desk, RunsJobs]]:
    """A desk and a worker for exercises alone: nothing is trained on real images."""
    own = settings.load(course_folder, "a seed for tests")
    with Desk(FOUND, profile.load(), own, units=False) as desk:
        yield desk, desk.worker()


def grade(notebook: Notebook, alone: tuple[Desk, RunsJobs], folder: Path) -> Result:
    path = classroom.hand_in_notebook(notebook, "odd", folder)
    desk, worker = alone
    return desk.grade(Submission("odd", classroom.SLUG, path), worker)


def lost(result: Result) -> list[str]:
    return [
        f"{v.check.exercise}.{v.check.id}"
        for v in result.verdicts
        if v.check.exercise in NAMES and v.outcome != "passed"
    ]


@pytest.mark.parametrize("change", ODD, ids=lambda change: change.__name__)
def test_right_functions_have_full_marks(
    alone: tuple[Desk, RunsJobs], tmp_path: Path, change: Callable[[Notebook], None]
) -> None:
    notebook = classroom.notebook(RIGHT)
    change(notebook)
    assert lost(grade(notebook, alone, tmp_path)) == []


def test_a_module_that_is_handed_in_is_imported(
    alone: tuple[Desk, RunsJobs], tmp_path: Path
) -> None:
    notebook = classroom.notebook(RIGHT)
    head = RIGHT["replace_head"].replace("def replace_head", "def head_for")
    write(notebook, "replace_head", "import my_heads\nreplace_head = my_heads.head_for")
    folder = tmp_path / "odd" / classroom.SLUG
    folder.mkdir(parents=True)
    (folder / "my_heads.py").write_text(f"import torch\nfrom torch import nn\n{head}")
    (folder / "torch.py").write_text("raise SystemExit")
    path = folder / f"{classroom.SLUG}.ipynb"
    path.write_text(json.dumps(notebook))
    desk, worker = alone
    assert lost(desk.grade(Submission("odd", classroom.SLUG, path), worker)) == []


def test_who_graded_a_later_definition_says_so(
    alone: tuple[Desk, RunsJobs], tmp_path: Path
) -> None:
    notebook = classroom.notebook(RIGHT)
    written_again(notebook)
    notes = grade(notebook, alone, tmp_path).notes
    assert notes == ["evaluate: it is defined again in a later cell, and that one was graded."]


def test_a_later_definition_that_is_worse_costs_nothing(
    alone: tuple[Desk, RunsJobs], tmp_path: Path
) -> None:
    notebook = classroom.notebook(RIGHT)
    add(notebook, WRONG)
    result = grade(notebook, alone, tmp_path)
    assert (lost(result), result.notes) == ([], [])


def test_of_two_wrong_definitions_neither_is_accepted(
    alone: tuple[Desk, RunsJobs], tmp_path: Path
) -> None:
    notebook = classroom.notebook(RIGHT)
    write(notebook, "evaluate", WRONG)
    add(notebook, WRONG.replace("0.5", "0.6"))
    result = grade(notebook, alone, tmp_path)
    assert "evaluate.counts_right_answers" in lost(result)
    assert all(one.startswith("evaluate.") for one in lost(result))


def test_only_what_later_cells_took_is_put_back() -> None:
    names = Names({"__doc__": "mine", "max": 3, "rate": 0.1, "call": len})
    assert names.cell_is_over("evaluate") is None
    names.now |= {"call": str.upper, "sum": 0, "rate": 0.2, "left": 1, "open": open}
    names.cell_is_over(None)
    names.put_back()
    expected = {"max": 3, "rate": 0.2, "call": str.upper, "left": 1, "open": open}
    assert names.now == {"__doc__": "mine"} | expected


def taken(notebook: Notebook, folder: Path) -> Taken:
    path = classroom.hand_in_notebook(notebook, "odd", folder)
    return intake.take(Submission("odd", classroom.SLUG, path), FOUND, profile.load())


def test_a_changed_cell_runs_after_the_given_one(tmp_path: Path) -> None:
    notebook = classroom.notebook(RIGHT)
    write(notebook, "imports", "import numpy as np")
    write(notebook, "train", "import time\nlosses = train()\ndef helper():\n    pass\n")
    rebuilt = {own.id: own for own in taken(notebook, tmp_path).cells}
    order = list(rebuilt)
    given, after = order.index("imports"), order.index("imports") + 1
    assert rebuilt[order[given]].origin == "release"
    assert rebuilt[order[after]].source == "import numpy as np"
    trained = rebuilt[order[order.index("train") + 1]]
    assert (trained.kind, trained.kept) == ("training", "")


def test_a_cell_that_trains_gives_what_is_asked_for(tmp_path: Path) -> None:
    plain = {own.id: own for own in taken(classroom.notebook(RIGHT), tmp_path / "a").cells}
    assert [own.id for own in plain.values() if own.kept] == []
    asking = RIGHT | {"evaluate": RIGHT["evaluate"] + "\n\nload_checkpoint"}
    again = {own.id: own for own in taken(classroom.notebook(asking), tmp_path / "b").cells}
    assert again["save"].kept == "from course.checkpoint import load_checkpoint"


def test_the_command_checks_an_exercise_whose_cell_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = classroom.notebook(RIGHT)
    write(notebook, "replace_head", RIGHT["replace_head"] + "\n\n" + RIGHT["freeze_backbone"])
    del notebook["cells"][place(notebook, "freeze_backbone")]
    del notebook["cells"][place(notebook, "evaluate")]
    path = classroom.hand_in_notebook(notebook, "odd", tmp_path)
    assert cli.main(["check", str(path)]) == 1
    told = capsys.readouterr().out
    assert "freeze_backbone: all 4 checks passed." in told
    assert "No function called evaluate was found after the notebook's cells had run." in told
