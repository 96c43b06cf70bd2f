"""The right column, "Train": every setting of a run, its buttons and its progress.

A widget that shows values and emits intents: it knows `TrainingConfig` and `RunState`, and nothing that trains.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig, config_from, usual_learning_rate
from handwriting_app.engine.settings import DESCENT, LEARNING_RATE, SEED, UPDATE_RULE, VARIATION, Setting
from handwriting_app.session.messages import RunState
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.train.basic_fields import BasicFields
from handwriting_app.ui.train.controls import TrainingControls
from handwriting_app.ui.train.field import FieldRow
from handwriting_app.ui.train.more_fields import MoreFields
from handwriting_app.ui.train.progress import NO_RUN, Progress, TrainingProgress
from handwriting_app.ui.train.subject_row import SubjectRow
from handwriting_app.ui.widgets.disclosure import Disclosure
from handwriting_app.ui.widgets.locks import LOCKED as LOCKED_BY_LESSON
from handwriting_app.ui.widgets.number_field import DecimalField
from handwriting_app.ui.widgets.problem import MessageKind, MessageLine
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.words import set_title

Value = TypeVar("Value")

LOCKED = "Fixed while a run is under way; stop it to change this."
RATE_OF_HAND = "While the network learns your hand, the learning rate is chosen for it: small steps that forget little."
_TYPING_PAUSE = 500  # milliseconds without a key after which a typed learning rate is taken to be meant


class TrainingPanel(QWidget):
    """The settings (seven in sight, the others under "More"), the buttons, the progress and a message line.

    Signals:
        train_requested(TrainingConfig), epoch_requested(TrainingConfig), reset_requested(TrainingConfig): With the
            settings as they stand.
        pause_requested(), resume_requested(), stop_requested(): For the run under way.
        learning_rate_changed(float): The person set another valid learning rate, at any time.
        variation_preview_requested(float, object): Strength (0…2) and seed (an int of any size) of the digits to pass
            to `show_variation_preview`.
        subject_chosen(int): Runs are to learn the alphabet of this id.
    """

    train_requested = Signal(object)
    epoch_requested = Signal(object)
    reset_requested = Signal(object)
    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()
    learning_rate_changed = Signal(float)
    variation_preview_requested = Signal(float, object)
    subject_chosen = Signal(int)

    def __init__(self, config: TrainingConfig | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        config = config or TrainingConfig()
        self.setObjectName("training_panel")
        self.setAccessibleName("Train")
        self._state = RunState.IDLE
        self._learning_rate = config.learning_rate  # the one that listeners know
        self._other_digits = 0  # clicks on the strip of digits: each shows others
        self._preview_requested = False
        self._subject = SubjectRow()
        self._basic = BasicFields()
        self._more = MoreFields()
        self._fields = self._basic.fields | self._more.fields
        self._usual_rate = self._usual_rate_now()
        self._controls = TrainingControls()
        self._progress = TrainingProgress()
        self._message = MessageLine(5)
        self._message.setObjectName("training_message")
        self._message.setAccessibleName("Message about the run")
        self._rate_timer = QTimer(self)
        self._rate_timer.setSingleShot(True)
        self._rate_timer.setInterval(_TYPING_PAUSE)
        self._own_config: TrainingConfig | None = None  # what a person had set, while others are lent
        self._locked: frozenset[str] = frozenset()  # by a lesson
        self._learns_hand = False
        self._undo = QToolButton()
        self._undo.setText("My settings")
        self._undo.setObjectName("own_settings_button")
        self._undo.setAccessibleName("Bring my settings back")
        self._undo.setToolTip("Show the settings again that stood here before the model was opened")
        self._undo.hide()
        self._lay_out()
        self._connect()
        self.set_config(config)

    def config(self) -> TrainingConfig | None:
        """The settings as they stand; None while one of the fields cannot be used."""
        return None if self._problem() else self._config_shown()

    def set_config(self, config: TrainingConfig) -> None:
        """Show ``config`` in the fields, to the last digit; emits no `learning_rate_changed`."""
        self._learning_rate = config.learning_rate
        for field in self._fields.values():
            field.show(config)
        self._fields[LEARNING_RATE.name].show(config)  # the usual one may have come with the mode
        self._rate_timer.stop()
        self._refresh()

    def lend_config(self, config: TrainingConfig, words: str) -> None:
        """Show ``config`` in the fields in place of what a person has set; one click brings that back.

        Args:
            config: The settings of a model that was opened, say.
            words: Whose settings these are, in a sentence.
        """
        if not self._undo.isVisibleTo(self):
            self._own_config = self.config()
        self.set_config(config)
        self._undo.setVisible(self._own_config is not None)
        self.show_message(words)

    def show_subjects(self, choices: Sequence[tuple[int, str]], chosen: int, classes: Classes) -> None:
        """Offer what a run can learn, ids and names; the one that is ``chosen`` has these ``classes``."""
        self._subject.show_subjects(choices, chosen)
        self._basic.show_classes(classes)
        for field in self._fields.values():
            field.show_classes(classes)
        if self._preview_requested:
            self._request_preview(False)

    def keep_config(self) -> None:
        """Whoever uses lent settings has taken them over: there is no way back."""
        self._own_config = None
        self._undo.hide()

    def lock(self, only: frozenset[str] | None, hidden: frozenset[str]) -> None:
        """Lock all settings but those named in ``only``, none for None; hide ``hidden``. Buttons stay usable."""
        self._locked = frozenset() if only is None else frozenset(self._fields) - only
        for name, field in self._fields.items():
            if name in self._locked:
                field.drop_problem()  # which nobody could mend
            field.set_hidden(name in hidden)
        for row in self.findChildren(FieldRow):
            row.show_or_hide()
        self._basic.variation.setHidden(VARIATION.name in hidden)
        self._disclosure.setHidden(self._more.fields.keys() <= hidden)
        self._undo.setEnabled(not self._locked)
        self._refresh()

    def show_state(self, state: RunState) -> None:
        """Enable the fields and buttons that make sense in ``state``."""
        self._state = state
        self._refresh()

    def show_learns_hand(self, learns_hand: bool) -> None:
        """Whether the run under way takes its settings, the learning rate too, from elsewhere."""
        if learns_hand is not self._learns_hand:
            self._learns_hand = learns_hand
            self._refresh()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the run is."""
        self._progress.show_progress(progress)
        if progress.remaining is not None and not self._preview_requested:
            # The digits are loaded by now, so the strip need not stay empty.
            self._request_preview(False)

    def clear_progress(self, words: str = NO_RUN) -> None:
        """Show that there is no run: an empty bar, and what to press or why there is none."""
        self._progress.clear(words)

    def show_message(self, text: str, kind: MessageKind = "info") -> None:
        """Show what became of the run at the panel's bottom; an empty text clears the line."""
        self._message.show_text(text, kind)

    def show_variation_preview(self, images: NDArray[np.uint8]) -> None:
        """Show varied digits: ``images`` (count, 8, 8), the counts 0…16 that the network reads."""
        self._basic.variation.preview.show_images(images)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something small beside the title."""
        self._head.addWidget(widget)

    def sizeHint(self) -> QSize:
        """Wide enough for the longest row, and as high as the seven fields with the buttons."""
        return QSize(px(280), px(640))

    def _lay_out(self) -> None:
        title = QLabel("Train")
        set_title(title)
        self._disclosure = Disclosure("More", self._more)
        self._disclosure.header.setObjectName("more_button")
        self._disclosure.header.setToolTip("Cost function, update rule, regularisation, seed, and when to stop")

        settings = QWidget()
        column = QVBoxLayout(settings)
        scaled(column.setContentsMargins, 0, 0, GRID, 0)
        scaled(column.setSpacing, 4)
        column.addWidget(self._subject)
        column.addWidget(self._basic)
        column.addWidget(self._disclosure)
        column.addStretch()
        self._scroll = _Upright(settings)
        self._settings = column

        bottom = QVBoxLayout()
        scaled(bottom.setContentsMargins, 0, 0, GRID, 0)
        scaled(bottom.setSpacing, GRID)
        bottom.addWidget(self._controls)
        bottom.addWidget(self._progress)
        bottom.addWidget(self._message)

        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, 0, GRID)
        scaled(layout.setSpacing, GRID)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        self._head = head
        head.addWidget(self._undo)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        for setting in (DESCENT, UPDATE_RULE):
            self._fields[setting.name].changed.connect(self._follow_usual_rate)
        for field in self._fields.values():
            field.on_problem(self._refresh)
            field.changed.connect(self._refresh)

        self._rate_timer.timeout.connect(self._announce_learning_rate)
        rate = self._fields[LEARNING_RATE.name].widget
        assert isinstance(rate, DecimalField)
        rate.value_changed.connect(self._await_learning_rate)
        rate.committed.connect(self._announce_learning_rate)
        self._basic.variation.preview_wanted.connect(self._request_preview)
        self._fields[SEED.name].changed.connect(self._on_seed)
        self._disclosure.toggled.connect(self._scroll_to_more)
        self._subject.subject_chosen.connect(self.subject_chosen)
        self._undo.clicked.connect(self._bring_own_config_back)

        controls = self._controls
        controls.train_requested.connect(self._emit_train)
        controls.epoch_requested.connect(self._emit_epoch)
        controls.reset_requested.connect(self._emit_reset)
        controls.pause_requested.connect(self.pause_requested)
        controls.resume_requested.connect(self.resume_requested)
        controls.stop_requested.connect(self.stop_requested)

        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._make_room_for_bar)

    def _value(self, setting: Setting[Value]) -> Value:
        """What stands in a field; while that cannot be used, the last that could."""
        return setting.check(self._fields[setting.name].value())

    def _config_shown(self) -> TrainingConfig:
        return config_from({name: field.value() for name, field in self._fields.items()})

    def _problem(self) -> str:
        """Why no run can start: which field cannot be used, and where its words stand."""
        for field in self._fields.values():
            if field.problem():
                place = "" if field.setting.place == "front" else " under “More”"
                return f"Mend “{field.setting.label}”{place} first: the line below it says how."
        try:
            self._config_shown()
        except ValueError as error:  # each by itself is fine, but not all of them together
            return f"{error}."
        return ""

    def _refresh(self) -> None:
        locked = "" if self._state is RunState.IDLE else LOCKED
        for field in self._fields.values():
            idle, unusable = field.setting.idle, "" if field.setting.is_live else locked
            if self._learns_hand and field.setting is LEARNING_RATE:
                unusable = RATE_OF_HAND
            if idle is not None and (why := idle.why.get(self._value(idle.other))):
                field.drop_problem()  # what does not apply must not stand in the way
                unusable = unusable or why
            field.set_unusable(LOCKED_BY_LESSON if field.setting.name in self._locked else unusable)
        self._subject.set_locked(LOCKED_BY_LESSON if self._locked else locked)
        self._controls.show_state(self._state, self._problem())

    def _follow_usual_rate(self) -> None:
        """Another mode or rule wants steps of another length, unless the person has chosen one."""
        before, self._usual_rate = self._usual_rate, self._usual_rate_now()
        if self._value(LEARNING_RATE) == before and LEARNING_RATE.name not in self._locked:
            self._fields[LEARNING_RATE.name].set_value(self._usual_rate)

    def _usual_rate_now(self) -> float:
        return usual_learning_rate(self._value(DESCENT), self._value(UPDATE_RULE))

    def _await_learning_rate(self) -> None:
        # Half a number is a number too: on the way to 0.15 stands 0.1.
        self._rate_timer.start()

    def _announce_learning_rate(self) -> None:
        self._rate_timer.stop()
        rate = self._value(LEARNING_RATE)
        if rate != self._learning_rate:
            self._learning_rate = rate
            self.learning_rate_changed.emit(rate)

    def _on_seed(self) -> None:
        if self._preview_requested:
            self._request_preview(False)

    def _request_preview(self, others: bool) -> None:
        self._preview_requested = True
        if others:
            self._other_digits += 1
        self.variation_preview_requested.emit(self._value(VARIATION), self._value(SEED) + self._other_digits)

    def _make_room_for_bar(self, _minimum: int, maximum: int) -> None:
        # The bar comes where the margin was, so that the fields keep their width.
        scaled(self._settings.setContentsMargins, 0, 0, 0 if maximum > 0 else GRID, 0)

    def _scroll_to_more(self, is_open: bool) -> None:
        if is_open:
            QTimer.singleShot(0, self, self._show_more)

    def _show_more(self) -> None:
        self._scroll.verticalScrollBar().setValue(self._disclosure.y())

    def _bring_own_config_back(self) -> None:
        own = self._own_config
        self.keep_config()
        self.show_message("")
        if own is not None:
            self.set_config(own)

    def _emit_train(self) -> None:
        self._emit(self.train_requested)

    def _emit_epoch(self) -> None:
        self._emit(self.epoch_requested)

    def _emit_reset(self) -> None:
        self._emit(self.reset_requested)

    def _emit(self, signal: SignalInstance) -> None:
        config = self.config()
        if config is not None:
            # What is handed over is known to listeners; it need not be announced again.
            self._learning_rate = config.learning_rate
            self._rate_timer.stop()
            signal.emit(config)


class _Upright(Scrolled):
    """Never scrolled sideways."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the layout around it when the content needs another width."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As wide as its content with the scroll bar, and not higher than any scroll area must be."""
        bar = self.verticalScrollBar()
        width = self._content.minimumSizeHint().width() + (bar.sizeHint().width() if bar.maximum() > 0 else 0)
        return QSize(width, QScrollArea.minimumSizeHint(self).height())
