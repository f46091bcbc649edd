"""Exercise `fine_tune`: train what is trainable, and return the weights of the best epoch.

`tuning` watches the function, `setting` makes the cases; here is what is asked of it. How a learner
trains is free: any optimizer, learning rate, loss and schedule. A mistake costs the checks that it
is about: a judge passes over a run that another judge decides.
"""

from course.checks import snapshots
from course.checks.feedback import Failure, counted
from course.checks.fine_tuning import borne_out
from course.checks.fine_tuning.setting import draw
from course.checks.fine_tuning.tuning import Evidence, probe, set_up
from course.checks.judging import Run, judge

__all__ = ["EXERCISE", "Evidence", "draw", "probe", "set_up"]

EXERCISE = "fine_tune"
_LEARNED = 0.55  # accuracy; guessing gives 0.25, and every usual way to train at least 0.65
_TIE = 0.05  # accuracy; the best epoch is far ahead of all others
_PART = 0.25  # of an epoch: a last batch that is left out is nobody's business here


def _need_training(run: Run) -> None:
    """Fail where nothing was learned from: then there is nothing to be right about."""
    if not run.seen.passes["learned"] and not run.seen.validation["learned"]:
        raise Failure(
            "The model that was handed in did not learn from a single image.",
            "What training does to a model shows only when there is training.",
            "Train the model that is handed in, on the batches of `train_loader`.",
            "Which model does your function train, and on which loader?",
            "A batch is learned from when `backward()` runs on its loss.",
            "`loss = criterion(model(images), labels)`, `loss.backward()`, `optimizer.step()`.",
        )


@judge("learns")
def returns_the_model(run: Run) -> None:
    """The function returns the model."""
    if not run.seen.is_module:
        raise Failure(
            f"The function returned a value of type {run.seen.returned}, not a model.",
            "Whoever calls the function goes on with the model that comes back.",
            "End the function with `return model`, and with the model alone.",
            "Which value does your function hand back on its last line?",
            "A state dict, a history or a pair of values is not a model.",
            "Load the best weights into the model, then `return model`.",
        )


@judge("learns")
def model_has_learned(run: Run) -> None:
    """The returned model has learned: its validation accuracy is far above guessing."""
    seen = run.seen
    if not seen.finite:
        raise Failure(
            "Weights of the returned model are not finite numbers (NaN or infinity).",
            "Steps that are too large throw the weights further off each time, until the numbers "
            "overflow.",
            "Take a smaller learning rate: 1e-3 or 1e-4 with Adam, 1e-2 with SGD.",
            "How large is one step of your optimizer?",
            "Print the loss of each batch: does it grow?",
            "`torch.optim.AdamW(parameters, lr=1e-3)` is a good start.",
        )
    if seen.passes["learned"] < 0.5:
        raise Failure(
            f"In {counted(run.case['epochs'], 'epoch')} only {seen.passes['learned']:.0%} "
            "of the training images were learned from once.",
            "What a model knows about images that it has hardly seen is luck.",
            "Learn from all batches of `train_loader`, in every epoch.",
            "How often does the loop over batches run?",
            "A `break` or a `return` inside it ends it early.",
            "Let `backward()` and `step()` run for every batch of `train_loader`.",
        )
    if seen.stalled or seen.replaced:
        return  # whatever was learned then: other checks say so
    accuracy = borne_out.accuracy(run)
    if accuracy < _LEARNED:
        raise Failure(
            f"After {counted(run.case['epochs'], 'epoch')} on easy images of four classes, the "
            f"returned model is right on {accuracy:.0%} of the validation images; "
            "guessing gives 25%.",
            "Either the weights hardly moved, or they moved too far, or another model came back.",
            "Check that the optimizer holds the model's trainable parameters, that each batch "
            "makes one step, and that the trained model is what you return.",
            "Print the training loss of every epoch: does it fall?",
            "Look at the optimizer's parameters, the learning rate, and the line with `return`.",
            "`loss.backward()`, `optimizer.step()`, `optimizer.zero_grad()` for every batch, "
            "with AdamW and a learning rate of 1e-3.",
        )


@judge("best")
def returns_the_epoch_with_the_best_validation_accuracy(run: Run) -> None:
    """The returned weights are those of the epoch with the best validation accuracy."""
    seen = run.seen
    _need_training(run)
    if seen.validation["learned"]:  # such an accuracy says nothing, which is judged below
        return
    if "best" not in seen.accuracy:
        raise Failure(
            "No epoch over the training images was brought to its end.",
            "Without a whole epoch there is none that could be the best.",
            "Go through all of `train_loader` in every epoch.",
        )
    accuracy, best = borne_out.accuracy(run), seen.accuracy["best"]
    if accuracy < best - _TIE:
        raise Failure(
            f"Epoch {seen.best_epoch} of {run.case['epochs']} was the best: {best:.0%} of the "
            f"validation images right. The model that came back has {accuracy:.0%}{_whose(run)}.",
            "More epochs are not always better, so the best weights must be put aside the moment "
            "they are reached, and put back at the end.",
            "After each epoch measure the validation accuracy; if it is the best so far, copy all "
            "weights and statistics; load the copy at the end.",
            "What exactly do you keep when an epoch is the best so far?",
            "`model.state_dict()` shows the living tensors, and training goes on changing them: "
            "keep a copy.",
            "`best = copy.deepcopy(model.state_dict())` when the accuracy is a new high, and "
            "`model.load_state_dict(best)` before `return model`.",
        )


