"""Small worlds to learn in: one unit, a plane of points, a slope. Numpy and the engine; no Qt."""
