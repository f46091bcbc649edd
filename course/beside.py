"""Files that lie beside a notebook and belong to it: modules that it imports, and small data.

A notebook may keep its functions in `utils.py` or below `src/`. A file belongs to it if the
notebook has a word like the file's name, or a module that belongs to it has; another notebook, as
for `%run part_2.ipynb`, if its whole name is there. Only text is taken, and not much of it; no link
is followed.
"""

import contextlib
import functools
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

Reader = Callable[[int], bytes | None]  # a file's bytes; None if it has more than so many
_SUFFIXES = (".py", ".json", ".toml", ".yaml", ".yml", ".csv", ".ipynb")
_FILES, _BYTES = 50, 1_000_000  # at most, together
_NOTEBOOK = 100_000_000  # bytes of a notebook that are looked through
_NAME = 200  # characters of a notebook's name
_DEPTH, _ENTRIES = 4, 2_000  # how far a folder is searched
_NEVER = ("__pycache__", "node_modules", "venv", "env", "__MACOSX")


def in_folder(notebook: Path) -> dict[str, str]:
    """Return the files that lie beside a notebook and belong to it: paths from there, and text."""
    there = {name: functools.partial(read, path) for name, path in _search(notebook.parent)}
    there.pop(notebook.name, None)
    return among(there, _text(functools.partial(read, notebook), _NOTEBOOK) or "") if there else {}


def among(candidates: Mapping[str, Reader], notebook: str) -> dict[str, str]:
    """Choose those candidates, by their paths, that a notebook's text names; return their text."""
    named = {name: read for name, read in candidates.items() if _may_be(name)}
    words, found, room = _words(notebook.replace("\\n", " ")), dict[str, str | None](), _BYTES
    while new := [name for name in sorted(set(named) - set(found)) if _is_called(name, words)]:
        for name in new:
            found[name] = text = _text(named[name], room)
            room -= len(text or "")
            words |= _words(text or "") if name.endswith(".py") else set()
    return dict(sorted((name, text) for name, text in found.items() if text is not None)[:_FILES])


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write such files below a folder; what is there stays, and a full disk is no matter."""
    for name, text in files.items():
        with contextlib.suppress(OSError):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)


def _search(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield ordinary files that may be such ones, nearest first."""
    left, waiting = _ENTRIES, [folder]
    while waiting and left > 0:
        here = waiting.pop(0)
        for entry in _entries(here)[:left]:
            left -= 1
            path = Path(entry.path)
            name = path.relative_to(folder).as_posix()
            if entry.is_dir(follow_symlinks=False) and _is_plain(name) and name.count("/") < _DEPTH:
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False) and _may_be(name):
                yield name, path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _may_be(name: str) -> bool:
    return name.endswith(_SUFFIXES) and name.count("/") <= _DEPTH and _is_plain(name)


def _is_plain(name: str) -> bool:
    """Say whether a path leads downwards, through nothing that is hidden or made by a tool."""
    return all(
        re.fullmatch(r"[\w\- ][\w\-. ]*", part) and part not in _NEVER for part in name.split("/")
    )


def _is_called(name: str, words: set[str]) -> bool:
    path = PurePosixPath(name)
    if path.suffix == ".ipynb":
        return path.name in words
    return (path.parent.name if path.stem in ("__init__", "__main__") else path.stem) in words


def _words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text), *_notebooks(text)}


def _notebooks(text: str) -> Iterator[str]:
    """Yield the names of notebooks in a text, in one pass however long its words are."""
    for before in text.split(".ipynb")[:-1]:
        yield re.split(r"[^\w-]", before[-_NAME:])[-1] + ".ipynb"


def read(path: Path, most: int) -> bytes | None:
    """Return a file's bytes; None if it has more than so many."""
    with path.open("rb") as file:
        content = file.read(most + 1)
    return content if len(content) <= most else None


def _text(read: Reader, most: int) -> str | None:
    """Return a file's text; None if it is no text, too long, or cannot be read."""
    try:
        content = read(most)
        return None if content is None else content.decode("utf-8-sig")
    except (OSError, ValueError):
        return None
