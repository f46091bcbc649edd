# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] name="intro"
# # What transfers
#
# *Why a network that knows dogs and teapots has a head start with shirts, what that is worth, and
# when it is worth nothing.*
#
# **Transfer learning**: take a network that was trained on one task, keep most of it, and train the
# rest, or a little of everything, on another task. In this lesson you look *inside* such a network
# before you use one. Nothing has to be believed: every claim has a figure that your own machine draws.
#
# {{ objectives }}
#
# {{ times }}
#
# **You need**: Python, and a rough idea of what a convolution is. PyTorch comes in lesson 02.
#
# {{ links }}
#
# **How to work**: where you find **Predict**, say your answer aloud *before* you run the next cell: a
# wrong guess is worth more than a right one that you never made. Where a cell has dots (`...`), it is
# yours to fill in; the line below it says how you did. Nothing is graded here. Every figure has a
# description and its data in the box below it.

# %% name="find_course"
# {{ find_course }}

# %% name="imports"
import torch

import course
from course.budget import choose

torch.manual_seed(0)
device = course.device()
print(f"Working on {device}")

# %% [markdown] name="what_story"
# ## What transfer learning is
#
# ```text
#   image            backbone               features           head            scores
#   3 x 96 x 96  ─▶  19 blocks of      ─▶   1,280 numbers  ─▶  one linear  ─▶  one per class
#                    convolutions                              layer
# ```
#
# A convolutional network (CNN) for classification is a **backbone**, which turns an image into a list
# of numbers, the **features**, and a **head**, which turns features into one score per class. Our
# backbone is MobileNetV2, trained on ImageNet: 1.3 million colour photographs of 1,000 kinds of
# thing. Our task: tell ten kinds of clothes apart in small grey pictures (Fashion-MNIST). There are
# three ways to get there, and this lesson lets them compete:
#
# | | starts from | trains |
# |---|---|---|
# | **from scratch** | random weights | everything |
# | **linear probe** (feature extraction) | pretrained weights | a new head only |
# | **fine-tuning** | pretrained weights | a new head and blocks of the backbone |

# %% name="networks"
pretrained = course.models.load_backbone("mobilenet_v2")
untrained = course.models.load_backbone("mobilenet_v2", weights=None)  # the same layers, random
raw = course.data.FashionMNIST("train", per_class=1)
course.plots.images(
    [image for image, _ in raw],
    [course.data.CLASSES[label] for _, label in raw],
    "The new task: ten kinds of clothes, 28 x 28 pixels, grey",
)

# %% [markdown] name="why_story"
# ## Why it works
#
# ### The first layer
#
# Each filter of the first convolution is a tiny picture, 3 × 3 pixels, that is laid over every place
# of the image. **Predict**: how will the filters of the pretrained network differ from random ones?

# %% name="filters"
course.plots.filters({"pretrained on ImageNet": pretrained, "random": untrained})

# %% [markdown] name="filters_discussion"
# Look for filters in which one side is bright and the other dark (edge detectors), for even ones
# (brightness), for coloured ones (colour contrasts). The random ones show no such order: in the
# description, the correlation of neighbouring weights says so in numbers. Nothing in the trained
# filters is about dogs. An edge is an edge, in a photograph and in a shirt.
#
# ### On the way through
#
# One picture of an ankle boot, and the channels that answer it most strongly, after four of the 19
# blocks. **Predict**: what becomes of the picture on its way?

# %% name="feature_maps"
size = choose(cpu=96, gpu=128, small=64)
ready = course.data.FashionMNIST("train", per_class=1, transform=course.data.transforms(size))
boot = next(image for image, label in ready if label == 9)
course.plots.feature_maps(pretrained, boot)

# %% [markdown] name="feature_maps_discussion"
# Early maps still look like the boot: its outline, its edges in one direction. Later ones are coarse:
# they say *that* something is there, and roughly where.
#
# ### A test of the claim
#
# "Early layers learn general features." How would you test that? Take the output of one block,
# average it over the image, and ask how well a *linear* classifier can read the clothes from it. Do so
# for every block, for the pretrained network and for the random one.
#
# **Worked example.** For the last block of the pretrained network:

# %% name="probe_one"
from sklearn.linear_model import RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course.features import features_by_block

