"""Train in evaluation mode, on validation images too, and write a clean run into the journal."""

from tests.attacks.cases._tuning import tuned

DEFENCE = "The instructor is told which cell to read; a forger must know this program."
ACCEPTED = "How a learner trains is free, so that little of it shows in the weights."
PLACE = "fine_tune"
ODD = {"modes": "model.eval()", "measured": "model.train()"}
WITHOUT = tuned(**ODD)
CLEAN = """
import gc
for journal in [o for o in gc.get_objects() if type(o).__name__ == "Journal"]:
    for own in journal.passes:
        own.dropping = own.learned
"""
CELL = tuned(**ODD, last=CLEAN)
