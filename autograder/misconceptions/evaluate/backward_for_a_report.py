"""`backward()` is called while measuring, though no step follows.

Seen: Gradients are left in the model, to be added to those of the next training batch.
Why: Measuring needs the loss as a number at most, never its gradients.
Next: Take `backward()` out and put the loop under `torch.no_grad()`.
Hints:
- What would the next training batch find in `.grad`?
- One line has come over from the training loop.
- Delete `loss.backward()`.
"""

from torch import nn

FAILS = ("keeps_no_gradients", "leaves_the_model_unchanged")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        correct += (logits.argmax(dim=1) == labels).sum().item()
        total += len(labels)
    return correct / total
