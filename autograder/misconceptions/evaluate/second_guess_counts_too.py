"""An answer counts as right if the label is among the two highest logits.

Seen: The accuracy comes out too high.
Why: That is top-2 accuracy; one answer an image is asked for.
Next: Compare the label with the highest logit only.
Hints:
- How many guesses does the model get for each image?
- Look at the argument of `topk`.
- Use `argmax(dim=1)`, or `topk(1)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            best = model(images).topk(2, dim=1).indices
            correct += (best == labels.unsqueeze(1)).any(dim=1).sum().item()
            total += len(labels)
    return correct / total
