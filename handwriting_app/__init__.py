"""Draw a digit, watch a neural network learn to read it, and see every number that made it learn."""

__version__ = "0.1.0"
