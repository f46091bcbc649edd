"""Each batch image by image, the losses stacked and averaged before backward()."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    every_loss = []
    for images, labels in data_loader:
        optimizer.zero_grad()
        losses = torch.stack(
            [
                criterion(model(image[None].to(device)), label[None].to(device))
                for image, label in zip(images, labels, strict=True)
            ]
        )
        losses.mean().backward()
        optimizer.step()
        every_loss += losses.tolist()
    return sum(every_loss) / len(every_loss)
