"""Through the window by the keys: Tab follows the story, F6 goes from column to column, Ctrl+Tab from view to view."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import ref

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from handwriting_app.ui.frame.actions import Actions
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.story_order import scroll_to, story_order
from handwriting_app.ui.keys import shortcuts


class ColumnWalk(QObject):
    """Takes the focus from column to column, in each to where it was last."""

    def __init__(self, window: QWidget, columns: QSplitter) -> None:
        super().__init__(window)
        self._window = window
        self._columns = columns
        self._last: dict[QWidget, ref[QWidget]] = {}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._remember)

    def go(self, *, forward: bool) -> None:
        """Go to the next column that has anything to go to, or to the one before."""
        focus = QApplication.focusWidget()
        now = None if focus is None else self._column_of(focus)
        places = map(self._columns.widget, range(self._columns.count()))
        columns = [column for column in places if column is not None]
        if not forward:
            columns.reverse()
        if now is not None:
            here = columns.index(now)
            columns = columns[here + 1 :] + columns[: here + 1]
        for column in columns:
            target = self._place_in(column)
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                scroll_to(target)
                return

    def _place_in(self, column: QWidget) -> QWidget | None:
        within = [each for each in story_order(self._window, self._columns) if column.isAncestorOf(each)]
        before = self._last[column]() if column in self._last else None
        return before if before in within else next(iter(within), None)

    def _remember(self, _before: QWidget | None, now: QWidget | None) -> None:
        column = None if now is None else self._column_of(now)
        if now is not None and column is not None:
            self._last[column] = ref(now)

    def _column_of(self, widget: QWidget) -> QWidget | None:
        within: QWidget | None = widget
        while within is not None and within.parentWidget() is not self._columns:
            within = within.parentWidget()
        return within


def join_walk(window: QWidget, columns: QSplitter, tabs: LazyTabs, actions: Actions) -> None:
    """Give the window its keys for columns, tabs and views."""
    walk = ColumnWalk(window, columns)
    actions.next_column.triggered.connect(lambda: walk.go(forward=True))
    actions.column_before.triggered.connect(lambda: walk.go(forward=False))

    def show(name: str) -> None:
        focus = QApplication.focusWidget()
        is_within = focus is not None and tabs.isAncestorOf(focus)
        if is_within:
            tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)  # what has it is about to be hidden
        tabs.show_view(name)

    def go(step: int) -> None:
        names: Sequence[str] = tabs.names()
        show(names[(names.index(tabs.current_name()) + step) % len(names)])

    actions.next_view.triggered.connect(lambda: go(1))
    actions.view_before.triggered.connect(lambda: go(-1))
    for index, key in enumerate(shortcuts("show_tab")):
        shortcut = QShortcut(key, window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda place=index: show(tabs.name_at(place)) if place < tabs.count() else None)
