"""Learning: the curves of the run, what they mean, and the way back through its epochs."""
