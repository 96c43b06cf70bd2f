"""Train the shipped models anew, bit for bit the same on the same machine, and write what their cards say of them.

`make models` runs it. ``python models/build.py PENFILE…`` also measures the models on these pen files and writes the
cards; without pen files the cards stay as they are, for what they say of pen files could not be measured again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

# One thread, so that sums are always added up in the same order; read when numpy is first imported.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.augment import Variations
from handwriting_app.data.calibration import fit_temperature
from handwriting_app.data.digits import DIGITS_VERSION, load_counts, load_digits_split, to_features
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.metrics import accuracy, expected_calibration_error
from handwriting_app.engine.network import Network
from handwriting_app.engine.reading import reading_steps
from handwriting_app.engine.report import Report
from handwriting_app.engine.training import train
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.ink.unipen import read_unipen
from handwriting_app.session.model import Model
from handwriting_app.session.reading import read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import SavedModel, save_model

CREATED = "2026-11-28T00:00:00"
"""The day of the recipes, not of the run: the same recipe shall give the same file."""

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Recipe:
    """A shipped model: its file's name, what it is there for, the options of ``train`` that make it, and the same as
    a configuration."""

    name: str
    purpose: str
    options: str
    config: TrainingConfig


_PLAIN_SIGMOID = (
    "--activation sigmoid --update-rule plain --l2 0 --label-smoothing 0 --weight-averaging 0 --variation 0 "
    "--no-non-digits"
)
RECIPES = (
    Recipe(
        "default",
        "The model that the window opens with. It learns from varied digits (slant, stretch, proportions, wobble, pen "
        "width, the habits of other hands), so that it reads people and not only the data set, and from made-up "
        "letters, signs and scribbles, so that it knows what is no digit. It is twice as wide and "
        "trained three times as long as a run of the usual settings, for half a point more on held-out digits.",
        "--hidden 512,256 --epochs 600 --no-stop-when-converged",
        TrainingConfig(hidden=(512, 256), epochs=600, stop_when_converged=False),
    ),
    Recipe(
        "plain-sigmoid",
        "A contrast for teaching: the small net of many first lessons, 30 sigmoid units, quadratic cost, the digits as "
        "they are. It reads its own data set well and people's drawings clearly worse than the default model; part "
        "of that is the thin pen that drawings are read with, for it has only met thick lines.",
        f"--hidden 30 --cost quadratic {_PLAIN_SIGMOID} --learning-rate 3 --epochs 150 --no-stop-when-converged",
        TrainingConfig(
            hidden=(30,),
            activation="sigmoid",
            cost="quadratic",
            update_rule="plain",
            l2=0.0,
            label_smoothing=0.0,
            weight_averaging=0.0,
            variation=0.0,
            non_digits=False,
            learning_rate=3.0,
            epochs=150,
            stop_when_converged=False,
        ),
    ),
    Recipe(
        "deep-sigmoid",
        "A contrast for teaching: five hidden sigmoid layers. Each layer back multiplies the gradient by slopes of at "
        "most 1/4, so the first layer's is hundreds of times smaller than the last one's; 150 epochs teach it nothing.",
        f"--hidden 30,30,30,30,30 {_PLAIN_SIGMOID} --learning-rate 0.5 --epochs 150 --no-stop-when-converged",
        TrainingConfig(
            hidden=(30, 30, 30, 30, 30),
            activation="sigmoid",
            update_rule="plain",
            l2=0.0,
            label_smoothing=0.0,
            weight_averaging=0.0,
            variation=0.0,
            non_digits=False,
            learning_rate=0.5,
            epochs=150,
            stop_when_converged=False,
        ),
    ),
)


def trained(config: TrainingConfig, data: DataSet) -> tuple[Network, tuple[Report, ...]]:
    """The same run as the window's and the command line's ``train``."""
    rng = np.random.default_rng(config.seed)
    network = Model.untrained(config, rng).network.copy()
    vary = Variations.of_run(data, config, network.classes)
    reports = tuple(
        report for report in train(network, vary.examples(data), config, rng, vary=vary) if report is not None
    )
    return network, reports


def build(recipe: Recipe) -> SavedModel:
    """Train one model on the digits, and fit its temperature on varied digits that were held out."""
    data = load_digits_split(recipe.config.held_out, recipe.config.seed)
    network, reports = trained(recipe.config, data)
    # How long an epoch took is the one thing that differs from run to run.
    reports = tuple(replace(report, seconds=0.0) for report in reports)
    temperature = fit_temperature(network, data.held_x, data.held_y, recipe.config.seed)
    return SavedModel(
        network, recipe.config, temperature, reports, DIGITS_VERSION, NORMALISATION_VERSION, CREATED, recipe.name
    )


def cross_validated(config: TrainingConfig) -> list[float]:
    """Accuracy on each of `FOLDS` stratified folds of the digits, by a network trained on the others."""
    counts, classes = load_counts()
    features = to_features(counts)
    rng = np.random.default_rng(config.seed)
    fold = np.empty(len(classes), np.intp)
    for digit in range(10):
        members = rng.permutation(np.flatnonzero(classes == digit))
        fold[members] = np.arange(len(members)) % FOLDS
    scores = []
    for number in range(FOLDS):
        held = fold == number
        data = DataSet(features[~held], classes[~held], features[held], classes[held])
        network, _ = trained(config, data)
        scores.append(
            accuracy(data.held_y, reading_steps(network, data.held_x[np.newaxis], 1.0).probabilities.argmax(axis=1))
        )
    return scores


def row(source: str, labels: NDArray[np.int64], before: NDArray[np.float64], after: NDArray[np.float64]) -> str:
    """One line of a card's table, from probabilities (n, 10) before and after temperature scaling."""
    errors = (expected_calibration_error(labels, p) for p in (before, after))
    return f"| {source} | {len(labels):,} | {accuracy(labels, after.argmax(axis=1)):.2%} | " + " | ".join(
        f"{error:.3f}" for error in errors
    )


