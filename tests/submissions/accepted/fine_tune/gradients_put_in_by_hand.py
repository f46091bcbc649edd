"""torch.autograd.grad with gradients put into .grad by hand; the best weights are copied tensor by tensor."""
import itertools

import torch
from torch import nn


def tensors(model):
    return itertools.chain(model.parameters(), model.buffers())


def fine_tune(model, train_loader, val_loader, epochs, device):
    model.to(device)
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.NAdam(trainable, lr=2e-3)
    criterion = nn.CrossEntropyLoss()
    best, saved = -1.0, []
    for epoch in range(epochs):
        model.train()
        for module in model.modules():
            if isinstance(module, nn.modules.batchnorm._BatchNorm):
                if not any(p.requires_grad for p in module.parameters()):
                    module.eval()
        for images, labels in train_loader:
            loss = criterion(model(images.to(device)), labels.to(device))
            for p, g in zip(trainable, torch.autograd.grad(loss, trainable, allow_unused=True)):
                p.grad = g
            optimizer.step()
        optimizer.zero_grad()

        model.eval()
        correct = total = 0
        with torch.no_grad():
            for images, labels in val_loader:
                correct += (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
                total += labels.size(0)
        if correct / total > best:
            best = correct / total
            saved = [t.detach().clone() for t in tensors(model)]
    with torch.no_grad():
        for t, s in zip(tensors(model), saved):
            t.copy_(s)
    return model
