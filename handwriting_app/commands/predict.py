"""``handwriting-app predict``: reads digits in pictures and pen files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from handwriting_app.commands.common import (
    CommandError,
    Commands,
    add_data_dir_option,
    add_model_option,
    complain,
    epilog,
)
from handwriting_app.commands.inputs import opened_model, told
from handwriting_app.commands.sources import Sample, Source
from handwriting_app.numerals import SPACE, percent
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "predict",
        help="read pictures of a digit, and pen files",
        description="Read pictures of a digit each, dark on light or light on dark: PNG, JPEG, GIF, BMP, TIFF, WebP.\n"
        "Of a folder every picture is read, of a file of pen strokes (UNIPEN) every character.\n"
        "What cannot be read is named on standard error; the others are read all the same.",
        epilog=epilog("handwriting-app predict seven.png", "handwriting-app predict --json scans/ more/*.jpg pens.tra"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="a picture of one digit, a folder of such pictures, or a file of pen strokes",
    )
    add_model_option(parser, "read with this model")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    add_data_dir_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    model = opened_model(options)
    weights = Weights(model.network, model.temperature)
    status = 0
    readings: list[dict[str, object]] = []
    for path in options.sources:
        try:
            for sample in Source(path, must_be_labelled=False).samples():
                prediction = read_normalised(weights, sample.digit)
                if options.json:
                    readings.append(_as_json(sample, prediction))
                else:
                    print(_as_text(sample, prediction))
        except CommandError as error:
            complain(error)
            status = 1
    if options.json:
        print(json.dumps({"images": readings}, allow_nan=False))
    return status


def _as_text(sample: Sample, prediction: Prediction) -> str:
    place = told(sample.path) + (f", character {sample.number}" if sample.number is not None else "")
    share = percent(prediction.confidence).replace(SPACE, "")
    return f"{place}: {prediction.doubt or prediction.name} ({share})"


def _as_json(sample: Sample, prediction: Prediction) -> dict[str, object]:
    place: dict[str, object] = {"image": str(sample.path)}
    if sample.number is not None:
        place["character"] = sample.number
    return place | {
        "digit": prediction.digit,
        "name": prediction.name,
        "confidence": prediction.confidence,
        "doubtful": prediction.is_doubtful,
        "no_digit": prediction.none,
        "probabilities": prediction.probabilities.tolist(),
    }
