"""One branch for each way in which the networks keep their last layer."""


def get_classifier(model):
    if hasattr(model, "fc"):
        return model.fc
    classifier = model.classifier
    try:
        return classifier[-1]
    except TypeError:
        return classifier


def freeze_backbone(model):
    for param in model.parameters():
        param.requires_grad = False
    for param in get_classifier(model).parameters():
        param.requires_grad = True
    return model
