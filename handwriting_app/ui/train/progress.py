"""How far the run is: a bar, and a line with the epoch, the accuracy and the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from handwriting_app.numerals import count, duration, percent
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.problem import MessageLine

NO_RUN: Final = "No run yet: press Train to start one."

_MOST_STEPS: Final = 10_000  # Qt counts in 32 bits; an epoch count may be larger


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        epoch: The last whole one; 0 before the first.
        epochs: Planned.
        held_out_accuracy: Measured after that epoch, a share from 0 to 1; None if the weights are no longer those.
        elapsed: Seconds of training; None if they are not all known.
        remaining: Seconds that are left; None if nothing tells.
        is_changed: Whether the weights were changed by hand since.
        is_paused: Whether it waits for a person.
        is_loading: Whether it waits for its digits.
        frozen: How many units stay as they are.
    """

    epoch: int
    epochs: int
    held_out_accuracy: float | None = None
    elapsed: float | None = None
    remaining: float | None = None
    is_changed: bool = False
    is_paused: bool = False
    is_loading: bool = False
    frozen: int = 0


class TrainingProgress(QWidget):
    """The progress bar and its line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setObjectName("training_progress")
        self.bar.setAccessibleName("Training progress")
        self.bar.setTextVisible(False)
        scaled(self.bar.setFixedHeight, 8)
        self.bar.setRange(0, 1)
        self.line = MessageLine(2)
        self.line.setObjectName("training_progress_text")
        self.line.setAccessibleName("Training progress in words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addWidget(self.bar)
        layout.addWidget(self.line)
        self.clear()

    def clear(self, words: str = NO_RUN) -> None:
        """Show an empty bar, and why."""
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.line.show_text(words, "hint")

    def show_progress(self, progress: Progress) -> None:
        """Show how far a run is."""
        steps = min(progress.epochs, _MOST_STEPS)
        self.bar.setRange(0, steps)
        self.bar.setValue(min(progress.epoch * steps // progress.epochs, steps))
        self.line.show_text(f"{_how_far(progress)}\n{_second_line(progress)}", "info")


def describe_progress(progress: Progress) -> str:
    """One line such as "Epoch 41 of 200 · held-out 98.1 % · 6 s elapsed, about 6 s left"."""
    return " · ".join(filter(None, (_how_far(progress), _how_long(progress), _frozen(progress))))


def _how_far(progress: Progress) -> str:
    parts = [f"Epoch {count(progress.epoch)} of {count(progress.epochs)}"]
    if progress.held_out_accuracy is not None:
        parts.append(f"held-out {percent(progress.held_out_accuracy, 1)}")
    if progress.is_changed:
        parts.append("changed by hand since")
    return " · ".join(parts)


def _how_long(progress: Progress) -> str:
    parts = []
    if progress.is_paused:
        parts.append("paused")
    elif progress.is_loading:
        parts.append("loading the digits…")
    if progress.elapsed is not None:
        parts.append(f"{duration(progress.elapsed)} elapsed")
    if progress.remaining is not None:
        about = "" if 0 < progress.remaining < 0.5 else "about "
        parts.append(f"{about}{duration(progress.remaining)} left")
    return ", ".join(parts)


def _frozen(progress: Progress) -> str:
    if not progress.frozen:
        return ""
    return "1 unit frozen" if progress.frozen == 1 else f"{count(progress.frozen)} units frozen"


def _second_line(progress: Progress) -> str:
    if words := " · ".join(filter(None, (_how_long(progress), _frozen(progress)))):
        return words[0].upper() + words[1:]
    return "How long it took is not known." if progress.epoch else "The first epoch is not over."
