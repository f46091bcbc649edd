"""Imports: the forms that people and systems write, and what is refused, in one line."""

import tomllib
from pathlib import Path

import pytest

from course.quizzes.catalogue import bank
from course.quizzes.errors import QuestionError
from course.quizzes.exports.command import export
from course.quizzes.imports.command import bring, parse
from course.quizzes.load import load
from course.quizzes.model import Question
from tests.quizzes import run

LESSON_PAGE = """
# Check for understanding

**1. What is 2 + 2?**

A) 3
B) 4
C) 5

<details>
<summary>Answer</summary>

**B.** Two and two make four.

</details>

### Question 2: Which line *clears* the gradients of `model`?

```python
loss.backward()
```

- A. `optimizer.step()`
- B. `optimizer.zero_grad()`, before
  the next backward pass
- C. `model.eval()`

<details><summary>Show</summary>
Answer: B

- A: It moves the weights.
- B: It clears them.
- C: It sets a mode.
</details>
"""
GIFT = r"""
// a comment
$CATEGORY: $course$/top/Week 1

::sum::[html]<p>What is 2 + 2\? Use <code>a \= b</code>.</p>{
  ~3#No<b>t</b> quite.
  =4#Right.
  ~%-50%5
}

Is the earth flat?{F#No, it is round.#Right\: it is round.}

Grant is {~buried =entombed ~living} in Grant's tomb.
"""
MOODLE = """<?xml version="1.0"?>
<quiz>
 <question type="category"><category><text>$course$/top/Week 1</text></category></question>
 <question type="multichoice">
  <name><text>Sum of two</text></name>
  <questiontext format="html"><text><![CDATA[<p>What is <b>2 &lt; 3</b>?</p>
   <pre>x = 1
y = 2</pre>]]></text></questiontext>
  <single>true</single>
  <answer fraction="0" format="html">
   <text>no</text><feedback><text>Look again.</text></feedback>
  </answer>
  <answer fraction="100">
   <text><![CDATA[<code>True</code>]]></text><feedback><text>Yes.</text></feedback>
  </answer>
 </question>
</quiz>
"""


def questions(text: str, kind: str) -> tuple[Question, ...]:
    return parse(text, Path("x"), kind)[1].questions


def test_markdown_as_the_lessons_write_it() -> None:
    first, second = questions(LESSON_PAGE, "markdown")
    assert (first.text, first.key) == ("What is 2 + 2?", 1)
    assert first.choices[1].feedback == "Two and two make four"
    assert second.text == "Which line *clears* the gradients of `model`?"
    assert second.code == "loss.backward()"
    assert [c.text for c in second.choices][1] == (
        "`optimizer.zero_grad()`, before the next backward pass"
    )
    assert [c.feedback for c in second.choices] == [
        "It moves the weights.",
        "It clears them.",
        "It sets a mode.",
    ]


def test_gift() -> None:
    total, flat, tomb = questions(GIFT, "gift")
    assert (total.id, total.text) == ("sum", "What is 2 + 2? Use `a = b`.".replace("?", "\\\\?"))
    assert [c.feedback for c in total.choices] == ["No**t** quite.", "Right.", ""]
    assert [(c.text, c.right, c.feedback) for c in flat.choices] == [
        ("True", False, "No, it is round."),
        ("False", True, "Right: it is round."),
    ]
    assert tomb.text == "Grant is _____ in Grant's tomb."
    assert tomb.key == 1


def test_moodle() -> None:
    (only,) = questions(MOODLE, "moodle")
    assert only.id == "sum-of-two"
    assert only.text == "What is **2 < 3**?"
    assert only.code == "x = 1\ny = 2"
    assert [(c.text, c.feedback) for c in only.choices] == [
        ("no", "Look again."),
        ("`True`", "Yes."),
    ]


