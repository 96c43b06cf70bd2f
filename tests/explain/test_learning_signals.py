"""What is said about a run: on made-up curves for each rule, and on real runs that truly show the matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import Diverged, train
from handwriting_app.explain.learning_signals import USUAL_UPDATE, guessed, layer_signals
from handwriting_app.explain.notice import Kind, Notice, Severity
from handwriting_app.explain.verdict import Stage, notices
from handwriting_app.session.history import RunHistory
from handwriting_app.session.model import sizes_of

PLAIN = TrainingConfig(
    hidden=(20, 15),
    activation="relu",
    cost="cross-entropy",
    descent="mini-batch",
    batch_size=64,
    learning_rate=0.1,
    update_rule="plain",
    momentum=0.9,
    l2=0.0,
    label_smoothing=0.0,
    weight_averaging=0.0,
    variation=0.0,
    stop_when_converged=False,
)
SIZES = (64, 20, 15, 10)


def report(epoch: int, **values: object) -> Report:
    """A report of a run that goes well, but for ``values``."""
    usual = Report(
        epoch=epoch,
        updates=20 * epoch,
        seconds=float(epoch),
        training_cost=2.0 * 0.8**epoch,
        held_out_cost=2.1 * 0.8**epoch,
        training_accuracy=min(0.3 + 0.05 * epoch, 0.9),
        held_out_accuracy=min(0.3 + 0.05 * epoch, 0.9),
        learning_rate=0.1,
        gradient_norms=(0.5, 0.6, 0.7),
        update_ratios=(1e-3, 2e-3, 3e-3),
        inactive_shares=(0.02, 0.1),
    )
    return replace(usual, **values)


def history(reports: Sequence[Report], sizes: Sequence[int] = SIZES) -> RunHistory:
    curves = RunHistory(sizes)
    curves.append(reports)
    return curves


def run(epochs: int = 8, **columns: object) -> RunHistory:
    """A run whose ``columns`` are the same in every epoch, or given by a function of the epoch."""
    return history(
        [
            report(epoch, **{name: value(epoch) if callable(value) else value for name, value in columns.items()})
            for epoch in range(1, epochs + 1)
        ]
    )


def first(curves: RunHistory, config: TrainingConfig = PLAIN, **how: object) -> Notice:
    return notices(curves, config, Stage(**how))[0]


def kinds(curves: RunHistory, config: TrainingConfig = PLAIN, **how: object) -> list[Kind]:
    return [notice.kind for notice in notices(curves, config, Stage(**how))]


# --- made-up curves ----------------------------------------------------------------------------------------------


def test_a_vanishing_gradient_names_the_layers_and_their_ratio() -> None:
    notice = first(run(gradient_norms=(0.001, 0.05, 0.4)), replace(PLAIN, activation="sigmoid"))
    assert (notice.kind, notice.severity) == (Kind.VANISHING, Severity.PROBLEM)
    assert "Layer 1's gradient is 1/400 of layer 3's" in notice.evidence
    assert "ReLU" in notice.advice


def test_a_merely_weak_gradient_is_a_hint_and_none_when_all_is_learnt() -> None:
    weak = (0.01, 0.1, 0.4)
    assert first(run(gradient_norms=weak)).severity is Severity.HINT
    assert kinds(run(gradient_norms=weak, training_accuracy=0.99)) == [Kind.WELL]
    guesses = run(12, gradient_norms=weak, training_accuracy=0.1, training_cost=2.3026)
    assert (first(guesses).kind, first(guesses).severity) == (Kind.VANISHING, Severity.PROBLEM)


def test_a_weak_layer_above_strong_ones_is_not_vanishing() -> None:
    assert kinds(run(gradient_norms=(0.7, 0.6, 0.001))) == [Kind.WELL]


def test_one_odd_epoch_changes_nothing() -> None:
    assert kinds(run(gradient_norms=lambda epoch: (1e-6 if epoch == 7 else 0.5, 0.6, 0.7))) == [Kind.WELL]


def test_an_exploded_gradient_is_told_at_once() -> None:
    notice = first(run(1, gradient_norms=(5.0, 900.0, 3.0)))
    assert (notice.kind, notice.severity) == (Kind.EXPLODING, Severity.PROBLEM)
    assert "layer 2" in notice.short
    assert "0.01 instead of 0.1" in notice.advice


@pytest.mark.parametrize(
    ("activation", "kind", "word"), [("relu", Kind.DEAD, "dead"), ("sigmoid", Kind.SATURATED, "saturated")]
)
def test_idle_units_are_named_for_what_they_are(activation: str, kind: Kind, word: str) -> None:
    notice = first(run(inactive_shares=(0.1, 0.6)), replace(PLAIN, activation=activation))
    assert (notice.kind, notice.severity) == (kind, Severity.PROBLEM)
    assert notice.short == f"Layer 2: 60\u202f% of its units are {word}"


def test_a_third_of_idle_units_is_a_hint_and_a_fifth_is_usual() -> None:
    assert first(run(inactive_shares=(0.35, 0.0))).severity is Severity.HINT
    assert kinds(run(inactive_shares=(0.2, 0.2))) == [Kind.WELL]


def test_a_rising_cost_diverges_but_one_jump_does_not() -> None:
    rising = run(training_cost=lambda epoch: 0.5 + 0.1 * epoch**2)
    assert first(rising).kind is Kind.DIVERGING
    jump = run(training_cost=lambda epoch: 2.2 if epoch == 8 else 2.0 * 0.9**epoch)
    assert Kind.DIVERGING not in kinds(jump)


def test_a_cost_far_above_a_blind_guess_diverges() -> None:
    assert first(run(training_cost=lambda epoch: 60.0 - epoch)).short == "The network is worse than guessing"


def test_a_blind_guess_costs_and_reads_what_it_does_among_the_classes() -> None:
    assert guessed(history([], (64, 26)), PLAIN) == 1 / (26 - PLAIN.non_digits)
    assert guessed(history([], (64, 27)), replace(PLAIN, non_digits=True)) == 1 / 26
    assert guessed(history([], (64, 10)), replace(PLAIN, non_digits=False)) == 0.1


def test_a_run_that_ended_as_diverged_says_so_whatever_its_curves() -> None:
    notice = first(run(), why_diverged="the cost is no longer a finite number")
    assert (notice.kind, notice.severity) == (Kind.DIVERGING, Severity.PROBLEM)
    assert first(history([]), why_diverged="the cost is no longer a finite number").kind is Kind.DIVERGING


def slow(epoch: int) -> float:
    return 2.3 - 0.002 * epoch


def test_a_rate_that_moves_nothing_is_too_small() -> None:
    notice = first(run(training_cost=slow, training_accuracy=0.2, update_ratios=(1e-5, 2e-5, 5e-5)))
    assert (notice.kind, notice.severity) == (Kind.TOO_SLOW, Severity.PROBLEM)
    assert "0.10\u202f% of its size" in notice.evidence
    assert "1 instead of 0.1" in notice.advice


def test_batch_descent_may_move_little_an_update_if_the_cost_falls() -> None:
    steady = {"updates": lambda epoch: epoch, "training_cost": lambda epoch: 2.3 * 0.96**epoch}
    assert first(run(training_accuracy=0.5, **steady)).kind is Kind.WELL
    slowly = {"updates": lambda epoch: epoch, "training_cost": slow}
    advice = first(run(training_accuracy=0.2, **slowly), replace(PLAIN, descent="batch")).advice
    assert "mini-batch" in advice


def test_a_cost_that_jumps_up_and_down_is_unsteady() -> None:
    notice = first(run(10, training_cost=lambda epoch: 0.5 if epoch % 2 else 0.9))
    assert (notice.kind, notice.severity) == (Kind.UNSTEADY, Severity.HINT)


def test_a_network_that_still_guesses_is_stuck() -> None:
    notice = first(run(12, training_cost=2.3026, training_accuracy=0.1))
    assert (notice.kind, notice.severity) == (Kind.STUCK, Severity.PROBLEM)


def test_overfitting_names_the_best_epoch_and_the_rise() -> None:
    curves = run(
        30,
        training_accuracy=0.97,
        held_out_cost=lambda epoch: 0.2 + 0.01 * abs(epoch - 12),
        training_cost=lambda epoch: 0.8**epoch,
    )
    notice = first(curves)
    assert (notice.kind, notice.severity) == (Kind.OVERFITTING, Severity.HINT)
    assert re.search("near epoch 1[123] ", notice.evidence)
    assert "slider" in notice.advice


def test_a_held_out_cost_that_rises_with_the_training_cost_is_not_overfitting() -> None:
    same = {name: lambda epoch: 0.2 + 0.01 * abs(epoch - 12) for name in ("held_out_cost", "training_cost")}
    assert Kind.OVERFITTING not in kinds(run(30, training_accuracy=0.97, **same))


def test_the_most_severe_comes_first() -> None:
    found = notices(
        run(30, training_accuracy=0.97, held_out_cost=lambda e: 0.1 + 0.01 * e, inactive_shares=(0.9, 0.0)),
        PLAIN,
        Stage(has_converged=True),
    )
    assert [notice.kind for notice in found] == [Kind.DEAD, Kind.OVERFITTING, Kind.CONVERGED]


def test_signals_are_medians_of_the_latest_epochs() -> None:
    signals = layer_signals(run(9, gradient_norms=lambda epoch: (epoch, 1.0, 99.0 if epoch == 9 else 2.0)))
    assert [signal.gradient_norm for signal in signals] == [7.0, 1.0, 2.0]
    assert [signal.inactive_share for signal in signals] == [0.02, 0.1, None]
    assert layer_signals(history([])) == ()


def test_a_network_without_hidden_layers_has_no_idle_units() -> None:
    flat = [report(e, gradient_norms=(1.0,), update_ratios=(0.01,), inactive_shares=()) for e in range(1, 6)]
    assert [notice.kind for notice in notices(history(flat, (64, 10)), PLAIN)] == [Kind.WELL]


def test_a_layer_that_stands_still_is_named_however_well_the_network_reads() -> None:
    notice = first(run(training_accuracy=0.99, update_ratios=(2e-9, 2e-3, 3e-3)))
    assert (notice.severity, notice.short) == (Severity.HINT, "Layer 1 does not learn")
    assert "layer 1 by 2·10⁻⁹ of its size an update" in notice.evidence
    assert "usual is 1/10,000 to 1/100" in notice.evidence
    slow_alike = run(training_accuracy=0.99, update_ratios=(2e-7, 2e-6, 3e-6))
    assert kinds(slow_alike) == [Kind.WELL]


def test_a_layer_that_a_person_has_frozen_is_not_said_to_learn_nothing() -> None:
    curves = run(training_accuracy=0.99, update_ratios=(0.0, 2e-3, 3e-3))
    assert notices(curves, PLAIN)[0].short == "Layer 1 does not learn"
    for frozen in ({1}, {1, 2}, {1, 2, 3}):
        found = notices(curves, PLAIN, Stage(frozen=frozenset(frozen)))
        assert not any("does not learn" in notice.short for notice in found)


# --- real runs ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def digits() -> DataSet:
    return load_digits_split(0.2, 0)


def trained(digits: DataSet, config: TrainingConfig, *, most: int | None = None) -> tuple[RunHistory, bool, str]:
    """The curves of a real run, whether it converged, and why it diverged; ``most``: train on so many digits only."""
    data = replace(digits, train_x=digits.train_x[:most], train_y=digits.train_y[:most])
    rng = np.random.default_rng(config.seed)
    network = Network.initialise(sizes_of(config), config.activation, config.cost, rng)
    curves = RunHistory(network.sizes)
    try:
        curves.append(each for each in train(network, data, config, rng) if each is not None)
    except Diverged as error:
        return curves, False, error.reason
    return curves, curves.last is not None and curves.last.converged, ""


@pytest.mark.parametrize(
    ("config", "most", "kind", "severity"),
    [
        pytest.param(
            replace(PLAIN, hidden=(30,) * 5, activation="sigmoid", epochs=6),
            None,
            Kind.VANISHING,
            Severity.PROBLEM,
            id="five sigmoid layers",
        ),
        pytest.param(
            replace(PLAIN, hidden=(30, 30), learning_rate=1.0, update_rule="momentum", epochs=4),
            None,
            Kind.DEAD,
            Severity.PROBLEM,
            id="steps that kill the ReLUs",
        ),
        pytest.param(
            replace(PLAIN, hidden=(30, 30), activation="tanh", learning_rate=10.0, epochs=5),
            None,
            Kind.SATURATED,
            Severity.PROBLEM,
            id="steps that saturate tanh",
        ),
        pytest.param(
            replace(PLAIN, learning_rate=1e-4, epochs=6),
            None,
            Kind.TOO_SLOW,
            Severity.PROBLEM,
            id="tiny steps",
        ),
        pytest.param(
            replace(PLAIN, hidden=(128, 64), update_rule="momentum", epochs=60),
            60,
            Kind.OVERFITTING,
            Severity.HINT,
            id="sixty digits learnt by heart",
        ),
        pytest.param(replace(PLAIN, epochs=12), None, Kind.WELL, Severity.GOOD, id="a usual run"),
    ],
)
def test_a_real_run_shows_it(
    digits: DataSet, config: TrainingConfig, most: int | None, kind: Kind, severity: Severity
) -> None:
    curves, converged, diverged = trained(digits, config, most=most)
    found = notices(curves, config, Stage(has_converged=converged, why_diverged=diverged))
    assert (kind, severity) in [(notice.kind, notice.severity) for notice in found]


def test_a_real_run_that_explodes_says_so(digits: DataSet) -> None:
    config = replace(PLAIN, learning_rate=300.0, epochs=3)
    curves, converged, diverged = trained(digits, config)
    found = kinds(curves, config, has_converged=converged, why_diverged=diverged)
    assert {Kind.EXPLODING, Kind.DIVERGING} & set(found)


def test_a_real_run_that_converges_says_so(digits: DataSet) -> None:
    config = replace(PLAIN, update_rule="momentum", epochs=200, stop_when_converged=True, tolerance=1e-2, patience=3)
    curves, converged, _ = trained(digits, config)
    assert converged
    assert Kind.CONVERGED in kinds(curves, config, has_converged=True)


def test_weights_of_zero_never_leave_it(digits: DataSet) -> None:
    config = replace(PLAIN, epochs=4)
    rng = np.random.default_rng(0)
    network = Network.initialise(sizes_of(config), config.activation, config.cost, rng)
    network.parameters[:] = 0
    curves = RunHistory(network.sizes)
    curves.append(each for each in train(network, digits, config, rng) if each is not None)
    assert first(curves, config).kind is Kind.DEAD


def default_run(digits: DataSet, deaden: int | None = None, **changes: object) -> tuple[RunHistory, TrainingConfig]:
    """A short run with the usual L2 and momentum; layer ``deaden``, from 1, is of dead ReLUs."""
    config = replace(TrainingConfig(hidden=(32, 16), variation=0.0, epochs=6), **changes)
    assert (config.l2, config.update_rule) == (3e-4, "momentum")
    rng = np.random.default_rng(0)
    network = Network.initialise(sizes_of(config), config.activation, config.cost, rng)
    if deaden:
        network.biases[deaden - 1][:] = -1e3
    curves = RunHistory(network.sizes)
    curves.append(each for each in train(network, digits, config, rng) if each is not None)
    return curves, config


def test_in_a_usual_run_every_layer_moves_as_is_usual(digits: DataSet) -> None:
    curves, config = default_run(digits)
    low, high = USUAL_UPDATE
    assert all(low < signal.update_ratio < high for signal in layer_signals(curves))
    assert kinds(curves, config) == [Kind.WELL]


def test_a_dead_layer_lies_outside_the_usual_range_and_is_named(digits: DataSet) -> None:
    curves, config = default_run(digits, deaden=2)
    assert [signal.update_ratio for signal in layer_signals(curves)][:2] == [0.0, 0.0]
    notice = first(curves, config)
    assert notice.short == "Layer 2: 100\u202f% of its units are dead"
    assert "The gradient moves layer 2 by nothing an update (weight decay apart)" in notice.evidence


def test_vanished_layers_lie_outside_the_usual_range_and_are_named(digits: DataSet) -> None:
    curves, config = default_run(digits, hidden=(32,) * 10, activation="sigmoid")
    assert max(signal.update_ratio for signal in layer_signals(curves)[:5]) < USUAL_UPDATE[0] / 10
    notice = first(curves, config)
    assert notice.short.startswith("Layer 1 hardly learns")
    assert re.search(r"The gradient moves layer 1 by \S+·10⁻⁸ of its size an update", notice.evidence)


def test_signals_of_an_earlier_epoch_are_medians_of_the_epochs_up_to_it() -> None:
    whole = run(9, gradient_norms=lambda epoch: (epoch, 1.0, 2.0))
    assert [layer_signals(whole, epoch=epoch)[0].gradient_norm for epoch in (1, 5, 6, 9)] == [1.0, 3.0, 4.0, 7.0]
    assert layer_signals(whole, epoch=9) == layer_signals(whole)
    assert layer_signals(whole, epoch=0) == ()