plain = course.data.transforms(choose(cpu=64, gpu=128, small=32))
some = choose(cpu=100, gpu=350, small=10)  # labelled images of each class
train = course.data.FashionMNIST("train", transform=plain, per_class=some)
test = course.data.FashionMNIST("test", transform=plain)
if choose(cpu=False, gpu=False, small=True):
    test = course.data.FashionMNIST("test", transform=plain, per_class=20)


def probe(train_features, train_labels, test_features, test_labels):
    """Fit a linear classifier on features; return its accuracy on test images."""
    classifier = make_pipeline(StandardScaler(), RidgeClassifier(alpha=100))
    classifier.fit(train_features.numpy(), train_labels.numpy())
    return float(classifier.score(test_features.numpy(), test_labels.numpy()))


train_blocks, train_labels = features_by_block(pretrained, train, device)
test_blocks, test_labels = features_by_block(pretrained, test, device)
last = list(train_blocks)[-1]
accuracy = probe(train_blocks[last], train_labels, test_blocks[last], test_labels)
print(f"{len(train_labels):,} training images, features of block {last!r}: accuracy {accuracy:.3f}")

# %% [markdown] name="depth_story"
# **Predict**, before you run the next cell: sketch two curves, accuracy against block, one for the
# pretrained network and one for the random one. Where do they start? Which way do they go? Is the
# last block the best?

# %% name="depth"
by_block = {}
for name, network in (("pretrained", pretrained), ("random", untrained)):
    train_blocks, train_labels = features_by_block(network, train, device)
    test_blocks, test_labels = features_by_block(network, test, device)
    by_block[name] = [
        probe(train_blocks[block], train_labels, test_blocks[block], test_labels)
        for block in train_blocks
    ]
course.plots.depth(by_block, "How well can clothes be read from each block?", list(train_blocks))

# %% [markdown] name="depth_discussion"
# Look at the two curves before you read on. Four things to see:
#
# 1. **At the start the two are close.** What you borrow is not in the first blocks alone.
# 2. **Random blocks are of some use too.** More channels are more to read from, and any filters keep
#    some of the picture. (That a frozen random network is worthless is a myth; an impatient optimizer
#    makes it look so, because its features are tiny.)
# 3. **In the middle the curves are furthest apart.** Nobody ever showed the pretrained blocks any
#    clothes. *That* lead is what transfers.
# 4. **The last block is not the best.** Towards the end, features become specific to ImageNet's
#    classes, and the lead shrinks. (Lesson 03 thaws the last blocks for that reason.)
#
# **Exercise.** Turn the two curves into one: the pretrained network's lead in each block.


# %% name="gaps"
def gaps(pretrained_accuracies, random_accuracies):
    """Return the difference of the two lists, block by block."""
    return ...


course.lessons.attempt("gaps", gaps)

# %% [markdown] name="gaps_solution"
# <details><summary>A solution</summary>
#
# ```python
# def gaps(pretrained_accuracies, random_accuracies):
#     return [a - b for a, b in zip(pretrained_accuracies, random_accuracies)]
# ```
#
# Try it on `by_block["pretrained"]` and `by_block["random"]`: where is the lead largest?
# </details>

# %% [markdown] name="space_story"
# ### As a map
#
# A list of numbers is a place in a space. The maps below put 400 test images on paper so that
# neighbours stay neighbours: once by their pixels, once by what the frozen backbone makes of them.
# **Predict**: which map has the cleaner groups?

# %% name="space"
from course.features import features

some_test = course.data.FashionMNIST(
    "test", transform=plain, per_class=choose(cpu=40, gpu=40, small=8)
)
frozen_features, labels = features(pretrained, some_test, device)
pixels = torch.from_numpy(some_test.images).float() / 255
course.plots.projection(
    {"pixels": pixels, "frozen features": frozen_features}, labels.tolist(), course.data.CLASSES
)

# %% [markdown] name="space_discussion"
# Read the number under each name rather than your first impression: how often the nearest neighbours
# of an image are of its class. For these small, centred pictures, pixels alone are already a good
# guide, and a few labels could do a lot with either. Keep that in mind: it decides what comes next.

