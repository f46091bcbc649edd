"""The head's own prefix is looked up first, and names decide."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    head = course.models.head(model)
    prefix = next(name for name, module in model.named_modules() if module is head) + "."
    rates = {True: head_lr, False: backbone_lr}
    groups = {is_head: {"params": [], "lr": rate} for is_head, rate in rates.items()}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups[name.startswith(prefix)]["params"].append(parameter)
    return list(groups.values())
