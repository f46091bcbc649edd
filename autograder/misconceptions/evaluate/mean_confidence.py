"""The mean probability of the right class is returned.

Seen: The result depends on how sure the model is, not only on how often it is right.
Why: Accuracy counts answers; a sure and an unsure right answer count the same.
Next: Count the images whose highest logit is at the label.
Hints:
- What does an unsure but right answer count?
- A probability is not an answer.
- Replace the probabilities by `(logits.argmax(dim=1) == labels)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            probabilities = model(images).softmax(dim=1)
            correct += probabilities.gather(1, labels.unsqueeze(1)).sum().item()
            total += len(labels)
    return correct / total
