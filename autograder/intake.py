"""Take a submission in without running anything: read, cap, and rebuild it from the release.

Of the notebook only two things are used: the sources of solution cells, found by grade_id, and the
student's own cells, in their places: those that were added, and those of the release's that were
changed, after the release's own. All the rest is the release's. A cell without a grade_id or an id,
as some editors leave it, is found by its text. Modules that the notebook imports come with it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import handed, suspicion
from autograder.assignment import Assignment
from autograder.handed import Checkpoint
from autograder.profile import Profile
from autograder.text import clean
from course import skipped


@dataclass(frozen=True)
class Submission:
    """A notebook or zip handed in by `student`; `path` is None where there is none to read."""

    student: str
    assignment: str
    path: Path | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TakenCell:
    """A cell of the rebuilt notebook: `origin` is release, solution or extra.

    `kept` is what is run of it where it is not run whole.
    """

    id: str
    kind: str
    origin: str
    source: str
    kept: str = ""


@dataclass
class Taken:
    """A rebuilt notebook, what had to be said about the file, and the checkpoint beside it.

    `files` holds the text of modules and the like that came with the notebook, by their paths from
    there. `latest` names the functions of which a later definition was graded; `reached` what of
    `course.audit.REACHED` the code has reached for.
    """

    cells: list[TakenCell]
    notes: list[str] = field(default_factory=list)
    unusable: str | None = None
    checkpoint: Checkpoint | None = None
    files: dict[str, str] = field(default_factory=dict)
    latest: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)


def take(submission: Submission, assignment: Assignment, profile: Profile) -> Taken:
    """Rebuild the submission; an unusable file gives the untouched release and the reason."""
    files = handed.read(submission.path, profile, f"{assignment.slug}.ipynb")
    raw, reason = (
        ([], files.unusable) if files.unusable else _cells(files.name, files.notebook, profile)
    )
    taken = _rebuild(raw, assignment, profile)
    taken.unusable, taken.checkpoint, taken.files = reason, files.checkpoint, files.beside
    taken.notes[:0] = [*submission.notes, *files.notes]
    taken.notes += suspicion.notes(_own_sources(taken))
    return taken


def _own_sources(taken: Taken) -> Iterator[tuple[str, str]]:
    """Yield what is the student's own: what it is called, and its source."""
    yield from (
        (f"cell {cell.id}", cell.source) for cell in taken.cells if cell.origin != "release"
    )
    yield from ((f"file {name}", text) for name, text in taken.files.items())


def _cells(name: str, data: bytes, profile: Profile) -> tuple[list[Any], str | None]:
    if not data.strip():
        return [], f"{name} is empty."
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], f"{name} is not UTF-8 text: save it from Jupyter again."
    except (ValueError, RecursionError):
        return [], f"{name} is not a notebook (no valid JSON): save it from Jupyter again."
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return [], f"{name} is not a notebook of format 4: save it from a current Jupyter."
    if len(notebook["cells"]) > profile.intake.cells:
        return [], f"{name} has more than {profile.intake.cells} cells."
    return notebook["cells"], None


_Own = tuple[str, str]  # the kind and the source of a cell of the student's own


@dataclass
class _Found:
    """A student's code cell: its grade_id if it is one of the release's, else its place."""

    grade_id: str | None
    source: str


def _rebuild(raw: list[Any], assignment: Assignment, profile: Profile) -> Taken:
    release = json.loads(assignment.release_path.read_text(encoding="utf-8"))["cells"]
    known = {cell["id"]: cell for cell in release}
    found = _found(raw, known, profile)
    chosen, extras = _chosen(found, known), _extras(found, known)
    taken = Taken([])
    taken.cells += _numbered(extras.pop(None, []), 0)
    for cell in release:
        taken.cells.append(_release_cell(cell, chosen))
        taken.cells += _numbered(extras.pop(cell["id"], []), len(taken.cells))
    taken.notes += _oddities(found, known) if raw else []
    taken.cells = _with_what_is_kept(taken.cells, assignment.exercises)
    return taken


def _with_what_is_kept(cells: list[TakenCell], functions: list[str]) -> list[TakenCell]:
    """Note of cells that train what the student uses of them: `functions`, and all these need."""
    training = [cell.source for cell in cells if cell.kind == "training"]
    others = [cell.source for cell in cells if cell.kind != "training" and cell.origin != "release"]
    kept = iter(skipped.kept(training, others, functions))
    return [replace(c, kept=next(kept)) if c.kind == "training" else c for c in cells]


def _found(raw: list[Any], known: dict[str, Any], profile: Profile) -> list[_Found]:
    """Find which of the release's cells the student's are; other cells of text are left out."""
    by_text = {
        _text("".join(cell["source"])): name
        for name, cell in known.items()
        if cell["cell_type"] == "code" and not is_solution(cell)
    }
    found = []
    for cell in [cell for cell in raw if isinstance(cell, dict)]:
        source = _source(cell, profile)
        name = _named(cell, known) or by_text.get(_text(source))
        if name is not None or cell.get("cell_type") == "code":
            found.append(_Found(name, source))
    return found


def _named(cell: dict[str, Any], known: dict[str, Any]) -> str | None:
    """Return the grade_id, or else the id, by which a cell is one of the release's."""
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else {}
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    name = grade_id if isinstance(grade_id, str) and grade_id in known else cell.get("id")
    return name if isinstance(name, str) and name in known else None


def _text(source: str) -> str:
    return "\n".join(source.split("\r\n")).strip()


def _source(cell: dict[str, Any], profile: Profile) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return ""
    return source[: profile.intake.cell_characters].encode("utf-8", "replace").decode()


