"""What can be wrong with a file. Apart, so that naming an error loads nothing else."""

from __future__ import annotations


class ModelFileError(Exception):
    """The file cannot be read as a model; the message says what was wrong and what to do, in one or two sentences."""


class DatabaseError(Exception):
    """The database cannot be opened, read or written; the message says what was wrong and what to do.

    Nothing is half-written: what was under way has been taken back. The program can go on without.
    """


class DamagedDatabaseError(DatabaseError):
    """What is in the file cannot be read; `open_database` sets it aside and brings over what can be read."""
