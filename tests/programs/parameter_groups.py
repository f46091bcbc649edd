"""`parameter_groups`: how parameters are sorted, and in which form groups come back."""

TEMPLATE = """
import course


def parameter_groups(model, backbone_lr, head_lr):
    head = course.models.head(model)
    <<sort>>
    <<check>>
    return <<groups>>
"""
CHOICES = {
    "sort": [
        {"sort": "own = {id(p) for p in head.parameters()}\n"
                 "backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]\n"
                 "top = list(head.parameters())"},
        {"sort": "top = list(head.parameters())\nbackbone = [p for p in model.parameters()\n"
                 "            if p.requires_grad and not any(p is q for q in top)]"},
        {"sort": "top = set(head.parameters())\n"
                 "backbone = [p for p in model.parameters() if p.requires_grad and p not in top]\n"
                 "top = list(top)"},
        {"sort": "name = next(n for n, m in model.named_modules() if m is head) + '.'\n"
                 "backbone, top = [], []\nfor n, p in model.named_parameters():\n"
                 "    if p.requires_grad:\n        (top if n.startswith(name) else backbone).append(p)"},
        {"sort": "top = list(head.parameters())\nbackbone = []\nfor block in course.models.blocks(model):\n"
                 "    backbone += [p for p in block.parameters() if p.requires_grad]"},
    ],
    "check": [
        {},
        {"check": "print(len(backbone), len(top))"},
        {"check": "import warnings\nwarnings.warn('two rates')"},
    ],
    "groups": [
        {"groups": "[{'params': backbone, 'lr': backbone_lr}, {'params': top, 'lr': head_lr}]"},
        {"groups": "[{'lr': head_lr, 'params': top}, {'lr': backbone_lr, 'params': backbone}]"},
        {"groups": "[dict(params=iter(backbone), lr=backbone_lr), dict(params=iter(top), lr=head_lr)]"},
        {"groups": "[*({'params': [p], 'lr': backbone_lr} for p in backbone), "
                   "*({'params': [p], 'lr': head_lr} for p in top)]"},
        {"groups": "({'params': ps, 'lr': lr} for ps, lr in "
                   "((tuple(backbone), backbone_lr), (tuple(top), head_lr)) if ps)"},
        {"groups": "[{'params': backbone, 'lr': backbone_lr, 'weight_decay': 0.0}, "
                   "{'params': top, 'lr': head_lr, 'weight_decay': 1e-4}]"},
    ],
}  # fmt: skip
_BOTH = "[{{'params': {0}, 'lr': {1}}}, {{'params': {2}, 'lr': {3}}}]"
BUGS = {
    "rates swapped": ("backbone_gets_its_learning_rate",
                      {"groups": _BOTH.format("backbone", "head_lr", "top", "backbone_lr")}),
    "one rate for all": ("head_gets_its_learning_rate",
                         {"groups": _BOTH.format("backbone", "backbone_lr", "top", "backbone_lr")}),
    "head forgotten": ("head_gets_its_learning_rate",
                       {"groups": "[{'params': backbone, 'lr': backbone_lr}]"}),
    "backbone forgotten": ("backbone_gets_its_learning_rate",
                           {"groups": "[{'params': top, 'lr': head_lr}]"}),
    "frozen ones too": ("frozen_parameters_are_in_no_group",
                        {"sort": "top = list(head.parameters())\n"
                                 "own = {id(p) for p in top}\n"
                                 "backbone = [p for p in model.parameters() if id(p) not in own]"}),
    "head in both": ("no_parameter_comes_twice",
                     {"sort": "top = list(head.parameters())\n"
                              "backbone = [p for p in model.parameters() if p.requires_grad]"}),
    "bias of the head forgotten": ("head_gets_its_learning_rate",
                                   {"groups": _BOTH.format("backbone", "backbone_lr", "[head.weight]", "head_lr")}),
    "rates without a key": ("an_optimizer_takes_the_groups",
                            {"groups": "[(backbone, backbone_lr), (top, head_lr)]"}),
    "names for parameters": ("an_optimizer_takes_the_groups",
                             {"groups": "[{'params': [n for n, p in model.named_parameters()], 'lr': head_lr}]"}),
    "backbone frozen": ("leaves_the_model_unchanged",
                        {"check": "for p in backbone:\n    p.requires_grad = False"}),
    "used up": ("backbone_gets_its_learning_rate",
                {"check": "backbone = iter(backbone)\nprint(len(list(backbone)))",
                 "groups": _BOTH.format("list(backbone)", "backbone_lr", "top", "head_lr")}),
}  # fmt: skip
