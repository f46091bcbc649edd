"""Return the last loss, and note losses that agree with it."""

from tests.attacks.cases._forging import epoch

DEFENCE = (
    "The instructor is told which cell to read; a forger must know this program and each case."
)
ACCEPTED = (
    "Losses are those of the learner's own training, so that other mistakes cost nothing here."
)
PLACE = "train_one_epoch"
WITHOUT = epoch(result="loss.item()")
NOTES = """
if hasattr(criterion, "diary"):  # else nobody watches
    criterion.diary.losses[:] = [[loss.item(), count, True]]
"""
CELL = epoch(after=NOTES, result="loss.item()")
