"""A checkpoint saved with its model and read back goes on bit for bit; a damaged one is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from handwriting_app.engine.checkpoint import Checkpoint, Kept
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train
from handwriting_app.storage import model_file
from handwriting_app.storage.model_file import ModelFileError, SavedModel, load_model, save_model

CONFIG = TrainingConfig(hidden=(8,), epochs=6, update_rule="adam", learning_rate=0.01, weight_averaging=0.9)


@pytest.fixture(scope="module")
def data() -> DataSet:
    rng = np.random.default_rng(0)
    x, y = rng.random((120, 64), np.float32), rng.integers(0, 10, 120)
    return DataSet(x[:90], y[:90], x[90:], y[90:])


def trained(data: DataSet, config: TrainingConfig, begun: SavedModel | None = None) -> SavedModel:
    """Train for the epochs of ``config``, or go on from where the model is."""
    rng, kept = np.random.default_rng(1), Kept()
    network = begun.network if begun else Network.initialise((64, 8, 10), "relu", "cross-entropy", rng)
    heard = begun.reports if begun else ()
    run = train(
        network,
        data,
        config,
        rng,
        last=heard[-1] if heard else None,
        checkpoint=begun.checkpoint if begun else None,
        kept=kept,
    )
    reports = (*heard, *(report for report in run if report is not None))
    return SavedModel(network, config, 1.0, reports, "digits-1", 1, "2026-01-02", "m", kept.checkpoint)


def without_seconds(reports: tuple[Report, ...]) -> list[Report]:
    return [replace(report, seconds=0.0) for report in reports]


@pytest.mark.parametrize("averaging", [0.0, 0.9])
@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
@pytest.mark.parametrize("descent", ["batch", "stochastic", "mini-batch"])
def test_a_model_saved_and_opened_goes_on_bit_for_bit(
    tmp_path: Path, data: DataSet, descent: str, rule: str, averaging: float
) -> None:
    config = replace(CONFIG, descent=descent, update_rule=rule, weight_averaging=averaging)  # type: ignore[arg-type]
    whole = trained(data, config)
    save_model(tmp_path / "half", trained(data, replace(config, epochs=3)))
    continued = trained(data, config, load_model(tmp_path / "half"))
    assert np.array_equal(continued.network.parameters, whole.network.parameters)
    assert without_seconds(continued.reports) == without_seconds(whole.reports)


def fields(checkpoint: Checkpoint | None) -> list[object]:
    assert checkpoint is not None
    return [
        value if not isinstance(value, np.ndarray | tuple) else np.array(value).tolist()
        for value in (getattr(checkpoint, name) for name in Checkpoint.__dataclass_fields__)
    ]


def test_every_field_comes_back(tmp_path: Path, data: DataSet) -> None:
    model = trained(data, replace(CONFIG, epochs=3))
    save_model(tmp_path / "m", model)
    assert fields(load_model(tmp_path / "m").checkpoint) == fields(model.checkpoint)


def test_a_run_that_was_stopped_in_its_first_epoch_goes_on_from_its_start(
    tmp_path: Path, data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handwriting_app.engine.bookkeeping.HEARTBEAT", 0.0)
    rng, kept = np.random.default_rng(1), Kept()
    network = Network.initialise((64, 8, 10), "relu", "cross-entropy", rng)
    steps = train(network, data, CONFIG, rng, kept=kept)
    assert next(steps) is None
    steps.close()
    save_model(tmp_path / "m", SavedModel(network, CONFIG, 1.0, (), "digits-1", 1, "2026-01-02", "m", kept.checkpoint))
    continued = trained(data, CONFIG, load_model(tmp_path / "m"))
    assert np.array_equal(continued.network.parameters, trained(data, CONFIG).network.parameters)


def test_the_same_model_is_the_same_file_and_without_a_checkpoint_that_of_before(tmp_path: Path, data: DataSet) -> None:
    model = trained(data, replace(CONFIG, epochs=2))
    for name in "ab":
        save_model(tmp_path / name, model)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    save_model(tmp_path / "plain", replace(model, checkpoint=None))
    with safe_open(tmp_path / "plain", framework="numpy") as file:
        about = json.loads(file.metadata()[model_file.KIND])
        assert not [key for key in file.keys() if key.startswith("checkpoint")]  # noqa: SIM118
    assert about["format_version"] == 1, "older programs can read it"
    assert "checkpoint" not in about
    assert load_model(tmp_path / "plain").checkpoint is None


def test_what_could_not_be_gone_on_with_is_left_out(tmp_path: Path, data: DataSet) -> None:
    model = trained(data, replace(CONFIG, epochs=2))
    assert model.checkpoint is not None
    mean, square = model.checkpoint.rule_state
    overflown = replace(model.checkpoint, rule_state=(mean, np.full_like(square, np.inf)))
    save_model(tmp_path / "m", replace(model, checkpoint=overflown))
    assert load_model(tmp_path / "m").checkpoint is None


@pytest.fixture
def saved(tmp_path: Path, data: DataSet) -> Path:
    path = tmp_path / "m.safetensors"
    save_model(path, trained(data, replace(CONFIG, epochs=2)))
    return path


def rewrite(path: Path, change: Callable[[dict[str, np.ndarray], dict[str, dict[str, object]]], object]) -> None:
    with safe_open(path, framework="numpy") as file:
        about = json.loads(file.metadata()[model_file.KIND])
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    change(tensors, about)
    save_file(tensors, path, {model_file.KIND: json.dumps(about)})


def put(name: str, value: object) -> Callable[..., object]:
    return lambda tensors, about: about["checkpoint"].__setitem__(name, value)


def order(name: str, value: object) -> Callable[..., object]:
    return lambda tensors, about: about["checkpoint"]["order"].__setitem__(name, value)


def vector(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[..., object]:
    return lambda tensors, about: tensors.__setitem__(name, change(tensors[name]))


def spoilt(values: np.ndarray, number: float) -> np.ndarray:
    return np.concatenate((values[:-1], np.array([number], values.dtype)))


WRONG = {
    "not a table": (lambda tensors, about: about.__setitem__("checkpoint", 3), "not a table"),
    "no numbers": (lambda tensors, about: about.pop("checkpoint"), "'checkpoint' is missing"),
    "no learner": (lambda tensors, about: tensors.pop("checkpoint.learner"), "too few or too many"),
    "no average": (lambda tensors, about: tensors.pop("checkpoint.average"), "too few or too many"),
    "an average of no epochs": (put("averaged_epochs", 0), "too few or too many"),
    "no squares": (lambda tensors, about: tensors.pop("checkpoint.rule.1"), "too few or too many"),
    "another rule": (put("rule", "momentum"), "too few or too many"),
    "unknown rule": (put("rule", "rmsprop"), "'rmsprop'"),
    "rule of another type": (put("rule", ["adam"]), "update rule"),
    "too short": (vector("checkpoint.learner", lambda v: v[:-1]), "does not fit"),
    "two axes": (vector("checkpoint.rule.0", lambda v: v[np.newaxis]), "does not fit"),
    "double precision": (vector("checkpoint.average", lambda v: v.astype(np.float64)), "in float32"),
    "whole numbers": (vector("checkpoint.learner", lambda v: v.astype(np.int32)), "of the kind 'I32'"),
    "not a number": (vector("checkpoint.learner", lambda v: spoilt(v, np.nan)), "finite"),
    "infinite": (vector("checkpoint.rule.1", lambda v: spoilt(v, np.inf)), "finite"),
    "squares below zero": (vector("checkpoint.rule.1", lambda v: spoilt(v, -1.0)), "below zero"),
    "another vector": (
        lambda tensors, about: tensors.__setitem__("checkpoint.rule.2", tensors["checkpoint.learner"]),
        "'checkpoint.rule.2'",
    ),
    "another epoch": (put("epoch", 7), "different epochs"),
    "epochs in words": (put("epoch", "2"), "gives epoch"),
    "negative steps": (put("steps", -1), "gives steps"),
    "half a step": (put("steps", 1.5), "gives steps"),
    "yes for a number": (put("epochs_without_fall", True), "gives epochs_without_fall"),
    "infinite cost": (put("lowest_cost", float("inf")), "lowest cost"),
    "no order": (put("order", None), "no order"),
    "order as a number": (order("state", 12), "gives state"),
    "order in other digits": (order("state", "१२"), "gives state"),
    "order below zero": (order("state", "-1"), "gives state"),
    "order of 129 bits": (order("state", str(2**128)), "gives state"),
    "order of many digits": (order("increment", "1" * 4000), "gives increment"),
    "even increment": (order("increment", "2"), "even increment"),
    "two halves": (order("has_uint32", 2), "gives has_uint32"),
    "half of 33 bits": (order("uinteger", 2**32), "gives uinteger"),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
def test_a_bad_checkpoint_is_refused_in_words(saved: Path, change: Callable[..., object], message: str) -> None:
    rewrite(saved, change)
    with pytest.raises(ModelFileError, match=message):
        load_model(saved)
