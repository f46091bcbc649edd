"""The function returns in the first round of its loop.

Seen: One batch is trained on, and all the others are never looked at.
Why: `return` ends the function at once, wherever it stands.
Next: Move the `return` behind the loop, in line with the `for`.
Hints:
- How often does the body of your loop run?
- Look at the indentation of the last line.
- Indent `return` as far as `for`, not further.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "gradients_are_cleared_between_batches",
    "one_optimizer_step_a_batch",
    "returns_the_mean_loss_per_image",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()
