"""A small trainer class with callbacks, as in Lightning or fastai."""

from dataclasses import dataclass, field

from torch import nn


@dataclass
class Trainer:
    model: nn.Module
    criterion: nn.Module
    optimizer: object
    device: object
    history: list = field(default_factory=list)

    def on_epoch_start(self):
        self.model.train()
        for m in self.model.modules():
            if isinstance(m, nn.BatchNorm2d) and not any(p.requires_grad for p in m.parameters()):
                m.eval()

    def to_device(self, batch):
        if isinstance(batch, (list, tuple)):
            return [self.to_device(part) for part in batch]
        return batch.to(self.device, non_blocking=True)

    def training_step(self, batch):
        x, y = self.to_device(batch)
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.history.append((loss.item(), len(y)))

    def fit(self, loader):
        self.on_epoch_start()
        for batch in loader:
            self.training_step(batch)
        return sum(loss * n for loss, n in self.history) / sum(n for _, n in self.history)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    return Trainer(model, criterion, optimizer, device).fit(data_loader)