def _whose(run: Run) -> str:
    """Say which epoch the returned weights are from, where that is known."""
    epoch = run.seen.came_back
    if epoch == 0:
        return ": it has the weights that went in"
    if epoch > 0:
        return f": it has the weights of epoch {epoch}"
    return ""


@judge("learns", "best")
def trains_for_the_given_number_of_epochs(run: Run) -> None:
    """The training images are learned from `epochs` times, every batch of them."""
    epochs, passes = run.case["epochs"], run.seen.passes
    counts = (passes["learned"], passes["fetched"])
    if run.case["kind"] == "best":
        _need_patience(run, max(counts))
        return
    nearest = min(counts, key=lambda count: abs(count - epochs))
    if not any(epochs - _PART <= count <= epochs + _PART for count in counts):
        raise Failure(
            f"With epochs={epochs} the training images were learned from "
            f"{counted(round(nearest, 2), 'time')}.",
            "An epoch is one pass over all batches of the training loader.",
            "Use the argument `epochs`, and let every batch of `train_loader` make its step.",
            "How often does your outer loop run, and how often the inner one?",
            "A `return` or a `break` in the inner loop ends it after one batch.",
            "`for epoch in range(epochs):` and in it `for images, labels in train_loader:`.",
        )
    if run.seen.stalled:
        raise Failure(
            "After half of the first epoch the weights stood still, although images went on "
            "coming.",
            "A learning rate that has shrunk to almost nothing turns the rest of the training into "
            "waste.",
            "Step a schedule that is meant for epochs once an epoch, not once a batch.",
            "Print the learning rate after every batch.",
            "`optimizer.param_groups[0]['lr']` is the learning rate at this moment.",
            "Move `scheduler.step()` out of the loop over batches.",
        )


def _need_patience(run: Run, count: float) -> None:
    """Fail where the first epoch is the best and the next ended the training; two of them may."""
    epochs, phases = run.case["epochs"], run.case["phases"]
    if phases[0] == "good" and 1 < count < epochs - _PART:
        raise Failure(
            f"With epochs={epochs} training ended after {counted(round(count, 2), 'epoch')}, when "
            "one was no better than the one before.",
            "Accuracy rises by fits and starts: an epoch that is no better says little about the "
            "next one.",
            "Run all epochs, and keep the weights of the best.",
            "What ends your loop over epochs?",
            "A `break` in it ends the training for good.",
            "`if accuracy > best:` keep a copy of the weights; nothing needs an `else`.",
        )


@judge("learns")
def starts_from_the_given_weights(run: Run) -> None:
    """Training starts from the weights that the model came with."""
    _need_training(run)
    if run.seen.replaced:
        raise Failure(
            f"When training began, {run.seen.replaced} weight tensors of the model were no longer "
            "those that it came with.",
            "Fine-tuning goes on from what was learned before; a new head or a new network throws "
            "that away.",
            "Train the model that is handed in, and make no new layers.",
            "Does your function build or initialise anything?",
            "The head that comes in has been trained already.",
            "Take out every line that makes an `nn.Linear`, loads weights or resets them.",
        )


@judge("learns", "best")
def trains_in_training_mode(run: Run) -> None:
    """While training, layers that train are in training mode, in every epoch."""
    _need_training(run)
    if not run.case["dropout"]:
        return
    share = run.seen.dropping_share
    if share < 0.95:
        raise Failure(
            f"Dropout was active in {share:.0%} of the forward passes that were learned from.",
            "In evaluation mode dropout does nothing and BatchNorm does not learn; and measuring "
            "leaves the model in evaluation mode.",
            "Call `model.train()` at the beginning of every epoch.",
            "In which mode is the model when the second epoch begins?",
            "`model.eval()` holds until somebody calls `train()` again.",
            "Make `model.train()` the first line in the loop over epochs, then put frozen "
            "BatchNorm layers in `eval()`.",
        )


