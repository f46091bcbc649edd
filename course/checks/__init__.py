"""Probes and judges: one code path for self-study (public inputs) and for grading (hidden ones)."""
