"""In the manner of TorchVision's references: meters, a header, formatted printing."""

from collections import defaultdict

import torch
from torch import nn


class SmoothedValue:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def update(self, value, n=1):
        self.total += value * n
        self.count += n

    @property
    def global_avg(self):
        return self.total / self.count


def set_modes(model):
    model.train()
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            trainable = any(p.requires_grad for p in module.parameters())
            module.train(trainable)


def train_one_epoch(model, criterion, optimizer, data_loader, device, epoch=0, print_freq=2):
    set_modes(model)
    meters = defaultdict(SmoothedValue)
    header = f"Epoch: [{epoch}]"
    for i, (image, target) in enumerate(data_loader):
        image, target = image.to(device, non_blocking=True), target.to(device, non_blocking=True)
        output = model(image)
        loss = criterion(output, target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        batch_size = image.shape[0]
        top1 = (output.topk(1, dim=1).indices.squeeze(1) == target).float().mean()
        meters["loss"].update(loss.item(), n=batch_size)
        meters["acc1"].update(top1.item(), n=batch_size)
        if i % print_freq == 0:
            print(header, {name: round(m.global_avg, 4) for name, m in meters.items()})
    assert not torch.is_inference_mode_enabled()
    return meters["loss"].global_avg
