"""Mistakes: which held-out digits are read as which."""
