"""The unit in focus: what it looks for, its numbers, and which digits it answers to."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app import numerals
from handwriting_app.engine.arrays import Array
from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.network import Network
from handwriting_app.explain.unit_activity import UnitActivity
from handwriting_app.explain.unit_surgery import silent_units
from handwriting_app.explain.unit_view import raising_pixels, weighted_input
from handwriting_app.ui.network.paint import output_name
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.tips import set_tip

_PICTURE: Final = 10 * GRID
_NAMED: Final = 14
"""Classes whose names fit below their bars."""

_HINT: Final = "Point at a unit, or click it: what it looks for, its numbers and the digits that it answers to."


class UnitFacts(QWidget):
    """A strip of constant height; it shows a hint while no unit is in focus.

    Signals:
        inspect_requested(): the button was pressed for the unit that is shown.
    """

    inspect_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit_facts")
        self.setAccessibleName("The unit in focus")
        self._worded = TEN_DIGITS.worded
        self._picture = ArrayPicture(self, square=True)
        scaled(self._picture.setFixedSize, _PICTURE, _PICTURE)
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_tip(self._picture, "Orange: ink here raises the unit; blue: it lowers it")
        self._title = QLabel(self)
        self._title.setObjectName("unit_title")
        self._words = QLabel(self)
        self._words.setObjectName("unit_words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._answers = ClassBars(self)
        self._inspect = QPushButton("Follow in Backprop", self)
        self._inspect.setObjectName("inspect_unit_button")
        set_tip(self._inspect, "Open the chosen unit in the Backprop tab (click a unit to choose it)")
        self._inspect.clicked.connect(self.inspect_requested)
        for label in (self._title, self._words):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        heading = QHBoxLayout()
        heading.addWidget(self._title, 1)
        heading.addWidget(self._inspect)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._words, 1)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID)
        scaled(layout.setVerticalSpacing, GRID // 2)
        layout.addWidget(self._picture, 0, 0, 2, 1)
        layout.addLayout(heading, 0, 1, 1, 2)
        layout.addLayout(middle, 1, 1)
        layout.addWidget(self._answers, 1, 2)
        layout.setColumnStretch(1, 3)
        layout.setColumnStretch(2, 2)
        layout.setRowStretch(1, 1)
        scaled(
            self.setFixedHeight, lambda each: max(px(_PICTURE + GRID), round(5.5 * each.fontMetrics().lineSpacing()))
        )
        self.show_nothing()

    def hasHeightForWidth(self) -> bool:
        """No: every text here keeps its height. Otherwise a scroll area takes the usual height for the smallest."""
        return False

    def show_classes(self, classes: Classes) -> None:
        """What is read from now on: where that is not digits, none are spoken of."""
        is_hint = self._words.text() == self._worded(_HINT)
        self._worded = classes.worded
        self._answers.show_classes(classes)
        if is_hint:
            self.show_nothing()

    def show_nothing(self) -> None:
        """No unit is in focus."""
        font = self.font()
        self._title.setFont(font)
        self._title.setText("")
        self._words.setText(self._worded(_HINT))
        self._picture.hide()
        self._answers.show_values(None)
        self._inspect.hide()

    def show_unit(
        self,
        network: Network,
        outputs: tuple[Array, ...] | None,
        activity: UnitActivity | None,
        reading: Array | None,
        unit: tuple[int, int],
        *,
        can_inspect: bool,
        is_frozen: bool = False,
    ) -> None:
        """Show one unit (layer, number) of a network, for the digit that gave ``outputs`` and ``reading``, if any.

        ``is_frozen``: whether it stays as it is when training goes on.
        """
        layer, number = unit
        depth = len(network.weights)
        font = self.font()
        font.setBold(True)
        self._title.setFont(font)
        self._picture.show()
        self._inspect.setVisible(layer > 0)
        self._inspect.setEnabled(can_inspect)
        is_hidden = 0 < layer < depth
        answers = activity.by_class[layer - 1][:, number] if is_hidden and activity is not None else None
        self._answers.show_values(answers, network.classes.names)
        if layer == 0:
            self._title.setText(f"Pixel in row {number // 8 + 1}, column {number % 8 + 1}")
            ink = "" if outputs is None else f"{round(16 * float(outputs[0][number]))} of 16 dots are ink.\n"
            self._words.setText(ink + "The lines show which units of layer 1 it speaks to most.")
            self._picture.show_array(np.full((8, 8), np.nan))
            return
        name = f"Layer {layer}, unit {number}" if is_hidden else output_name(network.classes, number)
        is_silent = is_hidden and bool(silent_units(network, layer)[number])
        self._title.setText(name + " · frozen" * is_frozen + " · silent" * is_silent)
        set_tip(self._title, "Silent: all its weights out are 0, so nobody hears it" if is_silent else "")
        self._words.setText("\n".join(self._lines(network, outputs, activity, reading, unit)))
        pixels = raising_pixels(network, outputs, layer, number)
        self._picture.show_array(np.full((8, 8), np.nan) if pixels is None else pixels.reshape(8, 8))

    def _lines(
        self,
        network: Network,
        outputs: tuple[Array, ...] | None,
        activity: UnitActivity | None,
        reading: Array | None,
        unit: tuple[int, int],
    ) -> list[str]:
        layer, number = unit
        is_hidden = layer < len(network.weights)
        lines = []
        if outputs is not None:
            z = weighted_input(network, outputs, layer, number)
            lines.append(f"z = {numerals.number(z)}  →  a = {numerals.number(float(outputs[layer][number]))}")
        if not is_hidden and reading is not None:
            lines.append(f"So much for the upright view; the reading says {numerals.percent(float(reading[number]))}")
        lines.append(f"bias {numerals.number(float(network.biases[layer - 1][number]))}")
        if is_hidden and activity is not None:
            share = float(activity.active_shares[layer - 1][number])
            verb = {"relu": "Fires", "sigmoid": "Above ½", "tanh": "Positive"}[network.activation]
            mark = ""
            if activity.inactive[layer - 1][number]:
                mark = "× Dead: " if network.activation == "relu" else "– Saturated: "
                verb = verb.lower()
            held_out = self._worded("of the held-out digits")
            lines.append(f"{mark}{verb} for {numerals.percent(share, None)} {held_out}")
        if layer > 1 and outputs is None:
            lines.append(self._worded("Draw a digit to see what raises it"))
        return lines


class ClassBars(QWidget):
    """The mean output of a unit for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit_answers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._values: NDArray[np.float64] | None = None
        self._names: tuple[str, ...] = ()
        self.show_classes(TEN_DIGITS)

    def show_classes(self, classes: Classes) -> None:
        """What it answers to from now on."""
        self.setAccessibleName(classes.worded("Mean output for each digit"))
        set_tip(self, classes.worded("Its mean output for the held-out digits of each kind"))

    def show_values(self, values: NDArray[np.float64] | None, names: tuple[str, ...] = ()) -> None:
        """Show a number for each class of these ``names``; None leaves the place empty."""
        self._values, self._names = values, names
        words = (
            ""
            if values is None
            else ", ".join(f"{name}: {numerals.number(value, 2)}" for name, value in zip(names, values, strict=True))
        )
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(56))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(110), px(40))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None:
            return
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            painter.setFont(caption_font(self.font()))
            text = painter.fontMetrics().height()
            area = QRectF(self.rect()).adjusted(0, pxf(2), 0, -text)
            top, bottom = max(float(self._values.max()), 0.0), min(float(self._values.min()), 0.0)
            scale = area.height() / max(top - bottom, 1e-9)
            zero = area.top() + top * scale if top > bottom else area.bottom()
            step = area.width() / len(self._values)
            best = int(np.argmax(self._values))
            for digit, value in enumerate(self._values.tolist()):
                left = area.left() + digit * step
                gap = pxf(1) if step > pxf(6) else pxf(0.5)
                bar = QRectF(left + gap, zero - value * scale, step - 2 * gap, value * scale).normalized()
                painter.fillRect(bar, theme.accent if digit == best else theme.outline)
                painter.setPen(theme.text if digit == best else theme.muted)
                name = self._names[digit]
                width = painter.fontMetrics().horizontalAdvance(name)
                # Of many classes only the strongest has room for its name.
                if digit == best or (width <= step and len(self._names) <= _NAMED):
                    half = max(width + pxf(2), step) / 2
                    middle = min(max(left + step / 2, area.left() + half), area.right() - half)
                    below = QRectF(middle - half, area.bottom(), 2 * half, text)
                    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)
            painter.setPen(QPen(theme.grid, pxf(1)))
            painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
