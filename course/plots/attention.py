"""Where a network looks: Grad-CAM (Selvaraju et al. 2017), for one or several models."""

from collections.abc import Mapping, Sequence

import torch
from torch import nn

from course.activations import evaluating
from course.data.images import unnormalize
from course.models import blocks
from course.plots.pictures import show
from course.plots.plot import Plot, canvas


def grad_cam(
    models: Mapping[str, nn.Module],
    images: torch.Tensor,
    labels: Sequence[int],
    classes: Sequence[str],
    title: str = "Where it looks: Grad-CAM of the right class",
    block: int = -1,
) -> Plot:
    """Show each image (N, 3, H, W) and what in it speaks for its class, a row a model.

    `block` is the place in `course.models.blocks(model)` of the block whose output is weighed.
    """
    figure, grid = canvas(
        len(models) + 1, len(images), (1.4 * len(images), 1.5 * (len(models) + 1) + 0.3)
    )
    rows: list[tuple[object, ...]] = []
    for axes, image, label in zip(grid[0], images, labels, strict=True):
        show(axes, unnormalize(image))
        axes.set_title(classes[label], fontsize=9)
    for line, (name, model) in zip(grid[1:], models.items(), strict=True):
        maps = cam(model, images, labels, block)
        for place, (axes, image, heat) in enumerate(zip(line, images, maps, strict=True)):
            show(axes, unnormalize(image))
            axes.imshow(heat.cpu().numpy(), cmap="cividis", alpha=0.65)
            rows.append((name, classes[labels[place]], *_place(heat)))
        line[0].set_ylabel(name, fontsize=9)
    for axes in grid.ravel():
        axes.set_xticks([])
        axes.set_yticks([])
    figure.suptitle(title)
    alt = f"{title}, for {len(images)} images. " + " ".join(_words(n, rows) for n in models)
    headings = ("model", "class", "centre across", "centre down", "share of area above half")
    return Plot(figure, alt, headings, rows).shown()


def cam(
    model: nn.Module, images: torch.Tensor, labels: Sequence[int], block: int = -1
) -> torch.Tensor:
    """Return Grad-CAM maps (N, H, W) from 0 to 1 for the given classes, enlarged to the images.

    Each channel of the block's output counts with the mean gradient of the class's logit.
    """
    caught: list[torch.Tensor] = []
    device = next(model.parameters()).device
    handle = blocks(model)[block].register_forward_hook(lambda _m, _i, out: caught.append(out))
    try:
        with evaluating(model), torch.enable_grad():
            logits = model(images.to(device).requires_grad_(True))
            chosen = logits.gather(1, torch.as_tensor(labels, device=device)[:, None]).sum()
            (gradient,) = torch.autograd.grad(chosen, caught[0])
    finally:
        handle.remove()
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    heat = torch.relu((weights * caught[0].detach()).sum(dim=1, keepdim=True))
    heat = nn.functional.interpolate(
        heat, images.shape[2:], mode="bilinear", align_corners=False
    ).squeeze(1)
    return heat / heat.amax(dim=(1, 2), keepdim=True).clamp_min(1e-12)


def _place(heat: torch.Tensor) -> tuple[float, float, float]:
    """Return where the heat lies (0 left or top, 1 right or bottom) and how much area it takes."""
    total = heat.sum().clamp_min(1e-12)
    height, width = heat.shape
    across = (heat.sum(0) * torch.linspace(0, 1, width, device=heat.device)).sum() / total
    down = (heat.sum(1) * torch.linspace(0, 1, height, device=heat.device)).sum() / total
    return float(across), float(down), float((heat > 0.5).float().mean())


def _words(name: str, rows: Sequence[Sequence[object]]) -> str:
    shares = [float(str(row[4])) for row in rows if row[0] == name]
    return f"{name}: the warm part takes {sum(shares) / len(shares):.0%} of an image on average."
