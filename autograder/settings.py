"""What belongs to one instructor's course folder: its secrets, the seed and the signing key."""

import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError

FOLDER = ".autograder"


@dataclass(frozen=True)
class Settings:
    """An instructor's course folder `root`, and the seed that hidden inputs are drawn from."""

    root: Path
    seed: str

    @property
    def folder(self) -> Path:
        """Return the folder of the autograder's own files."""
        return self.root / FOLDER

    def signing_key(self) -> bytes:
        """Return the key that receipts are signed with, drawn the first time."""
        return _secret(self.folder / "key").encode()


def load(root: Path, seed: str | None = None) -> Settings:
    """Read the settings of the course in `root`, drawing its secret seed the first time."""
    return Settings(root, seed if seed is not None else _secret(root / FOLDER / "seed"))


@functools.cache
def _secret(path: Path) -> str:
    try:
        if not path.is_file():
            _draw(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise AutograderError(
            f"{path} cannot be read or made ({error.strerror}): make its folder writable."
        ) from error


def _draw(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another grader was first
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(16) + "\n")


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder, from `start` upwards, that holds `solutions`.

    Raises AutograderError if there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir() and (folder / "assignments").is_dir():
            return folder
    raise AutograderError(
        f"{here} is not inside a course folder: go to the one that holds solutions and assignments."
    )
