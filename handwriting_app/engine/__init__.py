"""The mathematics of a multi-layer perceptron, in numpy alone; imports nothing of this project."""
