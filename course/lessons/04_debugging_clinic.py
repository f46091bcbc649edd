# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="intro"
# # Debugging clinic
#
# *Six training runs that fail without an error message. What is wrong with them?*
#
# Code that crashes is easy to mend. Deep learning mostly fails in silence: the loss goes down a little,
# the accuracy is not too bad, and something is wrong all the same. In this lesson you learn to read the
# signs. Each of the six patients is a real training run with a real mistake, one that learners make.
#
# {{ objectives }}
#
# {{ times }}
#
# **You need**: lessons 02 and 03.
#
# {{ links }}
#
# **How to work**: run a patient's two cells, then read the findings *before* you read the code. Write
# your diagnosis down, then compare. At the end you enter all six, and are told which to look at again.

# %% name="find_course"
# {{ find_course }}

# %% name="imports"
import copy
from itertools import chain

import torch
from torch import nn

import course
from course.budget import choose

torch.manual_seed(0)
device = course.device()
size = choose(cpu=64, gpu=96, small=32)
per_class = choose(cpu=40, gpu=80, small=4)
epochs = choose(cpu=4, gpu=6, small=1)
print(f"Working on {device}: {epochs} epochs on {per_class} images of each class")

# %% [markdown] name="curves_story"
# ## Reading curves
#
# Three runs of the same head on the same features; only the learning rate differs.
#
# **Predict**: rates of 0.00003, 0.003 and 3. What will each loss curve look like?

# %% name="curves"
from course.features import features

plain = course.data.transforms(size)
sample = course.data.FashionMNIST("train", transform=plain, per_class=per_class)
backbone = course.models.load_backbone("mobilenet_v2")
x, y = (part.to(device) for part in features(backbone, sample, device))
runs = {}
for rate in (3e-5, 3e-3, 3.0):
    torch.manual_seed(0)
    head = nn.Linear(1280, 10).to(device)
    optimizer = torch.optim.Adam(head.parameters(), lr=rate)
    runs[f"rate {rate:g}"] = []
    for _ in range(6):
        for batch in torch.randperm(len(y), device=device).split(32):
            loss = nn.functional.cross_entropy(head(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            runs[f"rate {rate:g}"].append(
                min(loss.item(), 20.0)
            )  # cut off, to keep the others visible
course.plots.loss_curves(runs, "One head, three learning rates (cut off at 20)")

# %% [markdown] name="curves_discussion"
# What to ask of a curve, in this order:
#
# | look at | healthy | if not |
# |---|---|---|
# | the **first loss** | about ln(number of classes): 2.30 for ten | input not normalised, labels out of range |
# | the **direction** | falls quickly, then slowly | flat: nothing learns, or the rate is tiny. Up and down: rate too high, or gradients pile up |
# | where it **ends** | near 0 on few images | stuck at a round value: look at the last layer and the loss |
# | **training against validation** | a growing, modest gap | large: overfitting. Validation *better*: a leak, or dropout |
# | **validation against test** | equal within the margin | the validation images have been used |
# | **what moved** | what should, and nothing else | frozen things moved, trainable ones did not |
#
# The last line has no curve. Ask the tensors: `course.plots.layers(model)`, lesson 02's `moved`, and the
# BatchNorm drift.

# %% [markdown] name="healthy_story"
# ## A healthy run
#
# These functions are right. Each patient has *one* of them replaced by one of its own.


# %% name="healthy"
def replace_head(model, num_classes):
    """Swap MobileNetV2's final layer for a fresh one."""
    model.classifier[1] = nn.Linear(model.classifier[1].in_features, num_classes)
    return model


def freeze_backbone(model):
    """Freeze everything but the head."""
    model.requires_grad_(False)
    course.models.head(model).requires_grad_(True)
    return model


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    """Train for one pass over the loader; return the mean loss per image."""
    model.train()
    for layer in model.modules():
        trains = any(parameter.requires_grad for parameter in layer.parameters())
        if isinstance(layer, nn.BatchNorm2d) and not trains:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


@torch.no_grad()
def evaluate(model, data_loader, device):
    """Return the accuracy over all images of the loader."""
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        correct += (model(images.to(device)).argmax(dim=1).cpu() == labels).sum().item()
        total += len(labels)
    return correct / total


def fine_tune(model, train_loader, val_loader, epochs, device):
    """Train what is trainable; return the model with the weights of its best epoch."""
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    best_accuracy, best_state = -1.0, None
    for _ in range(epochs):
        losses.append(
            train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, train_loader, device)
        )
        accuracies.append(evaluate(model, val_loader, device))
        if accuracies[-1] > best_accuracy:
            best_accuracy, best_state = accuracies[-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model


# %% name="ward"
train_loader, validation_loader, test_loader = course.data.loaders(
    32, size, per_class=per_class, augment=False
)
if choose(cpu=False, gpu=False, small=True):
    from torch.utils.data import Subset

    test_loader = torch.utils.data.DataLoader(Subset(test_loader.dataset, range(100)), 50)
    validation_loader = torch.utils.data.DataLoader(
        Subset(validation_loader.dataset, range(100)), 50
    )
losses, accuracies = [], []  # of the run in hand
healthy = {"replace_head": replace_head, "freeze_backbone": freeze_backbone}
healthy |= {"train_one_epoch": train_one_epoch, "fine_tune": fine_tune}
right = dict(healthy)


def new_probe():
    """Return a frozen network with a new head, made by the functions in force."""
    torch.manual_seed(0)
    return freeze_backbone(replace_head(course.models.load_backbone("mobilenet_v2"), 10)).to(device)


def train_probe(rate=1e-3):
    """Train a new probe; note losses and accuracies, return the model."""
    model = new_probe()
    optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), lr=rate)
    losses.clear(), accuracies.clear()
    for epoch in range(1, epochs + 1):
        bar = course.training.with_progress(train_loader, f"epoch {epoch} of {epochs}")
        losses.append(train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, bar, device))
        accuracies.append(evaluate(model, validation_loader, device))
    return model


