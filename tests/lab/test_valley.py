from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.valley import VALLEYS, ValleyDescent, ValleyName, tell


def run(descent: ValleyDescent, steps: int = 400) -> ValleyDescent:
    for _ in range(steps):
        descent = descent.step()
    return descent


def in_valley(name: ValleyName, rate: float) -> ValleyDescent:
    return ValleyDescent(learning_rate=rate).in_valley(name)


@pytest.mark.parametrize("name", VALLEYS)
@given(w=st.floats(-4, 4))
def test_slope_and_curvature_are_the_derivatives(name: ValleyName, w: float) -> None:
    valley, step = VALLEYS[name], 1e-5
    assert valley.slope(w) == pytest.approx((valley.cost(w + step) - valley.cost(w - step)) / (2 * step), abs=1e-5)
    assert valley.curvature(w) == pytest.approx(
        (valley.slope(w + step) - valley.slope(w - step)) / (2 * step), abs=1e-5
    )


@pytest.mark.parametrize("name", VALLEYS)
def test_the_bottoms_are_bottoms(name: ValleyName) -> None:
    valley = VALLEYS[name]
    for bottom in valley.bottoms:
        assert valley.slope(bottom) == pytest.approx(0, abs=1e-6)
        assert valley.curvature(bottom) > 0


@pytest.mark.parametrize(
    ("rate", "regime", "status"),
    [
        (0.05, "crawling", "converged"),
        (0.5, "converging", "converged"),
        (1.0, "converging", "converged"),
        (1.7, "overshooting", "converged"),
        (2.0, "diverging", "descending"),
        (2.1, "diverging", "diverged"),
    ],
)
def test_the_regime_foretells_what_becomes_of_the_descent(rate: float, regime: str, status: str) -> None:
    descent = in_valley("wide", rate)
    assert descent.regime == regime
    assert run(descent).status == status


def test_a_narrow_valley_needs_a_lower_rate() -> None:
    assert run(in_valley("wide", 0.5)).status == "converged"
    assert run(in_valley("narrow", 0.5)).status == "diverged"


def test_overshooting_crosses_the_bottom_at_each_step() -> None:
    descent = in_valley("wide", 1.5)
    sides = [w > 0 for w in run(descent, 4).trail]
    assert sides == [False, True, False, True, False]


def test_descent_stays_in_the_valley_it_is_in() -> None:
    ended = run(in_valley("two valleys", 0.1))
    assert ended.w == pytest.approx(VALLEYS["two valleys"].bottoms[1], abs=0.01)
    assert "not in the deepest valley" in tell(ended)


def test_a_summit_is_named() -> None:
    summit = 0.261689
    ended = ValleyDescent("two valleys", 0.01, (summit, summit))
    assert ended.status == "converged"
    assert "summit" in tell(ended)


def test_an_ended_descent_goes_no_further() -> None:
    ended = run(in_valley("wide", 5.0))
    assert ended.status == "diverged"
    assert ended.step() is ended
    assert "Diverged" in tell(ended)
    assert ended.again().status == "ready"


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.05, "Crawling"), (0.5, "Converging"), (1.5, "Overshooting"), (2.0, "edge"), (3.0, "Diverging")],
)
def test_the_words_fit_the_regime(rate: float, words: str) -> None:
    assert words in tell(in_valley("wide", rate))
