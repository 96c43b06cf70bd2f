"""The keys of the way: they work wherever the focus is within the view."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from handwriting_app.ui.keys import shortcuts


def give_way_keys(
    view: QWidget, move: Callable[[int], None], go_to: Callable[[int], None], say: Callable[[int], None]
) -> None:
    """Give ``view`` its keys.

    Args:
        view: It has them, and everything in it.
        move: By so many steps.
        go_to: A step, or the end that lies that way.
        say: Which digit it really is.
    """

    def give(key: QKeySequence, action: Callable[[], None]) -> None:
        shortcut = QShortcut(key, view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    for name, action in (
        ("step_back", partial(move, -1)),
        ("step_on", partial(move, 1)),
        ("first_step", partial(go_to, 0)),
        ("last_step", partial(go_to, sys.maxsize)),
    ):
        (key,) = shortcuts(name)
        give(key, action)
    for digit, key in enumerate(shortcuts("label")):
        give(key, partial(say, digit))
