"""``handwriting-app adapt``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.cli import main
from handwriting_app.commands import adapt
from handwriting_app.data.adaptation import adaptation_config
from handwriting_app.data.digits import DIGITS_VERSION, load_digits_split
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.engine.training import train
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.model_file import SavedModel, load_model, save_model
from tests.made_strokes import Made, made

Capture = pytest.CaptureFixture[str]


def written(path: Path, drawings: Sequence[Made], labels: Sequence[str] | None = None) -> Path:
    """A pen file of ``drawings``, y pointing up."""
    lines = []
    for number, each in enumerate(drawings):
        lines.append(f'.SEGMENT DIGIT {number} ? "{labels[number] if labels else each.digit}"')
        for stroke in each.drawing.strokes:
            lines += [".PEN_DOWN", *(f"{x:.3f} {-y:.3f}" for x, y in stroke), ".PEN_UP"]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It has learned the digits as they are, and misreads many a habit."""
    config = TrainingConfig(hidden=(24,), epochs=15)
    rng = np.random.default_rng(0)
    network = Network.initialise((64, 24, 10), config.activation, config.cost, rng)
    data = load_digits_split(config.held_out, config.seed)
    reports = tuple(report for report in train(network, data, config, rng) if report)
    path = tmp_path_factory.mktemp("model") / "small.safetensors"
    model = SavedModel(network, config, 1.0, reports, DIGITS_VERSION, NORMALISATION_VERSION, "2026-01-01", "small")
    save_model(path, model)
    return path


@pytest.fixture
def pens(tmp_path: Path) -> Path:
    """Thirty digits of somebody with two habits, in turn."""
    pairs = zip(made("0 with a slash twice its ring", 15), made("1 with a base alone", 15), strict=True)
    return written(tmp_path / "mine.tra", [each for pair in pairs for each in pair])


@pytest.fixture(autouse=True)
def _few_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        adapt, "adaptation_config", lambda config, seed: replace(adaptation_config(config, seed), epochs=4)
    )


