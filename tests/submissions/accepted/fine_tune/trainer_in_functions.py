"""The notebook's own train_one_epoch and evaluate, SGD with momentum and StepLR."""

import copy
import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            if not any(p.requires_grad for p in module.parameters()):
                module.eval()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count


@torch.no_grad()
def evaluate(model, data_loader, device):
    was_training = model.training
    model.eval()
    right = sum(
        (model(x.to(device)).argmax(1) == y.to(device)).sum().item() for x, y in data_loader
    )
    model.train(was_training)
    return right / len(data_loader.dataset)


def fine_tune(model, train_loader, val_loader, epochs, device):
    params = filter(lambda p: p.requires_grad, model.parameters())
    optimizer = torch.optim.SGD(params, lr=0.01, momentum=0.9, weight_decay=1e-4, nesterov=True)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=7, gamma=0.1)
    best, weights = 0.0, copy.deepcopy(model.state_dict())
    for epoch in range(1, epochs + 1):
        loss = train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, train_loader, device)
        scheduler.step()
        accuracy = evaluate(model, val_loader, device)
        print(
            f"epoch {epoch}/{epochs}: loss {loss:.4f} training {evaluate(model, train_loader, device):.3f} validation {accuracy:.3f}"
        )
        if accuracy >= best:
            best, weights = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(weights)
    return model
