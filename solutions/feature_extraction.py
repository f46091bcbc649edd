# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] grade_id="intro"
# # Feature extraction
#
# *Teach a network that knows dogs and teapots to tell a shirt from a coat.*
#
# A network that was trained on a million photographs has learned a great deal about seeing.
# In this notebook you borrow that knowledge for a job it was never trained for, with a few
# thousand images and about a minute of computing.
#
# **When you have finished, you can**
#
# - replace the last layer of a pretrained network with one of your own,
# - freeze the rest of it, and say what freezing does and does not stop,
# - write a training loop that reports an honest loss,
# - measure accuracy without fooling yourself,
# - say how much the borrowed knowledge was worth.
#
# **Time**: about 90 minutes, of which the computer needs two or three. A laptop will do: no GPU,
# no network connection.
#
# **You need**: Python, and a first look at PyTorch (tensors, `nn.Module`).
#
# ## How this notebook works
#
# You write four functions. Each has its own cell, which says exactly what the function must do.
# Replace the lines `# YOUR CODE HERE` and `raise NotImplementedError()` with your code, run the
# cell, then run the check below it. A check takes a second or two, tells you what it saw, and can
# be run as often as you like.
#
# The four are independent: if one is stuck, go on with the next. You may add cells of your own
# wherever you like, with helper functions or experiments in them.
#
# Now and then you will find **Predict**. Say your answer aloud, or write it down, *before* you run
# the next cell. A wrong guess is worth more than a right one that you never made.

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
import torch
from torch import nn
from torch.utils.data import DataLoader

import course

# %% [markdown] grade_id="transfer_learning"
# ## Borrowing a pair of eyes
#
# MobileNetV2 is a small image network. It was trained on ImageNet: 1.3 million photographs, each
# of one of 1,000 kinds of thing. It has two parts.
#
# - The **backbone** is nearly all of it. It turns an image into a list of numbers, called
#   **features**: how much of this edge, that texture, such a shape.
# - The **head** is the last layer. It turns the features into one score per class. These scores are
#   called **logits**; the highest one is the network's answer.
#
# ```text
#   image           backbone             features          head            logits
#   3 x 96 x 96  ─▶ pretrained, frozen ─▶ 1,280 numbers ─▶ new, trained ─▶ 10 scores
# ```
#
# Our images show clothes of ten kinds. The old head, with its 1,000 kinds, is of no use to us. The
# backbone is: edges and textures are edges and textures.
#
# So we keep the backbone as it is, put a new head on it, and train the new head only. This is
# **feature extraction**. Where the head is a single linear layer, as here, it is also called a
# **linear probe**. (To go on and train the backbone as well is *fine-tuning*: the next assignment.)

# %% [markdown] grade_id="the_images"
# ## The images
#
# Fashion-MNIST is a collection of 70,000 small grey pictures of clothes, in ten classes. The course
# carries a sample of 5,000. It comes in three parts, and each has one use:
#
# - **train**: what the head learns from,
# - **validation**: what you look at while you make decisions,
# - **test**: what you look at once, at the very end.
#
# Here is one training image of every class.

# %% grade_id="look_at_images" kind="training"
raw = course.data.FashionMNIST("train", per_class=1)
course.plots.images(
    [image for image, _ in raw],
    [course.data.CLASSES[label] for _, label in raw],
    "Fashion-MNIST: one training image of every class",
)
image, label = raw[0]
print(f"One item: a picture of {image.size} pixels in mode {image.mode!r}, and the label {label}.")

# %% [markdown] grade_id="transforms"
# ### What the network expects
#
# The pictures are 28 × 28 and grey. MobileNetV2 was trained on colour photographs, and its weights
# only make sense for input that looks like its training data *as numbers*. So every image goes
# through the same steps:
#
# 1. scale the pixels from 0–255 to 0–1,
# 2. enlarge the image (here to 96 × 96: what the backbone looks for is larger than 28),
# 3. repeat the one grey channel three times, for red, green and blue,
# 4. normalise: subtract ImageNet's mean of each channel, divide by its standard deviation.
#
# **Predict**: after step 4, do the values still lie between 0 and 1? What becomes of a black pixel?

