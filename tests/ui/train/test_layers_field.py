from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.ui.train.layers_field import describe_layers, parse_layers


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("128, 64", (128, 64)),
        ("128 64", (128, 64)),
        ("128,64,", (128, 64)),
        (" 30 ; 30 ;30", (30, 30, 30)),
        ("", ()),
        ("  ", ()),
        ("10000", (10_000,)),
    ],
)
def test_layers_are_read(text: str, hidden: tuple[int, ...]) -> None:
    assert parse_layers(text) == hidden


@pytest.mark.parametrize("text", ["x", "128x64", "1.5", "0", "-3", "128, 10001", "9" * 5000, "1_0", "१२", "128, 0"])
def test_what_is_no_layer_is_explained_in_one_short_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"use 1 to 10,000|try 128, 64") as caught:
        parse_layers(text)
    assert len(str(caught.value)) <= 48


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("10000, 10000", "100,760,010 parameters: use at most 20,000,000"),
        ("9 " * 100, "100 hidden layers: use at most 99"),
    ],
)
def test_a_network_that_could_not_be_opened_again_is_refused_in_the_field(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_layers(text)


@given(st.text(max_size=30))
def test_no_text_brings_anything_but_layers_or_an_explanation(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert all(1 <= units <= 10_000 for units in parse_layers(text))


def test_the_network_is_described() -> None:
    assert describe_layers((128, 64)) == "64 → 128 → 64 → 10 · 17,226 parameters"
    assert describe_layers(()) == "64 → 10 · 650 parameters"
    assert describe_layers((30,) * 8).startswith("8 hidden layers · ")
