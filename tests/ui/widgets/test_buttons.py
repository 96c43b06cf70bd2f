"""Buttons that paint themselves: what state each pixel tells."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel

from handwriting_app.ui.theme import DARK, LIGHT, caption_font, palette_of, title_font
from handwriting_app.ui.widgets.buttons import PrimaryButton, SegmentButton
from handwriting_app.ui.widgets.words import set_caption, set_title

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def shown(qtbot, widget, theme):
    qtbot.addWidget(widget)
    widget.setPalette(palette_of(theme))
    widget.resize(widget.sizeHint())
    return widget


def pixel(widget, x, y):
    image = widget.grab().toImage()
    return QColor(image.pixel(x % image.width(), y % image.height())).name()


@themes
def test_the_filled_button_is_grey_when_it_cannot_be_pressed(qtbot, theme):
    button = shown(qtbot, PrimaryButton("Train"), theme)
    assert pixel(button, 8, 8) == theme.accent.name()
    button.setEnabled(False)
    assert pixel(button, 8, 8) == theme.grid.name()


@themes
def test_a_chosen_segment_is_tinted_and_underlined(qtbot, theme):
    button = shown(qtbot, SegmentButton("ReLU", "middle"), theme)
    assert pixel(button, 4, 8) == theme.surface.name()
    button.setChecked(True)
    assert pixel(button, 4, 8) == theme.tint.name()
    assert pixel(button, 4, -1) == theme.accent.name()
    button.setEnabled(False)
    assert pixel(button, 4, 8) == theme.grid.name()


@pytest.mark.parametrize("place", ["first", "middle", "last", "only"])
def test_segments_share_one_line_between_two_of_them(qtbot, place):
    button = shown(qtbot, SegmentButton("ReLU", place), LIGHT)
    outline = LIGHT.outline.name()
    assert (pixel(button, 0, 12) == outline) is (place in ("first", "only"))
    assert pixel(button, -1, 12) == outline


def test_there_is_room_for_the_words(qtbot):
    short, long = SegmentButton("3", "only"), SegmentButton("Three hidden layers", "only")
    assert long.sizeHint().width() > long.fontMetrics().horizontalAdvance(long.text())
    assert short.sizeHint().width() < long.sizeHint().width()
    assert short.sizeHint().height() == long.sizeHint().height()


def test_titles_and_captions_differ_in_size_and_a_caption_is_muted(qtbot):
    title, caption = QLabel("Draw"), QLabel("as large as you like")
    qtbot.addWidget(title)
    qtbot.addWidget(caption)
    expected = title_font(title.font()), caption_font(caption.font())
    set_title(title)
    set_caption(caption)
    assert (title.font(), caption.font()) == expected
    caption.setPalette(palette_of(DARK))
    assert caption.palette().color(caption.foregroundRole()) == DARK.muted
    assert caption.foregroundRole() == QPalette.ColorRole.PlaceholderText
