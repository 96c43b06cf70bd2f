"""However sure the window is of a digit, it says so with one number everywhere, and so does the command line."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from handwriting_app.cli import main
from handwriting_app.data.calibration import fit_temperature
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.metrics import expected_calibration_error
from handwriting_app.engine.reading import reading_steps
from handwriting_app.explain.steps import StepKind, steps_of
from handwriting_app.numerals import percent
from handwriting_app.session.messages import RunState
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.mistakes.digit_gallery import DigitGallery
from handwriting_app.ui.network.graph import NetworkGraph
from tests.session.runs import open_model, save
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
SHORT = TrainingConfig(hidden=(16,), epochs=5, held_out=0.05, variation=0.0, stop_when_converged=False)
"""Few are held out: what temperatures are fitted on is soon prepared."""


def text(window, name):
    return window.findChild(QLabel, name).text()


def show(qtbot, window, view):
    tabs_of(window).show_view(view)
    widget = window.findChild(QWidget, view)
    qtbot.waitUntil(widget.isVisible, timeout=WAIT)
    widget.refresh_now()
    return widget


def left(window):
    """The percentage of each digit at the left: what the bars are described as."""
    words = window.findChild(QWidget, "probability_bars").accessibleDescription()
    return [each.partition(": ")[2] for each in words.split(", ")]


def outputs_of(window):
    return session_of(window).timeline.weights.network.sizes[-1]


def in_network(qtbot, window):
    """The percentage beside each output, and the one of the caption."""
    show(qtbot, window, "network_view")
    graph = window.findChild(NetworkGraph)
    outputs = len(session_of(window).timeline.weights.network.weights)
    shares = [graph.words((outputs, digit)).partition("the reading says ")[2] for digit in range(outputs_of(window))]
    return shares, text(window, "network_caption").partition(": ")[2]


def in_backprop(qtbot, window):
    """The reading of the softmax page, for each digit, and the two steps before it."""
    view = show(qtbot, window, "backprop_view")
    depth = len(session_of(window).timeline.weights.network.weights)
    place = next(at for at, step in enumerate(steps_of(depth)) if step.kind is StepKind.OUTPUT)
    window.findChild(QWidget, "inspector_map").step_chosen.emit(place)
    found = []
    for digit in range(outputs_of(window)):
        window.findChild(QWidget, "inspector_unit").setValue(digit)
        view.refresh_now()
        found.append(tuple(text(window, f"reading_{step}") for step in ("upright", "mean", "calibrated")))
    return found


def agree(qtbot, window):
    """Every view shows the percentages at the left; return them."""
    shares = left(window)
    best = shares[session_of(window).reader.prediction.digit]
    assert best in text(window, "prediction_note") or session_of(window).reader.prediction.is_doubtful
    assert in_network(qtbot, window) == (shares, best)
    assert [reading for _, _, reading in in_backprop(qtbot, window)] == shares
    return shares


def is_measured(window, mistakes):
    """Whether the Mistakes tab has come to the weights of the moment."""
    measured = mistakes._measured
    return measured is not None and measured.network is session_of(window).timeline.weights.network


def train(qtbot, window, config=SHORT):
    window.findChild(QWidget, "training_panel").set_config(config)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        window.findChild(QPushButton, "train_button").click()


def picture_of(drawing, path):
    """The strokes as somebody might scan them."""
    image = Image.new("L", (280, 280), 255)
    for stroke in drawing.strokes:
        ImageDraw.Draw(image).line([tuple(280 * point) for point in stroke], 0, 12, "curve")
    image.save(path)


def test_one_drawing_reads_the_same_in_every_view(qtbot, window):
    draw(window)
    agree(qtbot, window)


def test_the_inspector_shows_the_way_from_the_upright_view_to_the_reading(qtbot, window):
    draw(window)
    session = session_of(window)
    weights, digit = session.timeline.weights, session.reader.prediction.normalised
    z = weights.network.logits(digit.views()).astype(np.float64)

    def shares(z):
        return np.exp(z) / np.exp(z).sum()

    upright, mean = shares(z[0]), shares(z.mean(axis=0))
    calibrated = np.append(shares(z.mean(axis=0)[:10] / weights.temperature), mean[10])
    assert percent(upright[7]) != percent(calibrated[7]), "else this digit would not tell the steps apart"
    assert in_backprop(qtbot, window) == [
        (percent(upright[k], 2), percent(mean[k], 2), percent(calibrated[k])) for k in range(11)
    ]
    assert text(window, "reading_mean_name") == "mean of 3 views"
    assert text(window, "reading_temperature_name") == "no temperature: the reading"
    window.findChild(QWidget, "inspector_unit").setValue(7)
    window.findChild(QWidget, "backprop_view").refresh_now()
    assert text(window, "reading_temperature_name") == "temperature 0.555: the reading"


def test_the_command_line_reads_a_picture_as_the_window_does(qtbot, window, tmp_path, capsys):
    """The same picture of the same strokes, put in place of the drawing and handed to ``predict``."""
    draw(window)
    path = tmp_path / "seven.png"
    picture_of(session_of(window).reader.drawing, path)
    assert main(["predict", str(path), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["images"]
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(copied)
    with qtbot.waitSignal(session_of(window).reader.digit_replaced, timeout=WAIT):
        window.findChild(QAction, "action_paste_picture").trigger()
    assert left(window) == [percent(share) for share in (*told["probabilities"], told["no_digit"])]
    agree(qtbot, window)


def test_a_mistake_reads_the_same_in_its_gallery_and_in_place_of_the_drawing(qtbot, window):
    train(qtbot, window)
    view = show(qtbot, window, "mistakes_view")
    gallery = window.findChild(DigitGallery)
    qtbot.waitUntil(lambda: is_measured(window, view), timeout=WAIT)
    view.refresh_now()
    assert gallery.model().rowCount()
    for row in (0, gallery.model().rowCount() - 1):
        show(qtbot, window, "mistakes_view")
        index = gallery.model().index(row, 0)
        words = index.data()
        gallery.setCurrentIndex(index)
        window.findChild(QPushButton, "put_on_canvas_button").click()
        prediction = session_of(window).reader.prediction
        assert words.split("\n") == [
            f"{words[0]} as {prediction.digit}",
            percent(prediction.confidence, is_narrow=True),
        ]
        agree(qtbot, window)
        assert text(window, "reading_mean_name") == "its only view"


def test_a_reading_changes_only_when_a_weight_moves(qtbot, window):
    """The same weights read the same: as they come, once the run has ended, and looked back at."""
    session, told = session_of(window), {}
    session.timeline.weights_changed.connect(lambda weights: told.setdefault(weights.epoch, []).append(left(window)))
    draw(window)
    train(qtbot, window)
    assert agree(qtbot, window) == told[SHORT.epochs][0]
    for epoch in (*session.timeline.epochs, *reversed(session.timeline.epochs)):
        session.timeline.look_back(epoch)
    session.timeline.look_back(None)
    assert all(len(told[epoch]) > 1 for epoch in session.timeline.epochs)
    for epoch in session.timeline.epochs:
        assert told[epoch] == [told[epoch][0]] * len(told[epoch]), f"the readings of epoch {epoch} differ"


def test_every_view_reads_with_the_epoch_that_is_looked_back_at(qtbot, window):
    draw(window)
    train(qtbot, window, replace(SHORT, epochs=40))
    now = agree(qtbot, window)
    session = session_of(window)
    first = session.timeline.epochs[1]
    assert first < 40
    session.timeline.look_back(first)
    back = agree(qtbot, window)
    assert back != now
    session.timeline.look_back(None)
    assert agree(qtbot, window) == now


def test_a_file_saved_at_once_has_the_temperature_of_its_weights(qtbot, window, tmp_path):
    session = session_of(window)
    draw(window)
    saved = []

    def save(_ended):
        session.save(session.shelf.present, tmp_path / "kept.safetensors")
        saved.append(left(window))

    session.training.ended.connect(save)
    train(qtbot, window)
    qtbot.waitUntil(lambda: not session.saving.is_busy, timeout=WAIT)
    model = load_model(tmp_path / "kept.safetensors")
    data = session.digits.of(SHORT)
    assert model.temperature == fit_temperature(model.network, data.held_x, data.held_y)
    session.reset(SHORT)
    assert left(window) != saved[0]
    open_model(qtbot, session, tmp_path / "kept.safetensors")
    assert agree(qtbot, window) == saved[0]


def test_a_step_by_hand_keeps_the_temperature_and_says_so(qtbot, window):
    draw(window)
    session = session_of(window)
    before = session.timeline.weights.temperature
    in_backprop(qtbot, window)
    window.findChild(QPushButton, "one_step_apply").click()
    agree(qtbot, window)
    assert session.timeline.weights.temperature == before
    window.findChild(QWidget, "inspector_unit").setValue(7)
    window.findChild(QWidget, "backprop_view").refresh_now()
    assert text(window, "reading_temperature_name") == "temperature 0.555 (kept): the reading"


def test_a_run_that_goes_on_begins_with_the_reading_it_ended_with(qtbot, window):
    session = session_of(window)
    draw(window)
    train(qtbot, window)
    before = left(window)
    seen = []
    session.training.started.connect(lambda _config: seen.append(left(window)))
    with qtbot.waitSignal(session.training.ended, timeout=WAIT):
        session.go_on(SHORT)
    assert seen == [before]


def test_evaluate_judges_the_percentages_that_mistakes_shows(qtbot, window, tmp_path, capsys):
    train(qtbot, window)
    session = session_of(window)
    save(qtbot, session, tmp_path / "kept.safetensors")
    assert main(["evaluate", "digits", "--model", str(tmp_path / "kept.safetensors"), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["sources"]
    view = show(qtbot, window, "mistakes_view")
    qtbot.waitUntil(lambda: is_measured(window, view), timeout=WAIT)
    readings = view._readings
    assert told["confusion"] == readings.confusion.tolist()
    assert told["expected_calibration_error"] == pytest.approx(
        expected_calibration_error(readings.true, readings.probabilities)
    )
    weights = session.timeline.weights
    alone = reading_steps(weights.network, readings.features[:1], weights.temperature)
    assert readings.probabilities[0] == pytest.approx(alone.probabilities, rel=1e-4)


def test_while_a_run_is_paused_every_view_agrees(qtbot, window):
    session = session_of(window)
    draw(window)
    window.findChild(QWidget, "training_panel").set_config(replace(SHORT, epochs=10**6))
    with qtbot.waitSignal(session.training.state_changed, check_params_cb=lambda s: s is RunState.PAUSED, timeout=WAIT):
        window.findChild(QPushButton, "step_button").click()
    assert session.timeline.weights.temperature != 1.0
    agree(qtbot, window)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is RunState.IDLE, timeout=WAIT)
    agree(qtbot, window)
