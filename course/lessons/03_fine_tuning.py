# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="intro"
# # Fine-tuning
#
# *Let the backbone learn as well: the right blocks, gently, and with a way back.*
#
# A probe is quick, and stops where the frozen features stop being good enough. Fine-tuning goes on
# from there. This lesson puts the two side by side: accuracy, seconds, and what changes inside. The
# assignment *Fine-tuning* then asks you to write its parts for any network.
#
# {{ objectives }}
#
# {{ times }}
#
# **You need**: lesson 02, or what it teaches: heads, freezing, the training loop, BatchNorm's modes.
#
# {{ links }}
#
# **How to work**: where you find **Predict**, say your answer aloud *before* you run the next cell.
# Where a cell has dots (`...`), it is yours to fill in; the line below it says how you did.

# %% name="find_course"
# {{ find_course }}

# %% name="imports"
import copy
import time

import torch
from torch import nn

import course
from course import recipes
from course.budget import choose

torch.manual_seed(0)
device = course.device()
size = choose(cpu=96, gpu=128, small=32)
per_class = choose(cpu=None, gpu=None, small=10)  # None: all 350
print(f"Working on {device} with images of {size} x {size} pixels")

# %% name="data"
plain = course.data.transforms(size)
train = recipes.stack(
    course.data.FashionMNIST("train", transform=plain, per_class=per_class), device
)
validation = recipes.stack(course.data.FashionMNIST("validation", transform=plain), device)
test = recipes.stack(
    course.data.FashionMNIST("test", transform=plain, per_class=choose(None, None, small=20)),
    device,
)
print(
    f"{len(train.labels):,} training, {len(validation.labels)} validation, {len(test.labels):,} test"
)

# %% [markdown] name="apart_story"
# ## Feature extraction or fine-tuning
#
# Both start from pretrained weights and a new head. They differ in one thing: may the backbone move?
#
# | | feature extraction | fine-tuning |
# |---|---|---|
# | trains | the head | the head and blocks of the backbone |
# | features of an image | the same in every epoch: compute once | change with every step |
# | time | seconds | minutes to hours |
# | memory | little: no gradients in the backbone | more |
# | can go wrong | hardly | wrong rates, BatchNorm, overfitting |
# | gains when | labels are few, images like ImageNet's | labels are many, images unlike ImageNet's |
#
# Start with the probe, always: it costs seconds, and it is the rival that fine-tuning has to beat.

# %% name="probe"
torch.manual_seed(0)
probe = recipes.linear_probe(train, choose(cpu=15, gpu=30, small=3), validation)
print(f"Linear probe: validation {probe.accuracies[-1]:.3f}, after {probe.seconds[-1]:.1f} s")

# %% [markdown] name="kind_of_story"
# **Exercise.** Whether a model is set up for one or the other is not a matter of names. Tell it from its
# flags. (`course.models.head(model)` is the final layer; a tensor is the same *object* as another if
# `a is b`.)


# %% name="kind_of"
def kind_of(model):
    """Return "feature extraction" if only the head is trainable, else "fine-tuning"."""
    return ...


course.lessons.attempt("kind_of", kind_of)

# %% [markdown] name="kind_of_solution"
# <details><summary>A solution</summary>
#
# ```python
# def kind_of(model):
#     of_head = {id(parameter) for parameter in course.models.head(model).parameters()}
#     others = [p for p in model.parameters() if p.requires_grad and id(p) not in of_head]
#     return "fine-tuning" if others else "feature extraction"
# ```
# </details>

# %% [markdown] name="unfreeze_story"
# ## Unfreeze
#
# Which blocks should learn? Lesson 01 gave the answer as a curve: the early blocks are of use for
# anything, the last ones are made for ImageNet. So one thaws **from the end**. There is a second reason:
# a gradient runs from the loss backwards and stops at the first block that needs none. What lies
# before it costs nothing. (And, being frozen, can be computed once!)
#
# And *when*? First the head alone, then the blocks: a random head sends large, meaningless gradients,
# and they would be the first thing that the backbone learns from.
#
# **Worked example.** `course.models.blocks(model)` lists the 19 blocks from input to output.
#
# **Predict**: the last 12 blocks are two thirds of all blocks. What share of the parameters do they
# hold?

# %% name="unfreeze"
thawed = 12
model = copy.deepcopy(probe.model)
model.requires_grad_(False)
for block in course.models.blocks(model)[-thawed:]:
    block.requires_grad_(True)
