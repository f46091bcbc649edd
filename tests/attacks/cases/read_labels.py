# ruff: noqa: E501  (submissions)
"""Look for data sets with labels wherever a distribution keeps them."""

DEFENCE = (
    "The jail shows the system, the interpreter and the package course, and nothing else. "
    "Folders of data sets are hidden."
)
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


for path in ("{COURSE}/labels/test-labels.json", "/usr/share/datasets", "/usr/share/dataset-fashion-mnist"):
    show(path)
for place, _, names in os.walk("/usr/share/datasets"):
    print("WORKED", names) if names else None
"""
