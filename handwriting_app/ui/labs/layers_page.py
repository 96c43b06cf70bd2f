"""The page of two layers: the points that one line cannot part, learnt by a small network of the engine."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.engine.config import ActivationName
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.plane import picture_of_network
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.two_layers import MAX_HIDDEN, TwoLayers
from handwriting_app.numerals import count, trimmed
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.cost_line import CostLine
from handwriting_app.ui.labs.network_picture import NetworkPicture
from handwriting_app.ui.labs.plane_view import PlaneView
from handwriting_app.ui.labs.run_buttons import RunButtons
from handwriting_app.ui.widgets.number_field import Bounds, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import by

TICKS = 30
EPOCHS_A_TICK = 2


class LayersPage(QWidget):
    """Owns the small network: it is a toy of this page, made anew whenever points or settings change.

    Signals:
        points_changed(Points): The person has changed the points.
        facts_changed(): The network has learnt or was made anew.
    """

    points_changed = Signal(object)
    facts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = TABLES["XOR"]
        self._seed = 0
        self.plane = PlaneView(self)
        self.plane.setObjectName("layers_plane")
        self.plane.points_changed.connect(self.points_changed)
        self.network = NetworkPicture(self)
        self.hidden = WholeNumberField(3, Bounds(1, MAX_HIDDEN), by(1), self)
        self.hidden.setObjectName("layers_hidden")
        self.hidden.setAccessibleName("Hidden units")
        self.hidden.setToolTip("Units of the hidden layer, 1 to 8: each can draw a line of its own")
        self.hidden.value_changed.connect(self._start_over)
        self.activation = SegmentedButtons[ActivationName](
            [
                ("tanh", "tanh", "Like a sigmoid, but between −1 and 1"),
                ("sigmoid", "Sigmoid", "Between 0 and 1"),
                ("relu", "ReLU", "0 below its line, rising above it"),
            ],
            self,
        )
        self.activation.setObjectName("layers_activation")
        self.activation.setAccessibleName("Activation of the hidden units")
        self.activation.value_changed.connect(self._start_over)
        self.buttons = RunButtons(
            "layers", TICKS, ("Ten epochs", "Train until every point is right", "Other random weights"), self
        )
        self.buttons.step_requested.connect(self._advance)
        self.buttons.reset_requested.connect(self._other_weights)
        self.score = QLabel(self)
        self.score.setObjectName("layers_score")
        self.cost_line = CostLine("layers_cost_line", self)
        self.message = MessageLine(2, self)
        self.message.setObjectName("layers_message")
        self._run = self._new_run()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Columns(self.plane, self._controls(), self))
        self._is_shown_stale = True

    def show_points(self, points: Points) -> None:
        """Teach these points; the same ones leave the network as it is."""
        if points != self._points:
            self._points = points
            self._start_over()

    def facts(self) -> dict[str, Fact]:
        """What lessons may ask about."""
        progress = self._run.progress()
        return {
            "layers.points": self._points.name,
            "layers.hidden": progress.network.sizes[1],
            "layers.mistakes": int(progress.wrong.sum()),
            "layers.epochs": progress.epochs,
        }

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_shown_stale:
            self._show()

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        tables = QHBoxLayout()
        tables.setSpacing(4)
        for name in ("XOR", "ring"):
            button = QPushButton(name if name.isupper() else name.title(), controls)
            button.setObjectName(f"layers_{name.lower()}")
            button.setToolTip(f"Load the points of {name}")
            button.setMinimumWidth(44)
            button.clicked.connect(lambda _checked, of=name: self.points_changed.emit(TABLES[of]))
            tables.addWidget(button)
        tables.addWidget(self.buttons, 1)
        settings = QGridLayout()
        label = QLabel("Hidden units", controls)
        label.setBuddy(self.hidden)
        settings.addWidget(label, 0, 0)
        settings.addWidget(self.hidden, 0, 1)
        settings.addWidget(self.activation, 0, 2)
        settings.setColumnStretch(2, 1)
        layout = QVBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.network)
        layout.addLayout(settings)
        layout.addLayout(tables)
        score = QHBoxLayout()
        score.addWidget(self.score, 1)
        score.addWidget(self.cost_line)
        layout.addLayout(score)
        layout.addWidget(self.message)
        return controls

    def _new_run(self) -> TwoLayers:
        return TwoLayers(self._points, self.hidden.value(), self.activation.value(), self._seed)

    def _start_over(self, *_setting: object) -> None:
        self.buttons.pause()
        self._run = self._new_run()
        self.cost_line.clear()
        self._show()
        self.facts_changed.emit()

    def _other_weights(self) -> None:
        self._seed += 1
        self._start_over()

    def _advance(self) -> None:
        self._run.advance(EPOCHS_A_TICK if self.buttons.is_running() else 10)
        self.cost_line.add(self._run.progress().cost)
        self._show()
        self.facts_changed.emit()

    def _show(self) -> None:
        if not self.isVisible():
            self._is_shown_stale = True
            return
        self._is_shown_stale = False
        progress = self._run.progress()
        wrong = int(progress.wrong.sum())
        if progress.is_over:
            self.buttons.pause()
        cost = "" if math.isnan(progress.cost) else f", cost {trimmed(progress.cost, 3)}"
        self.score.setText(f"Epoch {count(progress.epochs)}: {wrong} of {len(self._points)} wrong{cost}")
        kind: MessageKind = "info" if not progress.is_over else "warning" if wrong or not len(self._points) else "good"
        self.message.show_text(progress.message, kind)
        self.network.show_network(progress.network)
        self.plane.show_picture(picture_of_network(progress.network, self._points, progress.wrong))
