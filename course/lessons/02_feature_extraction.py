# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="intro"
# # Feature extraction
#
# *Keep the eyes, replace the judgement: a new head on a frozen backbone.*
#
# Lesson 01 showed that the blocks of a pretrained network are of use for images it was never
# trained on. Here you put that to work, step by step: prepare the images, replace the last layer,
# freeze the rest, train, measure, save, and predict. The assignment *Feature extraction* then asks
# you to write the same parts so that they work for any network.
#
# {{ objectives }}
#
# {{ times }}
#
# **You need**: Python, and a first look at PyTorch (tensors, `nn.Module`). Lesson 01 helps.
#
# {{ links }}
#
# **How to work**: where you find **Predict**, say your answer aloud *before* you run the next cell.
# Where a cell has dots (`...`), it is yours to fill in; the line below it says how you did. Nothing
# is graded here.

# %% name="find_course"
# {{ find_course }}

# %% name="imports"
import torch
from torch import nn
from torch.utils.data import DataLoader

import course
from course.budget import choose

torch.manual_seed(0)
device = course.device()
size = choose(cpu=64, gpu=128, small=32)  # pixels
per_class = choose(cpu=None, gpu=None, small=20)  # None: all 350
print(f"Working on {device} with images of {size} x {size} pixels")

# %% [markdown] name="load_story"
# ## Load a pretrained network
#
# TorchVision has some eighty classifiers, each with weights from ImageNet: 1.3 million photographs
# of 1,000 kinds of thing. In a script with a network connection you would write
#
# ```python
# from torchvision.models import resnet18, ResNet18_Weights
# model = resnet18(weights=ResNet18_Weights.DEFAULT)   # downloads 45 MB, once
# ```
#
# The course carries the backbone of **MobileNetV2** with it, so that nothing has to be downloaded.
# `course.models.load_backbone` gives you TorchVision's own class with these weights in it. With a
# network connection, `course data fetch resnet18` brings TorchVision's file, and ResNet-18 is one
# argument away: `load_backbone("resnet18")`.
#
# The network has two parts: the **backbone** (`features`) turns an image into 1,280 numbers, the
# **head** (`classifier`) turns those into one score per class, called **logits**.

# %% name="load"
model = course.models.load_backbone("mobilenet_v2")
print(model.classifier)
print(f"{sum(p.numel() for p in model.features.parameters()):,} parameters in the backbone")

# %% [markdown] name="raw_story"
# ## The images, raw
#
# Fashion-MNIST: small grey pictures of ten kinds of clothes. Always look at the data before you
# look at anything else.

# %% name="raw"
raw = course.data.FashionMNIST("train", per_class=1)
course.plots.images(
    [image for image, _ in raw],
    [course.data.CLASSES[label] for _, label in raw],
    "Fashion-MNIST: one training image of every class",
)
image, label = raw[0]
print(f"One item: {image.size} pixels, mode {image.mode!r} (grey), and the label {label}")

# %% [markdown] name="input_story"
# ## What the network expects
#
# MobileNetV2's weights make sense for input that looks, *as numbers*, like the photographs that it
# was trained on. So every image is scaled to 0–1, enlarged, its grey channel repeated three times,
# and normalised: ImageNet's mean of each channel is subtracted, and the difference divided by its
# standard deviation. Training images may be **augmented** as well: shifted, mirrored.
#
# **Predict**: after normalising, do the values still lie between 0 and 1? What does the image look
# like if you show it just like that?

# %% name="input"
course.plots.pipeline(raw[9][0], size=size)

# %% [markdown] name="input_discussion"
# A black pixel is now near −2, so a plot that expects 0 to 1 shows a broken picture: everything
# below 0 is cut off. To look at a normalised image, undo the normalisation first
# (`course.data.unnormalize`).
#
# **Exercise.** Do by hand what the transform does to the *values* (leave out the resizing).


# %% name="normalise"
def normalise(image):
    """Turn a grey uint8 image (H, W) into a normalised float image (3, H, W).

    The statistics are course.data.IMAGENET_MEAN and course.data.IMAGENET_STD.
    """
    return ...


