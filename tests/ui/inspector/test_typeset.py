"""Formulas in type: lines that fit, colours that can be read."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import trace
from handwriting_app.explain.choice import strongest_path
from handwriting_app.explain.formula import Fraction, Script, Sum, Text, row
from handwriting_app.explain.step_formulas import formula_of
from handwriting_app.explain.steps import steps_of
from handwriting_app.ui.inspector.formula_view import FormulaView
from handwriting_app.ui.inspector.typeset import layer_colour, lines_of, typeset
from handwriting_app.ui.theme import DARK, LIGHT, Theme, contrast


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colour_of_every_layer_can_be_read(theme: Theme) -> None:
    for layer in range(12):
        assert contrast(layer_colour(theme, layer), theme.background) >= 4.5
        assert contrast(layer_colour(theme, layer), theme.surface) >= 4.5


def test_a_fraction_is_as_wide_as_its_longer_half_and_higher_than_a_letter(qapp: object) -> None:
    letter = typeset(Text("w"), 16, LIGHT)
    fraction = typeset(Fraction(Text("∂C"), row(Text("∂"), Text("wwwww"))), 16, LIGHT)
    assert fraction.width > typeset(Text("wwwww"), 16 * 0.92, LIGHT).width
    assert fraction.ascent > letter.ascent
    assert fraction.descent > letter.descent


def test_scripts_stand_one_above_the_other(qapp: object) -> None:
    both = typeset(Script(Text("z"), Text("(2)"), Text("17")), 16, LIGHT)
    above = typeset(Script(Text("z"), Text("(2)")), 16, LIGHT)
    below = typeset(Script(Text("z"), None, Text("17")), 16, LIGHT)
    assert both.width == max(above.width, below.width)
    assert (both.ascent, both.descent) == (above.ascent, below.descent)


def test_a_sum_hangs_below_the_line(qapp: object) -> None:
    assert typeset(Sum("k"), 16, LIGHT).descent > typeset(Text("z"), 16, LIGHT).descent


def test_long_formulas_are_broken_before_an_operator(qapp: object) -> None:
    formula = row(Text("z"), "=", *(part for i in range(30) for part in ("+", Text(f"{i}.123", "number"))))
    lines = lines_of(formula, 16, LIGHT, 300)
    assert len(lines) > 2
    for indent, line in lines:
        assert indent + line.width <= 300
    for _, line in lines[1:]:
        assert line.pieces[0].text.strip() == "+"


@pytest.mark.parametrize("width", [380, 900])
@pytest.mark.parametrize(("scale", "lines"), [(1.4, 1.95), (1.15, 2.3)])
def test_every_formula_of_the_inspector_fits_its_place(qtbot: QtBot, width: int, scale: float, lines: float) -> None:
    views = FormulaView(scale, lines)
    qtbot.addWidget(views)
    views.resize(width, views.height())
    x = np.random.default_rng(1).integers(0, 17, 64) / 16
    for activation, cost in (("relu", "cross-entropy"), ("sigmoid", "quadratic"), ("tanh", "cross-entropy")):
        network = Network.initialise((64, 128, 64, 10), activation, cost, np.random.default_rng(0))
        for missing in (False, True):
            seen = trace(network, x, 7, slope_missing=missing)
            for step in steps_of(3):
                formula = formula_of(seen, step, strongest_path(seen))
                views.show_formula(formula.letters if scale == 1.4 else formula.numbers)
                fitted = views._fitted()
                assert max(indent + line.width for indent, line in fitted) <= width
                assert sum(line.ascent + line.descent for _, line in fitted) <= views.height() + 1
