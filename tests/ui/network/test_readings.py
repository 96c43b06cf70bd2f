"""Names and percentages beside the outputs, however long the names are."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.engine.network import Network
from handwriting_app.ui.network.graph import NetworkGraph
from handwriting_app.ui.network.paint import room_for_readings


def test_longer_names_move_the_outputs_to_the_left(qtbot: QtBot) -> None:
    def end_of(classes: Classes) -> float:
        graph = NetworkGraph()
        qtbot.addWidget(graph)
        graph.resize(420, 300)
        rng = np.random.default_rng(0)
        network = Network.initialise((64, 9, classes.outputs), "relu", "cross-entropy", rng, classes=classes)
        graph.show_network(network, None, None)
        places = graph.places()
        assert places is not None
        outputs = places.layers[-1]
        room = graph.width() - float(outputs.centres[:, 0].max()) - outputs.radius
        assert room >= room_for_readings(classes, graph.font())
        return room

    assert end_of(Classes(("A", "heart and star", "W"), has_none=True)) > end_of(TEN_DIGITS)
