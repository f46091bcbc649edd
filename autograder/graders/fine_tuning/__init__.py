"""Hidden graders of `fine_tuning`."""
