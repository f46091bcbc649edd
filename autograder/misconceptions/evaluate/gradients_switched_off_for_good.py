"""`requires_grad` is switched off for every parameter and never switched on again.

Seen: The accuracy is right, but the model can no longer be trained.
Why: `requires_grad` belongs to the model and stays as it is set; `torch.no_grad()` ends with
  its block.
Next: Use `with torch.no_grad():` and leave the flags alone.
Hints:
- Can the model be trained after your function has run?
- One of your lines changes the model for good.
- Replace `requires_grad_(False)` by a `with torch.no_grad():` block.
"""

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    model.eval()
    model.requires_grad_(False)
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        predictions = model(images).argmax(dim=1)
        correct += (predictions == labels).sum().item()
        total += len(labels)
    return correct / total
