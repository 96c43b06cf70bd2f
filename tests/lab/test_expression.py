"""The chain rule on a + b + c, held against nudging."""

from __future__ import annotations

import pytest

from handwriting_app.lab.expression import Expression
from handwriting_app.lab.neuron import UnitKind


def test_every_factor_by_hand() -> None:
    trace = Expression((0.5, 1.0, -1.5), target=1.0, kind="sigmoid").trace()
    assert (trace.z, trace.y, trace.error) == (0.0, 0.5, 0.125)
    assert (trace.dz, trace.dy, trace.de) == (1.0, 0.25, -0.5)
    assert trace.product == -0.125


@pytest.mark.parametrize("kind", ["linear", "sigmoid", "relu"])
@pytest.mark.parametrize("terms", [(0.5, 1.0, -0.25), (-2.0, 0.5, 0.25)])
def test_the_product_is_what_nudging_shows(kind: UnitKind, terms: tuple[float, float, float]) -> None:
    expression = Expression(terms, target=0.3, kind=kind)
    for index in range(3):
        assert expression.measured(index) == pytest.approx(expression.trace().product, abs=1e-8)


def test_a_relu_that_is_off_lets_nothing_back() -> None:
    trace = Expression((-1.0, 0.0, 0.0), target=1.0, kind="relu").trace()
    assert trace.error == 0.5
    assert trace.product == 0.0


def test_a_step_goes_downhill_by_the_same_amount_for_every_term() -> None:
    before = Expression((0.5, 1.0, -0.5), target=0.0)
    after = before.step(0.5)
    assert after.trace().error < before.trace().error
    moves = [new - old for new, old in zip(after.terms, before.terms, strict=True)]
    assert moves == pytest.approx([-0.5 * before.trace().product] * 3)
