"""The middle lines of training digits: found once, however many runs and fits vary the same digits."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.digits import FULL_COUNT
from handwriting_app.data.enlarge import enlarge
from handwriting_app.ink.raster import CELLS, SIDE
from handwriting_app.ink.thinning import MiddleLines, joined, middle_lines, parted

AT_ONCE: Final = 200
"""Digits whose middle lines are found in one go: some 50 ms of work."""

MOST_KNOWN: Final = 20_000
"""Digits whose lines are remembered, a kilobyte each."""


class KnownLines:
    """Finds the middle lines of digits, a third of a millisecond each, and remembers them by the digits' counts.

    A run with another seed parts the same digits otherwise: it finds nothing that it has to wait for. Threads may share
    one: what is known is only added to, and replaced as a whole.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, MiddleLines] = {}

    def of(self, features: NDArray[np.float32]) -> Generator[None, None, MiddleLines]:
        """Return the middle lines of digits (n, 64), counts / 16; pause after every `AT_ONCE` that are new."""
        counts = np.rint(features * FULL_COUNT).astype(np.uint8)
        rows = [row.tobytes() for row in counts]
        known = self._known
        first = {row: place for place, row in enumerate(rows) if row not in known}
        new = sorted(first.values())
        if len(known) + len(new) > MOST_KNOWN:
            self._known = known = {row: known[row] for row in rows if row in known}
        for start in range(0, len(new), AT_ONCE):
            chosen = new[start : start + AT_ONCE]
            found = parted(lines_of(counts[chosen].reshape(-1, CELLS, CELLS)))
            known.update(zip([rows[place] for place in chosen], found, strict=True))
            yield
        return joined([known[row] for row in rows])


def lines_of(counts: NDArray[np.uint8]) -> MiddleLines:
    """The middle lines of digits (n, 8, 8); the radii are relative to each digit's own pen."""
    bitmaps = enlarge(counts)
    # A digit without ink does not occur in the data set; one dot keeps the arithmetic whole.
    bitmaps[~bitmaps.any(axis=(1, 2)), SIDE // 2, SIDE // 2] = True
    lines = middle_lines(bitmaps)
    pens = np.array([np.median(radii) for radii in np.split(lines.radii, lines.starts[1:])], np.float32)
    relative = (lines.radii / np.maximum(pens, 1)[lines.owner]).astype(np.float32)
    return replace(lines, radii=relative)
