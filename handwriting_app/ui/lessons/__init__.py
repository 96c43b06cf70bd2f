"""Guided lessons: what there is to learn, and the strip that says what to do next."""
