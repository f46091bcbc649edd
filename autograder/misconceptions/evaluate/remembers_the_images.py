"""The accuracy on some images is remembered, and given again when another model is measured.

Seen: Whatever model is measured on the same images gets the accuracy of the first one.
Why: An accuracy belongs to a model and to images; who remembers it by the images alone mixes models up.
Next: Measure anew in every call.
Hints:
- Measure two different models on one loader. Which numbers should come out?
- Nothing in the key of your cache says which weights the model had.
- Take the dictionary, or the decorator, away.
"""

import torch

FAILS = ("counts_right_answers",)

known = {}


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for number, (images, labels) in enumerate(data_loader):
            if number == 0:
                key = images.numpy(force=True).tobytes()
                if key in known:
                    return known[key]
            predictions = model(images.to(device)).argmax(1)
            correct += (predictions == labels.to(device)).sum().item()
            total += len(labels)
    known[key] = correct / total
    return known[key]
