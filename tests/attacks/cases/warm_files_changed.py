"""Change the course's and the interpreter's own files for those who come later."""

DEFENCE = (
    "System, interpreter and course are mounted read-only, and Landlock allows writing to the "
    "job's folder only."
)
CORE = True
CELL = r"""
import course.runner
import json
import os
import torch
for module in (course.runner, json, torch):
    for path in (module.__file__, os.path.dirname(module.__file__) + '/conftest.py'):
        try:
            os.chmod(path, 0o777)
        except OSError:
            pass
        try:
            with open(path, 'a') as file:
                file.write('raise SystemExit')
        except OSError:
            pass
"""
