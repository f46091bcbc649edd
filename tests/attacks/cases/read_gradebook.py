"""Open the gradebook, and the instructor's seed and signing key, and change them."""

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


import sqlite3
for root in ("{COURSE}", "{ROOT}"):
    for path in (".autograder", ".autograder/seed", ".autograder/key", "gradebook.db"):
        show(f"{root}/{path}")
    try:
        book = sqlite3.connect(f"file:{root}/gradebook.db?mode=rw", uri=True)
        print(list(book.execute("select * from grade")))
        book.execute("update grade set auto_score = 100")
    except sqlite3.Error:
        pass
"""
