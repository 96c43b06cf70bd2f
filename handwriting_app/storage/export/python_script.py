"""A model as a script of numpy alone, to read and to change, with its weights beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import numpy as np

from handwriting_app.assets import resources_folder
from handwriting_app.names import shown_name
from handwriting_app.storage.atomic import atomic_write, check_writable
from handwriting_app.storage.export.reading_model import ReadingModel

SUFFIX: Final = ".py"
WEIGHTS_SUFFIX: Final = ".npz"

_SCRIPT: Final = "read_digits"


def export_python(model: ReadingModel, path: Path) -> tuple[Path, ...]:
    """Write the script to ``path`` and the weights beside it, each whole or not at all; return both paths.

    The script is the same for every model, and goes by the name of its weights.

    Raises:
        OSError: As `atomic_write`.
        ValueError: ``path`` does not end in .py, or beside it lies something else of the weights' name.
    """
    if path.suffix != SUFFIX:
        raise ValueError(f"the name of a Python script ends in {SUFFIX}")
    weights, network = path.with_suffix(WEIGHTS_SUFFIX), model.network
    script = (resources_folder() / "export" / f"{_SCRIPT}{SUFFIX}").read_text(encoding="utf-8")
    arrays = {f"W{layer}": array for layer, array in enumerate(network.weights, 1)}
    arrays |= {f"b{layer}": array for layer, array in enumerate(network.biases, 1)}
    told = {
        "names": np.array(network.classes.names),
        "temperature": np.array(model.temperature),
        "activation": np.array(network.activation),
        "cost": np.array(network.cost),
    }
    if weights.exists() and not path.exists():
        raise ValueError(f"its weights would replace {shown_name(weights.name)}, which is no part of such a script")
    check_writable(path)
    with atomic_write(weights) as file:
        np.savez_compressed(file, allow_pickle=False, **arrays, **told)
    with atomic_write(path) as file:
        # In the program's own text stands the name that it has there.
        file.write(script.replace(f"{_SCRIPT}{SUFFIX}", os.fspath(path.name)).encode())
    return path, weights
