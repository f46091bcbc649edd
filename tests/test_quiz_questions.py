"""The question bank: word for word where it must be, true where code can tell, and fit to teach."""

import contextlib
import io
from pathlib import Path

import pytest

from course.quizzes import lint
from course.quizzes.catalogue import ORDER, bank
from course.quizzes.errors import QuestionError
from course.quizzes.load import parse
from course.quizzes.markup import plain
from course.quizzes.model import Question

LESSON = [
    (
        "Why is transfer learning effective for image classification?",
        "B",
        "CNNs only work on one dataset",
        "Early layers learn general visual features useful across tasks",
        "It removes the need for labeled data",
        "It eliminates the need for GPUs",
    ),
    (
        'What does it mean to "freeze" layers in transfer learning?',
        "B",
        "Delete the layers from the model",
        "Prevent their weights from being updated during training",
        "Convert them to NumPy arrays",
        "Increase their learning rate",
    ),
    (
        "What is typically replaced when adapting a pretrained CNN to a new classification task?",
        "C",
        "The convolutional layers",
        "The input image",
        "The final fully connected classification layer",
        "The loss function only",
    ),
    (
        "What would likely happen if you trained a very deep CNN from scratch on a small dataset?",
        "C",
        "The model would generalize perfectly",
        "The model would train instantly",
        "The model might overfit",
        "The model would not require labeled data",
    ),
    (
        "What is the main difference between **feature extraction** and **fine-tuning** in"
        " transfer learning?",
        "B",
        "Feature extraction trains all layers, fine-tuning trains none",
        "Feature extraction freezes pretrained layers, fine-tuning updates some or all of them",
        "Feature extraction requires no data",
        "Fine-tuning removes convolutional layers",
    ),
]
QUESTIONS = list(bank().by_id.values())
RUN = [q for q in QUESTIONS if q.prints or q.proof]


def test_lesson_set_is_word_for_word() -> None:
    found = [
        (q.text, "ABCD"[q.key], *(choice.text for choice in q.choices))
        for q in bank().set("lesson").questions
    ]
    assert found == LESSON


def test_practice_bank_is_large_and_covers_every_topic() -> None:
    assert bank().topics == list(ORDER)
    assert len(bank().practice()) >= 60
    assert all(len(bank().set(topic).questions) >= 8 for topic in ORDER)


def test_bank_has_nothing_to_mend() -> None:
    assert lint.check(bank().sets, bank(), whole=True) == []


def test_each_lesson_has_questions_and_sections_to_read_again() -> None:
    for lesson in ("01", "02", "03", "04"):
        assert len(bank().for_lesson(lesson)) >= 5, lesson
    assert {o.lesson[:2] for o in bank().objectives.values()} == {"01", "02", "03", "04"}


def test_enough_answers_are_verified_by_running_code() -> None:
    assert sum(q.prints for q in QUESTIONS) >= 10
    assert len([q for q in QUESTIONS if q.proof]) >= 10


@pytest.mark.parametrize("question", RUN, ids=lambda q: q.id)
def test_stated_answer_is_true(question: Question) -> None:
    if question.prints:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(question.code, question.id, "exec"), {"__name__": "question"})
        stated = [choice.text.strip("`") for choice in question.choices]
        assert printed.getvalue().strip() == stated[question.key]
    if question.proof:
        assert "assert" in question.proof
        exec(compile(question.proof, question.id, "exec"), {"__name__": "question"})


CHOICES = """
[[questions.choices]]
text = "yes"
right = true
feedback = "so"
[[questions.choices]]
text = "no"
feedback = "not so"
"""


def question(
    id_: str = "a", text: str = "Is it so?", more: str = "", choices: str = CHOICES
) -> str:
    return f'[[questions]]\nid = "{id_}"\ntext = """{text}"""\n{more}\n{choices}'


