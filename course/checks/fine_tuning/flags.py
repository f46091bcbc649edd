"""Networks whose blocks are partly frozen, and where each of their parameters went.

A parameter is looked up in the model that came back by its name and bytes, then by its bytes
alone, then by its name: so whatever was renamed, wrapped, copied or overwritten is found.
"""

from typing import Any

from torch import Tensor, nn

from course import models
from course.checks import networks, plain, unfamiliar
from course.checks.fingerprints import fingerprint, fingerprints
from course.checks.probing import Case

NAMED = ("mobilenet_v2", "resnet18")
UNSEEN = ("efficientnet_b0", "densenet121", unfamiliar.SLIM)
BLOCKS = {
    "mobilenet_v2": 19,
    "resnet18": 5,
    "efficientnet_b0": 9,
    "densenet121": 5,
    unfamiliar.SLIM: 8,
}
AS_WIDE = {"efficientnet_b0": 48}  # classes: layers of its last blocks are so wide, too
STATES = ("extracted", "thawed", "frozen", "scattered", "uneven", "last")


def network(case: Case) -> nn.Module:
    """Build the case's network with a fresh head, and with flags as its `state` says.

    "extracted": all but the head frozen, as after feature extraction. "thawed": nothing frozen.
    "frozen": everything, the head included. "scattered": here and there. "uneven": so, and the
    head's bias frozen. "last": the last `trainable` blocks and the head trainable.
    """
    model = unfamiliar.build(case["architecture"], case["seed"])
    head = networks.set_head(model, case["num_classes"], case["seed"])
    blocks, state = models.blocks(model), case["state"]
    model.requires_grad_(state == "thawed")
    head.requires_grad_(state != "frozen")
    if state == "last":
        for block in blocks[-case["trainable"] :]:
            block.requires_grad_(True)
    if state == "uneven":
        head.bias.requires_grad_(False)
    if state in ("scattered", "uneven"):
        for index, parameter in enumerate(p for block in blocks for p in block.parameters()):
            parameter.requires_grad_(index % 3 == case["seed"] % 3)
    return model.train(case["training"])


class Blocks:
    """A network's parameters before it is handed out, block by block, the head last."""

    __slots__ = ("dims", "marks", "parts", "statistics")  # keeps its methods

    def __init__(self, model: nn.Module) -> None:
        parts = [*models.blocks(model), models.head(model)]
        names = {id(p): name for name, p in networks.parameters(model)}
        self.parts = [[names[id(p)] for p in part.parameters()] for part in parts]
        self.marks = {name: fingerprint(p) for name, p in networks.parameters(model)}
        self.dims = {name: p.dim() for name, p in networks.parameters(model)}
        self.statistics = set(fingerprints(model.named_buffers()).values())

    def look_up(self, model: nn.Module) -> dict[str, Any]:
        """Tell what became of every parameter, as fields of evidence."""
        named = [(name, t, fingerprint(t)) for name, t in networks.tensors(model)]
        flags = self._flags(named)
        marks, known = {mark for _, _, mark in named}, set(self.marks.values())
        return {
            "parts": [self._count(names, flags) for names in self.parts],
            "missing": sum(name not in flags for name in self.marks),
            "changed": sum(mark not in marks for mark in self.marks.values()),
            "statistics_moved": len(self.statistics - marks),
            "added_trainable": sum(
                plain.requires_grad(tensor)
                for name, tensor, mark in named
                if mark not in known and name not in self.marks
            ),
        }

    def _count(self, names: list[str], flags: dict[str, bool]) -> list[int]:
        """Return [weights, trainable ones, vectors, trainable ones] of one part."""
        weights = [name for name in names if self.dims[name] > 1]
        vectors = [name for name in names if self.dims[name] <= 1]
        on = [sum(flags.get(name, False) for name in group) for group in (weights, vectors)]
        return [len(weights), on[0], len(vectors), on[1]]

    def _flags(self, named: list[tuple[str, Tensor, str]]) -> dict[str, bool]:
        """Map each parameter that came back to whether it is trainable."""
        exact = {(name, mark): plain.requires_grad(tensor) for name, tensor, mark in named}
        by_name = {name: plain.requires_grad(tensor) for name, tensor, _ in named}
        by_mark: dict[str, bool] = {}
        for _, tensor, mark in named:
            by_mark[mark] = by_mark.get(mark, False) or plain.requires_grad(tensor)
        found = {
            name: exact.get((name, mark), by_mark.get(mark, by_name.get(name)))
            for name, mark in self.marks.items()
        }
        return {name: flag for name, flag in found.items() if flag is not None}
