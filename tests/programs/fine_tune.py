"""`fine_tune`: optimizer, modes, where gradients are cleared, how the best epoch is kept."""

TEMPLATE = """
import copy
import io


def _measure(model, loader, device):
    <<quiet_mode>>
    right = n = 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
            n += len(y)
    return right / n


def fine_tune(model, train_loader, val_loader, epochs, device):
    <<optimizer>>
    best = -1.0
    for epoch in range(<<epochs>>):
        model.train(<<mode>>)
        for m in model.modules():
            <<rest>>
        for x, y in <<loader>>:
            <<move>>
            <<clear_first>>
            loss = nn.functional.cross_entropy(model(x), y)
            <<clear_late>>
            loss.backward()
            <<step>>
            <<clear_end>>
        score = _measure(model, val_loader, device)
        if <<better>>:
            best = score
            <<keep>>
    <<bring_back>>
    return model
"""
_OWN = "trainable = [p for p in model.parameters() if p.requires_grad]\n"
CHOICES = {
    "fixed": [{"epochs": "epochs", "mode": "True", "loader": "train_loader",
               "step": "optimizer.step()", "quiet_mode": "model.eval()"}],
    "optimizer": [
        {"optimizer": _OWN + "optimizer = torch.optim.AdamW(trainable, lr=1e-3)"},
        {"optimizer": _OWN + "optimizer = torch.optim.Adam(trainable, lr=3e-4)"},
        {"optimizer": _OWN + "optimizer = torch.optim.SGD(trainable, lr=0.01, momentum=0.9)"},
        {"optimizer": _OWN + "optimizer = torch.optim.RMSprop(trainable, lr=1e-3)"},
        {"optimizer": "optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.0)"},
    ],
    "batchnorm": [
        {"rest": "if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:\n    m.eval()"},
        {"rest": "own = list(m.parameters())\nif own and not any(p.requires_grad for p in own):\n"
                 "    m.eval()"},
        {"rest": "if isinstance(m, nn.modules.batchnorm._BatchNorm):\n"
                 "    m.train(m.weight.requires_grad)"},
    ],
    "gradients": [
        {"clear_first": "optimizer.zero_grad()"},
        {"clear_late": "optimizer.zero_grad(set_to_none=False)"},
        {"clear_end": "optimizer.zero_grad()"},
        {"clear_first": "for p in model.parameters():\n    p.grad = None"},
    ],
    "device": [
        {"move": "x, y = x.to(device), y.to(device)"},
        {"move": "x, y = (t.to(device, non_blocking=True) for t in (x, y))"},
    ],
    "best": [
        {"keep": "kept = copy.deepcopy(model.state_dict())",
         "bring_back": "model.load_state_dict(kept)"},
        {"keep": "kept = {k: v.clone() for k, v in model.state_dict().items()}",
         "bring_back": "model.load_state_dict(kept)"},
        {"keep": "kept = copy.deepcopy(model)", "bring_back": "model = kept"},
        {"keep": "file = io.BytesIO()\ntorch.save(model.state_dict(), file)",
         "bring_back": "file.seek(0)\nmodel.load_state_dict(torch.load(file, weights_only=True))"},
    ],
    "ties": [{"better": "score > best"}, {"better": "score >= best"}],
}  # fmt: skip
_BEST = "returns_the_epoch_with_the_best_validation_accuracy"
BUGS = {
    "never clears": ("gradients_are_cleared",
                     {"clear_first": "", "clear_late": "", "clear_end": ""}),
    "no step": ("model_has_learned", {"step": ""}),
    "last epoch": (_BEST, {"bring_back": ""}),
    "an alias": (_BEST, {"keep": "kept = model.state_dict()",
                         "bring_back": "model.load_state_dict(kept)"}),
    "the worst": (_BEST, {"better": "epoch == 0 or score < best"}),
    "one epoch only": ("trains_for_the_given_number_of_epochs", {"epochs": "1"}),
    "one epoch more": ("trains_for_the_given_number_of_epochs", {"epochs": "epochs + 1"}),
    "evaluation mode": ("trains_in_training_mode", {"mode": "False", "rest": "pass"}),
    "measures in training mode": ("measures_in_evaluation_mode", {"quiet_mode": "pass"}),
    "learns from validation": ("never_learns_from_validation_images", {"loader": "val_loader"}),
    "batchnorm forgotten": ("frozen_batchnorm_comes_out_bit_identical", {"rest": "pass"}),
    "everything thawed": ("frozen_weights_stay",
                          {"optimizer": "model.requires_grad_(True)\n"
                           "optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)"}),
    "head only": ("everything_trainable_is_trained",
                  {"optimizer": "optimizer = torch.optim.AdamW(list(model.parameters())[-2:], lr=1e-3)"}),
    "images not moved": ("moves_the_batches_to_the_device", {"move": "y = y.to(device)"}),
    "returns the weights": ("returns_the_model", {"bring_back": "return model.state_dict()"}),
}  # fmt: skip
