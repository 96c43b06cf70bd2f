"""Pictures in the whole window: by file, paste and drop the same picture gives the same reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.session.reading import Prediction
from handwriting_app.ui.draw.pictures import reading_of
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.theme import DARK, LIGHT, palette_of
from tests.figures import STROKES, box, ink_of
from tests.whole_window import draw, session_of

WAIT = 10_000


def on_paper(digit: int) -> Image.Image:
    return Image.fromarray(255 - ink_of(digit))


def boxed(digit: int) -> Image.Image:
    return Image.fromarray(255 - np.maximum(ink_of(digit, room=0.6), box(160, 0.06)))


def light_ink(digit: int) -> Image.Image:
    ink = ink_of(digit)
    return Image.fromarray(np.dstack((np.full_like(ink, 255),) * 3 + (ink,)), "RGBA")


def sheet(digit: int) -> Image.Image:
    pixels = np.zeros((260, 260, 4), np.uint8)
    pixels[50:210, 50:210, :3] = (255 - ink_of(digit))[..., None]
    pixels[50:210, 50:210, 3] = 255
    return Image.fromarray(pixels, "RGBA")


KINDS = {"paper": on_paper, "box": boxed, "white ink": light_ink, "sheet": sheet}


def read_after(qtbot: QtBot, window: MainWindow, act: Callable[[], object]) -> Prediction:
    reader = session_of(window).reader
    with qtbot.waitSignal(reader.prediction_changed, check_params_cb=lambda p: p is not None, timeout=WAIT):
        act()
    assert reader.prediction is not None
    return reader.prediction


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def paste(window: MainWindow, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    trigger(window, "action_paste_picture")


def drop(window: MainWindow, data: QMimeData) -> bool:
    where, buttons, keys = QPoint(50, 50), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(where), Qt.DropAction.CopyAction, data, buttons, keys))
    return enter.isAccepted()


def as_file(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def as_bytes(path: Path) -> QMimeData:
    data = QMimeData()
    data.setData("image/png", QByteArray(path.read_bytes()))
    return data


def as_image(path: Path) -> QMimeData:
    data = QMimeData()
    data.setImageData(QImage(str(path)))
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_file_paste_and_drop_give_the_same_reading(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "five.png"
    KINDS[kind](5).save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    ways: list[Callable[[], object]] = [lambda: trigger(window, "action_open_picture")]
    for made in (as_file, as_bytes, as_image):
        ways += [lambda made=made: paste(window, made(path)), lambda made=made: drop(window, made(path))]
    readings = [read_after(qtbot, window, way) for way in ways]
    assert window.findChild(QLabel, "predicted_digit").text() == "5"
    for reading in readings:
        np.testing.assert_array_equal(reading.probabilities, readings[0].probabilities)
        assert not reading.is_doubtful
        assert len(reading.normalised.steps) == 6
    assert window.findChild(QWidget, "picture_step_6").isVisible()
    draw(window, ((0.5, 0.1), (0.5, 0.9)))
    assert not window.findChild(QWidget, "picture_step_6").isVisible()


def test_a_picture_on_the_canvas_follows_the_theme(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    on_paper(1).save(path)
    read_after(qtbot, window, lambda: drop(window, as_file(path)))
    canvas = window.findChild(QWidget, "canvas")
    for theme in (DARK, LIGHT):
        window.setPalette(palette_of(theme))
        qtbot.waitUntil(lambda theme=theme: canvas.grab().toImage().pixelColor(20, 20) == theme.paper)


def test_a_photograph_is_set_upright_when_pasted(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "seven.png"
    light_ink(7).transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)
    for made in (as_file, as_bytes):
        assert read_after(qtbot, window, lambda made=made: paste(window, made(path))).digit == 7


def test_a_deep_picture_is_pasted_as_its_file_is_read(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "dim.png"
    Image.fromarray((255 - ink_of(3)).astype(np.uint16) * 4).save(path)  # 10 bits of 16
    for made in (as_file, as_bytes, as_image):
        assert read_after(qtbot, window, lambda made=made: paste(window, made(path))).digit == 3


def test_two_digits_are_doubted_in_pictures_and_drawings(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "seventeen.png"
    ink = np.maximum(ink_of(1, room=0.5, at=(0.25, 0.5)), ink_of(7, room=0.5, at=(0.7, 0.5)))
    Image.fromarray(255 - ink).save(path)
    picture = read_after(qtbot, window, lambda: drop(window, as_file(path)))
    assert picture.doubt == "not sure: two digits?"

    def strokes(digit: int, right: float) -> list[tuple[tuple[float, float], ...]]:
        return [tuple((right + 0.4 * x, 0.2 + 0.6 * y) for x, y in stroke) for stroke in STROKES[digit]]

    draw(window, *strokes(1, 0.05), *strokes(7, 0.5))
    drawn = session_of(window).reader.prediction
    assert drawn is not None
    assert drawn.doubt == "not sure: two digits?"


def test_what_holds_no_picture_is_not_taken(window: MainWindow) -> None:
    text, page = QMimeData(), QMimeData()
    text.setText("seven")
    page.setUrls([QUrl("https://example.org/seven.png")])
    assert not drop(window, text)
    assert not drop(window, page)


def test_a_clipboard_that_cannot_be_reached_holds_no_picture() -> None:
    """Qt then has no data at all, not even empty ones."""
    assert reading_of(None) is None


def test_a_photograph_never_stops_the_window(qtbot: QtBot, window: MainWindow) -> None:
    """It is scaled, converted and read in a thread of its own: the call comes back before any of that is done."""
    photograph: NDArray[np.uint8] = np.kron(255 - ink_of(4), np.ones((19, 25), np.uint8))  # 4000 × 3040
    height, width = photograph.shape
    data = QMimeData()
    data.setImageData(QImage(photograph.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy())
    reader = session_of(window).reader
    with qtbot.waitSignal(reader.prediction_changed, check_params_cb=lambda p: p is not None, timeout=WAIT):
        paste(window, data)
        assert reader.prediction is None
    assert reader.prediction is not None
    assert reader.prediction.digit == 4


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n"])
def test_bytes_that_are_no_picture_are_refused_in_words(qtbot: QtBot, window: MainWindow, content: bytes) -> None:
    data = QMimeData()
    data.setData("image/png", QByteArray(content))
    paste(window, data)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "error_dialog") is not None, timeout=WAIT)
    assert "picture" in window.findChild(QMessageBox, "error_dialog").informativeText()
