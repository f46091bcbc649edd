"""What the importers share: names, pictures, and the table that a question becomes."""

import re
from hashlib import sha256
from pathlib import Path

from course.quizzes.duplicates import words
from course.quizzes.errors import at
from course.quizzes.imports import Draft
from course.quizzes.imports.html import LONGEST, Picture, data_bytes, without_data

ALT = "Picture (not described)"


def draft(name: str, text: str, code: str = "") -> Draft:
    """Return a question's table without its choices."""
    item: Draft = {"id": identify(name, text), "text": text}
    if code:
        item["code"] = code
    return item


def identify(name: str, text: str) -> str:
    """Return the name where it serves as an id, else one made from the first words."""
    if re.match(r"[a-z0-9][a-z0-9_-]{0,79}\Z", name):
        return name
    ascii_words = [w for w in words(name) or words(text) if w.isascii()]
    slug = "-".join(ascii_words[:6])[:60].strip("-")
    return slug or "q-" + sha256((name + text).encode("utf-8", "replace")).hexdigest()[:8]


def refuse_giant(text: str, path: Path, place: str) -> None:
    """Refuse a question of a size that no reader would read, before it costs much time."""
    if len(without_data(text)) > 4 * LONGEST:
        raise at(path, place, f"is longer than {4 * LONGEST:,} characters", "shorten it")


def distinct(items: list[Draft]) -> None:
    """Give questions whose ids were made from the same words different ones."""
    seen: set[str] = set()
    for item in items:
        name, number = item["id"], 2
        while item["id"] in seen:
            item["id"] = f"{name}-{number}"
            number += 1
        seen.add(item["id"])


def place_picture(
    item: Draft,
    picture: Picture | None,
    images: dict[str, bytes],
    files: dict[str, bytes] | None = None,
) -> None:
    """Keep a question's picture: from its `data:` URI, or from the files that came along."""
    if picture is None:
        return
    name = picture.source.removeprefix("@@PLUGINFILE@@/").rpartition("/")[2]
    data = data_bytes(picture.source) or (files or {}).get(name)
    if data is None:
        return
    kind = "png" if data.startswith(b"\x89PNG") else "jpg"
    item["image"] = f"{sha256(data).hexdigest()[:16]}.{kind}"
    item["alt"] = picture.alt.strip() or ALT
    images[item["image"]] = data
