"""``handwriting-app evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from handwriting_app.cli import main
from handwriting_app.data.digits import load_digits_split

Capture = pytest.CaptureFixture[str]


def evaluated(capsys: Capture, *arguments: str | Path) -> list[dict[str, object]]:
    assert main(["evaluate", "--json", *map(str, arguments)]) == 0
    sources = json.loads(capsys.readouterr().out)["sources"]
    assert isinstance(sources, list)
    return sources


def test_json_of_a_pen_file(pen_file: Path, model_file: Path, capsys: Capture) -> None:
    (result,) = evaluated(capsys, pen_file, "--model", model_file)
    confusion = np.zeros((10, 10), int)
    confusion[1, 1], confusion[7, 1] = 2, 1  # every digit is read as a 1
    assert result["source"] == str(pen_file)
    assert result["n"] == 3
    assert result["accuracy"] == pytest.approx(2 / 3)
    assert result["confusion"] == confusion.tolist()
    assert result["recall"] == [None, 1.0, None, None, None, None, None, 0.0, None, None]


def test_digits_are_those_that_the_model_has_not_learned_from(model_file: Path, capsys: Capture) -> None:
    (result,) = evaluated(capsys, "digits", "--model", model_file)
    written = load_digits_split(held_out=0.3, seed=5).held_y  # what the model's configuration says
    assert result["n"] == len(written)
    assert np.sum(result["confusion"], axis=1).tolist() == np.bincount(written).tolist()


def test_several_sources_keep_their_order(pen_file: Path, model_file: Path, capsys: Capture) -> None:
    results = evaluated(capsys, pen_file, "digits", pen_file, "--model", model_file)
    assert [result["source"] for result in results] == [str(pen_file), "digits", str(pen_file)]


def test_text_gives_accuracy_recall_and_confusion(pen_file: Path, model_file: Path, capsys: Capture) -> None:
    assert main(["evaluate", str(pen_file), "--model", str(model_file)]) == 0
    out = capsys.readouterr().out
    assert "3 digits" in out
    assert "accuracy 66.67%" in out
    rows = {line.split()[0]: line.split() for line in out.splitlines()[-10:]}
    assert rows["1"][2] == "2"
    assert rows["1"][-1] == "100.0%"
    assert rows["7"][2] == "1"
    assert rows["7"][-1] == "0.0%"
    assert rows["4"][-1] == "–"


def test_the_shipped_model_reads_the_digits_held_back_from_it(capsys: Capture) -> None:
    (result,) = evaluated(capsys, "digits")
    assert isinstance(result["accuracy"], float)
    assert result["accuracy"] >= 0.97


def test_bad_sources_are_named_one_a_line_and_the_others_measured(
    pen_file: Path, model_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "bad.tra").write_text("nothing")
    bad = [str(tmp_path / name) for name in ("gone.tra", "x" * 300, "bad.tra", "bad.tra/inside")]
    assert main(["evaluate", *bad[:2], str(pen_file), *bad[2:], "--model", str(model_file), "--json"]) == 1
    out, err = capsys.readouterr()
    assert [source["source"] for source in json.loads(out)["sources"]] == [str(pen_file)]
    assert len(err.splitlines()) == len(bad)
    assert all(line.startswith("handwriting-app: ") for line in err.splitlines())
