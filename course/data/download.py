"""Bring bytes into the cache whole or not at all: atomic writes, resumable downloads."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from course.errors import DataError

Check = Callable[[Path], None]  # raises DataError unless the file is the right one
Report = Callable[[int, int | None], None]  # bytes so far, bytes in all where known

CHUNK = 1 << 18  # bytes
TIMEOUT = 30.0  # seconds without a byte
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def download(url: str, target: Path, check: Check, report: Report) -> None:
    """Download to `target`, going on from an earlier `target`.part; DataError if it fails.

    Nothing is ever under the final name but a file that passed `check`. A broken connection
    leaves the .part for the next try; a wrong file or a full disk leaves nothing.
    """
    part = target.with_name(f"{target.name}.part")
    with _disk(part):
        part.parent.mkdir(parents=True, exist_ok=True)
        resumed = part.exists() and part.stat().st_size > 0
    _fetch(url, part, report)
    try:
        check(part)
    except DataError as error:
        part.unlink()
        if resumed:  # the .part may have been of an older file: once more, from the start
            return download(url, target, check, report)
        raise DataError(f"{url} brought a wrong file, which was deleted: {error}") from error
    with _disk(target):
        os.replace(part, target)
        _sync(target.parent)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files of a set, or none of them; DataError says why not."""
    temporary = {name: folder / f"{name}.tmp" for name in files}
    try:
        with _disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write_one(temporary[name], content)
        with _disk(folder):
            for name, path in temporary.items():
                os.replace(path, folder / name)
            _sync(folder)
    finally:
        for path in temporary.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _write_one(path: Path, content: bytes) -> None:
    """Write one file and wait until it is on the disk."""
    with _disk(path), path.open("wb", buffering=0) as stream:
        _append(stream.write, content)
        os.fsync(stream.fileno())


def _fetch(url: str, part: Path, report: Report) -> None:
    """Append to `part` what is still missing of it."""
    size = part.stat().st_size if part.exists() else 0
    with _network(url, part):
        response = _open(url, size)
        if response is None:  # nothing after `size`: the .part is whole, or not of this file
            return
        with response:
            start = size if response.status == 206 else 0  # 200: the server sends all of it
            left = response.headers.get("Content-Length")
            total = start + int(left) if left and left.isdigit() else None
            _make_sure_of_space(part, (total or start) - start)
            done = _receive(response, part, start, lambda count: report(count, total))
    if total is not None and done < total:
        raise _cut(url, part)


def _open(url: str, start: int) -> HTTPResponse | None:
    """Ask for the bytes from `start` on; None when the server says that there are none."""
    headers = {"User-Agent": "thaw-course"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        response: HTTPResponse = urlopen(Request(url, headers=headers), timeout=TIMEOUT)
    except HTTPError as error:
        if error.code == 416 and start:
            error.close()
            return None
        raise
    return response


def _receive(response: HTTPResponse, part: Path, start: int, count: Callable[[int], None]) -> int:
    """Write the response behind the first `start` bytes of `part`; return its size then."""
    with _disk(part):
        stream = part.open("ab" if start else "wb", buffering=0)
    with stream:
        done = start
        count(done)
        while chunk := response.read(CHUNK):
            with _disk(part):
                _append(stream.write, chunk)
            done += len(chunk)
            count(done)
        with _disk(part):
            os.fsync(stream.fileno())
    return done


def _append(put: Callable[[memoryview], int | None], content: bytes) -> None:
    """Write all of it: an unbuffered write near a limit takes only a part."""
    view = memoryview(content)
    while view:
        view = view[put(view) or 0 :]


def _make_sure_of_space(part: Path, needed: int) -> None:
    """Refuse to begin what cannot be finished. `needed` in bytes."""
    free = shutil.disk_usage(part.parent).free
    if needed > free:
        raise DataError(
            f"There is no space for {part.with_suffix('').name}: it needs {needed / 1e6:,.1f} MB "
            f"more, and {part.parent} has {free / 1e6:,.1f} MB. Free some, or set COURSE_DATA."
        )


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn what a disk can do wrong into one clear line; a full disk gets its space back."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise DataError(
                f"{path} cannot be written ({error.strerror}); "
                "set COURSE_DATA to a folder that can."
            ) from error
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise DataError(
            f"There is no space left to write {path.name} in {path.parent}. "
            "Free some, or set COURSE_DATA to another folder."
        ) from error


@contextmanager
def _network(url: str, part: Path) -> Iterator[None]:
    """Turn what a network can do wrong into one clear line."""
    try:
        yield
    except HTTPError as error:
        error.close()
        raise DataError(f"{url} answered {error.code} {error.reason}. {_OTHERWISE}") from error
    except (OSError, HTTPException) as error:
        if part.exists() and part.stat().st_size:
            raise _cut(url, part) from error
        reason = getattr(error, "reason", None) or error
        raise DataError(f"{url} cannot be reached ({reason}). {_OTHERWISE}") from error


def _cut(url: str, part: Path) -> DataError:
    size = part.stat().st_size / 1e6
    return DataError(
        f"The connection to {url} broke after {size:,.1f} MB. "
        "Run the same command again to go on from there."
    )


def _sync(folder: Path) -> None:
    """Make the renames last through a power cut, where the system can (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_OTHERWISE = "Check the network, or get the file elsewhere and give it with --from."
