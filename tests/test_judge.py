"""The hidden graders' pytest session: collected once, four outcomes, faults never a grade."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import AutograderError, SourceError
from autograder.judge import Graders
from course import syntax

HEAD = "import pytest\nfrom course.checks.feedback import *\n"


def graders(folder: Path, body: str, name: str = "test_evaluate.py") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD + body, encoding="utf-8")
    return folder


BODY = '''
@pytest.mark.points(2)
def test_reads_evidence(runs):
    """It reads."""
    {statement}
'''


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("assert runs == ['a run']", "passed"),
        ("raise Failure('seen', 'why', 'next')", "failed"),
        ("raise NotAttempted", "not_attempted"),
        ("raise EvidenceError('gone')", "failed"),
        ("runs[0].missing", "failed"),
        ("{}['x']", "failed"),
        ("assert False", "error"),
        ("raise MemoryError", "error"),
        ("raise OSError('disk')", "error"),
    ],
)
def test_outcomes(tmp_path: Path, statement: str, outcome: str) -> None:
    with Graders(graders(tmp_path / tmp_path.name, BODY.format(statement=statement))) as session:
        (verdict,) = session.judge({"evaluate": ["a run"]})  # type: ignore[dict-item]
    assert verdict.outcome == outcome
    assert verdict.check.points == 2
    assert verdict.check.title == "It reads."


def test_one_session_judges_many(tmp_path: Path) -> None:
    with Graders(
        graders(tmp_path / tmp_path.name, BODY.format(statement="assert runs"))
    ) as session:
        outcomes = [session.judge({"evaluate": seen})[0].outcome for seen in ([1], [], [2])]  # type: ignore[list-item]
    assert outcomes == ["passed", "error", "passed"]


def test_missing_evidence_is_never_a_pass(tmp_path: Path) -> None:
    with Graders(graders(tmp_path / tmp_path.name, BODY.format(statement="pass"))) as session:
        (verdict,) = session.judge({})
    assert verdict.outcome == "error"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("def test_x(runs):\n    pass\n", "points"),
        ("def test_x(:\n", "do not load"),
        ("import no_such_module_anywhere\n", "do not load"),
        ("x = 1\n", "no checks"),
    ],
)
def test_graders_that_do_not_load_stop_everything(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(SourceError, match=said), Graders(graders(tmp_path / tmp_path.name, body)):
        pass


def test_other_projects_configuration_is_not_read(tmp_path: Path) -> None:
    folder = graders(tmp_path / tmp_path.name, BODY.format(statement="pass"))
    trap = "raise SystemExit('conftest was read')\n"
    (folder / "conftest.py").write_text(trap)
    (tmp_path / "conftest.py").write_text(trap)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    with Graders(folder) as session:
        verdicts: list[Any] = session.judge({"evaluate": []})
    assert [verdict.outcome for verdict in verdicts] == ["passed"]


def test_a_session_that_breaks_down_costs_one_submission(tmp_path: Path) -> None:
    body = BODY.format(statement="runs == ['right'] or pytest.exit('over')")
    with Graders(graders(tmp_path / tmp_path.name, body)) as session:
        with pytest.raises(AutograderError, match="broke down"):
            session.judge({"evaluate": ["odd"]})  # type: ignore[dict-item]
        (verdict,) = session.judge({"evaluate": ["right"]})  # type: ignore[dict-item]
    assert verdict.outcome == "passed"


def test_sources_are_parsed_in_several_threads(tmp_path: Path) -> None:
    """CPython 3.11 stops with a SystemError where two threads parse at once."""
    deep = "x = " + "(" * 60 + "1" + ")" * 60 + "\n"
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(syntax.parse, [deep * 50] * 200))
    assert all(len(tree.body) == 50 for tree in trees)
