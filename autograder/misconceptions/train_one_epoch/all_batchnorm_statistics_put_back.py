"""The statistics of all BatchNorm layers are put back after the epoch, those of trainable layers too.

Seen: BatchNorm layers that should learn end with the statistics that they began with.
Why: A trainable layer is meant to learn the statistics of the new images.
Next: Keep only frozen layers as they were, best by `eval()`.
Hints:
- Which layers should end with new statistics?
- Putting back everything also undoes what should be learned.
- Call `eval()` on frozen BatchNorm layers, and put nothing back.
"""

FAILS = ("trainable_layers_are_in_training_mode", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    saved = {name: buffer.clone() for name, buffer in model.named_buffers()}
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    for name, buffer in model.named_buffers():
        buffer.copy_(saved[name])
    return total / count
