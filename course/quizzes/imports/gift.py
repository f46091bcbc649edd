"""GIFT, Moodle's text format: multiple choice and true/false.

https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator
from pathlib import Path

from course.quizzes.errors import at
from course.quizzes.imports import Draft, Found
from course.quizzes.imports.drafts import draft, place_picture, refuse_giant
from course.quizzes.imports.html import Read, read_html
from course.quizzes.markup import escape

_HEAD = re.compile(
    r"\s*(?:::(?P<title>(?:\\.|[^\\])*?)::)?\s*(?:\[(?P<format>html|moodle|plain|markdown)\])?"
)
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#|$)", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,5})?)%")


def read(text: str, path: Path) -> Found:
    """Return the questions; other kinds than multiple choice and true/false are refused by name."""
    images: dict[str, bytes] = {}
    questions = []
    title = ""
    for line, block in _blocks(text):
        category = re.match(r"\$CATEGORY:\s*(.*)", block)
        if category:
            title = title or category[1].strip().rpartition("/")[2]
            continue
        questions.append(_question(block, f"line {line}", path, images))
    return Found(title, questions, images)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each question with its line number; a blank line ends one, `//` begins a comment."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if line.strip():
            start = start or number
            lines.append(line)
            if not line.startswith("$CATEGORY:"):
                continue
        if lines:
            yield start, "\n".join(lines)
        lines, start = [], 0


def _question(block: str, place: str, path: Path, images: dict[str, bytes]) -> Draft:
    refuse_giant(block, path, place)
    head = _HEAD.match(block)
    form = (head and head["format"]) or "moodle"
    body = block[head.end() :] if head else block
    stem, inside, rest = _braces(body, place, path)
    if rest.strip():
        stem = f"{stem} _____ {rest}"
    title = _plain(head["title"]) if head and head["title"] else ""
    asked = _markup(stem, form)
    item = draft(title, asked.text, asked.code)
    place_picture(item, asked.picture, images)
    item["choices"] = _truth(inside, form) or _choices(inside, form, place, path)
    return item


def _braces(body: str, place: str, path: Path) -> tuple[str, str, str]:
    """Split a question at its unescaped braces."""
    marks = [m.start() for m in re.finditer(r"(?<!\\)(?:\\\\)*[{}]", body)]
    marks = [i + len(re.match(r"(?:\\\\)*", body[i:]).group()) for i in marks]  # type: ignore[union-attr]
    if len(marks) < 2 or body[marks[0]] != "{":
        raise at(path, place, "has no answers in braces", "add { =right ~wrong }")
    if len(marks) > 2 or body[marks[1]] != "}":
        raise at(path, place, "has braces that do not pair", "escape those that are text: \\{")
    return body[: marks[0]], body[marks[0] + 1 : marks[1]], body[marks[1] + 1 :]


def _truth(inside: str, form: str) -> list[Draft]:
    """Return the two choices of `{TRUE#feedback if wrong#feedback if right}`, or nothing."""
    match = _TRUTH.match(inside)
    if not match:
        return []
    said = [*_split(inside[match.end() :], "#"), "", ""][:2]
    right = match[1].upper().startswith("T")
    wrong_said, right_said = (_markup(text, form).text for text in said)
    return [
        {
            "text": name,
            "right": value == right,
            "feedback": right_said if value == right else wrong_said,
        }
        for name, value in (("True", True), ("False", False))
    ]


def _choices(inside: str, form: str, place: str, path: Path) -> list[Draft]:
    parts = _marked(_split(inside, "####")[0])
    if inside.lstrip().startswith("#"):
        raise at(path, place, "is numerical", "only multiple choice can be imported; remove it")
    if not any(mark == "~" for mark, _ in parts):
        raise at(path, place, "has no wrong choices (~)", "only multiple choice can be imported")
    return [_choice(mark, text, form) for mark, text in parts]


def _choice(mark: str, text: str, form: str) -> Draft:
    weight = _WEIGHT.match(text)
    if weight:
        text = text[weight.end() :]
    own = re.match(r"\s*\[(html|moodle|plain|markdown)\]", text)
    if own:
        form, text = own[1], text[own.end() :]
    said = [*_split(text, "#"), ""]
    right = mark == "=" or bool(weight and float(weight[1]) == 100)
    read = _markup(said[0], form)
    words = read.text if not read.code else f"{read.text} `{' '.join(read.code.split())}`".strip()
    return {"text": words, "right": right, "feedback": _markup(said[1], form).text}


def _marked(text: str) -> list[tuple[str, str]]:
    """Split at unescaped `=` and `~`, keeping the marks."""
    pieces = re.split(r"((?<!\\)(?:\\\\)*[=~])", text)
    found: list[tuple[str, str]] = []
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append((mark[-1], piece))
    return found


def _split(text: str, mark: str) -> list[str]:
    return re.split(rf"(?<!\\){mark}", text)


def _markup(text: str, form: str) -> Read:
    plain = _plain(text)
    if form == "html" or (form == "moodle" and re.search(r"</?[a-z][^<>]*>", plain)):
        return read_html(plain)
    words = " ".join(plain.split())
    return Read(words if form == "markdown" else escape(words), "", None)


def _plain(text: str) -> str:
    """Undo GIFT's escapes."""
    return re.sub(r"\\([~=#{}:\\n])", lambda m: "\n" if m[1] == "n" else m[1], text.strip())
