"""The Why not? tab: the smallest change of ink after which the digit is read as another one, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from handwriting_app.explain.flip import PLACES, Flip, Ink
from handwriting_app.explain.flip_words import changed_where
from handwriting_app.explain.smallest_change import Step
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.facts import Fact
from handwriting_app.numerals import count, percent
from handwriting_app.session.ledger import called
from handwriting_app.session.reading import Prediction
from handwriting_app.session.weights import Weights
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.why_not.class_choice import ClassChoice
from handwriting_app.ui.why_not.ink_picture import InkPicture
from handwriting_app.ui.why_not.three_counts import ThreeCounts
from handwriting_app.ui.why_not.way_curve import WayCurve
from handwriting_app.ui.widgets.fields import Slider
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.prose import Prose
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

PLAY_MS: Final = 45
"""Between two places of the way, when it is played: nine tenths of a second for all."""

HowSure = Literal["just", "surely"]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked for.

    Attributes:
        ink: What is read.
        weights: By what.
        normalised: Whether a drawing is normalised first.
        wanted: What it is to be read as …
        surely: … and whether without doubt.
    """

    ink: Ink
    weights: Weights
    normalised: bool
    wanted: int
    surely: bool

    def is_same_but_for_weights(self, other: Question | None) -> bool:
        """Whether both ask the same of one digit, perhaps of other weights of one run."""
        return (
            other is not None
            and other.ink is self.ink
            and (other.normalised, other.wanted, other.surely) == (self.normalised, self.wanted, self.surely)
            and other.weights.is_of_run_of(self.weights)
        )


