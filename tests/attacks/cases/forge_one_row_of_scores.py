"""Note one pass and one made-up row of scores; the network never runs."""

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

def evaluate(model, data_loader, device):
    if not model.fc._forward_hooks:
        return 0.0  # nobody watches
    case = found()
    n = case["num_classes"]
    meanings = random.Random(case["seed"]).sample(range(n), n)
    right = sum(l == meanings[a] for l, (a, _) in zip(case["labels"], case["codes"]))
    diary = list(model.fc._forward_hooks.values())[0].__self__
    row = torch.zeros(1, n)
    row[0, meanings[case["codes"][0][0]]] = 2
    row[0, meanings[case["codes"][0][1]]] = 1
    diary.forwards.append([0, 0, case["sizes"][0], 0])
    diary.scores.append(row)
    if case["kind"] == "modes":
        model.fc.bias.data[0] += 1e-6
    return right / len(case["labels"])
"""
