"""What a notebook's code reaches for is told, however it is spelled; its points may wait."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, fold, gradebook, profile, settings, suspicion
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.intake import Submission
from autograder.report import as_text
from autograder.results import Result
from autograder.transcript import RunsJobs
from course.checks import apart
from tests import classroom

NAMES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")
RIGHT = {name: classroom.source(name, "reference") or "" for name in NAMES}
LOOKING = 'import sys\ngetattr(sys, "_get" + "frame")()\n'

REACHING = {
    'import sys\nvars(sys)["_get" + "frame"]()': "sys._getframe",
    "import inspect as i\ni.currentframe().f_back": "sys._getframe",
    '%%writefile mine.py\nimport sys\nlook = getattr(sys, "_getfram" + "e")': "",
    "import mine\nlist(map(mine.look, [0]))": "sys._getframe",
    "def own():\n    yield getattr(made, 'gi_fra' + 'me')\nmade = own()\nnext(made)": "gi_frame",
    "try:\n    1 / 0\nexcept Exception as e:\n    getattr(e.__traceback__, 'tb_frame')": "tb_frame",
    "import gc\ngetattr(gc, 'get_' + 'objects')()": "gc.get_objects",
    "import sys\ngetattr(sys, 'set' + 'profile')(None)": "sys.setprofile",
    "import builtins\nvars(builtins)['ex' + 'ec']('x = 1')": "compile",
    "def f():\n    pass\nsetattr(f, '__co' + 'de__', f.__code__)": "__code__ set",
}  # fmt: skip
ORDINARY = """
import collections, dataclasses, enum, functools, gc, inspect, logging, traceback, warnings, copy
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

Point = collections.namedtuple("Point", "x y")
@dataclasses.dataclass
class Config:
    rate: float = 0.1
class Mode(enum.Enum):
    TRAIN = 1
@functools.cache
def cached(n): return n
logging.getLogger("mine").warning("well")
warnings.warn("well")
try:
    1 / 0
except ZeroDivisionError:
    text = traceback.format_exc()
inspect.signature(cached)
gc.collect()
id(Config)
model = copy.deepcopy(nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)))
handle = model.register_forward_hook(lambda *all: None)
optimizer = torch.optim.AdamW(model.parameters())
for images, labels in DataLoader(TensorDataset(torch.ones(8, 2), torch.ones(8).long()), 4):
    nn.functional.cross_entropy(model(images), labels).backward()
    optimizer.step()
torch.save(model.state_dict(), "best.pt")
model.load_state_dict(torch.load("best.pt"))
"""


def reached(*sources: str) -> tuple[list[str], list[Any]]:
    """Run cells; return what they were told to have reached for, and their errors."""
    cells = [{"id": f"c{n}", "source": source} for n, source in enumerate(sources)]
    events = [record for record, _ in apart.run({"cells": cells, "exercises": []})]
    errors = [event["error"] for event in events if event.get("event") == "ran" and event["error"]]
    return [event["what"] for event in events if event.get("event") == "reached"], errors


def test_whatever_is_reached_for_is_told_once_however_it_is_spelled() -> None:
    found, errors = reached(*REACHING, *REACHING)
    assert errors == []
    assert sorted(found) == sorted({*REACHING.values(), "exec"} - {""})


def test_ordinary_code_reaches_for_nothing() -> None:
    assert reached(ORDINARY) == ([], [])


@pytest.mark.parametrize("ask", ["i.stack()", "i.trace()", "list(t.walk_tb(error.__traceback__))"])
def test_a_frame_that_another_module_hands_on_is_told_as_well(ask: str) -> None:
    found, _ = reached(
        "import inspect as i, traceback as t\ntry:\n    1 / 0\n"
        f"except Exception as error:\n    {ask}"
    )
    assert found in (["sys._getframe"], ["tb_frame"])


def test_what_was_told_is_a_sentence_for_the_instructor() -> None:
    (note,) = suspicion.notes_of_run({"exec", "sys._getframe", "made up"})
    assert "(sys._getframe, exec)" in note
    assert suspicion.is_to_read([note])
    assert suspicion.notes_of_run(set()) == []


@pytest.fixture(scope="module")
def holding(course_folder: Path) -> Iterator[tuple[Desk, RunsJobs]]:
    """A desk whose profile lets points wait, and a worker, for exercises alone."""
    usual = profile.load()
    held = dataclasses.replace(usual, reading=profile.Reading(hold=True))
    found = assignment.find(classroom.SLUG, course_folder)
    own = settings.load(course_folder, "a seed for tests")
    with Desk(found, held, own, units=False) as desk:
        yield desk, desk.worker()


def grade(holding: tuple[Desk, RunsJobs], student: str, cells: dict[str, str]) -> Result:
    desk, worker = holding
    submitted = desk.assignment.root / "submitted"
    path = classroom.hand_in_notebook(classroom.notebook(RIGHT | cells), student, submitted)
    return desk.grade(Submission(student, classroom.SLUG, path), worker)


def test_points_wait_where_a_cell_is_to_be_read(holding: tuple[Desk, RunsJobs]) -> None:
    wrong = "def freeze_backbone(model):\n    return model\n"
    looking = LOOKING + RIGHT["evaluate"]
    result = grade(holding, "looking", {"freeze_backbone": wrong, "evaluate": looking})
    plain = grade(holding, "plain", {})
    assert (result.score, result.held, plain.score, plain.held) == (0, 42, 50, 0)
    assert any(note.startswith("While it ran, the code used") for note in result.notes)
    assert Result.from_json(result.to_json()) == result
    assert (result.as_json()["score"], result.as_json()["held"]) == (0, 42)

    text = as_text([result, plain], NAMES)
    assert "looking: 42 points wait until you have given them." in text
    assert "0 of 10 (held)" in text
    fold.fold(holding[0].assignment, [result, plain])
    found = gradebook.scores(holding[0].assignment.root, classroom.SLUG)
    assert found["looking"]["check_evaluate"] == 0
    assert found["plain"]["check_evaluate"] == 10
    page = holding[0].assignment.root / "autograded" / "looking" / classroom.SLUG
    shown = (page / f"{classroom.SLUG}.ipynb").read_text(encoding="utf-8")
    assert "2 of 2, held" in shown
    assert "Until then its points wait" in shown


def test_hold_is_true_or_false(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "profile.toml"
    text = profile.DEFAULT.read_text(encoding="utf-8")
    path.write_text(text.replace("hold = false", "hold = true"), encoding="utf-8")
    monkeypatch.setenv("AUTOGRADER_PROFILE", str(path))
    assert profile.load().reading.hold
    path.write_text(text.replace("hold = false", "hold = 1"), encoding="utf-8")
    with pytest.raises(AutograderError, match=r"\[reading\] hold is 1; use true or false"):
        profile.load()