def heal():
    """Put the right functions back."""
    globals().update(right)


well = train_probe()
well_losses, well_accuracies = list(losses), list(accuracies)
course.plots.curves(well_losses, well_accuracies, "A healthy probe")

# %% [markdown] name="anna_story"
# ## Patient Anna
#
# Anna fine-tunes the last six blocks, after the head has been trained. "The loss does not move. And
# the validation accuracy gets *worse* from epoch to epoch!"
#
# **Predict**: her head is trained already. Where should the loss start, and where should it go, if the
# last blocks learn as they should?


# %% name="anna_code"
def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    model = copy.deepcopy(model)
    best_accuracy, best_state = -1.0, None
    for _ in range(epochs):
        losses.append(
            train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, train_loader, device)
        )
        accuracies.append(evaluate(model, val_loader, device))
        if accuracies[-1] > best_accuracy:
            best_accuracy, best_state = accuracies[-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model


# %% name="anna_findings"
def thawed(num_blocks=6):
    """Return a copy of the healthy probe with its last blocks thawed."""
    model = copy.deepcopy(well)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    return model


losses.clear(), accuracies.clear()
start = thawed()
torch.manual_seed(0)
anna = fine_tune(
    start, course.training.with_progress(train_loader, "Anna"), validation_loader, epochs, device
)
course.plots.curves(losses, accuracies, "Anna: fine-tuning the last six blocks")
conv = "features.17.conv.2.weight"
change = (anna.state_dict()[conv] - well.state_dict()[conv]).abs().max().item()
gradient = anna.get_parameter(conv).grad.abs().max().item()
print(f"{conv}: largest gradient {gradient:.1e}, largest change {change:.1e}")
heal()

# %% [markdown] name="anna_questions"
# <details><summary>What to look at</summary>
#
# The loss is as flat as can be; dropout and shuffling make it waver. There *is* a gradient. What stands
# between a gradient and a change? (The accuracy is a trail of its own: the thawed BatchNorm layers run in
# training mode, and their statistics follow the new images, while no weight follows them.)
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# The optimizer was made from the parameters of `model`; then `model` became a copy, with parameters of
# its own. Gradients arrive there, and the optimizer steps the old ones, which have none. **Make the
# optimizer after the last line that changes which model you train.** The same happens if the head is
# replaced after the optimizer was made.
# </details>

# %% [markdown] name="boris_story"
# ## Patient Boris
#
# Boris has trained a probe. "The accuracy is fine. But the loss does not want to go down."


# %% name="boris_code"
def replace_head(model, num_classes):
    features = model.classifier[1].in_features
    model.classifier[1] = nn.Sequential(nn.Linear(features, num_classes), nn.Softmax(dim=1))
    return model


# %% name="boris_findings"
boris = train_probe()
course.plots.loss_curves(
    {"healthy": well_losses, "Boris": losses}, "Boris and a healthy probe", "epoch"
)
images, labels = next(iter(validation_loader))
with torch.no_grad():
    outputs = boris.eval()(images.to(device))
print(f"accuracy {accuracies[-1]:.3f} (healthy {well_accuracies[-1]:.3f})")
print(
    f"outputs from {outputs.min():.3f} to {outputs.max():.3f}; rows sum to {outputs.sum(1).mean():.3f}"
)
heal()

# %% [markdown] name="boris_questions"
# <details><summary>What to look at</summary>
#
# The first loss is about right, the direction is right, and it is slow. How low could it get, if every
# image were given the probability 1 for its class? Try it: put `torch.eye(10)` into the criterion.
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# `CrossEntropyLoss` applies a softmax of its own. On top of one in the network the loss of ten classes
# cannot fall below 1.46, and the gradients are weak all the way. The accuracy hardly notices, because
# a softmax does not change which output is highest. **Let the linear layer be the last one.**
# </details>

# %% [markdown] name="carmen_story"
# ## Patient Carmen
#
# Carmen's probe starts well. "And then it jumps about, whatever I do. With a smaller rate it jumps later."
#
# **Predict**: one test sends the *same batch* through her loop three times, with a learning rate of
# zero. What should the size of the gradient do?


# %% name="carmen_code"
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        trains = any(parameter.requires_grad for parameter in layer.parameters())
        if isinstance(layer, nn.BatchNorm2d) and not trains:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% name="carmen_findings"
carmen = train_probe(rate=1e-2)
carmen_losses, carmen_accuracies = list(losses), list(accuracies)

probe, norms = new_probe(), []
optimizer = torch.optim.SGD(course.models.head(probe).parameters(), lr=0.0)  # stand still, and look
images, labels = next(iter(train_loader))
for _ in range(3):
    train_one_epoch(probe, nn.CrossEntropyLoss(), optimizer, [(images, labels)], device)
    norms.append(course.models.head(probe).weight.grad.norm().item())
heal()
train_probe(rate=1e-2)
course.plots.loss_curves(
    {"right loop, same rate": list(losses), "Carmen": carmen_losses}, "Carmen's loss", "epoch"
)
print(f"accuracy {carmen_accuracies[-1]:.3f} (right loop, same rate: {accuracies[-1]:.3f})")
print("the same batch three times at rate 0; size of the gradient:", [round(n, 2) for n in norms])

# %% [markdown] name="carmen_questions"
# <details><summary>What to look at</summary>
#
# With a learning rate of zero, nothing changes: the same batch must give the same gradient each time.
# Dropout makes it waver a little. But does it waver, or grow?
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# About 1 : 2 : 3. The gradients are never cleared, and `backward()` adds to what is there; every step
# uses the sum of all gradients since the beginning. **`optimizer.zero_grad()`, once for every batch,
# before `backward()`.**
# </details>

# %% [markdown] name="dmitri_story"
# ## Patient Dmitri
#
# Dmitri's probe learns. "But it is behind yours from the first epoch to the last. I have frozen everything,
# I checked `requires_grad`!"


# %% name="dmitri_code"
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% name="dmitri_findings"
dmitri = train_probe()
print(f"loss {losses[-1]:.3f} (healthy {well_losses[-1]:.3f})")
print(f"accuracy {accuracies[-1]:.3f} (healthy {well_accuracies[-1]:.3f})")
before = course.models.load_backbone("mobilenet_v2").to(device).state_dict()
after = dmitri.state_dict()
moved = [
    name
    for name in before
    if "classifier" not in name and not torch.equal(before[name], after[name])
]
kinds = sorted({name.rsplit(".", 1)[1] for name in moved})
print(f"{len(moved)} tensors of the frozen backbone have moved; their kinds: {', '.join(kinds)}")
heal()
course.plots.loss_curves(
    {"healthy": well_accuracies, "Dmitri": accuracies},
    "Dmitri and a healthy probe",
    "epoch",
    "validation accuracy",
)

# %% [markdown] name="dmitri_questions"
# <details><summary>What to look at</summary>
#
# No weight and no bias is among the tensors that moved. What are the others, and when do they change?
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# The frozen BatchNorm layers run in training mode: they normalise with each batch's statistics, and
# update their running ones. In evaluation the head then reads features that it was not trained on.
# **After every `model.train()`, put BatchNorm layers with frozen parameters into `eval()`.**
# </details>

# %% [markdown] name="elif_story"
# ## Patient Elif
#
# Elif trains a probe as well. "Mine is much slower than yours. But it is no worse! Is anything wrong?"


# %% name="elif_code"
def freeze_backbone(model):
    head = course.models.head(model)
    for layer in model.modules():
        layer.requires_grad = layer is head
    return model


# %% name="elif_findings"
import time

seconds = {}
for name, function in (("healthy", right["freeze_backbone"]), ("Elif", freeze_backbone)):
    freeze_backbone = function
    model = new_probe()
    optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), lr=1e-3)
    batches = [batch for batch, _ in zip(train_loader, range(3), strict=False)]
    began = time.perf_counter()
    train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, batches, device)
    seconds[name] = time.perf_counter() - began
