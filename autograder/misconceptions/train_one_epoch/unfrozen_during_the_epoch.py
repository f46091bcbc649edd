"""Everything is made trainable during the epoch, and the flags are put back at its end.

Seen: The flags look untouched, yet frozen weights have moved.
Why: While the flag is on, `backward()` makes gradients for frozen weights and the optimizer
  uses them.
Next: Leave `requires_grad` as it arrives.
Hints:
- What happens to a frozen weight between the first line and the last?
- Putting a flag back does not put back the weight.
- Delete both lines that write to `requires_grad`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical", "frozen_weights_stay_and_flags_too")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    flags = [parameter.requires_grad for parameter in model.parameters()]
    model.requires_grad_(True)
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
    for parameter, flag in zip(model.parameters(), flags, strict=True):
        parameter.requires_grad = flag
    return total / count
