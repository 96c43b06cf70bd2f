"""One step of the way: the map, the words, the formula, the arrays and the check."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from handwriting_app.engine.reading import reading_steps
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.boards import board_of, with_covered
from handwriting_app.explain.choice import Choice, quantity_at
from handwriting_app.explain.delta_ribbon import DeltaRibbon
from handwriting_app.explain.formula import covered
from handwriting_app.explain.narration import narrate, short_label, step_name
from handwriting_app.explain.quantity import Kind
from handwriting_app.explain.step_formulas import check_formula, formula_of
from handwriting_app.explain.steps import Step, StepKind, forward_count, steps_of
from handwriting_app.explain.weight_check import check
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.weights import Weights
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.inspector.check_view import CheckView
from handwriting_app.ui.inspector.delta_ribbon import DeltaRibbonView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.guess_row import GuessRow
from handwriting_app.ui.inspector.reading_strip import ReadingStrip
from handwriting_app.ui.inspector.signs import SignLabel
from handwriting_app.ui.inspector.step_map import StepMap, Stop
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption, set_title

_HIGH = 680
"""Height from which the ribbon may take more of them."""


class StepPage(QWidget):
    """Shows a step.

    Attributes:
        map, ribbon, board, check: The parts that choose things.
        guess: Where the gradient is guessed before it is shown.
        reading: The way from this view to the reading; hidden where it is not the next thing.

    Signals:
        moved(int): −1 for a step back, 1 for a step forward.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = StepMap()
        self.map.setObjectName("inspector_map")
        self.board = BoardView()
        self.board.setObjectName("inspector_board")
        self.reading = ReadingStrip()
        self.reading.hide()
        self.check = CheckView()
        self.ribbon = DeltaRibbonView()
        self.guess = GuessRow()
        self._is_low = False
        self._title = QLabel()
        self._title.setObjectName("inspector_title")
        set_title(self._title)
        # A long title is cut off rather than widening the column; the tooltip has it whole.
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence = QLabel()
        self._sentence.setObjectName("inspector_sentence")
        self._sentence.setWordWrap(True)
        scaled(self._sentence.setFixedHeight, lambda each: 2 * each.fontMetrics().lineSpacing() + px(2))
        self._warning = SignLabel()
        self._warning.setObjectName("inspector_warning")
        self._warning.setWordWrap(True)
        self._warning.hide()
        self._letters = FormulaView(1.4, 1.95)
        self._letters.setObjectName("inspector_formula")
        self._numbers = FormulaView(1.15, 2.3)
        self._numbers.setObjectName("inspector_numbers")
        self._count = QLabel()
        self._count.setObjectName("inspector_count")
        set_caption(self._count)
        self._back = _arrow("◀", "inspector_back", "One step back (←)")
        self._back.clicked.connect(lambda: self.moved.emit(-1))
        self._forward = _arrow("▶", "inspector_forward", "One step forward (→)")
        self._forward.clicked.connect(lambda: self.moved.emit(1))

        head = QHBoxLayout()
        scaled(head.setSpacing, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        head.addWidget(self._count)
        head.addWidget(self._forward)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 3)
        layout.addWidget(self.map)
        layout.addWidget(self.ribbon)
        layout.addLayout(head)
        layout.addWidget(self._sentence)
        layout.addWidget(self._warning)
        layout.addWidget(self._letters)
        layout.addWidget(self._numbers)
        layout.addWidget(self.board, 1)
        layout.addWidget(self.reading)
        layout.addWidget(self.check)
        layout.addWidget(self.guess)

    def hasHeightForWidth(self) -> bool:
        """No: every text here keeps its height. Otherwise a scroll area takes the usual height for the smallest."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        """In larger type the same height is less room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._share_room()

    def _share_room(self) -> None:
        self.ribbon.set_high(self.height() >= px(_HIGH))

    def set_low(self, is_low: bool) -> None:
        """Whether there is so little room that the ribbon gives its own to a gradient that is to be worked out."""
        self._is_low = is_low
        self.ribbon.setVisible(not (is_low and self.guess.is_on()))

    def show_way(self, seen: BackpropTrace, holds: Sequence[bool], ribbon: DeltaRibbon, index: int) -> None:
        """Show the whole way, which gradients of layers hold, and where one is: at step ``index``."""
        steps = steps_of(seen.depth)
        stops = [
            Stop(
                short_label(seen, step),
                step_name(seen, step),
                step.layer,
                holds[step.layer - 1] if step.kind is StepKind.GRADIENT else None,
            )
            for step in steps
        ]
        self.map.show_stops(stops, forward_count(seen.depth), index)
        step = steps[index]
        self.ribbon.show_ribbon(ribbon, step.layer if step.is_backward else None)
        self._count.setText(f"{index + 1} / {len(steps)}")
        self._back.setEnabled(index > 0)
        self._forward.setEnabled(index + 1 < len(steps))

    def show_step(self, seen: BackpropTrace, step: Step, choice: Choice, bitmap: NDArray[np.bool_]) -> None:
        """Show what happens in a step; the gradient of what is looked at is covered while it is guessed.

        Args:
            seen: The digit's way.
            step: Of it.
            choice: What is looked at there.
            bitmap: (32, 32), the normalised drawing.
        """
        quantity = quantity_at(step, choice)
        self.guess.ask(seen, quantity, choice)
        self.set_low(self._is_low)
        is_covered = self.guess.guessing.is_covering
        weight = quantity if quantity.kind is Kind.WEIGHT and not is_covered else None
        narration = narrate(seen, step, weight)
        self._title.setText(narration.title)
        set_tip(self._title, narration.title)
        self._sentence.setText(narration.sentence)
        set_tip(self._sentence, narration.sentence)
        formula = formula_of(seen, step, choice)
        self._letters.show_formula(formula.letters)
        self._numbers.show_formula(covered(formula.numbers) if is_covered and step.is_backward else formula.numbers)
        board = board_of(seen, step, choice, bitmap)
        self.board.show_board(with_covered(board, quantity) if is_covered else board)
        self.check.show_choice(step, choice, seen.network.sizes, quantity.value(seen))
        gradient = check_formula(quantity.kind, quantity.layer, quantity.unit, quantity.source)
        self.check.show_check(gradient, check(seen, quantity), is_covered=is_covered)
        self.reading.setVisible(step.kind is StepKind.OUTPUT)

    def show_reading(
        self, weights: Weights, digit: NormalisedDigit, choice: Choice, *, is_changed_by_hand: bool
    ) -> None:
        """Show the way from the output that is chosen to the reading."""
        steps = reading_steps(weights.network, digit.views(), weights.temperature)
        self.reading.show_steps(steps, choice.units[-1], is_changed_by_hand=is_changed_by_hand)

    def show_warning(self, words: str) -> None:
        """Say that something is broken on purpose; nothing if empty."""
        self._warning.show_sign(words, "warning")
        self._warning.setVisible(bool(words))


def _arrow(sign: str, name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setObjectName(name)
    button.setAccessibleName(words)
    set_tip(button, words)
    button.setAutoRepeat(True)
    return button
