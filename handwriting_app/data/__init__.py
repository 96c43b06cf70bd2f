"""Data sets and their variations; the one place that imports scikit-learn, and only when it is asked for digits."""