course.models.head(model).requires_grad_(True)
recipes.train_mode(model)  # model.train(), then frozen BatchNorm to evaluation mode
course.plots.layers(model, "Ready for fine-tuning")

# %% [markdown] name="unfreeze_discussion"
# Nearly everything. Blocks near the input are small (few channels), those near the output large: the
# frozen third holds hardly any parameters, and still takes most of the computing, because its images
# are large.
#
# **Exercise.** Compute such shares without changing a flag.


# %% name="thawed_share"
def thawed_share(model, num_blocks):
    """Return the share (0 to 1) of all parameters in the last `num_blocks` blocks and the head."""
    return ...


course.lessons.attempt("thawed_share", thawed_share)

# %% [markdown] name="thawed_share_solution"
# <details><summary>A solution</summary>
#
# ```python
# def thawed_share(model, num_blocks):
#     parts = [*course.models.blocks(model)[-num_blocks:], course.models.head(model)]
#     thawed = sum(p.numel() for part in parts for p in part.parameters())
#     return thawed / sum(p.numel() for p in model.parameters())
# ```
# </details>

# %% [markdown] name="rates_story"
# ## Learning rates
#
# The backbone knows a lot and has to change a little; a new head knows nothing. So they get different
# rates, as **parameter groups** of the optimizer:
#
# ```python
# torch.optim.AdamW([
#     {"params": backbone_parameters, "lr": 3e-4},
#     {"params": head_parameters, "lr": 1e-2},
# ])
# ```
#
# The cell tries four settings on a *new* head and 50 images of each class, for two epochs.
#
# **Predict**: put the four in order of their validation accuracy. Which one has a low loss and a poor
# accuracy?

# %% name="rates_experiment"
# What lies before the thawed blocks is frozen: let it see each image once.
front, _ = recipes.split(probe.model, thawed)
train_maps, validation_maps, test_maps = (
    recipes.through(front, part) for part in (train, validation, test)
)
each = choose(cpu=50, gpu=50, small=5)
rows = torch.cat([(train.labels == label).nonzero()[:each, 0] for label in range(10)])
few = recipes.Images(train_maps.images[rows], train.labels[rows])

