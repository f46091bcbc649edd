"""Grading on a Dask cluster gives what local grading gives; a machine that dies costs nobody else.

The scheduler and its workers are real; a worker's death is its process killing itself.
"""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, cluster, intake, profile, settings
from autograder.cli import main
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.executor import grade_class
from autograder.intake import Submission
from tests import classroom

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
CLASS = ("all right", "never zeroed", "no attempt")


@pytest.fixture
def address() -> Iterator[str]:
    """A scheduler with two workers, as `--dask local` starts them."""
    with cluster._local(2) as started:
        yield started.scheduler_address


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with three students."""
    root = classroom.course_folder(tmp_path / "course")
    cells = [{}, {"replace_head": "stub"}, {"train_one_epoch": "stub", "evaluate": "stub"}]
    for name, given in zip(("ada", "ben", "cleo"), cells, strict=True):
        classroom.hand_in(classroom.Student(name, "", given), root / "submitted")
    return root


def _opened(root: Path) -> Desk:
    return Desk(assignment.find(classroom.SLUG, root), profile.load(), settings.load(root))


def _submissions(root: Path) -> list[Submission]:
    return intake.find(root / "submitted", classroom.SLUG)


def _by_student(results: Any) -> dict[str, Any]:
    return {result.student: json.loads(json.dumps(result.as_json())) for result in results}


def test_a_cluster_gives_what_a_local_run_gives_and_its_receipts_hold(
    address: str, course: Path
) -> None:
    with _opened(course) as desk:
        there = _by_student(cluster.grade_on_cluster(address, desk, _submissions(course)))
        assert all(desk.store.get(one) for one in _submissions(course))
    receipts = list((course / ".autograder" / "receipts").rglob("*.json"))
    for path in receipts:
        path.unlink()
    with _opened(course) as desk:
        here = _by_student(grade_class(desk, _submissions(course), 1))
    assert there == here
    assert [here[name]["score"] for name in ("ada", "ben", "cleo")] == sorted(
        (here[name]["score"] for name in here), reverse=True
    )


def _die_of(student: str, times: int, folder: str) -> None:
    """Make a worker's desk kill its process for one student, `times` times in all."""
    original = Desk.grade

    def grade(self: Desk, submission: Submission, worker: Any) -> Any:
        deaths = sorted(Path(folder).glob("death-*"))
        if submission.student == student and len(deaths) < times:
            (Path(folder) / f"death-{len(deaths)}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return original(self, submission, worker)

    Desk.grade = grade  # type: ignore[method-assign]


class _Fatal(distributed.WorkerPlugin):  # type: ignore[misc]
    """Arm every worker, and every one that takes a dead one's place."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def setup(self, worker: Any) -> None:
        _die_of(*self._given)


@pytest.mark.parametrize(("times", "outcomes"), [(1, {"passed"}), (99, {"error"})])
def test_a_dead_worker_is_replaced_and_a_poison_submission_given_up(
    address: str, course: Path, tmp_path: Path, times: int, outcomes: set[str]
) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        client.register_plugin(_Fatal("ada", times, str(tmp_path)), name="fatal")
        with _opened(course) as desk:
            results = list(cluster.grade_on_cluster(address, desk, _submissions(course)))
            filed = desk.store.get(_submissions(course)[0])
            log = [entry["event"] for entry in desk.store.ledger.entries()]
    by_student = {result.student: result for result in results}
    assert {v.outcome for v in by_student["ada"].verdicts} == outcomes
    assert all(v.outcome != "error" for v in by_student["ben"].verdicts)
    assert (filed is None) == (outcomes == {"error"})
    assert ("given up" in log) == (outcomes == {"error"})
    assert len(list(tmp_path.glob("death-*"))) == min(times, cluster.DEATHS + 1)


def test_the_command_grades_on_a_cluster(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course)
    status = main(["grade", classroom.SLUG, "submitted", "--dask", "local", "--workers", "1"])
    assert status == 0
    assert "ada" in capsys.readouterr().out
    assert (course / "autograded" / "ada").is_dir()


def test_no_scheduler_is_said_in_one_line(course: Path) -> None:
    with _opened(course) as desk, pytest.raises(AutograderError, match="No Dask scheduler answers"):
        list(cluster.grade_on_cluster("tcp://127.0.0.1:9", desk, _submissions(course)))


def test_a_worker_with_another_course_refuses(course: Path) -> None:
    with _opened(course) as desk:
        task = json.loads(cluster.order(desk, _submissions(course)[0]))
        task["desk"]["circumstances"] = "another"
        with pytest.raises(AutograderError, match="has another course"):
            cluster.grade_one(json.dumps(task))