def card(recipe: Recipe, model: SavedModel, pen_files: Sequence[Path]) -> str:
    """The Markdown card of a trained model."""
    data = load_digits_split(recipe.config.held_out, recipe.config.seed)
    steps = reading_steps(model.network, data.held_x[np.newaxis], model.temperature)
    rows = [row("`digits` (held out)", data.held_y, steps.mean, steps.probabilities) + " |"]
    for path in pen_files:
        drawings = read_unipen(path)
        labels = np.array([drawing.label for drawing in drawings])
        before, after = (
            np.stack([read(Weights(model.network, temperature), each.drawing).probabilities for each in drawings])
            for temperature in (1.0, model.temperature)
        )
        rows.append(row(f"`{path.name}` (real pen strokes)", labels, before, after) + " |")
    folds = cross_validated(recipe.config)
    last = model.reports[-1]
    command = " ".join(f"handwriting-app train {recipe.options}".split())
    first, final = model.reports[0].gradient_norms, last.gradient_norms
    return "\n".join(
        (
            f"# {recipe.name}",
            "",
            recipe.purpose,
            "",
            f"- **Command**: `{command} --out {recipe.name}.safetensors`; `make models` makes it with the temperature.",
            f"- **Data**: {DIGITS_VERSION}, {1 - recipe.config.held_out:.0%} of it; no pen file. "
            f"Variation {recipe.config.variation:g}.",
            f"- **Seed**: {recipe.config.seed}; it decides the split, the first weights, the order and the variation.",
            f"- **Size**: {model.network.parameters.size:,} parameters, layers "
            f"{' → '.join(map(str, model.network.sizes))}, {recipe.config.activation}.",
            f"- **Training**: {last.epoch} epochs, {last.updates:,} updates.",
            f"- **Gradient norm by layer**: first epoch {', '.join(f'{norm:.1e}' for norm in first)}; "
            f"last epoch {', '.join(f'{norm:.1e}' for norm in final)}.",
            f"- **{FOLDS}-fold cross-validation on the digits**: {np.mean(folds):.2%} "
            f"({', '.join(f'{score:.2%}' for score in folds)}).",
            f"- **Temperature**: {model.temperature:.3f}, fitted on varied held-out digits.",
            "",
            "| measured on | digits | read rightly | calibration error before | after temperature |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "Measured with `handwriting-app evaluate`; pen files are for measuring only.",
            "",
        )
    )


def main(pen_files: Sequence[Path]) -> None:
    for recipe in RECIPES:
        model = build(recipe)
        save_model(FOLDER / f"{recipe.name}.safetensors", model)
        print(f"{recipe.name}: {model.reports[-1].held_out_accuracy:.2%} of the held-out digits", flush=True)
        if pen_files:
            (FOLDER / f"{recipe.name}.md").write_text(card(recipe, model, pen_files), encoding="utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
