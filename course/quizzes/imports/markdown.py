"""Markdown as lesson pages write it: question, lettered choices, the answer in a details block.

### 1. What does it mean to "freeze" layers?
- A) Delete them
- B) Stop their weights from being updated
<details><summary>Answer</summary>

**B.** They still work in the forward pass.

- A: a sentence about A; optional
</details>
"""

import re
from collections.abc import Iterator
from pathlib import Path

from course.quizzes.errors import at
from course.quizzes.imports import Draft, Found
from course.quizzes.imports.drafts import draft, place_picture, refuse_giant
from course.quizzes.imports.html import Picture
from course.quizzes.model import LETTERS

_QUESTION = re.compile(
    r"(?:#{1,6}\s+)?(?:\*\*)?(?:(?:Q|Question)\s*)?(?P<number>\d{1,3})\s*[.):]\s*(?:\*\*)?\s*(?P<text>.*)",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\s{0,3}(?:[-*+]\s+)?(?:\*\*)?\(?(?P<letter>[A-Ha-h])[).]\s*(?:\*\*)?\s*(?P<text>.*)"
)
_FEEDBACK = re.compile(r"\s{0,3}[-*+]\s+(?:\*\*)?(?P<letter>[A-H])(?:\*\*)?\s*[:).]\s*(?P<text>.*)")
_ANSWER = re.compile(
    r"\W*(?:(?:the\s+)?(?:right|correct)?\s*answer\s*(?:is)?\W*)?(?P<letter>[A-Ha-h])(?![\w'’])(?P<rest>.*)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<source>[^)\s]*)\)")
_ID = re.compile(r"<!--\s*id:\s*(?P<id>[\w-]+)\s*-->")


def read(text: str, path: Path) -> Found:
    """Return the questions; what stands before the first is taken as the page's title."""
    images: dict[str, bytes] = {}
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    questions = [_question(*block, path, images) for block in _blocks(text)]
    return Found(_unescape(heading[1]).strip() if heading else "", questions, images)


def _blocks(text: str) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield line number, id, first line and the other lines of each question."""
    current: tuple[int, str, str, list[str]] | None = None
    name, fenced, hidden = "", False, False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        hidden = (hidden or "<details" in line) and "</details>" not in line
        start = None if fenced or hidden else _QUESTION.match(line)
        marked = None if fenced else _ID.match(line)
        if marked:
            name = marked["id"]
        elif start:
            if current:
                yield current
            current = (number, name, start["text"], [])
            name = ""
        elif current:
            current[3].append(line)
    if current:
        yield current


def _question(
    line: int, name: str, first: str, lines: list[str], path: Path, images: dict[str, bytes]
) -> Draft:
    place = f"line {line}"
    refuse_giant("\n".join([first, *lines]), path, place)
    shown, _, hidden = "\n".join(lines).partition("<details")
    code = re.search(r"^(`{3,})\w*\n(.*?)\n\1\s*$", shown, re.DOTALL | re.MULTILINE)
    if code:
        shown = shown[: code.start()] + shown[code.end() :]
    picture = _PICTURE.search(shown)
    text, choices = _choices([first, *_PICTURE.sub("", shown).split("\n")])
    item = draft(name, text, code[2] if code else "")
    if picture:
        place_picture(item, Picture(picture["source"], _unescape(picture["alt"])), images)
    if [letter for letter, _ in choices] != list(LETTERS[: len(choices)]):
        raise at(path, place, "has choices out of order", "letter them A), B), C) and so on")
    if not hidden.strip():
        raise at(path, place, "has no answer", "add it in a <details> block")
    answer, said = _answer(hidden, place, path)
    item["choices"] = [
        {"text": words, "right": letter == answer, "feedback": said.get(letter, "")}
        for letter, words in choices
    ]
    return item


def _choices(lines: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """Split the visible lines into the question's text and its lettered choices."""
    text: list[str] = []
    choices: list[tuple[str, str]] = []
    for line in lines:
        match = _CHOICE.match(line)
        if match:
            choices.append((match["letter"].upper(), match["text"].strip()))
        elif choices and line.strip() and line.startswith(" "):
            letter, words = choices[-1]
            choices[-1] = (letter, f"{words} {line.strip()}")
        elif not choices:
            text.append(line.strip())
    return _unescape(" ".join(" ".join(text).split()).removesuffix("**")), [
        (letter, _unescape(words)) for letter, words in choices
    ]


def _answer(hidden: str, place: str, path: Path) -> tuple[str, dict[str, str]]:
    """Return the right letter and the feedback by letter."""
    body = re.sub(r"^[^>]*>", "", hidden).partition("</details>")[0]
    body = re.sub(r"<summary>.*?</summary>", "", body, flags=re.DOTALL)
    lines = [line.strip() for line in re.sub(r"<[^<>]*>", "", body).split("\n") if line.strip()]
    match = _ANSWER.match(lines[0]) if lines else None
    if not match:
        raise at(path, place, "has an answer without a letter", 'begin it with "B."')
    letter = match["letter"].upper()
    said = {letter: _unescape(match["rest"].strip(" .):*—-"))}
    for line in lines[1:]:
        about = _FEEDBACK.match(line)
        if about:
            said[about["letter"]] = _unescape(about["text"].strip())
        elif not said[letter]:
            said[letter] = _unescape(line)
    return letter, said


def _unescape(text: str) -> str:
    """Undo Markdown's escapes, save those that the markup of questions has too."""
    return re.sub(r"\\([_\[\]<>#$~|])", r"\1", text)
