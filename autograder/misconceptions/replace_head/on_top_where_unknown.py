"""Where the network is not one of the known ones, the new layer goes on top of the old head.

Seen: In other networks the old 1000-way layer is still there, with the new one behind it.
Why: The new layer then sees 1000 ImageNet scores, not the image's features.
Next: Find the last Linear layer of any network, and put the new one in its place.
Hints:
- What does the last branch of your function do?
- Print the model: how many layers with 1000 outputs has it?
- Look for the last `nn.Linear` among `model.named_modules()`.
"""

from torch import nn

FAILS = ("old_layer_is_gone",)


def replace_head(model, num_classes):
    if hasattr(model, "fc"):
        model.fc = nn.Linear(model.fc.in_features, num_classes)
    elif hasattr(model, "classifier") and len(getattr(model, "features", ())) == 19:
        model.classifier[1] = nn.Linear(model.classifier[1].in_features, num_classes)
    else:
        model = nn.Sequential(model, nn.Linear(1000, num_classes))
    return model
