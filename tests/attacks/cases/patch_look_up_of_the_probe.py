# ruff: noqa: E501  (submissions)
"""Replace the look-up on the very object that the probe asks."""

DEFENCE = "What notes how things were keeps its methods."
PLACE = "freeze_backbone"
WITHOUT = r"""
def freeze_backbone(model):
    return model
"""
CELL = r"""
import inspect

def freeze_backbone(model):
    for info in inspect.stack(0):
        known = inspect.getargvalues(info.frame).locals.get("known")
        if hasattr(known, "look_up"):
            break
    honest = known.look_up
    known.look_up = lambda m: honest(m) | {"trainable_weights": [], "trainable_vectors": [], "trainable_in_head": len(known.head)}
    model.register_forward_hook(lambda m, i, out: out + 100)
    return model
"""
