"""What can be wrong with a file. Apart, so that naming an error loads nothing else."""

from __future__ import annotations


class ModelFileError(Exception):
    """The file cannot be read as a model; the message says what was wrong and what to do, in one or two sentences."""
