"""Question sets for other systems; each module has one function `write(title, questions) -> bytes`."""
