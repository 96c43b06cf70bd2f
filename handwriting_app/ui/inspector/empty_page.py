"""What the inspector says of itself: before there is a digit to look at, and as its help."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.numerals import percent
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.words import set_title

HELP: Final = (
    "Draw a digit and say which one it is. Then go through the network with it: → and ← go from step to step, and "
    "a click on the map goes anywhere.\n\n"
    "Forward: every layer adds up what it receives (z) and bends the sum (a); at the end stand the outputs and the "
    "cost C. Back: the blame δ flows down the same weights, and with it the gradient ∂C/∂W of every weight.\n\n"
    "The ribbon under the map shows how much of it arrives: the root mean square of δ in each layer, all on one scale "
    "of powers of ten, and at its left end ∂C/∂x at the pixels.\n\n"
    "Point at a picture for a value, click to choose a neuron or a weight. Its gradient stands beside the one "
    "found by nudging it and looking at the cost: ✓ if they agree, ✗ if not. “Guess first” covers it until you have "
    f"guessed it within {percent(0.05)}. “As this run” adds what the run adds: smoothed labels, L2, momentum.\n\n"
    "In a picture of W or b a cell can be dragged up or down, with Shift ten times as finely: “By hand” says what C, p "
    "and the reading do, beside what the gradient had predicted, and Undo takes it back.\n\n"
    "Keys: ← → step, 0–9 the true digit, Home and End the ends of the way; in a picture reached by Tab the arrows "
    "move the choice, + and − the chosen weight; Enter types it."
)


TITLE: Final = "Draw a digit to follow it through the network"
WAITING: Final = "Following your digit through a large network …"


class EmptyPage(QWidget):
    """A title and what will appear here, in the middle of the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(TITLE)
        self._title = title
        title.setObjectName("inspector_empty")
        set_title(title)
        words = QLabel(
            "Here you will walk through every number with it: from the ink to the reading, on to the cost, and "
            "back to each weight. Every gradient is checked beside it by a second way of finding it."
        )
        way = QLabel("x  →  z  →  a  →  p  →  C  →  δ  →  ∂C/∂W  →  ∂C/∂x")
        layout = QVBoxLayout(self)
        scaled(layout.setSpacing, 16)
        layout.addStretch(1)
        for label in (title, words, way):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(2)

    def show_classes(self, classes: Classes) -> None:
        """What the network in the window reads."""
        self._title.setText(classes.worded(TITLE))

    def show_waiting(self, classes: Classes) -> None:
        """The digit is there, and is being followed."""
        self._title.setText(classes.worded(WAITING))
