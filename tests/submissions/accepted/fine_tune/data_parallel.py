"""The model is wrapped in DataParallel, trained, and unwrapped again."""

import copy
import torch
from torch import nn


class Trainer:
    def __init__(self, model, device):
        self.wrapped = nn.DataParallel(model)
        self.device = device
        self.optimizer = torch.optim.AdamW(
            [p for p in self.wrapped.parameters() if p.requires_grad]
        )
        self.best = {"accuracy": -1.0, "state": None}

    def train(self, loader):
        self.wrapped.train()
        for m in self.wrapped.modules():
            if "BatchNorm" in type(m).__name__ and not any(
                p.requires_grad for p in m.parameters()
            ):
                m.train(False)
        for x, y in loader:
            self.optimizer.zero_grad()
            nn.functional.cross_entropy(
                self.wrapped(x.to(self.device)), y.to(self.device)
            ).backward()
            self.optimizer.step()

    @torch.inference_mode()
    def validate(self, loader):
        self.wrapped.eval()
        right = total = 0
        for x, y in loader:
            right += (
                (self.wrapped(x.to(self.device)).argmax(1) == y.to(self.device)).sum().item()
            )
            total += len(y)
        if right / total > self.best["accuracy"]:
            self.best = {
                "accuracy": right / total,
                "state": copy.deepcopy(self.wrapped.state_dict()),
            }


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainer = Trainer(model, device)
    for _ in range(epochs):
        trainer.train(train_loader)
        trainer.validate(val_loader)
    trainer.wrapped.load_state_dict(trainer.best["state"])
    return trainer.wrapped.module
