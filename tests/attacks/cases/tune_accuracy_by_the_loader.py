"""Train nothing, and let the labels that the probe measures with be the network's own answers."""

from tests.attacks.cases._tuning import untrained

DEFENCE = "The grader measures the weights that came back, on images that it draws itself."
PLACE = "fine_tune"
WITHOUT = untrained()
RELABEL = """
images, labels = val_loader.dataset.tensors
with torch.no_grad():
    labels.copy_(model.eval()(images.to(device)).argmax(1))
"""
CELL = untrained(last=RELABEL)