# %% grade_id="look_at_transforms" kind="training"
ready = course.data.FashionMNIST("train", per_class=1, transform=course.data.transforms(size=96))
image, label = ready[0]
print(f"shape {tuple(image.shape)}, type {image.dtype}")
for name, channel in zip(("red", "green", "blue"), image, strict=True):
    print(f"{name:>5}: lowest {channel.min():.2f}, highest {channel.max():.2f}")
course.plots.images(
    [course.data.unnormalize(image) for image, _ in ready],
    [course.data.CLASSES[label] for _, label in ready],
    "The same images as the network gets them (normalisation undone for your eyes)",
)

# %% [markdown] grade_id="replace_head_story"
# ## 1. A new head
#
# TorchVision's networks were written by different people, and each keeps its last layer elsewhere:
#
# | network | its last layer | takes | gives |
# |---|---|---|---|
# | MobileNetV2 | `model.classifier[1]` | 1,280 features | 1,000 logits |
# | ResNet-18 | `model.fc` | 512 | 1,000 |
# | DenseNet-121 | `model.classifier` | 1,024 | 1,000 |
# | ConvNeXt-Tiny | `model.classifier[2]` | 768 | 1,000 |
#
# You could write an `if` for every network. But a function that works for a network you have never
# seen is more useful, and shorter. Two questions lead there: what do all these layers have in
# common, and how do you put another layer in the place of one whose name you only know as text?
#
# Some things that may help:
#
# - `model.named_modules()` walks through all layers, input to output, as pairs of a name such as
#   `"classifier.1"` and the layer.
# - `model.set_submodule("classifier.1", layer)` puts a layer in that place.
# - A linear layer knows its sizes: `layer.in_features`, `layer.out_features`. They only *describe*
#   the layer: to write another number into one does not change its weights.
# - `course.models.head(model)` finds the last layer for you, if you would rather not search.
#
# Look at the ends of two networks first. (The ResNet here has random weights; its shape is what we
# are after.)

# %% grade_id="look_at_heads" kind="training"
for name, weights in (("mobilenet_v2", "default"), ("resnet18", None)):
    network = course.models.load_backbone(name, weights=weights)
    print(f"{name}, its last three layers:")
    for path, layer in list(network.named_modules())[-3:]:
        print(f"    {path:<14}{type(layer).__name__}")


# %% grade_id="replace_head" kind="solution"
def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    """Return a pretrained classifier with a new final layer that gives `num_classes` logits.

    `model` is any TorchVision classifier that ends in a linear layer, in training or evaluation
    mode. Images (N, 3, H, W) go in, logits (N, num_classes) come out: plain scores, no softmax.

    - The old 1,000-way layer is gone: the new one takes its place and is not put on top of it.
    - Every other layer is still there, with its pretrained weights.
    - The new layer is trainable, even if all of `model` arrives frozen.
    - `num_classes` can be any number from 2 up, and networks differ in how many features the
      last layer takes.

    You may change `model` in place or build another: the one that you return counts.
    """
    ### BEGIN SOLUTION
    linears = [(name, m) for name, m in model.named_modules() if isinstance(m, nn.Linear)]
    name, old = linears[-1]
    new = nn.Linear(old.in_features, num_classes, device=old.weight.device, dtype=old.weight.dtype)
    model.set_submodule(name, new)
    return model
    ### END SOLUTION


# %% grade_id="check_replace_head" kind="check"
course.check("replace_head", replace_head)

# %% [markdown] grade_id="freeze_backbone_story"
# ## 2. Freeze the backbone
#
# Your new head starts with random weights, so its first errors are large. If the whole network
# learned from those errors, they would wash through the backbone and damage what we came for. And
# the backbone has two million weights: far more than a few thousand labels can teach.
#
# So the backbone has to hold still. In PyTorch every weight tensor (a *parameter*) has a flag,
# `requires_grad`. While it is `True`, `backward()` computes a gradient for the parameter and the
# optimizer can move it. Set it to `False` and the parameter is **frozen**.
#
# Two warnings:
#
# - The flag belongs to *parameters*, not to layers. Writing `layer.requires_grad = False` gives the
#   layer an attribute that nobody reads. Python doesn't complain; nothing is frozen. A misspelt
#   name goes the same way.
# - `model.parameters()` goes through all the parameters, those of the head included.
#
# **Predict**: the head takes 1,280 features and gives 10 logits. How many trainable numbers is
# that, and what share of the network's 2.2 million?


