"""Hidden graders of `feature_extraction`."""
