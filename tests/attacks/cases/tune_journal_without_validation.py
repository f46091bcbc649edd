"""Learn from the validation images as well, and take that out of the journal."""

from tests.attacks.cases._tuning import tuned

DEFENCE = "The instructor is told which cell to read; a forger must know this program."
ACCEPTED = "How a learner trains is free, so that little of it shows in the weights."
PLACE = "fine_tune"
BOTH = """
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-3)
for images, labels in val_loader:
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(images.to(device)), labels.to(device)).backward()
    optimizer.step()
"""
WITHOUT = tuned(first=BOTH)
CLEAN = """
import gc
for journal in [o for o in gc.get_objects() if type(o).__name__ == "Journal"]:
    for own in journal.passes:
        own.learned = own.learned and not own.validation
"""
CELL = tuned(first=BOTH, last=CLEAN)
