"""A line below the views that asks or tells something, and holds nothing up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.problem import KindLabel, MessageKind
from handwriting_app.ui.widgets.tips import set_tip


class RecoveryBar(QWidget):
    """Offers to go on with a run whose process died.

    Signals:
        recover_requested(): Go on with it.
        leave_requested(): Leave it as it is.
    """

    recover_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_bar")
        self.setAccessibleName("A run was interrupted")
        self._words = _words(self, "recovery_words", "info")
        self.recover = QPushButton("Go on from there", self)
        self.recover.setObjectName("recover_button")
        self.recover.setAutoDefault(True)  # Enter presses it, too
        self.leave = QPushButton("Leave it", self)
        self.leave.setObjectName("recover_leave")
        self.leave.setAutoDefault(True)
        set_tip(self.leave, "The run stays in the tab Runs as it was, and can be opened and gone on with there")
        self.recover.clicked.connect(self.recover_requested)
        self.leave.clicked.connect(self.leave_requested)
        layout = QHBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.recover)
        layout.addWidget(self.leave)
        self.hide()

    def offer(self, words: str, tooltip: str) -> None:
        """Ask; ``tooltip`` says what going on brings back."""
        self._words.setText(words)
        set_tip(self.recover, tooltip)
        self.set_busy(False)
        self.show()

    def set_busy(self, is_busy: bool) -> None:
        """While the run is being read, it cannot be asked for again."""
        for button in (self.recover, self.leave):
            button.setEnabled(not is_busy)


class NoticeBar(QWidget):
    """Tells what is not kept and why, until it is put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keeping_notice")
        self.setAccessibleName("Something is not kept")
        self._words = _words(self, "keeping_notice_words", "warning")
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setObjectName("keeping_notice_close")
        close.setAccessibleName("Put this notice away")
        set_tip(close, "Put this notice away")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(close)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show ``text``."""
        self._words.setText(text)
        self.show()


def _words(parent: QWidget, name: str, kind: MessageKind) -> KindLabel:
    """Words that wrap, and never widen the column they stand in."""
    words = KindLabel(kind, parent)
    words.setObjectName(name)
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return words
