"""`evaluate`: mode, gradients, how an answer is read off, how right ones are counted."""

TEMPLATE = """
import contextlib
import numpy as np


<<decorator>>
def evaluate(model, data_loader, device):
    <<modes>>
    <<counters>>
    with <<quietly>>:
        for x, y in data_loader:
            <<move>>
            logits = model(x)
            <<answers>>
            <<count>>
    <<after>>
    return <<result>>
"""
_BACK = "for m, mode in modes:\n    m.training = mode"
CHOICES = {
    "modes": [
        {"modes": "model.eval()"},
        {"modes": "model.train(False)"},
        {"modes": "for m in model.modules():\n    m.training = False"},
        {"modes": "modes = [(m, m.training) for m in model.modules()]\nmodel.eval()", "after": _BACK},
    ],
    "gradients": [
        {"quietly": "torch.no_grad()"},
        {"quietly": "torch.inference_mode()"},
        {"quietly": "torch.set_grad_enabled(False)"},
        {"quietly": "contextlib.nullcontext()", "decorator": "@torch.no_grad()"},
        {"quietly": "contextlib.nullcontext()", "decorator": "@torch.inference_mode()"},
    ],
    "device": [
        {"move": "x, y = x.to(device), y.to(device)"},
        {"move": "x = x.to(device)\ny = y.to(device, non_blocking=True)"},
        {"move": "x, y = (t.to(device) for t in (x, y))"},
    ],
    "answers": [
        {"answers": "p = logits.argmax(1)"},
        {"answers": "p = torch.argmax(logits, dim=-1)"},
        {"answers": "_, p = logits.max(dim=1)"},
        {"answers": "p = logits.softmax(1).argmax(1)"},
        {"answers": "p = logits.topk(1, dim=1).indices.squeeze(1)"},
        {"answers": "p = logits.sort(1, descending=True).indices[:, 0]"},
        {"answers": "p = torch.stack([row.argmax() for row in logits])"},
    ],
    "counting": [
        {"counters": "right, n = 0, 0", "count": "right += (p == y).sum().item()\nn += len(y)",
         "result": "right / n"},
        {"counters": "right, n = 0, 0", "count": "right += int((p == y).sum())\nn += y.numel()",
         "result": "right / n"},
        {"counters": "hits = []", "count": "hits += (p == y).tolist()",
         "result": "sum(hits) / len(hits)"},
        {"counters": "hits = []", "count": "hits.append((p == y).float().cpu())",
         "result": "torch.cat(hits).mean().item()"},
        {"counters": "right = 0.0", "count": "right += (p == y).float().mean().item() * len(y)",
         "result": "right / len(data_loader.dataset)"},
        {"counters": "right = 0", "count": "right += np.sum(p.cpu().numpy() == y.cpu().numpy())",
         "result": "float(right / len(data_loader.dataset))"},
    ],
}  # fmt: skip
BUGS = {
    "training mode": ("uses_evaluation_mode", {"modes": "model.train()", "after": ""}),
    "mode left alone": ("uses_evaluation_mode", {"modes": "", "after": ""}),
    "keeps gradients": ("keeps_no_gradients",
                        {"quietly": "contextlib.nullcontext()", "decorator": ""}),
    "mean of means": ("counts_a_smaller_last_batch_rightly",
                      {"counters": "means = []",
                       "count": "means.append((p == y).float().mean().item())",
                       "result": "sum(means) / len(means)"}),
    "over the batches": ("counts_right_answers",
                         {"counters": "right = 0", "count": "right += (p == y).sum().item()",
                          "result": "right / len(data_loader)"}),
    "per cent": ("counts_right_answers",
                 {"counters": "right, n = 0, 0",
                  "count": "right += (p == y).sum().item()\nn += len(y)",
                  "result": "100 * right / n"}),
    "last batch only": ("counts_right_answers",
                        {"counters": "", "count": "hits = (p == y).float()",
                         "result": "hits.mean().item()"}),
    "first batch only": ("counts_right_answers",
                         {"counters": "", "count": "break",
                          "result": "(p == y).float().mean().item()"}),
    "worst answer": ("counts_right_answers", {"answers": "p = logits.argmin(1)"}),
    "count of right ones": ("counts_right_answers",
                            {"counters": "right = 0", "count": "right += (p == y).sum().item()",
                             "result": "float(right)"}),
    "error rate": ("counts_right_answers",
                   {"counters": "right, n = 0, 0",
                    "count": "right += (p != y).sum().item()\nn += len(y)",
                    "result": "right / n"}),
    "returns a tensor": ("returns_a_python_float",
                         {"counters": "right, n = 0, 0",
                          "count": "right += (p == y).sum()\nn += len(y)",
                          "result": "right / n"}),
    "images not moved": ("moves_the_batches_to_the_device", {"move": "y = y.to(device)"}),
    "moved and dropped": ("moves_the_batches_to_the_device",
                          {"move": "x.to(device)\ny.to(device)"}),
}  # fmt: skip
