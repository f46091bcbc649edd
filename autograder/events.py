"""The events that a job may send, and their form.

`cell` and `ran` frame a cell of the notebook, `undefined`, `evidence` and `ended` are about an
exercise; `begun`, `reached`, `proof` and `done` about the job. `record` holds evidence or a raw
answer, which `autograder.evidence` validates. Anything else, or another order, ends the job as
malformed.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from autograder.text import clean
from course.checks.evidence import Record
from course.checks.feedback import EvidenceError

_TEXT = 10_000  # characters of what a cell printed
_NAME = Annotated[str, Field(max_length=200)]
_LINE = Annotated[str, Field(max_length=500)]


class _Event(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Begun(_Event):
    event: Literal["begun", "done"]


class _Cell(_Event):
    event: Literal["cell"]
    id: _NAME


class _Error(_Event):
    type: _LINE
    message: _LINE
    lines: Annotated[list[_LINE], Field(max_length=8)]


class _Ran(_Event):
    event: Literal["ran"]
    id: _NAME
    text: Annotated[str, Field(max_length=_TEXT)]
    error: _Error | None


class _Reached(_Event):
    event: Literal["reached"]
    what: _NAME


class _Undefined(_Event):
    event: Literal["undefined"]
    exercise: _NAME


class _Evidence(_Event):
    event: Literal["evidence"]
    exercise: _NAME
    case: int
    record: dict[str, Any]


class _Ended(_Event):
    event: Literal["ended"]
    exercise: _NAME
    how: _NAME


class _Proof(_Event):
    event: Literal["proof"]
    worked: Annotated[list[_NAME], Field(max_length=20)]


class _Stored(_Event):
    """Evidence that the autograder itself has put into a file."""

    record: dict[str, Any]


_ADAPTER: TypeAdapter[Any] = TypeAdapter(
    _Begun | _Cell | _Ran | _Reached | _Undefined | _Evidence | _Ended | _Proof | _Stored
)


def checked(record: Record) -> Record:
    """Return an event whose form is right and whose texts can be shown.

    Raises EvidenceError for anything else.
    """
    try:
        _ADAPTER.validate_python(record)
        cleaned: Record = clean(record)
    except (ValidationError, RecursionError) as error:
        raise EvidenceError("the job sent something that is no event") from error
    return cleaned


class Order:
    """The order of a job's events: cells one after the other, then exercises."""

    def __init__(self) -> None:
        self._cells: set[str] = set()
        self._over: set[str] = set()
        self._open: str | None = None  # the cell that runs
        self._exercise: str | None = None  # the exercise that is probed
        self._undefined = False  # that exercise has no function: there can be no evidence
        self._begun = False

    def follow(self, record: Record) -> None:
        """Take note of the next event.

        Raises EvidenceError if it cannot come here.
        """
        kind = record.get("event")
        if kind in ("begun", "cell", "ran"):
            fits = self._cell(kind, str(record.get("id", "")))
        elif kind in ("undefined", "evidence", "ended"):
            fits = self._probe(kind, record["exercise"])
        else:
            fits = kind != "done" or self._exercise is None
        if not fits:
            raise EvidenceError("the job sent an event that cannot come where it came")

    def _cell(self, kind: str, name: str) -> bool:
        if self._exercise is not None or self._over:
            return False
        if kind == "begun":
            fits, self._begun = not self._begun, True
        elif kind == "cell":
            fits = self._begun and self._open is None and name not in self._cells
            self._cells.add(name)
            self._open = name
        else:
            fits, self._open = self._open == name, None
        return fits

    def _probe(self, kind: str, exercise: str) -> bool:
        if self._open is not None or exercise in self._over or not self._begun:
            return False
        if kind == "ended":
            self._exercise, self._undefined = None, False
            self._over.add(exercise)
            return True
        first = self._exercise is None
        fits = first or (self._exercise == exercise and not self._undefined)
        if kind == "undefined":
            fits, self._undefined = first, True
        self._exercise = exercise
        return fits
