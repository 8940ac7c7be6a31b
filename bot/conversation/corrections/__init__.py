"""Corrections in plain words and `field: value` lines: what is understood, and what each does."""