BROKEN = {
    "no questions": ("title = 'x'", "top level", "holds no questions"),
    "not TOML": ("[[questions]\nid", "line 1", "is not TOML"),
    "unknown key": (question(more="tilte = 1"), 'question 1 ("a")', 'unknown key "tilte"'),
    "bad id": (question("A b"), "question 1", "no proper id"),
    "wrong type": (question(more="prints = 'yes'"), "question 1", '"prints" is not true or false'),
    "no text": (question(text=" "), "question 1", "has no text"),
    "one choice": (question(choices=CHOICES.rpartition("[[")[0]), "question 1", "has 1 choices"),
    "two right": (
        question(choices=CHOICES.replace('"no"', '"no"\nright = true')),
        "question 1",
        "has 2 right choices",
    ),
    "none right": (
        question(choices=CHOICES.replace("right = true", "")),
        "question 1",
        "has 0 right",
    ),
    "equal choices": (
        question(choices=CHOICES.replace('"no"', '"yes"')),
        "question 1",
        "two equal",
    ),
    "control character": (question(text="\\u001b[2J"), "question 1", "control characters"),
    "image outside": (
        question(more='image = "../x.png"'),
        "question 1",
        "names an image that is none",
    ),
    "image not there": (
        question(more='image = "x.png"\nalt = "x"'),
        "images/x.png",
        "does not exist",
    ),
    "image without words": (question(more='image = "x.png"'), "question 1", "without words"),
    "lesson": (question(more='lessons = ["2"]'), "question 1", "lessons that are none"),
    "same id": (question() + question(text="Else?"), 'question 2 ("a")', "have the same id"),
}


@pytest.mark.parametrize(("text", "place", "fault"), BROKEN.values(), ids=BROKEN)
def test_loader_names_path_place_fault_and_mend(text: str, place: str, fault: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(text, Path("mine.toml"))
    message = str(caught.value)
    assert "\n" not in message
    assert place in message
    assert fault in message
    assert "mine.toml" in message or "images/x.png" in message
    assert message.endswith(".")


DEEP = "What would likely happen if you trained a very deep CNN from scratch on a small dataset?"
REPEATS = {
    "same": DEEP,
    "case": DEEP.upper(),
    "spacing": DEEP.replace(" ", "   ").replace("you", "\n you"),
    "markup": DEEP.replace("very deep", "**very** *deep*").replace("CNN", "`CNN`"),
    "punctuation": DEEP.replace("?", " …"),
    "near enough": DEEP.replace("would likely happen", "would happen"),
    "accents": DEEP.replace("trained", "tráined"),
}
REVERSED = "\n".join(
    "[[questions.choices]]" + part.rstrip()
    for part in reversed(CHOICES.split("[[questions.choices]]")[1:])
)


@pytest.mark.parametrize("again", REPEATS.values(), ids=REPEATS)
def test_repeated_question_is_refused_naming_both_places(again: str) -> None:
    text = question("first", DEEP) + question("between") + question("again", again, "", REVERSED)
    with pytest.raises(QuestionError, match="ask the same question") as caught:
        parse(text, Path("mine.toml"))
    assert 'question 1 ("first") and question 3 ("again")' in str(caught.value)


def test_questions_that_only_look_alike_are_accepted() -> None:
    code = "code = '''\nprint({})\n'''"
    two = [question(f"q{n}", "What does this code print?", code.format(n)) for n in (1, 2)]
    other = CHOICES.replace("yes", "1").replace('"no"', '"2"')
    text = two[0] + two[1].replace(CHOICES, other)
    assert len(parse(text, Path("mine.toml")).questions) == 2


LAME = {
    "no feedback": (question().replace('feedback = "so"', ""), "has no feedback"),
    "unknown objective": (question(), "unknown objective"),
    "unknown misconception": (question(), "unknown misconception"),
    "all of the above": (question().replace('"no"', '"All of the above"'), "points at the other"),
    "unverified code": (question(more='code = "x"'), "is not verified"),
}


@pytest.mark.parametrize(("text", "fault"), LAME.values(), ids=LAME)
def test_linter_finds(text: str, fault: str) -> None:
    found = lint.check([parse(text, Path("mine.toml"))], bank())
    assert any(fault in line for line in found), found


def test_linter_finds_habits() -> None:
    numbers = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
    text = "".join(
        question(n, f"Which {n} is it, {n} or {n}?", "", CHOICES.replace("yes", f"{n} yes"))
        for n in numbers
    )
    found = lint.check([parse(text, Path("mine.toml"))], bank())
    assert any(line.startswith("keys:") for line in found), found
    assert any(line.startswith("lengths:") for line in found), found


def test_linter_finds_repeats_across_files() -> None:
    sets = [parse(question("a"), Path("one.toml")), parse(question("b"), Path("two.toml"))]
    assert any("one.toml: a and two.toml: b" in line for line in lint.check(sets, bank()))


def test_every_text_survives_plain_reading() -> None:
    for q in QUESTIONS:
        for text in (q.text, *(c.text for c in q.choices), *(c.feedback for c in q.choices)):
            assert "**" not in plain(text), q.id
            assert plain(text).strip(), q.id
