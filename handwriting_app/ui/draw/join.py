"""Joins canvas and reading to the session, and brings pictures in by file, paste and drop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from handwriting_app.data.digits import FULL_COUNT
from handwriting_app.data.nearest import nearest
from handwriting_app.engine.classes import Classes
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.ink.raster import CELLS
from handwriting_app.session.latest import Latest
from handwriting_app.session.reading import Prediction
from handwriting_app.session.session import Session
from handwriting_app.ui.colour_maps import sequential_image
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.draw.draw_column import DrawColumn
from handwriting_app.ui.draw.pictures import FILES, has_picture, read_file, reading_of
from handwriting_app.ui.draw.reading_panel import ReadingPanel
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.dialogs import show_error


class DrawingJoin(QObject):
    """Keeps column, reading and session in step; any of three ways brings a picture in, off the GUI thread."""

    def __init__(
        self, session: Session, desk: Desk, column: DrawColumn, reading: ReadingPanel, window: QWidget
    ) -> None:
        super().__init__(column)
        self._session = session
        self._desk = desk
        self._column = column
        self._reading = reading
        self._window = window
        self._picture: Latest[NormalisedDigit] = session.background.job()
        self._picture.done.connect(self._on_picture)
        self._picture.failed.connect(self._on_no_picture)
        self._picture_shown: NormalisedDigit | None = None  # on the canvas
        column.installEventFilter(self)
        self._compared: NormalisedDigit | None = None  # whose nearest digits are shown
        self._compare_later = QTimer(self)  # in a turn of its own: the reading is painted first
        self._compare_later.setSingleShot(True)
        self._compare_later.timeout.connect(self._compare)
        column.drawing_changed.connect(session.reader.set_drawing)
        column.picture_clear_requested.connect(self._clear_picture)
        reading.normalisation_toggled.connect(self._set_normalisation)
        session.reader.drawing_changed.connect(self._forget_asked_picture)
        session.reader.prediction_changed.connect(self._show_prediction)
        session.reader.picture_changed.connect(self._show_picture)
        session.timeline.weights_changed.connect(lambda _weights: reading.show_epoch(session.timeline.looked_at))
        session.digits.loaded.connect(self._on_digits)
        session.shelf.model_changed.connect(self._show_classes)
        self._classes: Classes | None = None
        self._show_classes()
        session.shelf.model_changed.connect(self._on_digits)
        desk.overlay_changed.connect(column.canvas.set_overlay)
        desk.drawing_requested.connect(self._show_drawing)
        # What was drawn before there was a session.
        if not column.canvas.drawing.is_empty:
            session.reader.set_drawing(column.canvas.drawing)

    def _show_classes(self, *_news: object) -> None:
        classes = self._session.shelf.present.network.classes
        if classes != self._classes:
            self._classes = classes
            self._column.canvas.show_classes(classes)
            self._reading.show_classes(classes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the picture on the canvas in the colours of a theme that is changed."""
        if event.type() is QEvent.Type.PaletteChange and self._picture_shown is not None:
            self._show_picture(self._picture_shown)
        return False

    def _show_drawing(self, drawing: Drawing) -> None:
        """What somebody else than the pen has drawn, such as a lesson; can be undone."""
        self._column.set_drawing(drawing)
        self._session.reader.set_drawing(drawing)

    def open_picture(self) -> None:
        """Ask for a picture file and read it."""
        title = self._session.shelf.present.network.classes.worded("Read a picture of a digit")
        path, _ = QFileDialog.getOpenFileName(self._window, title, str(Path.home()), FILES)
        if path:
            self._picture.ask(partial(read_file, Path(path)))

    def paste_picture(self) -> None:
        """Read the picture, or the picture file, on the clipboard."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            show_error(
                self._window,
                "There is no picture to paste",
                "The clipboard holds neither a picture nor a picture file. Copy one, then paste again.",
            )

    def has_use_for(self, data: QMimeData) -> bool:
        """Whether what is held over the window may be a picture."""
        return has_picture(data)

    def take(self, data: QMimeData | None) -> bool:
        """Read the picture that is dropped or pasted; returns whether there is any."""
        reading = reading_of(data)
        if reading is None:
            return False
        self._picture.ask(reading)
        return True

    def _forget_asked_picture(self) -> None:
        """Whoever draws, or has another digit read, while a picture is still being read, no longer wants it."""
        self._picture.drop()

    def _on_picture(self, digit: NormalisedDigit) -> None:
        self._session.reader.set_picture(digit)
        self._desk.message.emit("Read the picture; draw to replace it")

    def _on_no_picture(self, message: str, _details: str) -> None:
        show_error(self._window, "This picture cannot be read", message[:1].upper() + message[1:])

    def _show_picture(self, digit: NormalisedDigit | None) -> None:
        self._picture_shown = digit
        theme = theme_of(self._column.palette())
        self._column.show_picture(None if digit is None else sequential_image(digit.bitmap, 1, theme))

    def _clear_picture(self) -> None:
        reader, picture = self._session.reader, self._picture_shown
        reader.set_drawing(self._column.canvas.drawing)
        if picture is not None:
            self._desk.undo_offered.emit("Cleared the picture", partial(reader.set_picture, picture))

    def _set_normalisation(self, enabled: bool) -> None:
        self._session.reader.set_normalisation(enabled)
        # Whoever compares wants to see what the network learned from; a second's work, so only now.
        self._session.digits.request(self._session.shelf.present.config, self._session.shelf.present.subject)

    def _on_digits(self, _news: object) -> None:
        self._compared = None
        self._show_prediction(self._session.reader.prediction)

    def _show_prediction(self, prediction: Prediction | None) -> None:
        self._reading.show_prediction(prediction)
        if prediction is None:
            self._compared = None
            self._reading.show_nearest([])
        else:
            self._compare_later.start()

    def _compare(self) -> None:
        """Show the training digits that are most like the drawing."""
        prediction = self._session.reader.prediction
        digits = self._session.digits.of(self._session.shelf.present.config, self._session.shelf.present.subject)
        if prediction is None or digits is None or prediction.normalised is self._compared:
            return
        self._compared = prediction.normalised
        rows = nearest(prediction.normalised.features(), digits.train_x, 3)
        counts = np.rint(digits.train_x[rows] * FULL_COUNT).astype(np.uint8).reshape(-1, CELLS, CELLS)
        labels = (int(label) for label in digits.train_y[rows])
        self._reading.show_nearest(list(zip(counts, labels, strict=True)))
