"""The figures of a race, a row for each lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from handwriting_app import numerals
from handwriting_app.lab.race import LaneEnd
from handwriting_app.lab.race_figures import Memory
from handwriting_app.ui.race.line_sample import WIDTH, sample_pixmap
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.theme import caption_font, theme_of
from handwriting_app.ui.widgets.tips import set_tip

_COLUMNS: Final = (
    ("Lane", ""),
    ("Updates\n/ epoch", "How often the weights change while the network sees every training digit once"),
    (
        "Time\n/ epoch",
        "Processor time of this lane's own turns, measured here and now: whatever else the computer does is left out.\n"
        "A second thread that helps with large batches works beside it, and is not counted again.",
    ),
    ("Memory", "Weights, their gradient, the update rule's memory, buffers and the digits of one update"),
    (
        "Last\ncost",
        "Mean cost of the training digits in this lane's own last epoch, while learning from them; the sentence below\n"
        "compares them at a place that all have reached, which may be earlier",
    ),
    ("Last\naccuracy", "Share of the held-out digits that are read rightly after this lane's own last epoch"),
    (
        "CPU\ntime",
        "Seconds of processor (CPU) time that this lane has worked so far: each is given as many for itself, "
        "so that the race as a whole takes longer",
    ),
)
_UNKNOWN: Final = "–"


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """One row; None where nothing is known yet."""

    name: str
    updates_per_epoch: int | None
    seconds_per_epoch: float | None
    memory: Memory | None
    cost: float | None
    accuracy: float | None
    end: LaneEnd | str = ""
    seconds: float | None = None


class RaceTable(QTableWidget):
    """Shows `LaneFigures`; as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self._figures: tuple[LaneFigures, ...] = ()
        self.setObjectName("race_table")
        self.setAccessibleName("Figures of every lane")
        in_type(self, caption_font)
        in_type(self.horizontalHeader(), caption_font)
        scaled(self.verticalHeader().setDefaultSectionSize, _row_height)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        # Not all alike: in a narrow window the words of the widest would be cut.
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, (title, tooltip) in enumerate(_COLUMNS):
            item = QTableWidgetItem(title)
            set_tip(item, tooltip)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignBottom)
            self.setHorizontalHeaderItem(column, item)

    def show_figures(self, figures: Sequence[LaneFigures]) -> None:
        if len(figures) != self.rowCount():
            self._make_rows(len(figures))
        old, self._figures = self._figures, tuple(figures)
        for row, lane in enumerate(self._figures):
            if row >= len(old) or lane != old[row]:
                for column, (text, tooltip) in enumerate(_texts(lane)):
                    item = self.item(row, column)
                    if item is not None:
                        item.setText(text)
                        set_tip(item, tooltip)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new theme, or a new size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._put_on_samples()

    def _make_rows(self, count: int) -> None:
        self._figures = ()
        self.setRowCount(count)
        for row in range(count):
            for column in range(len(_COLUMNS)):
                item = QTableWidgetItem()
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.setItem(row, column, item)
        self._put_on_samples()
        scaled(self.setFixedHeight, _height)

    def _put_on_samples(self) -> None:
        theme = theme_of(self.palette())
        height = self.fontMetrics().height()
        self.setIconSize(QSize(px(WIDTH), height))
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            if item is not None:
                item.setIcon(QIcon(sample_pixmap(row, theme, height, self.devicePixelRatioF())))


def _row_height(of: QWidget) -> int:
    """Of the table, or its head's."""
    return of.fontMetrics().height() + px(6)


def _height(of: QWidget) -> int:
    """Of a whole table."""
    assert isinstance(of, QTableWidget)
    return of.horizontalHeader().sizeHint().height() + of.rowCount() * _row_height(of) + px(2)


def _texts(lane: LaneFigures) -> tuple[tuple[str, str], ...]:
    """Text and tooltip of every cell."""
    memory, parts = _UNKNOWN, ""
    if lane.memory is not None:
        memory = numerals.byte_size(lane.memory.total)
        parts = "\n".join(
            f"{numerals.byte_size(size)} {what}"
            for size, what in (
                (lane.memory.parameters, "weights and biases"),
                (lane.memory.rule, "remembered by the update rule"),
                (lane.memory.buffers, "their gradient, and what a pass forward and back needs"),
                (lane.memory.batch, "digits of one update"),
            )
            if size
        )
    ended = {"diverged": " ✕", "finished": " ✓"}.get(lane.end, "")
    return (
        (lane.name + ended, {"diverged": "Diverged", "finished": "Finished"}.get(lane.end, "")),
        (_UNKNOWN if lane.updates_per_epoch is None else numerals.count(lane.updates_per_epoch), ""),
        (_UNKNOWN if lane.seconds_per_epoch is None else numerals.seconds(lane.seconds_per_epoch), ""),
        (memory, parts),
        (_UNKNOWN if lane.cost is None else numerals.fixed(lane.cost, 4), ""),
        (_UNKNOWN if lane.accuracy is None else numerals.percent(lane.accuracy, 1, is_narrow=True), ""),
        (_UNKNOWN if lane.seconds is None else numerals.seconds(lane.seconds), ""),
    )
