"""Train: every setting of a run, its buttons and its progress."""