settings = {
    "both small": (1e-5, 1e-5),
    "both large": (1e-2, 1e-2),
    "swapped": (1e-2, 1e-5),
    "small backbone, large head": (3e-4, 1e-2),
}
rate_losses = {}
print(f"{'':<28}{'backbone':>10}{'head':>8}{'loss':>8}{'validation':>12}")
for name, (backbone_lr, head_lr) in settings.items():
    torch.manual_seed(0)
    fresh = recipes.new_model().to(device, memory_format=torch.channels_last)
    _, tail = recipes.split(fresh.requires_grad_(True), thawed)
    head = course.models.head(tail)
    backbone = [p for p in tail.parameters() if all(p is not q for q in head.parameters())]
    optimizer = torch.optim.AdamW(
        [{"params": backbone, "lr": backbone_lr}, {"params": head.parameters(), "lr": head_lr}]
    )
    tail.train()
    rate_losses[name] = []
    for _ in course.training.with_progress(range(2), name):
        for batch in torch.randperm(len(few.labels), device=device).split(32):
            loss = nn.functional.cross_entropy(tail(few.images[batch]), few.labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate_losses[name].append(loss.item())
    found = recipes.accuracy(tail, validation_maps)
    print(f"{name:<28}{backbone_lr:>10g}{head_lr:>8g}{rate_losses[name][-1]:>8.2f}{found:>12.3f}")

# %% name="rates_curves"
course.plots.loss_curves(rate_losses, "The same start, the same batches, four pairs of rates")

# %% [markdown] name="rates_discussion"
# Read your table line by line. *Both small*: two epochs are over before the head has got anywhere.
# *Both large* and *swapped* overwrite what the backbone knew; the loss may fall all the same, for 500
# images are soon learned by heart. A falling training loss is not the aim.
#
# Rates may also grow gradually from input to output: **discriminative learning rates**.
#
# **Exercise.** Each block gets the rate of the one behind it times a factor; the last block gets the
# head's rate times that factor.


# %% name="rates"
def rates(num_blocks, head_lr, decay):
    """Return the blocks' learning rates from input to output."""
    return ...


course.lessons.attempt("rates", rates)

# %% [markdown] name="rates_solution"
# <details><summary>A solution</summary>
#
# ```python
# def rates(num_blocks, head_lr, decay):
#     return [head_lr * decay ** (num_blocks - place) for place in range(num_blocks)]
# ```
# </details>

# %% [markdown] name="best_story"
# ## Keep the best
#
# Two million weights can learn 3,500 images by heart, so the last epoch need not be the best. Measure on
# the **validation** images after every epoch, put the best weights aside, bring them back at the end.
#
# **Predict**: the weight is 1.0 when it is put aside. What does the cell print?

# %% name="alias"
layer = nn.Linear(1, 1)
nn.init.constant_(layer.weight, 1.0)
kept = layer.state_dict()
nn.init.constant_(layer.weight, 2.0)  # "training" goes on
print(f"put aside: {kept['weight'].item()}")

# %% [markdown] name="best_exercise"
# `state_dict()` hands out the *living* tensors. And it holds more than parameters: BatchNorm's running
# statistics belong to the weights that they were measured with.
#
# **Faded example.** One line is missing here. (Without it, what is put aside is alive.)


# %% name="snapshot"
def snapshot(model):
    """Return a state dict of the model that stays as it is while training goes on."""
    kept = model.state_dict()
    ...  # make `kept` independent of the model
    return kept


course.lessons.attempt("snapshot", snapshot)

# %% [markdown] name="snapshot_solution"
# <details><summary>A solution</summary>
#
# ```python
# def snapshot(model):
#     kept = model.state_dict()
#     kept = copy.deepcopy(kept)
#     return kept
# ```
# </details>

# %% [markdown] name="tune_story"
# ### All of it together
#
# **Worked example.** The probe's epochs, then the last 12 blocks. A *one-cycle schedule* lets the rate
# rise gently and fall to nearly zero; it takes a step after every batch.
#
# **Predict**: what does the validation accuracy do in the first epoch after thawing?


# %% name="tune"
def fine_tune(tail, train, validation, epochs, lr=1e-3):
    """Train what is trainable; return losses, accuracies and seconds, and leave the best weights."""
    optimizer = torch.optim.AdamW([p for p in tail.parameters() if p.requires_grad], lr=lr)
    steps = epochs * -(-len(train.labels) // 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=steps)
    losses, accuracies, seconds = [], [], []
    best, start = None, time.perf_counter()
    for _ in course.training.with_progress(range(epochs), "fine-tuning"):
        recipes.train_mode(tail)
        total = 0.0
        for batch in torch.randperm(len(train.labels), device=device).split(32):
            loss = nn.functional.cross_entropy(tail(train.images[batch]), train.labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        losses.append(total / len(train.labels))
        accuracies.append(recipes.accuracy(tail, validation))
        seconds.append(time.perf_counter() - start)
        if accuracies[-1] == max(accuracies):
            best = copy.deepcopy(tail.state_dict())
    tail.load_state_dict(best)
    return losses, accuracies, seconds


torch.manual_seed(0)
epochs = choose(cpu=5, gpu=12, small=1)
_, tail = recipes.split(model, thawed)  # shares the layers of `model`, which was thawed above
losses, accuracies, seconds = fine_tune(tail, train_maps, validation_maps, epochs)
print("validation:", ", ".join(f"{a:.3f}" for a in accuracies))

# %% name="tune_curves"
shown = 4  # of the probe's epochs
course.plots.curves(
    [*probe.losses[:shown], *losses],
    [*probe.accuracies[:shown], *accuracies],
    "A head first, then the last 12 blocks as well",
    unfrozen_after=min(shown, len(probe.losses)),
)

# %% name="over_time"
preparation = probe.seconds[-1]
course.plots.accuracy_over_time(
    {
        "linear probe": (probe.seconds, probe.accuracies),
        "fine-tuned (probe included)": ([preparation + s for s in seconds], accuracies),
    },
    "What a second buys",
)

# %% [markdown] name="measured_story"
# ### Measured side by side
#
# The test images have decided nothing so far. The third rival has borrowed nothing: the small CNN from
# lesson 01, on the same training images.

# %% name="measured"
raw_train, raw_test = (
    recipes.stack(
        course.data.FashionMNIST(part, transform=course.data.transforms(28), per_class=limit),
        device,
    )
    for part, limit in (("train", per_class), ("test", choose(None, None, small=20)))
)
torch.manual_seed(0)
scratch = recipes.from_scratch(raw_train, choose(cpu=8, gpu=20, small=1))
measured = {
    "small CNN from scratch": recipes.accuracy(scratch.model, raw_test),
    "linear probe": recipes.accuracy(probe.model, test),
    "fine-tuned": recipes.accuracy(model, test),
    "people *": 0.835,
}
course.plots.comparison(
    measured, "Test accuracy (* asked by the makers of the data set)", highlight="fine-tuned"
)

# %% name="measured_table"
count = len(test.labels)
trained = {
    name: sum(p.numel() for p in m.parameters() if p.requires_grad)
    for name, m in (
        ("small CNN from scratch", scratch.model),
        ("linear probe", probe.model),
        ("fine-tuned", model),
    )
}
spent = {
    "small CNN from scratch": scratch.seconds[-1],
    "linear probe": probe.seconds[-1],
    "fine-tuned": preparation + seconds[-1],
}
print(f"{'':<24}{'trained':>12}{'seconds':>9}{'test accuracy':>15}")
for name, number in trained.items():
    found = measured[name]
    margin = 2 * (found * (1 - found) / count) ** 0.5
    print(f"{name:<24}{number:>12,}{spent[name]:>9.0f}{found:>9.3f} ± {margin:.3f}")

# %% [markdown] name="inside_story"
# ## What has changed inside
#
# ### The map
#
# Lesson 01 drew images by their pixels and by frozen features. Here is a third space. **Predict**: by
# how much will the number under the name grow?

# %% name="space"
shown = torch.cat([(test.labels == label).nonzero()[:40, 0] for label in range(10)])
spaces = {"pixels": course.data.unnormalize(test.images[shown])[:, 0]}
for name, network in (("frozen features", probe.model), ("fine-tuned features", model)):
    from course.activations import before_head

    spaces[name] = torch.cat([before_head(network, test.images[part]) for part in shown.split(100)])
course.plots.projection(spaces, test.labels[shown].tolist(), course.data.CLASSES)

# %% [markdown] name="cam_story"
# ### Where it looks
#
# **Grad-CAM** asks which places of a block's output speak for a class: each channel of the block is
# weighed with the gradient of the class's score. Warm is much. Before and after fine-tuning:

# %% name="cam"
chosen = [int((test.labels == label).nonzero()[0, 0]) for label in (0, 3, 5, 6, 8, 9)]
course.plots.grad_cam(
    {"probe": probe.model, "fine-tuned": model},
    test.images[chosen],
    test.labels[chosen].tolist(),
    course.data.CLASSES,
    block=13,
)

# %% [markdown] name="cam_discussion"
# Don't read too much into such pictures. The map is coarse (six squares a side, blurred for the eye), so it
# spills over the edges; and it shows where evidence lies, not why it convinces. Look at the black around
# the clothes: there, too, the probe finds evidence. Where a sleeve could be and is not, something is said.
#
# ### The mistakes that are left

# %% name="left"
logits = recipes.logits(model, test.images).cpu()
truth, answers = test.labels.tolist(), logits.argmax(dim=1).tolist()
course.plots.confused_pairs(truth, answers, course.data.CLASSES, "What fine-tuning has left over")

# %% name="left_images"
pictures = [
    image for image, _ in course.data.FashionMNIST("test", per_class=choose(None, None, small=20))
]
course.plots.highest_losses(pictures, truth, logits, course.data.CLASSES)

# %% [markdown] name="when_story"
# ## When is it worth it?
#
# Hold the gain in your table against the margins, and against lesson 01's chart.
#
# - **Few labels**: a probe, or a small network. Fine-tuning has little to learn from and much to break.
# - **Many labels, or images unlike ImageNet's**: fine-tuning; the features themselves get better.
# - **In between**: probe first, then thaw a few blocks from the end, with small rates and a way back.
#
# The same recipe works for any TorchVision network: `course.models.blocks` and `course.models.head` find
# their parts. And for your own images: `course.data.folder.own_images` (lesson 02) gives the parts that
# `recipes.stack` takes.
#
# ## Recap
#
# - Feature extraction and fine-tuning differ in whether the backbone may move; tell it from the flags.
# - Thaw from the end, after the head has been trained.
# - The backbone's rate is ten to a hundred times smaller than a new head's.
# - Frozen BatchNorm stays in evaluation mode; thawed BatchNorm trains.
# - A state dict is a window; a deep copy is a photograph. Keep the best epoch, statistics included.
# - Report accuracy *and* seconds, with a margin, beside the probe and a rival from scratch.
#
# ## Check for understanding
#
# Choose an answer to see what it says about it: Tab moves, Enter opens.

# %% name="quiz"
course.quiz("03")

# %% [markdown] name="further"
# ## Further
#
# - The assignment *Fine-tuning*: unfreeze, parameter groups and the best epoch, for any network.
# {{ further }}
