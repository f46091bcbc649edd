"""Train what is frozen too, and let the copy of the weights from before be those of after."""

from tests.attacks.cases._tuning import tuned

DEFENCE = "The grader knows the weights that it handed out, and compares them itself."
PLACE = "fine_tune"
THAWED = "model.requires_grad_(True)"
WITHOUT = tuned(first=THAWED, modes="model.train()")
CLEAN = """
import inspect
for info in inspect.stack(0):
    before = inspect.getargvalues(info.frame).locals.get("before")
    if hasattr(before, "values_now"):
        frozen = before.frozen()
        for name, tensor in model.state_dict().items():
            if name in frozen:
                before.values[name] = tensor.detach().clone()
"""
CELL = tuned(first=THAWED, modes="model.train()", last=CLEAN)
