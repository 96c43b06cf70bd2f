"""The Mistakes tab: which held-out digits are read as which, and the digits themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from handwriting_app.data.digits import FULL_COUNT
from handwriting_app.data.enlarge import digit_with
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.classes import Classes
from handwriting_app.explain.mistakes import Readings
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.lab.facts import Fact, are_same
from handwriting_app.numerals import count, percent
from handwriting_app.session.weights import Weights
from handwriting_app.ui.mistakes.confusion_table import Cell, ConfusionTable
from handwriting_app.ui.mistakes.digit_gallery import DigitGallery
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_title


class MistakesView(LiveView):
    """The confusion matrix of the held-out digits, and the digits of the cell that is chosen.

    Signals:
        digits_requested(): load the held-out digits.
        measure_requested(Weights): `show_readings` is wanted for these weights; the table is seen.
        put_requested(NormalisedDigit): read this digit in place of the drawing.
        inspect_requested(NormalisedDigit, label int): look at a digit's backpropagation.
        facts_changed(dict): what lessons may ask about is otherwise, or is seen again.
    """

    digits_requested = Signal()
    measure_requested = Signal(object)
    put_requested = Signal(object)
    inspect_requested = Signal(object, int)
    facts_changed = Signal(object)

    help_text = (
        "Every held-out digit counts in one square: its row is what it is, its column what the network reads. A "
        "perfect network has numbers on the diagonal only.\n\n"
        "Click a number, or move there with the arrow keys, to see those digits, the most confident first: a wrong "
        f"digit read with {percent(0.99)} is worse than one read with {percent(0.4)}. Without a choice "
        "all mistakes are shown.\n\n"
        "A network that has learned what is no digit has one more output. How many digits of a row look like none to "
        "it, whatever else it reads in them, stands apart under “none”.\n\n"
        "A digit can be put in the place of your drawing, or followed through its backpropagation. The held-out digits "
        "are those that the network never learns from. The slider below shows the mistakes of earlier epochs."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._measured: Weights | None = None  # what `_readings` are of
        self._readings: Readings | None = None
        self._painted: Readings | None = None
        self._has_digits = False
        self._told: Mapping[str, Fact] = MappingProxyType({})
        self._build()

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights) -> None:
        """Show what these weights read from now on, once it has been measured."""
        if weights.network.classes != self._weights.network.classes:
            self._show_words(weights.network.classes)
        self._weights = weights
        self.mark_stale()
        if weights.is_past:  # without waiting for a frame: a hand moves along the run, and the table moves with it
            self.refresh_now()

    def show_has_digits(self, has_digits: bool) -> None:
        """Whether the held-out digits are there to be read."""
        if not has_digits:
            self._measured = self._readings = None
        self._has_digits = has_digits
        self._reset_button()
        self.mark_stale()

    def show_readings(self, weights: Weights, readings: Readings) -> None:
        """Show what ``weights`` make of the held-out digits: those of the moment, or of the same run a little ago.

        What is of another run is dropped.
        """
        if weights.is_of_run_of(self._weights):
            self._measured, self._readings = weights, readings
            self.mark_stale()
            if weights.is_past:
                self.refresh_now()

    def show_failure(self, message: str) -> None:
        """Say why the digits could not be loaded or read."""
        self._reset_button()
        self._pages.setCurrentIndex(0)
        words = self._weights.network.classes.worded("The digits could not be measured")
        self._empty.setText(f"{words}: {message}")

    def refresh(self) -> None:
        self._pages.setCurrentIndex(1 if self._has_digits else 0)
        readings = self._readings
        if readings is not None and readings is not self._painted:
            right = float((readings.read == readings.true).mean())
            held_out = readings.classes.worded("held-out digits read rightly")
            self._headline.setText(f"{percent(right, None)} of {count(len(readings.true))} {held_out}")
            self._table.show_readings(readings)
            self._show_cell(self._table.chosen)
        self._painted = readings
        if self._has_digits and self._measured is not self._weights:
            self.measure_requested.emit(self._weights)
        self._tell()

    def tell_afresh(self) -> None:
        """Tell lessons what is shown, also if they have heard it: one of them begins, and has forgotten."""
        self._told = MappingProxyType({})
        self.mark_stale()
        self.refresh_now()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Seen again, it tells again: a lesson may have begun meanwhile.
        self._told = MappingProxyType({})
        self.mark_stale()

    def _tell(self) -> None:
        readings = self._readings if self._has_digits and self._measured is self._weights else None
        facts: Mapping[str, Fact] = {
            "mistakes.measured": int(readings is not None),
            "mistakes.wrong": math.nan if readings is None else len(readings.mistakes),
        }
        if not are_same(facts, self._told):
            self._told = facts
            self.facts_changed.emit(facts)

    def let_go(self) -> bool:
        """Let go of the chosen cell and the chosen digit, at once: the next Esc stops a run."""
        had = self._table.chosen is not None or self._gallery.chosen is not None
        self._gallery.let_go()
        self._table.choose(None)
        return had

    def _build(self) -> None:
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_page())
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        self._headline = QLabel(page)
        self._headline.setObjectName("mistakes_headline")
        set_title(self._headline)
        self._table = ConfusionTable(page)
        self._caption = QLabel(page)
        self._caption.setObjectName("gallery_caption")
        self._gallery = DigitGallery(page)
        self._all = QPushButton("All mistakes", page)
        self._all.setObjectName("all_mistakes_button")
        set_tip(self._all, "Show all mistakes again (Esc)")
        self._put = QPushButton("Put in place of my drawing", page)
        self._put.setObjectName("put_on_canvas_button")
        self._inspect = QPushButton("Follow its backpropagation", page)
        self._inspect.setObjectName("inspect_button")
        for label in (self._headline, self._caption):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        heading = QHBoxLayout()
        heading.addWidget(self._caption, 1)
        heading.addWidget(self._all)
        buttons = QHBoxLayout()
        buttons.addWidget(self._put)
        buttons.addWidget(self._inspect)
        buttons.addStretch(1)
        column.addWidget(self._headline)
        column.addWidget(Scrolled(self._table), 5)
        column.addLayout(heading)
        column.addWidget(self._gallery, 3)
        column.addLayout(buttons)
        self._pages.addWidget(page)
        self._table.cell_chosen.connect(self._show_cell)
        self._gallery.digit_chosen.connect(self._show_choice)
        self._gallery.digit_opened.connect(self._put_on_canvas)
        self._all.clicked.connect(lambda: self._table.choose(None))
        self._put.clicked.connect(lambda: self._put_on_canvas(self._gallery.chosen))
        self._inspect.clicked.connect(self._request_inspection)
        self._show_choice(None)
        self._show_words(self._weights.network.classes)

    def _show_words(self, classes: Classes) -> None:
        worded = classes.worded
        self._table.speak_of(classes)
        set_tip(self._put, worded("Let the network read this digit instead of your drawing (double click, or Enter)"))
        set_tip(self._inspect, worded("Open the digit in the Backprop tab, with its true label"))
        self._empty.setText(
            worded(
                "Which digits does the network mistake for which?\n\n"
                "Once it has been measured on the held-out digits, a table of all its readings appears here, "
                "with the digits themselves. Train it, or measure it as it is."
            )
        )
        set_tip(self._measure_now, worded("Load the held-out digits and let the network read them"))

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        scaled(column.setSpacing, 2 * GRID)
        self._empty = QLabel(page)
        self._empty.setObjectName("mistakes_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._measure_now = QPushButton("Measure now", page)
        self._measure_now.setObjectName("measure_now_button")
        self._measure_now.clicked.connect(self._request_digits)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._measure_now, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _request_digits(self) -> None:
        self._measure_now.setEnabled(False)
        self._measure_now.setText(self._weights.network.classes.worded("Loading the digits …"))
        self.digits_requested.emit()

    def _reset_button(self) -> None:
        self._measure_now.setEnabled(True)
        self._measure_now.setText("Measure now")

    # --- choosing ------------------------------------------------------------------------------------------------

    def _show_cell(self, cell: Cell | None) -> None:
        readings = self._readings
        if readings is None:
            return
        digits = readings.mistakes if cell is None else readings.cell(*cell)
        if cell is not None:
            words = self._table.words(cell)
        elif len(digits):
            words = f"All {len(digits)} mistakes" if len(digits) > 1 else "The only mistake"
        else:
            words = readings.classes.worded("No mistakes: every held-out digit is read rightly")
        self._caption.setText(words + (", most confident first" if len(digits) > 1 else ""))
        self._all.setEnabled(cell is not None)
        self._gallery.show_digits(readings, digits)

    def _show_choice(self, digit: int | None) -> None:
        for button in (self._put, self._inspect):
            button.setEnabled(digit is not None)

    def _put_on_canvas(self, digit: int | None) -> None:
        if self._readings is not None and digit is not None:
            self.put_requested.emit(_as_digit(self._readings.features[digit]))

    def _request_inspection(self) -> None:
        digit = self._gallery.chosen
        if self._readings is not None and digit is not None:
            self.inspect_requested.emit(_as_digit(self._readings.features[digit]), int(self._readings.true[digit]))


def _as_digit(features: Array) -> NormalisedDigit:
    """A digit of the data set as a drawing would look once normalised."""
    return digit_with((features * FULL_COUNT).round().astype("uint8").reshape(8, 8))
