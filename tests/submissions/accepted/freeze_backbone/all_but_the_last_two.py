"""The last two parameters in order are the weight and bias of the last layer."""


def freeze_backbone(model):
    *backbone, weight, bias = model.parameters()
    for p in backbone:
        p.requires_grad = False
    return model
