"""Known mistakes, a folder an exercise: each a runnable wrong solution with its lesson.

`Misconception.read` parses a file without running it: the docstring is the lesson, `FAILS` names
the checks that the mistake fails.
"""

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from course import syntax
from autograder.errors import SourceError

FOLDER = Path(__file__).parent
_PARTS = re.compile(r"^(Seen|Why|Next|Hints):", re.MULTILINE)


@dataclass(frozen=True)
class Misconception:
    """A known mistake: its lesson in the learner's words, and the checks that it fails."""

    exercise: str
    slug: str
    title: str
    seen: str
    why: str
    next_step: str
    hints: tuple[str, ...]
    fails: tuple[str, ...]
    source: str


def read(path: Path) -> Misconception:
    """Read a misconception's file.

    Raises SourceError naming the file and what is missing in it.
    """
    source = path.read_text(encoding="utf-8")
    tree = syntax.parse(source)
    lesson = _lesson(ast.get_docstring(tree) or "", path)
    return Misconception(
        exercise=path.parent.name,
        slug=path.stem,
        title=lesson[""],
        seen=lesson["Seen"],
        why=lesson["Why"],
        next_step=lesson["Next"],
        hints=_hints(lesson["Hints"]),
        fails=_fails(tree, path),
        source=source,
    )


def _lesson(text: str, path: Path) -> dict[str, str]:
    pieces = _PARTS.split(text)
    lesson = {"": _flowing(pieces[0])}
    for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
        lesson[name] = body.strip() if name == "Hints" else _flowing(body)
    missing = [name for name in ("", "Seen", "Why", "Next", "Hints") if not lesson.get(name)]
    if missing:
        raise SourceError(f"{path}: the docstring lacks {', '.join(n or 'a title' for n in missing)}.")
    return lesson


def _flowing(text: str) -> str:
    return " ".join(text.split())


def _hints(text: str) -> tuple[str, ...]:
    return tuple(_flowing(hint) for hint in re.split(r"^- ", text, flags=re.MULTILINE) if hint.strip())


def _fails(tree: ast.Module, path: Path) -> tuple[str, ...]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS":
            names: tuple[str, ...] = tuple(ast.literal_eval(node.value))
            return names
    raise SourceError(f"{path}: FAILS is missing: name the checks that the mistake fails.")


@functools.cache
def of(exercise: str) -> list[Misconception]:
    """Return the known mistakes of an exercise, by slug."""
    return [read(path) for path in sorted((FOLDER / exercise).glob("[!_]*.py"))]
