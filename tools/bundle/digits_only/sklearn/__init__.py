"""Stands in for scikit-learn within the bundle, where `load_digits` is all that is left of it."""
