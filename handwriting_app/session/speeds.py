"""How fast a run may be played, in epochs a second. Free of Qt."""

from __future__ import annotations

from typing import Final

SLOWEST: Final = 1
FASTEST: Final = 60
USUAL: Final = 10
