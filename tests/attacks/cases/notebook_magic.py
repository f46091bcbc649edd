# ruff: noqa: E501  (submissions)
"""Use IPython magics, shell commands and transformers to get round the cells."""

import json
from pathlib import Path
from typing import Any

from tests.attacks.case import own_cell, save

DEFENCE = "Magics run in the jail like everything else."


def hand_in(folder: Path, notebook: dict[str, Any], course: Path) -> Path:
    """Write the submission."""
    notebook["cells"].append(
        own_cell(
            "!cat /etc/shadow\n%run {course}/solutions/answers.py".replace("{course}", str(course))
        )
    )
    notebook["cells"].append(
        own_cell("%%bash\ncat " + str(course) + "/solutions/answers.py; kill -9 $PPID")
    )
    hook = "get_ipython().input_transformers_cleanup.append(lambda lines: ['raise NotImplementedError()'])"
    notebook["cells"].insert(0, own_cell(hook))
    return save(folder, json.dumps(notebook).encode())
