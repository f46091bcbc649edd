"""Patch pytest, unittest and exceptions so that every test passes."""

DEFENCE = "Graders run elsewhere: nothing patched in the job is there."
WITHOUT = """def evaluate(*arguments):
    return None
"""
CELL = r"""
import sys
import types
for name in ("pytest", "_pytest", "_pytest.runner", "unittest", "unittest.case"):
    fake = types.ModuleType(name)
    fake.raises = fake.fail = fake.main = lambda *arguments, **named: 0
    sys.modules[name] = fake
from course.checks import feedback, judging
feedback.Failure.__init__ = lambda self, *rest: None
judging.judge = lambda *kinds: lambda body: lambda runs: None


def evaluate(*arguments):
    return None
"""
