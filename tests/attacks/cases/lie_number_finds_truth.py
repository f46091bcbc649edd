"""Return an object whose __float__ looks for the right answer in the frames above it."""

DEFENCE = "The right answer is not in the job's process."
WITHOUT = """
class Finder:
    def __float__(self):
        return 0.0


def evaluate(*arguments):
    return Finder()
"""
CELL = r"""
import sys


class Finder:
    def __float__(self):
        frame = sys._getframe()
        while frame is not None:
            case = frame.f_locals.get("case")
            if isinstance(case, dict) and "labels" in case:
                pairs = zip(case["labels"], case["codes"])
                return sum(label == first for label, (first, _) in pairs) / len(case["labels"])
            frame = frame.f_back
        return 0.0


def evaluate(*arguments):
    return Finder()
"""
