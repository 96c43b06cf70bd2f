from __future__ import annotations

import pytest

from handwriting_app.explain.notice import as_fraction, as_number, as_percent


@pytest.mark.parametrize(
    ("share", "words"),
    [(1 / 437, "1/440"), (0.5, "1/2"), (0.51, "51 %"), (1 / 12345, "1/12,000"), (0.0, "0"), (float("nan"), "0")],
)
def test_fractions_have_two_digits(share: float, words: str) -> None:
    assert as_fraction(share) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.5, "50 %"), (0.034, "3.4 %"), (0.0003, "0.03 %"), (0.0, "0 %"), (1e-6, "less than 0.01 %")]
)
def test_percentages_have_the_decimals_they_need(share: float, words: str) -> None:
    assert as_percent(share) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.01234, "0.0123"), (2.3, "2.3"), (26_612.0, "26,600"), (-3e7, "-30,000,000")]
)
def test_numbers_have_no_exponent(value: float, words: str) -> None:
    assert as_number(value) == words
