"""`replace_head`: how the old layer is found, what takes its place, and where."""

TEMPLATE = """
import copy
import course


<<helpers>>
def replace_head(model, num_classes):
    <<before>>
    <<find>>
    <<make>>
    <<put>>
    <<after>>
    return model
"""
CHOICES = {
    "before": [{}, {"before": "model = copy.deepcopy(model)"}, {"before": "model.requires_grad_(False)"}],
    "find": [
        {"find": "old = course.models.head(model)"},
        {"find": "old = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]"},
    ],
    "make": [
        {"make": "new = nn.Linear(old.in_features, num_classes)"},
        {"make": "new = nn.Linear(old.weight.shape[1], num_classes, bias=False)"},
        {"make": "new = nn.Sequential(nn.Dropout(0.2), nn.Linear(old.in_features, num_classes))"},
        {"make": "new = nn.Sequential(nn.Linear(old.in_features, 64), nn.GELU(), "
                 "nn.Linear(64, num_classes))"},
        {"make": "new = nn.Sequential(nn.BatchNorm1d(old.in_features), "
                 "nn.Linear(old.in_features, num_classes))"},
        {"make": "new = nn.Linear(old.in_features, num_classes)\n"
                 "nn.init.xavier_uniform_(new.weight)\nnn.init.zeros_(new.bias)"},
        {"make": "new = nn.Linear(old.in_features, num_classes)\n"
                 "new = nn.utils.parametrizations.weight_norm(new)"},
    ],
    "put": [
        {"put": "for parent in model.modules():\n    for name, child in parent.named_children():\n"
                "        if child is old:\n            setattr(parent, name, new)\n            break"},
        {"put": "path = next(n for n, m in model.named_modules() if m is old)\n"
                "parent, _, leaf = path.rpartition('.')\n"
                "setattr(model.get_submodule(parent), leaf, new)"},
        {"helpers": "def swap(module, old, new):\n    for name, child in module.named_children():\n"
                    "        if child is old:\n            setattr(module, name, new)\n"
                    "        else:\n            swap(child, old, new)\n\n",
         "put": "swap(model, old, new)"},
    ],
    "after": [{}, {"after": "print(new)"}, {"after": "new.to(next(model.parameters()).device)"}],
}  # fmt: skip
_PLAIN = "new = nn.Linear(old.in_features, num_classes)"
BUGS = {
    "not put in": ("gives_num_classes_logits", {"put": "", "helpers": ""}),
    "number fixed": ("gives_num_classes_logits", {"make": "new = nn.Linear(old.in_features, 7)"}),
    "label changed, not the layer": ("gives_num_classes_logits",
                                     {"make": "old.out_features = num_classes\nnew = old"}),
    "softmax": ("head_gives_raw_scores",
                {"make": "new = nn.Sequential(nn.Linear(old.in_features, num_classes), nn.Softmax(1))"}),
    "relu": ("head_gives_raw_scores",
             {"make": "new = nn.Sequential(nn.Linear(old.in_features, num_classes), nn.ReLU())"}),
    "sigmoid": ("head_gives_raw_scores",
                {"make": "new = nn.Sequential(nn.Linear(old.in_features, num_classes), nn.Sigmoid())"}),
    "frozen": ("new_head_is_trainable", {"after": "new.requires_grad_(False)"}),
    "backbone wiped": ("backbone_keeps_its_pretrained_weights",
                       {"after": "for m in model.modules():\n    if isinstance(m, nn.Conv2d):\n"
                                 "        m.reset_parameters()"}),
    "on top of the old one": ("old_layer_is_gone",
                              {"make": "new = nn.Sequential(old, nn.Linear(old.out_features, num_classes))"}),
    "one layer for all": ("two_models_stay_apart",
                          {"helpers": "_made = {}\n\n",
                           "make": "key = old.in_features, num_classes\n"
                                   "_made.setdefault(key, nn.Linear(*key))\nnew = _made[key]",
                           "put": CHOICES["put"][1]["put"]}),
    "nothing returned": ("gives_num_classes_logits", {"after": "return None"}),
}  # fmt: skip
