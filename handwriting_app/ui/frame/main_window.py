"""The window: three columns that tell the story from left to right, draw, watch, train. Layout only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QToolButton, QVBoxLayout, QWidget

from handwriting_app.ui.draw.canvas import LARGEST
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.frame.columns import DRAW, LESSON, TRAIN, VIEWS, Columns
from handwriting_app.ui.frame.story_order import next_in_story, scroll_to
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.plain_text import in_title
from handwriting_app.ui.widgets.scrolled import Scrolled

PROGRAM = "Handwriting App"

SMALLEST: Final = QSize(944, 440)
"""Pixels, at any size: within the columns may need more, and are scrolled to."""


class MainWindow(QMainWindow):
    """Three columns, the menus and the status bar.

    It is painted with the drawing alone, before what stands beside it, and in the menus, is put in.

    Attributes:
        draw_column: The column at the left.
        columns: All of them.
        menus: The menus of the menu bar, from left to right.
        status: The line at the bottom left; `notice` the one at the right, with `notice_undo` beside it.
    """

    def __init__(self, draw_column: DrawColumn) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.draw_column = draw_column
        self.menus = [
            self.menuBar().addMenu(title) for title in ("&Model", "&Draw", "&Train", "&Course", "&View", "&Help")
        ]
        self._ask_to_close: Callable[[Callable[[], None]], None] = lambda close: close()
        self._keep: Callable[[], None] = _nothing
        self._end: Callable[[], None] = _nothing
        self._may_close = False
        self._is_asking = False

        columns = Columns(self)
        middle = QWidget(self)
        self._middle = QVBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        right = QWidget(self)
        self._training = QVBoxLayout(right)
        self._training.setContentsMargins(0, 0, 0, 0)
        drawing = Scrolled(draw_column)
        scaled(drawing.setMaximumWidth, LARGEST)
        for name, widget in ((DRAW, drawing), (VIEWS, middle), (TRAIN, right)):
            columns.add(name, widget)
        self.columns = columns
        frame = QWidget(self)
        self._rows = QVBoxLayout(frame)
        scaled(self._rows.setContentsMargins, GRID, GRID, GRID, 0)
        self._rows.addWidget(columns)
        self.setCentralWidget(_Whole(frame))

        self.status = ElidedLabel(self)
        self.status.setObjectName("status")
        self.notice = ElidedLabel(self)
        self.notice.setObjectName("notice")
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().addPermanentWidget(self.notice)
        self._undo: Callable[[], None] = _nothing
        self.notice_undo = QToolButton(self)
        self.notice_undo.setObjectName("notice_undo_button")
        self.notice_undo.setText("Undo")
        self.notice_undo.setAccessibleName("Take that back")
        self.notice_undo.setToolTip("Take back what the line beside this says")
        self.notice_undo.setAutoRaise(True)
        self.notice_undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notice_undo.clicked.connect(self._take_back)
        # As high as the line beside it: the bar does not grow by it.
        scaled(self.notice_undo.setFixedHeight, lambda each: each.fontMetrics().lineSpacing() + px(2))
        self.notice_undo.hide()
        self.statusBar().addPermanentWidget(self.notice_undo)
        self.statusBar().setSizeGripEnabled(False)
        scaled(self.statusBar().setContentsMargins, GRID, 0, GRID, 0)

    def add_in_the_middle(self, widget: QWidget, *, stretch: int = 0) -> None:
        """Put something between the drawing and the training, below what is there."""
        self._middle.addWidget(widget, stretch)

    def add_before_status(self, widget: QWidget) -> None:
        """Put something before the line at the bottom left."""
        self.statusBar().insertWidget(0, widget)

    def add_at_the_right(self, widget: QWidget) -> None:
        """Put something into the column at the right."""
        self._training.addWidget(widget)

    def add_lesson(self, widget: QWidget) -> None:
        """Put a lesson's page at the left of all columns; it is hidden until one asks for it."""
        widget.hide()
        self.columns.add(LESSON, widget, at_left=True)

    def ask_before_closing(self, ask: Callable[[Callable[[], None]], None]) -> None:
        """``ask`` is called when the window is to close, and calls what it is given, now or later, if it may."""
        self._ask_to_close = ask

    def end_with(self, keep: Callable[[], None], end: Callable[[], None]) -> None:
        """When the window closes, ``keep`` is called, which must be quick, and once it is no longer seen ``end``."""
        self._keep, self._end = keep, end

    def close_unasked(self) -> None:
        """Close, whatever there is to lose."""
        self._may_close = True
        self.close()

    def show_title(self, name: str, unsaved: bool, unsaved_runs: int) -> None:
        runs = f" ({unsaved_runs} unsaved run{'s' if unsaved_runs > 1 else ''})" if unsaved_runs else ""
        self.setWindowTitle(f"{PROGRAM} — {in_title(name)}[*]{runs}")
        self.setWindowModified(unsaved)

    def show_notice(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say something in the line at the bottom right; ``undo``, if given, takes it back by a button beside it."""
        self.notice.setText(text)
        self._undo = undo or _nothing
        self.notice_undo.setVisible(undo is not None)

    def _take_back(self) -> None:
        undo = self._undo
        self.show_notice("")
        undo()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the story: draw, watch, train."""
        target = next_in_story(self, self.columns, forward=forward)
        if target is None:
            return super().focusNextPrevChild(forward)
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        scroll_to(target)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first: there may be training to lose."""
        if not self._may_close:
            self._is_asking = True
            self._ask_to_close(self._close)
            self._is_asking = False
        if not self._may_close:
            event.ignore()
            return
        event.accept()
        keep, end, self._keep, self._end = self._keep, self._end, _nothing, _nothing
        keep()
        self.hide()  # at once; what ends now may take a moment
        end()

    def _close(self) -> None:
        self._may_close = True
        if not self._is_asking:
            self.close()


class _Whole(Scrolled):
    """All columns: at a large size a small screen shows a part of them."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another size when the columns need another one; a scroll area does not by itself."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSizeHint().boundedTo(SMALLEST)


def _nothing() -> None:
    """In place of what has been done: a window may be closed again, in the middle of its question."""