REFUSED = {
    "markdown without an answer": ("markdown", "1. What?\nA) a\nB) b\n", "line 1", "has no answer"),
    "markdown, letter missing": (
        "markdown",
        "1. What?\nA) a\nC) b\n<details>A</details>",
        "line 1",
        "out of order",
    ),
    "markdown, no letter": (
        "markdown",
        "1. What?\nA) a\nB) b\n<details>\nwho knows\n</details>",
        "line 1",
        "without a letter",
    ),
    "markdown, key not among the choices": (
        "markdown",
        "1. What?\nA) a\nB) b\n<details>\nD.\n</details>",
        "question 1",
        "has 0 right choices",
    ),
    "prose": ("markdown", "Hello.\n", "top level", "holds no questions"),
    "gift essay": ("gift", "Write a poem.{}", "line 1", "has no wrong choices"),
    "gift numerical": ("gift", "\n\nHow many?{#3}", "line 3", "is numerical"),
    "gift without braces": ("gift", "Just text", "line 1", "has no answers in braces"),
    "gift unbalanced": ("gift", "a{=b ~c} d}", "line 1", "braces that do not pair"),
    "gift two right": ("gift", "a{=b =c ~d}", "question 1", "has 2 right choices"),
    "moodle essay": (
        "moodle",
        '<quiz><question type="essay"/></quiz>',
        "question 1",
        'is of the kind "essay"',
    ),
    "moodle several right": (
        "moodle",
        '<quiz><question type="multichoice"><single>false</single></question></quiz>',
        "question 1",
        "several right choices",
    ),
    "not XML": ("moodle", "<quiz>", "line 1", "is not XML"),
    "other XML": ("moodle", "<html/>", "top level", "is not a Moodle quiz"),
    "entity bomb": (
        "moodle",
        '<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
        "top level",
        "has a DTD or entities",
    ),
    "external entity": (
        "moodle",
        '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        "top level",
        "has a DTD or entities",
    ),
    "too deep": (
        "moodle",
        "<quiz>" + "<a>" * 200 + "</a>" * 200 + "</quiz>",
        "top level",
        "nested",
    ),
    "repeated": ("markdown", LESSON_PAGE + LESSON_PAGE, "question 1", "ask the same question"),
}


@pytest.mark.parametrize(("kind", "text", "place", "fault"), REFUSED.values(), ids=REFUSED)
def test_refused_in_one_line(kind: str, text: str, place: str, fault: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(text, Path("given.x"), kind)
    message = str(caught.value)
    assert message.startswith("given.x: "), message
    assert place in message
    assert fault in message
    assert "\n" not in message


def test_command_writes_a_set_that_can_be_asked(tmp_path: Path) -> None:
    source, target = tmp_path / "page.md", tmp_path / "mine.toml"
    source.write_text(LESSON_PAGE)
    done = run(tmp_path / "h", "import", str(source), "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert tomllib.loads(target.read_text())["title"] == "Check for understanding"
    assert len(load(target).questions) == 2
    asked = run(tmp_path / "h", "--questions", str(target), given="B\nB\n")
    assert "2 of 2 right." in asked.stdout
    printed = run(tmp_path / "h", "import", str(source))
    assert printed.stdout == target.read_text()


def test_pictures_come_along(tmp_path: Path) -> None:
    question = bank().by_id["loop-learning-rate-curves"]
    choices = tuple(
        question.choices[0]._replace(text=str(n), right=n == 4, feedback="") for n in range(3, 7)
    )
    drawn = question._replace(
        id="how-many", text="How many curves are drawn here?", choices=choices
    )
    page, target = tmp_path / "p.md", tmp_path / "out" / "mine.toml"
    page.write_bytes(export("markdown", "Curves", (drawn,)))
    target.parent.mkdir()
    refused = run(tmp_path / "h", "import", str(page))
    assert "has pictures; name a file with -o" in refused.stderr
    done = run(tmp_path / "h", "import", str(page), "-o", str(target))
    assert done.returncode == 0, done.stderr
    image = load(target).questions[0].image
    assert image
    assert question.image
    assert (image.data, image.alt) == (question.image.data, question.image.alt)


def test_question_of_the_course_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "again.gift"
    path.write_text(
        "what IS   typically replaced when adapting a pretrained CNN to a NEW"
        " classification task {=the head ~the tail}"
    )
    done = run(tmp_path / "h", "import", str(path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert 'and question "what-is-replaced" of the set lesson: ask the same question' in done.stderr


@pytest.mark.parametrize("name", ["none.md", "folder.md", "page.pdf"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "page.pdf").write_text("x")
    with pytest.raises(QuestionError) as caught:
        bring(tmp_path / name)
    assert "\n" not in str(caught.value)
