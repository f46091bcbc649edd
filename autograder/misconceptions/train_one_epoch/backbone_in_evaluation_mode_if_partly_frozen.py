"""Everything before the head is put in evaluation mode as soon as any of it is frozen.

Seen: BatchNorm layers behind the frozen part, which should learn, keep their old statistics.
Why: A backbone can be frozen in part, so one frozen weight says nothing about the other layers.
Next: Decide for each BatchNorm layer by its own weights.
Hints:
- What happens to a trainable layer that follows a frozen one?
- The rule asks about the whole part where it should ask about one layer.
- Loop over `model.modules()` and look at each BatchNorm layer's own parameters.
"""

FAILS = ("trainable_layers_learn_beside_frozen_ones",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    *backbone, _ = model.children()
    for part in backbone:
        if not all(p.requires_grad for p in part.parameters()):
            part.eval()
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
