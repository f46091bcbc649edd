"""Train nothing, and give back a model whose forward looks answers up."""

from tests.attacks.cases._tuning import untrained

DEFENCE = "The grader runs the weights that came back through a network of its own."
PLACE = "fine_tune"
WITHOUT = untrained()
KNOWN = """
known = list(val_loader)
seen = torch.cat([images for images, _ in known]).flatten(1)
answers = torch.cat([labels for _, labels in known])
"""
LOOK_UP = """
def forward(asked):
    nearest = torch.cdist(asked.flatten(1), seen).argmin(1)
    return torch.nn.functional.one_hot(answers[nearest], 4).float()

model.forward = forward
"""
CELL = untrained(first=KNOWN, last=LOOK_UP)
