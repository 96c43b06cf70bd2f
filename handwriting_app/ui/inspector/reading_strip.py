"""From what the network says of the upright view to the reading at the left: every number on the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from handwriting_app.engine.reading import ReadingSteps
from handwriting_app.numerals import number, percent
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption, set_title

_UPRIGHT = "What the network says of this one view: p, or with sigmoid outputs each a divided by their sum"
_MEAN = "Each view is read by itself; their p are multiplied, the root is taken (a geometric mean), and the sum made 1"
_READING = (
    "Each p of the mean to the power of 1/T, and the sum over the classes made 1, without that of none: the same as\n"
    "dividing each of their z by T before a softmax of the classes.\n"
    f"The temperature T is fitted on what is held out while a run goes on, so that “{percent(0.9)} sure” is right nine "
    "times in ten.\nA change of the weights by hand keeps it."
)


class ReadingStrip(QWidget):
    """One digit's share in each step of a reading, from left to right, each under its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading_strip")
        self.setAccessibleName("From the upright view to the reading")
        self._upright = _label("reading_upright", set_title, "Upright view alone", _UPRIGHT)
        self._mean_name = _label("reading_mean_name", set_caption)
        self._mean = _label("reading_mean", set_title, "Mean of the views", _MEAN)
        self._temperature_name = _label("reading_temperature_name", set_caption)
        self._calibrated = _label("reading_calibrated", set_title, "The reading", _READING)
        upright_name = _label("reading_upright_name", set_caption)
        upright_name.setText("upright view")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        layout.setVerticalSpacing(0)
        steps = (
            (upright_name, self._upright),
            (self._mean_name, self._mean),
            (self._temperature_name, self._calibrated),
        )
        for place, (name, value) in enumerate(steps):
            layout.addWidget(name, 0, 2 * place)
            layout.addWidget(value, 1, 2 * place)
            if place:
                layout.addWidget(QLabel("→", self), 1, 2 * place - 1)
        # Rather cut off, with the whole in the tooltip, than the column widened.
        self._temperature_name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.setColumnStretch(2 * len(steps) - 2, 1)

    def show_steps(self, steps: ReadingSteps, digit: int, *, is_changed_by_hand: bool) -> None:
        """Show how sure each step is of ``digit``; the last number is the one at the left.

        Args:
            steps: Of the digit that is read.
            digit: The number of an output. That of none has no temperature: it is read as the mean says.
            is_changed_by_hand: The weights were: the temperature is that of before.
        """
        views = [percent(float(view[digit]), 2) for view in steps.views]
        is_class = digit < len(steps.probabilities)
        reading = float(steps.probabilities[digit] if is_class else steps.none)
        self._upright.setText(views[0])
        self._mean.setText(percent(float(steps.mean[digit]), 2))
        self._calibrated.setText(percent(reading))
        has_leaning = len(views) > 1
        self._mean_name.setText(f"mean of {len(views)} views" if has_leaning else "its only view")
        set_tip(
            self._mean_name,
            f"Upright {views[0]}, leaning {', '.join(views[1:])}"
            if has_leaning
            else "A digit of the data set, or one that is not set upright, is read as it is",
        )
        kept = " (kept)" if is_changed_by_hand else ""
        step = f"temperature {number(steps.temperature, 3)}{kept}" if is_class else "no temperature"
        self._temperature_name.setText(f"{step}: the reading")
        set_tip(self._temperature_name, f"{self._temperature_name.text()}, {percent(reading, 2)}")


def _label(name: str, set_up: Callable[[QLabel], None], accessible: str = "", words: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    set_up(label)
    if accessible:
        label.setAccessibleName(accessible)
        set_tip(label, words)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
