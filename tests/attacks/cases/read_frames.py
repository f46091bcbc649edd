"""Walk all frames upwards and print what the grader's own hold."""

DEFENCE = "Nothing of the grader's is in the job's process: no graders, no reference, no verdict."
CELL = r"""
import sys
frame = sys._getframe()
while frame is not None:
    for name, value in frame.f_locals.items():
        try:
            text = repr(value)
        except Exception:
            continue
        if "canary" in text or "reference" in name:
            print(name, text[:200])
    frame = frame.f_back
"""
