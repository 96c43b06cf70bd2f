"""Fixtures of the whole window."""

from tests.whole_window import make_window, settings, window

__all__ = ["make_window", "settings", "window"]
