"""How far the run is: a bar, and a line with the epoch, the accuracy and the time."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from handwriting_app.numerals import count, duration, percent
from handwriting_app.ui.widgets.problem import MessageLine

_MOST_STEPS = 10_000  # Qt counts in 32 bits; an epoch count may be larger


class TrainingProgress(QWidget):
    """The progress bar and its line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setObjectName("training_progress")
        self.bar.setAccessibleName("Training progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setRange(0, 1)
        self.line = MessageLine(2)
        self.line.setObjectName("training_progress_text")
        self.line.setAccessibleName("Training progress in words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addWidget(self.line)
        self.clear()

    def clear(self) -> None:
        """Show that no run has begun."""
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.line.show_text("No run yet: press Train to start one.", "hint")

    def show_progress(
        self, epoch: int, epochs: int, held_out_accuracy: float | None, elapsed: float, remaining: float | None
    ) -> None:
        """Show a run's progress: ``epoch`` of ``epochs``, accuracy as a share from 0 to 1, times in seconds."""
        steps = min(epochs, _MOST_STEPS)
        self.bar.setRange(0, steps)
        self.bar.setValue(min(epoch * steps // epochs, steps))
        how_far, how_long = _how_far(epoch, epochs, held_out_accuracy), _how_long(elapsed, remaining)
        self.line.show_text(f"{how_far}\n{how_long}", "info")


def describe_progress(
    epoch: int, epochs: int, held_out_accuracy: float | None, elapsed: float, remaining: float | None
) -> str:
    """One line such as "Epoch 41 of 200 · held-out 98.1 % · 6 s elapsed, about 6 s left"."""
    return f"{_how_far(epoch, epochs, held_out_accuracy)} · {_how_long(elapsed, remaining)}"


def _how_far(epoch: int, epochs: int, held_out_accuracy: float | None) -> str:
    accuracy = "" if held_out_accuracy is None else f" · held-out {percent(held_out_accuracy, 1)}"
    return f"Epoch {count(epoch)} of {count(epochs)}{accuracy}"


def _how_long(elapsed: float, remaining: float | None) -> str:
    left = "" if remaining is None else f", about {duration(remaining)} left"
    return f"{duration(elapsed)} elapsed{left}"
