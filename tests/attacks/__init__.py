"""Attacks on the autograder, each a submission; see `case` for what one is, `bench` for how."""
