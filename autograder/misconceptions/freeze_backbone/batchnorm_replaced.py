"""The BatchNorm layers are replaced by Identity layers.

Seen: BatchNorm's parameters and statistics are not in the model that comes back.
Why: The convolutions were trained together with their BatchNorm layers, and are of no use
  without them.
Next: Keep every layer and set its flags.
Hints:
- Which layers are gone?
- To keep statistics still, use `eval()` in the training loop.
- Remove the line that puts in `nn.Identity()`.
"""

from torch import nn

FAILS = (
    "batchnorm_and_biases_do_not_require_grad",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.BatchNorm2d):
            model.set_submodule(name, nn.Identity())
    model.requires_grad_(False)
    [m for m in model.modules() if isinstance(m, nn.Linear)][-1].requires_grad_(True)
    return model
