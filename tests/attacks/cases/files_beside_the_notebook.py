"""Hand in conftest.py, pytest.ini, sitecustomize.py, .pth files and modules beside the notebook."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import save

DEFENCE = "Text that a notebook names goes into the job's own scratch folder, last on its path."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    evil = f"open({str(course / 'owned')!r}, 'w').write('x')\nraise SystemExit(0)\n"
    names = [
        "conftest.py",
        "sitecustomize.py",
        "usercustomize.py",
        "torch.py",
        "course.py",
        "json.py",
        "autograder.py",
        "evil.pth",
        "nbgrader_config.py",
        "jupyter_config.py",
        "__init__.py",
    ]
    for name in names:
        (folder / name).write_text(evil)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only -p evil\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--exitfirst'\n")
    return save(folder, json.dumps(notebook).encode())
