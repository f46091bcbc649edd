"""The quiz in a pipe: answers from files, JSON, statuses, and a history that survives anything."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from course.quizzes import review
from course.quizzes.errors import QuizError
from course.quizzes.history import Logged
from tests.quizzes import COURSE, environment, run

ALL_RIGHT = "B\nB\nC\nC\nB\n"


def test_pipe_is_plain_and_in_the_authors_order(tmp_path: Path) -> None:
    done = run(tmp_path / "h", given=ALL_RIGHT)
    assert done.returncode == 0, done.stderr
    assert "5 of 5 right." in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.count("(your answer, right)") == 5
    assert done.stdout.count("(wrong)") == 15


STATUS = {
    "all right": (ALL_RIGHT, (), 0),
    "one wrong": ("A\nB\nC\nC\nB\n", (), 0),
    "below the mark": ("A\nB\nC\nC\nB\n", ("--pass", "90"), 3),
    "at the mark": ("A\nB\nC\nC\nB\n", ("--pass", "80"), 0),
    "stopped": ("B\nq\n", (), 4),
    "end of input": ("B\n", (), 4),
    "asked again": ("x\n\nB\nB\nC\nC\nB\n", (), 0),
    "unknown option": ("", ("--nonsense",), 2),
    "unknown topic": ("", ("--practice", "cooking"), 1),
    "unknown lesson": ("", ("--lesson", "99"), 1),
    "bad count": ("", ("--count", "0"), 2),
}


@pytest.mark.parametrize(("given", "options", "status"), STATUS.values(), ids=STATUS)
def test_status(tmp_path: Path, given: str, options: tuple[str, ...], status: int) -> None:
    done = run(tmp_path / "h", *options, given=given)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert done.stderr.count("\n") == 1, done.stderr


def test_json_goes_to_standard_output_alone(tmp_path: Path) -> None:
    done = run(tmp_path / "h", "--json", "--learner", "ann", given="B\nB\nC\nA\nB\n")
    result = json.loads(done.stdout)
    assert result["learner"] == "ann"
    assert result["score"] == 4
    assert [row["choice"] for row in result["answers"]] == list("BBCAB")
    assert result["answers"][3]["misconception"] == "capacity_generalises"
    assert result["objectives"][0]["section"] == "What it saves"


ANSWER_FILES = {
    "letters": (ALL_RIGHT, 0, "5 of 5"),
    "names": ("deep-from-scratch: C\nwhy-effective: B\n", 4, "2 of 5 answered"),
    "mixed, comments, case": ("# mine\nwhat-is-replaced: c  # sure\nb\nB\n\nC\nb\n", 0, "5 of 5"),
    "no letter": ("B\nZ\n", 1, "line 2: is not one of A-D"),
    "unknown question": ("nothing: B\n", 1, 'line 1: no question "nothing" is asked'),
    "twice": ("why-effective: B\nwhy-effective: A\n", 1, "line 2: answers a question twice"),
    "too many": (ALL_RIGHT + "A\n", 1, "more answers than the 5 questions"),
}


@pytest.mark.parametrize(("text", "status", "words"), ANSWER_FILES.values(), ids=ANSWER_FILES)
@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_answers(tmp_path: Path, text: str, status: int, words: str, piped: bool) -> None:
    path = tmp_path / "answers.txt"
    path.write_text(text)
    name = "-" if piped else str(path)
    done = run(tmp_path / "h", "--answers", name, given=text if piped else "")
    assert done.returncode == status, done.stderr
    assert words in (done.stderr if status else done.stdout)


def test_answers_that_are_no_text_are_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "answers"
    path.write_bytes(b"B\n\xff\xfe\n")
    done = run(tmp_path / "h", "--answers", str(path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "line 2: is not UTF-8" in done.stderr


def test_list_and_stats(tmp_path: Path) -> None:
    listed = run(tmp_path / "h", "--list").stdout
    assert "course quiz --practice batchnorm" in listed
    assert "No answers yet" in run(tmp_path / "h", "--stats").stdout
    run(tmp_path / "h", given="B\nA\nC\nC\nB\n")
    shown = run(tmp_path / "h", "--stats").stdout
    assert "5 answers since" in shown
    assert "4 right (80%)" in shown
    assert "1 due" in shown
    figures = json.loads(run(tmp_path / "h", "--stats", "--json").stdout)
    assert figures["objectives"][0] == {"objective": "freeze", "right": 0, "of": 1}
    counts = json.loads(run(tmp_path / "h", "--list", "--json").stdout)
    assert list(counts[0].values()) == ["course quiz", "Check for understanding", 5]


def test_list_into_a_closed_pipe(tmp_path: Path) -> None:
    command = " ".join([*COURSE, "--list"]) + " | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=environment(tmp_path / "h"),
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_torch_and_no_screen_library_in_plain_mode(tmp_path: Path) -> None:
    code = (
        "import sys; from course.cli import main\n"
        "status = main(['quiz'])\n"
        "heavy = {'torch', 'textual', 'rich', 'numpy', 'fsrs', 'matplotlib', 'IPython'}\n"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=ALL_RIGHT,
        capture_output=True,
        text=True,
        env=environment(tmp_path / "h"),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


DAMAGE = {
    "no database": lambda path: path.write_bytes(b"this is not a database" * 100),
    "empty header": lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 500),
    "torn in the middle": lambda path: path.write_bytes(_torn(path.read_bytes())),
    "other tables": lambda path: _execute(path, "DROP TABLE answers", "CREATE TABLE answers (x)"),
    "newer": lambda path: _execute(path, "PRAGMA user_version = 99"),
}


def _torn(data: bytes) -> bytes:
    return data[:4096] + os.urandom(4096) + data[8192:]


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_unfit_history_is_set_aside_and_never_deleted(tmp_path: Path, damage: object) -> None:
    history = tmp_path / "quiz.sqlite3"
    assert run(history, given=ALL_RIGHT).returncode == 0
    damage(history)  # type: ignore[operator]
    before = history.read_bytes()
    done = run(history, given=ALL_RIGHT)
    assert done.returncode == 0, done.stderr
    aside = [*tmp_path.glob("*.damaged-*"), *tmp_path.glob("*.newer-*")]
    assert len(aside) == 1
    assert aside[0].read_bytes() == before
    assert aside[0].name in done.stderr
    assert "5 answers" in run(history, "--stats").stdout


def test_history_that_cannot_be_written_does_not_stop_the_quiz(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(tmp_path / "file" / "h", given=ALL_RIGHT)
    assert done.returncode == 0, done.stderr
    assert "Nothing will be remembered" in done.stderr
    assert "5 of 5 right." in done.stdout


def test_many_quizzes_write_at_once(tmp_path: Path) -> None:
    history = tmp_path / "h"
    running = [
        subprocess.Popen(
            [*COURSE, "--answers", "-", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(history),
        )
        for _ in range(6)
    ]
    for process in running:
        process.communicate(ALL_RIGHT, timeout=60)
        assert process.returncode == 0
    with closing(sqlite3.connect(history)) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (30,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_schedule_spaces_out_what_is_known_and_brings_back_what_is_missed() -> None:
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    log = [Logged("known", True, (start + timedelta(days=d)).isoformat()) for d in (0, 1, 5)]
    log.append(Logged("missed", False, (start + timedelta(days=5)).isoformat()))
    due = {entry.question: entry for entry in review.schedule(log)}
    gap = due["known"].due - datetime.fromisoformat(log[2].at)
    assert gap > timedelta(days=5)
    assert due["missed"].due < start + timedelta(days=6)
    soon = start + timedelta(days=6)
    assert review.due_now(log, soon, {"known", "missed"}) == ["missed"]
    late = start + timedelta(days=100)
    assert Counter(review.due_now(log, late, {"known", "missed"})) == {"missed": 1, "known": 1}
    assert review.due_now(log, late, {"known"}) == ["known"], "questions that are no more"


def test_review_with_nothing_due(tmp_path: Path) -> None:
    assert "Nothing to review yet" in run(tmp_path / "h", "--review").stdout
    run(tmp_path / "h", given=ALL_RIGHT)
    assert "Nothing is due. The next question comes up on" in run(tmp_path / "h", "--review").stdout


def test_review_without_fsrs_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs", None)
    with pytest.raises(QuizError, match="pip install fsrs"):
        review.schedule([])


def test_own_question_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[[questions]]\nid = 'a'\ntext = 'x'\n")
    done = run(tmp_path / "h", "--questions", str(path))
    assert done.returncode == 1
    assert done.stderr.startswith(f'course: {path}: question 1 ("a"): has 0 choices')


def test_lint_command(tmp_path: Path) -> None:
    done = run(tmp_path / "h", "--lint")
    assert (done.returncode, done.stdout) == (0, "80 questions in 9 files: nothing to mend.\n")
    path = tmp_path / "bad.toml"
    path.write_text("nonsense")
    done = run(tmp_path / "h", "--lint", str(path))
    assert done.returncode == 1
    assert "bad.toml: is not TOML" in done.stdout
