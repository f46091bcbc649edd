"""Try a checkpoint out on the network that its own notebook builds, in a process apart."""

import base64
from pathlib import Path
from typing import Any

import safetensors.torch

from course import untrusted
from course.checks import apart, evidence, exercises
from course.checks.probing import Raised

UNIT = "saved_network"
_SECONDS = 60


def problem(notebook: Path, handed: untrusted.Handed) -> str:
    """Say why a checkpoint does not fit into what `replace_head` gives, empty if it does."""
    case = {
        "kind": "checkpoint",
        "network": handed.header.get("architecture", "mobilenet_v2"),
        "seed": 0,
        "file": base64.b64encode(safetensors.torch.save(handed.tensors)).decode(),
    }
    job = apart.job(apart.read(notebook))
    job["exercises"] = [{"name": UNIT, "cases": [case], "limit": _SECONDS}]
    return _told(apart.run(job))


def _told(events: list[tuple[dict[str, Any], Any]]) -> str:
    module = exercises.exercise(UNIT)
    found = [e for e in events if e[0].get("event") == "evidence"]
    if not found:
        return "the notebook's process ended before the network could be built"
    record, tensors = found[0]
    seen = evidence.decode(module, record["record"], tensors)
    if isinstance(seen, Raised):
        return f"replace_head stopped with {seen.type}: {seen.message}".rstrip(". :")
    return str(getattr(seen, "problem", "the network could not be built"))
