"""Joins the drawing column to the session, and brings pictures in by file, paste and drop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from handwriting_app.data.digits import FULL_COUNT, load_digits_split
from handwriting_app.data.nearest import nearest
from handwriting_app.engine.data_set import DataSet
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import CELLS
from handwriting_app.session.background import Latest
from handwriting_app.session.reading import Prediction
from handwriting_app.session.session import Session
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.frame.model_files import show_error

PICTURES = "Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.pgm *.ppm)"
LARGEST_SIDE = 1024
"""Pixels; a larger pasted picture is scaled down: one digit needs no more."""


class DrawingWiring(QObject):
    """Keeps column and session in step; any of three ways brings a picture in, off the GUI thread.

    Signals:
        message(str): a success to mention in passing.
    """

    message = Signal(str)

    def __init__(self, session: Session, column: DrawColumn, window: QWidget) -> None:
        super().__init__(column)
        self._session = session
        self._column = column
        self._window = window
        self._picture: Latest[NormalisedDigit] = Latest(self)
        self._picture.done.connect(self._on_picture)
        self._picture.failed.connect(self._on_no_picture)
        column.drawing_changed.connect(session.set_drawing)
        column.normalisation_toggled.connect(self._set_normalisation)
        session.prediction_changed.connect(self._show_prediction)
        session.picture_changed.connect(column.show_picture)
        session.data_changed.connect(self._on_digits)
        self._training_digits: DataSet | None = None
        self._compared: NormalisedDigit | None = None  # whose nearest digits are shown
        self._digits: Latest[DataSet] = Latest(self)
        self._digits.done.connect(self._on_digits)
        self._compare_later = QTimer(self)  # in a turn of its own: the reading is painted first
        self._compare_later.setSingleShot(True)
        self._compare_later.timeout.connect(self._compare)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def open_picture(self) -> None:
        """Ask for a picture file and read it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Read a picture of a digit", str(Path.home()), PICTURES)
        if path:
            self.read_file(Path(path))

    def paste_picture(self) -> None:
        """Read the picture, or the picture file, on the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            show_error(
                self._window,
                "There is no picture to paste",
                "The clipboard holds neither a picture nor a picture file. Copy one, then paste again.",
            )

    def read_file(self, path: Path) -> None:
        self._picture.ask(partial(_read_file, path))

    def read_image(self, image: QImage) -> None:
        self._picture.ask(partial(_read_image, image))

    def shutdown(self) -> None:
        self._picture.wait()
        self._digits.wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped anywhere on the window."""
        if isinstance(event, QDragEnterEvent):
            data = event.mimeData()
            if data.hasImage() or data.hasUrls():
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            if self._take(event.mimeData()):
                event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _take(self, data: QMimeData) -> bool:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.read_file(files[0])
            return True
        image = data.imageData() if data.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self.read_image(image)
        return True

    def _set_normalisation(self, enabled: bool) -> None:
        self._session.set_normalisation(enabled)
        if self._training_digits is None:
            # Whoever compares wants to see what the network learned from; a second's work, so only now.
            config = self._session.info.config
            self._digits.ask(partial(load_digits_split, config.held_out, config.seed))

    def _on_digits(self, digits: DataSet) -> None:
        self._training_digits, self._compared = digits, None
        self._show_prediction(self._session.prediction)

    def _show_prediction(self, prediction: Prediction | None) -> None:
        self._column.show_prediction(prediction)
        if prediction is None:
            self._compared = None
            self._column.network_sees.show_nearest([])
        else:
            self._compare_later.start()

    def _compare(self) -> None:
        """Show the training digits that are most like the drawing."""
        prediction, digits = self._session.prediction, self._training_digits
        if prediction is None or digits is None:
            return
        if prediction.normalised is self._compared:
            return
        self._compared = prediction.normalised
        rows = nearest(prediction.normalised.features(), digits.train_x, 3)
        counts = np.rint(digits.train_x[rows] * FULL_COUNT).astype(np.uint8).reshape(-1, CELLS, CELLS)
        labels = (int(label) for label in digits.train_y[rows])
        self._column.network_sees.show_nearest(list(zip(counts, labels, strict=True)))

    def _on_picture(self, digit: NormalisedDigit) -> None:
        self._session.set_picture(digit)
        self.message.emit("Read the picture; draw to replace it")

    def _on_no_picture(self, message: str, _details: str) -> None:
        show_error(self._window, "This picture cannot be read", message[:1].upper() + message[1:])


def _read_file(path: Path) -> NormalisedDigit:
    # Imported when a picture comes, not at start-up.
    from handwriting_app.ink.picture import normalise_picture
    from handwriting_app.storage.picture_file import read_picture

    return normalise_picture(read_picture(path))


def _read_image(image: QImage) -> NormalisedDigit:
    from handwriting_app.ink.picture import normalise_picture

    return normalise_picture(greys_of(image))


def greys_of(image: QImage) -> NDArray[np.uint8]:
    """The greys of ``image``, (rows, columns), 0 black to 255 white; what is transparent counts as white."""
    if max(image.width(), image.height()) > LARGEST_SIDE:
        image = image.scaled(
            LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(rgba.constBits(), np.uint8).reshape(rgba.height(), rgba.bytesPerLine())
    pixels = rows[:, : 4 * rgba.width()].reshape(rgba.height(), rgba.width(), 4).astype(np.float32)
    alpha = pixels[..., 3] / 255
    greys = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601
    return np.asarray(np.rint(greys * alpha + 255 * (1 - alpha)), np.uint8)
