"""``handwriting-app evaluate``: how well a model reads digits that it has not learned from."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.commands.common import (
    CommandError,
    Commands,
    add_data_dir_option,
    add_model_option,
    complain,
    epilog,
)
from handwriting_app.commands.inputs import opened_model, told
from handwriting_app.commands.sources import Source
from handwriting_app.data.digits import load_digits_split
from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.engine.metrics import confusion_matrix, expected_calibration_error
from handwriting_app.engine.reading import reading_steps
from handwriting_app.names import shown_name
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import SavedModel

HELD_OUT_DIGITS = "digits"

_LABELS_SHOWN: Final = 8
"""Labels of no digits that the text names."""

_LONGEST_LABEL: Final = 20


@dataclass(slots=True)
class Foreign:
    """What a source holds beside digits: letters, signs, whatever has another label.

    Attributes:
        labels: How many there are of each.
        sure: How many of them are read as a digit without doubt.
    """

    labels: Counter[str] = field(default_factory=Counter)
    sure: int = 0

    @property
    def n(self) -> int:
        return self.labels.total()


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """How one source was read.

    Attributes:
        source: As it was named on the command line.
        names: Of what the model reads: the ten digits, or an alphabet.
        confusion: (classes, classes); rows are the digits as written, columns as read.
        expected_calibration_error: How far confidence and accuracy lie apart on average, 0 to 1; None without digits.
        foreign: What was no digit; not counted above.
        unread: Pictures of a folder that could not be read.
        left_out: Pictures of a folder that were too many.
    """

    source: str
    names: tuple[str, ...]
    confusion: NDArray[np.int64]
    expected_calibration_error: float | None
    foreign: Foreign = field(default_factory=Foreign)
    unread: int = 0
    left_out: int = 0

    @property
    def n(self) -> int:
        """How many digits the accuracy is over."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float | None:
        """The share of the digits that was read rightly; None where there are none."""
        return float(self.confusion.trace()) / self.n if self.n else None

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
        "Letters and other signs count as no digits: how many of them are read without doubt is told beside.\n"
        "What cannot be read is named on standard error; the others are measured all the same.",
        epilog=epilog(
            "handwriting-app evaluate digits",
            "handwriting-app evaluate pens.tra photographs/ --model mine.safetensors --json",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file of labelled pen strokes (UNIPEN), a folder of pictures (3/any.png or 3_any.png), a picture "
        f"(3.png), or the word '{HELD_OUT_DIGITS}': the digits that were held back from the model's training",
    )
    add_model_option(parser, "read with this model")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    add_data_dir_option(parser)
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
    names = model.network.classes.names
    if source == HELD_OUT_DIGITS:
        if names[: len(TEN_DIGITS)] != TEN_DIGITS.names:
            raise CommandError(f"{HELD_OUT_DIGITS}: this model reads other signs than digits.")
        # Those that the model has not learned from.
        data = load_digits_split(model.config.held_out, model.config.seed)
        steps = reading_steps(model.network, data.held_x[np.newaxis], model.temperature)
        return _measured(source, names, steps.probabilities, data.held_y)
    weights = Weights(model.network, model.temperature)
    given = Source(Path(source), must_be_labelled=True)
    foreign = Foreign()
    readings: list[Array] = []
    written: list[int] = []
    for sample in given.samples():
        prediction = read_normalised(weights, sample.digit)  # just as the window reads it
        if sample.label in names:
            readings.append(prediction.probabilities)
            written.append(names.index(sample.label))
        else:
            foreign.labels[sample.label] += 1
            foreign.sure += not prediction.is_doubtful
    result = _measured(source, names, np.array(readings).reshape(-1, len(names)), np.array(written, np.int64))
    return replace(result, foreign=foreign, unread=given.unread, left_out=given.left_out)


def _measured(source: str, names: tuple[str, ...], probabilities: Array, written: Labels) -> Result:
    """From the probabilities (n, classes) and labels (n,) of digits, or of what else the model reads."""
    return Result(
        source=source,
        confusion=confusion_matrix(written, probabilities.argmax(axis=1), len(names)),
        names=names,
        expected_calibration_error=expected_calibration_error(written, probabilities) if len(written) else None,
    )


def _as_json(result: Result) -> dict[str, object]:
    measured: dict[str, object] = {
        "source": result.source,
        "n": result.n,
        "accuracy": result.accuracy,
        "confusion": result.confusion.tolist(),
        "recall": result.recall,
        "expected_calibration_error": result.expected_calibration_error,
    }
    foreign = {"n": result.foreign.n, "sure": result.foreign.sure}
    if result.names != TEN_DIGITS.names:
        measured["classes"] = result.names
    told_of = {"foreign": foreign if result.foreign.n else None, "unread": result.unread, "left_out": result.left_out}
    return measured | {key: value for key, value in told_of.items() if value}


def _as_text(result: Result) -> str:
    is_of_digits = result.names == TEN_DIGITS.names
    what = "digit" if is_of_digits else "sign"
    lines = [f"{told(result.source)}: {result.n:,} {what}{'' if result.n == 1 else 's'}"]
    if result.accuracy is not None and result.expected_calibration_error is not None:
        error = f"expected calibration error {result.expected_calibration_error:.3f}"
        lines.append(f"accuracy {result.accuracy:.2%}, {error}")
    if result.foreign.n:
        lines.append(_about_foreign(result.foreign))
    if not result.n:
        return "\n".join(lines)
    if not is_of_digits:
        return "\n".join([*lines, "", *_by_class(result)])
    lines += [
        "",
        "written   read as" + " " * 54 + "recall",
        "       " + "".join(f"{digit:6}" for digit in range(10)),
    ]
    for digit, (row, recall) in enumerate(zip(result.confusion, result.recall, strict=True)):
        share = "–" if recall is None else f"{recall:.1%}"
        lines.append(f"{digit:7}" + "".join(f"{count or '·':>6}" for count in row.tolist()) + f"{share:>9}")
    return "\n".join(lines)


def _by_class(result: Result) -> list[str]:
    """A line for each class that occurs: a table of up to a hundred columns could not be read."""
    lines = []
    for place, (row, recall) in enumerate(zip(result.confusion, result.recall, strict=True)):
        if recall is not None:
            others = [f"{result.names[i]} ({row[i]})" for i in np.argsort(-row, kind="stable") if row[i] and i != place]
            lines.append(f"{shown_name(result.names[place], _LONGEST_LABEL):>10}{recall:9.1%}  {', '.join(others)}")
    return ["   written   recall  else read as", *lines]


def _about_foreign(foreign: Foreign) -> str:
    names = [shown_name(label, _LONGEST_LABEL) for label in sorted(foreign.labels)]
    shown = ", ".join(names[:_LABELS_SHOWN]) + (" …" if len(names) > _LABELS_SHOWN else "")
    return f"no digits: {foreign.n:,} (labelled {shown}), read as a digit without doubt: {foreign.sure:,}"
