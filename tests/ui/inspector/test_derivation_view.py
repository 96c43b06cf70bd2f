"""My formula: typed or from a file, checked on the views of the drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.explain.derivation import Derivation
from handwriting_app.ui.inspector.derivation_view import DerivationView, read_array

X = np.random.default_rng(2).random((3, 6))
TARGET = np.eye(4)[1]


@pytest.fixture
def network() -> Network:
    return Network.initialise((6, 5, 4), "sigmoid", "cross-entropy", np.random.default_rng(0)).frozen()


@pytest.fixture
def view(qtbot: QtBot, network: Network) -> DerivationView:
    shown = DerivationView()
    qtbot.addWidget(shown)
    shown.show_case(network, X, TARGET, 2)
    return shown


def type_in(qtbot: QtBot, view: DerivationView, text: str) -> str:
    field = view.findChild(QLineEdit, "derivation_field")
    assert field is not None
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return verdict(view)


def verdict(view: DerivationView) -> str:
    label = view.findChild(QLabel, "derivation_verdict")
    assert label is not None
    return label.text()


def test_a_right_formula_is_right_and_a_wrong_one_is_told_its_first_slip(qtbot: QtBot, view: DerivationView) -> None:
    assert type_in(qtbot, view, "delta2.T @ a1 / m").startswith("✓ Right")
    assert "1/m is missing" in type_in(qtbot, view, "delta2.T @ a1")
    lines = type_in(qtbot, view, "δ[l].T @ a[l-1] / m").split("\n")
    assert [line[: len("Layer 1: ✓")] for line in lines] == ["Layer 1: ✓", "Layer 2: ✓"]


def test_what_cannot_be_read_is_marked_in_the_field(qtbot: QtBot, view: DerivationView) -> None:
    assert type_in(qtbot, view, "delta2.T @ C1") == "There is nothing called C1 here."
    field = view.findChild(QLineEdit, "derivation_field")
    assert field is not None
    assert (field.selectionStart(), field.selectedText()) == (11, "C")


def test_other_weights_make_the_verdict_old(qtbot: QtBot, view: DerivationView, network: Network) -> None:
    type_in(qtbot, view, "delta2.T @ a1 / m")
    view.show_case(network, X, TARGET, 2)
    assert verdict(view).startswith("✓ Right"), "the same case again changes nothing"
    view.show_case(network.copy().frozen(), X, TARGET, 1)
    assert "press Enter" in verdict(view)
    names = view.findChild(QLabel, "derivation_names")
    assert names is not None
    assert "∂C/∂W is 5 × 6" in names.text()


def test_an_array_from_a_file_is_checked(
    qtbot: QtBot, view: DerivationView, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.npy"
    right = Derivation(network, X, np.tile(TARGET, (3, 1)))
    (gradient,) = (right._backward.weights[1],)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    button = view.findChild(QPushButton, "derivation_file")
    assert button is not None
    for given, words in ((gradient, "✓ Right"), (-gradient, "✗ The sign is wrong"), (gradient.T, "Turned over")):
        np.save(path, given)
        button.click()
        assert words in verdict(view)
    path.write_bytes(b"no array")
    button.click()
    assert verdict(view).startswith("mine.npy is no array that can be read")


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    path = tmp_path / "objects.npy"
    np.save(path, np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(ValueError, match="cut short"):
        read_array(path)
    np.save(path, np.array(["text"]))
    with pytest.raises(ValueError, match="real numbers"):
        read_array(path)
