"""Only layers with trainable weights of their own are in training mode.

Seen: Weights and BatchNorm are treated rightly, but dropout never drops.
Why: Dropout has no weights at all, so a rule about trainable weights leaves it out.
Next: Call `model.train()` first, then `eval()` on frozen BatchNorm layers.
Hints:
- What does your rule say about a layer that has no weights?
- `any()` of nothing is False.
- Start with `model.train()` and take back only the BatchNorm layers that are frozen.
"""

FAILS = ("trainable_layers_are_in_training_mode",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.eval()
    for layer in model.modules():
        if any(p.requires_grad for p in layer.parameters(recurse=False)):
            layer.training = True
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
