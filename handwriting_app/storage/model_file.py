"""A trained model as one safetensors file: weights, configuration, seed, curves, versions and date.

The tensors are ``layer1.weight`` (units out, units in), ``layer1.bias`` (units out,) and so on from the input upwards,
``curves.NAME`` with one row an epoch, and those of a checkpoint (:mod:`handwriting_app.storage.checkpoint_tensors`), if
the run can be gone on with exactly. The rest is one JSON object in the header's metadata: one entry, because the
library writes several in an order that changes from run to run, and the same model shall be the same file. Nothing in
the file is ever executed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handwriting_app import numerals
from handwriting_app.engine.checkpoint import Checkpoint
from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.frozen import Unit
from handwriting_app.engine.limits import MAX_LAYERS, MAX_UNITS, parameter_count, size_problem
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import ACTIVATION, COST, shown
from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.checkpoint_tensors import NAMES as CHECKPOINT_NAMES
from handwriting_app.storage.checkpoint_tensors import checkpoint_of, is_finite, numbers_of, tensors_of
from handwriting_app.storage.curves import MAX_ROWS, SCALARS, check_columns, columns_of, reports_of, vector_widths
from handwriting_app.storage.errors import ModelFileError as ModelFileError
from handwriting_app.storage.tensor_file import DamagedError, Header, UnreadableKindError, read_tensors, tensors_in
from handwriting_app.storage.tensor_writer import write_tensors
from handwriting_app.storage.whole_file import FileTooLargeError

KIND = "handwriting-app model"
"""The name of the metadata entry; a file without it is something else."""

FORMAT_VERSION = 3
"""The newest that can be read. A file is written as the oldest version that can hold it, for older programs: 3 names
its classes, 2 has a checkpoint, 1 neither."""

SUFFIX = ".safetensors"

MAX_BYTES = 512 * 2**20
"""Room for the largest network (see :mod:`handwriting_app.engine.limits`) with a checkpoint and the longest curves."""

FEATURES = 64

MOST_CLASSES = 100

LONGEST_CLASS = 40
"""Characters of the name of a class."""


@dataclass(frozen=True, slots=True, eq=False)
class SavedModel:
    """A network with everything that is needed to read with it, judge it, repeat it and train it further.

    Attributes:
        network: For 8 × 8 counts: 64 inputs.
        config: What it was trained with, its seed among it.
        temperature: Of the network, see :mod:`handwriting_app.engine.reading`; 1 leaves readings as they are.
        reports: One for each epoch of its training.
        digits_version: The data set it learned from.
        normalisation_version: The normaliser whose output it learned to read.
        created: Date and time in ISO 8601.
        name: The file's, without its ending.
        checkpoint: Where its run was, to go on exactly; None if that is not known.
        frozen: Units that stay as they are when its training goes on.
    """

    network: Network
    config: TrainingConfig
    temperature: float
    reports: tuple[Report, ...]
    digits_version: str
    normalisation_version: int
    created: str
    name: str
    checkpoint: Checkpoint | None = None
    frozen: frozenset[Unit] = frozenset()


def save_model(path: Path, model: SavedModel) -> None:
    """Write ``model`` to ``path``, whole or not at all.

    A checkpoint that is not finite throughout is left out: it could not be gone on with.

    Raises:
        OSError: The file cannot be written.
        ModelFileError: It could not be opened again.
    """
    tensors, metadata = _parts_of(model)
    with atomic_write(path) as file:
        write_tensors(file, tensors, metadata)


def model_bytes(model: SavedModel) -> bytes:
    """The bytes of the file that `save_model` writes.

    Raises:
        ModelFileError: It could not be opened again.
    """
    file = BytesIO()
    write_tensors(file, *_parts_of(model))
    return file.getvalue()


def _parts_of(model: SavedModel) -> tuple[dict[str, NDArray[np.generic]], dict[str, str]]:
    """The tensors and the metadata of a file.

    Raises:
        ModelFileError: It could not be opened again.
    """
    columns = columns_of(model.reports)
    classes = model.network.classes
    try:
        check_classes(classes)
    except ValueError as error:
        raise ModelFileError(f"The model is not saved, because it could not be opened again: {error}.") from error
    if not np.isfinite(model.network.parameters).all():
        raise ModelFileError(
            "The model is not saved, because its weights are not all finite numbers: it could not be opened again."
        )
    try:
        check_columns(columns)
    except ValueError as error:
        raise ModelFileError(f"The model is not saved, because it could not be opened again: {error}.") from error
    tensors: dict[str, NDArray[np.generic]] = {}
    for number, (weights, biases) in enumerate(zip(model.network.weights, model.network.biases, strict=True), 1):
        tensors[f"layer{number}.weight"] = np.ascontiguousarray(weights)
        tensors[f"layer{number}.bias"] = np.ascontiguousarray(biases)
    if model.reports:
        tensors |= {f"curves.{name}": column for name, column in columns.items()}
    checkpoint = model.checkpoint if model.checkpoint is not None and is_finite(model.checkpoint) else None
    about: dict[str, object] = {
        "format_version": 1,
        "name": model.name,
        "created": model.created,
        "activation": model.network.activation,
        "cost": model.network.cost,
        "config": asdict(model.config),
        "temperature": float(model.temperature),
        "digits_version": model.digits_version,
        "normalisation_version": model.normalisation_version,
        "converged": bool(model.reports and model.reports[-1].converged),
    }
    if checkpoint is not None:
        tensors |= tensors_of(checkpoint)
        about |= {"format_version": 2, "checkpoint": numbers_of(checkpoint)}
    if classes != TEN_DIGITS:
        about |= {"format_version": 3, "classes": list(classes.names), "has_none": classes.has_none}
    if model.frozen:  # older programs pass over it, and let these units learn
        about["frozen"] = _bits_of(model.frozen)
    return tensors, {KIND: json.dumps(about, sort_keys=True)}


def load_model(path: Path) -> SavedModel:
    """Read a model that `save_model` wrote; the file is not trusted.

    Raises:
        ModelFileError: The file is missing, truncated, huge, of another kind, of a newer version, or holds values
            that cannot be a model for the digits.
    """
    return _loaded(shown_name(path.name), path.stem, partial(read_tensors, path, MAX_BYTES))


def model_from(content: bytes, name: str) -> SavedModel:
    """Read the bytes of a model file, which are not trusted; ``name`` is what the model is called, and errors call it.

    Raises:
        ModelFileError: See `load_model`.
    """
    return _loaded(shown_name(name), name, partial(tensors_in, content))


_Tensors = dict[str, NDArray[np.floating]]


def _loaded(name: str, stem: str, read: Callable[[Callable[[Header], None]], tuple[Header, _Tensors]]) -> SavedModel:
    def judge(header: Header) -> None:
        _layer_sizes(header.shapes, _classes(_about(name, header.metadata)))

    try:
        header, tensors = read(judge)
        about = _about(name, header.metadata)
        classes = _classes(about)
        return _model(stem, _layer_sizes(header.shapes, classes), classes, about, tensors)
    except FileTooLargeError as error:
        raise ModelFileError(
            f"{name} is {numerals.count(error.size / 2**20)} MiB; a model has at most {MAX_BYTES // 2**20}. "
            "Choose another file."
        ) from error
    except OSError as error:
        raise ModelFileError(f"{name} cannot be opened: {error.strerror or error}. Choose another file.") from error
    except DamagedError as error:
        raise ModelFileError(
            f"{name} is not a model file, or it is damaged or cut short. Choose another file, or a backup of this one."
        ) from error
    except MemoryError as error:
        raise ModelFileError(f"{name} needs more memory than there is. Choose another file.") from error
    except (_Malformed, UnreadableKindError, KeyError, TypeError, ValueError, OverflowError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ModelFileError(f"{name} is not a usable model: {reason}. Choose another file.") from error


class _Malformed(Exception):
    """What is wrong inside an otherwise readable file, as half a sentence."""


def _about(file_name: str, metadata: Mapping[str, str]) -> dict[str, object]:
    """The JSON object with everything that is no tensor."""
    if KIND not in metadata:
        raise ModelFileError(f"{file_name} holds something else than a model of this program. Choose another file.")
    try:
        about = json.loads(metadata[KIND])
    except (ValueError, RecursionError) as error:
        raise _Malformed("its description cannot be read") from error
    if not isinstance(about, dict):
        raise _Malformed("its description is not a table of names and values")
    version = about.get("format_version")
    if type(version) is not int or version < 1:
        raise _Malformed("its format version is not a number")
    if version > FORMAT_VERSION:
        raise ModelFileError(
            f"{file_name} was saved by a newer version of this program (format {shown(version)}; this one "
            f"reads up to {FORMAT_VERSION}). Update the program to open it."
        )
    return about


def _text(about: Mapping[str, object], name: str) -> str:
    value = about[name]
    if not isinstance(value, str) or len(value) > 200:
        raise _Malformed(f"its {name.replace('_', ' ')} is not a short text")
    return value


def check_classes(classes: Classes) -> None:
    """Refuse classes that no file can name.

    Raises:
        ValueError: What is wrong, as half a sentence.
    """
    if len(classes) > MOST_CLASSES:
        raise ValueError(f"it tells {len(classes)} classes apart, and {MOST_CLASSES} can be kept")
    if any(not 0 < len(name) <= LONGEST_CLASS for name in classes.names):
        raise ValueError(f"the name of a class does not have 1 to {LONGEST_CLASS} characters")


def _classes(about: Mapping[str, object]) -> Classes:
    """What the outputs mean."""
    names, has_none = about.get("classes"), about.get("has_none", False)
    if names is None:
        return TEN_DIGITS
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or type(has_none) is not bool:
        raise _Malformed("the names of its classes are not a list of texts")
    classes = Classes(tuple(names), has_none)
    check_classes(classes)
    return classes


def _layer_sizes(shapes: Mapping[str, tuple[int, ...]], classes: Classes) -> tuple[int, ...]:
    """The units of every layer, checked from the shapes alone, before any number is loaded."""
    layers = sum(1 for key in shapes if key.startswith("layer") and key.endswith(".weight"))
    if not 1 <= layers <= MAX_LAYERS:
        raise _Malformed(f"it has {layers} layers of weights, not 1 to {MAX_LAYERS}")
    sizes = [FEATURES]
    for number in range(1, layers + 1):
        shape = shapes.get(f"layer{number}.weight", ())
        if len(shape) != 2 or shape[1] != sizes[-1] or not 1 <= shape[0] <= MAX_UNITS:
            raise _Malformed(
                f"the weights of layer {number} have the shape {shown(shape)}, which does not fit the layer below"
            )
        if shapes.get(f"layer{number}.bias") != (shape[0],):
            raise _Malformed(f"the biases of layer {number} do not fit its {shape[0]} units")
        sizes.append(shape[0])
    if sizes[-1] != classes.outputs:
        raise _Malformed(f"it has {sizes[-1]} outputs, not {classes.outputs}")
    if problem := size_problem(sizes[1:-1], FEATURES, classes.outputs):
        raise _Malformed(f"it is too large a network: {problem}")
    parameters = parameter_count(sizes)
    for name in sorted(CHECKPOINT_NAMES & set(shapes)):
        if shapes[name] != (parameters,):
            raise _Malformed(
                f"{name} has the shape {shown(shapes[name])}, which does not fit its "
                f"{numerals.count(parameters)} parameters"
            )
    expected = {f"layer{n}.{part}" for n in range(1, layers + 1) for part in ("weight", "bias")}
    expected |= {f"curves.{name}" for name in (*SCALARS, *vector_widths(layers))}
    expected |= CHECKPOINT_NAMES
    if unknown := sorted(set(shapes) - expected):
        raise _Malformed(f"it holds {shown(unknown[0])}, which no model has")
    if (rows := max((shape[0] for key, shape in shapes.items() if key.startswith("curves.") and shape), default=0)) > (
        MAX_ROWS
    ):
        raise _Malformed(f"its curves have {numerals.count(rows)} rows, and {numerals.count(MAX_ROWS)} can be read")
    return tuple(sizes)


def _model(
    stem: str,
    sizes: tuple[int, ...],
    classes: Classes,
    about: Mapping[str, object],
    tensors: Mapping[str, NDArray[np.floating]],
) -> SavedModel:
    activation, cost = _text(about, "activation"), _text(about, "cost")
    if activation not in ACTIVATION.values or cost not in COST.values:
        raise _Malformed(f"it uses {activation[:40]!r} units with {cost[:40]!r} cost, which this program does not know")
    parameters = np.zeros(parameter_count(sizes), np.float32)
    network = Network(sizes, activation, cost, parameters, classes)
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), 1):
        for part, view in (("weight", weights), ("bias", biases)):
            values = tensors[f"layer{number}.{part}"]
            if not np.isfinite(values).all():
                raise _Malformed(f"the {part}s of layer {number} are not all finite numbers")
            with np.errstate(over="ignore"):
                view[...] = values
            if not np.isfinite(view).all():
                raise _Malformed(f"the {part}s of layer {number} are too large for single precision")
    temperature, version = about["temperature"], about["normalisation_version"]
    if type(temperature) not in (int, float) or not 0 < temperature <= 1000:  # type: ignore[operator]
        raise _Malformed("its temperature is not a positive number")
    if type(version) is not int or not 0 <= version <= 1_000_000:
        raise _Malformed("its normalisation version is not a number of a few digits")
    reports = _reports(tensors, layers=len(sizes) - 1, converged=about.get("converged") is True)
    return SavedModel(
        network=network,
        config=_config(about["config"], sizes, classes),
        temperature=float(temperature),  # type: ignore[arg-type]
        reports=reports,
        digits_version=_text(about, "digits_version"),
        normalisation_version=version,
        created=_text(about, "created"),
        name=stem,
        checkpoint=_checkpoint(about, tensors, len(parameters), reports),
        frozen=_frozen(about, sizes),
    )


def _checkpoint(
    about: Mapping[str, object],
    tensors: Mapping[str, NDArray[np.floating]],
    parameters: int,
    reports: tuple[Report, ...],
) -> Checkpoint | None:
    if "checkpoint" not in about and not CHECKPOINT_NAMES & set(tensors):
        return None
    checkpoint = checkpoint_of(about["checkpoint"], tensors, parameters)
    if checkpoint.epoch != (reports[-1].epoch if reports else 0):
        raise _Malformed("its checkpoint and its curves are of different epochs")
    return checkpoint


def _bits_of(units: frozenset[Unit]) -> dict[str, str]:
    """For each layer with frozen units, a number in hexadecimal with a bit for each: half a million units are short."""
    bits: dict[int, int] = {}
    for layer, unit in units:
        bits[layer] = bits.get(layer, 0) | 1 << unit
    return {str(layer): f"{bits[layer]:x}" for layer in sorted(bits)}


def _frozen(about: Mapping[str, object], sizes: tuple[int, ...]) -> frozenset[Unit]:
    by_layer = about.get("frozen", {})
    if not isinstance(by_layer, dict):
        raise _Malformed("its frozen units are not a table of layers")
    units: set[Unit] = set()
    for name, text in by_layer.items():
        layer = int(name) if re.fullmatch(r"[1-9][0-9]?[0-9]?", name) else 0
        if not 1 <= layer < len(sizes):
            raise _Malformed(f"it has frozen units in the layer {shown(name)}, which is not there")
        if not isinstance(text, str) or not re.fullmatch(r"[0-9a-f]{1,2500}", text):
            raise _Malformed(f"its frozen units of layer {layer} are no number in hexadecimal")
        bits = int(text, 16)
        if bits.bit_length() > sizes[layer]:
            raise _Malformed(f"it has more frozen units in layer {layer} than units")
        units.update((layer, unit) for unit in range(sizes[layer]) if bits >> unit & 1)
    return frozenset(units)


def _config(values: object, sizes: tuple[int, ...], classes: Classes) -> TrainingConfig:
    if not isinstance(values, dict):
        raise _Malformed("its configuration is not a table of names and values")
    # Files of before there was such an output do not say, and one that contradicts its own weights is wrong.
    config = replace(
        config_from(values, TrainingConfig(hidden=sizes[1:-1], engine="numpy")), non_digits=classes.has_none
    )
    if config.hidden != sizes[1:-1]:
        raise _Malformed("its configuration names other layers than its weights have")
    return config


def _reports(tensors: Mapping[str, NDArray[np.floating]], layers: int, converged: bool) -> tuple[Report, ...]:
    """The curves as reports again; a model without curves is a good model."""
    if not any(name.startswith("curves.") for name in tensors):
        return ()
    widths = vector_widths(layers)
    epochs = tensors["curves.epoch"].size
    columns = {}
    for name in (*SCALARS, *widths):
        column = np.asarray(tensors[f"curves.{name}"], dtype=np.float64)
        if column.shape != ((epochs, widths[name]) if name in widths else (epochs,)):
            raise _Malformed("its curves are not of equal length")
        columns[name] = column
    check_columns(columns)
    return reports_of(columns, converged=converged)
