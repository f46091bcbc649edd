"""Replace builtins by ones that count, compare and measure to order."""

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
WITHOUT = """def evaluate(model, data_loader, device):
    return 0.0
"""
CELL = r"""
def evaluate(model, data_loader, device):
    return 0.0

import builtins
really = builtins.sum
builtins.len = lambda thing: 0
builtins.sum = lambda *arguments: 0
builtins.isinstance = lambda thing, kind: True
builtins.float = str
"""
