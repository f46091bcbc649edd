"""`train_one_epoch`: where batches are moved, gradients cleared, BatchNorm kept, losses summed."""

TEMPLATE = """
<<helpers>>
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    <<begin>>
    <<modes>>
    <<rest>>
    <<counters>>
    for <<names>> in <<loader>>:
        <<move>>
        <<clear_first>>
        <<forward>>
        <<clear_late>>
        <<backward>>
        <<step>>
        <<clear_end>>
        <<count>>
    <<noise>>
    return <<result>>
"""
_REST = (
    "for m in model.modules():\n    if isinstance(m, {kind}) and not {frozen}:\n        m.eval()"
)
CHOICES = {
    "loader": [{"loader": "data_loader"}],  # which a way to move batches may replace
    "backward": [
        {"backward": "loss.backward()", "step": "optimizer.step()"},
        {"backward": "torch.autograd.backward(loss)", "step": "optimizer.step()"},
    ],
    "device": [
        {"names": "x, y", "move": "x, y = x.to(device), y.to(device)"},
        {"names": "x, y", "move": "x = x.to(device, non_blocking=True)\ny = y.to(device)"},
        {"names": "batch", "move": "x, y = (t.to(device) for t in batch)"},
        {"names": "x, y", "move": "x, y = map(lambda t: t.to(device=device), (x, y))"},
        {"names": "_, (x, y)", "loader": "enumerate(data_loader)",
         "move": "x, y = x.to(device), y.to(device)"},
    ],
    "gradients": [
        {"clear_first": "optimizer.zero_grad()"},
        {"clear_late": "optimizer.zero_grad(set_to_none=True)"},
        {"clear_late": "optimizer.zero_grad(set_to_none=False)"},
        {"begin": "optimizer.zero_grad()", "clear_end": "optimizer.zero_grad()"},
        {"clear_first": "model.zero_grad()"},
        {"clear_first": "for p in model.parameters():\n    p.grad = None"},
    ],
    "modes": [
        {"modes": "model.train()"},
        {"modes": "model.train(True)"},
        {"modes": "for m in model.modules():\n    m.training = True"},
    ],
    "batchnorm": [
        {"rest": _REST.format(kind="nn.BatchNorm2d", frozen="m.weight.requires_grad")},
        {"rest": _REST.format(kind="nn.modules.batchnorm._BatchNorm",
                              frozen="any(p.requires_grad for p in m.parameters())")},
        {"helpers": "def rest(m):\n    if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:"
                    "\n        m.train(False)\n\n",
         "rest": "model.apply(rest)"},
        {"rest": "for m in model.modules():\n    own = list(m.parameters())\n"
                 "    if own and not any(p.requires_grad for p in own):\n        m.eval()"},
    ],
    "forward": [
        {"forward": "loss = criterion(model(x), y)"},
        {"forward": "logits = model(x)\nloss = criterion(logits, y)"},
        {"forward": "with torch.enable_grad():\n    loss = criterion(model(x), y)"},
        {"forward": "with torch.set_grad_enabled(True):\n    out = model(x)\n    loss = criterion(out, y)"},
    ],
    "losses": [
        {"counters": "total, n = 0.0, 0", "count": "total += loss.item() * len(x)\nn += len(x)",
         "result": "total / n"},
        {"counters": "total, n = 0.0, 0", "count": "total += float(loss) * x.shape[0]\nn += y.numel()",
         "result": "total / n"},
        {"counters": "total = torch.zeros(())", "count": "total += loss.detach().cpu() * len(y)",
         "result": "(total / len(data_loader.dataset)).item()"},
        {"counters": "seen = []", "count": "seen += [loss.item()] * len(x)",
         "result": "sum(seen) / len(seen)"},
    ],
    "noise": [
        {},
        {"noise": "print('an epoch is over')"},
        {"noise": "import warnings\nwarnings.warn('this takes long')"},
        {"noise": "import sys\nsys.stderr.write('done\\n')"},
    ],
}  # fmt: skip
_STALE = {"clear_first": "", "clear_late": "", "begin": "", "clear_end": ""}
BUGS = {
    "never clears": ("gradients_are_cleared_between_batches", _STALE),
    "clears by name only": ("gradients_are_cleared_between_batches",
                            {**_STALE, "clear_first": "optimizer.zero_grad"}),
    "clears once": ("gradients_are_cleared_between_batches",
                    {**_STALE, "begin": "optimizer.zero_grad()"}),
    "clears before the step": ("weights_follow_the_gradients",
                               {"step": "optimizer.zero_grad(set_to_none=False)\noptimizer.step()"}),
    "no step": ("weights_follow_the_gradients", {"step": ""}),
    "step by name only": ("weights_follow_the_gradients", {"step": "optimizer.step"}),
    "no backward": ("weights_follow_the_gradients", {"backward": ""}),
    "two steps": ("one_optimizer_step_a_batch", {"step": "optimizer.step()\noptimizer.step()"}),
    "evaluation mode": ("trainable_layers_are_in_training_mode", {"modes": "model.eval()"}),
    "batchnorm forgotten": ("frozen_batchnorm_comes_out_bit_identical",
                            {"helpers": "", "rest": ""}),
    "criterion of its own": ("uses_the_given_criterion",
                             {"forward": "loss = nn.functional.cross_entropy(model(x), y)"}),
    "last loss": ("returns_the_mean_loss_per_image", {"result": "loss.item()"}),
    "sum of losses": ("returns_the_mean_loss_per_image",
                      {"counters": "total = 0.0", "count": "total += loss.item()",
                       "result": "total"}),
    "mean of means": ("returns_the_mean_loss_per_image",
                      {"counters": "total = 0.0", "count": "total += loss.item()",
                       "result": "total / len(data_loader)"}),
    "returns a tensor": ("returns_a_python_float",
                         {"counters": "total, n = 0.0, 0",
                          "count": "total = total + loss.detach() * len(x)\nn += len(x)",
                          "result": "total / n"}),
    "first batch only": ("weights_follow_the_gradients",
                         {"counters": "total, n = 0.0, 0",
                          "count": "total += loss.item() * len(x)\nn += len(x)\nbreak",
                          "result": "total / n"}),
    "images not moved": ("moves_the_batches_to_the_device",
                         {"names": "x, y", "loader": "data_loader", "move": "y = y.to(device)"}),
    "moved and dropped": ("moves_the_batches_to_the_device",
                          {"names": "x, y", "loader": "data_loader",
                           "move": "x.to(device)\ny.to(device)"}),
    "flags thrown open": ("frozen_weights_stay_and_flags_too",
                          {"modes": "model.train()\nmodel.requires_grad_(True)"}),
}  # fmt: skip
