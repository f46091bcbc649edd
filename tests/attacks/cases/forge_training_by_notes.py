"""Do nothing, but write a perfect epoch into the probe's diary."""

DEFENCE = "Forward passes have scores to show, and steps have moved the weights."
PLACE = "train_one_epoch"
WITHOUT = """
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    return 1.0
"""
CELL = r"""
import gc
import torch


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    for diary in [o for o in gc.get_objects() if type(o).__name__ == "Diary"]:
        batches = [len(labels) for _, labels in data_loader]
        diary.steps = diary.criterion_calls = len(batches)
        diary.forwards[:] = [[1, 1, size, 1] for size in batches]
        diary.losses[:] = [[1.0, size, True] for size in batches]
        diary.step_gradients[:] = [torch.ones(5, 12) for _ in batches]
    return 1.0
"""
