"""The columns of the window: how they share its width, and which of them are folded away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from handwriting_app.ui.sizes import px, pxf, scale, scaled
from handwriting_app.ui.theme import GRID

DRAW: Final = "draw"
VIEWS: Final = "views"
TRAIN: Final = "train"
LESSON: Final = "lesson"

FOLDABLE: Final = (DRAW, TRAIN)

MIDDLE: Final = 440
"""Pixels of width at 100 % that the views keep while the width is shared out."""


class Columns(QSplitter):
    """Shares the width out anew whenever there is another one, or other columns; keeps widths that a person has chosen.

    Signals:
        folded(str, bool): The column of this name was folded away, or has come back.
    """

    folded = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("columns")
        self.setChildrenCollapsible(False)
        scaled(self.setHandleWidth, GRID)
        self._names: dict[str, QWidget] = {}
        self._chosen: dict[str, float] = {}  # pixels at 100 %
        self._before_lesson: dict[str, bool] | None = None
        self.splitterMoved.connect(self._keep)
        self._share_soon = QTimer(self)  # once all columns know how much room they need at another size
        self._share_soon.setSingleShot(True)
        self._share_soon.timeout.connect(self._share)

    def add(self, name: str, widget: QWidget, *, at_left: bool = False) -> None:
        """Put a column at the right of those that are there, or at the left of all; the views take what is left."""
        self._names[name] = widget
        if at_left:
            self.insertWidget(0, widget)
        else:
            self.addWidget(widget)
        self.setStretchFactor(self.indexOf(widget), int(name == VIEWS))

    # --- widths --------------------------------------------------------------------------------------------------

    def restore(self, widths: Sequence[int]) -> None:
        """Share the width out as a person has done before."""
        draw, _, train = widths
        self._chosen = {DRAW: draw / scale(), TRAIN: train / scale()}
        self.setSizes(list(widths))

    def chosen(self) -> tuple[int, ...] | None:
        """The widths of drawing, views and training, if a person has chosen them."""
        if not self._chosen.keys() & set(FOLDABLE):
            return None
        widths = self._widths()
        draw, train = round(widths[DRAW]), round(widths[TRAIN])
        return draw, max(self.width() - draw - train - 2 * self.handleWidth(), 1), train

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._chosen.keys() >= set(FOLDABLE):
            self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.isVisible():
            self._share_soon.start()

    def _widths(self) -> dict[str, float]:
        """Of all columns but the views, shown or not: as a person has chosen them, else as suits the window.

        The canvas is square: a higher window can use a wider column, as far as the views can spare it.
        """
        chosen = {name: pxf(width) for name, width in self._chosen.items()}
        train = chosen.get(TRAIN) or min(max(0.23 * self.width(), px(272)), px(320))
        lesson = chosen.get(LESSON) or min(max(0.24 * self.width(), px(284)), px(400))
        beside = sum(width for name, width in ((TRAIN, train), (LESSON, lesson)) if self._is_shown(name))
        spare = self.width() - beside - px(MIDDLE)
        draw = chosen.get(DRAW) or max(min(0.46 * self.height(), spare, px(480)), px(272))
        return {DRAW: draw, TRAIN: train, LESSON: lesson}

    def _share(self) -> None:
        widths = self._widths()
        shown = [name for name in self._names if self._is_shown(name)]
        rest = self.width() - (len(shown) - 1) * self.handleWidth()
        widths[VIEWS] = rest - sum(widths[name] for name in shown if name != VIEWS)
        in_order = sorted(self._names, key=lambda name: self.indexOf(self._names[name]))
        self.setSizes([max(round(widths[name]), 1) for name in in_order])

    def _keep(self, *_position: int) -> None:
        sizes = self.sizes()
        for name in (*FOLDABLE, LESSON):
            if self._is_shown(name):
                self._chosen[name] = sizes[self.indexOf(self._names[name])] / scale()

    # --- folding -------------------------------------------------------------------------------------------------

    def is_folded(self, name: str) -> bool:
        return not self._is_shown(name)

    def fold(self, name: str, is_folded: bool) -> None:
        """Fold a column away or bring it back; where there is no room for both beside a lesson, the other one goes."""
        if is_folded == self.is_folded(name):
            return
        column = self._names[name]
        if is_folded:
            self._let_go_of_focus(column)
        elif (other := next(each for each in FOLDABLE if each != name)) and not self._has_room(name):
            self.fold(other, True)
        column.setVisible(not is_folded)
        self._share()
        self.folded.emit(name, is_folded)

    def show_for_lesson(self, names: frozenset[str] | None) -> None:
        """Show a lesson and just these of the foldable columns; None: it is over, and all is as it was before."""
        if names is None:
            self._let_go_of_focus(self._names[LESSON])
            self._names[LESSON].hide()
            before, self._before_lesson = self._before_lesson, None
            for name, was_folded in (before or {}).items():
                self.fold(name, was_folded)
        else:
            if self._before_lesson is None:
                self._before_lesson = {name: self.is_folded(name) for name in FOLDABLE}
            for name in FOLDABLE:  # those that go make room first
                if name not in names:
                    self.fold(name, True)
            self._names[LESSON].show()
            for name in FOLDABLE:
                if name in names:
                    self.fold(name, False)
            if names >= set(FOLDABLE) and not self._has_room():
                self.fold(DRAW, True)  # one click or key brings it back
        self._share()

    def _is_shown(self, name: str) -> bool:
        return name in self._names and not self._names[name].isHidden()

    def _has_room(self, *more: str) -> bool:
        """Whether what is shown, and ``more``, fits without making the window wider."""
        shown = [self._names[each] for each in self._names if self._is_shown(each) or each in more]
        needed = sum(max(each.minimumSizeHint().width(), each.minimumWidth()) for each in shown)
        return needed + (len(shown) - 1) * self.handleWidth() <= self.width()

    def _let_go_of_focus(self, column: QWidget) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and column.isAncestorOf(focus):
            self._names[VIEWS].setFocus()
