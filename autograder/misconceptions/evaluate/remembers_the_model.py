"""The accuracy of a model is remembered, and given again when the model has changed.

Seen: A model that was measured before gets its old accuracy, whatever it has learned since.
Why: A cache knows the model as an object; that its weights are others now, it cannot know.
Next: Measure anew in every call.
Hints:
- Call your function before and after training. Which numbers should come out?
- `functools.lru_cache` compares arguments, and a model is equal to itself for ever.
- Take the decorator, or the dictionary, away.
"""

import functools

import torch

FAILS = ("counts_right_answers",)


@functools.lru_cache(maxsize=None)
def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            predictions = model(images.to(device)).argmax(1)
            correct += (predictions == labels.to(device)).sum().item()
            total += len(labels)
    return correct / total
