"""Name the parts of a classifier: its head, and its blocks from input to output.

The rules look at modules, not at what they compute, so they hold on the meta device too. They
know TorchVision's classifiers, whose head may have been replaced, and networks wrapped around
them (`Sequential`, `DataParallel`, `torch.compile`, a class of one's own).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from torch import nn

from course.errors import ModelError

# Where TorchVision's classifiers keep the final layer.
HEADS = ("fc", "classifier", "heads", "head")
# The rest of a TorchVision classifier's own Sequential, final layer excluded: what stands there
# as long as only the final layer was replaced. Any other Sequential is wholly a new head.
LAYOUTS: dict[str, tuple[str, ...]] = {
    "AlexNet": ("Dropout", "Linear", "ReLU", "Dropout", "Linear", "ReLU", "*"),
    "ConvNeXt": ("LayerNorm2d", "Flatten", "*"),
    "EfficientNet": ("Dropout", "*"),
    "MNASNet": ("Dropout", "*"),
    "MaxVit": ("AdaptiveAvgPool2d", "Flatten", "LayerNorm", "Linear", "Tanh", "*"),
    "MobileNetV2": ("Dropout", "*"),
    "MobileNetV3": ("Linear", "Hardswish", "Dropout", "*"),
    "SqueezeNet": ("Dropout", "*", "ReLU", "AdaptiveAvgPool2d"),
    "VGG": ("Linear", "ReLU", "Dropout", "Linear", "ReLU", "Dropout", "*"),
    "VisionTransformer": ("*",),
}
# Containers that are only a row of blocks.
TRUNKS = ("backbone", "features", "encoder", "layers", "blocks", "trunk_output")
# GoogLeNet registers its side branches last, though they leave the trunk in the middle.
BRANCHES = {"aux1": "inception4a", "aux2": "inception4d"}


def head(model: nn.Module) -> nn.Module:
    """Return the final classification layer: as a rule a Linear, else what was put in its place.

    ModelError where no layer can be told to be the last: the head was taken off, say.
    """
    named = [child for name, child in model.named_children() if name in HEADS]
    if any(_has_parameters(child) for child in named):
        return _final(model, [child for child in named if _has_parameters(child)][-1])
    inner = [child for child in model.children() if _has_parameters(child)]
    if not named and len(inner) == 1 and not isinstance(inner[0], nn.Linear):
        return head(inner[0])
    linears = [module for module in model.modules() if isinstance(module, nn.Linear)]
    if named or not linears:
        raise ModelError(
            f"No final classification layer can be found in this {type(model).__name__}: "
            "its fc, classifier, heads or head is missing or empty."
        )
    return linears[-1]


def _final(model: nn.Module, classifier: nn.Module) -> nn.Module:
    """Return the final layer of a classifier part, or all of it where it was rebuilt."""
    kinds = [kind.__name__ for kind in type(model).__mro__]
    layout = next((LAYOUTS[kind] for kind in kinds if kind in LAYOUTS), None)
    children = list(classifier.children())
    if not isinstance(classifier, nn.Sequential) or layout is None or len(children) != len(layout):
        return classifier
    names = [type(child).__name__ for child in children]
    if all(wanted in ("*", name) for name, wanted in zip(names, layout, strict=True)):
        return children[layout.index("*")]
    return classifier


def blocks(model: nn.Module) -> list[nn.Module]:
    """Return the parts before the head, input to output: a ResNet's stem, layer1, ..., layer4.

    Together with `head(model)` they hold every parameter exactly once. Where a block is several
    modules (a stem's convolution and BatchNorm) it is a container of those same modules, good for
    `requires_grad_`, `parameters` and `eval`, and not for calling.
    """
    return [module for _, module in named_blocks(model)]


def named_blocks(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """Return the blocks with names such as "conv1 + bn1" or "features.0"."""
    final = head(model)
    seen = {id(parameter) for parameter in final.parameters()}
    rows: list[_Row] = []
    for piece in _in_order(_pieces(model, "", final)):
        own = {id(parameter) for parameter in piece.parameters()}
        if not own - seen:
            continue
        seen |= own
        if rows and (piece.joins or rows[-1].is_loose):
            rows[-1].pieces.append(piece)
        else:
            rows.append(_Row([piece]))
    return [(row.name, row.module()) for row in rows]


@dataclass
class _Piece:
    """A module that stands in one place, or one loose parameter of a module."""

    name: str
    thing: nn.Module | nn.Parameter

    def parameters(self) -> list[nn.Parameter]:
        return [self.thing] if isinstance(self.thing, nn.Parameter) else [*self.thing.parameters()]

    @property
    def joins(self) -> bool:
        """Tell whether it belongs to the block before it: a norm, a transition, a parameter."""
        last = self.name.rsplit(".", 1)[-1]
        return (
            isinstance(self.thing, nn.Parameter)
            or last.startswith("transition")
            or _is_norm(self.thing)
        )


@dataclass
class _Row:
    """The pieces of one block."""

    pieces: list[_Piece] = field(default_factory=list)

    @property
    def is_loose(self) -> bool:
        """Tell whether it has no module yet, and so waits for the next one."""
        return all(isinstance(piece.thing, nn.Parameter) for piece in self.pieces)

    @property
    def name(self) -> str:
        return " + ".join(piece.name for piece in self.pieces)

    def module(self) -> nn.Module:
        """Return the one module, or a container of all the pieces."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0].thing, nn.Module):
            return self.pieces[0].thing
        container = nn.Module()
        for piece in self.pieces:
            # A dot would be a path; register under the same words without it.
            name = piece.name.replace(".", "_")
            if isinstance(piece.thing, nn.Parameter):
                container.register_parameter(name, piece.thing)
            else:
                container.add_module(name, piece.thing)
        # The flag alone: `container.train(...)` would reach into the model.
        container.training = any(child.training for child in container.children())
        return container


def _pieces(module: nn.Module, prefix: str, final: nn.Module) -> Iterator[_Piece]:
    """Yield what lies in a module, opened up as far as blocks go, the final layer left out."""
    for name, parameter in module.named_parameters(recurse=False):
        yield _Piece(prefix + name, parameter)
    children = [
        (name, child)
        for name, child in module.named_children()
        if child is not final and _has_parameters(child)
    ]
    for name, child in children:
        alone = len(children) == 1 and any(True for _ in child.children())
        if alone or name in TRUNKS or any(part is final for part in child.modules()):
            yield from _pieces(child, f"{prefix}{name}.", final)
        else:
            yield _Piece(prefix + name, child)


def _in_order(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Return the pieces input to output, each side branch right after where it leaves."""
    order = list(pieces)
    for branch in [piece for piece in order if piece.name in BRANCHES]:
        origin = next((p for p in order if p.name == BRANCHES[branch.name]), None)
        if origin is not None:
            order.remove(branch)
            order.insert(order.index(origin) + 1, branch)
    return order


def _is_norm(module: nn.Module) -> bool:
    """Tell whether all that has parameters in here normalises."""
    # By name: it also covers torchvision's LayerNorm2d.
    owners = [part for part in module.modules() if any(True for _ in part.parameters(False))]
    return all("Norm" in type(part).__name__ for part in owners)


def _has_parameters(module: nn.Module) -> bool:
    return next(module.parameters(), None) is not None
