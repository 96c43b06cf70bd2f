"""The page of two layers: the points that one line cannot part, learnt by a small network of the engine."""

from __future__ import annotations

import math

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.engine.config import ActivationName
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.plane import picture_of_network
from handwriting_app.lab.points import TABLES, Points
from handwriting_app.lab.two_layers import MAX_HIDDEN, RATES, Progress
from handwriting_app.numerals import count, number
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.cost_line import CostLine
from handwriting_app.ui.labs.network_picture import NetworkPicture
from handwriting_app.ui.labs.plane_view import PlaneView
from handwriting_app.ui.labs.run_buttons import RunButtons
from handwriting_app.ui.sizes import add_space, fit_words, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.number_field import Bounds, DecimalField, WholeNumberField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.steps import by, one_two_five

TICKS = 30
EPOCHS_A_TICK = 2
EPOCHS_A_STEP = 10
HIDDEN = 3
_WAITS = "A race is being timed; this network waits until it is over."


class LayersPage(QWidget):
    """Shows how far the small network has come: a toy of this page, made anew whenever points or settings change.

    Signals:
        begin_requested(Points, int, ActivationName, int, float): A network anew: points, hidden units, activation,
            seed, learning rate.
        step_requested(int): So many epochs more.
        points_changed(Points): The person has changed the points.
        facts_changed(): The network has learnt or was made anew.
    """

    begin_requested = Signal(object, int, str, int, float)
    step_requested = Signal(int)
    points_changed = Signal(object)
    facts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = TABLES["XOR"]
        self._seed = 0
        self._progress: Progress | None = None
        self._is_waiting = False
        self.plane = PlaneView(self)
        self.plane.setObjectName("layers_plane")
        self.plane.points_changed.connect(self.points_changed)
        self.network = NetworkPicture(self)
        self.hidden = WholeNumberField(HIDDEN, Bounds(1, MAX_HIDDEN), by(1), self)
        self.hidden.setObjectName("layers_hidden")
        self.hidden.setAccessibleName("Hidden units")
        self.hidden.setToolTip("Units of the hidden layer, 1 to 8: each can draw a line of its own")
        self.hidden.value_changed.connect(self.begin)
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
        self.activation.value_changed.connect(self._on_activation)
        self.rate = DecimalField(RATES["tanh"], Bounds(0, 100, with_low=False), one_two_five, self)
        self.rate.setObjectName("layers_learning_rate")
        self.rate.setAccessibleName("Learning rate of the network")
        self.rate.setToolTip(
            "The learning rate η: how far one step goes. Each activation comes with one that it learns well with. "
            "Another one begins anew, with the same first weights."
        )
        self.rate.value_changed.connect(self.begin)
        self.buttons = RunButtons(
            "layers",
            TICKS,
            ("Ten epochs", "Train until every point is right; after that, anew", "Other random weights"),
            self,
        )
        self.buttons.step_requested.connect(self._advance)
        self.buttons.reset_requested.connect(self._other_weights)
        self.score = QLabel(self)
        self.score.setObjectName("layers_score")
        self.cost_line = CostLine("layers_cost_line", self)
        self.message = MessageLine(2, self)
        self.message.setObjectName("layers_message")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Columns(self.plane, self._controls(), self))
        self._is_shown_stale = True

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        tables = self.findChildren(QPushButton, QRegularExpression("layers_(xor|ring)"))
        return {"points": [*tables, self.plane]}

    def show_points(self, points: Points) -> None:
        """Teach these points; the same ones leave the network as it is."""
        if points != self._points:
            self._points = points
            self.begin()

    def begin_as_at_first(self, points: Points) -> None:
        """Teach these points to a network with the settings and weights of the first start."""
        self._points, self._seed = points, 0
        with QSignalBlocker(self.hidden), QSignalBlocker(self.activation), QSignalBlocker(self.rate):
            self.hidden.set_value(HIDDEN)
            self.activation.set_value("tanh")
            self.rate.set_value(RATES["tanh"])
        self.begin()

    def begin(self, *_setting: object) -> None:
        """Ask for a network of the present points and settings."""
        self.buttons.pause()
        self.cost_line.clear()
        self._ask()

    def _ask(self) -> None:
        of = (self._points, self.hidden.value(), self.activation.value(), self._seed, self.rate.value())
        self.begin_requested.emit(*of)

    def show_progress(self, progress: Progress) -> None:
        """How far the network has come that was asked for."""
        self._progress = progress
        self.cost_line.add(progress.cost)
        if progress.is_over:
            self.buttons.pause()
        self._show()
        self.facts_changed.emit()

    def show_waiting(self, is_waiting: bool) -> None:
        """Say that the network cannot learn just now, because a race is being timed; or no longer say so."""
        if is_waiting != self._is_waiting:
            self._is_waiting = is_waiting
            self._show()

    def facts(self) -> dict[str, Fact]:
        """What lessons may ask about."""
        progress = self._progress
        if progress is None:
            return {}
        return {
            "layers.points": self._points.name,
            "layers.hidden": progress.network.sizes[1],
            "layers.mistakes": int(progress.wrong.sum()),
            "layers.epochs": progress.epochs,
            "layers.cost": progress.cost,
            "layers.activation": self.activation.value(),
            "layers.learning_rate": self.rate.value(),
        }

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_shown_stale:
            self._show()

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        tables = QHBoxLayout()
        scaled(tables.setSpacing, 4)
        for name in ("XOR", "ring"):
            button = QPushButton(name if name.isupper() else name.title(), controls)
            button.setObjectName(f"layers_{name.lower()}")
            button.setToolTip(f"Load the points of {name}")
            fit_words(button, 8, 44)
            button.clicked.connect(lambda _checked, of=name: self.points_changed.emit(TABLES[of]))
            tables.addWidget(button)
        tables.addWidget(self.buttons, 1)
        settings = QHBoxLayout()
        for words, field in (("Hidden units", self.hidden), ("Learning rate η", self.rate)):
            label = QLabel(words, controls)
            label.setBuddy(field)
            settings.addWidget(label)
            settings.addWidget(field, 1)
            add_space(settings, GRID)
        layout = QVBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 6)
        layout.addWidget(self.network)
        layout.addWidget(self.activation)
        layout.addLayout(settings)
        layout.addLayout(tables)
        score = QHBoxLayout()
        score.addWidget(self.score, 1)
        score.addWidget(self.cost_line)
        layout.addLayout(score)
        layout.addWidget(self.message)
        return controls

    def _other_weights(self) -> None:
        self._seed += 1
        self.begin()

    def _on_activation(self, activation: ActivationName) -> None:
        with QSignalBlocker(self.rate):
            self.rate.set_value(RATES[activation])
        self.begin()

    def _advance(self) -> None:
        if self._progress is not None and self._progress.is_over:
            if not self.buttons.is_running() or not len(self._points):
                self.buttons.pause()
                return
            # Run once there is no more to learn: another network, from other first weights.
            self._seed += 1
            self.cost_line.clear()
            self._ask()
        self.step_requested.emit(EPOCHS_A_TICK if self.buttons.is_running() else EPOCHS_A_STEP)

    def _show(self) -> None:
        if not self.isVisible():
            self._is_shown_stale = True
            return
        self._is_shown_stale = False
        progress = self._progress
        if progress is None:
            return
        wrong = int(progress.wrong.sum())
        cost = "" if math.isnan(progress.cost) else f", cost {number(progress.cost, 3)}"
        self.score.setText(f"Epoch {count(progress.epochs)}: {wrong} of {len(self._points)} wrong{cost}")
        kind: MessageKind = "info" if not progress.is_over else "warning" if wrong or not len(self._points) else "good"
        if self._is_waiting and not progress.is_over:
            self.message.show_text(_WAITS, "warning")
        else:
            self.message.show_text(progress.message, kind)
        self.network.show_network(progress.network)
        self.plane.show_picture(picture_of_network(progress.network, self._points, progress.wrong))
