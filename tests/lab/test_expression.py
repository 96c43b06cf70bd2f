"""The chain rule on a + b + c, held against nudging."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_nudging_agrees_where_a_sigmoid_is_saturated() -> None:
    for terms, target in (((20.0, 20.0, 0.0), 1.0), ((-100.0, -100.0, -100.0), 0.5), ((5.0, 4.0, 0.0), 0.0)):
        expression = Expression(terms, target, "sigmoid")
        assert expression.trace().product != 0
        assert expression.measured(1) == pytest.approx(expression.trace().product, rel=1e-9)


def test_a_corner_is_known_also_from_float_noise() -> None:
    expression = Expression((0.1, 0.2, -0.3), 1.0, "relu")
    assert expression.is_at_corner
    assert expression.trace().product == 0
    assert expression.measured(0) == pytest.approx(-0.5)  # the mean of −1 above and 0 below


@pytest.mark.parametrize("kind", ["linear", "sigmoid", "relu"])
def test_the_least_error_is_where_descent_ends(kind: UnitKind) -> None:
    for target in (-0.4, 0.3, 1.5):
        expression = Expression((0.2, 0.3, 0.1), target, kind)
        for _ in range(4000 if kind == "sigmoid" else 500):
            expression = expression.step(0.2)
        assert expression.trace().error == pytest.approx(expression.least_error(), abs=0.03)
        assert expression.trace().error >= expression.least_error()


@given(
    st.tuples(*[st.floats(-5, 5, allow_subnormal=False)] * 3).filter(lambda terms: sum(terms) > 0.01), st.floats(0, 5)
)
def test_a_relu_that_is_on_reaches_its_target_with_a_small_learning_rate(
    terms: tuple[float, float, float], target: float
) -> None:
    expression = Expression(terms, target, "relu")
    for _ in range(30):
        assert not expression.is_killed_by(0.2)
        expression = expression.step(0.2)
    assert expression.trace().error < 0.01


def test_a_step_that_would_switch_a_relu_off_is_known_before() -> None:
    expression = Expression((0.5, 0.5, 0.5), 0.0, "relu")
    assert expression.is_killed_by(0.5)
    assert expression.safe_rate() == pytest.approx(1 / 3)
    assert expression.is_killed_by(expression.safe_rate() * 1.01)
    assert not expression.is_killed_by(expression.safe_rate() * 0.99)
    assert expression.step(0.5).step(0.5) == expression.step(0.5)
    assert not Expression((-1.0, 0.0, 0.0), 1.0, "relu").is_killed_by(10)
    assert Expression((0.5, 0.5, 0.5), 4.0, "relu").safe_rate() == float("inf")


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
