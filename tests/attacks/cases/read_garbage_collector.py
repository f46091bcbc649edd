# ruff: noqa: E501  (submissions)
"""Search every object in memory for references, verdicts and secrets."""

DEFENCE = "Nothing of the grader's is in the job's process: no graders, no reference, no verdict."
CELL = r"""
import gc
import sys
for thing in gc.get_objects():
    try:
        if type(thing) is dict and any("canary" in str(v) for v in thing.values() if type(v) is str):
            print(str(thing)[:300])
        if type(thing).__name__ in ("Run", "Verdict", "Graders", "Desk", "Result"):
            print(type(thing), str(thing)[:300])
    except Exception:
        pass
print([name for name in sys.modules if name.startswith(("autograder", "pytest", "tests"))])
"""
