from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handwriting_app.lab.valley import REACH, VALLEYS, ValleyDescent, ValleyName, tell


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


def test_a_summit_is_no_valley() -> None:
    (summit,) = VALLEYS["two valleys"].summits
    beside = ValleyDescent("two valleys", 0.01, (summit, summit + 1e-6))
    assert beside.status == "descending", "it will roll off"
    ended = ValleyDescent("two valleys", 0.01, (summit, summit))
    assert ended.next_w == summit
    assert "on a summit, not in a valley" in tell(ended)


@pytest.mark.parametrize("name", VALLEYS)
def test_the_summits_are_summits(name: ValleyName) -> None:
    for summit in VALLEYS[name].summits:
        assert VALLEYS[name].slope(summit) == pytest.approx(0, abs=1e-12)
        assert VALLEYS[name].curvature(summit) < 0


@pytest.mark.parametrize("w", [0.0, 0.01, -0.01])
def test_the_ball_is_never_put_where_nothing_moves_it(w: float) -> None:
    assert abs(in_valley("wide", 0.5).started_at(w).slope) >= 0.01
    (summit,) = VALLEYS["two valleys"].summits
    assert in_valley("two valleys", 0.5).started_at(summit + w).next_w != summit + w


def test_back_is_the_state_before_bit_for_bit() -> None:
    states = [in_valley("two valleys", 0.9).started_at(3.21)]
    for _ in range(5):
        states.append(states[-1].step())
    descent = states[-1]
    for before in states[-2::-1]:
        descent = descent.back()
        assert descent == before
    assert descent.back() is descent, "there is nothing before the start"


def test_back_keeps_the_rate_that_is_set_now() -> None:
    descent = in_valley("wide", 0.5).step().at_rate(0.7).back()
    assert (descent.trail, descent.learning_rate) == ((-3.5,), 0.7)


@pytest.mark.parametrize(("rate", "end"), [(0.9, "converged"), (5.0, "diverged")])
def test_another_rate_takes_an_ended_descent_back_to_its_start(rate: float, end: str) -> None:
    ended = run(in_valley("wide", rate).started_at(2.5))
    assert ended.status == end
    assert ended.at_rate(rate) is ended
    anew = ended.at_rate(0.8)
    assert (anew.trail, anew.learning_rate, anew.status) == ((2.5,), 0.8, "ready")
    assert end in tell(anew)
    assert "begins again at its start, w = 2.5" in tell(anew)
    assert "begins again" not in tell(anew.step())


def test_a_rate_turned_on_the_way_goes_on_from_there() -> None:
    descent = in_valley("wide", 0.5).step()
    assert descent.at_rate(3.0).trail == descent.trail


ACTS = st.one_of(
    st.tuples(st.just("put"), st.floats(-REACH, REACH)),
    st.tuples(st.just("rate"), st.floats(0.01, 5.0)),
    st.tuples(st.just("step"), st.integers(1, 40)),
    st.tuples(st.just("back"), st.integers(1, 5)),
    st.tuples(st.just("valley"), st.sampled_from(sorted(VALLEYS))),
)


def after(descent: ValleyDescent, act: tuple[str, Any]) -> ValleyDescent:
    kind, value = act
    if kind == "put":
        return descent.started_at(value)
    if kind == "rate":
        return descent.at_rate(value)
    if kind == "valley":
        return descent.in_valley(value)
    for _ in range(value):
        descent = descent.step() if kind == "step" else descent.back()
    return descent


def ends_of(descent: ValleyDescent) -> set[str]:
    """How it can end by the learning rate alone, anywhere on the slider."""
    rates = [share / descent.curvature for share in (1.0, 0.5, 0.1)] + [0.03, 0.01, 4.9, 5.0, 4.0, 3.0]
    return {run(descent.at_rate(rate), 1500).status for rate in rates if 0.01 <= rate <= 5.0} | {descent.status}


@given(acts=st.lists(ACTS, max_size=8))
@settings(max_examples=60, deadline=None)
@example(acts=[("put", 0.0)])
@example(acts=[("valley", "two valleys"), ("put", VALLEYS["two valleys"].summits[0])])
@example(acts=[("rate", 1.0), ("step", 2)])
@example(acts=[("rate", 2.0), ("step", 9)])
def test_whatever_was_done_some_rate_converges_and_some_rate_diverges(acts: list[tuple[str, Any]]) -> None:
    descent = ValleyDescent()
    for act in acts:
        descent = after(descent, act)
    assert {"converged", "diverged"} <= ends_of(descent)


def test_the_facts_tell_where_the_next_step_lands() -> None:
    descent = in_valley("narrow", 0.1).step()
    facts = descent.facts()
    assert facts["descent.valley"] == "narrow"
    assert facts["descent.start_w"] == -1.5
    assert facts["descent.last_move"] == pytest.approx(0.9)
    assert facts["descent.slope"] == pytest.approx(-3.6)
    assert facts["descent.next_w"] == descent.step().w
    assert facts["descent.curvature"] == 6.0
    assert facts["descent.converging_below"] == pytest.approx(1 / 3)


@given(
    name=st.sampled_from(sorted(VALLEYS)),
    w=st.floats(-REACH, REACH),
    rate=st.floats(0.01, 5.0),
    steps=st.integers(0, 60),
)
def test_the_frame_holds_the_ball_wherever_it_goes(name: ValleyName, w: float, rate: float, steps: int) -> None:
    descent = run(in_valley(name, rate).started_at(w), steps)
    assert descent.frame.holds(descent.w, descent.cost) == (abs(descent.w) <= 32)
    assert descent.frame.reach in (4, 8, 16, 32)
    assert run(descent.again(), 0).frame.reach == REACH, "it comes back with the ball"


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
