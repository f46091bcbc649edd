"""Turns a TOML question set into questions, or says where it breaks the rules and how to mend it.

set = "practice"            # or "lesson"
topic = "head"              # the set's name; default: the file's
title = "The head"

[[questions]]
id = "head-new-line"        # lower case, digits, hyphens; unique
objective = "replace_head"  # a tag of objectives.toml
lessons = ["02"]            # where it is shown beside the lesson; optional
text = "…"                  # `code`, **strong** and *emphasis* are marked up
code = '''…'''              # Python; optional
prints = true               # the right choice is what the code prints: a test runs it
proof = '''…'''             # Python that asserts the stated answer; a test runs it; never shown
image = "curves.png"        # in images/ beside the file; needs `alt`
alt = "…"

[[questions.choices]]       # 2 to 8, exactly one with `right = true`
text = "…"
feedback = "…"
misconception = "…"         # a tag of misconceptions.toml
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course.quizzes import duplicates
from course.quizzes.errors import at
from course.quizzes.model import LETTERS, Choice, Image, Question, QuestionSet
from course.quizzes.reading import clean, decode, parse_toml, read_bytes

LONGEST = 8_000  # characters in one text
MOST = 500  # questions in one file
IMAGE_BYTES = 2_000_000

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\Z")
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}\.(png|jpg|jpeg)\Z")
_SET: dict[str, type] = {"set": str, "topic": str, "title": str, "questions": list}
_QUESTION: dict[str, type] = {
    "id": str,
    "text": str,
    "choices": list,
    "objective": str,
    "lessons": list,
    "code": str,
    "prints": bool,
    "proof": str,
    "image": str,
    "alt": str,
}
_CHOICE: dict[str, type] = {"text": str, "feedback": str, "right": bool, "misconception": str}


def load(path: Path) -> QuestionSet:
    """Read a question set; `QuestionError` names path, place, fault and mend."""
    return parse(decode(read_bytes(path), path), path)


def parse(text: str, path: Path) -> QuestionSet:
    """Read a question set from its text; `path` is for messages and for finding images."""
    return build(parse_toml(text, path), path)


def build(
    table: dict[str, Any], path: Path, images: Mapping[str, bytes] | None = None
) -> QuestionSet:
    """Turn a parsed table into a set; `images` holds pictures that are not files yet."""
    _check_keys(table, _SET, path, "top level")
    items = table.get("questions", [])
    if not items:
        raise at(path, "top level", "holds no questions", "add a [[questions]] table")
    if len(items) > MOST:
        raise at(path, "top level", f"holds more than {MOST} questions", "split the file")
    name = "lesson" if table.get("set") == "lesson" else str(table.get("topic") or path.stem)
    known = images or {}
    questions = tuple(_question(item, path, i, name, known) for i, item in enumerate(items, 1))
    refuse_repeats(questions, path)
    return QuestionSet(name, str(table.get("title") or name), questions, path)


def refuse_repeats(questions: Sequence[Question], path: object) -> None:
    """Refuse a set in which an id or a question comes twice, naming both places."""
    placed = [duplicates.Placed(q, f'question {i} ("{q.id}")') for i, q in enumerate(questions, 1)]
    ids: dict[str, str] = {}
    for item in placed:
        if item.question.id in ids:
            both = f"{ids[item.question.id]} and {item.place}"
            raise at(path, both, "have the same id", "give one of them another")
        ids[item.question.id] = item.place
    pair = duplicates.first(placed)
    if pair:
        both = f"{pair[0].place} and {pair[1].place}"
        raise at(path, both, "ask the same question", "keep one of them")


def _question(
    item: object, path: Path, number: int, topic: str, images: Mapping[str, bytes]
) -> Question:
    place = f"question {number}"
    if not isinstance(item, dict):
        raise at(path, place, "is not a table", "write it as [[questions]]")
    if isinstance(item.get("id"), str):
        place += f' ("{item["id"][:40]}")'
    _check_keys(item, _QUESTION, path, place)
    if not _ID.match(item.get("id", "")):
        raise at(path, place, "has no proper id", 'use one like "head-new-line"')
    if not item.get("text", "").strip():
        raise at(path, place, "has no text", 'add text = "…"')
    lessons = item.get("lessons", [])
    if not all(isinstance(lesson, str) and re.match(r"\d\d\Z", lesson) for lesson in lessons):
        raise at(path, place, "names lessons that are none", 'write them as ["02"]')
    return Question(
        id=item["id"],
        text=item["text"].strip(),
        choices=_choices(item.get("choices", []), path, place),
        objective=item.get("objective", ""),
        topic=topic,
        lessons=tuple(lessons),
        code=item.get("code", "").strip("\n"),
        prints=item.get("prints", False),
        proof=item.get("proof", "").strip("\n"),
        image=_image(item, path, place, images),
    )


def _choices(items: list[Any], path: Path, place: str) -> tuple[Choice, ...]:
    if not 2 <= len(items) <= len(LETTERS):
        fault = f"has {len(items)} choices"
        raise at(path, place, fault, f"give it 2 to {len(LETTERS)} [[questions.choices]]")
    choices = tuple(
        _choice(item, path, f"{place}, choice {LETTERS[i]}") for i, item in enumerate(items)
    )
    right = sum(choice.right for choice in choices)
    if right != 1:
        raise at(path, place, f"has {right} right choices", "mark exactly one with right = true")
    texts = [" ".join(choice.text.split()) for choice in choices]
    if len(set(texts)) < len(texts):
        raise at(path, place, "has two equal choices", "change or drop one")
    return choices


def _choice(item: object, path: Path, place: str) -> Choice:
    if not isinstance(item, dict):
        raise at(path, place, "is not a table", "write it as [[questions.choices]]")
    _check_keys(item, _CHOICE, path, place)
    if not item.get("text", "").strip():
        raise at(path, place, "has no text", 'add text = "…"')
    return Choice(
        text=item["text"].strip(),
        feedback=item.get("feedback", "").strip(),
        right=item.get("right", False),
        misconception=item.get("misconception", ""),
    )


def _image(
    item: dict[str, Any], path: Path, place: str, images: Mapping[str, bytes]
) -> Image | None:
    name, alt = item.get("image", ""), item.get("alt", "").strip()
    if not name:
        return None
    if not _IMAGE.match(name):
        raise at(path, place, "names an image that is none", 'use a plain name like "curves.png"')
    if not alt:
        raise at(path, place, "has an image without words", "say in alt = what it shows")
    data = images.get(name) or read_bytes(path.parent / "images" / name, IMAGE_BYTES)
    if len(data) > IMAGE_BYTES:
        raise at(path, place, f"has an image over {IMAGE_BYTES:,} bytes", "make it smaller")
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise at(path, place, f"has an image that is neither PNG nor JPEG: {name}", "convert it")
    return Image(name, alt, data)


def _check_keys(table: dict[str, Any], known: dict[str, type], path: object, place: str) -> None:
    for key, value in table.items():
        if key not in known:
            raise at(path, place, f'has an unknown key "{key}"', f"use {', '.join(known)}")
        if not isinstance(value, known[key]):
            kind = {str: "text", bool: "true or false", list: "a list"}[known[key]]
            raise at(path, place, f'"{key}" is not {kind}', f"make it {kind}")
        if isinstance(value, str):
            _check_text(value, path, f"{place}, {key}")


def _check_text(value: str, path: object, place: str) -> None:
    if len(value) > LONGEST:
        raise at(path, place, f"is longer than {LONGEST:,} characters", "shorten it")
    if not clean(value):
        raise at(path, place, "contains control characters", "remove them")
