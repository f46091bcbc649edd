"""The model runs inside DataParallel, which on a CPU passes everything on."""

from torch import nn
from torch.autograd import Variable


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    net = nn.DataParallel(model)
    net.train()
    for m in net.module.modules():
        if m.__class__.__name__.startswith("BatchNorm") and not m.weight.requires_grad:
            m.eval()
    running_loss, seen = 0.0, 0
    for i, data in enumerate(data_loader, 0):
        inputs, labels = data
        inputs, labels = Variable(inputs.to(device)), Variable(labels.to(device))
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.data.item() * inputs.size(0)
        seen += inputs.size(0)
        if i % 2000 == 1999:
            print(f"[{i + 1:5d}] loss: {running_loss / seen:.3f}")
    return running_loss / seen
