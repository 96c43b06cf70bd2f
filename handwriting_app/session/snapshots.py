"""The weights of a run at some of its epochs: few enough to keep, evenly spread, to look back through. Free of Qt."""

from __future__ import annotations

from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report

MOST_SNAPSHOTS = 64
MOST_BYTES = 64 * 2**20


class Snapshots:
    """A bounded number of read-only networks by epoch; when it is full, every second one is let go.

    The first is always kept, and the newest is always there.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[int, Network]] = []
        self._stride = 1
        self._skipped = 0

    @classmethod
    def starting_with(cls, last: Report | None, network: Network) -> Snapshots:
        """Begin with ``network`` as it is after the report ``last``, or before any training."""
        snapshots = cls()
        snapshots.add(last.epoch if last is not None else 0, network)
        return snapshots

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that can be looked at, ascending."""
        return tuple(epoch for epoch, _ in self._kept)

    def at(self, index: int) -> Network:
        """The network of ``epochs[index]``."""
        return self._kept[index][1]

    def nearest(self, epoch: int) -> int:
        """The index of the snapshot nearest to ``epoch``."""
        return min(range(len(self._kept)), key=lambda index: abs(self._kept[index][0] - epoch))

    def add(self, epoch: int, network: Network) -> None:
        """Keep ``network``, which is read-only, as it was after ``epoch``."""
        if self._skipped:
            self._kept.pop()  # the newest so far was only kept for being the newest
        self._kept.append((epoch, network))
        self._skipped = (self._skipped + 1) % self._stride
        most = max(4, min(MOST_SNAPSHOTS, MOST_BYTES // network.parameters.nbytes))
        if len(self._kept) > most:
            self._kept = self._kept[::2] if len(self._kept) % 2 else [*self._kept[:-1:2], self._kept[-1]]
            self._stride *= 2
            self._skipped = 0
