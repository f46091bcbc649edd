"""Walk the whole file system for a file that holds a secret."""

DEFENCE = "The jail shows the system, the interpreter and the package course, and nothing else."
CORE = True
CELL = r"""
import os
shown = 0
for place, folders, names in os.walk("/"):
    if place in ("/usr", "/proc") or "site-packages" in place or place.endswith("lib/python3.11"):
        folders.clear()
        continue
    for name in names:
        try:
            with open(os.path.join(place, name), "rb") as file:
                content = file.read(100_000)
        except OSError:
            continue
        at = content.find(b"canary")
        if at >= 0 and "thaw" not in place:
            print(place, name, content[at : at + 60])
"""
