"""Item analysis: figures against published ones, and every kind of file that brings responses."""

import csv
import io
import json
import random
import re
from pathlib import Path

import numpy
import pytest

from autograder.cli import main
from autograder.quiz_report import reading, tables
from autograder.quiz_report.advice import advice
from autograder.quiz_report.items import Item, Option, Response, Sheet, Sitting
from autograder.quiz_report.page import to_html
from autograder.quiz_report.statistics import Figures, analyse, correlation, cronbach_alpha
from course.quizzes.attempt import Attempt, now, plan
from course.quizzes.catalogue import bank
from course.quizzes.errors import QuizError
from course.quizzes.markup import bare
from course.quizzes.model import LETTERS
from course.quizzes.results import dumps, results

# The LSAT data of Bock and Lieberman (1970): answer pattern over five items, and how many of 1,000
# people gave it. The figures are those that Rizopoulos (2006), "ltm: An R Package for Latent
# Variable Modeling and Item Response Theory Analyses", Journal of Statistical Software 17, gives.
LSAT = """
00000 3 00001 6 00010 2 00011 11 00100 1 00101 1 00110 3 00111 4 01000 1 01001 8 01011 16 01101 3
01110 2 01111 15 10000 10 10001 29 10010 14 10011 81 10100 3 10101 28 10110 15 10111 80 11000 16
11001 56 11010 21 11011 173 11100 11 11101 61 11110 28 11111 298
"""
DIFFICULTY = [0.924, 0.709, 0.553, 0.763, 0.870]
CORRECTED = [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]
ALPHA, ALPHA_WITHOUT = 0.2950, [0.2754, 0.2376, 0.2168, 0.2459, 0.2663]


def lsat() -> Sheet:
    words = LSAT.split()
    patterns = [p for p, n in zip(words[::2], words[1::2], strict=True) for _ in range(int(n))]
    options = (Option("A", "right", True), Option("B", "wrong", False))
    items = {f"item-{n}": Item(f"item-{n}", "", options) for n in range(1, 6)}
    answers = {"1": Response("A", True), "0": Response("B", False)}
    return Sheet(
        items,
        [
            Sitting(str(i), "", {name: answers[c] for name, c in zip(items, p, strict=True)})
            for i, p in enumerate(patterns)
        ],
    )


def test_figures_are_the_published_ones() -> None:
    figures = analyse(lsat())
    assert figures.learners == 1000
    assert [one.difficulty for one in figures.items] == pytest.approx(DIFFICULTY, abs=1e-9)
    assert [one.discrimination for one in figures.items] == pytest.approx(CORRECTED, abs=5e-5)
    assert figures.alpha == pytest.approx(ALPHA, abs=5e-5)
    assert [one.alpha_without for one in figures.items] == pytest.approx(ALPHA_WITHOUT, abs=5e-5)


def test_figures_agree_with_numpy() -> None:
    dice = numpy.random.default_rng(1)
    scores = (dice.normal(size=(200, 1)) + dice.normal(size=(200, 8)) > 0).astype(float)
    covariance = numpy.cov(scores.T)
    alpha = 8 / 7 * (1 - numpy.trace(covariance) / covariance.sum())
    assert cronbach_alpha(scores.tolist()) == pytest.approx(alpha)
    rest = scores[:, 1:].sum(1)
    wanted = numpy.corrcoef(scores[:, 0], rest)[0, 1]
    assert correlation(scores[:, 0].tolist(), rest.tolist()) == pytest.approx(wanted)


def test_undefined_figures_are_none() -> None:
    assert cronbach_alpha([[1, 1], [1, 1]]) is None
    assert cronbach_alpha([[1, 0]]) is None
    assert correlation([1, 1, 1], [0, 1, 2]) is None


QUESTIONS = bank().for_lesson("02")


def a_class(size: int = 60, seed: int = 1) -> list[Attempt]:
    """Draw learners of different strength; nobody takes choice D of the first question."""
    dice = random.Random(seed)
    attempts = []
    for number in range(size):
        attempt = Attempt(f"{number:012x}", "lesson:02", "Quiz", plan(QUESTIONS, False), now())
        strength = dice.random()
        for asked in attempt.asked:
            key = asked.question.key
            wrong = [i for i in range(3 if asked is attempt.asked[0] else 4) if i != key]
            attempt.answer(asked, key if dice.random() < strength else dice.choice(wrong), 1.0)
        attempts.append(attempt)
    return attempts


