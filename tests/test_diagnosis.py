"""Diagnosis: the mistake is named if its evidence is the same, and only then."""

from pathlib import Path

import pytest
import torch

from autograder import misconceptions
from autograder.desk import Desk
from autograder.diagnosis import likeness
from autograder.errors import SourceError
from autograder.intake import Taken, TakenCell
from autograder.likeness import alike
from autograder.transcript import RunsJobs
from course.checks import exercises
from course.checks.probing import Raised
from tests import classroom

EXERCISES = [name for names in exercises.assignments().values() for name in names]
KNOWN = [mistake for name in EXERCISES for mistake in misconceptions.of(name)]


def test_there_are_at_least_a_hundred_known_mistakes() -> None:
    assert len(KNOWN) >= 100


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_check_is_exercised_by_a_mistake(exercise: str) -> None:
    checks = {judge.__name__ for judge in exercises.judges(exercises.exercise(exercise))}
    failed = {check for mistake in misconceptions.of(exercise) for check in mistake.fails}
    assert failed == checks


def sentences(mistake: misconceptions.Misconception) -> dict[str, str]:
    """Return everything of a lesson that a student reads."""
    hints = {f"hint {n}": hint for n, hint in enumerate(mistake.hints, 1)}
    parts = {"title": mistake.title, "seen": mistake.seen, "why": mistake.why}
    return {**parts, "next": mistake.next_step, **hints}


def syllables(word: str) -> int:
    """Count a word's vowel groups, a fair stand-in for its syllables."""
    groups = "".join(c if c in "aeiouy" else " " for c in word.lower()).split()
    return max(1, len(groups) - word.lower().endswith("e"))


def reading_ease(text: str) -> float:
    """Return Flesch's reading ease of prose, code left out: 60 is plain English."""
    import re

    prose = re.sub(r"`[^`]*`", "it", text)
    words = re.findall(r"[A-Za-z']+", prose)
    ends = max(1, len(re.findall(r"[.!?:;](?:\s|$)", prose)))
    spoken = sum(syllables(word) for word in words)
    return 206.835 - 1.015 * len(words) / ends - 84.6 * spoken / len(words)


@pytest.mark.parametrize("mistake", KNOWN, ids=lambda m: f"{m.exercise}-{m.slug}")
def test_lessons_are_short_and_plain(mistake: misconceptions.Misconception) -> None:
    parts = sentences(mistake)
    assert len(mistake.hints) == 3
    for name, text in parts.items():
        assert len(text.split()) <= 40, f"{name}: {text}"
        assert text[-1] in ".?:`)", f"{name}: {text}"
    assert reading_ease(" ".join(parts.values())) >= 50


def test_a_file_without_a_lesson_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "evaluate" / "odd.py"
    path.parent.mkdir()
    path.write_text('"""A title."""\nFAILS = ("x",)\n', encoding="utf-8")
    with pytest.raises(SourceError, match="the docstring lacks Seen"):
        misconceptions.read(path)


def grade(desk: Desk, worker: RunsJobs, exercise: str, source: str) -> dict[str, str | None]:
    """Return each failed check of one cell with the mistake that was named."""
    cell = TakenCell(exercise, "solution", "solution", source)
    verdicts, _ = desk.grader(worker).verdicts(Taken([cell]), worker)
    own = [v for v in verdicts if v.check.exercise == exercise and v.outcome == "failed"]
    return {v.check.id: v.feedback.misconception if v.feedback else None for v in own}


TWO = (
    "def evaluate(model, data_loader, device):\n"
    "    means = []\n"
    "    with torch.no_grad():\n"
    "        for images, labels in data_loader:\n"
    "            images, labels = images.to(device), labels.to(device)\n"
    "            right = (model(images).argmax(1) == labels).float()\n"
    "            means.append(right.mean().item())\n"
    "    return sum(means) / len(means)\n"
)


@pytest.mark.slow
def test_two_mistakes_at_once_are_named_as_two(desk: Desk, worker: RunsJobs) -> None:
    named = grade(desk, worker, "evaluate", f"import torch\n{TWO}")
    assert named["uses_evaluation_mode"] == "training_mode"
    assert named["counts_a_smaller_last_batch_rightly"] == "mean_of_batch_means"


@pytest.mark.slow
def test_a_mistake_that_nobody_knows_is_not_guessed(desk: Desk, worker: RunsJobs) -> None:
    source = classroom.source("evaluate", "reference") or ""
    odd = f"{source}\n_right = evaluate\ndef evaluate(*a):\n    return 0.37 * _right(*a) + 0.11\n"
    assert set(grade(desk, worker, "evaluate", odd).values()) == {None}


def test_likeness_ignores_comments_and_names_the_nearer() -> None:
    one = "def f(m):\n    # a comment\n    return m.eval()\n"
    assert likeness(one, "def f(m): return m.eval()") == 1
    assert likeness(one, "def f(m): return m.eval") > likeness(
        one, "def f(m):\n    for x in m: x()"
    )


def test_evidence_is_alike_within_bfloat16_and_no_further() -> None:
    module = exercises.exercise("train_one_epoch")
    case = exercises.public_cases(module)[0]
    known = {m.slug: m for m in misconceptions.of("train_one_epoch")}
    from tests.bank import function_in, reference

    right = exercises.observe(module, reference("train_one_epoch"), case)
    wrong = exercises.observe(
        module, function_in(known["gradients_never_cleared"].source, "train_one_epoch"), case
    )
    assert alike(right, right, right)
    assert alike(wrong, wrong, right)
    assert not alike(right, wrong, right)
    assert not alike(Raised("A", "", []), right, right)
    assert torch.is_tensor(next(iter(right.end.values())))
