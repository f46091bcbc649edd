"""Show the network one batch, so that there are scores, and write the rest of the epoch down."""

DEFENCE = "Gradients are of the batch's images, steps move weights, and losses are those of images."
PLACE = "train_one_epoch"
WITHOUT = """
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    images, labels = next(iter(data_loader))
    model(images.to(device))
    return 1.0
"""
CELL = r"""
import gc
import torch


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    images, labels = next(iter(data_loader))
    model(images.to(device))
    for diary in [o for o in gc.get_objects() if type(o).__name__ == "Diary"]:
        batches = [len(labels) for _, labels in data_loader]
        diary.steps = diary.criterion_calls = len(batches)
        diary.forwards[:] = [[1, 1, size, 1] for size in batches]
        diary.losses[:] = [[1.0, size, True] for size in batches]
        diary.step_gradients[:] = [torch.ones(5, 12) for _ in batches]
    return 1.0
"""
