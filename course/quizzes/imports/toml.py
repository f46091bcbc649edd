"""Writes a question set as TOML, the way that people write it."""

import json
from typing import Any

from course.quizzes.imports import Found


def dumps(found: Found, name: str) -> str:
    """Return the set; tags that an import cannot know are left empty for the author."""
    title = " ".join(found.title.split()) or name
    parts = [f'set = "practice"\ntitle = {_string(title)}']
    parts += [_question(item) for item in found.questions]
    return "\n\n".join(parts) + "\n"


def _question(item: dict[str, Any]) -> str:
    lines = ["[[questions]]"]
    lines += [f"{key} = {_string(item[key])}" for key in ("id", "text")]
    lines.append(f"objective = {_string(item.get('objective', ''))}")
    lines += [f"{key} = {_string(item[key])}" for key in ("code", "image", "alt") if item.get(key)]
    for choice in item["choices"]:
        lines += ["", "[[questions.choices]]", f"text = {_string(choice['text'])}"]
        lines.append("right = true" if choice["right"] else 'misconception = ""')
        lines.append(f"feedback = {_string(choice.get('feedback', ''))}")
    return "\n".join(lines)


def _string(text: str) -> str:
    """Return a TOML string: several lines as a literal block where that is possible."""
    if "\n" in text and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}\n'''"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
