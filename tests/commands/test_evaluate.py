"""``handwriting-app evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from handwriting_app.cli import main
from handwriting_app.data.digits import load_digits_split
from tests.figures import ink_of

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


SEVEN = ".PEN_DOWN\n50 300\n150 300\n90 100\n.PEN_UP\n"
DASH = ".PEN_DOWN\n50 300\n150 300\n.PEN_UP\n"


def pens(path: Path, *characters: tuple[str, str]) -> Path:
    """A pen file of labels and strokes."""
    path.write_text("".join(f'.SEGMENT CHARACTER 0 ? "{label}"\n{strokes}' for label, strokes in characters))
    return path


def picture(path: Path, digit: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(255 - ink_of(digit)).save(path)
    return path


def test_other_labels_count_as_no_digits_and_the_sure_ones_are_told(tmp_path: Path, capsys: Capture) -> None:
    # Written as a digit would be, the first is read without doubt; a dash never is.
    file = pens(tmp_path / "mixed.tra", ("Γ", SEVEN), ("7", SEVEN), ("12", DASH), ('"', DASH), ("1", SEVEN))
    (result,) = evaluated(capsys, file)
    assert result["foreign"] == {"n": 3, "sure": 1}
    assert (result["n"], result["accuracy"]) == (2, 0.5)
    assert np.sum(result["confusion"]) == 2
    assert main(["evaluate", str(file)]) == 0
    out = capsys.readouterr().out
    assert "mixed.tra: 2 digits\naccuracy 50.00%" in out
    assert 'no digits: 3 (labelled ", 12, Γ), read as a digit without doubt: 1\n' in out


def test_where_nothing_is_a_digit_there_is_no_accuracy(tmp_path: Path, capsys: Capture) -> None:
    file = pens(tmp_path / "letters.tra", ("A", DASH), ("A", SEVEN))
    (result,) = evaluated(capsys, file)
    assert result["foreign"] == {"n": 2, "sure": 1}
    assert result["n"] == 0
    assert result["accuracy"] is result["expected_calibration_error"] is None
    assert not np.any(result["confusion"])
    assert main(["evaluate", str(file)]) == 0
    assert capsys.readouterr().out == (
        f"{file}: 0 digits\nno digits: 2 (labelled A), read as a digit without doubt: 1\n"
    )


def test_digits_alone_say_nothing_of_others(pen_file: Path, model_file: Path, capsys: Capture) -> None:
    (result,) = evaluated(capsys, pen_file, "--model", model_file)
    assert not result.keys() & {"foreign", "unread", "left_out"}


def test_a_character_without_a_label_cannot_be_judged(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "pens.tra"
    file.write_text(f".SEGMENT CHARACTER 0 ?\n{SEVEN}")
    assert main(["evaluate", str(file)]) == 1
    assert "pens.tra, line 1: expected a .SEGMENT line that ends in a label" in capsys.readouterr().err


def test_pictures_are_labelled_by_their_folder_or_their_name(tmp_path: Path, capsys: Capture) -> None:
    by_folder, by_name = tmp_path / "by folder", tmp_path / "by name"
    for digit in (3, 8):
        picture(by_folder / f"{digit}" / "any.png", digit)
        picture(by_name / f"{digit}-a.jpg", digit)
    picture(by_folder / "alpha" / "001.png", 0)
    single = picture(tmp_path / "5_001.png", 4)
    first, second, third = evaluated(capsys, by_folder, by_name, single)
    assert (first["n"], first["accuracy"], first["foreign"]) == (2, 1.0, {"n": 1, "sure": 1})
    assert (second["n"], second["accuracy"]) == (2, 1.0)
    assert (third["n"], third["accuracy"]) == (1, 0.0)
    assert np.argwhere(third["confusion"]).tolist() == [[5, 4]]


def test_bad_pictures_of_a_folder_are_named_and_counted(tmp_path: Path, capsys: Capture) -> None:
    picture(tmp_path / "set" / "3" / "a.png", 3)
    (tmp_path / "set" / "3" / "b.png").write_bytes(b"no picture")
    picture(tmp_path / "set" / "0012.png", 1)
    assert main(["evaluate", "--json", str(tmp_path / "set")]) == 0
    out, err = capsys.readouterr()
    (result,) = json.loads(out)["sources"]
    assert (result["n"], result["accuracy"], result["unread"]) == (1, 1.0, 2)
    unlabelled, damaged, total = err.splitlines()
    assert "0012.png: neither its name nor its folder's tells" in unlabelled
    assert "b.png: it is not a picture" in damaged
    assert total.endswith("set: 2 of 3 pictures could not be read.")
