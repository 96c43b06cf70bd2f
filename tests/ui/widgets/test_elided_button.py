"""A button that cuts its words where it has no room for them."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.ui.widgets.elided_button import LEAST_WIDTH, ElidedButton

LONG = "Undo: w(1)[500, 5]: −0.07236 → 0.1476 & more"


def test_words_are_whole_or_cut_at_the_end(qtbot: QtBot) -> None:
    button = ElidedButton(LONG)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.show()
    assert QPushButton.text(button) == LONG.replace("&", "&&")
    assert button.minimumSizeHint().width() == LEAST_WIDTH
    button.resize(120, button.height())
    shown = QPushButton.text(button)
    assert shown.startswith("Undo: w(1)")
    assert shown.endswith("…")
    assert button.text() == button.accessibleName() == LONG
