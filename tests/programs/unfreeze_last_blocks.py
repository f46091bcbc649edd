"""`unfreeze_last_blocks`: how blocks are counted and flags set."""

TEMPLATE = """
import copy
import course


def unfreeze_last_blocks(model, num_blocks):
    <<before>>
    blocks = list(course.models.blocks(model))
    head = course.models.head(model)
    <<flags>>
    <<after>>
    return model
"""
CHOICES = {
    "before": [{}, {"before": "model = copy.deepcopy(model)"}, {"before": "num_blocks = int(num_blocks)"}],
    "flags": [
        {"flags": "model.requires_grad_(False)\nfor part in [*blocks[-num_blocks:], head]:\n"
                  "    part.requires_grad_(True)"},
        {"flags": "for p in model.parameters():\n    p.requires_grad = False\n"
                  "for block in reversed(blocks):\n    if num_blocks == 0:\n        break\n"
                  "    num_blocks -= 1\n    for p in block.parameters():\n        p.requires_grad = True\n"
                  "head.requires_grad_(True)"},
        {"flags": "first = len(blocks) - num_blocks\nfor i, block in enumerate(blocks):\n"
                  "    block.requires_grad_(i >= first)\nhead.requires_grad_()"},
        {"flags": "thawed = {id(p) for part in (*blocks[len(blocks) - num_blocks:], head) "
                  "for p in part.parameters()}\nfor p in model.parameters():\n"
                  "    p.requires_grad_(id(p) in thawed)"},
        {"flags": "for block in blocks[:-num_blocks]:\n    block.requires_grad_(False)\n"
                  "for block in blocks[-num_blocks:]:\n    block.requires_grad_(True)\n"
                  "head.requires_grad_(True)"},
    ],
    "after": [{}, {"after": "print(num_blocks, 'blocks')"},
              {"after": "import warnings\nwarnings.warn('thawed')"}],
}  # fmt: skip
_DOWN = "model.requires_grad_(False)\n"
BUGS = {
    "one block too many": ("earlier_blocks_are_frozen",
                           {"flags": _DOWN + "for part in [*blocks[-num_blocks - 1:], head]:\n"
                                             "    part.requires_grad_(True)"}),
    "one block too few": ("last_blocks_are_trainable",
                          {"flags": _DOWN + "for part in [*blocks[len(blocks) - num_blocks + 1:], head]:\n"
                                            "    part.requires_grad_(True)"}),
    "first blocks": ("last_blocks_are_trainable",
                     {"flags": _DOWN + "for part in [*blocks[:num_blocks], head]:\n"
                                       "    part.requires_grad_(True)"}),
    "head forgotten": ("head_is_trainable",
                       {"flags": _DOWN + "for part in blocks[-num_blocks:]:\n"
                                         "    part.requires_grad_(True)"}),
    "nothing frozen": ("earlier_blocks_are_frozen", {"flags": "model.requires_grad_(True)"}),
    "never frozen first": ("starts_from_any_state",
                           {"flags": "for part in [*blocks[-num_blocks:], head]:\n"
                                     "    part.requires_grad_(True)"}),
    "weights only": ("last_blocks_are_trainable",
                     {"flags": _DOWN + "for part in blocks[-num_blocks:]:\n"
                                       "    for n, p in part.named_parameters():\n"
                                       "        p.requires_grad = n.endswith('weight')\n"
                                       "head.requires_grad_(True)"}),
    "always two": ("works_for_one_block_and_for_all",
                   {"flags": _DOWN + "for part in [*blocks[-2:], head]:\n"
                                     "    part.requires_grad_(True)"}),
    "head started anew": ("nothing_else_changes", {"after": "head.reset_parameters()"}),
}  # fmt: skip
