# ruff: noqa: E501  (submissions)
"""Hand in modules that the notebook imports: links to answers, names of real packages, code."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import own_cell, save

DEFENCE = (
    "Links are not followed; other modules lie in the job's own scratch folder, last on the path."
)
_SHOW = """import importlib, sys
for name in ("answers", "solutions_folder.answers", "up.answers", "torch", "course", "autograder", "safetensors"):
    try:
        module = importlib.import_module(name)
        print(name, open(module.__file__).read()[:5000])
    except BaseException as error:
        print(name, repr(error))
import takes_over
"""


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    (folder / "answers.py").symlink_to(course / "solutions" / "answers.py")
    (folder / "solutions_folder").symlink_to(course / "solutions")
    (folder / "up").mkdir()
    (folder / "up" / "answers.py").hardlink_to(folder / "answers.py")
    for name in ("torch", "course", "autograder", "safetensors", "json", "sitecustomize"):
        (folder / f"{name}.py").write_text("raise SystemExit(0)")
    (folder / "takes_over.py").write_text(
        "import torch, course.checks.evidence as evidence\n"
        "torch.equal = lambda *tensors: True\n"
        "evidence.encode = lambda *arguments: ({}, {})\n"
    )
    notebook["cells"].insert(0, own_cell(_SHOW))
    return save(folder, json.dumps(notebook).encode())
