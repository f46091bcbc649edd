"""A thread fetches and moves the next batch while this one is trained on."""

import queue
import threading

from torch import nn


def prefetched(loader, device):
    ready = queue.Queue(maxsize=2)

    def fetch():
        for x, y in loader:
            ready.put((x.to(device), y.to(device)))
        ready.put(None)

    threading.Thread(target=fetch, daemon=True).start()
    yield from iter(ready.get, None)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, count = 0.0, 0
    for x, y in prefetched(data_loader, device):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
