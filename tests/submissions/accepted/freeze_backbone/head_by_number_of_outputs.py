"""The head is told by a trial run in evaluation mode: it is the layer whose output is the model's."""

import torch
from torch import nn


def freeze_backbone(model):
    outputs = {}

    def remember(module, args, output):
        outputs[module] = output

    handles = [m.register_forward_hook(remember) for m in model.modules() if not list(m.children())]
    mode = model.training
    model.eval()
    with torch.no_grad():
        logits = model(torch.zeros(1, 3, 64, 64))
    model.train(mode)
    for handle in handles:
        handle.remove()
    head = next(m for m, out in outputs.items() if out is logits)
    for p in model.parameters():
        p.requires_grad = False
    for p in head.parameters():
        p.requires_grad = True
    return model
