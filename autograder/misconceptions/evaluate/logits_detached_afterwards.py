"""The logits are detached after a forward pass with gradients enabled.

Seen: The history is made in full and thrown away afterwards.
Why: `detach()` lets go of a history that is there already; it saves no memory in the forward
  pass.
Next: Put the loop inside `with torch.no_grad():`.
Hints:
- When is the history made, and when is it dropped?
- Not making it is better than throwing it away.
- Write `with torch.no_grad():` around the loop and take `detach()` out.
"""

FAILS = ("keeps_no_gradients",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        predictions = model(images).detach().argmax(dim=1)
        correct += (predictions == labels).sum().item()
        total += len(labels)
    return correct / total