def write_json(folder: Path, attempts: list[Attempt]) -> Path:
    for number, attempt in enumerate(attempts):
        (folder / f"s{number}.json").write_text(dumps(results(attempt, bank())))
    return folder


def write_moodle(folder: Path, attempts: list[Attempt], texts: bool = True) -> Path:
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [f"{kind} {n}" for n in range(1, len(QUESTIONS) + 1) for kind in KINDS[not texts :]]
    writer.writerow(["Last name", "First name", "Email address", "State", "Grade/10.00", *columns])
    for number, attempt in enumerate(attempts):
        row = ["Doe", "Jo", f"s{number}@example.org", "Finished", "5.00"]
        for question in QUESTIONS:
            given = question.choices[attempt.answers[question.id].choice]
            cells = [bare(question.text) + " " + " ".join(question.code.split())]
            cells += [bare(given.text), bare(question.choices[question.key].text)]
            row += cells[not texts :]
        writer.writerow(row)
    half = ["Roe", "Al", "al@example.org", "In progress", "-"]
    writer.writerow([*half, *["-"] * len(columns)])
    writer.writerow(["Overall average", "", "", "", "5.00", *[""] * len(columns)])
    (folder / "moodle.csv").write_text(out.getvalue(), encoding="utf-8-sig")
    return folder


KINDS = ("Question", "Response", "Right answer")


def write_canvas(folder: Path, attempts: list[Attempt]) -> Path:
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["name", "id", "sis_id", "section", "submitted", "attempt"]
    columns = [
        cell
        for number, question in enumerate(QUESTIONS)
        for cell in (f"{900 + number}: {bare(question.text)} {question.code}".strip(), "1.0")
    ]
    writer.writerow([*head, *columns, "n correct", "n incorrect", "score"])
    for number, attempt in enumerate(attempts):
        row = [f"Jo {number}", str(number), f"sis{number}", "A", "2026-01-01 10:00:00 UTC", "1"]
        for question in QUESTIONS:
            answer = attempt.answers[question.id]
            row += [bare(question.choices[answer.choice].text), "1.0" if answer.right else "0.0"]
        writer.writerow([*row, attempt.score, len(QUESTIONS) - attempt.score, attempt.score])
    (folder / "canvas.csv").write_text(out.getvalue())
    return folder


WRITERS = {"json": write_json, "moodle": write_moodle, "canvas": write_canvas}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_source_gives_the_same_figures(tmp_path: Path, kind: str) -> None:
    attempts = a_class()
    (tmp_path / "json").mkdir()
    wanted = figures_of(write_json(tmp_path / "json", attempts))
    (tmp_path / "other").mkdir()
    found = figures_of(WRITERS[kind](tmp_path / "other", attempts))
    assert found == wanted
    first = found.items[0]
    assert [taken.letter for taken in first.taken if taken.right] == [LETTERS[QUESTIONS[0].key]]
    assert first.taken[0].misconception == "Freezing takes layers out of the network."


def figures_of(folder: Path) -> Figures:
    return analyse(reading.read([folder], bank(), [], last=False))


def test_moodle_without_the_question_text(tmp_path: Path) -> None:
    figures = figures_of(write_moodle(tmp_path, a_class(), texts=False))
    assert [one.item.id for one in figures.items] == [q.id for q in QUESTIONS]


def test_question_that_the_course_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(
        "Email address,State,Response 1,Right answer 1\n"
        "a,Finished,Paris,Paris\nb,Finished,Rome,Paris\nc,Finished,-,Paris\nd,Finished,Paris,Paris\n"
    )
    (one,) = figures_of(tmp_path).items
    assert one.item.id == "question-1"
    assert one.difficulty == 0.5
    assert one.omitted == 1
    assert [(t.text, t.times, t.right) for t in one.taken] == [
        ("Paris", 2, True),
        ("Rome", 1, False),
    ]


