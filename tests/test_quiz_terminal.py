"""The quiz on a real terminal: looked at, typed at, killed."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pyte
import pytest

from tests.quizzes import Terminal, run, terminal

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")
FOOTER = "stop, go on later"  # once the screen itself is there
ENTER, DOWN, UP, ESCAPE = "\r", "\x1b[B", "\x1b[A", "\x1b"


def answer(screen: Terminal, number: int, words: str) -> None:
    """Wait for a question and take the choice that holds the words."""
    screen.wait_for(f"question {number} of")
    screen.wait_for("Press A to")
    row = next(line for line in screen.text.splitlines() if words in line)
    letter = re.search(r"\b([A-D])\b", row)
    assert letter, row
    screen.press(letter[1].lower())


RIGHT = [
    "Early layers learn",
    "Prevent their weights",
    "The final fully connected",
    "The model might overfit",
    "Feature extraction freezes",
]


def test_whole_quiz_by_keyboard(tmp_path: Path) -> None:
    saved = tmp_path / "results.json"
    with terminal(tmp_path / "h.sqlite3", "--json", str(saved)) as screen:
        for number, words in enumerate([*RIGHT[:4], "Fine-tuning removes"], 1):
            answer(screen, number, words)
            shown = screen.wait_for("Enter:")
            assert "Your answer, right" in shown if number < 5 else "Your answer, wrong" in shown
            assert shown.count("Wrong.") + shown.count("wrong.") == 3, shown
            screen.press(ENTER)
        shown = screen.wait_for("4 of 5 right.")
        assert "Tell feature extraction and fine-tuning apart        ░░░░░░░░░░  0 of 1" in shown
        assert "Lesson 03_fine_tuning, section “Feature extraction or fine-tuning”" in shown
        screen.press(ENTER)
        assert screen.end() == 0
    result = json.loads(saved.read_text())
    assert (result["score"], result["of"], result["complete"]) == (4, 5, True)
    assert result["answers"][4]["misconception"] == "tuning_removes_layers"


def test_arrows_move_and_enter_takes(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3", "--seed", "1") as screen:
        before = screen.wait_for("Press A to")
        second = next(line for line in before.splitlines() if re.search(r" B ", line))
        screen.press(DOWN + DOWN + UP + ENTER)
        shown = screen.wait_for("Enter: next question")
        mine = next(i for i, line in enumerate(shown.splitlines()) if "Your answer" in line)
        assert second.split(" B ")[1].strip() in shown.splitlines()[mine - 1]


def test_kill_loses_at_most_the_answer_in_the_making(tmp_path: Path) -> None:
    history = tmp_path / "h.sqlite3"
    with terminal(history) as screen:
        answer(screen, 1, RIGHT[0])
        screen.wait_for("Enter: next")
        screen.press(ENTER)
        answer(screen, 2, "NumPy")
        screen.wait_for("Enter: next")
        screen.press(ENTER)
        screen.wait_for("question 3 of 5")
        screen.child.kill(9)
    with terminal(history) as screen:
        shown = screen.wait_for("question 3 of 5")
        assert "✓✗···" in shown
        screen.press("q")
        assert screen.end() == 4


def test_quit_and_resume_says_how(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3", "--practice", "head") as screen:
        screen.wait_for("question 1 of 9")
        screen.press("q")
        screen.wait_for("run the same command to go on")
        assert screen.end() == 4


def test_two_quizzes_at_once(tmp_path: Path) -> None:
    history = tmp_path / "h.sqlite3"
    with terminal(history) as first, terminal(history) as second:
        for number in range(1, 6):
            for screen in (first, second):
                answer(screen, number, RIGHT[number - 1])
                screen.wait_for("Right.")
                screen.press(ENTER)
        for screen in (first, second):
            screen.wait_for("5 of 5 right.")
            screen.press(ENTER)
            assert screen.end() == 0
    with closing(sqlite3.connect(history)) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (10,)
        query = "SELECT count(*) FROM attempts WHERE finished IS NOT NULL"
        assert connection.execute(query).fetchone() == (2,)


def test_no_color(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3", NO_COLOR="1") as screen:
        answer(screen, 1, "GPUs")
        shown = screen.wait_for("Not quite")
        assert "✗" in shown
        assert "✓" in shown
        assert not COLOUR.findall(screen.raw)


def test_colour_without_no_color(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3") as screen:
        screen.wait_for(FOOTER)
        assert COLOUR.search(screen.raw), "the test above could not fail"


@pytest.mark.parametrize("arguments", [(), ("--practice", "head"), ("--practice", "batchnorm")])
@pytest.mark.parametrize("columns", [60, 100, 140])
def test_the_first_question_stands_where_the_screen_draws_it(
    tmp_path: Path, columns: int, arguments: tuple[str, ...]
) -> None:
    with terminal(tmp_path / "h", *arguments, "--seed", "3", columns=columns, rows=60) as screen:
        final = screen.wait_for(FOOTER).splitlines()
        first = pyte.Screen(columns, 60)
        pyte.ByteStream(first).feed(screen.raw.split(b"Enter.")[0].replace(b"\n", b"\r\n"))
    opened = [line.rstrip() for line in first.display]
    assert sum(map(bool, opened)) > 6
    for drawn, line in zip(final, opened, strict=False):
        assert drawn.replace("█", " ").startswith(line)  # what has the focus is marked


def test_keys_typed_before_the_screen_is_there_are_not_lost(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3") as screen:
        while b"Press A to" not in screen.raw:
            screen.read()
        assert FOOTER not in screen.text
        screen.press("b")
        screen.wait_for("Your answer")
        assert screen.raw.count(b"\x1b[?1049h") == 2  # the opening's and the screen's own


def test_ctrl_c_before_the_screen_is_there_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3") as screen:
        while b"Press A to" not in screen.raw:
            screen.read()
        screen.child.sendintr()
        screen.wait_for("course: stopped.")
        assert screen.end() == 130
        assert b"\x1b[?1049l" in screen.raw


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (44, 14)])
def test_small_terminals_scroll(tmp_path: Path, columns: int, rows: int) -> None:
    with terminal(
        tmp_path / "h", "--questions", str(long_set(tmp_path)), columns=columns, rows=rows
    ) as screen:
        screen.wait_for(FOOTER)
        screen.press("\x1b[6~" * 6)
        screen.wait_for("Press A to D")
        screen.press("a")
        screen.wait_for("Enter: the score")


def long_set(folder: Path) -> Path:
    """Write a question that fits no small screen."""
    choices = "\n".join(
        f"[[questions.choices]]\ntext = 'Choice number {n} with a good many words in it'\n"
        f"feedback = 'Said of {n}'\nright = {'true' if n == 2 else 'false'}"
        for n in range(4)
    )
    code = "\n".join(f"line_{n} = {n}" for n in range(12))
    path = folder / "long.toml"
    head = "[[questions]]\nid = 'a'\ntext = 'A long question?'"
    path.write_text(f"{head}\ncode = '''{code}'''\n{choices}")
    return path


def test_plain_on_a_terminal_has_no_escapes(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3", "--plain") as screen:
        screen.wait_for("Your answer (A-D; q to stop):")
        screen.press("q\n")
        assert screen.end() == 4
        assert b"\x1b" not in screen.raw


def test_interrupt(tmp_path: Path) -> None:
    with terminal(tmp_path / "h.sqlite3", "--plain") as screen:
        screen.wait_for("Your answer")
        screen.child.sendintr()
        screen.wait_for("course: stopped.")
        assert screen.end() == 130


def test_review_asks_what_was_missed(tmp_path: Path) -> None:
    history = tmp_path / "h.sqlite3"
    run(history, "--answers", "-", given="B\nB\nC\nA\nB\n")
    with terminal(history, "--review") as screen:
        shown = screen.wait_for("question 1 of 1")
        assert "very deep CNN from scratch" in shown
        screen.press("q")
