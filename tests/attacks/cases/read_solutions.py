"""Read the solutions by their paths, and run what is found."""

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
    for name in ("answers.py", "feature_extraction.py"):
        show(f"{root}/solutions/{name}")
        try:
            exec(open(f"{root}/solutions/{name}").read())
        except OSError:
            pass
"""
