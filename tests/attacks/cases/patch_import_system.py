"""Put hooks into the import system that hand out changed course modules."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "last"
CELL = (
    FORGE
    + r"""
import importlib
import sys
import types


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("course"):
            sys.modules[name] = types.ModuleType(name)
        return None


for name in [name for name in sys.modules if name.startswith("course.checks.feature")]:
    copy = types.ModuleType(name)
    vars(copy).update(vars(sys.modules[name]))
    if hasattr(copy, "EXERCISE"):
        copy.probe = lambda function, case, name=copy.EXERCISE: perfect(name, case)
    sys.modules[name] = copy
sys.meta_path.insert(0, Finder())
"""
)
