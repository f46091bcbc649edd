"""The four exercises of the assignment `feature_extraction`, a module each.

Every exercise module has the same five names: `EXERCISE`, `draw` (cases from a random generator),
`Evidence` (what may come back), `probe` (call the learner's function on a case) and its judges.

`UNITS` are graded on several functions together; what judges them needs the hidden labels and so
is the autograder's.
"""

EXERCISES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")
UNITS = ("trained_network", "saved_network")
