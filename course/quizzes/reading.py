"""Reads files that strangers may have written: capped, decoded, and refused in one sentence."""

import tomllib
from pathlib import Path
from typing import Any

from course.quizzes.errors import QuestionError, at, one_line

LARGEST = 4_000_000  # bytes: a question set of this size would take weeks to answer


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the file's bytes, or say in one sentence why they cannot be had."""
    try:
        if not path.is_file():
            fault = "is not a file" if path.exists() else "does not exist"
            raise QuestionError(one_line(f"{path}: {fault}; check the name."))
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise QuestionError(one_line(f"{path}: cannot be read: {reason}.")) from None
    if len(data) > largest:
        raise at(path, "the whole file", f"is larger than {largest:,} bytes", "split it")
    return data


def decode(data: bytes, path: object) -> str:
    """Decode UTF-8 and refuse what would write over a terminal."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise at(path, f"line {line}", "is not UTF-8", "save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_toml(text: str, path: object) -> dict[str, Any]:
    """Parse TOML; faults name the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(one_line(f"{path}: is not TOML: {error}; mend that line.")) from None
    except (RecursionError, ValueError, OverflowError, MemoryError):
        raise at(
            path, "the whole file", "is nested or shaped beyond reason", "simplify it"
        ) from None


def clean(value: str) -> bool:
    """Tell whether text is free of control characters, new lines and tabs excepted."""
    return value.isprintable() or all(c.isprintable() or c in "\n\t" for c in value)
