from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from handwriting_app.ui.colour_maps import diverging_image, sequential_image
from handwriting_app.ui.theme import (
    DARK,
    LIGHT,
    Theme,
    caption_font,
    contrast,
    mix,
    palette_of,
    theme_of,
    title_font,
)
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.widgets.buttons import PrimaryButton
from handwriting_app.ui.widgets.icons import themed_icon

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def switcher(qapp: QApplication) -> Iterator[ThemeSwitcher]:
    style, palette = qapp.style().objectName(), qapp.palette()
    switcher = ThemeSwitcher(qapp)
    yield switcher
    switcher.set_choice(ThemeChoice.SYSTEM)
    switcher.deleteLater()
    qapp.setStyle(style)
    qapp.setPalette(palette)


def pixels(image: QImage) -> list[list[str]]:
    return [[QColor(image.pixel(x, y)).name() for x in range(image.width())] for y in range(image.height())]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
    assert contrast(QColor("red"), QColor("red")) == 1


@both_themes
@pytest.mark.parametrize("words", ["text", "muted", "good", "warning", "error"])
@pytest.mark.parametrize("ground", ["background", "surface", "paper"])
def test_words_can_be_read(theme: Theme, words: str, ground: str) -> None:
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= 4.5


@both_themes
def test_words_on_filled_controls_can_be_read(theme: Theme) -> None:
    for share in (0, 0.12, 0.25):  # at rest, hovered, pressed
        assert contrast(theme.accent_text, mix(theme.accent, theme.text, share)) >= 4.5
    assert contrast(theme.text, theme.tint) >= 4.5
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.outline, theme.background) >= 3


@both_themes
def test_words_in_fields_can_be_read(theme: Theme) -> None:
    palette, role = palette_of(theme), QPalette.ColorRole
    for words, ground in (
        (role.Text, role.Base),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight),
    ):
        assert contrast(palette.color(words), palette.color(ground)) >= 4.5


@both_themes
def test_layers_stand_out_and_differ(theme: Theme) -> None:
    assert len(theme.layers) == 8
    for colour in theme.layers:
        assert contrast(colour, theme.surface) >= 3
        assert contrast(colour, theme.background) >= 3
    for first, second in combinations(theme.layers, 2):
        assert np.abs(np.subtract(first.getRgb(), second.getRgb())).sum() >= 60


@both_themes
def test_a_palette_leads_back_to_its_theme(theme: Theme) -> None:
    palette = palette_of(theme)
    assert theme_of(palette) is theme
    assert palette.color(QPalette.ColorRole.Text) == theme.text


@both_themes
def test_a_diverging_picture_is_centred_on_zero(theme: Theme) -> None:
    image = diverging_image([[-2.0, -1.0, 0.0], [1.0, 5.0, np.nan]], 1.0, theme)
    low, zero, high = theme.negative.name(), theme.zero.name(), theme.positive.name()
    assert pixels(image) == [[low, low, zero], [high, high, zero]]


def test_a_diverging_picture_grows_away_from_zero_on_both_sides() -> None:
    row = pixels(diverging_image(np.linspace(-1, 1, 21)[None], 1.0, LIGHT))[0]
    assert len(set(row)) == 21
    distance = [contrast(QColor(name), LIGHT.zero) for name in row]
    assert distance == sorted(distance[:10], reverse=True) + sorted(distance[10:])


@both_themes
def test_a_sequential_picture_goes_from_paper_to_ink(theme: Theme) -> None:
    image = sequential_image(np.array([[0, 16, 40]], dtype=np.uint8), 16, theme)
    assert pixels(image) == [[theme.paper.name(), theme.ink.name(), theme.ink.name()]]
    assert pixels(sequential_image(np.array([[True, False]]), 1, theme))[0][0] == theme.ink.name()


def test_pictures_of_nothing_and_of_odd_shapes() -> None:
    assert pixels(diverging_image(np.zeros((2, 2)), 0.0, LIGHT)) == [[LIGHT.zero.name()] * 2] * 2
    with pytest.raises(ValueError, match="rows and columns"):
        sequential_image(np.zeros(4), 1.0, LIGHT)


def test_a_picture_owns_its_pixels() -> None:
    values = np.ones((300, 7))
    image = sequential_image(values, 1.0, LIGHT)
    values[:] = 0
    del values
    assert {name for row in pixels(image) for name in row} == {LIGHT.ink.name()}


def test_there_are_three_sizes(qapp: QApplication) -> None:
    base = qapp.font()
    assert caption_font(base).pointSizeF() < base.pointSizeF() < title_font(base).pointSizeF()
    base.setPixelSize(20)
    assert (caption_font(base).pixelSize(), title_font(base).pixelSize()) == (18, 25)


def test_a_choice_restyles_the_living_window(qtbot: QtBot, switcher: ThemeSwitcher) -> None:
    label = QLabel("words")
    button = PrimaryButton("Train")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.resize(160, 40)
        widget.show()
    for choice, theme in ((ThemeChoice.DARK, DARK), (ThemeChoice.LIGHT, LIGHT), (ThemeChoice.DARK, DARK)):
        switcher.set_choice(choice)
        qtbot.waitUntil(lambda theme=theme: theme_of(label.palette()) is theme)
        assert QColor(label.grab().toImage().pixel(150, 35)) == theme.background
        hovered = mix(theme.accent, theme.text, 0.12)  # the mouse may happen to be there
        assert QColor(button.grab().toImage().pixel(20, 20)) in (theme.accent, hovered)


def test_the_theme_is_told_when_it_changes_and_only_then(qtbot: QtBot, switcher: ThemeSwitcher) -> None:
    told: list[Theme] = []
    switcher.theme_changed.connect(told.append)
    switcher.set_choice(ThemeChoice.DARK)
    switcher.set_choice(ThemeChoice.DARK)
    switcher.set_choice(ThemeChoice.LIGHT)
    assert told == [DARK, LIGHT]
    assert switcher.choice is ThemeChoice.LIGHT


@both_themes
@pytest.mark.parametrize("name", ["undo", "redo", "eraser", "clear"])
def test_icons_are_drawn_in_the_themes_colours(qapp: QApplication, theme: Theme, name: str) -> None:
    image = themed_icon(name, theme).pixmap(32, 32).toImage()
    solid = [
        QColor(image.pixelColor(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid.count(theme.text.name()) > 20
