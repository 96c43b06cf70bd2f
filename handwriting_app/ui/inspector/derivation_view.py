"""A person's own formula for the gradient, typed or from a file, held against backpropagation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.explain.derivation import Derivation, Verdict
from handwriting_app.explain.matrix_expression import FUNCTIONS, LONGEST, ExpressionError
from handwriting_app.names import shown_name
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

MOST_BYTES: Final = 400 * 2**20
"""Of a file of numbers: the gradient of the largest layer in double precision, and its head."""

_EXAMPLE: Final = "delta2.T @ a1 / m"
_CHANGED: Final = "The weights or the drawing have changed: press Enter to check again."


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    network: Network
    x: Array
    target: Array
    layer: int

    def is_same(self, other: _Case) -> bool:
        return (
            self.network is other.network
            and self.layer == other.layer
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.target, other.target)
        )

    def derivation(self) -> Derivation:
        return Derivation(self.network, self.x, np.tile(self.target, (len(self.x), 1)))


class DerivationView(QWidget):
    """A line to type ∂C/∂W in, and what is to be said of it, layer by layer.

    The examples are the views of the drawing, so that there is a mean over m of them.

    Attributes:
        verdicts: What was last said of the formula, layer by layer; empty once it is out of date.

    Signals:
        judged(): another formula was checked, or what was said is out of date.
    """

    judged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: _Case | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self._field = QLineEdit(self)
        self._field.setObjectName("derivation_field")
        self._field.setAccessibleName("Your formula for the gradient of the weights")
        self._field.setPlaceholderText(f"∂C/∂W = …  such as {_EXAMPLE}")
        self._field.setMaxLength(LONGEST)
        self._field.returnPressed.connect(self._check)
        check = QPushButton("Check", self)
        check.setObjectName("derivation_check")
        set_tip(check, "Hold the formula against backpropagation (Enter)")
        check.clicked.connect(self._check)
        from_file = QPushButton("From a file…", self)
        from_file.setObjectName("derivation_file")
        set_tip(
            from_file, "Hold an array that you have worked out elsewhere (.npy) against the chosen layer's gradient"
        )
        from_file.clicked.connect(self._open)
        self._verdict = QLabel(self)
        self._verdict.setObjectName("derivation_verdict")
        self._verdict.setAccessibleName("What is said of the formula")
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setWordWrap(True)
        self._verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._names = QLabel(self)
        self._names.setObjectName("derivation_names")
        self._names.setTextFormat(Qt.TextFormat.PlainText)
        self._names.setWordWrap(True)
        set_caption(self._names)
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(check)
        row.addWidget(from_file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addLayout(row)
        layout.addWidget(self._verdict)
        layout.addWidget(self._names)

    def show_case(self, network: Network, x: Array, target: Array, layer: int) -> None:
        """Check formulas on these examples from now on.

        Args:
            network: Read-only.
            x: (m, features), the views of one drawing.
            target: (outputs,), what its outputs should be.
            layer: Whose gradient is asked for, from 1.
        """
        before = self._case
        self._case = _Case(network, x, target, layer)
        if before is None or not before.is_same(self._case):
            self.verdicts = ()
            self._verdict.setText(_CHANGED if self._verdict.text() else "")
            self._show_names(self._case)

    def _show_names(self, case: _Case) -> None:
        sizes, m, layer = case.network.sizes, len(case.x), case.layer
        last = len(sizes) - 1
        self._names.setText(
            f"Layer {layer} of {last}: ∂C/∂W is {sizes[layer]} × {sizes[layer - 1]}. A row is an example: the m = {m} "
            f"views of your drawing. Known: x, a1…a{last}, z, W, b, t, delta1…delta{last} (δ), slope (σ′), m; with l, "
            "as in delta[l].T @ a[l-1] / m, every layer is checked at once."
        )
        set_tip(self._names, f"Operators + − * / ** @ .T and, with one value each: {', '.join(FUNCTIONS)}")

    def _check(self) -> None:
        case = self._case
        if case is None:
            return
        try:
            verdicts = case.derivation().judge(self._field.text(), case.layer)
        except ExpressionError as error:
            self._show(())
            self._show_problem(str(error), error.place)
            return
        self._show(verdicts)
        if len({verdict.place for verdict in verdicts}) == 1 and verdicts[0].place >= 0:
            self._show_problem(verdicts[0].words, verdicts[0].place)

    def _show(self, verdicts: tuple[Verdict, ...]) -> None:
        self.verdicts = verdicts
        head = len(verdicts) > 1
        self._verdict.setText(
            "\n".join(f"Layer {verdict.layer}: {verdict.words}" if head else verdict.words for verdict in verdicts)
        )
        self.judged.emit()

    def _show_problem(self, words: str, place: int) -> None:
        """Say what is wrong, and put the cursor where it is."""
        self._verdict.setText(words)
        if place >= 0:
            self._field.setFocus()
            self._field.setSelection(place, 1)

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "An array of numbers", str(Path.home()), "Arrays (*.npy)")
        case = self._case
        if path and case is not None:
            try:
                given = read_array(Path(path))
            except (OSError, ValueError) as error:
                self._verdict.setText(f"{shown_name(Path(path).name)} is no array that can be read: {error}.")
                return
            self._show((case.derivation().judge_array(given, case.layer),))


def read_array(path: Path) -> NDArray[np.float64]:
    """The numbers of a .npy file, which is not trusted: nothing in it is run.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no such file, too large, or holds no numbers.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("it is too large")
    with path.open("rb") as file:
        try:
            array = np.lib.format.read_array(file, allow_pickle=False)
        except ValueError as error:
            raise ValueError("it was not written by numpy.save, or is cut short") from error
    if array.dtype.kind not in "fiu":
        raise ValueError("it holds something else than real numbers")
    return np.asarray(array, np.float64)
