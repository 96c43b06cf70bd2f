"""``handwriting-app train``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.cli import build_parser, main
from handwriting_app.commands import train
from handwriting_app.commands.train import config_of
from handwriting_app.engine.config import TrainingConfig, usual_learning_rate
from handwriting_app.storage.model_file import load_model

Capture = pytest.CaptureFixture[str]
SMALL = ["train", "--hidden", "12,8", "--epochs", "2", "--variation", "0", "--no-non-digits"]


def test_it_saves_a_model_with_the_configuration_that_was_asked_for(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "small.safetensors"
    asked = ["--activation", "tanh", "--cost", "quadratic", "--descent", "batch", "--batch-size", "32"]
    asked += ["--learning-rate", "0.25", "--update-rule", "adam", "--momentum", "0.8", "--l2", "0.001", "--seed", "3"]
    asked += ["--held-out", "0.25", "--tolerance", "0.01", "--patience", "7", "--no-stop-when-converged"]
    asked += ["--label-smoothing", "0.05", "--weight-averaging", "0.5"]
    assert main([*SMALL, *asked, "--out", str(path)]) == 0

    model = load_model(path)
    assert model.config == TrainingConfig(
        hidden=(12, 8),
        activation="tanh",
        cost="quadratic",
        descent="batch",
        batch_size=32,
        learning_rate=0.25,
        update_rule="adam",
        momentum=0.8,
        l2=0.001,
        label_smoothing=0.05,
        weight_averaging=0.5,
        epochs=2,
        seed=3,
        held_out=0.25,
        variation=0.0,
        non_digits=False,
        tolerance=0.01,
        patience=7,
        stop_when_converged=False,
    )
    assert model.network.sizes == (64, 12, 8, 10)
    assert [report.epoch for report in model.reports] == [1, 2]

    out, err = capsys.readouterr()
    assert f"{path}: " in out
    assert "held-out digits" in out
    assert "2/2" in err


def test_what_it_saves_can_be_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "small.safetensors"
    assert main([*SMALL, "--update-rule", "adam", "--out", str(path)]) == 0
    checkpoint = load_model(path).checkpoint
    assert checkpoint is not None
    assert (checkpoint.epoch, checkpoint.rule, len(checkpoint.rule_state)) == (2, "adam", 2)


def test_a_network_that_could_not_be_opened_is_refused_before_it_is_trained(tmp_path: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["train", "--hidden", "9000,9000", "--out", str(tmp_path / "x")])
    assert caught.value.code == 2
    assert "use at most 20,000,000" in capsys.readouterr().err


def test_without_options_it_trains_as_the_window_does() -> None:
    assert config_of(build_parser().parse_args(["train", "--out", "x"])) == TrainingConfig()


def test_another_descent_takes_steps_of_its_own_length() -> None:
    options = ["train", "--out", "x", "--descent", "stochastic", "--update-rule", "plain"]
    assert config_of(build_parser().parse_args(options)).learning_rate == usual_learning_rate("stochastic", "plain")


def test_the_same_seed_gives_the_same_numbers(tmp_path: Path) -> None:
    models = []
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        path = tmp_path / name
        assert main([*SMALL, "--epochs", "1", "--variation", "1", "--seed", seed, "--out", str(path)]) == 0
        models.append(load_model(path).network.parameters)
    np.testing.assert_array_equal(models[0], models[1])
    assert not np.array_equal(models[0], models[2])


def test_no_hidden_layer(tmp_path: Path) -> None:
    path = tmp_path / "flat.safetensors"
    assert main([*SMALL, "--hidden", "none", "--non-digits", "--out", str(path)]) == 0
    assert load_model(path).network.sizes == (64, 11)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("", "folder"),
        ("no/such/folder/model.safetensors", "no folder"),
        ("x" * 300, "too long"),
        ("pipe", "only files"),
        ("device", "only files"),
        ("circle", "symbolic links"),
    ],
    ids=["a folder", "in no folder", "a name too long", "a pipe", "a device", "a circle of links"],
)
def test_a_place_that_cannot_be_written_to_is_named_before_training(
    tmp_path: Path, out: str, words: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "_trained", lambda _config: pytest.fail("it was trained"))
    if out == "pipe":
        os.mkfifo(tmp_path / out)
    elif out == "device":
        (tmp_path / out).symlink_to(os.devnull)
    elif out == "circle":
        (tmp_path / out).symlink_to(tmp_path / out)
    before = (tmp_path / out).lstat().st_mode if out in ("pipe", "device", "circle") else 0
    assert main([*SMALL, "--out", str(tmp_path / out)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    if before:
        assert (tmp_path / out).lstat().st_mode == before
    assert list(tmp_path.iterdir()) == ([tmp_path / out] if before else [])


def test_a_value_out_of_range_is_a_usage_error(tmp_path: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["train", "--held-out", "2", "--out", str(tmp_path / "x")])
    assert exit_.value.code == 2
    assert "held_out must be at least 0.05 and at most 0.9, not 2.0" in capsys.readouterr().err


def test_divergence_is_told_in_plain_words_and_saves_nothing(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.safetensors"
    wild = ["--learning-rate", "1000", "--l2", "10", "--epochs", "50"]
    assert main([*SMALL, *wild, "--out", str(path)]) == 1
    assert "learning rate" in capsys.readouterr().err
    assert not path.exists()
