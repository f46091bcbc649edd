"""Pack what learners get: one zip with the notebook, the wheel of `course` and a how-to."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import course
from autograder.assignment import Assignment
from autograder.errors import ReleaseError
from autograder.files import write_atomically

HOW_TO = """How to open {slug}.ipynb
=========================

JupyterLab: unpack this zip, open the folder in JupyterLab, open {slug}.ipynb, run the first cell.
Kaggle:     upload the zip as a dataset, import {slug}.ipynb, add the dataset as input, run.
Colab:      open {slug}.ipynb, upload the wheel (thaw_course-….whl) under Files, run.

The first cell finds the course or installs the wheel that lies beside the notebook; no network is
needed. PyTorch and TorchVision must be there: they are on Kaggle and Colab, elsewhere
`pip install torch torchvision`.

Fill in the cells that say `# YOUR CODE HERE`, and run the check below each. When you have finished,
save the notebook and hand in {slug}.ipynb (and model.safetensors, if the notebook made one).
"""
_DATE = (2026, 1, 1, 0, 0, 0)


def pack(assignment: Assignment, folder: Path) -> Path:
    """Write `<slug>.zip` into `folder`; return its path.

    Raises ReleaseError if the wheel cannot be built.
    """
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(Path(scratch))
        archive = Path(scratch) / "package.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            _add(file, f"{assignment.slug}.ipynb", assignment.release_path.read_bytes())
            _add(file, wheel.name, wheel.read_bytes())
            _add(file, "HOW_TO.txt", HOW_TO.format(slug=assignment.slug).encode())
        target = folder / f"{assignment.slug}.zip"
        write_atomically(target, archive.read_bytes())
    return target


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)


def build_wheel(folder: Path) -> Path:
    """Build the learners' wheel: `course` alone, none of the autograder."""
    root = Path(course.__file__).parents[1]
    project = folder / "project"
    project.mkdir()
    for name in ("README.md", "LICENSE", "NOTICE"):
        shutil.copy(root / name, project)
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    (project / "pyproject.toml").write_text(learners_project(text), encoding="utf-8")
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(root / "course", project / "course", ignore=skip)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(project)], capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise ReleaseError(f"The wheel could not be built: {(done.stderr or done.stdout)[-300:]}")
    return wheels[0]


def learners_project(text: str) -> str:
    """Return pyproject.toml with nothing of the autograder in it."""
    kept = [line for line in text.splitlines() if not line.startswith('autograder = "')]
    return "\n".join(kept).replace('include = ["course*", "autograder*"]', 'include = ["course*"]')
