"""The model comes back as the last epoch left it.

Seen: The weights are those of the last epoch, and an earlier one was better.
Why: No epoch's weights are ever put aside.
Next: Keep a copy of the weights whenever the validation accuracy is a new best, and load it at
  the end.
Hints:
- What would you return if the last epoch were a bad one?
- The accuracy is measured and then only printed.
- Copy the state dict at a new best, and load it before `return model`.
"""

import torch
from torch import nn

FAILS = ("returns_the_epoch_with_the_best_validation_accuracy",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            loss = nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        correct = 0
        with torch.no_grad():
            for images, labels in val_loader:
                answers = model(images.to(device)).argmax(1)
                correct += (answers == labels.to(device)).sum().item()
        print(f"epoch {epoch}: {correct} right")
    return model