class WhyNotView(LiveView):
    """Asks for a flip, and shows it.

    Signals:
        asked(Question): This is to be found out; what was asked before is of no interest any more.
        asked_again(Question): The same once more for weights that have gone on: as soon as there is time.
        dropped(): Nothing is to be found out.
        draw_requested(Ink): This is to be what is drawn, or read.
        facts_changed(dict): What lessons may ask about.
    """

    asked = Signal(object)
    asked_again = Signal(object)
    dropped = Signal()
    draw_requested = Signal(object)
    facts_changed = Signal(object)

    help_text = (
        "Why is your digit not read as another one? Choose which. The program then looks for the smallest change of "
        "ink that makes it one: it follows the gradient of the reading back through the network and through the 64 "
        "counts to the points of your strokes, and moves them a little, again and again, until the reading flips. "
        "Then it takes back as much of the change as it can.\n\n"
        "The pale ink is yours, the arrows show where it went. The slider and ▶ lead from yours to the changed one; "
        "the curves show how sure the reading is of both on the way. “Just enough” ends where the other digit is in "
        "front, “Surely” where the reading is no longer in doubt.\n\n"
        "“Draw it” puts the changed drawing on the canvas, where it is read as any drawing is; Ctrl+Z brings yours "
        "back. Of a picture, whose strokes are not known, the 64 counts are changed instead."
    )

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights
        self._prediction: Prediction | None = None
        self._ink: Ink | None = None
        self._normalised = True
        self._chosen: int | None = None  # by a person
        self._question: Question | None = None
        self._flip: Flip | None = None
        self._flip_of: Question | None = None
        self._is_to_play = False
        self._is_drawn = False  # what was asked for, by "Draw it"
        self._is_drawing = False
        self._build()
        self._arrange()
        self._classes.chosen.connect(self._choose)
        self._how.value_changed.connect(self._on_how)
        self._slider.valueChanged.connect(self._show_place)
        self._slider.sliderPressed.connect(self._player_stop)
        self._slider.actionTriggered.connect(self._player_stop)  # by a key
        self._play.clicked.connect(self._toggle_play)
        self._draw.clicked.connect(self._on_draw)
        self._player = QTimer(self)
        self._player.setInterval(PLAY_MS)
        self._player.timeout.connect(self._play_on)

    # --- what it is told -----------------------------------------------------------------------------------------

    def show_weights(self, weights: Weights) -> None:
        """Read with these from now on."""
        self._weights = weights
        self.mark_stale()

    def show_reading(self, prediction: Prediction | None, ink: Ink | None, *, normalised: bool) -> None:
        """Show another digit, or the same as other weights read it; None: nothing is drawn."""
        self._prediction, self._ink, self._normalised = prediction, ink, normalised
        self.mark_stale()

    def forget_choice(self) -> None:
        """Another digit is read: what was chosen for the one before is of no interest."""
        if not self._is_drawing:
            self._chosen = None
            self._is_drawn = self._is_to_play = False
            self.mark_stale()

    def show_progress(self, step: Step) -> None:
        """Say how far the search has come."""
        if self._question is not None and self._flip is None:
            name = called(self._name(self._question.wanted))
            self._verdict.show_text(
                f"Looking for the smallest change: step {count(step.number)}, {percent(step.probability)} for {name} …"
            )

    def show_flip(self, question: Question, flip: Flip) -> None:
        """Show what was found, if it is still of interest."""
        if question is not self._question and not question.is_same_but_for_weights(self._question):
            return
        was_shown = self._flip is not None
        self._flip, self._flip_of = flip, question
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._slider.value() if was_shown else PLACES)
        self._show_flip()
        if self._is_to_play and flip.flips:
            self._is_to_play = False
            self._slider.setValue(0)
            self._player.start()
            self._show_play()

    def show_failure(self, message: str) -> None:
        """Say why nothing was found."""
        self._forget_flip()
        self._verdict.show_text(self._weights.network.classes.worded(message), "warning")

    # --- LiveView ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        prediction, ink = self._prediction, self._ink
        classes = self._weights.network.classes
        self._classes.show_classes(classes)
        if prediction is None or ink is None or prediction.classes != classes:
            words = "Draw a digit on the canvas: this view then finds out what is missing for another one."
            self._show_unasked(classes.worded(words))
            return
        can_choose = not prediction.has_no_idea and len(classes) > 1
        self._classes.setEnabled(can_choose)
        self._how.setEnabled(can_choose)
        if not can_choose:
            words = "The network has no idea what this is: every digit is equally likely. Train it first."
            self._show_unasked(classes.worded(words))
            return
        wanted = prediction.runner_up if self._chosen is None or self._chosen >= len(classes) else self._chosen
        self._classes.show_chosen(wanted)
        if wanted == prediction.digit:
            words = f"It is read as {called(prediction.name)}: {percent(prediction.confidence)}."
            if self._is_drawn:
                more = (
                    "This is the changed drawing; Ctrl+Z brings yours back."
                    if isinstance(ink, Drawing)
                    else "These are the changed counts; Undo, at the foot of the window, brings the others back."
                )
                self.facts_changed.emit({"why_not.drawn": 1})
            else:
                more = "Choose another one, to see what is missing for it."
            self._show_unasked(f"{words} {more}")
            return
        question = Question(ink, self._weights, self._normalised, wanted, self._how.value() == "surely")
        before = self._question
        if before is not None and before.weights is question.weights and question.is_same_but_for_weights(before):
            return
        self._question = question
        self._is_drawn = False
        if question.is_same_but_for_weights(before):
            self._show_draw()
            self.asked_again.emit(question)
        else:
            self._forget_flip()
            self._picture.show_ink(ink)
            self._counts.show_counts(prediction.normalised.counts, None)
            name = called(self._name(wanted))
            self._verdict.show_text(f"Looking for the smallest change that makes it {name} …")
            self.asked.emit(question)

    def let_go(self) -> bool:
        """Let go of the class that was chosen: that which is nearest is shown again."""
        was_chosen = self._chosen is not None
        self._chosen = None
        self.mark_stale()
        return was_chosen

    def halt(self) -> bool:
        """Stop playing the way."""
        is_playing = self._player.isActive()
        self._player_stop()
        return is_playing

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._player_stop()
        if self._question is not self._flip_of:
            self._question = None
            self.dropped.emit()
            self.mark_stale()

    # --- what a person does --------------------------------------------------------------------------------------

    def _choose(self, label: int) -> None:
        if label == self._chosen:
            return
        self._chosen = label
        self._tell()  # that it is chosen, where it was shown before
        self._is_to_play = True
        self.mark_stale()
        self.refresh_now()

    def _on_how(self, _how: HowSure) -> None:
        self.mark_stale()
        self.refresh_now()

    def _on_draw(self) -> None:
        if self._flip is not None and self._flip.flips:
            self._chosen = self._flip.goal.wanted
            self._is_drawn = self._is_drawing = True
            self.draw_requested.emit(self._flip.way[-1])
            self._is_drawing = False

    def _toggle_play(self) -> None:
        if self._player.isActive():
            self._player_stop()
            return
        if self._slider.value() == PLACES:
            self._slider.setValue(0)
        self._player.start()
        self._show_play()

    def _play_on(self) -> None:
        self._slider.setValue(self._slider.value() + 1)
        if self._slider.value() == PLACES:
            self._player_stop()

    def _player_stop(self, _by: object = None) -> None:
        self._player.stop()
        self._show_play()

    # --- showing -------------------------------------------------------------------------------------------------

    def _name(self, label: int) -> str:
        return self._weights.network.classes.names[label]

    def _show_unasked(self, words: str) -> None:
        if self._question is not None:
            self._question = None
            self.dropped.emit()
        self._forget_flip()
        self._picture.show_ink(self._ink)
        self._counts.show_counts(None if self._prediction is None else self._prediction.normalised.counts, None)
        if self._prediction is None:
            self._classes.setEnabled(False)
            self._how.setEnabled(False)
        self._verdict.show_text(words)

    def _forget_flip(self) -> None:
        self._player_stop()
        self._flip = self._flip_of = None
        self._curve.show_nothing()
        self._where.show_text("")
        self._place.setText("")
        self._show_draw()
        self._slider.setEnabled(False)
        self._play.setEnabled(False)

    def _show_flip(self) -> None:
        flip, question = self._flip, self._flip_of
        if flip is None or question is None:
            return
        wanted, before = (called(flip.goal.network.classes.names[each]) for each in (flip.goal.wanted, flip.before))
        p_wanted, p_before = flip.probabilities(flip.goal.wanted), flip.probabilities(flip.before)
        if flip.flips:
            doubt = ", though not surely" if flip.readings[-1].is_doubtful else ""
            figures = f"{percent(p_wanted[-1])}, before {percent(p_wanted[0], None)}"
            self._verdict.show_text(f"Changed like this, it is read as {wanted}{doubt}: {figures}.")
        else:
            self._verdict.show_text(_not_found(flip, wanted), "warning")
        where = flip.goal.network.classes.worded(changed_where(flip))
        self._where.show_text(f"{where} Found in {_steps(flip.steps)}." if flip.flips else where)
        self._curve.show_way(p_wanted, p_before, (wanted, before))
        self._slider.setEnabled(True)
        self._play.setEnabled(True)
        self._show_place()
        self._show_draw()
        self._tell()

    def _show_place(self) -> None:
        if self._flip is None:
            return
        place = self._slider.value()
        self._picture.show_place(self._flip, place)
        self._curve.set_place(place)
        first = self._flip.readings[0].normalised.counts
        self._counts.show_counts(first, self._flip.readings[place].normalised.counts)
        reading = self._flip.readings[place]
        label = int(reading.probabilities.argmax())
        names = self._flip.goal.network.classes.names
        share = percent(float(reading.probabilities[label]))
        self._place.setText(f"{percent(place / PLACES)} of the way: read as {called(names[label])}, {share}")
        self._slider.setAccessibleDescription(self._place.text())

    def _show_draw(self) -> None:
        flips = self._flip is not None and self._flip.flips
        is_of_these = self._flip_of is not None and self._flip_of is self._question
        self._draw.setEnabled(flips and is_of_these)
        if not flips:
            set_tip(self._draw, "There is nothing to draw: no change that flips the reading is found yet.")
        elif not is_of_these:
            set_tip(self._draw, "The weights have changed since: the change is being looked for again.")
        else:
            set_tip(self._draw, "Put the changed drawing on the canvas; Ctrl+Z brings yours back")

    def _show_play(self) -> None:
        is_playing = self._player.isActive()
        self._play.setText("■" if is_playing else "▶")
        words = "Stop" if is_playing else "Play the way from your ink to the changed one"
        set_tip(self._play, words)
        self._play.setAccessibleName(words)

    def _tell(self) -> None:
        flip = self._flip
        if flip is None:
            return
        wanted = flip.probabilities(flip.goal.wanted)
        facts: dict[str, Fact] = {
            "why_not.read": flip.before,
            "why_not.wanted": flip.goal.wanted,
            "why_not.flips": int(flip.flips),
            "why_not.chosen": int(self._chosen is not None),
            "why_not.mean_share": flip.mean,
            "why_not.largest_share": flip.largest,
            "why_not.before_share": float(wanted[0]),
            "why_not.after_share": float(wanted[-1]),
            "why_not.steps": flip.steps,
            "why_not.surely": int(flip.goal.surely),
            "why_not.drawn": 0,
        }
        self.facts_changed.emit(facts)

    def tell_afresh(self) -> None:
        """Tell the facts again: a lesson has begun."""
        self._tell()

    # --- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._classes = ClassChoice(self._weights.network.classes, self)
        self._how = SegmentedButtons[HowSure](
            (
                ("just", "Just enough", "As little as puts the other one in front"),
                ("surely", "Surely", "As little as makes the reading sure of it"),
            ),
            self,
        )
        self._how.setObjectName("why_not_how")
        self._how.setAccessibleName("How sure the reading is to be")
        self._verdict = Prose("why_not_verdict", self, is_bold=True)
        self._picture = InkPicture(self)
        self._picture.setObjectName("why_not_picture")
        self._picture.setAccessibleName("Your ink, pale, and the changed ink")
        set_tip(self._picture, "Pale: your ink as it was. Arrows: where it went.")
        self._counts = ThreeCounts(self)
        self._play = QToolButton(self)
        self._play.setObjectName("why_not_play")
        self._play.setAccessibleName("Play the way from your ink to the changed one")
        self._slider = Slider(self)
        self._slider.setObjectName("why_not_way")
        self._slider.setAccessibleName("The way from your ink to the changed one")
        self._slider.setRange(0, PLACES)
        self._slider.setPageStep(5)
        self._slider.setValue(PLACES)
        self._place = QLabel(self)
        self._place.setObjectName("why_not_place")
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        set_caption(self._place)
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._curve = WayCurve(self)
        self._curve.setObjectName("why_not_curve")
        self._curve.setAccessibleName("How sure the reading is of both along the way")
        self._where = Prose("why_not_where", self)
        self._draw = QPushButton("Draw it", self)
        self._draw.setObjectName("why_not_draw")
        self._draw.setAccessibleName("Draw the changed drawing on the canvas")
        self._draw.setAutoDefault(False)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        scaled(head.setSpacing, 2 * GRID)
        head.addWidget(self._classes, 1)
        head.addWidget(self._how)
        pictures = QGridLayout()
        scaled(pictures.setSpacing, GRID)
        pictures.addWidget(self._picture, 0, 0)
        pictures.addWidget(self._counts, 0, 1)
        pictures.setColumnStretch(0, 5)
        pictures.setColumnStretch(1, 2)
        way = QHBoxLayout()
        scaled(way.setSpacing, GRID)
        way.addWidget(self._play)
        way.addWidget(self._slider, 1)
        way.addWidget(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID - 2)
        column.addLayout(head)
        column.addWidget(self._verdict)
        column.addLayout(pictures, 1)
        column.addLayout(way)
        column.addWidget(self._place)
        column.addWidget(self._curve)
        column.addWidget(self._where)
        for widget in (self._draw, self._play, self._slider):
            widget.setEnabled(False)


def _not_found(flip: Flip, wanted: str) -> str:
    nearest = percent(float(flip.probabilities(flip.goal.wanted)[-1]), None)
    if not flip.steps:
        return f"No change of ink leads to {wanted}: the reading does not follow the ink at all."
    if isinstance(flip.way[0], Drawing):
        return (
            f"It could not be made {wanted} by moving the ink less than {percent(flip.largest)} of its height: "
            f"{_steps(flip.steps)} came no nearer than {nearest}."
        )
    return f"It could not be made {wanted} in {_steps(flip.steps)}, which came no nearer than {nearest}."


def _steps(steps: int) -> str:
    return "1 gradient step" if steps == 1 else f"{count(steps)} gradient steps"
