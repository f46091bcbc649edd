"""Read another student's notebook by its path."""

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


for root in ("{COURSE}", "{ROOT}", "/course", ".."):
    for path in glob.glob(f"{root}/submitted/*/*/*") + [
            f"{root}/submitted/alice/feature_extraction/feature_extraction.ipynb"]:
        show(path)
"""
