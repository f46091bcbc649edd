"""An assignment's single source: `solutions/<slug>.py`, read as cells."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from autograder.errors import SourceError

Kind = Literal["markdown", "given", "training", "solution", "check"]
KINDS = ("markdown", "given", "training", "solution", "check")
_DECIDING = (
    "audit",
    "beside",
    "leftovers",
    "names",
    "offers",
    "pristine",
    "redefined",
    "runner",
    "skipped",
    "training",
    "untrusted",
)


@dataclass(frozen=True)
class Cell:
    """One cell of the source; `grade_id` is its name everywhere, `kind` what is done with it."""

    grade_id: str
    kind: Kind
    source: str


@dataclass(frozen=True)
class Assignment:
    """An assignment of the course that lives in folder `root`."""

    slug: str
    root: Path

    @property
    def source_path(self) -> Path:
        """Return the path of the single source."""
        return self.root / "solutions" / f"{self.slug}.py"

    @property
    def release_path(self) -> Path:
        """Return the path of the notebook that students get."""
        return self.root / "assignments" / self.slug / f"{self.slug}.ipynb"

    @property
    def graders(self) -> Path:
        """Return the folder of the hidden graders."""
        return Path(__file__).parent / "graders" / self.slug

    @cached_property
    def cells(self) -> list[Cell]:
        """Read the source.

        Raises SourceError naming the cell at fault.
        """
        return list(_read(self.source_path))

    @property
    def exercises(self) -> list[str]:
        """List the exercises in order: one a solution cell."""
        return [cell.grade_id for cell in self.cells if cell.kind == "solution"]

    @property
    def graded(self) -> list[str]:
        """List what is graded in order: one a check cell, exercises and units alike."""
        names = [cell.grade_id for cell in self.cells if cell.kind == "check"]
        return [name.removeprefix("check_") for name in names]

    def digest(self) -> str:
        """Hash everything that decides a grade: source, graders and the course's own code."""
        digest = hashlib.sha256()
        for path in sorted(self._deciding_files()):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def _deciding_files(self) -> Iterator[Path]:
        import course

        package = Path(course.__file__).parent
        yield self.source_path
        yield self.release_path
        yield from self.graders.glob("*.py")
        own = Path(__file__).parent
        yield from own.glob("*.py")
        for name in ("accuracy", "assets"):
            yield from (path for path in (own / name).iterdir() if path.is_file())
        for exercise in self.exercises:
            yield from (own / "misconceptions" / exercise).glob("*.py")
        yield from (package / "checks").rglob("*.py")
        yield from (package / "models").glob("*.py")
        yield from (package / "assets").glob("*.*")
        yield from (package / "data").glob("*.py")
        yield from (package / f"{name}.py" for name in _DECIDING)


def find(slug: str, root: Path) -> Assignment:
    """Return the assignment called `slug`.

    Raises SourceError if there is no such assignment, listing those that there are.
    """
    assignment = Assignment(slug, root)
    if not assignment.source_path.is_file():
        known = ", ".join(sorted(p.stem for p in (root / "solutions").glob("*.py"))) or "none"
        raise SourceError(
            f"There is no assignment {slug!r} in {root / 'solutions'}; the assignments there "
            f"are: {known}."
        )
    return assignment


def _read(path: Path) -> Iterator[Cell]:
    import jupytext

    notebook = jupytext.read(path, fmt="py:percent")
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        yield _cell(cell, f"{path}, cell {index + 1}", seen)


def _cell(cell: Any, where: str, seen: set[str]) -> Cell:
    kind: Any = "markdown" if cell.cell_type == "markdown" else cell.metadata.get("kind")
    name = cell.metadata.get("grade_id")
    if not name or not str(name).isidentifier():
        raise SourceError(f'{where}: give the cell a name, for example grade_id="imports".')
    if kind not in KINDS:
        raise SourceError(f"{where} ({name}): kind is {kind!r}; use one of {', '.join(KINDS)}.")
    if name in seen:
        raise SourceError(f"{where}: grade_id {name!r} is used twice; names are unique.")
    seen.add(name)
    return Cell(name, kind, cell.source)