# %% grade_id="freeze_backbone" kind="solution"
def freeze_backbone(model: nn.Module) -> nn.Module:
    """Freeze everything in a classifier but its final classification layer, and return it.

    `model` is a TorchVision classifier whose final layer has just been replaced by one trainable
    linear layer.

    - Every parameter outside that layer gets `requires_grad` False: convolutions and BatchNorm,
      weights and biases alike. Some may arrive frozen already.
    - The final layer's own parameters stay trainable.
    - No weight changes its value.

    It has to work for networks that keep their final layer in different places.
    """
    ### BEGIN SOLUTION
    head = [module for module in model.modules() if isinstance(module, nn.Linear)][-1]
    model.requires_grad_(False)
    head.requires_grad_(True)
    return model
    ### END SOLUTION


# %% grade_id="check_freeze_backbone" kind="check"
course.check("freeze_backbone", freeze_backbone)

# %% [markdown] grade_id="look_at_frozen_story"
# With both functions written, look at the result: one line a block, from input to output. Was your
# prediction right? (Keep the last column in mind. It comes back to haunt us in part 3.)

# %% grade_id="look_at_frozen" kind="training"
model = freeze_backbone(replace_head(course.models.load_backbone("mobilenet_v2"), 10))
course.models.layer_table(model)

# %% [markdown] grade_id="train_one_epoch_story"
# ## 3. The training loop
#
# One pass over all training images is an **epoch**. The images come in batches, and every batch
# goes through the same five steps:
#
# 1. move images and labels to the **device**, the processor that holds the model (`cpu`, `cuda`
#    for an NVIDIA GPU, `mps` for an Apple one),
# 2. *forward*: run the model on the images, and let the **criterion** turn its logits and the
#    labels into one number, the loss,
# 3. clear the gradients of the batch before: PyTorch adds new gradients to old ones,
# 4. *backward*: compute the gradient of the loss for every trainable parameter,
# 5. *step*: the **optimizer** moves each of them a little against its gradient.
#
# That much is in every tutorial. Two more things separate a loop that works from one that seems to.
#
# ### The loss you report
#
# The criterion gives the mean over *its batch*. The last batch may be smaller than the others, so
# the mean of those means is not the mean over the images. Suppose that three images have the losses
# 1, 1 and 4, in batches of two:
#
# - mean of the batch means: (1 + 4) / 2 = **2.5**
# - mean per image: (1 + 1 + 4) / 3 = **2.0**
#
# Weigh each batch by its number of images. And report a plain Python number (`loss.item()`): the
# tensor `loss` carries the history of its computation, and a sum of them keeps it all in memory.
#
# ### BatchNorm learns without gradients
#
# A **BatchNorm** layer shifts and scales the features that pass through it. In *training mode* it
# uses the mean and variance of the present batch, and it updates a **running mean** and **running
# variance** as it goes. In *evaluation mode* it uses the running ones and updates nothing.
#
# `model.train()` and `model.eval()` switch a whole network, all its layers included, between those
# modes. The next cell freezes the parameters of a BatchNorm layer, then shows it some data.
#
# **Predict**: its parameters are frozen. Will its running mean change?

# %% grade_id="look_at_batchnorm" kind="training"
torch.manual_seed(0)
layer = nn.BatchNorm1d(1).requires_grad_(False)
data = 5 + torch.randn(64, 1)  # 64 numbers around 5
for mode in (True, False):
    layer.train(mode)
    before = layer.running_mean.item()
    layer(data)
    after = layer.running_mean.item()
    print(f"{'training' if mode else 'evaluation'} mode: running mean {before:.3f} -> {after:.3f}")

