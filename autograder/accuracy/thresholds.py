"""The accuracies that are asked for, read from one small TOML file, and the credit they give."""

import os
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

DEFAULT = Path(__file__).parent / "thresholds.toml"
VARIABLE = "AUTOGRADER_THRESHOLDS"


@dataclass(frozen=True)
class Threshold:
    """Full marks from `full` up, nothing at `none`; within `noise` of `full` more seeds decide."""

    full: float
    none: float
    noise: float

    def credit(self, accuracy: float) -> float:
        """Return the share of the points: 0 at `none`, 1 at `full`, smooth (3x² - 2x³) between."""
        part = min(max((accuracy - self.none) / (self.full - self.none), 0.0), 1.0)
        return round(part * part * (3 - 2 * part), 2)


def path() -> Path:
    """Return the file in force: $AUTOGRADER_THRESHOLDS, else the one that comes along."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


def of(*names: str) -> Threshold:
    """Return a threshold by its place in the file, such as `of("trained_network", "cpu")`."""
    found: Any = _read(path())
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, Threshold):
        raise AutograderError(f"{path()}: there is no threshold [{'.'.join(names)}].")
    return found


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AutograderError(f"The thresholds {path} cannot be read: {error}.") from error
    return {name: _section(path, name, section) for name, section in data.items()}


def _section(path: Path, name: str, section: Any) -> Any:
    names = [field.name for field in fields(Threshold)]
    if isinstance(section, dict) and all(isinstance(value, dict) for value in section.values()):
        return {inner: _section(path, f"{name}.{inner}", own) for inner, own in section.items()}
    if not isinstance(section, dict) or set(section) != set(names):
        raise AutograderError(f"{path}: [{name}] must hold {', '.join(names)}.")
    for key, value in section.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise AutograderError(f"{path}: [{name}] {key} is {value!r}; use a number from 0 to 1.")
    if section["full"] <= section["none"]:
        raise AutograderError(f"{path}: [{name}] full must be above none.")
    return Threshold(**{key: float(value) for key, value in section.items()})
