"""The Dream view: what the network believes a class looks like, now and at the epochs before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from handwriting_app.data.enlarge import digit_with
from handwriting_app.explain.dream import FULL, grey, milestones, noise
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.lab.dream_facts import DreamSeen, dream_facts
from handwriting_app.lab.facts import Fact, are_same
from handwriting_app.names import shown_name
from handwriting_app.numerals import count, percent
from handwriting_app.session.dream_rows import Row, Wish, row_of
from handwriting_app.session.ledger import called
from handwriting_app.session.reading import Prediction, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.ui.dream.dream_grid import DreamGrid, GridRow
from handwriting_app.ui.dream.dream_player import DreamPlayer
from handwriting_app.ui.dream.dream_settings import DreamSettings
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.words import set_caption

MOST_STALE: Final = 12
"""Dreams that stay in sight until others take their place: those of all rows, and those of a moment ago."""

FRAME_MS: Final = 100
"""Between two pictures while training."""

HALF: Final = 0.5

_LOW: Final = "No step led higher from this start; another one may."
_ONE_EPOCH: Final = "Train, and a row appears here for what it believed after 1, 2, 4, 8 … epochs."
_EPOCHS: Final = "What it believed at each epoch: click a picture to see how it grew."


@dataclass(frozen=True, slots=True, eq=False)
class _Large:
    """What is shown large.

    Attributes:
        weights: Whose dream it is.
        reads: What digits are read with.
        output: What is dreamt of.
        row: The dream, or an older one until it is there; None while there is none.
        is_stale: Whether it is an older one.
    """

    weights: Weights
    reads: Weights
    output: int
    row: Row | None
    is_stale: bool

    @property
    def is_past(self) -> bool:
        return self.weights.is_past or self.weights.network is not self.reads.network

    @property
    def what(self) -> str:
        """What is dreamt of, within a sentence."""
        classes = self.weights.network.classes
        return classes.none_named if self.output == classes.none else called(classes.names[self.output])


class DreamView(LiveView):
    """The dream of one class at one epoch, and the finished dreams of all classes through the epochs.

    Signals:
        wanted(Wish): These dreams are to be made, the first one first; `show_known` answers at once, `show_row` later.
        rested(): Nobody looks any more.
        read_requested(NormalisedDigit): Read this picture in place of the drawing.
        facts_changed(dict): What lessons may ask about is otherwise.
    """

    wanted = Signal(object)
    rested = Signal()
    read_requested = Signal(object)
    facts_changed = Signal(object)

    help_text = (
        "A network never tells what it believes a 3 looks like; but one can ask it. Begin with random ink, and change "
        "every cell a little in the direction that makes the network surer of a 3: the slope at the inputs, which the "
        "way back gives as it gives that of the weights. Again and again: what grows is its idea of a 3. The weights "
        "stay as they are.\n\n"
        "The slider goes through the steps, ▶ plays them; the curve shows how sure the network is on the way. A dream "
        "is often no digit that you would write, and the network is sure of it all the same: it only has to tell ten "
        "kinds of digits apart, and never learned to draw.\n\n"
        "Under More: ln p pushes the output up against all others, z by itself. Two penalties hold the ink back: one "
        "for all ink, one for cells that differ from their neighbours. Without them the dreams are wild.\n\n"
        "Below stand the dreams of all classes by the epoch: click one to see it large. Read it puts the picture in "
        "place of your drawing, so that every other view explains how it is read."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._kept: tuple[Weights, ...] = (weights,)
        self._prediction: Prediction | None = None
        self._given: NormalisedDigit | None = None  # by this view, to be read
        self._own: NDArray[np.uint8] | None = None  # what "My digit" begins with
        self._output = 0
        self._epoch: int | None = None  # None: that of the weights that read
        self._wish: Wish | None = None
        self._rows: tuple[Row, ...] = ()  # as wished
        self._stale: tuple[Row, ...] = ()
        self._large: _Large | None = None
        self._grid_weights: tuple[Weights, ...] = ()
        self._told: Mapping[str, Fact] = MappingProxyType({})
        self._settings = DreamSettings(self)
        self._player = DreamPlayer(FULL, self)
        self._caption = QLabel(self)
        self._caption.setObjectName("dream_caption")
        self._caption.setWordWrap(True)
        set_caption(self._caption)
        self._grid = DreamGrid(self)
        self._arrange()
        self._frame.setInterval(FRAME_MS)
        self._settings.show_classes(weights.network.classes)
        self._settings.output_chosen.connect(self._choose_output)
        self._settings.changed.connect(self.mark_stale)
        self._player.step_changed.connect(self._say)
        self._player.read_requested.connect(self._request_reading)
        self._grid.cell_chosen.connect(self._choose)

    # --- what it shows -------------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights) -> None:
        """Show what the weights believe that digits are read with from now on."""
        if weights.network.classes != self._weights.network.classes:
            self._settings.show_classes(weights.network.classes)
        self._weights = weights
        self.mark_stale()

    def show_kept(self, kept: Sequence[Weights]) -> None:
        """Show which weights of the run can be asked, by rising epochs; at least one."""
        self._kept = tuple(kept)
        self.mark_stale()

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Another digit is read, or none."""
        self._prediction = prediction
        self.mark_stale()

    def show_known(self, rows: Sequence[Row]) -> None:
        """These dreams of the wish are known already."""
        self._rows = tuple(rows)

    def show_row(self, row: Row) -> None:
        """What has been dreamt as it was wanted."""
        self._rows = (*self._rows, row)
        self._stale = (*(each for each in self._stale if each.weights.epoch != row.weights.epoch), row)[-MOST_STALE:]
        self.mark_stale()

    def show_failure(self, message: str) -> None:
        """Say why there is no dream."""
        self._caption.setText(f"The network could not dream: {message}")

    def refresh(self) -> None:
        reads = self._weights
        self._output = min(self._output, reads.network.classes.outputs - 1)
        self._stale = tuple(row for row in self._stale if row.weights.is_of_run_of(reads))
        self._take_own_digit()
        self._settings.show_has_digit(self._own is not None)
        self._settings.show_output(self._output)
        if self._epoch not in {weights.epoch for weights in self._kept} or self._epoch == reads.epoch:
            self._epoch = None
        self._grid_weights = self._selected()
        large = next(
            each for each in self._grid_weights if each.epoch == (reads.epoch if self._epoch is None else self._epoch)
        )
        others = [each for each in self._grid_weights if each is not large]
        others.sort(key=lambda weights: weights.network is not reads.network)
        before = self._wish
        self._wish = Wish((large, *others), self._start(), self._settings.plan)
        self.wanted.emit(self._wish)
        self._show_grid(self._grid_weights.index(large))
        self._show_large(_Large(large, reads, self._output, *self._row(large)), before)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.rested.emit()
        # Seen again, it asks again, and tells again: a lesson may have begun meanwhile.
        self._told = MappingProxyType({})
        self.mark_stale()

    def tell_afresh(self) -> None:
        """Tell lessons what is shown, also if they have heard it: one of them begins, and has forgotten."""
        self._told = MappingProxyType({})
        self.mark_stale()
        self.refresh_now()

    def let_go(self) -> bool:
        """Go back to the dream of the weights that read."""
        had = self._epoch is not None
        self._epoch = None
        self.mark_stale()
        return had

    def halt(self) -> bool:
        return self._player.pause()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addWidget(self._settings)
        column.addWidget(self._player, 3)
        column.addWidget(self._caption)
        column.addWidget(Scrolled(self._grid), 4)

    # --- what is wanted ------------------------------------------------------------------------------------------

    def _take_own_digit(self) -> None:
        """Begin with what is read, unless that came from here: a dream would go on and on."""
        prediction = self._prediction
        if prediction is None:
            self._own = None
        elif prediction.normalised is not self._given:
            self._own = prediction.normalised.counts

    def _start(self) -> NDArray[np.uint8]:
        match self._settings.start:
            case "drawing" if self._own is not None:
                return self._own
            case "grey":
                return grey()
        return noise(self._settings.seed)

    def _selected(self) -> tuple[Weights, ...]:
        """The weights that have a row: a few that were kept, and those that read, by rising epochs."""
        reads = self._weights
        chosen = {*milestones([weights.epoch for weights in self._kept]), self._epoch}
        others = [weights for weights in self._kept if weights.epoch in chosen and weights.epoch != reads.epoch]
        return tuple(sorted((*others, reads), key=lambda weights: weights.epoch))

    # --- painting ------------------------------------------------------------------------------------------------

    def _row(self, weights: Weights) -> tuple[Row | None, bool]:
        """What these weights dream, and whether it is about to be replaced."""
        row = row_of(self._rows, weights)
        if row is not None:
            return row, False
        stale = [each for each in self._stale if each.weights.epoch == weights.epoch]
        if not stale and weights.network is self._weights.network:
            stale = list(self._stale)  # while it trains: those of a moment ago
        return (stale[-1], True) if stale else (None, False)

    def _show_grid(self, place: int) -> None:
        classes = self._weights.network.classes
        rows = []
        for weights in self._grid_weights:
            row, is_stale = self._row(weights)
            reads = weights.network is self._weights.network
            rows.append(GridRow(self._label(weights), None if row is None else row.dreams, reads, is_stale))
        names = [classes.called(output) for output in range(classes.outputs)]
        self._grid.show_rows(names, rows, (place, self._output))
        self._caption.setText(_EPOCHS if len(rows) > 1 else _ONE_EPOCH)

    def _label(self, weights: Weights) -> str:
        if len(self._grid_weights) == 1:
            return "now"
        return f"epoch {count(weights.epoch)}" if weights.epoch else "start"

    def _show_large(self, large: _Large, before: Wish | None) -> None:
        shown, self._large = self._large, large
        if large.row is None:
            self._player.show_dream(np.empty((0, 8, 8), np.uint8), np.empty(0), is_other=True)
        elif shown is None or shown.row is not large.row or shown.output != large.output:
            is_same = (
                shown is not None
                and shown.row is not None
                and shown.output == large.output
                and self._epoch is None
                and not shown.is_past
                and shown.weights.is_of_run_of(large.weights)
                and before is not None
                and self._wish is not None
                and before.is_alike(self._wish)
            )
            dreams = large.row.dreams
            self._player.show_dream(
                dreams.counts[:, large.output], dreams.probabilities[:, large.output], is_other=not is_same
            )
        self._say()

    def _say(self) -> None:
        """Say in words what is shown, and tell lessons."""
        large, counts = self._large, self._player.counts()
        if large is None:
            return
        self._player.title.show_text(_title(large))
        if large.row is None or counts is None:
            self._player.words.show_text("Dreaming …")
            self._player.reading.show_text("")
            self._tell(None)
            return
        dreams, step = large.row.dreams, self._player.step
        share = float(dreams.probabilities[step, large.output])
        sure = f"It {'was' if large.is_past else 'is'} {percent(share)} sure that this is {large.what}."
        is_low = step == dreams.steps and share < HALF
        self._player.words.show_text(f"{sure} {_LOW}" if is_low else sure)
        prediction = read_normalised(large.reads, digit_with(counts))
        self._player.reading.show_text(_reading(prediction))
        digits, classes = large.weights.network.classes.digits, prediction.classes
        seen = DreamSeen(
            digit=digits[large.output] if large.output < len(digits) else -1,
            epoch=large.weights.epoch,
            step=step,
            steps=dreams.steps,
            share=share,
            start_share=float(dreams.probabilities[0, large.output]),
            read_digit=-1 if prediction.has_no_idea else classes.digits[prediction.digit],
            is_read=self._is_read(counts),
        )
        self._tell(None if large.is_stale else seen)

    def _is_read(self, counts: NDArray[np.uint8]) -> bool:
        """Whether this picture is read in place of a drawing."""
        read = self._prediction
        return read is not None and not len(read.normalised.leaning) and np.array_equal(read.normalised.counts, counts)

    def _tell(self, seen: DreamSeen | None) -> None:
        facts = dream_facts(self._settings.start, self._settings.plan.aim, seen)
        if self.isVisible() and not are_same(facts, self._told):
            self._told = facts
            self.facts_changed.emit(facts)

    # --- choosing ------------------------------------------------------------------------------------------------

    def _choose_output(self, output: int) -> None:
        self._output = output
        self.mark_stale()
        self.refresh_now()

    def _choose(self, row: int, column: int) -> None:
        weights = self._grid_weights[row]
        self._epoch = None if weights.network is self._weights.network else weights.epoch
        self._choose_output(column)

    def _request_reading(self) -> None:
        counts = self._player.counts()
        if counts is not None:
            self._player.pause()
            self._given = digit_with(counts)
            self.read_requested.emit(self._given)


def _title(large: _Large) -> str:
    is_none = large.output == large.weights.network.classes.none
    if not large.is_past:
        return f"What it takes for {large.what}" if is_none else f"What it believes {large.what} looks like"
    when = f"at epoch {count(large.weights.epoch)}" if large.weights.epoch else "before epoch 1"
    return f"What it took for {large.what} {when}" if is_none else f"What it believed {large.what} to look like {when}"


def _reading(prediction: Prediction) -> str:
    """How the network reads a picture now."""
    if prediction.has_no_idea:
        return f"Reading it now: {prediction.doubt}"
    words = f"Reading it now: {shown_name(prediction.name)}, {percent(prediction.confidence)}"
    return f"{words} ({prediction.doubt})" if prediction.is_doubtful else words
