"""The forward passes run with gradients enabled.

Seen: PyTorch keeps the history of every forward pass.
Why: `model.eval()` changes what layers do, not what PyTorch remembers.
Next: Put the loop inside `with torch.no_grad():`.
Hints:
- What does PyTorch remember during a forward pass, and what for?
- Two switches are needed for measuring; one is missing.
- Write `@torch.no_grad()` above the function.
"""

FAILS = ("keeps_no_gradients",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        predictions = model(images).argmax(dim=1)
        correct += (predictions == labels).sum().item()
        total += len(labels)
    return correct / total
