"""The buttons that fold the columns away and bring them back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from handwriting_app.ui.frame.columns import DRAW, Columns
from handwriting_app.ui.sizes import scaled_icon
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.icons import themed_icon
from handwriting_app.ui.widgets.tips import set_tip


class _ColumnButton(QToolButton):
    """Does what the menu's action for its column does."""

    def __init__(self, action: QAction, name: str, words: str) -> None:
        super().__init__()
        self._name = name
        self.setAutoRaise(True)
        scaled_icon(self, 16, 16)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tip(self, f"{words} ({action.shortcut().toString()})")
        self.setAccessibleName(words)
        self.clicked.connect(action.trigger)
        self._set_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._set_icon()

    def _set_icon(self) -> None:
        name = "column-left" if self._name == DRAW else "column-right"
        self.setIcon(themed_icon(name, theme_of(self.palette())))


class FoldButton(_ColumnButton):
    """Stands beside the title of its column."""

    def __init__(self, action: QAction, name: str) -> None:
        column = "the drawing" if name == DRAW else "the training panel"
        super().__init__(action, name, f"Fold {column} away")
        self.setObjectName(f"fold_{name}")


class UnfoldButton(_ColumnButton):
    """Stands beside the tabs, at the side of its column, while that is folded away."""

    def __init__(self, action: QAction, name: str, columns: Columns) -> None:
        column = "the drawing" if name == DRAW else "the training panel"
        super().__init__(action, name, f"Bring {column} back")
        self.setObjectName(f"unfold_{name}")
        self.setText("Draw" if name == DRAW else "Train")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._columns = columns
        columns.folded.connect(self._show)
        self._show()

    def _show(self, *_news: object) -> None:
        self.setVisible(self._columns.is_folded(self._name))
