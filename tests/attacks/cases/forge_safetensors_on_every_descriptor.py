# ruff: noqa: E501  (submissions)
"""Write the published reference evidence, as it is, to every descriptor."""

DEFENCE = "The evidence pipe takes frames only: anything else ends the job as malformed."
CELL = r"""
import importlib.resources
import os
for name in ("evaluate", "replace_head"):
    data = importlib.resources.files("course.checks.feature_extraction").joinpath(f"{name}.safetensors").read_bytes()
    for descriptor in range(256):
        try:
            os.write(descriptor, data)
        except OSError:
            pass
"""
