"""A model as an ONNX graph: from the counts of some views to the percentages of the reading, its temperature included.

Imported when a model is exported: onnx is an optional package.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.engine.config import ActivationName
from handwriting_app.engine.costs import FAINT
from handwriting_app.engine.reading import LEAST
from handwriting_app.ink.normalise import (
    FRAME,
    LEANINGS,
    MOST_HEIGHTENING,
    MOST_SLANT,
    MOST_WIDENING,
    PEN_WIDTH,
)
from handwriting_app.ink.raster import BLOCK, SIDE
from handwriting_app.storage.atomic import atomic_write
from handwriting_app.storage.export.reading_model import ReadingModel

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

SUFFIX: Final = ".onnx"

OPSET: Final = 18
"""Of the operators: the first in which the axes of a mean are an input. Runtimes of 2023 and later have it."""

_OPERATORS: Final[dict[ActivationName, str]] = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}


class OnnxMissingError(Exception):
    """The optional package is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__("ONNX needs the package onnx, which is not installed: pip install onnx")


def export_onnx(model: ReadingModel, path: Path) -> tuple[Path, ...]:
    """Write the graph to ``path``, whole or not at all; return the path.

    Raises:
        OSError: As `atomic_write`.
        OnnxMissingError: The package onnx is not installed.
        ValueError: ``path`` does not end in .onnx.
    """
    if path.suffix != SUFFIX:
        raise ValueError(f"the name of an ONNX file ends in {SUFFIX}")
    content = onnx_model(model).SerializeToString()
    with atomic_write(path) as file:
        file.write(content)
    return (path,)


def onnx_model(model: ReadingModel) -> ModelProto:
    """The graph, checked by onnx itself.

    Its input ``counts`` is float32 (batch, views, 64), 0…16; batch and views are free. Its outputs are
    ``probabilities`` (batch, classes), which sum to 1, and ``none`` (batch,), how sure it is that it is none of them.

    Raises:
        OnnxMissingError: The package onnx is not installed.
    """
    try:
        from onnx import TensorProto, checker, helper
    except ImportError as error:
        raise OnnxMissingError from error
    graph = _Graph()
    graph.add_network(model)
    graph.add_reading(model)
    float32 = TensorProto.FLOAT
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "reading",
            [helper.make_tensor_value_info("counts", float32, ["batch", "views", model.network.sizes[0]])],
            [
                helper.make_tensor_value_info("probabilities", float32, ["batch", len(model.network.classes)]),
                helper.make_tensor_value_info("none", float32, ["batch"]),
            ],
            graph.constants,
        ),
        producer_name="handwriting-app",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=9,
    )
    helper.set_model_props(made, _told(model))
    checker.check_model(made, full_check=True)
    return made


class _Graph:
    """Nodes one after another, each taking what the one before gives.

    Attributes:
        nodes: What is worked out.
        constants: What it is worked out with.
    """

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def add_network(self, model: ReadingModel) -> None:
        """From ``counts`` to ``said``: what the outputs say of each view."""
        network, last = model.network, len(model.network.weights)
        a = self.apply("Div", "counts", self.constant("full", BLOCK * BLOCK))
        for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), 1):
            weighed = self.apply("MatMul", a, self.constant(f"W{layer}", weights.T))
            z = self.apply("Add", weighed, self.constant(f"b{layer}", biases), name=f"z{layer}")
            if layer < last:
                a = self.apply(_OPERATORS[network.activation], z, name=f"a{layer}")
        if network.cost == "quadratic":
            self._add_shares(z, network.classes.outputs)
        else:
            self.apply("Softmax", z, name="said", axis=-1)

    def _add_shares(self, z: str, outputs: int) -> None:
        a = self.apply("Sigmoid", z, name=f"a{z[1:]}")
        total = self.apply("ReduceSum", a, self.constant("across", [-1], np.int64), keepdims=1)
        is_faint = self.apply("Less", total, self.constant("faint", FAINT))
        share = self.apply("Div", a, total)
        # Of nothing, all have the same share.
        self.apply("Where", is_faint, self.constant("alike", 1 / outputs), share, name="said")

    def add_reading(self, model: ReadingModel) -> None:
        """From ``said`` to ``probabilities`` and ``none``: the mean over the views, and the temperature."""
        classes = len(model.network.classes)
        logarithms = self.apply("Log", self.apply("Max", "said", self.constant("least", LEAST)))
        views = self.constant("views", [1], np.int64)
        mean = self.apply("ReduceMean", logarithms, views, name="mean", keepdims=0)
        start, end = self.constant("first", [0], np.int64), self.constant("classes", [classes], np.int64)
        axis = self.constant("outputs", [1], np.int64)
        cooled = self.apply(
            "Div", self.apply("Slice", mean, start, end, axis), self.constant("temperature", model.temperature)
        )
        self.apply("Softmax", cooled, name="probabilities", axis=-1)
        if model.network.classes.has_none:
            shares = self.apply("Softmax", mean, axis=-1)
            self.apply("Gather", shares, self.constant("place", classes, np.int64), name="none", axis=1)
        else:
            nothing = self.apply("ReduceSum", mean, self.constant("all", [1], np.int64), keepdims=0)
            self.apply("Mul", nothing, self.constant("zero", 0), name="none")

    def apply(self, operator: str, *inputs: str, name: str = "", **attributes: int) -> str:
        """Add a node; return what its output is called."""
        from onnx import helper

        name = name or f"{operator.lower()}_{len(self.nodes)}"
        node = helper.make_node(operator, inputs, [name], name)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return name

    def constant(
        self, name: str, value: float | list[int] | NDArray[np.floating], dtype: type[np.generic] = np.float32
    ) -> str:
        from onnx import numpy_helper

        self.constants.append(
            numpy_helper.from_array(np.ascontiguousarray(value, dtype).reshape(np.shape(value)), name)
        )
        return name


def _told(model: ReadingModel) -> dict[str, str]:
    """What whoever uses the graph has to know: the classes, and how a drawing becomes counts."""
    return {
        "name": model.name,
        "classes": json.dumps(model.network.classes.names, ensure_ascii=False),
        "temperature": repr(model.temperature),
        "normalisation": json.dumps(
            {
                "version": model.normalisation_version,
                "bitmap": SIDE,
                "block": BLOCK,
                "frame": FRAME,
                "pen_width": PEN_WIDTH,
                "leanings": (0.0, *LEANINGS),
                "most_slant": MOST_SLANT,
                "most_widening": MOST_WIDENING,
                "most_heightening": MOST_HEIGHTENING,
            }
        ),
    }
