"""The time line: the way back through the epochs of the run, below all views."""