def is_solution(cell: dict[str, Any]) -> bool:
    """Say whether a release cell is one that students fill in."""
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def _chosen(found: list[_Found], known: dict[str, Any]) -> dict[str, _Found]:
    """Pick each solution cell: the last one that is not the untouched stub."""
    chosen: dict[str, _Found] = {}
    for item in found:
        if item.grade_id is None or not is_solution(known[item.grade_id]):
            continue
        stub = "".join(known[item.grade_id]["source"]).strip()
        if item.source.strip() not in ("", stub):  # an emptied cell is an untouched one
            chosen[item.grade_id] = item
    return chosen


def _extras(found: list[_Found], known: dict[str, Any]) -> dict[str | None, list[_Own]]:
    """Collect the student's own cells by the release's cell that they follow."""
    extras: dict[str | None, list[_Own]] = {}
    last: str | None = None
    for item in found:
        last = item.grade_id or last
        if own := _own(item, known):
            extras.setdefault(last, []).append(own)
    return extras


def _own(item: _Found, known: dict[str, Any]) -> _Own | None:
    """Return a cell as the student's own: one that was added, or one of the release's, changed."""
    if item.grade_id is None:
        return ("extra", item.source) if item.source.strip() else None
    cell = known[item.grade_id]
    if cell["cell_type"] != "code" or is_solution(cell) or not item.source.strip():
        return None
    if _text(item.source) == _text("".join(cell["source"])):
        return None
    trains = cell["metadata"].get("course", {}).get("kind") == "training"
    return "training" if trains else "extra", item.source


def _numbered(own: list[_Own], after: int) -> list[TakenCell]:
    return [
        TakenCell(f"extra_{after}_{number}", kind, "extra", source)
        for number, (kind, source) in enumerate(own)
    ]


def _release_cell(cell: dict[str, Any], chosen: dict[str, _Found]) -> TakenCell:
    name = cell["id"]
    kind = cell["metadata"].get("course", {}).get("kind", "markdown")
    if name in chosen:
        return TakenCell(name, kind, "solution", chosen[name].source)
    return TakenCell(name, kind, "release", "".join(cell["source"]))


def _oddities(found: list[_Found], known: dict[str, Any]) -> list[str]:
    names = [item.grade_id for item in found if item.grade_id]
    solutions = [name for name, cell in known.items() if is_solution(cell)]
    notes = [f"The cell {name} was missing." for name in solutions if name not in names]
    twice = [name for name in solutions if names.count(name) > 1]
    return notes + [f"The cell {n} was there {names.count(n)} times; one was taken." for n in twice]


def find(path: Path, slug: str) -> list[Submission]:
    """List the submissions in a notebook, a zip, a folder of these, or a submitted/ tree.

    A folder is one student's if it has the assignment's name or holds a notebook of that name.
    """
    if not path.is_dir():
        return [Submission(_student_of(path, slug), slug, path)]
    folders = [child for child in sorted(path.iterdir()) if child.is_dir()]
    nested = [child / slug for child in folders if (child / slug).is_dir()]
    if nested:
        return [in_folder(folder, folder.parent.name, slug) for folder in nested]
    loose = [child for child in folders if _holds_work(child) or _deeper(child)]
    named = path.resolve()
    own = named.name == slug or (path / f"{slug}.ipynb").exists()
    if loose and not _holds_work(path) and not own:
        return [in_folder(folder, folder.name, slug) for folder in loose]
    if not own and len(works := _by_student(path)) > 1:
        return [Submission(_student_of(work, slug), slug, work) for work in works]
    student = named.parent.name if named.name == slug else named.name
    return [in_folder(path, student, slug)]


def _holds_work(folder: Path) -> bool:
    return any(folder.glob("*.ipynb")) or any(folder.glob("*.zip"))


def _by_student(folder: Path) -> list[Path]:
    """List notebooks and zips by their names; where there are both of one name, the notebook."""
    zips = {path.stem: path for path in sorted(folder.glob("*.zip"))}
    return list((zips | {path.stem: path for path in sorted(folder.glob("*.ipynb"))}).values())


def _student_of(path: Path, slug: str) -> str:
    parent = path.resolve().parent
    if parent.name == slug:
        return parent.parent.name
    return parent.name if path.stem == slug else path.stem


def in_folder(folder: Path, student: str, slug: str) -> Submission:
    """Find a student's notebook in their folder, under whatever name it was saved, or their zip."""
    if folder.is_symlink() or (folder.name == slug and folder.parent.is_symlink()):
        return Submission(student, slug, None, ("The submission's folder is a link.",))
    exact = folder / f"{slug}.ipynb"
    if exact.exists() or exact.is_symlink():
        return Submission(student, slug, exact)
    if others := _newest_first(folder.glob("*.ipynb")):
        note = f"The notebook was called {clean(others[0].name)}; the right name is {slug}.ipynb."
        return Submission(student, slug, others[0], (note,))
    if zips := _newest_first(folder.glob("*.zip")):
        return Submission(student, slug, zips[0])
    if deeper := _deeper(folder):
        right = [path for path in deeper if path.name == exact.name] or deeper
        note = f"The notebook lay deeper, as {clean(str(right[0].relative_to(folder)))}."
        return Submission(student, slug, right[0], (note,))
    return Submission(student, slug, None)


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (-path.lstat().st_mtime_ns, path.name))


def _deeper(folder: Path) -> list[Path]:
    """List the notebooks that lie one or two folders deeper, through no link."""
    below = _folders(folder)
    below += [inner for one in below for inner in _folders(one)]
    return _newest_first(path for one in below for path in one.glob("*.ipynb"))


def _folders(folder: Path) -> list[Path]:
    return [
        child
        for child in sorted(folder.iterdir() if folder.is_dir() else ())
        if child.is_dir() and not child.is_symlink() and not handed.is_hidden(child.name)
    ]
