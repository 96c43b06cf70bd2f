"""How sure a model may be: found out once its run has ended, off the GUI thread, since it takes a moment."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from handwriting_app.engine.network import Network
from handwriting_app.session.background import Background
from handwriting_app.session.digits import Digits
from handwriting_app.session.latest import Latest
from handwriting_app.session.model import Model


class Calibration(QObject):
    """Every model that is asked for is answered, also when another one has taken its place meanwhile.

    Signals:
        calibrated(Network, float): a model's network, and its temperature.
    """

    calibrated = Signal(object, float)

    def __init__(self, background: Background, digits: Digits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digits = digits
        self._job: Latest[tuple[Network, float]] = background.job()
        self._job.done.connect(self._on_done)

    def fit(self, model: Model) -> None:
        """Find the temperature of ``model`` on the digits that its run held out; `calibrated` follows."""
        self._job.queue(partial(self._fitted, model))

    def _fitted(self, model: Model) -> tuple[Network, float]:
        # After the first run: what varies the digits takes a tenth of an empty window's time to load.
        from handwriting_app.data.calibration import fit_temperature

        data = self._digits.load(model.config)  # most likely still there
        return model.network, fit_temperature(model.network, data.held_x, data.held_y)

    def _on_done(self, calibrated: tuple[Network, float]) -> None:
        self.calibrated.emit(*calibrated)
