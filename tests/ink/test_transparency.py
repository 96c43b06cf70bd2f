"""Whatever is transparent, the ink is told from its paper."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.ink.transparency import on_paper
from tests.figures import ink_of

INK = ink_of(5, 80)
CLEAR = np.zeros_like(INK)


@pytest.mark.parametrize("colour", [0, 90, 255])
def test_ink_of_any_colour_on_nothing_is_dark_on_white(colour: int) -> None:
    np.testing.assert_array_equal(on_paper(np.full_like(INK, colour), INK), 255 - INK)


def test_faint_ink_counts_as_ink() -> None:
    np.testing.assert_array_equal(on_paper(CLEAR, INK // 5) < 128, INK > 127)


def test_ink_of_many_greys_is_ink() -> None:
    rainbow = np.tile(np.linspace(0, 255, 80).astype(np.uint8), (80, 1))
    np.testing.assert_array_equal(on_paper(rainbow, INK), 255 - INK)


@pytest.mark.parametrize("invert", [False, True])
def test_a_sheet_in_a_margin_is_cut_out(invert: bool) -> None:
    grey, opacity = np.zeros((140, 120), np.uint8), np.zeros((140, 120), np.uint8)
    sheet = INK if invert else 255 - INK
    grey[40:120, 10:90] = sheet
    opacity[30:130, :] = 60  # a shadow
    opacity[40:120, 10:90] = 255
    np.testing.assert_array_equal(on_paper(grey, opacity), sheet)


def test_round_corners_take_on_the_colour_of_the_sheet() -> None:
    opacity = np.full_like(INK, 255)
    opacity[:4, :4] = opacity[-3:, -6:] = 0
    sheet = np.where(opacity > 0, 255 - INK, np.uint8(0))
    np.testing.assert_array_equal(on_paper(sheet, opacity), 255 - INK)


def test_opaque_and_evenly_thin_pictures_stay_as_they_are() -> None:
    for opacity in (255, 100):
        np.testing.assert_array_equal(on_paper(255 - INK, np.full_like(INK, opacity)), 255 - INK)


def test_what_is_transparent_throughout_is_blank() -> None:
    assert (on_paper(INK, CLEAR) == 255).all()