course.lessons.attempt("normalise", normalise)

# %% [markdown] name="normalise_solution"
# <details><summary>A solution</summary>
#
# ```python
# def normalise(image):
#     scaled = (image.float() / 255).expand(3, -1, -1)
#     mean = torch.tensor(course.data.IMAGENET_MEAN).view(3, 1, 1)
#     std = torch.tensor(course.data.IMAGENET_STD).view(3, 1, 1)
#     return (scaled - mean) / std
# ```
#
# The `view(3, 1, 1)` lets each channel's number meet all of that channel's pixels.
# </details>

# %% [markdown] name="head_story"
# ## A new head
#
# **Worked example.** The old head gives 1,000 scores, for dogs and teapots. We need ten. MobileNetV2
# keeps its last layer in `classifier[1]`:

# %% name="head"
old = model.classifier[1]
model.classifier[1] = nn.Linear(old.in_features, 10)
with torch.no_grad():
    logits = model.eval()(torch.zeros(2, 3, size, size))
print(f"{old.in_features} features in; two images give logits of shape {tuple(logits.shape)}")

# %% [markdown] name="head_discussion"
# Two things that look right and are not:
#
# - `model.fc = nn.Linear(...)` on a MobileNetV2. Python lets you set any attribute. The network
#   never calls it, and goes on giving 1,000 logits.
# - `model.classifier[1].out_features = 10`. That changes a note on the layer, not its weights.
#
# **Exercise.** ResNet-18 calls its last layer `fc`. Give it a head for any number of classes.


# %% name="resnet_for"
def resnet_for(model, num_classes):
    """Replace the last layer of a ResNet-18 and return the model."""
    return ...


course.lessons.attempt("resnet_for", resnet_for)

# %% [markdown] name="resnet_for_solution"
# <details><summary>A solution</summary>
#
# ```python
# def resnet_for(model, num_classes):
#     model.fc = nn.Linear(model.fc.in_features, num_classes)
#     return model
# ```
#
# Asking the old layer for `in_features` is safer than writing 512: a ResNet-50 has 2,048.
# </details>

# %% [markdown] name="freeze_story"
# ## Freeze the backbone
#
# The new head starts at random, so its first errors are large. If everything learned from them, they
# would wash through the backbone and damage what we came for. And 3,500 labels cannot teach two
# million weights. So the backbone is **frozen**: no gradients, no updates.
#
# **Predict**: the head maps 1,280 features to 10 logits. How many numbers will be trainable?

# %% name="freeze"
model.requires_grad_(False)
model.classifier[1].requires_grad_(True)
course.plots.layers(model)

# %% name="parameter_table"
course.plots.parameters(model)

# %% [markdown] name="freeze_discussion"
# 12,810: a weight for every pair of feature and class, and ten biases. Half a percent of the network.
#
# Freezing is easily done wrong, and nothing complains: `layer.requires_grad = False` gives a *layer*
# an attribute that nobody reads (it is the *parameters* that have the flag; `requires_grad_` with an
# underscore goes through them). So don't believe, look: at the diagram above, and at the tensors
# before and after training.
#
# **Exercise.** Write the proof: which tensors are not what they were?


# %% name="moved"
def moved(before, after):
    """Name the tensors that differ between two state dicts (dictionaries name → tensor)."""
    return ...


course.lessons.attempt("moved", moved)

# %% [markdown] name="moved_solution"
# <details><summary>A solution</summary>
#
# ```python
# def moved(before, after):
#     return [name for name in before if not torch.equal(before[name], after[name])]
# ```
#
# `before` has to be a deep copy: `model.state_dict()` hands out the living tensors. (Lesson 03 makes
# more of this.)
# </details>

# %% [markdown] name="features_story"
# ### Features once, not every epoch
#
# As long as the backbone is frozen, an image has the same features in every epoch. So compute them
# once and keep them. The course also keeps them on disk: run the cell a second time and it takes no
# time at all.

# %% name="features"
from course.features import features

