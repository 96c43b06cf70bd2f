"""When the program says that it is not sure."""

from __future__ import annotations

CONFIDENT = 0.90
"""Below this calibrated probability the program says that it is not sure."""

CONTENDER = 0.15
"""The second digit is named among the doubts from this probability on."""
