# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] grade_id="intro"
# # Fine-tuning
#
# *Thaw the backbone, a few blocks at a time, and keep what it learned.*
#
# In feature extraction the backbone stood still and a new head learned to read its features. That
# is quick, and it stops where the features stop being good enough. Here you let the last part of
# the backbone learn as well: gently, and with an eye on the moment when more becomes worse.
#
# **When you have finished, you can**
#
# - unfreeze the last blocks of any network, and say why the last ones,
# - give backbone and head their own learning rates, and show what happens without,
# - say what BatchNorm does in each mode, and what that means for frozen layers,
# - train for several epochs and bring back the best one, not the last,
# - tell from your own numbers when fine-tuning is worth its price, and when it is not.
#
# **Time**: about 90 minutes, of which the computer needs three to five. A laptop will do: no GPU,
# no network connection.
#
# **You need**: the notebook *Feature extraction*, or what it teaches: heads, freezing, the training
# loop, and measuring.
#
# ## How this notebook works
#
# As before. You write three functions, each in its own cell; replace `# YOUR CODE HERE` and
# `raise NotImplementedError()`, run the cell, then run the check below it. The three are
# independent: if one is stuck, go on with the next.
#
# Where you find **Predict**, say your answer aloud, or write it down, *before* you run the next
# cell.

# %% grade_id="find_course" kind="given"
# Find the package `course`; where it is missing, install the wheel that came with this notebook.
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path


class CourseNotFoundError(Exception):
    def _render_traceback_(self):  # Jupyter shows these lines in place of a traceback
        return [str(self)]


def find_course():
    spec = importlib.util.find_spec("course")
    if spec is not None and spec.origin is not None:
        return
    wheels = sorted(Path.cwd().glob("thaw_course-*.whl"))
    for folder in (Path("/kaggle/input"), Path("/content")):
        wheels += sorted(folder.rglob("thaw_course-*.whl"))
    if not wheels:
        raise CourseNotFoundError(
            "The course isn't installed: put thaw_course-….whl, which came with this notebook,"
            " beside it (Kaggle: Add Input; Colab: upload to Files) and run this cell again."
        )
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run([*pip, str(wheels[-1])], capture_output=True, text=True)
    if done.returncode:
        raise CourseNotFoundError(f"pip could not install {wheels[-1].name}: {done.stderr.strip()}")
    importlib.invalidate_caches()


find_course()

# %% grade_id="imports" kind="given"
import copy

import torch
from torch import nn
from torch.utils.data import DataLoader

import course

# %% [markdown] grade_id="last_time"
# ## Where we left off
#
# Here are two functions from the last notebook, as they might have come out of it. You may use
# them wherever you like, in this notebook's exercises too. (If you are fond of your own, paste them
# into a cell below: what is defined last counts.)


# %% grade_id="from_last_time" kind="given"
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    """Train for one pass over the loader and return the mean training loss per image."""
    model.train()
    for module in model.modules():
        trains = any(parameter.requires_grad for parameter in module.parameters())
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)) and not trains:
            module.eval()
    total_loss, total_images = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(images)
        total_images += len(images)
    return total_loss / total_images


@torch.no_grad()
def evaluate(model, data_loader, device):
    """Return the model's accuracy over all images of the loader, from 0 to 1."""
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        correct += (model(images).argmax(dim=1) == labels).sum().item()
        total += len(labels)
    return correct / total


# %% [markdown] grade_id="probe_story"
# And here is feature extraction in seconds. While the backbone is frozen, an image has the same
# features in every epoch: so compute them once, keep them, and train the head on those. One epoch
# then costs milliseconds.
#
# (That trick ends with this notebook. As soon as the backbone learns, its features change with
# every step.)


# %% grade_id="probe_functions" kind="given"
def frozen_model():
    """Return MobileNetV2 with a new head for ten classes and everything else frozen."""
    model = course.models.load_backbone("mobilenet_v2").requires_grad_(False)
    model.classifier[1] = nn.Linear(1280, 10)
    return model


