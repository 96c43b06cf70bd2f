"""The temperature makes an overconfident network modest and a timid one bolder."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.data import calibration as calibration_module
from handwriting_app.data.calibration import VARIED_SETS, Calibration, fit_temperature, is_due
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.costs import cross_entropy, targets_of
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.engine.training import train
from handwriting_app.storage.model_file import load_model


@pytest.fixture(scope="module")
def network() -> Network:
    data = load_digits_split(0.2, 0)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 16, 10), "relu", "cross-entropy", rng)
    for _ in train(network, data, TrainingConfig(hidden=(16,), epochs=8, label_smoothing=0.0), rng):
        pass
    return network


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    data = load_digits_split(0.2, 0)
    return Calibration(data.held_x, data.held_y)


def test_the_temperature_follows_the_confidence(network: Network, calibration: Calibration) -> None:
    usual = calibration.temperature(network)
    surer = network.copy()
    surer.weights[-1][:] *= 2
    surer.biases[-1][:] *= 2
    assert calibration.temperature(surer) / usual == pytest.approx(2, abs=0.05)


def test_no_other_temperature_reads_its_digits_with_a_smaller_cost(network: Network, calibration: Calibration) -> None:
    """The percentages that are judged are those of the one way from views to percent."""
    views = calibration._views
    assert views is not None
    answers = targets_of(np.tile(load_digits_split(0.2, 0).held_y, VARIED_SETS), 10)

    def cost(temperature: float) -> float:
        probabilities = reading_steps(network, views, temperature).probabilities
        return float(cross_entropy(np.log(probabilities), answers).mean())

    best = calibration.temperature(network)
    assert cost(best) < min(cost(best * 1.01), cost(best / 1.01))


def test_the_shipped_model_has_the_temperature_that_a_fit_gives(calibration: Calibration) -> None:
    model = load_model(default_model_path())
    assert (model.config.held_out, model.config.seed) == (0.2, 0)
    assert calibration.temperature(model.network) == pytest.approx(model.temperature, rel=1e-5)


def test_getting_ready_in_pieces_changes_nothing(network: Network, calibration: Calibration) -> None:
    data = load_digits_split(0.2, 0)
    ready = Calibration(data.held_x, data.held_y, seed=1)  # one that no other test has prepared
    assert len(list(ready.prepare())) >= VARIED_SETS, "a run can be stopped between the pieces"
    assert not list(ready.prepare()), "only once"
    assert ready.temperature(network) == fit_temperature(network, data.held_x, data.held_y, 1)
    assert fit_temperature(network, data.held_x, data.held_y) == calibration.temperature(network)


def test_a_network_that_knows_nothing_has_a_temperature_too(network: Network, calibration: Calibration) -> None:
    nothing = network.copy()
    nothing.parameters[:] = 0
    assert 0.2 <= calibration.temperature(nothing) <= 5


@pytest.mark.parametrize("name", ["MOST_DIGITS", "MOST_WORK"])
def test_fewer_digits_give_about_the_same(network: Network, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    data = load_digits_split(0.2, 0)
    most = {"MOST_DIGITS": 120, "MOST_WORK": 3 * 480 * network.parameters.size}[name]
    whole = fit_temperature(network, data.held_x, data.held_y)
    monkeypatch.setattr(calibration_module, name, most)
    fewer = fit_temperature(network, data.held_x, data.held_y)
    assert fewer != whole
    assert fewer == pytest.approx(whole, rel=0.2)


def test_it_is_fitted_whenever_the_run_has_doubled() -> None:
    assert [epoch for epoch in range(1, 300) if is_due(epoch)] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