print(f"three batches: {seconds['Elif']:.1f} s (healthy {seconds['healthy']:.1f} s)")
elif_ = train_probe()
print(
    f"accuracy by epoch: {[round(a, 3) for a in accuracies]} (healthy: {[round(a, 3) for a in well_accuracies]})"
)
course.plots.layers(elif_, "Elif's network")
heal()

# %% [markdown] name="elif_questions"
# <details><summary>What to look at</summary>
#
# The diagram says which parameters train. And the code says `requires_grad = …`. Of what?
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# The flag was set on *layers*. A layer takes any attribute, and nobody reads this one; nothing is frozen,
# and the whole network learns. A mistake need not cost accuracy: on clothes, fine-tuning helps. But she
# pays for it at every step, her "frozen" features are no longer those that anyone would cache, and what she
# reports as a linear probe is none. **Set the flag on parameters, or call `layer.requires_grad_(False)`,
# with the underscore.**
# </details>

# %% [markdown] name="farah_story"
# ## Patient Farah
#
# Farah fine-tunes the last six blocks. "My validation accuracy is the best of all of us!"
#
# **Predict**: validation and test images are drawn alike. By how much may the two accuracies differ,
# with 500 and 1,000 images?


# %% name="farah_code"
def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    best_accuracy, best_state = -1.0, None
    for _ in range(epochs):
        batches = chain(train_loader, val_loader)
        losses.append(train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, batches, device))
        accuracies.append(evaluate(model, val_loader, device))
        if accuracies[-1] > best_accuracy:
            best_accuracy, best_state = accuracies[-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model


# %% name="farah_findings"
found = {}
for name, function in (("Farah", fine_tune), ("right", right["fine_tune"])):
    losses.clear(), accuracies.clear()
    torch.manual_seed(0)
    bar = course.training.with_progress(train_loader, name)
    model = function(thawed(), bar, validation_loader, epochs, device)
    found[f"{name}, validation"] = evaluate(model, validation_loader, device)
    found[f"{name}, test"] = evaluate(model, test_loader, device)
heal()
course.plots.comparison(
    found, "Farah's accuracies, and those of the right way", highlight="Farah, validation"
)

# %% [markdown] name="farah_questions"
# <details><summary>What to look at</summary>
#
# Validation and test images are drawn from the same clothes. How can a network be so much better on one
# than on the other?
# </details>
# <details><summary>Diagnosis and cure</summary>
#
# The validation images are trained on too. More images are welcome (look at the test accuracy!), but
# these are needed for an honest number: on images that were learned from, accuracy means nothing, and
# the "best" epoch is the one that knows them by heart. **Train on `train_loader` alone.**
# </details>

# %% [markdown] name="diagnoses_story"
# ## Your diagnoses
#
# | | cause |
# |---|---|
# | a | the gradients are never cleared |
# | b | the head ends in a softmax, and the loss applies its own |
# | c | the optimizer holds the parameters of another model |
# | d | the frozen BatchNorm layers run in training mode |
# | e | nothing was frozen: the flag was set on modules |
# | f | the validation images are trained on too |
# | g | the learning rate is zero |
# | h | the labels were shuffled |

# %% name="diagnoses"
diagnoses = {"Anna": ..., "Boris": ..., "Carmen": ..., "Dmitri": ..., "Elif": ..., "Farah": ...}
course.lessons.attempt("diagnoses", diagnoses)

# %% [markdown] name="diagnoses_solution"
# <details><summary>The diagnoses</summary>
#
# ```python
# diagnoses = {"Anna": "c", "Boris": "b", "Carmen": "a", "Dmitri": "d", "Elif": "e", "Farah": "f"}
# ```
# </details>

# %% [markdown] name="recap"
# ## Recap
#
# - Before the first epoch: is the loss near ln(number of classes)? Can it overfit 16 images?
# - A flat loss: is there a gradient? If so, does the optimizer hold *these* parameters?
# - A loss with a floor: what does the criterion expect?
# - Jumps: same batch, rate zero, three times. Do gradients add up?
# - Behind without a reason, or slow without one: which tensors moved, and which should have?
# - Too good to be true: has a test image been seen before?
#
# ## Check for understanding
#
# Choose an answer to see what it says about it: Tab moves, Enter opens.

# %% name="quiz"
course.quiz("04")

# %% [markdown] name="further"
# ## Further
#
# - `course quiz --practice loop` and `--practice batchnorm` have more of these.
# {{ further }}
