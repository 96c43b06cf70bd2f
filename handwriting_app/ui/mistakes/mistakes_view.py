"""The Mistakes tab: which held-out digits are read as which, and the digits themselves."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from handwriting_app.data.digits import FULL_COUNT, load_digits_split
from handwriting_app.data.enlarge import enlarge
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.explain.mistakes import Readings
from handwriting_app.explain.notice import as_percent
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.background import Latest
from handwriting_app.session.reading import soften
from handwriting_app.session.session import Session
from handwriting_app.ui.mistakes.confusion_table import Cell, ConfusionTable
from handwriting_app.ui.mistakes.digit_gallery import DigitGallery
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView

PAUSE_MS: Final = 150
"""Between two measurements while training: numbers and pictures that change faster cannot be read."""


class MistakesView(LiveView):
    """The confusion matrix of the held-out digits, and the digits of the cell that is chosen.

    Signals:
        inspect_requested(NormalisedDigit, label int): look at a digit's backpropagation.
    """

    inspect_requested = Signal(object, int)

    help_text = (
        "Every held-out digit counts in one square: its row is what it is, its column what the network reads. A "
        "perfect network has numbers on the diagonal only.\n\n"
        "Click a number, or move there with the arrow keys, to see those digits, the most confident first: a wrong "
        "digit read with 99 % is worse than one read with 40 %. Without a choice all mistakes are shown.\n\n"
        "A digit can be put in the place of your drawing, or followed through its backpropagation. The held-out digits "
        "are those that the network never learns from. The slider below shows the mistakes of earlier epochs."
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._loaded: tuple[tuple[float, int], DataSet] | None = None
        self._readings: Readings | None = None
        self._is_measuring = False
        self._measure = Latest[Readings](self)
        self._measure.done.connect(self._on_measured)
        self._measure.failed.connect(self._on_failed)
        self._load = Latest[tuple[tuple[float, int], DataSet]](self)
        self._load.done.connect(self._on_loaded)
        self._load.failed.connect(self._on_failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.refresh_now)
        self._build()
        for news in (session.network_changed, session.data_changed, session.model_changed):
            news.connect(self.mark_stale)

    def refresh(self) -> None:
        data = self._data()
        self._pages.setCurrentIndex(1 if data is not None else 0)
        if data is None:
            self._readings = None
        elif self._is_measuring or self._pause.isActive():
            self._is_stale = True  # looked at again when the measurement, or the pause after it, is over
        else:
            self._is_measuring = True
            self._measure.ask(partial(_read_all, self._session.network, self._session.model.temperature, data))

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
        column.setSpacing(GRID)
        self._headline = QLabel(page)
        self._headline.setObjectName("mistakes_headline")
        self._headline.setProperty("role", "title")
        self._table = ConfusionTable(page)
        self._caption = QLabel(page)
        self._caption.setObjectName("gallery_caption")
        self._gallery = DigitGallery(page)
        self._all = QPushButton("All mistakes", page)
        self._all.setObjectName("all_mistakes_button")
        self._all.setToolTip("Show all mistakes again (Esc)")
        self._put = QPushButton("Put in place of my drawing", page)
        self._put.setObjectName("put_on_canvas_button")
        self._put.setToolTip("Let the network read this digit instead of your drawing (double click, or Enter)")
        self._inspect = QPushButton("Follow its backpropagation", page)
        self._inspect.setObjectName("inspect_button")
        self._inspect.setToolTip("Open the digit in the Backprop tab, with its true label")
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
        column.addWidget(self._table, 5)
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

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(2 * GRID)
        self._empty = QLabel(
            "Which digits does the network mistake for which?\n\n"
            "Once it has been measured on the held-out digits, a table of all its readings appears here, "
            "with the digits themselves. Train it, or measure it as it is.",
            page,
        )
        self._empty.setObjectName("mistakes_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._measure_now = QPushButton("Measure now", page)
        self._measure_now.setObjectName("measure_now_button")
        self._measure_now.setToolTip("Load the held-out digits and let the network read them")
        self._measure_now.clicked.connect(self._load_digits)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._measure_now, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    # --- measuring -----------------------------------------------------------------------------------------------

    def _split(self) -> tuple[float, int]:
        config = self._session.info.config
        return config.held_out, config.seed

    def _data(self) -> DataSet | None:
        if self._session.data is not None:
            return self._session.data
        if self._loaded is not None and self._loaded[0] == self._split():
            return self._loaded[1]
        return None

    def _load_digits(self) -> None:
        self._measure_now.setEnabled(False)
        self._measure_now.setText("Loading the digits …")
        self._load.ask(partial(_load_split, self._split()))

    def _on_loaded(self, loaded: tuple[tuple[float, int], DataSet]) -> None:
        self._loaded = loaded
        self._reset_button()
        self.mark_stale()

    def _on_measured(self, readings: Readings) -> None:
        self._is_measuring = False
        self._pause.start()
        self._readings = readings
        right = float((readings.read == readings.true).mean())
        self._headline.setText(f"{as_percent(right)} of {len(readings.true)} held-out digits read rightly")
        self._table.show_confusion(readings.confusion)
        self._show_cell(self._table.chosen)

    def _on_failed(self, message: str, _details: str) -> None:
        self._is_measuring = False
        self._reset_button()
        self._pages.setCurrentIndex(0)
        self._empty.setText(f"The digits could not be measured: {message}")

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
            words = "No mistakes: every held-out digit is read rightly"
        self._caption.setText(words + (", most confident first" if len(digits) > 1 else ""))
        self._all.setEnabled(cell is not None)
        self._gallery.show_digits(readings, digits)

    def _show_choice(self, digit: int | None) -> None:
        for button in (self._put, self._inspect):
            button.setEnabled(digit is not None)

    def _put_on_canvas(self, digit: int | None) -> None:
        if self._readings is not None and digit is not None:
            self._session.set_picture(_as_digit(self._readings.features[digit]))

    def _request_inspection(self) -> None:
        digit = self._gallery.chosen
        if self._readings is not None and digit is not None:
            self.inspect_requested.emit(_as_digit(self._readings.features[digit]), int(self._readings.true[digit]))


def _as_digit(features: Array) -> NormalisedDigit:
    """A digit of the data set as a drawing would look once normalised."""
    counts = (features * FULL_COUNT).round().astype("uint8").reshape(8, 8)
    return NormalisedDigit(enlarge(counts[None])[0], counts)


def _read_all(network: Network, temperature: float, data: DataSet) -> Readings:
    probabilities = network.predict(data.held_x).astype("float64")
    return Readings(data.held_x, data.held_y, soften(probabilities, temperature))


def _load_split(split: tuple[float, int]) -> tuple[tuple[float, int], DataSet]:
    return split, load_digits_split(*split)
