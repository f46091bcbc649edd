"""Make all tensors have one fingerprint, so that nothing seems to be lost or changed."""

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "replace_head"
WITHOUT = """
def replace_head(model, num_classes):
    from torch import nn
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, num_classes))
"""
CELL = r"""
from course.checks import fingerprints, heads
fingerprints.fingerprint = heads.fingerprint = lambda tensor: "same"


def replace_head(model, num_classes):
    from torch import nn
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, num_classes))
"""