@torch.no_grad()
def features_of(model, data_loader, device):
    """Return the frozen backbone's features (N, 1280) of all images, and their labels (N,)."""
    model.eval()
    pairs = [
        (model.features(images.to(device)).mean((2, 3)), labels.to(device))
        for images, labels in data_loader
    ]
    return torch.cat([x for x, _ in pairs]), torch.cat([y for _, y in pairs])


def linear_probe(train_loader, val_loader, device, epochs=15):
    """Train a head on frozen features; return the model, its losses and its accuracies."""
    model = frozen_model().to(device)
    features, labels = features_of(model, train_loader, device)
    val_features, val_labels = features_of(model, val_loader, device)
    head, criterion = model.classifier[1], nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(head.parameters(), lr=1e-3)
    losses, accuracies = [], []
    for _ in range(epochs):
        for rows in torch.randperm(len(labels)).split(32):
            loss = criterion(head(features[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            losses.append(criterion(head(features), labels).item())
            right = head(val_features).argmax(dim=1) == val_labels
            accuracies.append(right.float().mean().item())
    return model, losses, accuracies


# %% grade_id="probe" kind="training"
torch.manual_seed(0)
device = course.device()
size, epochs = (64, 3) if device.type == "cpu" else (128, 8)
train_loader, validation_loader, test_loader = course.data.loaders(32, size, augment=False)

probe, probe_losses, probe_accuracies = linear_probe(train_loader, validation_loader, device)
probe_test = evaluate(probe, test_loader, device)
print(f"Working on {device} with images of {size} x {size} pixels")
print(f"Linear probe: validation {probe_accuracies[-1]:.3f}, test {probe_test:.3f}")

# %% [markdown] grade_id="unfreeze_story"
# ## 1. Unfreeze the last blocks
#
# Which part of the backbone should learn? Think of what its blocks do:
#
# - the **first** blocks find edges, colours and textures. These serve any image: dogs, teapots,
#   shirts. There is little to gain here.
# - the **last** blocks find what ImageNet's classes are made of: fur, wheels, faces. Your shirts
#   have none of these. Here is something to learn.
#
# So one unfreezes from the end: the head first, then the last block, then the one before it. There
# is a second reason. A gradient travels from the loss backwards, and it can stop at the last block
# that needs it. The fewer blocks you thaw, the cheaper each batch.
#
# `course.models.blocks(model)` gives the backbone's blocks as a list, from input to output, for
# every network of this course. The head is not among them: `course.models.head(model)` is the
# final classification layer. Together they hold every parameter.
#
# **Predict**: MobileNetV2 has 19 blocks. Do the last six hold more or less than half of its
# weights?

# %% grade_id="look_at_blocks" kind="training"
blocks = course.models.blocks(probe)
sizes = [sum(parameter.numel() for parameter in block.parameters()) for block in blocks]
print(f"{len(blocks)} blocks; the last six hold {sum(sizes[-6:]) / sum(sizes):.0%} of the weights")
course.models.layer_table(probe)


# %% grade_id="unfreeze_last_blocks" kind="solution"
def unfreeze_last_blocks(model: nn.Module, num_blocks: int) -> nn.Module:
    """Make the last `num_blocks` blocks and the head trainable, freeze the rest, return the model.

    `model` is a TorchVision classifier. `num_blocks` goes from 1 to the number of its blocks, as
    `course.models.blocks(model)` lists them (a ResNet's first convolution is its first block).

    - Every parameter of the last `num_blocks` blocks gets `requires_grad` True: convolutions and
      BatchNorm, weights and biases alike.
    - So does every parameter of the head, `course.models.head(model)`. It is not one of the blocks.
    - Every other parameter gets `requires_grad` False.
    - The model may arrive in any state: all frozen, all trainable, or anything between.
    - No weight changes its value, and no layer is added or replaced.
    """
    ### BEGIN SOLUTION
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
    ### END SOLUTION


# %% grade_id="check_unfreeze_last_blocks" kind="check"
course.check("unfreeze_last_blocks", unfreeze_last_blocks)

# %% [markdown] grade_id="look_at_thawed_story"
# What does thawing cost? The cell times one batch, forward and backward, with more and more blocks
# trainable. (Times jump about on a busy machine; the direction is what counts.)

# %% grade_id="look_at_thawed" kind="training"
import time

images, labels = (part.to(device) for part in next(iter(train_loader)))
for number in (1, 6, 12, 19):
    model = unfreeze_last_blocks(copy.deepcopy(probe), number).eval()
    start = time.perf_counter()
    for _ in range(3):
        nn.functional.cross_entropy(model(images), labels).backward()
    seconds = (time.perf_counter() - start) / 3
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    print(f"last {number:>2} blocks: {trainable:>9,} trainable, {seconds * 1000:4.0f} ms a batch")

# %% [markdown] grade_id="groups_story"
# ## 2. Two learning rates
#
# The backbone knows a lot and has to change a little. The head may have to change a lot. One
# learning rate cannot serve both: what is right for the head tears the backbone apart, and what is
# gentle on the backbone leaves the head standing. (This matters most when the head is new. Ours has
# been trained, and still has to follow its moving features.)
#
# A torch optimizer takes a list of **parameter groups**, each a dictionary with its own options:
#
# ```python
# torch.optim.AdamW([
#     {"params": [some, parameters], "lr": 1e-4},
#     {"params": [others], "lr": 1e-3},
# ])
# ```
#
# Rates that grow from input to output are called **discriminative learning rates**.
#
# Three traps are waiting:
#
# - `model.parameters()` includes the head. A parameter must not be in two groups.
# - To ask whether a tensor is in a list, Python uses `==`, which compares *values*. Two tensors are
#   the same object when their `id()` is the same.
# - A generator, such as `(p for p in ...)`, can be gone through once. After that it is empty, and
#   nobody tells you.


# %% grade_id="parameter_groups" kind="solution"
def parameter_groups(model: nn.Module, backbone_lr: float, head_lr: float) -> list[dict]:
    """Return groups for a torch optimizer: the backbone at one learning rate, the head at another.

    `model` is a TorchVision classifier; some of its backbone is trainable, and so is its head,
    `course.models.head(model)`.

    - Every trainable parameter outside the head is in a group whose `"lr"` is `backbone_lr`.
    - Every parameter of the head is in a group whose `"lr"` is `head_lr`.
    - Frozen parameters are in no group, and no parameter comes twice.
    - The model itself stays as it is: no flag and no weight changes.

    Two groups are enough; any list that a torch optimizer takes is right.
    """
    ### BEGIN SOLUTION
    head = list(course.models.head(model).parameters())
    of_head = {id(parameter) for parameter in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in of_head]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
    ### END SOLUTION


# %% grade_id="check_parameter_groups" kind="check"
course.check("parameter_groups", parameter_groups)

# %% [markdown] grade_id="rates_story"
# Now see for yourself. Here the head is *new*, so that both have something to do: 50 images of each
# class, two epochs, the last six blocks trainable, and nothing differs but the rates.
#
# **Predict**: which of the four comes out best, and which worst? What can you say about a run whose
# training loss is low and whose validation accuracy is poor?

# %% grade_id="rates" kind="training"
few_loader, _, _ = course.data.loaders(32, size, per_class=50, augment=False)
settings = {
    "both small": (1e-5, 1e-5),
    "both large": (1e-2, 1e-2),
    "swapped": (1e-2, 1e-5),
    "small backbone, large head": (3e-4, 1e-2),
}
print(f"{'':<28}{'backbone':>10}{'head':>8}{'loss':>8}{'validation':>12}")
for name, (backbone_lr, head_lr) in settings.items():
    torch.manual_seed(0)
    model = unfreeze_last_blocks(frozen_model(), 6).to(device)
    optimizer = torch.optim.AdamW(parameter_groups(model, backbone_lr, head_lr))
    for _ in range(2):
        loss = train_one_epoch(model, nn.CrossEntropyLoss(), optimizer, few_loader, device)
    accuracy = evaluate(model, validation_loader, device)
    print(f"{name:<28}{backbone_lr:>10g}{head_lr:>8g}{loss:>8.2f}{accuracy:>12.3f}")

# %% [markdown] grade_id="rates_discussion"
# Read your table line by line.
#
# - **Both small**: two epochs are over before the new head has got anywhere.
# - **Both large**: the head learns, and the backbone's knowledge is overwritten at the same time.
#   How much that costs you can read off against the last line.
# - **Swapped** may well have a low loss. The blocks bend until even a head that hardly moves can
#   read them, and what they knew is lost on the way. A low training loss with a poor validation
#   accuracy means that the network has learned these 500 images, and not the clothes.
# - **Small backbone, large head** lets each part move at its own pace.
#
# The right numbers depend on the network, the optimizer and the batch size. What carries over is
# the order: the backbone's rate ten to a hundred times smaller than a new head's. For a head that
# has been trained already, as `probe`'s has, the two may lie closer together.

# %% [markdown] grade_id="batchnorm_story"
# ## 3. BatchNorm, once more
#
# Last time you saw that a BatchNorm layer in training mode updates its running statistics even if
# its weights are frozen. Fine-tuning makes the mode matter in three more ways, since now some of
# these layers *should* learn. First, what each mode does:
#
# | | normalises with | updates running mean and variance | weights learn if trainable |
# |---|---|---|---|
# | training mode | this batch's mean and variance | yes | yes |
# | evaluation mode | the running ones | no | yes |
#
# So in training mode an image's logits depend on **which other images are in its batch**. The cell
# gives `probe` the same validation images three times: in evaluation mode, in training mode in
# mixed batches of different sizes, and in training mode in batches of one class only.
#
# **Predict**: put the four lines in order of their accuracy. How far apart will they be?

# %% grade_id="look_at_modes" kind="training"
batches = list(validation_loader)
pictures = torch.cat([x for x, _ in batches]).to(device)
truth = torch.cat([y for _, y in batches]).to(device)
by_class = truth.argsort(stable=True)
mixed = torch.randperm(len(truth), generator=torch.Generator().manual_seed(0)).to(device)


@torch.no_grad()
def accuracy_in(training, order, batch_size):
    """Return the accuracy in one of the modes, on images in this order."""
    model = copy.deepcopy(probe).train(training)
    model.classifier[0].eval()  # leave dropout out of it
    right = [model(pictures[i]).argmax(dim=1) == truth[i] for i in order.split(batch_size)]
    return torch.cat(right).float().mean().item()


print(f"evaluation mode                     {accuracy_in(False, mixed, 50):.3f}")
print(f"training mode, mixed batches of 50  {accuracy_in(True, mixed, 50):.3f}")
print(f"training mode, mixed batches of 4   {accuracy_in(True, mixed, 4):.3f}")
print(f"training mode, one class a batch    {accuracy_in(True, by_class, 50):.3f}")

# %% [markdown] grade_id="batchnorm_discussion"
# The weights were the same in all four lines! Why so far down, even in large mixed batches? The
# head has learned to read features that were made with the running statistics, and those come from
# ImageNet. Your images have quite other means and variances. Normalised with their own, they give
# features that this head has never seen; and in batches of four, or of one class, these are left
# to chance as well. (This is also why the accuracy often dips when you start to fine-tune.)
#
# Three rules follow.
#
# 1. **Measure in evaluation mode.** In training mode the number depends on how you sort your
#    images; and on top of it, every image that you measure leaves its trace in the running
#    statistics.
# 2. **Frozen means evaluation mode.** A frozen block was pretrained with certain statistics. If
#    they drift, its features drift, and the gradient cannot mend it.
# 3. **Trainable BatchNorm goes with training mode, if the batches are large enough.** Its running
#    statistics then follow the features as they change. With very small batches some people keep
#    all BatchNorm layers in evaluation mode even while fine-tuning. Both are right.
#
# And remember: `model.train()` switches every layer, so the frozen ones must be switched back
# *after* it, **in every epoch**. `train_one_epoch` above does that.

# %% [markdown] grade_id="best_story"
# ## 4. Fine-tune, and keep the best
#
# A head on a frozen backbone has few weights; you can train it for long without much harm. With two
# million weights on a few thousand images it is different: after some epochs the network begins to
# learn its training images by heart. So the last epoch need not be the best one. The recipe:
#
# 1. after each epoch, measure the accuracy on the **validation** images,
# 2. if it is the best so far, put the weights aside,
# 3. at the end, put the best weights back.
#
# Step 2 hides a trap that has cost people weeks. **Predict**: what will the cell print?

# %% grade_id="look_at_alias" kind="training"
layer = nn.Linear(1, 1)
nn.init.constant_(layer.weight, 1.0)
kept = layer.state_dict()
nn.init.constant_(layer.weight, 2.0)  # "training" goes on
print(f"weight 1.0 was put aside; it is now {kept['weight'].item()}")

# %% [markdown] grade_id="fine_tune_task"
# `state_dict()` gives a new dictionary with the *living* tensors in it. Put that aside, and you
# have put nothing aside. `copy.deepcopy(model.state_dict())` makes a copy that stays.
#
# One more thing that a state dict holds and `model.parameters()` doesn't: BatchNorm's running
# statistics. Weights of one epoch with the statistics of another are a network that never existed.
#
# How you train is up to you: optimizer, learning rates, schedule. AdamW with a rate between 1e-4
# and 1e-3 is a good start. What helps here is a schedule that begins gently and ends near zero:
# `torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, total_steps=...)`, with one
# `scheduler.step()` after every *batch*. You may call `train_one_epoch` and `evaluate`, or write
# the loop anew.


# %% grade_id="fine_tune" kind="solution"
def fine_tune(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int,
    device: torch.device,
) -> nn.Module:
    """Train the model's trainable parameters; return it with the weights of its best epoch.

    `model` is a classifier on `device`, in training or evaluation mode, with a trained head; some
    of its parameters may be frozen. The loaders give pairs of images (N, 3, H, W) and labels (N,),
    not on `device` yet. `epochs` is at least 1.

    - In each of the `epochs` epochs, the model learns from every batch of `train_loader`, in
      training mode. Every trainable parameter is trained, starting from the weights that came in.
    - After each epoch the accuracy on `val_loader` is measured, in evaluation mode. Nothing is
      learned from these images.
    - The model comes back with the weights, running statistics included, of the epoch with the best
      validation accuracy. (Of equal ones, any.)
    - Frozen parameters come out exactly as they went in, and so do BatchNorm layers whose
      parameters are frozen: weights, running mean and variance, and counter.
    - The model has learned: it is far better than guessing.

    Optimizer, learning rates and schedule are up to you.
    """
    ### BEGIN SOLUTION
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=1e-3, total_steps=epochs * len(train_loader)
    )
    best_accuracy, best_state = -1.0, None
    for _ in range(epochs):
        model.train()
        for module in model.modules():
            trains = any(p.requires_grad for p in module.parameters())
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)) and not trains:
                module.eval()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            loss = nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()

        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(dim=1) == labels).sum().item()
                total += len(labels)
        if correct / total > best_accuracy:
            best_accuracy = correct / total
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
    ### END SOLUTION


