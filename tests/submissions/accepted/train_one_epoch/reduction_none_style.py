"""Reads the sum back from the mean and uses keyword arguments throughout."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train(mode=True)
    for _, module in model.named_modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            module.train(mode=module.weight.requires_grad)
    sums, images_seen = 0.0, 0
    for inputs, targets in data_loader:
        inputs, targets = inputs.to(device=device), targets.to(device=device)
        optimizer.zero_grad(set_to_none=True)
        outputs = model.forward(inputs)
        loss = criterion(input=outputs, target=targets)
        loss.backward(retain_graph=False)
        optimizer.step()
        factor = len(targets) if criterion.reduction == "mean" else 1
        sums += loss.item() * factor
        images_seen += len(targets)
    return sums / images_seen
