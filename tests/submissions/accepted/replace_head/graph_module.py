"""The whole model becomes a torch.fx graph, in which the last call is pointed at a new layer."""

import torch.fx
from torch import nn


def replace_head(model, num_classes):
    graph = torch.fx.symbolic_trace(model)
    modules = dict(graph.named_modules())
    calls = [n for n in graph.graph.nodes if n.op == "call_module"]
    last = [n for n in calls if isinstance(modules[n.target], nn.Linear)][-1]
    graph.add_submodule("new_head", nn.Linear(modules[last.target].in_features, num_classes))
    last.target = "new_head"
    graph.delete_all_unused_submodules()
    graph.recompile()
    return graph
