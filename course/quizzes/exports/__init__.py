"""Question sets for other systems; each module has `write(title, questions) -> bytes`."""