def run(capsys: Capture, *arguments: str | Path) -> dict[str, float]:
    assert main(["adapt", "--json", *map(str, arguments)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert isinstance(result, dict)
    return result


def test_json_says_how_the_rest_is_read_before_and_after(pens: Path, small_model: Path, capsys: Capture) -> None:
    result = run(capsys, pens, "--holdout", "20", "--model", small_model)
    assert list(result) == ["n", "before", "after", "digits_before", "digits_after"]
    assert result["n"] == 10
    assert result["after"] > result["before"]
    assert result["digits_after"] >= result["digits_before"] - 0.005


def test_before_is_what_evaluate_says(pens: Path, small_model: Path, tmp_path: Path, capsys: Capture) -> None:
    result = run(capsys, pens, "--holdout", "20", "--model", small_model)
    parts = pens.read_text().split(".SEGMENT")
    rest = tmp_path / "rest.tra"
    rest.write_text("".join(f".SEGMENT{part}" for part in parts[21:]))
    assert main(["evaluate", "--json", str(rest), "digits", "--model", str(small_model)]) == 0
    of_rest, of_digits = json.loads(capsys.readouterr().out)["sources"]
    assert (of_rest["n"], of_rest["accuracy"], of_digits["accuracy"]) == (
        result["n"],
        result["before"],
        result["digits_before"],
    )


def test_what_it_saves_reads_as_it_said(pens: Path, small_model: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "adapted.safetensors"
    result = run(capsys, pens, "--holdout", "20", "--model", small_model, "--out", out)
    assert main(["evaluate", "--json", "digits", "--model", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["accuracy"] == result["digits_after"]
    before, after = load_model(small_model), load_model(out)
    assert after.name == "adapted"
    assert not np.array_equal(after.network.parameters, before.network.parameters)
    assert after.temperature != before.temperature
    assert after.config == before.config  # so that the same digits count as held out
    assert after.checkpoint is None  # its run cannot be gone on with as if nothing had been


def test_without_out_nothing_is_written(pens: Path, small_model: Path, tmp_path: Path, capsys: Capture) -> None:
    before = small_model.read_bytes()
    run(capsys, pens, "--holdout", "20", "--model", small_model)
    assert small_model.read_bytes() == before
    assert list(tmp_path.iterdir()) == [pens]


def test_the_same_options_give_the_same_file(pens: Path, small_model: Path, tmp_path: Path, capsys: Capture) -> None:
    outs = [tmp_path / name / "adapted.safetensors" for name in ("first", "second", "other")]
    for out, seed in zip(outs, (3, 3, 4), strict=True):
        out.parent.mkdir()
        run(capsys, pens, "--holdout", "12", "--seed", str(seed), "--model", small_model, "--out", out)
    first, second, other = (out.read_bytes() for out in outs)
    assert first == second != other


def test_the_text_says_both_before_and_after(pens: Path, small_model: Path, capsys: Capture) -> None:
    assert main(["adapt", str(pens), "--holdout", "20", "--model", str(small_model)]) == 0
    out, err = capsys.readouterr()
    first, own, digits = out.splitlines()
    assert first.endswith("mine.tra: learned 20 characters, measured on the other 10")
    assert own.count("%") == digits.count("%") == 2
    assert "4/4" in err


def test_it_says_when_nothing_was_learned(tmp_path: Path, model_file: Path, capsys: Capture) -> None:
    """The model reads everything as a 1: these ones are read already."""
    pens = written(tmp_path / "ones.tra", made("1 of a mouse", 8))
    assert main(["adapt", str(pens), "--holdout", "5", "--model", str(model_file)]) == 0
    assert "The model is as it was" in capsys.readouterr().out


def test_labels_that_the_model_cannot_read_are_left_out_and_named(
    tmp_path: Path, small_model: Path, capsys: Capture
) -> None:
    some = made("7 set upright", 12)
    pens = written(tmp_path / "mixed.tra", some, ["7", "A", "7", "heart", *"77777777"])
    assert main(["adapt", "--json", str(pens), "--holdout", "4", "--model", str(small_model)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["n"] == 6
    note = err.splitlines()[0]
    assert "left out are 2 of 12 characters" in note
    assert "A, heart" in note


@pytest.mark.parametrize("holdout", ["30", "31", "1000000000000"])
def test_too_many_to_learn_is_one_clear_line(holdout: str, pens: Path, small_model: Path, capsys: Capture) -> None:
    assert main(["adapt", str(pens), "--holdout", holdout, "--model", str(small_model)]) == 1
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert out == ""
    assert "30 characters" in line
    assert "at most 29" in line


def test_a_file_without_a_readable_label_is_one_clear_line(tmp_path: Path, small_model: Path, capsys: Capture) -> None:
    pens = written(tmp_path / "letters.tra", made("7 set upright", 3), ["A", "B", "C"])
    assert main(["adapt", str(pens), "--holdout", "1", "--model", str(small_model)]) == 1
    note, line = capsys.readouterr().err.splitlines()
    assert "left out are 3 of 3" in note
    assert "at least 2 are needed" in line


@pytest.mark.parametrize("holdout", ["0", "-3", "many", "2.5", ""])
def test_a_number_that_is_none_is_a_usage_error(holdout: str, pens: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["adapt", str(pens), f"--holdout={holdout}"])
    assert exit_.value.code == 2
    assert "is not a whole number from 1 on" in capsys.readouterr().err


def test_a_picture_is_no_pen_file(seven: Path, small_model: Path, capsys: Capture) -> None:
    assert main(["adapt", str(seven), "--holdout", "5", "--model", str(small_model)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "seven.png" in line


def test_a_place_that_cannot_be_written_to_is_named_first(
    pens: Path, small_model: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapt, "_adapted", lambda *_: pytest.fail("it was trained"))
    out = tmp_path / "no" / "such" / "folder.safetensors"
    assert main(["adapt", str(pens), "--holdout", "5", "--model", str(small_model), "--out", str(out)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "no folder" in line
