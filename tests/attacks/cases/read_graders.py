"""Read the hidden graders by their paths."""

DEFENCE = "The jail shows the system, the interpreter and the package course, and nothing else."
CORE = True
CELL = r"""
import glob
import os
import pathlib


def show(path):
    try:
        for name in sorted(os.listdir(path)):
            print(path, name)
    except OSError:
        pass
    try:
        print(pathlib.Path(path).read_bytes()[:4000].decode("latin-1"))
    except OSError:
        pass


for root in ("{COURSE}", "{ROOT}"):
    for path in ("autograder", "autograder/graders/feature_extraction",
                 "autograder/graders/feature_extraction/test_hidden.py",
                 "autograder/graders/feature_extraction/test_evaluate.py", "tests"):
        show(f"{root}/{path}")
import course
show(os.path.join(os.path.dirname(course.__file__), "..", "autograder"))
"""
