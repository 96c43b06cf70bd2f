"""The order of Tab: from left to right the columns, draw, watch, train, and in each from top to bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QWidget


def story_order(window: QWidget, columns: QSplitter) -> list[QWidget]:
    """All that Tab reaches now, in the order of the story.

    Qt's own order is that in which widgets came into being: a view that is opened later would come after the training.
    Within one part of a column that order stays; what is in no column comes last.
    """
    # Not along Qt's own chain: PySide makes each link the owner of the one before, and lets go of it with the last
    # mention of the link, so that widgets which we hold elsewhere are taken for deleted.
    children = [widget for widget in window.findChildren(QWidget) if _takes_tab(widget) and window.isAncestorOf(widget)]
    found = [((*_part(widget, columns), place), widget) for place, widget in enumerate(children)]
    found.sort(key=lambda each: each[0])
    return [each for _, each in found]


def next_in_story(window: QWidget, columns: QSplitter, *, forward: bool) -> QWidget | None:
    """What Tab, or Shift+Tab, goes to from where the focus is; None where there is nothing to go to."""
    order = story_order(window, columns)
    if not order:
        return None
    focus = QApplication.focusWidget()
    if focus in order:
        return order[(order.index(focus) + (1 if forward else -1)) % len(order)]
    if focus is None:
        return order[0 if forward else -1]
    # It was brought here by a click, and Tab does not come by: go on from the same part.
    here = _part(focus, columns)
    beyond = [each for each in order if (_part(each, columns) > here) == forward and _part(each, columns) != here]
    within = [each for each in order if _part(each, columns) == here]
    if forward:
        return next(iter(within + beyond), order[0])
    return (beyond + within or order)[-1]


def scroll_to(widget: QWidget) -> None:
    """Bring into sight what has the focus now."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _takes_tab(widget: QWidget) -> bool:
    if not widget.isVisible():
        return False  # most are in views behind; to read an enumeration takes ten times as long
    has_policy = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return has_policy and widget.isEnabled() and widget.focusProxy() is None


def _part(widget: QWidget, columns: QSplitter) -> tuple[int, int]:
    """The place of a widget's column, from the left, and in it how far down what the widget is part of begins."""
    top = 0
    within: QWidget | None = widget
    while within is not None:
        around = within.parentWidget()
        if around is columns:
            return columns.indexOf(within), top
        top = within.y()
        within = around
    return columns.count(), 0