plain = course.data.transforms(size)
datasets = {
    "train": course.data.FashionMNIST("train", transform=plain, per_class=per_class),
    "validation": course.data.FashionMNIST("validation", transform=plain),
    "test": course.data.FashionMNIST("test", transform=plain),
}
cached = {name: features(model, dataset, device) for name, dataset in datasets.items()}
for name, (values, _) in cached.items():
    print(f"{name}: {values.shape[0]:,} images, {values.shape[1]:,} features each")

# %% [markdown] name="loop_story"
# ## The training loop
#
# **Worked example.** Every batch goes through the same five steps: move it to the device, *forward*
# (logits, then the loss), clear the old gradients, *backward*, *step*. One pass over all images is an
# epoch.
#
# **Predict**: with ten classes and a head that knows nothing, what is the first loss, about? (The
# loss is −ln of the probability that the network gives to the right class.)


# %% name="loop"
def loader_of(name, shuffle=False):
    """Return batches of the cached features."""
    return DataLoader(torch.utils.data.TensorDataset(*cached[name]), 32, shuffle=shuffle)


def train_head(head, epochs, criterion=None):
    """Train a head on the cached features; return its losses and validation accuracies."""
    criterion = criterion or nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(head.parameters(), lr=1e-3)
    losses, accuracies = [], []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader_of("train", shuffle=True):
            x, y = x.to(device), y.to(device)
            loss = criterion(head(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
        losses.append(total / count)
        accuracies.append(accuracy(head, "validation"))
    return losses, accuracies


@torch.no_grad()
def accuracy(head, name):
    """Return the share of right answers on cached features."""
    x, y = (part.to(device) for part in cached[name])
    return (head(x).argmax(dim=1) == y).float().mean().item()


epochs = choose(cpu=12, gpu=20, small=3)
head = model.classifier[1]
first = nn.functional.cross_entropy(
    head(cached["train"][0].to(device)), cached["train"][1].to(device)
)
print(f"Before training: loss {first.item():.2f}, accuracy {accuracy(head, 'validation'):.3f}")
losses, accuracies = train_head(head, epochs)
course.plots.curves(losses, accuracies, "A new head on a frozen MobileNetV2")

# %% [markdown] name="loop_discussion"
# A guess that favours no class has the loss −ln(1/10) = 2.30. A first loss far above that means that
# something is wrong with the input, before any training.
#
# **Faded example.** Here is the heart of the loop again, with two lines missing. Fill them in.


# %% name="one_step"
def one_step(model, criterion, optimizer, images, labels):
    """Train on one batch; return its loss as a Python number."""
    loss = criterion(model(images), labels)
    ...  # forget the gradients of the batch before
    loss.backward()
    ...  # move the weights
    return loss.item()


course.lessons.attempt("one_step", one_step)

# %% [markdown] name="one_step_solution"
# <details><summary>A solution</summary>
#
# ```python
# def one_step(model, criterion, optimizer, images, labels):
#     loss = criterion(model(images), labels)
#     optimizer.zero_grad()
#     loss.backward()
#     optimizer.step()
#     return loss.item()
# ```
#
# `zero_grad` may stand anywhere before `backward`, but not between `backward` and `step`: there it
# would wipe out what the step needs.
# </details>

# %% [markdown] name="loss_story"
# ## The loss you report
#
# The criterion gives the mean over *its batch*, and the last batch may be smaller. Three images with
# the losses 1, 1 and 4, in batches of two: the batches' means are 1 and 4, and the mean of *those* is
# 2.5. The mean per image is 2. That is why the loop above multiplies by `len(y)` and divides once.
#
# **Exercise.** The mean loss per image, from what the batches report.


# %% name="mean_loss"
def mean_loss(losses, sizes):
    """Return the mean loss per image from each batch's mean loss and number of images."""
    return ...


course.lessons.attempt("mean_loss", mean_loss)

# %% [markdown] name="mean_loss_solution"
# <details><summary>A solution</summary>
#
# ```python
# def mean_loss(losses, sizes):
#     return sum(loss * size for loss, size in zip(losses, sizes)) / sum(sizes)
# ```
# </details>

# %% [markdown] name="batchnorm_story"
# ## BatchNorm learns without gradients
#
# We trained on cached features, so the backbone did not even run. In a loop that runs the whole
# network (which you need for augmentation, say) there is a trap. A **BatchNorm** layer has running
# statistics: in *training mode* every batch changes them, in *evaluation mode* they are only used.
# They are not parameters: `requires_grad` has no say.
#
# Both runs below only *look* at training images: no loss, no optimizer, every backbone weight frozen.
# One is in training mode, in the other the frozen BatchNorm layers are in evaluation mode.
#
# **Predict**: what will the running means do in each?

# %% name="batchnorm"
from course.drift import DriftMeter
from course.recipes import new_model, train_mode

batches = choose(cpu=30, gpu=60, small=4)
loader = DataLoader(datasets["train"], 32, shuffle=True, generator=torch.Generator().manual_seed(0))
drifts, drifted = {}, {}
for name in ("model.train()", "model.train(), then frozen BatchNorm.eval()"):
    probe = new_model().to(device)
    probe.classifier[1].load_state_dict(head.state_dict())  # the head that was just trained
    meter = DriftMeter(probe)
    if name == "model.train()":
        probe.train()
    else:
        train_mode(probe)
    with torch.no_grad():
        for (images, _), _ in zip(loader, range(batches), strict=False):
            probe(images.to(device))
            meter.note()
    drifts[name], drifted[name] = meter.drifts, probe
course.plots.batchnorm_drift(drifts)

# %% [markdown] name="batchnorm_story_2"
# The weights are the same in both, bit for bit. **Predict**: the head was trained on features made
# with ImageNet's statistics. What accuracy does each network have now, in evaluation mode?


# %% name="batchnorm_cost"
@torch.no_grad()
def evaluate(model, dataset):
    """Return the model's accuracy over a dataset, from 0 to 1."""
    model.eval()
    correct = 0
    for images, labels in DataLoader(dataset, 100):
        answers = model(images.to(device)).argmax(dim=1).cpu()
        correct += (answers == labels).sum().item()
    return correct / len(dataset)


for name, probe in drifted.items():
    print(f"{name:<46} {evaluate(probe, datasets['validation']):.3f}")

# %% [markdown] name="batchnorm_discussion"
# No error, no warning, and a head that reads features it has never seen. The rule: **training mode
# for what trains, evaluation mode for every BatchNorm layer whose parameters are frozen**, and that
# after each `model.train()`, which switches *every* layer.
#
# **Exercise.** Write the correction that belongs after `model.train()`.


# %% name="hold_still"
def hold_still(model):
    """Put BatchNorm layers whose parameters are all frozen into evaluation mode, nothing else.

    `model.modules()` goes through all layers; nn.BatchNorm1d, 2d and 3d are the kinds to look for.
    """
    return ...


course.lessons.attempt("hold_still", hold_still)

# %% [markdown] name="hold_still_solution"
# <details><summary>A solution</summary>
#
# ```python
# def hold_still(model):
#     for layer in model.modules():
#         if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
#             if not any(parameter.requires_grad for parameter in layer.parameters()):
#                 layer.eval()
# ```
# </details>

# %% [markdown] name="measure_story"
# ## Measure
#
# **Accuracy** is the share of images whose highest logit is that of the right class. Measuring needs
# two switches: `model.eval()` changes what layers *do* (dropout lets everything through, BatchNorm
# uses its running statistics), `torch.no_grad()` changes what PyTorch *remembers*. `evaluate` above
# has both, counts over all images, and divides once.
#
# **Exercise.** The core of it:


# %% name="accuracy_of"
def accuracy_of(logits, labels):
    """Return the share of rows of logits (N, C) that are highest at the label (N,), as a float."""
    return ...


course.lessons.attempt("accuracy_of", accuracy_of)

# %% [markdown] name="accuracy_of_solution"
# <details><summary>A solution</summary>
#
# ```python
# def accuracy_of(logits, labels):
#     return (logits.argmax(dim=1) == labels).float().mean().item()
# ```
#
# `dim=1`: the highest *in each row*. And both sides have the shape (N,): compared with labels of
# shape (N, 1), every answer would be held against every label.
# </details>

# %% [markdown] name="test_story"
# ## The test, once
#
# The validation images helped to decide (how many epochs, say), so they are no longer innocent. The
# test images are looked at once, at the end. And the result gets a margin: 1,000 images are a sample,
# another 1,000 would give another number.
#
# **Exercise.** For an accuracy *a* on *n* images, the standard error is √(*a*(1 − *a*)/*n*). Two of
# them cover about 95 of 100 draws.


# %% name="margin"
def margin(accuracy, count):
    """Return two standard errors of an accuracy measured on `count` images."""
    return ...


course.lessons.attempt("margin", margin)

# %% [markdown] name="margin_solution"
# <details><summary>A solution</summary>
#
# ```python
# def margin(accuracy, count):
#     return 2 * (accuracy * (1 - accuracy) / count) ** 0.5
# ```
# </details>

# %% name="test"
model.to(device)
test_accuracy = evaluate(model, datasets["test"])
give_or_take = 2 * (test_accuracy * (1 - test_accuracy) / len(datasets["test"])) ** 0.5
print(f"Test accuracy {test_accuracy:.3f}, give or take {give_or_take:.3f}")

# %% [markdown] name="mistakes_story"
# ### Where it goes wrong
#
# One number hides a lot. **Predict**: which two kinds of clothes does it confuse most?

# %% name="confusion"
with torch.no_grad():
    test_logits = head(cached["test"][0].to(device)).cpu()
truth, answers = cached["test"][1].tolist(), test_logits.argmax(dim=1).tolist()
course.plots.confusion(truth, answers, course.data.CLASSES, "Test images: what was taken for what")

# %% name="confused_pairs"
course.plots.confused_pairs(truth, answers, course.data.CLASSES)

# %% name="highest_losses"
test_pictures = [image for image, _ in course.data.FashionMNIST("test")]
course.plots.highest_losses(test_pictures, truth, test_logits, course.data.CLASSES)

# %% [markdown] name="mistakes_discussion"
# Would you have known better? People who are not in the trade are right for 83.5 % of these images.
# A look at the worst images often finds wrong labels, and always finds what the network cannot see at
# this size.

# %% [markdown] name="save_story"
# ## Save, reload, predict
#
# The file holds the tensors that differ from the pretrained ones: the head, and a checksum of the rest.
# A file that nobody has read back is a hope, so read it into a fresh network and measure that one.

# %% name="save"
from course.checkpoint import load_checkpoint

path = course.save_checkpoint(
    model, "lesson.safetensors", architecture="mobilenet_v2", epochs=epochs, accuracy=test_accuracy
)
again = load_checkpoint(new_model().to(device), path)
print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB; read back, it reaches", end=" ")
print(f"{evaluate(again, datasets['test']):.3f}")

# %% [markdown] name="predict_story"
# Now a new image, with the five most probable classes. Softmax turns logits into probabilities: they
# are positive and sum to 1. `course.prediction.predict` takes the path of an image file, or a PIL
# image, in any mode and size.

# %% name="predict"
from course.prediction import predict

test_pictures[0].save("new.png")
course.plots.images(
    [test_pictures[0]], [f"label: {course.data.CLASSES[truth[0]]}"], "A new image", 1
)
predict(again, "new.png", course.data.CLASSES, size=size)

# %% [markdown] name="predict_story_2"
# **Predict**: what does it say about a photograph of a flower?

# %% name="predict_flower"
from PIL import Image
from sklearn.datasets import load_sample_image  # comes with scikit-learn

flower = Image.fromarray(load_sample_image("flower.jpg"))
course.plots.images([flower.resize((224, 224))], ["a flower"], "Not in any of the ten classes", 1)
predict(again, flower, course.data.CLASSES, size=size)

# %% [markdown] name="predict_discussion"
# It names clothes, because it has nothing else to say: the probabilities of the ten classes sum to 1
# whatever it is shown. A high probability means "rather this than the other nine", not "I am sure".

# %% [markdown] name="own_story"
# ## The same recipe on your own images
#
# Put your images into one folder a class, the layout that TorchVision's `ImageFolder` reads:
#
# ```text
# pets/cats/1.jpg  pets/cats/2.jpg …      xrays/normal/a.png …
# pets/dogs/1.jpg  …                      xrays/pneumonia/b.png …
# ```
#
# `own_images` reads it, draws train, validation and test class by class, and says in one sentence if
# a file is damaged or a class is missing. The cell makes such a folder, with grey and transparent
# pictures of different sizes in it. Put the path of yours in its place.

# %% name="own_folder"
from pathlib import Path

folder = Path("my_images")  # or Path("/home/me/pets")
if not folder.exists():
    sample = course.data.FashionMNIST("train", per_class=choose(cpu=40, gpu=40, small=6), seed=1)
    for number, (image, label) in enumerate(sample):
        if label in (5, 7, 9):  # sandals, sneakers, ankle boots
            place = folder / course.data.CLASSES[label].replace(" ", "_").lower()
            place.mkdir(parents=True, exist_ok=True)
            mode = ("L", "RGB", "RGBA")[number % 3]
            image.convert(mode).resize((40 + number % 30, 48)).save(place / f"{number}.png")

# %% name="own_train"
from course.data.folder import own_images

own = own_images(folder, size=size)
print(f"{', '.join(own.classes)}: {len(own.train)} to train, {len(own.validation)} to validate")
mine = new_model(num_classes=len(own.classes)).to(device)
cached = {
    "train": features(mine, own.train, device),
    "validation": features(mine, own.validation, device),
    "test": features(mine, own.test, device),
}
own_losses, own_accuracies = train_head(mine.classifier[1], choose(cpu=30, gpu=30, small=3))
print(f"Accuracy on {len(own.test)} test images: {accuracy(mine.classifier[1], 'test'):.3f}")

# %% [markdown] name="other_story"
# ### Other networks
#
# The recipe is the same everywhere; what differs is where the head lives. `course.models.head` finds
# it. Where TorchVision's weights have been fetched they are used, else the network is random: good
# for counting, not for learning.

# %% name="other_networks"
from course.errors import ModelError

for name in ("mobilenet_v2", "resnet18", "efficientnet_b0", "densenet121", "convnext_tiny"):
    try:
        network, origin = course.models.load_backbone(name), "pretrained"
    except ModelError:
        network, origin = course.models.load_backbone(name, weights=None), "random: not fetched"
    last = course.models.head(network)
    place = next(path for path, layer in network.named_modules() if layer is last)
    network.set_submodule(place, nn.Linear(last.in_features, 10))
    network.requires_grad_(False)
    course.models.head(network).requires_grad_(True)
    trainable = sum(p.numel() for p in network.parameters() if p.requires_grad)
    print(
        f"{name:<16} model.{place:<14} {last.in_features:>5} features, {trainable:>6,} trainable ({origin})"
    )

# %% [markdown] name="recap"
# ## Recap
#
# - Images must reach the network as the numbers it was trained on: scaled, resized, three channels,
#   normalised. Undo that to look at them.
# - Replace the last layer; freeze the rest through its *parameters*; look whether it is so.
# - With a frozen backbone, features are computed once, and a head trains in seconds.
# - Weigh each batch's loss by its size. Count right answers over all images and divide once.
# - BatchNorm's statistics move in training mode, frozen or not. Evaluation mode holds them.
# - Test once, with a margin; look at the confusions and at the worst images.
# - A softmax always sums to 1, also for a flower.
#
# ## Check for understanding
#
# Choose an answer to see what it says about it: Tab moves, Enter opens.

# %% name="quiz"
course.quiz("02")

# %% [markdown] name="further"
# ## Further
#
# - The assignment *Feature extraction*: write these parts so that they work for any network.
# {{ further }}
