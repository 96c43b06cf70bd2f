"""Whatever is pasted into a number field: it is a number within bounds, or the field says what is wrong."""

from __future__ import annotations

import math
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from handwriting_app.engine.limits import size_problem
from handwriting_app.typed import typed_number
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.train.layers_field import LayersField
from handwriting_app.ui.widgets.number_field import NumberField
from tests.whole_window import draw, tabs_of

NEVER: Final = ("9" * 400, "-" + "9" * 400, "1e999", "nan", "٣٤", "1\n2\r\n3", "")
"""No field takes these."""

PERHAPS: Final = ("-0", " 7\n", "1e-400", "1e9")


def fields(window: MainWindow) -> list[QLineEdit | QAbstractSpinBox]:
    """Every field that something can be typed in."""
    lines = [line for line in window.findChildren(QLineEdit) if not line.isReadOnly()]
    return [line.parent() if isinstance(line.parent(), QAbstractSpinBox) else line for line in lines]


def paste(field: QLineEdit | QAbstractSpinBox, text: str) -> None:
    line = field.findChild(QLineEdit) if isinstance(field, QAbstractSpinBox) else field
    QGuiApplication.clipboard().setText(text)
    line.selectAll()
    line.del_()
    line.paste()
    QTest.keyClick(field, Qt.Key.Key_Return)


NAMES = ("alphabet_name", "new_symbols")
"""Fields that take any words."""


def check(field: QLineEdit | QAbstractSpinBox, text: str) -> None:
    """Fails for a kind of field that this test does not know: say here what it takes."""
    match field:
        case NumberField():
            assert math.isfinite(field.value())
            assert math.copysign(1, field.value()) == 1 or field.value() < 0
            assert not field.problem() or field.accessibleDescription() == field.problem()
            assert len(field.problem()) <= 80
            if text in NEVER:
                assert field.problem(), f"{field.objectName()} takes {text[:20]}"
        case QSpinBox():
            assert field.minimum() <= field.value() <= field.maximum()
        case LayersField():
            assert not size_problem(field.value())
            if text.split()[1:] == [] and text in NEVER[:-1]:  # nothing is no hidden layer, three lines are three
                assert field.problem(), f"{field.objectName()} takes {text[:20]}"
                assert len(field.problem()) <= 80
        case QLineEdit() if field.objectName() in ("guess_field", "gradient_guess"):
            if text in NEVER:
                assert typed_number(field.text()) is None, f"a guess takes {text[:20]}"
        case QLineEdit() if field.objectName().startswith("sweep_"):
            if field.isVisible() and text in NEVER and "\n" not in text:  # three lines are three values
                assert field.accessibleDescription(), f"{field.objectName()} takes {text[:20]}"
        case QLineEdit() if field.objectName() in ("runs_filter", "derivation_field", *NAMES):
            pass  # any words
        case _:
            pytest.fail(f"what may stand in {type(field).__name__} {field.objectName()}?")


def test_every_field_takes_numbers_within_bounds_or_says_what_is_wrong(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    tabs = tabs_of(window)
    tried: set[str] = set()
    for name in tabs.names():
        tabs.show_view(name)
        QApplication.processEvents()
        for field in fields(window):
            if field.objectName() in tried:
                continue
            tried.add(field.objectName())
            for text in (*NEVER, *PERHAPS):
                paste(field, text)
                check(field, text)
        QApplication.processEvents()
        window.grab()
    assert len(tried) >= 40, tried
    for name in tabs.names():  # what stands in the fields now spoils no other view
        tabs.show_view(name)
        window.grab()