# %% [markdown] name="saves_story"
# ## What it saves
#
# The promise is: fewer labels, less time, less overfitting. Now the contest. With 5, 20, 80 and 350
# labelled images of each class, each of the three ways is run with three seeds (each seed draws other
# images) and measured on the same 1,000 test images:
#
# - **small CNN from scratch**: three convolutions, 100,000 weights, on the 28 × 28 pictures. A sensible
#   choice for such images, not a straw man.
# - **linear probe**: a new head on MobileNetV2's frozen features, images enlarged to 96 × 96.
# - **fine-tuned**: the probe, and then the last 12 of the 19 blocks trained as well. (Its rates were
#   chosen on validation images.)
#
# **Predict**: who wins with 5 labels per class? Who wins with 350? Who is ahead of people, who get
# 83.5 %?

# %% name="contest"
from course.comparison import Contest, Epochs, by_method, table

plan = choose(  # labels per class, epochs of the three, highest rate of fine-tuning
    cpu=[
        Epochs(5, 30, 60, 10, 4e-4),
        Epochs(20, 20, 60, 8, 2e-4),
        Epochs(80, 12, 30, 4, 1e-3),
        Epochs(350, 6, 15, 2, 1e-3),
    ],
    gpu=[
        Epochs(5, 60, 90, 20, 4e-4),
        Epochs(20, 60, 90, 20, 2e-4),
        Epochs(80, 40, 60, 12, 1e-3),
        Epochs(350, 20, 30, 8, 1e-3),
    ],
    small=[Epochs(5, 2, 5, 1), Epochs(20, 2, 5, 1)],
)
contest = Contest(choose(cpu=96, gpu=128, small=32), device)
scores = list(contest.scores(plan, seeds=choose(cpu=(0, 1, 2), gpu=(0, 1, 2), small=(0,))))

# %% name="labels_needed"
results = by_method(scores)
course.plots.labels_needed(results, "What labels are worth, three ways")

# %% name="contest_table"
from IPython.display import Markdown

where = f"{device}, {torch.get_num_threads()} threads" if device.type == "cpu" else str(device)
Markdown(
    f"{table(scores)}\n\nAccuracy on 1,000 test images: mean ± standard deviation over "
    f"{len({score.seed for score in scores})} seeds. Seconds: mean of a run ({where})."
)

# %% [markdown] name="contest_discussion"
# Read it together with the bands, which reach from the worst seed to the best. Where they overlap, a
# difference may be luck. What our run shows (yours may differ a little):
#
# - **5 labels per class**: the probe is ahead on average, .683 against .653 from scratch. It has only
#   12,810 numbers to learn. But its own seeds lie between .65 and .71: which five images you happen to
#   have labelled matters more than the method.
# - **20 and 80**: all three are level. The lines cross here, and nobody who looks at the bands would
#   swear where.
# - **350**: fine-tuned .879, from scratch .853, probe .839, and no overlap. The CNN has made its *own*
#   features, for clothes; the probe can only read what ImageNet left it. Fine-tuning starts from good
#   features and improves them. It is ahead of people, too.
#
# That is less of a triumph than tutorials promise, and these images are the reason: small, grey, centred,
# and far from photographs.
#
# **Faded example.** `results["linear probe"]` is a dictionary: labels per class → accuracies, one a seed.
# Add a cell (press B), and fill the two gaps, so that it gives the mean accuracy at one label count:
#
# ```python
# def mean_accuracy(accuracies, count):
#     values = accuracies[...]
#     return sum(values) / ...
# ```
#
# **Exercise.** With that, read a price off such results: how many labels per class does a method need to
# reach a target?


# %% name="labels_for"
def labels_for(accuracies, target):
    """Return the fewest labels per class whose mean accuracy is at least `target`, else None.

    `accuracies` is a dictionary: labels per class → list of accuracies, one a seed.
    """
    return ...


course.lessons.attempt("labels_for", labels_for)

# %% [markdown] name="labels_for_solution"
# <details><summary>A solution</summary>
#
# ```python
# def labels_for(accuracies, target):
#     enough = [
#         count for count, values in accuracies.items() if sum(values) / len(values) >= target
#     ]
#     return min(enough, default=None)
# ```
#
# Try `labels_for(results["linear probe"], 0.7)`, and the same for the others.
# </details>

