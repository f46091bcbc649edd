"""Trained accuracy: what a learner's network gets right on images whose labels stay here."""