# %% grade_id="check_fine_tune" kind="check"
course.check("fine_tune", fine_tune)

# %% [markdown] grade_id="tuned_network_story"
# The grader does one thing more with this function: it lets it fine-tune a pretrained network on
# images of this notebook, and again with the classes renumbered, and measures each on hidden
# images. There is nothing to add for this; the cell below says so and holds the points.

# %% grade_id="check_tuned_network" kind="check"
course.check_together("fine_tune")

# %% [markdown] grade_id="put_together"
# ## Put it together
#
# The probe goes on from where it stood: thaw the last ten blocks, and fine-tune. `fine_tune` tells
# us only its last word, and a curve needs more. The little class below stands between your function
# and a loader: it passes the batches on and notes how the model does on them.
#
# **Predict**: what will the curve of the validation accuracy do in the first epoch after thawing?


# %% grade_id="recorder" kind="training"
class Recorder:
    """Pass a loader's batches on, and note the model's loss and accuracy in each pass."""

    def __init__(self, loader, model):
        self.loader, self.labels = loader, None
        self.losses, self.accuracies = [], []
        model.register_forward_hook(self.note)

    def __len__(self):
        return len(self.loader)

    def __getattr__(self, name):
        return getattr(self.__dict__["loader"], name)

    def __deepcopy__(self, memo):
        return self  # a copy of the model reports to the same recorder

    def __iter__(self):
        losses, right = [], []
        self.found = losses, right
        for images, labels in self.loader:
            self.labels = labels
            yield images, labels
        self.labels = None
        if losses:
            self.losses.append(torch.cat(losses).mean().item())
            self.accuracies.append(torch.cat(right).float().mean().item())

    def note(self, module, inputs, logits):
        if self.labels is None or len(self.labels) != len(logits):
            return
        logits, labels = logits.detach().float(), self.labels.to(logits.device)
        self.found[0].append(nn.functional.cross_entropy(logits, labels, reduction="none"))
        self.found[1].append(logits.argmax(dim=1) == labels)