@judge("learns")
def measures_in_evaluation_mode(run: Run) -> None:
    """Validation accuracy is measured in evaluation mode."""
    seen = run.seen.validation
    if not seen["passes"] and run.case["epochs"] > 1:
        raise Failure(
            f"In {counted(run.case['epochs'], 'epoch')} the model was never run "
            "on a validation image.",
            "Without a look at images that were not trained on, no epoch can be called the best.",
            "Measure the accuracy on `val_loader` after every epoch.",
            "What does your function do with `val_loader`?",
            "The training loss says nothing about new images.",
            "After each epoch: `model.eval()`, then count the right answers over `val_loader`.",
        )
    if seen["dropping"]:
        raise Failure(
            f"Dropout was active in {seen['dropping']} of {seen['passes']} forward passes on "
            "validation images.",
            "In training mode the answers are partly chance, and BatchNorm takes in the "
            "validation images' statistics.",
            "Call `model.eval()` before you measure.",
            "Which line decides the mode before the loop over `val_loader`?",
            "`torch.no_grad()` does not change the mode.",
            "`model.eval()`, then the loop over `val_loader` under `torch.no_grad()`.",
        )


@judge("learns")
def never_learns_from_validation_images(run: Run) -> None:
    """Nothing is learned from the validation images."""
    seen = run.seen.validation
    _need_training(run)
    if seen["learned"]:
        raise Failure(
            f"{seen['learned']} of {seen['passes']} forward passes on validation images sent "
            "gradients back.",
            "Images that the model has learned from can no longer tell how it does on new ones.",
            "Learn from `train_loader` only; use `val_loader` for measuring.",
            "Which loader does the loop with `backward()` go through?",
            "Two loaders, two jobs: have they been swapped, or joined?",
            "Keep `backward()` and `step()` out of the loop over `val_loader`.",
        )


@judge("learns")
def gradients_are_cleared(run: Run) -> None:
    """No gradient is used for a second step."""
    _need_training(run)
    if run.seen.stale:
        raise Failure(
            f"In {run.seen.stale} batches old gradients, used for a step already, were still "
            "there when new ones came.",
            "`backward()` adds to the gradients that are there: what is not cleared piles up.",
            "Call `optimizer.zero_grad()` once for every step.",
            "What is in `p.grad` when the second batch begins?",
            "Clearing belongs inside the loop over batches.",
            "Make `optimizer.zero_grad()` the first line in that loop, parentheses included.",
        )


def _is_statistic(name: str) -> bool:
    return name.endswith(snapshots.STATISTICS)


@judge("frozen", "best")
def frozen_batchnorm_comes_out_bit_identical(run: Run) -> None:
    """A frozen BatchNorm layer keeps its running statistics, bit for bit."""
    _need_training(run)
    moved = {n: d for n, d in borne_out.frozen_moved(run).items() if _is_statistic(n)}
    if moved:
        raise Failure(
            f"{snapshots.statistics_in_words(moved)}, although their weights are frozen.",
            "`requires_grad=False` stops gradients only: in training mode BatchNorm still "
            "overwrites its running mean and variance.",
            "After every `model.train()`, put the BatchNorm layers whose weights are frozen in "
            "`eval()`.",
            "Which line of your function switches BatchNorm on?",
            "`model.train()` undoes an earlier `eval()`: the order counts, in every epoch.",
            "Loop over `model.modules()`; if it is a BatchNorm layer and none of its parameters "
            "requires a gradient, call `.eval()` on it.",
        )


@judge("frozen")
def frozen_weights_stay(run: Run) -> None:
    """Frozen weights come out bit-identical."""
    _need_training(run)
    moved = [name for name in borne_out.frozen_moved(run) if not _is_statistic(name)]
    if moved:
        raise Failure(
            f"{len(moved)} frozen weight tensors moved.",
            "What is frozen is decided by whoever calls the function.",
            "Leave `requires_grad` as it is, and train only the parameters that require a "
            "gradient.",
            "Which line writes to `requires_grad`, or to the weights themselves?",
            "`model.parameters()` gives frozen parameters too.",
            "Give the optimizer `[p for p in model.parameters() if p.requires_grad]`.",
        )


@judge("frozen")
def everything_trainable_is_trained(run: Run) -> None:
    """Every trainable parameter is trained, in the backbone and in the head."""
    still = borne_out.trainable_still(run)
    _need_training(run)
    if still and run.seen.came_back != 0:
        raise Failure(
            f"{len(still)} trainable weight tensors did not move at all.",
            "Fine-tuning trains whatever has requires_grad=True: the last blocks as well as the "
            "head.",
            "Give the optimizer every parameter that requires a gradient.",
            "Which parameters does your optimizer hold?",
            "A list of the head's parameters, or a generator that was used up, leaves some out.",
            "`torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)`.",
        )


@judge("placed")
def moves_the_batches_to_the_device(run: Run) -> None:
    """Images and labels are moved to the given device, in training and in validation."""
    if not run.seen.passes["learned"]:
        raise Failure(
            "No batch that had to be moved first was learned from.",
            "Images, labels and model must lie on one device.",
            "Move both: `images, labels = images.to(device), labels.to(device)`.",
            "On which device does a loader's batch lie?",
            "`images.to(device)` gives back a copy: keep it.",
            "Make `images, labels = images.to(device), labels.to(device)` the first line of both "
            "loops.",
        )