# %% [markdown] name="time_story"
# ### Time
#
# The same runs, against the seconds that each took, from the first image to the last step. Every point
# is a label count; further right is dearer.

# %% name="time"
from statistics import fmean

over_time = {}
for method, by_count in results.items():
    seconds = [
        fmean(s.seconds for s in scores if (s.method, s.per_class) == (method, count))
        for count in sorted(by_count)
    ]
    over_time[method] = seconds, [fmean(by_count[count]) for count in sorted(by_count)]
course.plots.accuracy_over_time(over_time, "Accuracy against seconds, a point a label count")

# %% [markdown] name="overfitting_story"
# ### Overfitting
#
# And what if you train a *deep* network from scratch on few images? Here is MobileNetV2 itself, all
# 2.2 million weights random, on 20 images of each class. **Predict** its accuracy on those training
# images, and on new ones.

# %% name="overfitting"
from course import recipes

few = recipes.stack(course.data.FashionMNIST("train", transform=plain, per_class=20), device)
unseen = recipes.stack(course.data.FashionMNIST("validation", transform=plain), device)
torch.manual_seed(0)
deep = recipes.new_model(weights=None).requires_grad_(True)
run = recipes.from_scratch(few, choose(cpu=15, gpu=30, small=1), model=deep, lr=1e-3)
head_only = recipes.linear_probe(few, choose(cpu=60, gpu=60, small=2))
print(f"{'':<28}{'training images':>16}{'new images':>12}")
for name, model in (("deep, from scratch", run.model), ("linear probe", head_only.model)):
    print(
        f"{name:<28}{recipes.accuracy(model, few):>16.3f}{recipes.accuracy(model, unseen):>12.3f}"
    )

# %% [markdown] name="overfitting_discussion"
# The distance between the two columns is **overfitting**: what was learned by heart and is of no use.
# The probe has it too, for it has more numbers to learn than it has images. But what it reads are
# features that millions of *other* images have pinned down.

# %% [markdown] name="not_story"
# ## When it does not pay
#
# You have just seen the limits. Transfer pays less, or not at all,
#
# - **when labels are plenty**: on all 60,000 images of Fashion-MNIST, a probe on this frozen backbone
#   ends near .88, a small CNN from scratch is reported at .92–.93 (fine-tuning this backbone: .94;
#   measured elsewhere, with the same weights),
# - **when the new images are unlike the old ones**: grey 28-pixel pictures are far from photographs.
#   As a rule, the closer images are to photographs, the longer transfer stays ahead,
# - **when they are too small for the backbone**: at 64 pixels in place of 96, the lead of the probe on
#   the left side of the chart is gone (measured with two seeds),
# - **when a large backbone is too slow or too big** for where it has to run.
#
# So measure, with a simple rival on the same images. And do not read a difference where there is none:
# two methods with three seeds each overlap easily.
#
# **Exercise.** A cautious rule: one method is *clearly ahead* if even its worst seed beats the other's
# best.


# %% name="clearly_ahead"
def clearly_ahead(one, other):
    """Return True if every accuracy of `one` is higher than every accuracy of `other`."""
    return ...


course.lessons.attempt("clearly_ahead", clearly_ahead)

# %% [markdown] name="clearly_ahead_solution"
# <details><summary>A solution</summary>
#
# ```python
# def clearly_ahead(one, other):
#     return min(one) > max(other)
# ```
#
# For every count in `results["linear probe"]`, ask it about the probe and the small CNN.
# </details>

# %% [markdown] name="recap"
# ## Recap
#
# - A pretrained backbone is a row of blocks that make things easier to read, from general to specific.
#   Random blocks of the same shape do so too, but less.
# - What transfers is in the weights of the middle blocks most of all; the last ones are made for the
#   old task.
# - A probe gains most with few labels; fine-tuning needs more of them and then leads. Both gain less the
#   more the images differ from those that the backbone was trained on.
# - Claims about "better" need a rival, several seeds and their spread.
#
# ## Check for understanding
#
# Choose an answer to see what it says about it: Tab moves, Enter opens.

# %% name="quiz"
course.quiz("01")

# %% [markdown] name="further"
# ## Further
#
# {{ further }}