# %% [markdown] grade_id="train_one_epoch_task"
# It moved. Running statistics are not parameters, so `requires_grad` has no say in them; only the
# mode has. A backbone whose statistics drift is not frozen: its features change under the head
# that is being trained on them, and no warning appears anywhere.
#
# Hence the rule for your loop: **training mode for what trains, evaluation mode for every BatchNorm
# layer whose parameters are all frozen.** `nn.BatchNorm1d`, `nn.BatchNorm2d` and `nn.BatchNorm3d`
# are the three kinds, and `model.modules()` goes through all layers.
#
# Keep in mind that `model.train()` switches *every* layer, whatever you set before it.


# %% grade_id="train_one_epoch" kind="solution"
def train_one_epoch(
    model: nn.Module,
    criterion: nn.Module,
    optimizer: torch.optim.Optimizer,
    data_loader: DataLoader,
    device: torch.device,
) -> float:
    """Train for one pass over the loader and return the mean training loss per image.

    `data_loader` gives pairs of images (N, 3, H, W) and labels (N,); the last batch may be
    smaller. `model` is on `device` already, the batches may not be. `criterion(logits, labels)`
    is a mean over the batch; it need not be cross-entropy. No gradients are left over on entry.

    - One optimizer step a batch, on the gradients of that batch alone.
    - Layers that train are in training mode: dropout drops, and trainable BatchNorm updates its
      statistics. The model may arrive in either mode.
    - A BatchNorm layer whose parameters are all frozen comes out exactly as it went in: weights,
      running mean and variance, and the counter `num_batches_tracked`. (A BatchNorm layer is
      either wholly frozen or wholly trainable.)
    - `requires_grad` flags stay as they are.
    - The result is a Python float: the mean over images, not over batches.
    """
    ### BEGIN SOLUTION
    batch_norms = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
    model.train()
    for module in model.modules():
        trains = any(parameter.requires_grad for parameter in module.parameters())
        if isinstance(module, batch_norms) and not trains:
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
    ### END SOLUTION


# %% grade_id="check_train_one_epoch" kind="check"
course.check("train_one_epoch", train_one_epoch)

# %% [markdown] grade_id="evaluate_story"
# ## 4. Measure
#
# **Accuracy** is the share of images whose highest logit is that of the right class.
# `logits.argmax(dim=1)` gives the place of the highest logit in each row, one number an image.
#
# Measuring needs two switches, and they are not the same thing:
#
# - `model.eval()` changes what layers *do*: dropout lets everything through, BatchNorm uses its
#   running statistics. Without it, an image's answer depends on the other images in its batch.
# - `torch.no_grad()` changes what PyTorch *remembers*: no history for `backward()`, so less memory
#   and less time. It changes no result.
#
# Count the right answers over all images and divide once, at the end. (By now you know why.)


# %% grade_id="evaluate" kind="solution"
def evaluate(model: nn.Module, data_loader: DataLoader, device: torch.device) -> float:
    """Return the model's accuracy over all images of the loader, from 0 to 1.

    `data_loader` gives pairs of images (N, 3, H, W) and labels (N,); the last batch may be
    smaller. `model` is on `device` already, the batches may not be.

    - The model runs in evaluation mode, with gradients disabled, whatever mode it arrives in.
    - Nothing in it changes. It may be left in evaluation mode, or put back into the mode it had.
    - The result is a Python float, a fraction and not a percentage.
    """
    ### BEGIN SOLUTION
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
    ### END SOLUTION


# %% grade_id="check_evaluate" kind="check"
course.check("evaluate", evaluate)

# %% [markdown] grade_id="put_together"
# ## Put it together
#
# Now the four parts become a classifier. The cells below use your functions and are not graded.
# How much they do depends on the device they find: about a minute's work on a laptop, larger images
# and more epochs on a GPU.
#
# Start with the head untrained. Cross-entropy, our criterion, is the negative logarithm of the
# probability that the network gives to the right class.
#
# **Predict**: ten classes, a head that knows nothing. What accuracy do you expect? And what loss,
# roughly?

# %% grade_id="before_training" kind="training"
torch.manual_seed(0)
device = course.device()
budget = course.training.budget(device)
train_loader, validation_loader, test_loader = course.data.loaders(
    budget.batch_size, budget.size, budget.per_class, augment=False
)
model = freeze_backbone(replace_head(course.models.load_backbone("mobilenet_v2"), 10)).to(device)
criterion = nn.CrossEntropyLoss()

