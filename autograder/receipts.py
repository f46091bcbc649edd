"""A receipt for every graded submission: what was graded, by what, and what came out.

Receipts are canonical JSON files, named by a hash of everything that decides the grade, written
atomically and signed with the instructor's key. A receipt that is there is never made again.
"""

import dataclasses
import hashlib
import hmac
import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.accuracy import thresholds
from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.files import sha256, write_atomically
from autograder.handed import checkpoint_path
from autograder.intake import Submission
from autograder.ledger import Ledger
from autograder.profile import Profile
from autograder.results import Result
from autograder.settings import Settings
from course import beside

FORMAT = 1
NOT_IDENTITY = ("key", "result", "facts", "signature")
Receipt = dict[str, Any]


def canonical(data: Any) -> bytes:
    """Return JSON with sorted keys and no spaces: equal data, equal bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Store:
    """The receipts of one course folder for one way of grading an assignment."""

    settings: Settings
    assignment: Assignment
    profile: Profile
    isolation: str

    @cached_property
    def circumstances(self) -> dict[str, Any]:
        """Return everything but the submission that decides a grade."""
        return {
            "format": FORMAT,
            "assignment": self.assignment.slug,
            "release": sha256(self.assignment.release_path.read_bytes()),
            "graders": self.assignment.digest(),
            "seed": sha256(self.settings.seed.encode()),
            "profile": dataclasses.asdict(self.profile),
            "thresholds": sha256(thresholds.path().read_bytes()),
            "isolation": self.isolation,
            "device": self.profile.device,
            "threads": 1,
            "versions": _versions(),
        }

    @property
    def folder(self) -> Path:
        """Return the folder of the assignment's receipts."""
        return self.settings.folder / "receipts" / self.assignment.slug

    def key(self, submission: Submission) -> str:
        """Return the name of a submission's receipt."""
        return sha256(canonical(self._identity(submission)))

    def _identity(self, submission: Submission) -> dict[str, Any]:
        return {
            **self.circumstances,
            "student": submission.student,
            "submission": submission_hash(submission),
            "notes": list(submission.notes),
        }

    def path(self, key: str) -> Path:
        """Return where the receipt called `key` lies."""
        return self.folder / f"{key}.json"

    def get(self, submission: Submission) -> Result | None:
        """Read back a submission's result; None if it has not been graded, or ended in error.

        Raises AutograderError if the receipt was changed or damaged.
        """
        path = self.path(self.key(submission))
        if not path.is_file():
            return None
        return Result.from_json(self.read(path)["result"])

    def read(self, path: Path) -> Receipt:
        """Read a receipt and check its signature.

        Raises AutograderError naming the file if it does not hold.
        """
        try:
            receipt: Receipt = json.loads(path.read_text(encoding="utf-8"))
            signature = receipt.pop("signature")
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise AutograderError(f"{path} is damaged: delete it and grade again.") from error
        if not hmac.compare_digest(str(signature), self._sign(receipt)):
            raise AutograderError(
                f"{path} was changed after it was signed: delete it and grade again."
            )
        return receipt

    def put(self, submission: Submission, result: Result, **facts: Any) -> Path | None:
        """Write a submission's receipt; a fault of the machine leaves none, so it is regraded."""
        if any(verdict.outcome == "error" for verdict in result.verdicts):
            return None
        identity = self._identity(submission)
        key = sha256(canonical(identity))
        receipt = {**identity, "key": key, "result": result.to_json(), "facts": facts}
        content = canonical({**receipt, "signature": self._sign(receipt)}) + b"\n"
        self._write(self.path(key), content)
        self.ledger.append(
            "graded",
            student=submission.student,
            assignment=self.assignment.slug,
            key=key,
            receipt=sha256(content),
            score=result.score,
        )
        return self.path(key)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_atomically(path, content)
        except OSError as error:
            raise AutograderError(
                f"The receipt {path} cannot be written ({error.strerror}): what is graded so far "
                "is safe; mend that and run the command again."
            ) from error

    @property
    def ledger(self) -> Ledger:
        """Return the log that every receipt is entered in."""
        return Ledger(self.settings.folder / "log.jsonl")

    def _sign(self, receipt: Receipt) -> str:
        key = self.settings.signing_key()
        return hmac.new(key, canonical(receipt), hashlib.sha256).hexdigest()


def submission_hash(submission: Submission) -> str:
    """Hash the submitted files' bytes; a missing or unreadable file has a hash of its own."""
    path = submission.path
    if path is None:
        return "none"
    parts = [_hash(path)]
    if path.suffix != ".zip" and path.parent.is_dir():
        parts += _hashes_beside(path)
    return parts[0] if len(parts) == 1 else sha256(" ".join(parts).encode())


def _hashes_beside(notebook: Path) -> Iterator[str]:
    """Yield hashes of the checkpoint and the modules that lie beside a notebook."""
    if checkpoint := checkpoint_path(notebook):
        yield _hash(checkpoint)
    if not notebook.is_symlink() and (files := beside.in_folder(notebook)):
        yield sha256(canonical(files))


def _hash(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return "none"
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def _versions() -> dict[str, str]:
    names = ("torch", "torchvision", "numpy", "thaw-course")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}
