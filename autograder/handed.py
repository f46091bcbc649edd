"""The files of a submission, under caps: a notebook, a checkpoint, and modules that it imports.

They lie loose or in a zip. Nothing is unpacked to disk, and no link is followed.
"""

import functools
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from autograder.profile import Profile
from autograder.text import clean
from course import beside
from course.untrusted import FILE, PICKLES, pickled

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
        checkpoint, files = _checkpoint(there, profile), beside.in_folder(path)
        return Files(path.name, path.read_bytes(), None, checkpoint, files, _renamed(there))
    except OSError as error:
        return Files(unusable=f"{path.name} cannot be read ({error.strerror}).")


def _too_large(name: str, limit: int) -> str:
    return f"{name} is larger than {limit:,} bytes."


def checkpoint_path(notebook: Path) -> Path | None:
    """Return the checkpoint that lies beside a notebook, else the first pickle, else None.

    Under another name it counts if it is the only one, beside the only notebook.
    """
    path = notebook.parent / FILE
    if path.exists() or path.is_symlink():
        return path
    there = sorted(notebook.parent.iterdir())
    others = [p for p in there if p.suffix == Path(FILE).suffix]
    if len(others) == 1 and sum(p.suffix == notebook.suffix for p in there) == 1:
        return others[0]
    return next((p for p in there if p.suffix in PICKLES), None)


def _checkpoint(path: Path | None, profile: Profile) -> Checkpoint | None:
    if path is None:
        return None
    name = clean(path.name)[:80]
    if path.suffix in PICKLES:
        return Checkpoint(refused=pickled(name))
    if path.is_symlink() or not path.is_file():
        return Checkpoint(refused=f"{name} is no ordinary file.")
    if path.stat().st_size > profile.intake.checkpoint_bytes:
        return Checkpoint(refused=_too_large(name, profile.intake.checkpoint_bytes))
    try:
        return Checkpoint(path.read_bytes())
    except OSError as error:
        return Checkpoint(refused=f"{name} cannot be read ({error.strerror}).")


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
    members = [m for m in archive.infolist() if not m.is_dir() and not _is_hidden(m.filename)]
    if len(members) > _MEMBERS:
        return Files(unusable=f"The zip holds more than {_MEMBERS:,} files.")
    notebooks = _notebooks(members, wanted)
    there = _checkpoint_among(members)
    checkpoint = _member_checkpoint(archive, there, profile)
    if len(notebooks) != 1:
        reason = f"The zip holds {len(notebooks)} notebooks; it should hold one."
        return Files(unusable=reason, checkpoint=checkpoint)
    name = clean(notebooks[0].filename.rsplit("/", 1)[-1])[:200]
    content = _content(archive, notebooks[0], profile.intake.notebook_bytes)
    if content is None:
        reason = _too_large(name, profile.intake.notebook_bytes)
        return Files(unusable=reason, checkpoint=checkpoint)
    files = _member_files(archive, notebooks[0].filename, members, content)
    return Files(name, content, None, checkpoint, files, _renamed(_path(there) if there else None))


def _is_hidden(name: str) -> bool:
    """Say whether a member is one that a tool left there: a copy that Jupyter keeps, a Mac's."""
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
        if member.filename.startswith(prefix)
    }
    return beside.among(there, content.decode(errors="replace"))


def _checkpoint_among(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo | None:
    """Return the checkpoint, else the only one under another name, else the first pickle."""
    exact = [m for m in members if _path(m).name == FILE]
    others = [m for m in members if _path(m).suffix == Path(FILE).suffix]
    pickles = sorted((m for m in members if _path(m).suffix in PICKLES), key=lambda m: m.filename)
    found = exact[-1:] or (others if len(others) == 1 else []) or pickles
    return found[0] if found else None


def _path(member: zipfile.ZipInfo) -> PurePath:
    return PurePosixPath(member.filename)


def _member_checkpoint(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo | None, profile: Profile
) -> Checkpoint | None:
    if member is None:
        return None
    name = clean(_path(member).name)[:80]
    if _path(member).suffix in PICKLES:
        return Checkpoint(refused=pickled(name))
    content = _content(archive, member, profile.intake.checkpoint_bytes)
    if content is None:
        return Checkpoint(refused=_too_large(name, profile.intake.checkpoint_bytes))
    return Checkpoint(content)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    """Read a member, at most `limit` bytes, whatever its own header says; None if it is larger."""
    with archive.open(member) as file:
        content = file.read(limit + 1)
    return content if len(content) <= limit else None
