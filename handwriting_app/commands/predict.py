"""``handwriting-app predict``: reads pictures of digits."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from handwriting_app.commands.common import CommandError, Commands, add_model_option, complain, epilog
from handwriting_app.commands.inputs import checked_file, opened_model, told
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.numerals import SPACE, percent
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import SavedModel
from handwriting_app.storage.picture_file import PictureFileError, read_picture


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "predict",
        help="read pictures of a digit",
        description="Read pictures of a digit each, dark on light or light on dark: PNG, JPEG, GIF, BMP, TIFF, WebP.\n"
        "One that cannot be read is named on standard error; the others are read all the same.",
        epilog=epilog("handwriting-app predict seven.png", "handwriting-app predict --json scans/*.jpg"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a picture of one digit")
    add_model_option(parser, "read with this model")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    model = opened_model(options)
    status = 0
    readings: list[dict[str, object]] = []
    for path in options.images:
        try:
            prediction = _read(model, path)
        except CommandError as error:
            complain(error)
            status = 1
            continue
        if options.json:
            readings.append(_as_json(path, prediction))
        else:
            share = percent(prediction.confidence).replace(SPACE, "")
            print(f"{told(path)}: {prediction.doubt or prediction.digit} ({share})")
    if options.json:
        print(json.dumps({"images": readings}, allow_nan=False))
    return status


def _read(model: SavedModel, path: Path) -> Prediction:
    try:
        picture = read_picture(checked_file(path))
    except PictureFileError as error:
        raise CommandError(f"{told(path)}: {error}") from error
    try:
        digit = normalise_picture(picture)
    except ValueError as error:
        raise CommandError(f"{told(path)}: {error}") from error
    return read_normalised(Weights(model.network, model.temperature), digit)


def _as_json(path: Path, prediction: Prediction) -> dict[str, object]:
    return {
        "image": str(path),
        "digit": prediction.digit,
        "confidence": prediction.confidence,
        "doubtful": prediction.is_doubtful,
        "probabilities": prediction.probabilities.tolist(),
    }
