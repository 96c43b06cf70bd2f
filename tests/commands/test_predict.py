"""``handwriting-app predict``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from handwriting_app.cli import main

Capture = pytest.CaptureFixture[str]


def test_the_shipped_model_reads_either_polarity(seven: Path, tmp_path: Path, capsys: Capture) -> None:
    light = tmp_path / "light.jpg"
    with Image.open(seven) as image:
        ImageOps.invert(image).save(light)
    assert main(["predict", "--json", str(seven), str(light)]) == 0
    images = json.loads(capsys.readouterr().out)["images"]
    assert [(image["image"], image["digit"]) for image in images] == [(str(seven), 7), (str(light), 7)]
    for image in images:
        assert sum(image["probabilities"]) == pytest.approx(1)
        assert image["confidence"] == max(image["probabilities"])


def test_text_gives_digit_and_confidence(seven: Path, capsys: Capture) -> None:
    assert main(["predict", str(seven)]) == 0
    assert capsys.readouterr().out.startswith(f"{seven}: 7 (")


def test_doubt_is_told_as_doubt(seven: Path, model_file: Path, capsys: Capture) -> None:
    assert main(["predict", str(seven), "--model", str(model_file)]) == 0
    assert "not sure" in capsys.readouterr().out


def test_a_blank_picture_is_not_guessed_at(tmp_path: Path, model_file: Path, capsys: Capture) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(blank)
    assert main(["predict", str(blank), "--model", str(model_file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "blank.png" in err


def test_one_bad_picture_does_not_hide_the_others(seven: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["predict", str(tmp_path / "gone.png"), str(seven)]) == 1
    out, err = capsys.readouterr()
    assert "seven.png: 7" in out
    assert "gone.png" in err


def test_bad_names_are_told_one_a_line_and_the_others_read(
    seven: Path, tmp_path: Path, model_file: Path, capsys: Capture
) -> None:
    bad = [str(tmp_path / "x") * 30, str(tmp_path / ("y" * 300)), str(seven / "inside"), str(tmp_path)]
    assert main(["predict", *bad[:2], str(seven), *bad[2:], "--model", str(model_file), "--json"]) == 1
    out, err = capsys.readouterr()
    assert [image["image"] for image in json.loads(out)["images"]] == [str(seven)]
    assert len(err.splitlines()) == len(bad)
    assert all(len(line) < 400 for line in err.splitlines())
