"""The lessons: sections, objectives, exercises and notebooks belong together."""

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course.errors import CourseError
from course.lessons import attempts, build, fragments, notebook
from course.lessons.catalogue import LESSONS, Lesson, find, sections
from course.quizzes.catalogue import bank

EACH = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
OBJECTIVES = bank().objectives


def _cells(lesson: Lesson) -> dict[str, Any]:
    return {cell.id: cell for cell in notebook.unrun(lesson).cells}


def _solution(lesson: Lesson, name: str) -> str:
    text = _cells(lesson)[f"{name}_solution"].source
    return re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]


def _answer(code: str, name: str) -> Any:
    import copy

    import torch
    from torch import nn

    import course

    room: dict[str, Any] = {"torch": torch, "nn": nn, "course": course, "copy": copy}
    exec(compile(code, name, "exec"), room)
    return room[name]


EXERCISES = [(OBJECTIVES[aim].lesson, name) for aim, name in attempts.objectives().items()]


@pytest.mark.parametrize("aim", OBJECTIVES)
def test_an_objective_has_a_section_an_exercise_and_a_question(aim: str) -> None:
    objective = OBJECTIVES[aim]
    lesson = find(objective.lesson)
    assert objective.section in sections(lesson)
    name = attempts.objectives()[aim]
    assert f'course.lessons.attempt("{name}", {name})' in _cells(lesson)[name].source
    assert any(question.objective == aim for question in bank().by_id.values())


@EACH
def test_an_exercise_stands_in_the_section_of_its_objective(lesson: Lesson) -> None:
    place: dict[str, str] = {}
    heads: list[tuple[int, str]] = []
    for cell in notebook.unrun(lesson).cells:
        for marks, text in re.findall(r"^(#+) (.+)$", cell.source, flags=re.MULTILINE):
            if cell.cell_type == "markdown":
                heads = [h for h in heads if h[0] < len(marks)] + [(len(marks), text)]
        place[cell.id] = " / ".join(text for _, text in heads)
    for aim, name in attempts.objectives().items():
        if OBJECTIVES[aim].lesson == lesson.name and lesson.number != "04":
            assert OBJECTIVES[aim].section in place[name], name


@pytest.mark.parametrize(("lesson", "name"), EXERCISES, ids=lambda text: text)
def test_the_template_is_not_right_and_the_solution_is(lesson: str, name: str) -> None:
    template = _cells(find(lesson))[name].source.split("course.lessons.attempt")[0]
    assert not attempts.verdict(name, _answer(template, name)).startswith("right")
    assert attempts.verdict(name, _answer(_solution(find(lesson), name), name)) == "right."


