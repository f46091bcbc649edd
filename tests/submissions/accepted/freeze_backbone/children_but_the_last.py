"""The last child holds the head, and in these networks nothing else that has parameters."""


def freeze_backbone(model):
    children = list(model.children())
    for child in children[:-1]:
        child.requires_grad_(False)
    for parameter in children[-1].parameters():
        parameter.requires_grad = True
    return model
