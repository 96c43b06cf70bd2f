"""The left column: draw here; what is read of it stands below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ui.draw.canvas import LARGEST, Canvas
from handwriting_app.ui.keys import give_keys
from handwriting_app.ui.sizes import px, scaled, scaled_icon
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.icons import themed_icon
from handwriting_app.ui.widgets.words import set_title

NARROWEST = 264
"""Pixels at 100 %: the column in the smallest window."""


class DrawColumn(QWidget):
    """Canvas and tools, and room for what is read below them. It is painted before numpy is loaded.

    The main window puts `undo_action`, `redo_action`, `eraser_action` and `clear_action` into its menu as well; they
    carry their shortcuts.

    Attributes:
        keys_within: Keys of the table that belong to the column for now, wherever in it the focus is.

    Signals:
        drawing_changed(Drawing): by the user.
    """

    drawing_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys_within: frozenset[str] = frozenset()
        self.canvas = Canvas(self)
        self._has_picture = False
        self.undo_action = self._action("undo", "Undo", "Take back the last stroke", repeats=True)
        self.redo_action = self._action("redo", "Redo", "Bring back what was undone", repeats=True)
        self.eraser_action = self._action("eraser", "Eraser", "Take away the strokes that you touch")
        self.clear_action = self._action("clear", "Clear", "Take everything away; can be undone")
        self.eraser_action.setCheckable(True)
        self.pen_keys_action = self._action("pen_keys", "Draw with the keys", "Move the pen by the arrow keys")
        self.pen_keys_action.setCheckable(True)

        title = QLabel("Draw", self)
        set_title(title)
        tools = QHBoxLayout()
        scaled(tools.setSpacing, GRID // 2)
        tools.addWidget(self._tool_button(self.undo_action))
        tools.addWidget(self._tool_button(self.redo_action))
        tools.addStretch(1)
        tools.addWidget(self._tool_button(self.eraser_action, with_words=True))
        tools.addWidget(self._tool_button(self.clear_action, with_words=True))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        scaled(self._rows.setSpacing, GRID)
        self._head = QHBoxLayout()
        self._head.addWidget(title, 1)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.canvas, 1)
        self._rows.addLayout(tools)
        self._rows.addStretch()
        scaled(self.setMinimumWidth, NARROWEST)
        scaled(self.setMaximumWidth, LARGEST)

        self.undo_action.triggered.connect(self.canvas.undo)
        self.redo_action.triggered.connect(self.canvas.redo)
        self.clear_action.triggered.connect(self.canvas.clear)
        self.eraser_action.toggled.connect(self.canvas.set_eraser)
        self.pen_keys_action.toggled.connect(self.canvas.set_key_pen)
        self.canvas.key_pen_changed.connect(self.pen_keys_action.setChecked)
        self.canvas.drawing_changed.connect(self._on_drawing_changed)
        self.canvas.history_changed.connect(self._on_history_changed)
        self._show_tools(self.canvas.drawing)
        self._on_history_changed(False, False)
        self._set_icons()

    def add_to_head(self, widget: QWidget) -> None:
        """Put something small beside the title."""
        self._head.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the tools."""
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def set_drawing(self, drawing: Drawing) -> None:
        """Show `drawing` on the canvas, as an edit that can be undone; emits nothing."""
        self.canvas.set_drawing(drawing)
        self._show_tools(drawing)

    def show_picture(self, picture: QImage | None) -> None:
        """Show a digit that was not drawn in place of the drawing; None: there is none any more."""
        if picture is not None and not self._has_picture:  # one picture after another is nothing to go back through
            self.set_drawing(Drawing())
        self._has_picture = picture is not None
        self.canvas.set_picture(picture)

    def sizeHint(self) -> QSize:
        return QSize(px(NARROWEST), px(620))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the canvas as high as it is wide; a low window leaves it less."""
        super().resizeEvent(event)
        scaled(self.canvas.setMaximumHeight, _as_high_as_wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._set_icons()

    def _on_drawing_changed(self, drawing: Drawing) -> None:
        self._show_tools(drawing)
        self.drawing_changed.emit(drawing)

    def _show_tools(self, drawing: Drawing) -> None:
        if drawing.is_empty:
            # An eraser on empty paper would only make the next stroke fail.
            self.eraser_action.setChecked(False)
        self.eraser_action.setEnabled(not drawing.is_empty)
        self.clear_action.setEnabled(not drawing.is_empty)

    def _on_history_changed(self, can_undo: bool, can_redo: bool) -> None:
        self.undo_action.setEnabled(can_undo)
        self.redo_action.setEnabled(can_redo)

    def _action(self, name: str, text: str, what: str, *, repeats: bool = False) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        give_keys(action, name, repeats=repeats)
        keys = " or ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts())
        action.setToolTip(f"{what} ({keys})")
        self.addAction(action)
        return action

    def _tool_button(self, action: QAction, *, with_words: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setObjectName(action.objectName().replace("action_", "") + "_button")
        button.setAccessibleName(action.text())
        button.setAutoRaise(True)
        scaled_icon(button, 20, 20)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if with_words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _set_icons(self) -> None:
        theme = theme_of(self.palette())
        for action in (self.undo_action, self.redo_action, self.eraser_action, self.clear_action):
            action.setIcon(themed_icon(action.objectName().removeprefix("action_"), theme))


def _as_high_as_wide(canvas: QWidget) -> int:
    column = canvas.parentWidget()
    return px(LARGEST) if column is None else min(column.width(), px(LARGEST))