WRONG = {
    "gaps": [lambda a, b: [y - x for x, y in zip(a, b, strict=True)], lambda a, b: [a[0] - b[0]]],
    "labels_for": [lambda r, t: max(r), lambda r, t: next((c for c in r if max(r[c]) >= t), None)],
    "clearly_ahead": [lambda a, b: sum(a) > sum(b), lambda a, b: max(a) > max(b)],
    "normalise": [lambda image: (image.float() / 255).expand(3, -1, -1), lambda image: image],
    "resnet_for": [lambda model, n: setattr(model.fc, "out_features", n) or model],
    "moved": [lambda a, b: [n for n in a if n.endswith("weight")], lambda a, b: list(a)],
    "hold_still": [lambda model: model.eval(), lambda model: None],
    "mean_loss": [lambda losses, sizes: sum(losses) / len(losses)],
    "accuracy_of": [lambda logits, y: (logits.argmax(0) == y[:3]).float().mean().item()],
    "margin": [lambda a, n: (a * (1 - a) / n) ** 0.5],
    "kind_of": [lambda model: "fine-tuning"],
    "thawed_share": [lambda model, n: n / 19],
    "rates": [lambda n, lr, d: [lr * d**k for k in range(n)]],
    "snapshot": [lambda model: dict(model.state_dict()), lambda model: dict(model.named_buffers())],
    "diagnoses": [dict.fromkeys(("Anna", "Boris", "Carmen", "Dmitri", "Elif", "Farah"), "a")],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_told_what_it_did(name: str) -> None:
    for answer in WRONG[name]:
        said = attempts.verdict(name, answer)
        assert said.startswith("not yet. ")
        assert len(said) > 25


def test_an_answer_that_raises_is_quoted_and_an_unknown_exercise_refused() -> None:
    assert "ZeroDivisionError: division by zero" in attempts.verdict("margin", lambda a, n: 1 / 0)
    with pytest.raises(CourseError, match="no exercise 'margins'"):
        attempts.verdict("margins", None)


@EACH
def test_the_committed_notebook_is_that_of_its_source(lesson: Lesson) -> None:
    notebook.check(lesson)


@EACH
def test_every_figure_has_a_description_and_its_data(lesson: Lesson) -> None:
    figures = 0
    for cell in nbformat.read(lesson.notebook, as_version=4).cells:
        outputs = cell.get("outputs", [])
        for place, output in enumerate(outputs):
            if "image/png" in output.get("data", {}):
                figures += 1
                alt = output.metadata["image/png"]["alt"]
                after = outputs[place + 1].data["text/html"]
                assert len(alt) > 30
                assert "<table>" in after
                assert after.count("<tr>") >= 2
    assert figures >= 6


@EACH
def test_the_text_holds_what_every_lesson_needs(lesson: Lesson) -> None:
    cells = _cells(lesson)
    text = "\n".join(cell.source for cell in cells.values())
    assert text.count("**Predict**") >= (2 if lesson.number == "04" else 4)
    assert "## Recap" in text
    assert f'course.quiz("{lesson.number}")' in text
    assert fragments.LEARNOPENCV in text
    assert fragments.KAGGLE in text
    assert "Open in Kaggle" in text
    assert "Open in Colab" in text
    assert f"course lesson {lesson.number}" in text
    assert "{{" not in text


def test_together_they_are_small_enough_to_carry() -> None:
    assert sum(lesson.notebook.stat().st_size for lesson in LESSONS) < 5_000_000


def test_a_changed_source_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = find("02")
    for name in (lesson.source.name, lesson.notebook.name, "find_course.txt"):
        (tmp_path / name).write_bytes((lesson.source.parent / name).read_bytes())
    monkeypatch.setattr("course.lessons.catalogue.FOLDER", tmp_path)
    notebook.check(lesson)
    text = lesson.source.read_text(encoding="utf-8")
    lesson.source.write_text(text.replace("torch.manual_seed(0)", "torch.manual_seed(1)"))
    with pytest.raises(CourseError, match="has other cells than its source: run"):
        notebook.check(lesson)
    with pytest.raises(CourseError, match="its code has changed"):
        notebook.retold(lesson)
    lesson.source.write_text(text.replace("Feature extraction", "Features"))
    notebook.write(notebook.retold(lesson), lesson.notebook)
    notebook.check(lesson)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda cell: cell.update(execution_count=None), "was not run in its turn"),
        (
            lambda cell: cell.outputs.append(
                nbformat.v4.new_output("stream", name="stderr", text="UserWarning: odd")
            ),
            "warns: UserWarning",
        ),
        (
            lambda cell: cell.outputs.append(
                nbformat.v4.new_output("error", ename="ValueError", evalue="", traceback=[])
            ),
            "fails with ValueError",
        ),
    ],
)
def test_an_output_that_should_not_be_there_is_a_fault(spoil: Any, fault: str) -> None:
    built = nbformat.read(find("02").notebook, as_version=4)
    assert list(notebook.faults(built)) == []
    spoil(next(cell for cell in built.cells if cell.id == "loop"))
    assert any(fault in found for found in notebook.faults(built))


def test_a_progress_bar_leaves_nothing_behind() -> None:
    assert notebook.settled(" 10%|#  |\r100%|###|\r         \rdone\n") == "done\n"
    assert notebook.settled("a\n\nb\n") == "a\nb\n"


@pytest.mark.slow
@EACH
def test_it_runs_from_scratch_on_the_small_budget(lesson: Lesson) -> None:
    ran = build.run(lesson, small=True)
    assert not list(notebook.faults(ran))