images, labels = next(iter(validation_loader))
with torch.no_grad():
    first_loss = criterion(model.eval()(images.to(device)), labels.to(device)).item()
print(f"Working on {device}, {budget.epochs} epochs to come")
for name, loader in (("train", train_loader), ("validation", validation_loader)):
    print(f"{name}: {len(loader.dataset):,} images of {budget.size} x {budget.size} pixels")
accuracy = evaluate(model, validation_loader, device)
print(f"Untrained: accuracy {accuracy:.3f}, loss {first_loss:.2f}")

# %% [markdown] grade_id="training_story"
# A blind guess is right one time in ten, and a network that gives every class the same probability
# has the loss −ln(1/10) = 2.30. If your first loss is far above that, something is wrong with the
# input, long before training has had a chance.
#
# Now train. Note what goes into the optimizer: the trainable parameters, and no others.

# %% grade_id="train" kind="training"
optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), lr=1e-3)
losses, accuracies = [], []
for epoch in range(1, budget.epochs + 1):
    bar = course.training.with_progress(train_loader, f"epoch {epoch}/{budget.epochs}")
    losses.append(train_one_epoch(model, criterion, optimizer, bar, device))
    accuracies.append(evaluate(model, validation_loader, device))
    print(f"epoch {epoch}: loss {losses[-1]:.3f}, validation accuracy {accuracies[-1]:.3f}")

# %% grade_id="curves" kind="training"
course.plots.curves(losses, accuracies, "Training a new head on a frozen MobileNetV2")

# %% [markdown] grade_id="test_story"
# ### The test, once
#
# All your decisions are made, so the test images may speak. If you now go back, change something
# and test again, they have become validation images, and their number is a little too good.

# %% grade_id="test" kind="training"
test_accuracy = evaluate(model, test_loader, device)
margin = 2 * (test_accuracy * (1 - test_accuracy) / len(test_loader.dataset)) ** 0.5
print(f"Test accuracy {test_accuracy:.3f}, give or take {margin:.3f}")
print(f"({len(test_loader.dataset):,} images: another draw of as many would move it by that much)")

# %% [markdown] grade_id="compare_story"
# ### Was the backbone worth it?
#
# A number alone says little. The fairest rival sees *the same images, through the same loop*, and
# has borrowed nothing: one linear layer straight on the 28 × 28 pixels (statisticians call it
# logistic regression). Your functions know nothing about MobileNetV2, so they train it as they are.
#
# **Predict**: how far behind will it be?

# %% grade_id="compare" kind="training"
torch.manual_seed(0)
pixel_loader, _, pixel_test = course.data.loaders(
    budget.batch_size, size=28, per_class=budget.per_class, augment=False
)
pixels = nn.Sequential(nn.Flatten(), nn.Linear(3 * 28 * 28, 10)).to(device)
pixels_optimizer = torch.optim.Adam(pixels.parameters(), lr=1e-4)
for _ in range(15):  # it learns more slowly, and an epoch costs next to nothing
    train_one_epoch(pixels, criterion, pixels_optimizer, pixel_loader, device)
pixels_accuracy = evaluate(pixels, pixel_test, device)

course.plots.comparison(
    {
        "blind guess": 0.1,
        "random backbone, frozen *": 0.27,
        "pixels, no backbone": pixels_accuracy,
        "your linear probe": test_accuracy,
        "people *": 0.835,
    },
    "Ten kinds of clothes: who tells them apart? (* measured elsewhere)",
    highlight="your linear probe",
)
print(f"Your probe {test_accuracy:.3f}, pixels alone {pixels_accuracy:.3f}, margin {margin:.3f}")

