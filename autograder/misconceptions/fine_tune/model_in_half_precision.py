"""The whole model is turned into bfloat16.

Seen: Frozen weights and statistics come back rounded.
Why: `model.to(torch.bfloat16)` rounds every tensor, and turning it back does not bring the
  digits back.
Next: Use autocast for speed, and leave the weights in float32.
Hints:
- How many digits has a bfloat16 number?
- Small steps vanish when weights are rounded.
- Wrap the forward pass in `torch.autocast(device.type, torch.bfloat16)`.
"""

import copy
import torch
from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical", "frozen_weights_stay")


def fine_tune(model, train_loader, val_loader, epochs, device):
    model = model.to(torch.bfloat16)
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images, labels = images.to(device, torch.bfloat16), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device, torch.bfloat16), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        accuracy = correct / total
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    model = model.to(torch.float32)
    return model
