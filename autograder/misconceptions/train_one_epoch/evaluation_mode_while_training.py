"""The model is trained in evaluation mode.

Seen: Dropout never drops, and BatchNorm layers that train learn no statistics.
Why: `eval()` is for measuring; layers that behave differently while training need `train()`.
Next: Call `model.train()` before the loop.
Hints:
- In which mode is the model while it learns?
- One line has come over from evaluation.
- Replace `model.eval()` by `model.train()`, and keep frozen BatchNorm layers in `eval()`.
"""

FAILS = ("trainable_layers_are_in_training_mode", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.eval()
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
