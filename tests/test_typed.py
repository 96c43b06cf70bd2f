from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.numerals import number
from handwriting_app.typed import typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        ("0,25", 0.25),
        (" −3 ", -3),
        ("1/4", 0.25),
        ("-1 / 4", -0.25),
        ("5 %", 0.05),
        ("5\u202f%", 0.05),
        ("1e-3", 1e-3),
        ("2.1E−2", 0.021),
        ("2.1·10⁻²", 0.021),
        ("2.1 * 10^-2", 0.021),
        ("2,1 × 10⁻²", 0.021),
        ("10⁻³", 1e-3),
        ("−10^-3", -1e-3),
        ("10", 10),
        ("100", 100),
        (".5", 0.5),
        ("-0", 0),
    ],
)
def test_a_number_is_understood_as_people_write_it(text: str, value: float) -> None:
    assert typed_number(text) == pytest.approx(value, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    "text", ["", "a lot", "1/0", "nan", "inf", "1e9999", "1e13", "٣", "1 2", "1\n2", "1/2/3", "--1", "1e", "%", "1_0"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert typed_number(text) is None


@given(st.floats(-1e9, 1e9), st.integers(1, 6))
def test_what_the_window_writes_can_be_typed(value: float, digits: int) -> None:
    shown = number(value, digits)
    if "," not in shown:
        assert typed_number(shown) == pytest.approx(float(f"{value:.{digits - 1}e}"), rel=1e-12)
