"""The weights of a run at some of its epochs: few enough to keep, evenly spread, to look back through. Free of Qt."""

from __future__ import annotations

from dataclasses import replace

from handwriting_app.session.weights import Weights

MOST_SNAPSHOTS = 64
MOST_BYTES = 64 * 2**20


class Snapshots:
    """A bounded number of weights by their epoch; when it is full, every second ones are let go.

    The first is always kept, and the newest is always there.
    """

    def __init__(self) -> None:
        self._kept: list[Weights] = []
        self._stride = 1
        self._skipped = 0

    @classmethod
    def starting_with(cls, weights: Weights) -> Snapshots:
        """Begin with ``weights``, of whatever epoch."""
        snapshots = cls()
        snapshots.add(weights)
        return snapshots

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """What the weights take up, at most: neighbours may share some."""
        return sum(weights.network.parameters.nbytes for weights in self._kept)

    @property
    def kept(self) -> tuple[Weights, ...]:
        """All of them, by rising epochs."""
        return tuple(self._kept)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that can be looked at, ascending."""
        return tuple(weights.epoch for weights in self._kept)

    def at(self, epoch: int) -> Weights:
        """Those after ``epoch``, one of `epochs`."""
        return next(weights for weights in self._kept if weights.epoch == epoch)

    def nearest(self, epoch: int) -> int:
        """The epoch nearest to ``epoch`` that can be looked at."""
        return min(self.epochs, key=lambda kept: abs(kept - epoch))

    def replace_newest(self, weights: Weights) -> None:
        """The newest weights were changed; they are still those of its epoch."""
        self._kept[-1] = replace(weights, epoch=self._kept[-1].epoch)

    def until(self, weights: Weights) -> Snapshots:
        """Those of the epochs before ``weights``, and ``weights``: the beginning of a run that goes on from there."""
        beginning = Snapshots()
        earlier = (kept for kept in self._kept if kept.epoch < weights.epoch)
        beginning._kept = [*(replace(kept, run=weights.run) for kept in earlier), weights]
        beginning._stride = self._stride
        return beginning

    def add(self, weights: Weights, *, pinned: int | None = None) -> None:
        """Keep ``weights``, later ones than all before; the epoch ``pinned`` is not let go."""
        if self._skipped and self._kept[-1].epoch != pinned:
            self._kept.pop()  # the newest so far were only kept for being the newest
        self._kept.append(weights)
        self._skipped = (self._skipped + 1) % self._stride
        most = max(4, min(MOST_SNAPSHOTS, MOST_BYTES // weights.network.parameters.nbytes))
        if len(self._kept) > most:
            last = len(self._kept) - 1
            self._kept = [
                kept for place, kept in enumerate(self._kept) if place % 2 == 0 or place == last or kept.epoch == pinned
            ]
            self._stride *= 2
            self._skipped = 0
