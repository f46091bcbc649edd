"""The release: reproducible, current, and with nothing in it that students must not see."""

import json
from pathlib import Path

import pytest

from autograder import assignment, public, release
from autograder.errors import SourceError
from course.checks import exercises
from course.checks.public import public_references
from tests.bank import ROOT

SLUGS = sorted(path.stem for path in (ROOT / "solutions").glob("*.py"))


@pytest.fixture(scope="module", params=SLUGS)
def built(request: pytest.FixtureRequest) -> tuple[assignment.Assignment, bytes]:
    """Each assignment with the release that its source gives now."""
    found = assignment.find(request.param, ROOT)
    return found, release.build(found)


def test_release_is_the_same_on_every_run(built: tuple[assignment.Assignment, bytes]) -> None:
    assert release.build(built[0]) == built[1]


def test_committed_release_is_current(built: tuple[assignment.Assignment, bytes]) -> None:
    assert built[0].release_path.read_bytes() == built[1]


def test_what_learners_are_compared_with_is_of_todays_cases(
    built: tuple[assignment.Assignment, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert public.is_current(built[0])
    module = exercises.exercise(built[0].exercises[0])
    monkeypatch.setattr(module, "draw", lambda rng: [{"kind": "another"}])
    public_references.cache_clear()
    assert not public.is_current(built[0])


def solution_lines(source: str) -> list[str]:
    """Return the lines between the solution marks that say something."""
    inside = source.partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0]
    return [line.strip() for line in inside.splitlines() if len(line.strip()) > 12]


def test_no_line_of_a_solution_is_in_its_cell(built: tuple[assignment.Assignment, bytes]) -> None:
    found, content = built
    released = {c["id"]: "".join(c["source"]) for c in json.loads(content)["cells"]}
    for cell in found.cells:
        if cell.kind != "solution":
            continue
        lines = solution_lines(cell.source)
        assert lines, f"{cell.grade_id} has no solution region"
        assert not [line for line in lines if line in released[cell.grade_id]]
        assert "raise NotImplementedError" in released[cell.grade_id]


def test_nothing_hidden_is_in_the_release(built: tuple[assignment.Assignment, bytes]) -> None:
    text = built[1].decode()
    for word in ("SOLUTION", "HIDDEN", "autograder", "UNSEEN", "misconception"):
        assert word not in text


def test_every_cell_is_named_and_only_solutions_are_open(
    built: tuple[assignment.Assignment, bytes],
) -> None:
    cells = json.loads(built[1])["cells"]
    open_cells = [c["id"] for c in cells if not c["metadata"]["nbgrader"]["locked"]]
    assert open_cells == built[0].exercises
    assert len({c["id"] for c in cells}) == len(cells)


def test_points_of_a_grade_cell_are_the_sum_of_its_checks(
    built: tuple[assignment.Assignment, bytes],
) -> None:
    from autograder.judge import Graders

    with Graders(built[0].graders) as graders:
        wanted = release.points_by_exercise(graders.checks)
    cells = json.loads(built[1])["cells"]
    graded = [c["metadata"]["nbgrader"] for c in cells if c["metadata"]["nbgrader"]["grade"]]
    assert {c["grade_id"].removeprefix("check_"): c["points"] for c in graded} == wanted


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ('# %% kind="given"\nx = 1\n', "give the cell a name"),
        ('# %% grade_id="a" kind="givven"\nx = 1\n', "kind is 'givven'"),
        ('# %% grade_id="a" kind="given"\nx = 1\n\n# %% grade_id="a" kind="given"\n', "twice"),
    ],
)
def test_a_wrong_source_is_refused_by_name(tmp_path: Path, cell: str, fault: str) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "odd.py").write_text(cell, encoding="utf-8")
    with pytest.raises(SourceError, match=fault):
        _ = assignment.find("odd", tmp_path).cells


def test_an_unknown_assignment_names_those_that_there_are() -> None:
    with pytest.raises(SourceError, match="feature_extraction"):
        assignment.find("no_such", ROOT)