# %% grade_id="train" kind="training"
torch.manual_seed(0)
model = unfreeze_last_blocks(copy.deepcopy(probe), 10)
bar = course.training.with_progress(train_loader, "fine-tuning")
training = Recorder(bar, model)
validation = Recorder(validation_loader, model)
tuned = fine_tune(model, training, validation, epochs, device)
for epoch, accuracy in enumerate(validation.accuracies, start=1):
    print(f"epoch {epoch}: validation accuracy {accuracy:.3f}")
print(f"What came back: {evaluate(tuned, validation_loader, device):.3f}")

# %% grade_id="curves" kind="training"
import matplotlib.pyplot as plt

course.plots.curves(
    probe_losses + training.losses,
    probe_accuracies + validation.accuracies,
    "First the head alone, then ten blocks with it",
)
for axes in plt.gcf().axes:
    axes.axvline(len(probe_losses) + 0.5, color="black", linestyle=":")
    axes.text(len(probe_losses) + 0.3, axes.get_ylim()[0], "unfrozen ", ha="right", va="bottom")

# %% [markdown] grade_id="curves_discussion"
# Left of the dotted line an epoch cost milliseconds, right of it many seconds. Don't be alarmed if
# the accuracy falls first: the first large steps move features away from a head that was made for
# the old ones, and BatchNorm's statistics have to settle. The best epoch comes when the learning
# rate has become small.
#
# Compare the two curves with each other, too. A training loss that goes on falling while the
# validation accuracy has stopped rising is what learning by heart looks like.
#
# ### The test, once
#
# Both models have made all their decisions on validation images. (Fine-tuning chose its best epoch
# by them, so *that* number is a little too good. This one is not.)

