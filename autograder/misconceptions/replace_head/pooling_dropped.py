"""The pooling is left out, and the head counts features for one size of image.

Seen: The model runs on one size of image and stops on another.
Why: Without pooling the number of features grows with the height and width of the image.
Next: Keep the network's pooling, or put `nn.AdaptiveAvgPool2d(1)` before the head.
Hints:
- How many numbers reach your head for a larger image?
- Pooling averages over all places of the feature map.
- Put `nn.AdaptiveAvgPool2d(1)` before `nn.Flatten()`.
"""

from torch import nn

FAILS = ("gives_num_classes_logits", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes):
    body = (
        model.features
        if hasattr(model, "features")
        else nn.Sequential(*list(model.children())[:-2])
    )
    return nn.Sequential(body, nn.Flatten(), nn.LazyLinear(num_classes))
