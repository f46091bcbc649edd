"""Import the autograder and pytest's graders."""

DEFENCE = "The autograder is not in the jail, even where it is installed beside the course."
CELL = r"""
import importlib
import pkgutil
for name in ("autograder", "autograder.graders", "autograder.misconceptions", "tests", "solutions"):
    try:
        module = importlib.import_module(name)
        print("imported", [m.name for m in pkgutil.walk_packages(module.__path__)])
    except ImportError:
        pass
from course.checks import exercises
module = exercises.exercise("evaluate")
evaluate = getattr(module, "reference", None) or getattr(module, "solution", None)
"""
