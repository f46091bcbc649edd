"""The limits under which a submission is taken in and run, read from one small TOML file."""

import dataclasses
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

DEFAULT = Path(__file__).parent / "profile.toml"


@dataclass(frozen=True)
class Intake:
    """Caps on a notebook file and a checkpoint."""

    notebook_bytes: int
    checkpoint_bytes: int
    cells: int
    cell_characters: int


@dataclass(frozen=True)
class Time:
    """Wall-clock limits in seconds."""

    cell: int
    exercise: int
    training: int
    job: int
    start: int


@dataclass(frozen=True)
class Output:
    """Caps on what comes back from a job."""

    text_bytes: int
    evidence_bytes: int
    frame_bytes: int
    attempts: int


@dataclass(frozen=True)
class Jail:
    """Limits of the jail; `devices` are device files that are let in, for a GPU."""

    memory_megabytes: int
    address_megabytes: int
    processes: int
    cpu_seconds: int
    file_megabytes: int
    open_files: int
    scratch_megabytes: int
    shared_megabytes: int
    devices: list[str]


@dataclass(frozen=True)
class Reading:
    """What follows where a person should read a cell; `hold` lets its notebook's points wait."""

    hold: bool


@dataclass(frozen=True)
class Profile:
    """All limits of one run of the autograder."""

    intake: Intake
    time: Time
    output: Output
    jail: Jail
    reading: Reading

    @property
    def device(self) -> str:
        """Say where real training runs: on a GPU if the jail lets one in."""
        return "cuda" if self.jail.devices else "cpu"


def load(path: Path | None = None) -> Profile:
    """Read a profile: by default the one that $AUTOGRADER_PROFILE names, or else the autograder's.

    Raises AutograderError naming the entry that is missing, unknown or of the wrong kind.
    """
    path = path or Path(os.environ.get("AUTOGRADER_PROFILE") or DEFAULT)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AutograderError(f"The profile {path} cannot be read: {error}.") from error
    sections = {field.name: field.type for field in dataclasses.fields(Profile)}
    _same_names(path, "the profile", set(data), set(sections))
    return from_data(data, path)


def from_data(data: dict[str, Any], path: Path = DEFAULT) -> Profile:
    """Make a profile of plain data; `path` says where it is from."""
    sections = {field.name: field.type for field in dataclasses.fields(Profile)}
    return Profile(
        **{name: _section(path, name, kind, data[name]) for name, kind in sections.items()}
    )


def _section(path: Path, name: str, kind: Any, values: dict[str, Any]) -> Any:
    _same_names(path, f"[{name}]", set(values), {field.name for field in dataclasses.fields(kind)})
    for key, value in values.items():
        if key == "devices":
            _paths(path, value)
        elif key == "hold":
            _yes_or_no(path, value)
        elif isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise AutograderError(
                f"{path}: [{name}] {key} is {value!r}; use a whole number above 0."
            )
    return kind(**values)


def _paths(path: Path, value: Any) -> None:
    if not isinstance(value, list) or not all(str(v).startswith("/dev/") for v in value):
        raise AutograderError(f"{path}: [jail] devices is {value!r}; list paths below /dev.")


def _yes_or_no(path: Path, value: Any) -> None:
    if not isinstance(value, bool):
        raise AutograderError(f"{path}: [reading] hold is {value!r}; use true or false.")


def _same_names(path: Path, where: str, given: set[str], wanted: set[str]) -> None:
    if given != wanted:
        odd = ", ".join(sorted(given ^ wanted))
        raise AutograderError(f"{path}: {where} must hold {', '.join(sorted(wanted))}; see {odd}.")
