"""`course submit`: check a notebook and its checkpoint as the grader will, and zip them.

Modules beside the notebook that it imports come along.
"""

import argparse
import json
import os
import zipfile
from pathlib import Path

from course import beside, untrusted
from course.errors import CheckpointError

_NOTEBOOK_BYTES = 20_000_000  # as in the autograder's usual profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("notebook", type=Path, help="for example feature_extraction.ipynb")
    parser.add_argument("checkpoint", type=Path, nargs="?",
                        help=f"default: {untrusted.FILE} beside the notebook")  # fmt: skip
    parser.add_argument("--to", type=Path, metavar="FILE", help="the zip; default: NOTEBOOK.zip")


def run(options: argparse.Namespace) -> int:
    """Check both files and write the zip, or say what is wrong and write nothing."""
    from course.checks import handing_in

    notebook = _notebook(options.notebook)
    path = options.checkpoint or options.notebook.parent / untrusted.FILE
    handed = handing_in.read(path)
    _try_out(options.notebook, handed)
    target = options.to or options.notebook.with_suffix(".zip")
    own = beside.in_folder(options.notebook)
    files = {options.notebook.name: notebook, untrusted.FILE: path.read_bytes()}
    _pack(target, files | {name: text.encode() for name, text in own.items()})
    print(handing_in.describe(handed))
    if own:
        print(f"Packed with the notebook, which names them: {', '.join(own)}.")
    print(f"{target}: {target.stat().st_size / 1000:,.0f} kB, ready to hand in.")
    return 0


def _notebook(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        cells = json.loads(content.decode("utf-8-sig"))["cells"]
    except OSError as error:
        raise CheckpointError(
            f"{path} cannot be read ({error.strerror}): name a notebook."
        ) from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise CheckpointError(f"{path} is not a notebook: save it from Jupyter again.") from None
    if len(content) > _NOTEBOOK_BYTES or not isinstance(cells, list):
        raise CheckpointError(
            f"{path.name} has {len(content):,} bytes, more than the {_NOTEBOOK_BYTES:,} allowed: "
            "clear the outputs of its cells and save it again."
        )
    return content


def _try_out(notebook: Path, handed: untrusted.Handed) -> None:
    """Load the checkpoint into the network that the notebook's replace_head builds.

    Raises CheckpointError where it does not fit.
    """
    from course.checks import submitting

    problem = submitting.problem(notebook, handed)
    if problem:
        raise CheckpointError(
            f"{untrusted.FILE} doesn't fit {notebook.name}: {problem}. Nothing was packed: save "
            "the network that you trained with the notebook's own functions."
        )


def _pack(target: Path, files: dict[str, bytes]) -> None:
    """Write the zip whole or not at all."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        part.replace(target)
    except OSError as error:
        raise CheckpointError(
            f"{target} could not be written ({error.strerror}): choose another place with --to."
        ) from None
    finally:
        part.unlink(missing_ok=True)
