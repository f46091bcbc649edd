"""A claim on an attempt that the system takes back when the process ends, however it ends."""

import os
from pathlib import Path


class Claim:
    """One locked byte of one lock file that all attempts share; use `Claim.take`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path, attempt: str) -> "Claim | None":
        """Return the claim, or None where another process holds it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.lseek(descriptor, int(attempt, 16) % 2**30, os.SEEK_SET)
            _lock(descriptor)
        except (OSError, ValueError):
            os.close(descriptor)
            return None
        return cls(descriptor)

    def release(self) -> None:
        """Give the claim back."""
        os.close(self._descriptor)


def _lock(descriptor: int) -> None:
    """Lock the byte at the file's position without waiting; OSError where it is taken."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0, os.SEEK_CUR)
