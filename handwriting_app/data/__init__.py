"""Data sets and their variations; the one place that knows scikit-learn, whose digits it reads once it is asked."""
