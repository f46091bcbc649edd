"""The function has no `return`.

Seen: It gives back None, which cannot be plotted or compared.
Why: A function without `return` gives None, whatever it has computed.
Next: Return the mean loss.
Hints:
- What does the caller get from your function?
- Printing and returning are not the same.
- End with `return total / count`.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image", "returns_a_python_float")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    print(f"loss {total / count:.4f}")
