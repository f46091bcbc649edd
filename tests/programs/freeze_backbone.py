"""`freeze_backbone`: how the head is found, how flags are set, what else is done on the way."""

TEMPLATE = """
import copy
import course


<<helpers>>
def freeze_backbone(model):
    <<before>>
    <<find>>
    <<freeze>>
    <<noise>>
    return model
"""
CHOICES = {
    "before": [
        {},
        {"before": "model = copy.deepcopy(model)"},
        {"before": "model.requires_grad_(True)"},
    ],
    "find": [
        {"find": "head = course.models.head(model)"},
        {"find": "head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]"},
        {"find": "*_, head = (m for m in model.modules() if isinstance(m, nn.Linear))"},
        {"find": "name = [n for n, m in model.named_modules() if m is course.models.head(model)][0]\n"
                 "head = model.get_submodule(name)"},
    ],
    "freeze": [
        {"freeze": "model.requires_grad_(False)\nhead.requires_grad_(True)"},
        {"freeze": "for p in model.parameters():\n    p.requires_grad = False\n"
                   "for p in head.parameters():\n    p.requires_grad = True"},
        {"freeze": "own = {id(p) for p in head.parameters()}\nfor p in model.parameters():\n"
                   "    p.requires_grad_(id(p) in own)"},
        {"freeze": "for m in model.modules():\n    for p in m.parameters(recurse=False):\n"
                   "        p.requires_grad = m is head"},
        {"helpers": "def _set(module, head):\n    for child in module.children():\n"
                    "        _set(child, head)\n"
                    "    for p in module.parameters(recurse=False):\n"
                    "        p.requires_grad = module is head\n\n",
         "freeze": "_set(model, head)"},
        {"freeze": "for name, p in model.named_parameters():\n"
                   "    p.requires_grad = any(p is q for q in head.parameters())"},
    ],
    "noise": [
        {},
        {"noise": "print(sum(p.requires_grad for p in model.parameters()), 'trainable')"},
        {"noise": "import warnings\nwarnings.warn('frozen')"},
        {"noise": "for m in model.modules():\n    if isinstance(m, nn.BatchNorm2d):\n        m.eval()"},
    ],
}  # fmt: skip
_DOWN = "for p in model.parameters():\n    p.requires_grad = False\n"
_ALL = {"helpers": ""}
BUGS = {
    "head frozen too": ("head_stays_trainable", {**_ALL, "freeze": "model.requires_grad_(False)"}),
    "typo": ("backbone_weights_do_not_require_grad",
             {**_ALL, "before": "", "freeze": "for p in model.parameters():\n    p.requiresGrad = False"}),
    "plain attribute": ("backbone_weights_do_not_require_grad",
                        {**_ALL, "freeze": "for m in model.modules():\n    m.requires_grad = m is head"}),
    "weights only": ("batchnorm_and_biases_do_not_require_grad",
                     {**_ALL, "before": "model.requires_grad_(True)",
                      "freeze": "for n, p in model.named_parameters():\n"
                                "    if n.endswith('weight'):\n        p.requires_grad = False\n"
                                "head.requires_grad_(True)"}),
    "convolutions only": ("batchnorm_and_biases_do_not_require_grad",
                          {**_ALL, "before": "model.requires_grad_(True)",
                           "freeze": "for m in model.modules():\n    if isinstance(m, nn.Conv2d):\n"
                                     "        m.requires_grad_(False)\nhead.requires_grad_(True)"}),
    "batchnorm left on": ("batchnorm_and_biases_do_not_require_grad",
                          {**_ALL, "freeze": _DOWN + "for m in model.modules():\n"
                           "    if isinstance(m, nn.BatchNorm2d):\n        m.requires_grad_(True)\n"
                           "head.requires_grad_(True)"}),
    "wrong end": ("backbone_weights_do_not_require_grad",
                  {**_ALL, "freeze": "model.requires_grad_(True)\nhead.requires_grad_(False)"}),
    "bias of the head frozen": ("head_stays_trainable",
                                {**_ALL, "freeze": _DOWN + "head.weight.requires_grad = True"}),
    "first few only": ("backbone_weights_do_not_require_grad",
                       {**_ALL, "freeze": "for p in list(model.parameters())[:5]:\n"
                                          "    p.requires_grad = False\nhead.requires_grad_(True)"}),
    "weights wiped": ("nothing_else_changes",
                      {"noise": "for p in model.parameters():\n    p.data.zero_()"}),
    "head started anew": ("nothing_else_changes", {"noise": "head.reset_parameters()"}),
    "nothing returned": ("backbone_weights_do_not_require_grad", {"noise": "return None"}),
}  # fmt: skip
