"""Every gradient is scaled to the same length.

Seen: All steps are equally long, however small the gradient is.
Why: A small gradient says that little is left to learn; scaling it up throws that away.
Next: Let the optimizer use the gradients that `backward()` leaves.
Hints:
- How long is the step where the gradient is nearly zero?
- Clipping only shortens gradients that are too long.
- Take the division by the norm out.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients",)


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
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad /= parameter.grad.norm() + 1e-12
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