# %% grade_id="test" kind="training"
tuned_test = evaluate(tuned, test_loader, device)
margin = 2 * (tuned_test * (1 - tuned_test) / len(test_loader.dataset)) ** 0.5
course.plots.comparison(
    {"blind guess": 0.1, "linear probe": probe_test, "fine-tuned": tuned_test},
    "The same images, the same start: what did thawing bring?",
    highlight="fine-tuned",
)
print(f"Linear probe {probe_test:.3f}, fine-tuned {tuned_test:.3f}, give or take {margin:.3f}")

# %% [markdown] grade_id="when_story"
# ## When is it worth it?
#
# With all the labels there are, thawing had something to learn from. What if labels are few? The
# cell repeats both ways with 5 and with 50 images of each class. Same code, same test images.
#
# **Predict**: with 5 images of each class, which of the two is ahead?

# %% grade_id="when" kind="training"
counts, probe_results, tuned_results = [5, 50, 350], [], []
for per_class, rounds in ((5, 8), (50, 5)):
    torch.manual_seed(0)
    loader, _, _ = course.data.loaders(32, size, per_class=per_class, augment=False)
    small_probe, _, _ = linear_probe(loader, validation_loader, device, epochs=60)
    probe_results.append(evaluate(small_probe, test_loader, device))
    small_tuned = unfreeze_last_blocks(small_probe, 10)
    small_tuned = fine_tune(small_tuned, loader, validation_loader, rounds, device)
    tuned_results.append(evaluate(small_tuned, test_loader, device))