@pytest.mark.parametrize(("last", "right"), [(False, 0.0), (True, 1.0)])
def test_first_or_last_attempt_counts(tmp_path: Path, last: bool, right: float) -> None:
    question = QUESTIONS[0]
    wrong = next(i for i in range(4) if i != question.key)
    for number, choice in enumerate((wrong, question.key)):
        attempt = Attempt(str(number), "x", "x", plan([question], False), f"2026-01-0{number + 1}")
        attempt.answer(attempt.asked[0], choice, 1.0)
        (tmp_path / f"{number}.json").write_text(dumps(results(attempt, bank(), "ann")))
    figures = analyse(reading.read([tmp_path], bank(), [], last))
    assert figures.learners == 1
    assert figures.items[0].difficulty == right


def test_claims_in_a_result_are_not_believed(tmp_path: Path) -> None:
    attempt = a_class(1)[0]
    document = results(attempt, bank(), "ann")
    for row in document["answers"]:
        row |= {"right": True, "key": "D", "choice": "D"}
    (tmp_path / "r.json").write_text(json.dumps(document))
    rights = {one.item.id: one.difficulty for one in figures_of(tmp_path).items}
    assert rights == {q.id: float(q.key == 3) for q in QUESTIONS}


def test_advice_names_what_to_mend(tmp_path: Path) -> None:
    figures = figures_of(write_json(tmp_path, a_class()))
    assert "Nobody takes choice D: make it more plausible." in advice(figures.items[0])
    text = "\n".join(tables.lines(figures))
    assert "what-freezing-means: Nobody takes choice D" in text
    assert "Most frequent misconceptions" in text


def test_upside_down_key_is_found() -> None:
    sheet = lsat()
    for sitting in sheet.sittings:
        old = sitting.responses["item-3"]
        sitting.responses["item-3"] = Response("AB"[old.letter == "A"], not old.right)
    one = next(i for i in analyse(sheet).items if i.item.id == "item-3")
    assert any("check the key" in reason for reason in advice(one))
    assert any("attracts the stronger learners" in reason for reason in advice(one))


def test_page_has_plots_and_nothing_from_outside(tmp_path: Path) -> None:
    page = to_html(figures_of(write_json(tmp_path, a_class())))
    assert page.count("<svg") == 1 + len(QUESTIONS)
    assert page.count('<circle class="dot"') == len(QUESTIONS)
    assert not re.search(r"<script|https?://|url\(", page)


def test_command_writes_table_csv_and_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    write_json(tmp_path / "in", a_class())
    table, page = tmp_path / "r.csv", tmp_path / "r.html"
    arguments = ["quiz-report", str(tmp_path / "in"), "--csv", str(table), "--html", str(page)]
    assert main(arguments) == 0
    assert "60 learners, 7 questions" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert [row["question"] for row in rows] == [q.id for q in QUESTIONS]
    assert sum(int(rows[0][f"taken_{letter}"]) for letter in "ABCD") == 60
    assert page.read_text().startswith("<!doctype html>")
    assert main([*arguments[:2], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["learners"] == 60


BAD = {
    "nothing": ("x.json", "", "is not JSON"),
    "other JSON": ("x.json", "{}", "is no quiz result"),
    "no answers": (
        "x.json",
        '{"format": "thaw-course/quiz-results"}',
        "has no list of answers",
    ),
    "unknown question": (
        "x.json",
        '{"format": "thaw-course/quiz-results", "answers": [{"question": "zzz"}]}',
        'no question "zzz" is known',
    ),
    "bad letter": (
        "x.json",
        '{"format": "thaw-course/quiz-results",'
        ' "answers": [{"question": "why-effective", "choice": "Z"}]}',
        '"Z" is no choice of "why-effective"',
    ),
    "other CSV": ("x.csv", "a,b\n1,2\n", "has no columns of answers"),
    "empty CSV": ("x.csv", "", "has no columns of answers"),
    "deep JSON": ("x.json", "[" * 100_000, "is not JSON"),
    "nobody": ("x.csv", "Email address,Response 1\n", "There is no response"),
}


@pytest.mark.parametrize(("name", "text", "fault"), BAD.values(), ids=BAD)
def test_unusable_files_are_one_line(tmp_path: Path, name: str, text: str, fault: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(QuizError) as caught:
        reading.read([tmp_path / name], bank(), [], last=False)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
