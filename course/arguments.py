"""Types of command line arguments that several commands have."""

import argparse


def positive(text: str) -> int:
    """Read a whole number from 1; argparse then says what is wrong with another."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)
