"""Which of the kept drawings are shown: by label, writer and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from handwriting_app.names import shown_name
from handwriting_app.numerals import count
from handwriting_app.session.kept import Filter
from handwriting_app.storage.database.drawings import Source
from handwriting_app.ui.handwriting.writers_table import NOBODY
from handwriting_app.ui.widgets.fields import ComboBox
from handwriting_app.ui.widgets.tips import set_tip

_SOURCES: Final[tuple[tuple[Source | None, str], ...]] = (
    (None, "All sources"),
    ("drawn", "Drawn"),
    ("picture", "Pictures"),
    ("imported", "Imported"),
)


class KeptFilters(QWidget):
    """A list of choices for each, with how many drawings there are.

    Signals:
        chosen(): a person has chosen otherwise.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = self._combo("kept_label_filter", "Show one label")
        self._writer = self._combo("kept_writer_filter", "Show one writer")
        self._source = self._combo("kept_source_filter", "Show one source")
        for source, words in _SOURCES:
            self._source.addItem(words, source)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for combo in (self._label, self._writer, self._source):
            combo.activated.connect(self.chosen)
            row.addWidget(combo, 1)

    def wanted(self, of: Filter) -> Filter:
        """What is chosen, in the alphabet of this filter."""
        label, writer = self._label.currentData(), self._writer.currentData()
        return replace(of, label=label, writer=writer, source=self._source.currentData())

    def choose_writer(self, writer: str) -> bool:
        """Choose one by name; False if there is none of this name."""
        place = self._writer.findData(writer)
        if place >= 0:
            self._writer.setCurrentIndex(place)
        return place >= 0

    def show_tally(self, tally: Counter[tuple[str, str]], wanted: Filter, names: Sequence[str]) -> None:
        """Offer the labels and writers that there are, in the order of ``names``; ``wanted`` is chosen."""
        labels, writers = Counter[str](), Counter[str]()
        for (label, writer), number in tally.items():
            labels[label] += number
            writers[writer] += number
        order = {name: place for place, name in enumerate(names)}
        labelled = sorted(labels.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
        _fill(self._label, "All labels", labelled, wanted.label, lambda label: shown_name(label, 20))
        named = sorted(writers.items(), key=lambda item: (not item[0], item[0].casefold()))
        _fill(self._writer, "All writers", named, wanted.writer, lambda name: shown_name(name, 24) or NOBODY)

    def _combo(self, name: str, spoken: str) -> ComboBox:
        combo = ComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(spoken)
        set_tip(combo, spoken)
        combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        return combo


def _fill(
    combo: ComboBox, everything: str, found: list[tuple[str, int]], chosen: str | None, words: Callable[[str], str]
) -> None:
    entries = [(everything, None), *((f"{words(value)} ({count(number)})", value) for value, number in found)]
    if chosen is not None and chosen not in dict(found):
        entries.append((f"{words(chosen)} (0)", chosen))
    if [(combo.itemText(place), combo.itemData(place)) for place in range(combo.count())] == entries:
        return
    with QSignalBlocker(combo):
        combo.clear()
        for text, value in entries:
            combo.addItem(text, value)
        combo.setCurrentIndex([value for _, value in entries].index(chosen))
