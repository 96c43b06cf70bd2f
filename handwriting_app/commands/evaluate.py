"""``handwriting-app evaluate``: how well a model reads digits that it has not learned from."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handwriting_app.commands.common import (
    CommandError,
    Commands,
    add_model_option,
    complain,
    epilog,
)
from handwriting_app.commands.inputs import checked_file, opened_model, told
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.metrics import confusion_matrix, expected_calibration_error
from handwriting_app.engine.reading import reading_steps
from handwriting_app.ink.unipen import read_unipen
from handwriting_app.session.reading import read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import SavedModel

HELD_OUT_DIGITS = "digits"


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """How one source was read.

    Attributes:
        source: As it was named on the command line.
        confusion: (10, 10); rows are the digits as written, columns as read.
        expected_calibration_error: How far confidence and accuracy lie apart on average, 0 to 1.
    """

    source: str
    confusion: NDArray[np.int64]
    expected_calibration_error: float

    @property
    def n(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(self.confusion.trace()) / self.n

    @property
    def recall(self) -> tuple[float | None, ...]:
        """The share of each digit that was read rightly; None for a digit that does not occur."""
        return tuple(
            int(row[digit]) / int(row.sum()) if row.any() else None for digit, row in enumerate(self.confusion)
        )


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "evaluate",
        help="measure how well a model reads",
        description="Print accuracy, the recall of each digit and the confusion matrix of each source.\n"
        "One that cannot be read is named on standard error; the others are measured all the same.",
        epilog=epilog(
            "handwriting-app evaluate digits",
            "handwriting-app evaluate pens.tra more-pens.tra --model mine.safetensors --json",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help=f"a file of labelled pen strokes (UNIPEN), or the word '{HELD_OUT_DIGITS}': the digits that were held "
        "back from the model's training",
    )
    add_model_option(parser, "read with this model")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    model = opened_model(options)
    results: list[Result] = []
    status = 0
    for source in options.sources:
        try:
            results.append(_evaluated(model, source))
        except CommandError as error:
            complain(error)
            status = 1
            continue
        if not options.json:
            print(("\n" if len(results) > 1 else "") + _as_text(results[-1]))
    if options.json:
        print(json.dumps({"sources": [_as_json(result) for result in results]}, allow_nan=False))
    return status


def _evaluated(model: SavedModel, source: str) -> Result:
    probabilities, written = _held_out(model) if source == HELD_OUT_DIGITS else _pen_file(model, Path(source))
    return Result(
        source=source,
        confusion=confusion_matrix(written, probabilities.argmax(axis=1), 10),
        expected_calibration_error=expected_calibration_error(written, probabilities),
    )


def _held_out(model: SavedModel) -> tuple[Array, Labels]:
    """Probabilities (n, 10) and labels (n,) of the digits that the model has not learned from."""
    data = load_digits_split(model.config.held_out, model.config.seed)
    return reading_steps(model.network, data.held_x[np.newaxis], model.temperature).probabilities, data.held_y


def _pen_file(model: SavedModel, path: Path) -> tuple[Array, Labels]:
    """Probabilities (n, 10) and labels (n,) of a pen file, each drawing read just as the window reads it."""
    checked_file(path)
    try:
        digits = read_unipen(path)
    except OSError as error:
        raise CommandError(f"{told(path)}: cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error
    weights = Weights(model.network, model.temperature)
    readings = [read(weights, digit.drawing).probabilities for digit in digits]
    return np.stack(readings), np.array([digit.label for digit in digits])


def _as_json(result: Result) -> dict[str, object]:
    return {
        "source": result.source,
        "n": result.n,
        "accuracy": result.accuracy,
        "confusion": result.confusion.tolist(),
        "recall": result.recall,
        "expected_calibration_error": result.expected_calibration_error,
    }


def _as_text(result: Result) -> str:
    lines = [
        f"{told(result.source)}: {result.n:,} digits",
        f"accuracy {result.accuracy:.2%}, expected calibration error {result.expected_calibration_error:.3f}",
        "",
        "written   read as" + " " * 54 + "recall",
        "       " + "".join(f"{digit:6}" for digit in range(10)),
    ]
    for digit, (row, recall) in enumerate(zip(result.confusion, result.recall, strict=True)):
        share = "–" if recall is None else f"{recall:.1%}"
        lines.append(f"{digit:7}" + "".join(f"{count or '·':>6}" for count in row.tolist()) + f"{share:>9}")
    return "\n".join(lines)