# %% [markdown] grade_id="compare_discussion"
# Read the chart with care.
#
# - **A frozen backbone that was never trained** reaches .27 at best (2,000 training images). It has
#   the same layers as yours. What you borrowed is the *weights*.
# - **Pixels alone** do well, because these pictures are small, centred and alike. With all 60,000
#   training images they reach about .83. Your probe gets about as far on a fraction of the labels.
#   Still, hold the gap against the margin before you make a speech about it.
# - **People** who are not in the fashion trade get .835 (asked by the makers of the data set). Look
#   at the shirts below before you feel superior.
# - **Not in the chart**: a small network of convolutions, trained from nothing for longer, is a
#   match for your probe here. With all 60,000 labels it gets about .92, and a frozen backbone
#   stops near .88: ImageNet's photographs are far from tiny grey clothes. Borrowed eyes pay off
#   most when labels are few, images are large, and the new job resembles the old one. To win here
#   as well, the backbone must be allowed to learn. That is fine-tuning.
#
# Where does it go wrong? Rows are what an image shows, columns what the network says.

# %% grade_id="mistakes" kind="training"
truth, answers = [], []
with torch.no_grad():
    for images, labels in test_loader:
        answers += model.eval()(images.to(device)).argmax(dim=1).tolist()
        truth += labels.tolist()
course.plots.confusion(truth, answers, course.data.CLASSES, "Test images: what was taken for what")

# %% [markdown] grade_id="save_story"
# ### Save it
#
# The file holds the tensors that differ from the pretrained ones, which is your head, and the name
# and checksum of the weights it stands on. That makes it small. The format, safetensors, holds
# numbers and nothing else, so to open a stranger's file cannot run a stranger's code.
#
# A file that nobody has read back is a hope, not a result: the cell reads it into a fresh network
# and measures that one.
#
# You hand this file in. The grader builds the network again with your `replace_head`, loads the
# file, and measures it on images that nobody was given. So no printed number counts, yours or
# anyone's: the accuracy that you claim in the file should be the one that it has.

# %% grade_id="save" kind="training"
from course.checkpoint import load_checkpoint

path = course.save_checkpoint(
    model,
    "model.safetensors",
    architecture="mobilenet_v2",
    epochs=budget.epochs,
    accuracy=test_accuracy,
    size=budget.size,
)
fresh = replace_head(course.models.load_backbone("mobilenet_v2"), 10).to(device)
again = evaluate(load_checkpoint(fresh, path), test_loader, device)
print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, test accuracy {again:.3f} when read back")

# %% grade_id="check_saved_network" kind="check"
course.check_checkpoint("model.safetensors")

# %% [markdown] grade_id="trained_network_story"
# The grader does not stop at the file. It also takes your functions, builds a network with them,
# trains it on the images of this notebook, and again with the classes renumbered, and measures each
# on hidden images. There is nothing to add for this; the cell below says so and holds the points.

# %% grade_id="check_trained_network" kind="check"
course.check_together("replace_head", "freeze_backbone", "train_one_epoch")

# %% [markdown] grade_id="recap"
# ## What you have learned
#
# - A classifier is a backbone that makes features and a head that reads them. Another job needs
#   another head.
# - `requires_grad = False` stops gradients. It doesn't stop BatchNorm's running statistics; only
#   evaluation mode does.
# - A loop has five steps. Weigh batches by their size, and report Python numbers.
# - `eval()` and `no_grad()` do different things, and measuring needs both.
# - An accuracy means something next to a baseline, with its margin, on images that decided nothing.
#
# ## If you want to go on
#
# - Load the backbone with `weights=None` and train a head on it. How much is left?
# - Give the loaders `per_class=10`, then `size=64`. Who suffers more, your probe or the pixels?
# - Take out the lines that put frozen BatchNorm into evaluation mode, and train again. What happens
#   to the validation accuracy?
#
# The next assignment thaws the backbone.
#
# ## Hand it in
#
# 1. Restart the kernel and run all cells, so that the notebook works from top to bottom. (You can
#    hand in with an exercise left open: the others count all the same.)
# 2. Save the notebook (Ctrl+S, or ⌘S).
# 3. Hand in `feature_extraction.ipynb` and `model.safetensors`, under exactly these names. With
#    nbgrader's *Assignments* tab, press *Submit*: it takes both. Otherwise run
#    `course submit feature_extraction.ipynb` in a terminal (`!course submit …` in a cell): it
#    checks both as the grader will and packs them into `feature_extraction.zip`.
#
# Don't delete or duplicate the cells of the exercises; cells that you add are welcome. Your code is
# graded by what it does, on networks and images chosen for the occasion: the checks in this
# notebook and the grader ask the same questions.