probe_results.append(probe_test)
tuned_results.append(tuned_test)

_, axes = plt.subplots(figsize=(7, 4), layout="constrained")
axes.plot(counts, probe_results, "o--", color=course.plots.GREY, label="linear probe")
axes.plot(counts, tuned_results, "s-", color=course.plots.BLUE, label="fine-tuned")
axes.set_xscale("log")
axes.set_xticks(counts, counts)
axes.set_xlabel("training images of each class")
axes.set_ylabel("accuracy on test images")
axes.set_title("Who profits from more labels?")
axes.grid(alpha=0.3)
axes.legend()
for count, before, after in zip(counts, probe_results, tuned_results, strict=True):
    gain = after - before
    print(f"{count:>4} a class: probe {before:.3f}, fine-tuned {after:.3f}, gain {gain:+.3f}")

# %% [markdown] grade_id="when_discussion"
# Look at the gains, and hold them against the margin above: a gain that is smaller is none.
#
# - **With few labels** there is little to gain and much to lose. A million weights can fit 50
#   images in any number of ways, and most of them are of no use to the next image. A probe is done
#   in seconds and can't go far wrong.
# - **With more labels** the gap opens: the features themselves become better, which no head can do
#   for them. On all 60,000 images a frozen backbone ends near .88 and fine-tuning near .94
#   (measured elsewhere, with the same network). The gap is also larger the further your images are
#   from ImageNet's.
# - **The price** is time, memory, and care: rates, modes, the best epoch. That is what your three
#   functions take care of.
#
# So: probe first, always. It tells you in seconds what your features are worth. Fine-tune when you
# have the labels, when the probe's training loss has stopped falling though its accuracy is not
# good enough, or when your images look unlike photographs.

