"""The two-layer network of the neuron lab, trained in the background while one watches."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.config import ActivationName
from handwriting_app.lab.points import Points
from handwriting_app.lab.two_layers import Progress, TwoLayers
from handwriting_app.session.background import Background
from handwriting_app.session.messages import Ended
from handwriting_app.session.task import Task, Work


@dataclass(slots=True, eq=False)
class _Stride:
    """Epochs between two reports, set before each."""

    epochs: int


class LayersRun(QObject):
    """A network of its own, beside the one in the window; made anew whenever points or settings change.

    Signals:
        progressed(Progress): a step further, or anew.
    """

    progressed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._network: TwoLayers | None = None
        self._stride: _Stride | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a race must end before it can learn."""
        return self._background.in_the_way(Work.LAYERS) is not None

    def begin(self, points: Points, hidden: int, activation: ActivationName, seed: int, learning_rate: float) -> None:
        """Begin anew, with random weights."""
        if self._stride is not None:
            self._stride = None
            self._background.drop(Work.LAYERS)
        self._network = TwoLayers(points, hidden, activation, seed, learning_rate)
        self.progressed.emit(self._network.progress())

    def step(self, epochs: int) -> None:
        """So many epochs more, unless the last ones are still under way."""
        network = self._network
        if network is None:
            return
        if self._stride is None:
            self._stride = _Stride(epochs)
            self._background.when_free(Work.LAYERS, lambda: self._start(network))
            return
        self._stride.epochs = epochs
        self._background.go_on(Work.LAYERS, one_step=True)

    def _start(self, network: TwoLayers) -> None:
        if self._stride is not None:
            worker = self._background.start(layers_task(network, self._stride), one_step=True)
            worker.reported.connect(self.progressed)


def layers_task(network: TwoLayers, stride: _Stride) -> Task[Progress, Progress]:
    """Epoch after epoch until there is nothing more to do; ``stride`` may change between two reports."""

    def steps() -> Generator[Progress | None, None, Ended]:
        progress = network.progress()
        while not progress.is_over:
            network.advance(stride.epochs)
            progress = network.progress()
            yield progress
        return Ended("finished", progress.message)

    return Task(Work.LAYERS, steps, lambda news: news[-1], "The two-layer network was stopped.")
