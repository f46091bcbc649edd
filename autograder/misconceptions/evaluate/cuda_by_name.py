"""The batches are moved to a GPU by name.

Seen: On a machine without that GPU the function stops with an error.
Why: `device` says where the model is; a fixed name is right on some machines only.
Next: Move the batches to `device`.
Hints:
- On which machines does your function run?
- The argument `device` is not used.
- Write `images.to(device)` and `labels.to(device)`.
"""

import torch

FAILS = (
    "counts_right_answers",
    "counts_a_smaller_last_batch_rightly",
    "uses_evaluation_mode",
    "keeps_no_gradients",
    "leaves_the_model_unchanged",
    "returns_a_python_float",
    "moves_the_batches_to_the_device",
)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.cuda(), labels.cuda()
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
