"""requires_grad is switched off for the time of measuring, and restored."""


def evaluate(model, data_loader, device):
    model.eval()
    flags = [p.requires_grad for p in model.parameters()]
    model.requires_grad_(False)
    correct = total = 0
    for x, y in data_loader:
        correct += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
        total += len(y)
    for p, flag in zip(model.parameters(), flags, strict=True):
        p.requires_grad_(flag)
    return correct / total
