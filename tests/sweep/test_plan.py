"""Which runs a sweep has: counted and drawn in other ways than the program does."""

from __future__ import annotations

import math
from itertools import product

import pytest

from handwriting_app.engine.config import TrainingConfig, usual_learning_rate
from handwriting_app.sweep.plan import (
    MOST_RUNS,
    Plan,
    Range,
    is_idle,
    setting_named,
    size_in_words,
    varying,
    without_idle,
)


def test_a_grid_has_every_combination_with_every_seed_once() -> None:
    rates, layers, seeds = (0.01, 0.1), ((8,), (16, 8), ()), (4, 7)
    plan = Plan({"learning_rate": rates, "hidden": layers}, seeds, {"epochs": 3})
    runs = plan.runs()
    assert {(run.config.learning_rate, run.config.hidden, run.config.seed) for run in runs} == set(
        product(rates, layers, seeds)
    )
    assert len(runs) == 12 == plan.most
    assert [run.number for run in runs] == list(range(1, 13))
    assert {run.config.epochs for run in runs} == {3}
    assert [run.config.seed for run in runs[:6]] == [4] * 6, "each configuration once before any twice"


def test_other_settings_have_their_defaults() -> None:
    (run,) = Plan({"activation": ("tanh",)}).runs()
    assert run.config == TrainingConfig(activation="tanh")


def test_without_a_rate_each_descent_and_rule_has_the_usual_one() -> None:
    plan = Plan({"descent": ("batch", "stochastic"), "update_rule": ("plain", "adam")})
    for config in plan.configurations():
        assert config.learning_rate == usual_learning_rate(config.descent, config.update_rule)
    fixed = Plan({"descent": ("batch", "stochastic")}, base={"learning_rate": 0.3})
    assert {config.learning_rate for config in fixed.configurations()} == {0.3}


def test_what_does_nothing_makes_no_run_of_its_own() -> None:
    plan = Plan({"descent": ("batch", "mini-batch"), "batch_size": (16, 64, 256)})
    assert plan.most == 6
    assert len(plan.configurations()) == 4, "batch descent has no batch size: it is tried once"
    assert is_idle("batch_size", TrainingConfig(descent="batch"))
    assert not is_idle("batch_size", TrainingConfig(descent="mini-batch"))
    assert without_idle(TrainingConfig(descent="batch", batch_size=5)) == TrainingConfig(descent="batch")


def test_a_random_search_draws_within_its_ranges_and_the_same_again() -> None:
    plan = Plan({"learning_rate": Range(0.001, 1.0, log=True), "batch_size": Range(8, 128)}, tries=400, draw=3)
    found = plan.configurations()
    assert len(found) == 400
    assert all(0.001 <= config.learning_rate <= 1.0 and 8 <= config.batch_size <= 128 for config in found)
    assert found == Plan(plan.values, plan.seeds, plan.base, 400, 3).configurations()
    assert found != Plan(plan.values, plan.seeds, plan.base, 400, 4).configurations()
    # Each factor of ten has a third of them: 133 ± 9.4, five standard deviations wide.
    for power in (-3, -2, -1):
        assert 86 <= sum(power <= math.log10(config.learning_rate) < power + 1 for config in found) <= 180
    assert 74 <= sum(config.batch_size < 38 for config in found) <= 174, "30 of 121 sizes: 99 of 400 of them"


def test_both_ends_of_a_range_of_whole_numbers_are_drawn_as_often_as_what_lies_between() -> None:
    plan = Plan({"batch_size": Range(1, 3, log=True), "learning_rate": Range(0.1, 0.2)}, tries=600)
    counts = [sum(config.batch_size == size for config in plan.configurations()) for size in (1, 2, 3)]
    shares = [math.log((size + 0.5) / (size - 0.5)) / math.log(3.5 / 0.5) for size in (1, 2, 3)]
    for drawn, share in zip(counts, shares, strict=True):
        assert abs(drawn - 600 * share) < 5 * math.sqrt(600 * share * (1 - share))


def test_a_random_search_among_few_values_finds_each_once() -> None:
    found = Plan({"activation": ("relu", "tanh"), "epochs": (1, 2)}, tries=50).configurations()
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda: Plan({"rate": (0.1,)}), "there is no setting named rate"),
        (lambda: Plan({"learning_rte": (0.1,)}), "perhaps learning_rate is meant"),
        (lambda: Plan({"learning_rate": (0.1, -1)}), "learning_rate must be above 0"),
        (lambda: Plan({"learning_rate": ()}), "learning_rate has no values"),
        (lambda: Plan({"learning_rate": (1, 1.0)}), "learning_rate has the same value twice"),
        (lambda: Plan({"learning_rate": Range(0.1, 1.0)}), "say how many tries"),
        (lambda: Plan({"learning_rate": Range(1.0, 0.1)}, tries=2), "must go up"),
        (lambda: Plan({"l2": Range(0.0, 0.1, log=True)}, tries=2), "begin above 0"),
        (lambda: Plan({"activation": Range(0, 1)}, tries=2), "has no range"),
        (lambda: Plan({"seed": (1, 2)}), "name the seeds in seeds"),
        (lambda: Plan({"epochs": (1, 2)}, base={"epochs": 3}), "epochs is given twice"),
        (lambda: Plan({"epochs": (1, 2)}, seeds=()), "seeds must be different"),
        (lambda: Plan({"epochs": (1, 2)}, seeds=(1, 1)), "seeds must be different"),
        (lambda: Plan({"epochs": tuple(range(1, 102))}, seeds=tuple(range(100))), "these are 10,100 runs"),
        (lambda: Plan({"hidden": ([9000, 9000],)}), "too large a network"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(made: object, sentence: str) -> None:
    assert callable(made)
    with pytest.raises(ValueError, match=sentence) as caught:
        made()
    assert "\n" not in str(caught.value)


def test_the_largest_sweep_may_be_just_that_large() -> None:
    assert Plan({"epochs": tuple(range(1, 101))}, seeds=tuple(range(100))).most == MOST_RUNS


def test_what_varies_is_found_from_the_configurations() -> None:
    configs = [TrainingConfig(seed=1), TrainingConfig(l2=0.0), TrainingConfig(activation="tanh")]
    assert varying(configs) == ("activation", "l2")


def test_it_is_said_how_many_they_are() -> None:
    assert size_in_words(9, 3) == "9 configurations × 3 seeds = 27 runs"
    assert size_in_words(1, 1) == "1 configuration × 1 seed = 1 run"
    assert setting_named("l2").label == "Weight decay (L2)"


def test_all_runs_are_numpys_and_the_engine_cannot_be_varied() -> None:
    with pytest.raises(ValueError, match="trained by numpy"):
        Plan({"engine": ("numpy", "compiled")}, (0,))
    base = {"descent": "stochastic", "update_rule": "plain", "engine": "compiled"}
    (run,) = Plan({"learning_rate": (0.1,)}, (0,), base).runs()
    assert run.config.engine == "numpy"
