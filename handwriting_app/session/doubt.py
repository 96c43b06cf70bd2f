"""When the program says that it is not sure."""

from __future__ import annotations

CONFIDENT = 0.85
"""Below this calibrated probability the program says that it is not sure."""

CONTENDER = 0.15
"""The second digit is named among the doubts from this probability on."""

PERHAPS_NONE = 0.25
"""From here on it may be no digit, and the program is not sure …"""

PROBABLY_NONE = 0.5
"""… and from here on it says that it looks like none."""
