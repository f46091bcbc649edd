"""A thousand malformed or hostile files: each is read, or refused in one line; nothing else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.quizzes.catalogue import FOLDER, bank
from course.quizzes.errors import QuizError
from course.quizzes.exports.command import export
from course.quizzes.imports.command import parse as import_text
from course.quizzes.imports.toml import dumps
from course.quizzes.load import load
from course.quizzes.load import parse as parse_toml

LESSON = bank().set("lesson").questions
SEEDS = {kind: export(kind, "Quiz", LESSON).decode() for kind in ("markdown", "gift", "moodle")}
SEEDS["toml"] = (FOLDER / "lesson.toml").read_text(encoding="utf-8")
HOSTILE = [
    "\x00",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202e\u2066",
    "\ud7ff\uffff",
    "{" * 3000,
    "[" * 3000,
    "`" * 2000,
    "*" * 2001 + "a",
    "\\" * 1001,
    "<" * 3000,
    "<pre>" * 500,
    "<details" * 300,
    "&" + "#" * 500,
    "A" * 100_000,
    "\n" * 5000,
    "'''",
    '"""',
    "]]>",
    '<!DOCTYPE a [<!ENTITY b "b">]>',
    "=~#{}:" * 200,
    "1. a\n" * 200,
    "- A) a\n" * 300,
    "[[questions]]\n" * 600,
    "a = " + "[" * 2000 + "]" * 2000,
    "id = 1979-05-27T07:32:00Z\n",
    "9" * 5000,
    "data:image/png;base64,!!!!",
    "../../../etc/passwd",
]


@st.composite
def mangled(draw: st.DrawFn, seed: str) -> str:
    """Cut, double, move and poison a good file."""
    text = seed
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        act = draw(st.sampled_from(["cut", "double", "poison", "random", "swap"]))
        if act == "cut":
            text = text[:at] + text[to:]
        elif act == "double":
            text = text[:to] + text[at:to][:2000] + text[to:]
        elif act == "poison":
            text = text[:at] + draw(st.sampled_from(HOSTILE)) + text[at:]
        elif act == "random":
            text = text[:at] + draw(st.text(max_size=40)) + text[at:]
        else:
            text = text[to:] + text[at:to] + text[:at]
    return text


def files(kind: str) -> st.SearchStrategy[str]:
    """Draw mangled files of a kind, and now and then plain noise."""
    return st.one_of(mangled(SEEDS[kind]), mangled(SEEDS[kind]), st.text(max_size=500))


@pytest.mark.parametrize("kind", SEEDS)
def test_read_or_refused_in_one_line(kind: str, tmp_path: Path) -> None:
    refused = 0

    @settings(
        max_examples=300,
        deadline=5000,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(files(kind))
    def attempt(text: str) -> None:
        nonlocal refused
        try:
            if kind == "toml":
                parse_toml(text, tmp_path / "x.toml")
            else:
                found, questions = import_text(text, tmp_path / "x.in", kind)
                if not found.images:
                    written = parse_toml(dumps(found, "x"), tmp_path / "x.toml")
                    assert written.questions == questions.questions
        except QuizError as error:
            refused += 1
            message = str(error)
            assert len(message.splitlines()) == 1
            assert len(message) <= 400
            assert message.isprintable()

    attempt()
    assert refused > 60, "most of these files are broken"


@settings(max_examples=200, deadline=5000, database=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2000))
def test_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(data)
    with pytest.raises(QuizError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 1
