"""``handwriting-app predict``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from handwriting_app.assets import default_model_path
from handwriting_app.cli import main
from handwriting_app.storage.model_file import load_model, save_model
from tests.figures import box, ink_of, lines

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


def test_what_is_nearly_certain_is_not_called_certain(seven: Path, tmp_path: Path, capsys: Capture) -> None:
    shipped = load_model(default_model_path())
    save_model(tmp_path / "sure.safetensors", replace(shipped, temperature=0.3))
    assert main(["predict", str(seven), "--model", str(tmp_path / "sure.safetensors")]) == 0
    assert capsys.readouterr().out == f"{seven}: 7 (over 99%)\n"


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
    empty = tmp_path / "empty"
    empty.mkdir()
    bad = [str(tmp_path / "x") * 30, str(tmp_path / ("y" * 300)), str(seven / "inside"), str(empty)]
    assert main(["predict", *bad[:2], str(seven), *bad[2:], "--model", str(model_file), "--json"]) == 1
    out, err = capsys.readouterr()
    assert [image["image"] for image in json.loads(out)["images"]] == [str(seven)]
    assert len(err.splitlines()) == len(bad)
    assert all(len(line) < 400 for line in err.splitlines())


def test_pictures_folders_and_pen_files_are_read_in_their_order(
    seven: Path, tmp_path: Path, pen_file: Path, capsys: Capture
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for digit in (4, 0):
        Image.fromarray(255 - ink_of(digit)).save(folder / f"page {digit}.png")
    (folder / "notes.txt").write_text("no picture")
    assert main(["predict", "--json", str(pen_file), str(folder), str(seven)]) == 0
    images = json.loads(capsys.readouterr().out)["images"]
    assert [(image["image"], image.get("character"), image["digit"]) for image in images] == [
        (str(pen_file), 1, 1),
        (str(pen_file), 2, 1),
        (str(pen_file), 3, 7),
        (str(folder / "page 0.png"), None, 0),
        (str(folder / "page 4.png"), None, 4),
        (str(seven), None, 7),
    ]
    assert main(["predict", str(pen_file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith(f"{pen_file}, character 3: 7 (")


def test_characters_of_a_pen_file_need_no_label_to_be_read(tmp_path: Path, capsys: Capture) -> None:
    pens = tmp_path / "pens.upn"
    pens.write_text(".SEGMENT CHARACTER 0-1 ?\n.PEN_DOWN\n50 300\n150 300\n90 100\n.PEN_UP\n")
    assert main(["predict", str(pens)]) == 0
    assert ": 7 (" in capsys.readouterr().out


BESIDE = {
    "box": box(160, 0.06),
    "thick box": box(160, 0.05, width=0.06),
    "edge": box(160, 0.0, width=0.05),
    "ruling": lines(160, *[(0.0, y, 1.0, y + 0.01) for y in (0.1, 0.35, 0.62, 0.88)]),
    "underline": lines(160, (0.1, 0.92, 0.9, 0.92)),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_every_digit_is_read_surely_in_boxes_and_on_ruled_paper(tmp_path: Path, capsys: Capture, beside: str) -> None:
    paths = [tmp_path / f"{digit}.png" for digit in range(10)]
    for digit, path in enumerate(paths):
        Image.fromarray(255 - np.maximum(ink_of(digit, room=0.6), BESIDE[beside])).save(path)
    assert main(["predict", "--json", *map(str, paths)]) == 0
    images = json.loads(capsys.readouterr().out)["images"]
    assert [image["digit"] for image in images] == list(range(10))
    assert not any(image["doubtful"] for image in images)


def test_two_digits_are_never_read_surely(tmp_path: Path, capsys: Capture) -> None:
    paths = []
    for digit in range(10):
        for way, places in {"beside": ((0.25, 0.5), (0.75, 0.5)), "above": ((0.5, 0.25), (0.5, 0.75))}.items():
            ink = np.maximum(ink_of(digit, room=0.45, at=places[0]), ink_of(7, room=0.45, at=places[1]))
            paths.append(tmp_path / f"{digit} {way}.png")
            Image.fromarray(255 - ink).save(paths[-1])
    assert main(["predict", *map(str, paths)]) == 0
    assert capsys.readouterr().out.count("not sure: two digits?") == len(paths)
