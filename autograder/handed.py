"""The files of a submission, under caps: a notebook, a checkpoint, and modules that it imports.

They lie loose or in a zip. Nothing is unpacked to disk, and no link is followed.
"""

import functools
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import TypeVar

from autograder.profile import Profile
from autograder.text import clean
from course import beside
from course.untrusted import FILE, PICKLES, pickled

P = TypeVar("P", bound=PurePath)
_MEMBERS = 2_000


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint as it was handed in: its bytes, or why there are none that can be read."""

    content: bytes = b""
    refused: str = ""


@dataclass(frozen=True)
class Files:
    """A notebook's bytes under its name, or the reason why there are none; and a checkpoint.

    `beside` holds the text of other files that belong to the notebook, by their paths from there;
    `notes` is what has to be said about them.
    """

    name: str = ""
    notebook: bytes = b""
    unusable: str | None = None
    checkpoint: Checkpoint | None = None
    beside: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read(path: Path | None, profile: Profile, name: str = "") -> Files:
    """Read what was handed in: a notebook with what lies beside it, or a zip.

    Of several notebooks in a zip, the one called `name` is taken.
    """
    if path is None:
        return Files(unusable="There is no notebook in the submission.")
    try:
        if path.is_symlink() or not path.is_file():
            return Files(unusable=f"{path.name} is no ordinary file.")
        if path.suffix == ".zip":
            return _unzipped(path, profile, name)
        if path.stat().st_size > profile.intake.notebook_bytes:
            return Files(unusable=_too_large(path.name, profile.intake.notebook_bytes))
        there = checkpoint_path(path)
        checkpoint = _loose_checkpoint(there, profile) if there else None
        files = beside.in_folder(path)
        return Files(path.name, path.read_bytes(), None, checkpoint, files, _renamed(there))
    except OSError as error:
        return Files(unusable=f"{path.name} cannot be read ({error.strerror}).")


def _too_large(name: str, limit: int) -> str:
    return f"{name} is larger than {limit:,} bytes."


def checkpoint_path(notebook: Path) -> Path | None:
    """Return the checkpoint that lies beside a notebook; under another name if it is the only one.

    Where there are several notebooks, another name may be another's.
    """
    there = sorted(notebook.parent.iterdir())
    if sum(path.suffix == notebook.suffix for path in there) > 1:
        there = [path for path in there if path.name == FILE or path.suffix in PICKLES]
    return _checkpoint_among(there)


def _checkpoint_among(paths: list[P]) -> P | None:
    """Return the checkpoint, else the only one under another name, else the first pickle."""
    exact = [path for path in paths if path.name == FILE]
    others = [path for path in paths if path.suffix == Path(FILE).suffix]
    pickles = sorted(path for path in paths if path.suffix in PICKLES)
    found = exact[-1:] or (others if len(others) == 1 else []) or pickles
    return found[0] if found else None


def _loose_checkpoint(path: Path, profile: Profile) -> Checkpoint:
    if path.suffix in PICKLES or (path.is_file() and not path.is_symlink()):
        return _checkpoint(path, functools.partial(beside.read, path), profile)
    return Checkpoint(refused=f"{clean(path.name)[:80]} is no ordinary file.")


def _checkpoint(path: PurePath, read: beside.Reader, profile: Profile) -> Checkpoint:
    """Read a checkpoint, wherever it lies, or say why not."""
    name = clean(path.name)[:80]
    if path.suffix in PICKLES:
        return Checkpoint(refused=pickled(name))
    try:
        content = read(profile.intake.checkpoint_bytes)
    except OSError as error:
        return Checkpoint(refused=f"{name} cannot be read ({error.strerror}).")
    if content is None:
        return Checkpoint(refused=_too_large(name, profile.intake.checkpoint_bytes))
    return Checkpoint(content)


def _renamed(path: PurePath | None) -> tuple[str, ...]:
    """Return a note if a checkpoint has another name than it should have."""
    if path is None or path.name == FILE or path.suffix in PICKLES:
        return ()
    return (f"The network was called {clean(path.name)[:80]}; the right name is {FILE}.",)


def _unzipped(path: Path, profile: Profile, name: str) -> Files:
    most = profile.intake.notebook_bytes + profile.intake.checkpoint_bytes
    if path.stat().st_size > most:
        return Files(unusable=_too_large(path.name, most))
    try:
        with zipfile.ZipFile(path) as archive:
            return _from_archive(archive, profile, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ):
        return Files(unusable=f"{path.name} is no sound zip: make it with `course submit`.")


def _from_archive(archive: zipfile.ZipFile, profile: Profile, wanted: str) -> Files:
    members = [m for m in archive.infolist() if not m.is_dir() and not is_hidden(m.filename)]
    if len(members) > _MEMBERS:
        return Files(unusable=f"The zip holds more than {_MEMBERS:,} files.")
    notebooks = _notebooks(members, wanted)
    by_path = {PurePosixPath(member.filename): member for member in members}
    there = _checkpoint_among(list(by_path))
    checkpoint = None
    if there:
        checkpoint = _checkpoint(
            there, functools.partial(_content, archive, by_path[there]), profile
        )
    if len(notebooks) != 1:
        reason = f"The zip holds {len(notebooks)} notebooks; it should hold one."
        return Files(unusable=reason, checkpoint=checkpoint)
    name = clean(notebooks[0].filename.rsplit("/", 1)[-1])[:200]
    content = _content(archive, notebooks[0], profile.intake.notebook_bytes)
    if content is None:
        reason = _too_large(name, profile.intake.notebook_bytes)
        return Files(unusable=reason, checkpoint=checkpoint)
    files = _member_files(archive, notebooks[0].filename, members, content)
    return Files(name, content, None, checkpoint, files, _renamed(there))


def is_hidden(name: str) -> bool:
    """Say whether a path leads to what a tool left there: a copy that Jupyter keeps, a Mac's."""
    parts = [part for part in name.split("/") if part != "."]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _notebooks(members: list[zipfile.ZipInfo], wanted: str) -> list[zipfile.ZipInfo]:
    """List the notebooks; only the one with the right name if there is exactly one such."""
    found = [m for m in members if m.filename.endswith(".ipynb")]
    exact = [m for m in found if m.filename.rpartition("/")[2] == wanted]
    return exact if len(exact) == 1 else found


def _member_files(
    archive: zipfile.ZipFile, notebook: str, members: list[zipfile.ZipInfo], content: bytes
) -> dict[str, str]:
    """Return the text of other members that belong to the notebook."""
    folder = notebook.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    there = {
        member.filename.removeprefix(prefix): functools.partial(_content, archive, member)
        for member in members
        if member.filename.startswith(prefix) and member.filename != notebook
    }
    return beside.among(there, content.decode(errors="replace"))


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    """Read a member, at most `limit` bytes, whatever its own header says; None if it is larger."""
    with archive.open(member) as file:
        content = file.read(limit + 1)
    return content if len(content) <= limit else None