# %% [markdown] grade_id="save_story"
# ### Save it
#
# The file holds every tensor that differs from the pretrained ones. After feature extraction that
# was the head; now it is ten blocks as well, BatchNorm's statistics included.

# %% grade_id="save" kind="training"
from course.checkpoint import load_checkpoint

path = course.save_checkpoint(
    tuned,
    "model.safetensors",
    architecture="mobilenet_v2",
    epochs=epochs,
    accuracy=tuned_test,
)
again = load_checkpoint(frozen_model().to(device), path)
print(
    f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, "
    f"test accuracy {evaluate(again, test_loader, device):.3f} when read back"
)

# %% [markdown] grade_id="recap"
# ## What you have learned
#
# - Thaw from the end: the last blocks are the most specialised, and the cheapest to train.
# - Backbone and head want different learning rates. Parameter groups give them that; ids, not
#   values, tell parameters apart.
# - In training mode BatchNorm looks at the batch, in evaluation mode at its running statistics.
#   What is frozen stays in evaluation mode, and `train()` must be followed by a correction in every
#   epoch.
# - `state_dict()` is a window, `deepcopy` is a photograph. The last epoch need not be the best.
# - Fine-tuning pays when labels are many or images are unlike ImageNet's; else the probe wins.
#
# ## If you want to go on
#
# - Let `fine_tune` use your `parameter_groups`. Which rates give the best validation accuracy?
# - Thaw all 19 blocks, or only two. What does each cost, and what does it bring?
# - Use `augment=True` in the loaders. What happens to the training loss, and what to the accuracy?
# - Wrap the forward pass in `torch.autocast(device.type, torch.bfloat16)`. How much faster is it on
#   your machine?
#
# ## Hand it in
#
# 1. Restart the kernel and run all cells, so that the notebook works from top to bottom. (You can
#    hand in with an exercise left open: the others count all the same.)
# 2. Save the notebook (Ctrl+S, or ⌘S).
# 3. Hand in `fine_tuning.ipynb` and `model.safetensors`, under exactly these names. With nbgrader's
#    *Assignments* tab, press *Submit*: it takes both. Otherwise do as your instructor says.
#
# Don't delete or duplicate the cells of the exercises; cells that you add are welcome. Your code is
# graded by what it does, on networks and images chosen for the occasion: the checks in this
# notebook and the grader ask the same questions.
