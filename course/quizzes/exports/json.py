"""JSON by the published schema `exports/schema.json`."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from course.quizzes.model import LETTERS, Question


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return one document with everything but the proofs."""
    document = {
        "format": "thaw-course/quiz",
        "version": 1,
        "title": title,
        "questions": [_question(question) for question in questions],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _question(question: Question) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": question.id,
        "objective": question.objective,
        "topic": question.topic,
        "lessons": list(question.lessons),
        "text": question.text,
        "key": LETTERS[question.key],
    }
    if question.code:
        row["code"] = question.code
    if question.image:
        image = question.image
        data = base64.b64encode(image.data).decode("ascii")
        row["image"] = {"name": image.name, "type": image.kind, "alt": image.alt, "data": data}
    row["choices"] = [
        {
            "letter": letter,
            "text": choice.text,
            "feedback": choice.feedback,
            "misconception": choice.misconception or None,
        }
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    ]
    return row
