"""The subcommands of `autograder`, a module each: `add_arguments` and `run`."""
