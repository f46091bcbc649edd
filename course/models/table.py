"""A model at a glance: what each block is, whether it trains, what its BatchNorm does."""

from dataclasses import dataclass
from html import escape

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from course.models.structure import head, named_blocks

HEADINGS = ("layer", "type", "parameters", "trainable", "BatchNorm")


@dataclass(frozen=True)
class Layer:
    """One line of the table."""

    name: str
    type: str
    parameters: int
    trainable: str  # yes, no, partly
    batch_norm: str  # train, eval, mixed; empty without BatchNorm

    def cells(self) -> tuple[str, ...]:
        """Return the line as it is shown."""
        count = f"{self.parameters:,}"
        return (self.name, self.type, count, self.trainable, self.batch_norm)


@dataclass(frozen=True)
class LayerTable:
    """The lines from input to output, head last; shows itself as text, or HTML in a notebook."""

    rows: tuple[Layer, ...]
    trainable: int  # parameters with requires_grad
    total: int

    @property
    def summary(self) -> str:
        """Return the line below the table."""
        return f"{self.trainable:,} of {self.total:,} parameters are trainable"

    def __str__(self) -> str:
        lines = [HEADINGS, *(row.cells() for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
        text = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
        return "\n".join(
            [text[0], "  ".join("-" * width for width in widths), *text[1:], self.summary]
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        top = "".join(f"<th>{escape(word)}</th>" for word in HEADINGS)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.cells()) + "</tr>"
            for row in self.rows
        )
        return (
            f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.summary)}</p>"
        )


def layer_table(model: nn.Module) -> LayerTable:
    """Return a table of the model's blocks and head: print it, or leave it last in a cell."""
    parts = [*named_blocks(model), (_path(model, head(model)), head(model))]
    parameters = list(model.parameters())
    return LayerTable(
        tuple(_layer(name, part) for name, part in parts),
        sum(p.numel() for p in parameters if p.requires_grad),
        sum(p.numel() for p in parameters),
    )


def _padded(line: tuple[str, ...], widths: list[int]) -> list[str]:
    """Pad each cell to its column; numbers to the right."""
    return [
        cell.rjust(width) if column == 2 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


def _layer(name: str, part: nn.Module) -> Layer:
    """Sum one part up."""
    parameters = list(part.parameters())
    flags = {parameter.requires_grad for parameter in parameters}
    trainable = "partly" if len(flags) > 1 else "yes" if flags == {True} else "no"
    count = sum(parameter.numel() for parameter in parameters)
    return Layer(name, _type(part), count, trainable, _batch_norm(part))


def _type(part: nn.Module) -> str:
    """Return the class name, or those of the modules in a container."""
    if type(part) is nn.Module:
        return " + ".join(type(child).__name__ for child in part.children())
    return type(part).__name__


def _batch_norm(part: nn.Module) -> str:
    """Return the mode of the BatchNorm layers inside: train, eval, mixed, or nothing."""
    modes = {"train" if m.training else "eval" for m in part.modules() if isinstance(m, _BatchNorm)}
    # FrozenBatchNorm2d never updates anything, whatever its flag says.
    modes |= {"eval" for m in part.modules() if type(m).__name__ == "FrozenBatchNorm2d"}
    return "mixed" if len(modes) > 1 else next(iter(modes), "")


def _path(model: nn.Module, wanted: nn.Module) -> str:
    """Return the dotted name of a module inside a model."""
    return next((name for name, module in model.named_modules() if module is wanted), "") or "model"
