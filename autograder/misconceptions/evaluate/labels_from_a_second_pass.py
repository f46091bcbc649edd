"""Answers and labels are collected in two passes over the loader.

Seen: With a loader that shuffles, the answers are compared with other images' labels.
Why: Each pass of such a loader has an order of its own.
Next: Take images and labels from the same batch.
Hints:
- In which order does the loader give its images the second time?
- What goes together comes together: one loop gives both.
- Keep `labels` from the loop that calls the model.
"""

import torch

FAILS = ("counts_right_answers",)


def evaluate(model, data_loader, device):
    model.eval()
    with torch.no_grad():
        answers = torch.cat([model(x.to(device)).argmax(1).cpu() for x, _ in data_loader])
    labels = torch.cat([y for _, y in data_loader])
    return (answers == labels).float().mean().item()
