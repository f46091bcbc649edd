"""Work the accuracy out from the case in the frame of the probe; the network never runs."""

DEFENCE = "Who knows the accuracy has the network's scores of a batch to show."
PLACE = "evaluate"
WITHOUT = r"""
def evaluate(*arguments):
    return 0.0
"""
CELL = r"""
import inspect
import random
import torch

def found():
    for info in inspect.stack(0):
        case = inspect.getargvalues(info.frame).locals.get("case")
        if isinstance(case, dict) and "kind" in case:
            return case

def evaluate(*arguments):
    case = found()
    right = 0
    meanings = random.Random(case["seed"]).sample(range(case["num_classes"]), case["num_classes"])
    for label, (first, _) in zip(case["labels"], case["codes"]):
        right += label == meanings[first]
    return right / len(case["labels"])
"""
