"""A model as one page for any browser: a canvas, the reading, the units lit, and the way through the network."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Final

import numpy as np

from handwriting_app.assets import resources_folder
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.export.reading_model import ReadingModel

SUFFIX: Final = ".html"


def export_html(model: ReadingModel, path: Path) -> tuple[Path, ...]:
    """Write the page to ``path``, whole or not at all; return the path. It needs no network and no library.

    Raises:
        OSError: As `atomic_write`.
        ValueError: ``path`` does not end in .html.
    """
    if path.suffix not in (SUFFIX, ".htm"):
        raise ValueError(f"the name of a page ends in {SUFFIX}")
    folder = resources_folder() / "export"
    page, reading, script = (
        (folder / name).read_text(encoding="utf-8") for name in ("page.html", "reading.js", "page.js")
    )
    parts = {"@MODEL@": model_json(model), "@READING@": reading, "@PAGE@": script}
    for place, text in parts.items():
        before, after = page.split(place)
        page = before + text + after
    with atomic_write(path) as file:
        file.write(page.encode())
    return (path,)


def model_json(model: ReadingModel) -> str:
    """The model as the page reads it; whatever its names are, it cannot end the element of the page that it is in."""
    network = model.network
    layers = zip(network.weights, network.biases, strict=True)
    weights = np.concatenate([array.ravel() for layer in layers for array in layer]).astype("<f4")
    told = {
        "name": model.name,
        "names": network.classes.names,
        "none": network.classes.none_named,
        "is_digits": network.classes.none_named == "no digit",
        "sizes": network.sizes,
        "activation": network.activation,
        "cost": network.cost,
        "temperature": model.temperature,
        "weights": base64.b64encode(weights.tobytes()).decode(),
    }
    return json.dumps(told).replace("<", "\\u003c").replace("@", "\\u0040")
