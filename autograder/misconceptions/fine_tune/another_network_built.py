"""Another network is built and trained.

Seen: The model that was handed in learns nothing, and another one comes back.
Why: The argument `model` is overwritten by a new network.
Next: Train the model that is handed in.
Hints:
- What happens to the argument `model`?
- What came in has been prepared: its head and its flags.
- Take out the line `model = ...`.
"""

import copy
import torch
from torch import nn

FAILS = (
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


class SmallNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU())
        self.fc = nn.Linear(8, 10)

    def forward(self, x):
        return self.fc(self.features(x).mean((2, 3)))


def fine_tune(model, train_loader, val_loader, epochs, device):
    model = SmallNetwork().to(device)
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
            images, labels = images.to(device), labels.to(device)
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
