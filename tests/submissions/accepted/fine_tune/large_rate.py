"""SGD with a rate of 0.1 and momentum, halved every epoch."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    params = [{"params": [p]} for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(params, lr=0.1, momentum=0.9)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    best, state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        batches = iter(train_loader)
        while (batch := next(batches, None)) is not None:

            def closure():
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(
                    model(batch[0].to(device)), batch[1].to(device)
                )
                loss.backward()
                return loss

            optimizer.step(closure)
        schedule.step()
        model.eval()
        table = torch.zeros(64, 64)
        with torch.no_grad():
            for x, y in val_loader:
                for truth, answer in zip(y.tolist(), model(x.to(device)).argmax(1).tolist()):
                    table[truth, answer] += 1
        accuracy = float(table.trace() / table.sum())
        if accuracy > best:
            best, state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
