"""The GPU is asked for by name.

Seen: The function stops on a machine without an NVIDIA GPU.
Why: `.cuda()` ignores the argument `device`.
Next: Use `.to(device)`.
Hints:
- What is the argument `device` for?
- The same notebook has to run on a CPU and on an Apple computer.
- Replace `.cuda()` by `.to(device)`.
"""

import copy
import torch
from torch import nn

FAILS = (
    "returns_the_model",
    "model_has_learned",
    "returns_the_epoch_with_the_best_validation_accuracy",
    "trains_for_the_given_number_of_epochs",
    "starts_from_the_given_weights",
    "trains_in_training_mode",
    "measures_in_evaluation_mode",
    "never_learns_from_validation_images",
    "gradients_are_cleared",
    "frozen_batchnorm_comes_out_bit_identical",
    "frozen_weights_stay",
    "everything_trainable_is_trained",
    "moves_the_batches_to_the_device",
)


def fine_tune(model, train_loader, val_loader, epochs, device):
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
            images, labels = images.cuda(), labels.cuda()
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        accuracy = correct / total
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
