"""Learn my hand: the button, and the report of what it brought and what was forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from handwriting_app.numerals import count
from handwriting_app.session.hand import Count, HandReport
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.problem import KindLabel, MessageKind
from handwriting_app.ui.widgets.tips import set_tip
from handwriting_app.ui.widgets.words import set_caption

_BEGIN = "Learn my hand"
_STOP = "Stop learning"


class LearnButton(QPushButton):
    """Begins, and stops what it has begun.

    Signals:
        begin_requested()
        stop_requested()
    """

    begin_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_under_way = False
        self.setObjectName("learn_my_hand_button")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: (self.stop_requested if self._is_under_way else self.begin_requested).emit())
        self.show_state(is_under_way=False)

    def show_state(self, *, is_under_way: bool) -> None:
        """Say what a click does."""
        self._is_under_way = is_under_way
        words = _STOP if is_under_way else _BEGIN
        self.setText(words)
        self.setAccessibleName(words)
        set_tip(
            self,
            "Stop, and keep the network as it was"
            if is_under_way
            else "Train the present network on your drawings for a few seconds; can be undone",
        )


class LearnPanel(QWidget):
    """Tells how far it is, what came of it, or why it does not begin; takes no room while there is nothing to tell.

    Signals:
        undo_requested(): bring the network back as it was.
    """

    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = KindLabel("info", self)
        self._words.setObjectName("adapt_report")
        self._words.setAccessibleName("What came of learning your hand")
        self._table = QWidget(self)
        self._table.setObjectName("adapt_table")
        self._table.setAccessibleName("Read rightly before and after")
        self._cells = QGridLayout(self._table)
        self._cells.setContentsMargins(0, 0, 0, 0)
        scaled(self._cells.setHorizontalSpacing, 2 * GRID)
        scaled(self._cells.setVerticalSpacing, GRID // 2)
        self._undo = QPushButton("Undo learning", self)
        self._undo.setObjectName("undo_adapt_button")
        self._undo.setAccessibleName("Undo learning")
        set_tip(self._undo, "Bring the network back exactly as it was before it learned your hand")
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID // 2)
        column.addLayout(row)
        column.addWidget(self._table, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def clear(self) -> None:
        """There is nothing to tell."""
        self._show("", "info")
        self.hide()

    def show_words(self, words: str, kind: MessageKind = "info") -> None:
        """Tell how far it is, or why it does not begin."""
        self._show(words, kind)
        self.show()

    def show_report(self, report: HandReport, *, can_undo: bool) -> None:
        """Tell what came of it."""
        self._show(report_words(report), "info", can_undo=can_undo)
        rows = table_rows(report)
        for row, texts in enumerate((("Read rightly", "before", "after"), *rows)):
            for column, text in enumerate(texts):
                cell = QLabel(text, self._table)
                cell.setTextFormat(Qt.TextFormat.PlainText)
                if row == 0 or column == 0:
                    set_caption(cell)
                beside = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._cells.addWidget(cell, row, column, beside)
        self._table.setAccessibleDescription("; ".join(f"{what}: {before} → {after}" for what, before, after in rows))
        self._table.show()
        self.show()

    def _show(self, words: str, kind: MessageKind, *, can_undo: bool = False) -> None:
        self._words.set_kind(kind)
        self._words.setText(words)
        self._undo.setVisible(can_undo)
        self._table.hide()
        while (item := self._cells.takeAt(0)) is not None:
            cell = item.widget()
            if cell is not None:
                cell.hide()
                cell.deleteLater()


def progress_words(epoch: int, epochs: int, *, is_paused: bool) -> str:
    """How far the run is; before its first epoch the drawings are varied."""
    if is_paused:
        return f"Paused in learning your hand, after epoch {epoch} of {epochs}."
    return f"The network is learning your hand: epoch {epoch} of {epochs}." if epoch else "Looking at your drawings …"


def report_words(report: HandReport) -> str:
    """What came of it, in two sentences or three."""
    learned, held, digits = report.learned, report.held, report.digits
    if not report.share:
        if learned.before == learned.of:
            why = f"it reads all {count(learned.of)} of your drawings rightly already"
        elif report.is_too_little:
            why = "it misreads one drawing, and one is too little to know your hand by. Draw more of what it misreads"
        else:
            why = (
                f"learning your {count(learned.of)} drawings would have brought nothing, or made it forget too many of "
                "the data set's digits"
            )
        return f"The network is as it was: {why}.{_left_out(report)}"
    if held.of:
        gain = f"Of {_yours(held.of)} held out from learning it reads {_now(held)}."
    else:
        gain = (
            f"Of {_yours(learned.of)} it reads {_now(learned)}; it learned from them all, as some are held out only "
            "from eight of a kind on."
        )
    forgotten = count(report.forgotten) if report.forgotten else "none"
    lost = f"It has forgotten {forgotten} of the data set's {count(digits.of)} held-out digits."
    if not digits.of:
        lost = "What it has forgotten is not known: no digits of the data set are held out."
    return f"{gain} {lost}{_left_out(report)}"


def table_rows(report: HandReport) -> tuple[tuple[str, str, str], ...]:
    """What was measured, and how much of it was read rightly before and after."""
    rows = (
        ("My digits (held out from learning)", report.held),
        ("My digits (learned from)", report.learned),
        ("The data set's held-out digits", report.digits),
    )
    return tuple((what, _share(each, each.before), _share(each, each.after)) for what, each in rows if each.of)


def _share(of: Count, right: int) -> str:
    return f"{count(right)} of {count(of.of)}"


def _now(of: Count) -> str:
    before = "as before" if of.after == of.before else f"before {count(of.before)}"
    return f"{count(of.after)}, {before}"


def _yours(number: int) -> str:
    return "your one drawing" if number == 1 else f"your {count(number)} drawings"


def _left_out(report: HandReport) -> str:
    if not report.is_cut:
        return ""
    return f" Of so many drawings only the newest {count(report.held.of + report.learned.of)} were taken."
