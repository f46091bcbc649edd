"""Never clear gradients, and note the first one for every step."""

from tests.attacks.cases._forging import epoch

DEFENCE = "The optimizer's momentum tells what its steps used."
PLACE = "train_one_epoch"
WITHOUT = epoch(clear="pass")
NOTES = """
if hasattr(criterion, "diary"):  # else nobody watches
    kept = criterion.diary.step_gradients
    if optimizer.param_groups[0]["lr"] == 0:
        kept[:] = [kept[0]] * len(kept)
"""
CELL = epoch(clear="pass", after=NOTES)
