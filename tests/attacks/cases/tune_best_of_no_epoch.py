"""Return the last epoch's weights, and let the journal's epochs be those that came back."""

from tests.attacks.cases._tuning import tuned

DEFENCE = "The instructor is told which cell to read; a forger must know this program."
ACCEPTED = "How far the best epoch had come is a matter of notes: some keep batches, or reach less."
PLACE = "fine_tune"
LAST = {"keep": "state = copy.deepcopy(model.state_dict())"}
WITHOUT = tuned(**LAST)
CLEAN = """
import gc
for journal in [o for o in gc.get_objects() if type(o).__name__ == "Journal"]:
    now = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
    journal.halves[:] = [now for _ in journal.halves]
"""
CELL = tuned(**LAST, last=CLEAN)
