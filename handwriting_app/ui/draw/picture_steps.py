"""How a picture became what the network sees: a thumbnail for each step, larger while the pointer is on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from handwriting_app.ink.steps import Step, StepName
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.pixel_picture import PixelPicture

MOST: Final = 255
"""Of ink, in the picture of a step."""

SMALL: Final = 22
LARGE: Final = 30
"""Pixels at 100 % of a thumbnail in a narrow and in a wide column."""

WORDS: Final[dict[StepName, tuple[str, str]]] = {
    "light": ("Light out", "Uneven light and shadows are taken out, so that all of the paper is equally bright."),
    "ink": ("Ink and paper", "Every pixel is either ink or paper; paper is what most of the border is made of."),
    "lines": ("Lines out", "Frames, boxes and ruled lines are taken out: they are no part of what is read."),
    "specks": ("Specks out", "Specks and stray marks are taken out, and what is left is cut to its ink."),
    "middle": ("Middle line", "The ink is thinned to the way that the pen's middle went: thick and thin read alike."),
    "upright": ("Upright", "The slant is taken out. Then the line is stretched to fill the frame, drawn and counted."),
}
"""The name of each step, and what it does."""


class PictureSteps(QWidget):
    """Two rows of three thumbnails.

    Signals:
        looked_at(Step | None): the pointer is on a step, or no longer.
    """

    COLUMNS = 3

    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._pictures = [PixelPicture(SMALL, partial(self._words, place), self) for place in range(len(WORDS))]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 2)
        for place, picture in enumerate(self._pictures):
            picture.setObjectName(f"picture_step_{place + 1}")
            picture.installEventFilter(self)
            layout.addWidget(picture, *divmod(place, self.COLUMNS))
        layout.setColumnStretch(self.COLUMNS, 1)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps, in their order; empty: none."""
        self._steps = steps
        self._show()

    def set_side(self, side: int) -> None:
        """Pixels of a thumbnail at 100 %."""
        for picture in self._pictures:
            picture.set_side(side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            place = next((place for place, picture in enumerate(self._pictures) if picture is watched), 0)
            is_on = event.type() is QEvent.Type.Enter and place < len(self._steps)
            self.looked_at.emit(self._steps[place] if is_on else None)
        return False

    def _show(self) -> None:
        theme = theme_of(self.palette())
        for place, picture in enumerate(self._pictures):
            step = self._steps[place] if place < len(self._steps) else None
            picture.setVisible(step is not None)
            picture.set_image(None if step is None else sequential_image(step.picture, MOST, theme))
            picture.setAccessibleName("" if step is None else f"Step {place + 1}: {WORDS[step.name][0]}")
            picture.setAccessibleDescription("" if step is None else WORDS[step.name][1])

    def _words(self, place: int, _row: int, _column: int) -> str:
        title, sentence = WORDS[self._steps[place].name]
        return f"{place + 1} · {title}\n{sentence}"
