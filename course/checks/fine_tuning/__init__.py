"""The three exercises of the assignment `fine_tuning`, a module each.

As in `feature_extraction`, every exercise module has `EXERCISE`, `draw`, `Evidence`, `probe` and
its judges. `flags` reads trainability off a model; `images`, `watched` and `tuning` make what
`fine_tune` is watched with. `UNITS` are judged by the autograder, which has the hidden labels.
"""

EXERCISES = ("unfreeze_last_blocks", "parameter_groups", "fine_tune")
UNITS = ("tuned_network",)
