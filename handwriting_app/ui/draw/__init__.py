"""Draw: the canvas, its tools, the reading, and what the network sees."""
