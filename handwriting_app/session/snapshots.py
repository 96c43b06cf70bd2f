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

    def at(self, epoch: int) -> Network:
        """The network as it was after ``epoch``, one of `epochs`."""
        return next(network for kept, network in self._kept if kept == epoch)

    def nearest(self, epoch: int) -> int:
        """The epoch nearest to ``epoch`` that can be looked at."""
        return min(self.epochs, key=lambda kept: abs(kept - epoch))

    def replace_newest(self, network: Network) -> None:
        """The newest weights were changed; they are still those of its epoch."""
        self._kept[-1] = (self._kept[-1][0], network)

    def add(self, epoch: int, network: Network, *, pinned: int | None = None) -> None:
        """Keep ``network``, which is read-only, as it was after ``epoch``; the epoch ``pinned`` is not let go."""
        if self._skipped and self._kept[-1][0] != pinned:
            self._kept.pop()  # the newest so far was only kept for being the newest
        self._kept.append((epoch, network))
        self._skipped = (self._skipped + 1) % self._stride
        most = max(4, min(MOST_SNAPSHOTS, MOST_BYTES // network.parameters.nbytes))
        if len(self._kept) > most:
            last = len(self._kept) - 1
            self._kept = [
                kept for place, kept in enumerate(self._kept) if place % 2 == 0 or place == last or kept[0] == pinned
            ]
            self._stride *= 2
            self._skipped = 0
