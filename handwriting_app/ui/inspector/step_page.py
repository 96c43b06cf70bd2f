"""One step of the way: the map, the words, the formula, the arrays and the check."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from handwriting_app.explain.boards import Board
from handwriting_app.explain.narration import Narration
from handwriting_app.explain.output_formulas import StepFormula
from handwriting_app.ui.inspector.board_view import BoardView
from handwriting_app.ui.inspector.check_view import CheckView
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.reading_strip import ReadingStrip
from handwriting_app.ui.inspector.signs import SignLabel
from handwriting_app.ui.inspector.step_map import StepMap
from handwriting_app.ui.widgets.words import set_caption, set_title


class StepPage(QWidget):
    """Shows a step.

    Attributes:
        map, board, check: The parts that choose things.
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
        self._title = QLabel()
        self._title.setObjectName("inspector_title")
        set_title(self._title)
        # A long title is cut off rather than widening the column; the tooltip has it whole.
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence = QLabel()
        self._sentence.setObjectName("inspector_sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setFixedHeight(2 * self._sentence.fontMetrics().lineSpacing() + 2)
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
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        head.addWidget(self._count)
        head.addWidget(self._forward)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.map)
        layout.addLayout(head)
        layout.addWidget(self._sentence)
        layout.addWidget(self._warning)
        layout.addWidget(self._letters)
        layout.addWidget(self._numbers)
        layout.addWidget(self.board, 1)
        layout.addWidget(self.reading)
        layout.addWidget(self.check)

    def hasHeightForWidth(self) -> bool:
        """No: every text here keeps its height. Otherwise a scroll area takes the usual height for the smallest."""
        return False

    def show_words(self, narration: Narration, number: int, count: int) -> None:
        """Show what happens in step ``number`` of ``count``, counted from 1."""
        self._title.setText(narration.title)
        self._title.setToolTip(narration.title)
        self._sentence.setText(narration.sentence)
        self._sentence.setToolTip(narration.sentence)
        self._count.setText(f"{number} / {count}")
        self._back.setEnabled(number > 1)
        self._forward.setEnabled(number < count)

    def show_formula(self, formula: StepFormula) -> None:
        """Show the formula in letters and in numbers."""
        self._letters.show_formula(formula.letters)
        self._numbers.show_formula(formula.numbers)

    def show_board(self, board: Board) -> None:
        """Show the arrays."""
        self.board.show_board(board)

    def show_warning(self, words: str) -> None:
        """Say that something is broken on purpose; nothing if empty."""
        self._warning.show_sign(words, "warning")
        self._warning.setVisible(bool(words))


def _arrow(sign: str, name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setAutoRepeat(True)
    return button
