from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.session.reading import Prediction
from handwriting_app.ui.draw.network_sees import NetworkSees
from handwriting_app.ui.draw.prediction_view import PredictionView, ProbabilityBars
from handwriting_app.ui.theme import DARK, LIGHT, palette_of
from handwriting_app.ui.widgets.pixel_picture import PixelPicture


def prediction(**shares: float) -> Prediction:
    """For example ``prediction(d7=0.9)``; what is left is spread over the other digits."""
    probabilities = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)))
    for name, share in shares.items():
        probabilities[int(name[1:])] = share
    bitmap = np.zeros((32, 32), dtype=bool)
    bitmap[:28, 8:16] = True  # nearly as high as a digit is
    counts = bitmap.reshape(8, 4, 8, 4).sum(axis=(1, 3)).astype(np.uint8)
    return Prediction(probabilities, NormalisedDigit(bitmap, counts))


@pytest.fixture
def view(qtbot: QtBot) -> PredictionView:
    widget = PredictionView()
    qtbot.addWidget(widget)
    widget.setPalette(palette_of(LIGHT))
    widget.resize(288, widget.sizeHint().height())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def words(view: PredictionView, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text()


def colours(view: PredictionView, name: str) -> set[str]:
    label = view.findChild(QLabel, name)
    assert label is not None
    image = label.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def bars(view: PredictionView) -> ProbabilityBars:
    found = view.findChild(ProbabilityBars, "probability_bars")
    assert found is not None
    return found


def test_nothing_is_guessed_of_an_empty_canvas(view: PredictionView) -> None:
    assert words(view, "predicted_digit") == "–"
    assert words(view, "prediction_note") == "Nothing is drawn"
    assert all(bars(view).bar(digit).height() == 0 for digit in range(10))
    view.show_prediction(prediction(d7=0.9))
    view.show_prediction(None)
    assert words(view, "predicted_digit") == "–"
    assert bars(view).probabilities is None


def test_a_sure_reading_is_asserted(view: PredictionView) -> None:
    view.show_prediction(prediction(d7=0.96))
    assert words(view, "predicted_digit") == "7"
    assert words(view, "prediction_note") == "96\u202f% sure"
    assert LIGHT.text.name() in colours(view, "predicted_digit")


def test_doubt_looks_like_doubt(view: PredictionView) -> None:
    view.show_prediction(prediction(d4=0.5, d9=0.4))
    assert words(view, "predicted_digit") == "4"
    assert words(view, "prediction_note") == "not sure: 4 or 9?"
    seen = colours(view, "predicted_digit")
    assert LIGHT.muted.name() in seen
    assert LIGHT.text.name() not in seen


@pytest.mark.parametrize(
    ("share", "note"),
    [(1.0, "100\u202f% sure"), (0.9999, "over 99\u202f% sure"), (0.994, "99\u202f% sure"), (0.94, "94\u202f% sure")],
)
def test_nearly_certain_is_not_called_certain(view: PredictionView, share: float, note: str) -> None:
    view.show_prediction(prediction(d3=share))
    assert words(view, "prediction_note") == note


def test_bars_stand_in_the_order_of_the_digits_and_are_as_tall_as_probable(view: PredictionView) -> None:
    view.show_prediction(prediction(d2=0.6, d5=0.3))
    found = [bars(view).bar(digit) for digit in range(10)]
    assert all(left.right() < right.left() for left, right in pairwise(found))
    assert found[2].height() == pytest.approx(2 * found[5].height())
    image = bars(view).grab().toImage()
    assert QColor(image.pixel(found[5].center().toPoint())) == LIGHT.outline
    assert QColor(image.pixel(found[2].center().toPoint())) == LIGHT.muted  # 60 % is not sure
    view.show_prediction(prediction(d2=0.9))
    image = bars(view).grab().toImage()
    assert QColor(image.pixel(bars(view).bar(2).center().toPoint())) == LIGHT.accent


@pytest.mark.qt_log_ignore("does not support raise")  # of the display that is none
def test_a_bars_value_is_under_the_pointer_and_for_screen_readers(qtbot: QtBot, view: PredictionView) -> None:
    view.show_prediction(prediction(d2=0.6, d5=0.4))
    place = bars(view).bar(5).center().toPoint()
    QApplication.sendEvent(bars(view), QHelpEvent(QHelpEvent.Type.ToolTip, place, bars(view).mapToGlobal(place)))
    assert QToolTip.text() == "5: 40\u202f%"
    QToolTip.hideText()
    assert "2: 60\u202f%" in bars(view).accessibleDescription()


def test_nothing_resizes(view: PredictionView) -> None:
    sizes = set()
    for reading in (None, prediction(d1=0.99), prediction(d4=0.5, d9=0.4), prediction(d8=1.0), None):
        view.show_prediction(reading)
        label = view.findChild(QLabel, "predicted_digit")
        assert label is not None
        sizes.add((view.size().toTuple(), view.minimumSizeHint().toTuple(), label.size().toTuple()))
    assert len(sizes) == 1


def test_the_digit_is_large(view: PredictionView) -> None:
    label = view.findChild(QLabel, "predicted_digit")
    assert label is not None
    view.show_prediction(prediction(d7=0.9))
    assert label.font().pixelSize() >= 96
    view.resize(480, view.height())
    assert label.font().pixelSize() >= 128


@pytest.fixture
def sees(qtbot: QtBot) -> NetworkSees:
    widget = NetworkSees()
    qtbot.addWidget(widget)
    widget.setPalette(palette_of(LIGHT))
    widget.resize(288, widget.sizeHint().height())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def picture(sees: NetworkSees, name: str) -> PixelPicture:
    found = sees.findChild(PixelPicture, name)
    assert found is not None
    return found


def hover(widget: PixelPicture, x: int, y: int) -> str:
    place = QPoint(x, y)
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    text = QToolTip.text()
    QToolTip.hideText()
    return text


def test_the_bitmap_and_the_counts_are_shown_unsmoothed(sees: NetworkSees) -> None:
    sees.show_digit(prediction(d1=0.9).normalised)
    for name in ("seen_bitmap", "counts_editor"):
        picture(sees, name).clearFocus()
        image = picture(sees, name).grab().toImage()
        inner = {QColor(image.pixel(x, y)).name() for x in range(1, 97) for y in range(1, 97)}
        assert inner == {LIGHT.ink.name(), LIGHT.paper.name()}
        assert QColor(image.pixel(1 + 36, 1 + 10)) == LIGHT.ink
        assert QColor(image.pixel(1 + 36, 1 + 90)) == LIGHT.paper
    sees.show_digit(None)
    assert QColor(picture(sees, "seen_bitmap").grab().toImage().pixel(37, 11)) == LIGHT.paper


@pytest.mark.qt_log_ignore("does not support raise")  # of the display that is none
def test_the_value_is_under_the_pointer(sees: NetworkSees) -> None:
    sees.show_digit(prediction(d1=0.9).normalised)
    assert hover(picture(sees, "counts_editor"), 1 + 30, 1 + 2) == "Row 1, column 3: 16 of 16 pixels have ink"
    assert hover(picture(sees, "seen_bitmap"), 1 + 25, 1 + 95) == "Row 32, column 9: paper"
    assert picture(sees, "counts_editor").cell_at(QPointF(97.0, 96.9)) == (7, 7)
    sees.show_digit(None)
    assert picture(sees, "counts_editor").cell_at(QPointF(10, 10)) is None


def test_the_pictures_follow_the_theme(sees: NetworkSees) -> None:
    sees.show_digit(prediction(d1=0.9).normalised)
    sees.setPalette(palette_of(DARK))
    assert QColor(picture(sees, "seen_bitmap").grab().toImage().pixel(37, 11)) == DARK.ink


def test_the_switch_says_what_the_user_wants(qtbot: QtBot, sees: NetworkSees) -> None:
    switch = sees.findChild(QCheckBox, "normalise_switch")
    assert switch is not None
    assert switch.isChecked()
    assert "pen of one width" in switch.toolTip()
    with qtbot.waitSignal(sees.normalisation_toggled) as told:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    assert told.args == [False]
    with qtbot.assertNotEmitted(sees.normalisation_toggled):
        sees.set_normalisation(True)
    assert switch.isChecked()


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_training_digits_most_like_the_drawing_are_shown_and_nothing_moves(sees: NetworkSees) -> None:
    place, height = picture(sees, "counts_editor").geometry(), sees.sizeHint().height()
    assert not picture(sees, "nearest_digit_1").isVisible()
    full = np.full((8, 8), 16, dtype=np.uint8)
    sees.show_nearest([(full, 7), (full * 0, 1)])
    first = picture(sees, "nearest_digit_1")
    assert first.isVisible()
    assert not picture(sees, "nearest_digit_3").isVisible()
    assert QColor(first.grab().toImage().pixel(12, 12)) == LIGHT.ink
    assert hover(first, 2, 2) == "A training digit: 7\nRow 1, column 1: 16 of 16"
    assert (picture(sees, "counts_editor").geometry(), sees.sizeHint().height()) == (place, height)
    sees.show_nearest([])
    assert not first.isVisible()


def test_no_digit_is_named_where_all_are_alike(view):
    view.show_prediction(prediction(d0=0.1))
    assert words(view, "predicted_digit") == "?"
    assert words(view, "prediction_note") == "no idea: every digit is equally likely"
