"""A picture's steps beside what the network sees: named, explained, larger under the pointer; none of a drawing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEnterEvent, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ui.draw.network_sees import NetworkSees
from handwriting_app.ui.draw.picture_steps import WORDS
from handwriting_app.ui.theme import DARK, LIGHT, palette_of
from handwriting_app.ui.widgets.pixel_picture import PixelPicture
from tests.figures import STROKES, box, ink_of

PICTURE = normalise_picture(255 - np.maximum(ink_of(3, room=0.5), box(160, 0.06)))
DRAWING = normalise(Drawing(tuple(np.array(stroke) for stroke in STROKES[3])))


@pytest.fixture
def sees(qtbot: QtBot) -> NetworkSees:
    widget = NetworkSees()
    qtbot.addWidget(widget)
    widget.setPalette(palette_of(LIGHT))
    widget.resize(296, widget.sizeHint().height())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def picture(sees: NetworkSees, name: str) -> PixelPicture:
    found = sees.findChild(PixelPicture, name)
    assert found is not None
    return found


def thumbnails(sees: NetworkSees) -> list[PixelPicture]:
    return [picture(sees, f"picture_step_{place}") for place in range(1, 7)]


def caption(sees: NetworkSees) -> str:
    label = sees.findChild(QLabel, "bitmap_caption")
    assert label is not None
    return label.text()


def shown(widget: PixelPicture) -> QImage:
    return widget.grab().toImage()


def point_at(widget: PixelPicture) -> None:
    QApplication.sendEvent(widget, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))


def test_a_picture_has_its_steps_and_a_drawing_has_none_and_nothing_moves(sees: NetworkSees) -> None:
    place, height = picture(sees, "counts_editor").geometry(), sees.sizeHint().height()
    assert not any(one.isVisible() for one in thumbnails(sees))
    sees.show_digit(PICTURE)
    assert all(one.isVisible() for one in thumbnails(sees))
    assert all(sees.rect().contains(one.geometry().translated(one.parentWidget().pos())) for one in thumbnails(sees))
    assert [one.accessibleName() for one in thumbnails(sees)] == [
        f"Step {place}: {title}" for place, (title, _) in enumerate(WORDS.values(), 1)
    ]
    assert (picture(sees, "counts_editor").geometry(), sees.sizeHint().height()) == (place, height)
    for other in (DRAWING, None):
        sees.show_digit(other)
        assert not any(one.isVisible() for one in thumbnails(sees))


@pytest.mark.qt_log_ignore("does not support raise")  # of the display that is none
def test_each_step_says_in_a_sentence_what_it_does(sees: NetworkSees) -> None:
    sees.show_digit(PICTURE)
    for place, (one, (title, sentence)) in enumerate(zip(thumbnails(sees), WORDS.values(), strict=True), 1):
        at = QPoint(8, 8)
        QApplication.sendEvent(one, QHelpEvent(QHelpEvent.Type.ToolTip, at, one.mapToGlobal(at)))
        assert QToolTip.text() == f"{place} · {title}\n{sentence}"
        assert sentence.endswith(".")
        QToolTip.hideText()


def test_the_step_under_the_pointer_is_shown_large(sees: NetworkSees) -> None:
    sees.show_digit(PICTURE)
    seen = shown(picture(sees, "seen_bitmap"))
    steps = []
    for one, (title, _) in zip(thumbnails(sees), WORDS.values(), strict=True):
        point_at(one)
        assert caption(sees) == title
        steps.append(shown(picture(sees, "seen_bitmap")))
        assert steps[-1] != seen
        QApplication.sendEvent(one, QEvent(QEvent.Type.Leave))
        assert caption(sees) == "32 × 32 pixels"
        assert shown(picture(sees, "seen_bitmap")) == seen
    assert steps[1] != steps[2], "the box is gone"


def test_another_digit_is_shown_itself_though_the_pointer_rests_on_a_step(sees: NetworkSees) -> None:
    sees.show_digit(PICTURE)
    point_at(thumbnails(sees)[1])
    sees.show_digit(DRAWING)
    assert caption(sees) == "32 × 32 pixels"


def test_the_steps_follow_the_theme(sees: NetworkSees) -> None:
    sees.show_digit(PICTURE)
    first = thumbnails(sees)[4]
    before = first.grab().toImage()
    sees.setPalette(palette_of(DARK))
    corner = first.grab().toImage().pixelColor(2, 2)
    assert corner.lightness() < 128 < before.pixelColor(2, 2).lightness()
