"""My alphabet: symbols with names of one's own, how many drawings of each there are, and learning them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.names import is_one_line, shown_name
from handwriting_app.session.kept_alphabet import ENOUGH, KeptAlphabet
from handwriting_app.session.prompt import EACH
from handwriting_app.storage.database.alphabets import LONGEST_LABEL, LONGEST_NAME, MOST_CLASSES, Alphabet
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID, theme_of
from handwriting_app.ui.widgets.fields import ComboBox, SpinBox
from handwriting_app.ui.widgets.plain_text import in_tooltip
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.words import set_caption

_NAME: Final = Qt.ItemDataRole.UserRole
_COUNT: Final = Qt.ItemDataRole.UserRole + 1
_NEXT_LINE: Final = "\u2028"
_NARROWEST: Final = 64
"""Pixels of a symbol in the list, at 100 %."""

WHAT_IT_IS: Final = (
    "Here the network learns to read what you like: letters, signs, a heart. Name the symbols, draw ten of each, and "
    "let it learn them, alone or beside the ten digits."
)


class AlphabetEditor(QWidget):
    """Shows one alphabet of those that are kept, and asks for changes.

    Signals:
        add_requested(), delete_requested(int), rename_symbol_requested(int, str, str)
        change_requested(Alphabet, str): it is to become this; what that does, in a few words.
        round_requested(int, int): ask for so many drawings of each symbol of this alphabet.
        learn_requested(int): train a network for this alphabet.
    """

    add_requested = Signal()
    change_requested = Signal(object, str)
    rename_symbol_requested = Signal(int, str, str)
    delete_requested = Signal(int)
    round_requested = Signal(int, int)
    learn_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alphabet_editor")
        self.setAccessibleName("My alphabet")
        self._known: tuple[KeptAlphabet, ...] = ()
        self._shown: KeptAlphabet | None = None
        self._refusal = ""
        self._build()
        self._show()

    def show_alphabets(self, known: Sequence[KeptAlphabet]) -> None:
        """Offer these; the one that is shown stays, if it is still there."""
        chosen = None if self._shown is None else self._shown.alphabet.id
        self._known = tuple(known)
        self._shown = next((each for each in known if each.alphabet.id == chosen), known[-1] if known else None)
        self._refusal = ""
        self._show()

    def choose(self, alphabet: int) -> None:
        """Show the alphabet of this id."""
        self._shown = next((each for each in self._known if each.alphabet.id == alphabet), self._shown)
        self._refusal = ""
        self._show()

    def show_refusal(self, problem: str) -> None:
        """Why something was not done."""
        self._refusal = problem
        self._show()

    # --- what it shows -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown = self._shown
        with QSignalBlocker(self._alphabets):
            self._alphabets.clear()
            for each in self._known:
                self._alphabets.addItem(shown_name(each.alphabet.name, 40), each.alphabet.id)
            if shown is not None:
                self._alphabets.setCurrentIndex(self._alphabets.findData(shown.alphabet.id))
        self._alphabets.setEnabled(len(self._known) > 1)
        self._delete.setEnabled(shown is not None)
        self._what.setVisible(shown is None)
        self._body.setVisible(shown is not None)
        self._new.setDefault(shown is None)
        if shown is None:
            return
        if not self._name.hasFocus() or self._name.text() != shown.alphabet.name:
            self._name.setText(shown.alphabet.name)
        with QSignalBlocker(self._digits):
            self._digits.setChecked(shown.alphabet.with_digits)
        self._show_symbols(shown)
        problem = self._refusal or shown.problem
        scarce = [name for name in shown.alphabet.symbols if shown.counts.get(name, 0) < ENOUGH]
        if problem:
            self._problem.show_text(problem, "warning" if self._refusal else "info")
        elif scarce:
            self._problem.show_text(f"It can be learned; with {ENOUGH} drawings of each it is read better.", "info")
        else:
            self._problem.show_text("There are enough drawings of all to learn it well.", "good")
        self._learn.setEnabled(not shown.problem)
        self._learn.setToolTip(in_tooltip(shown.problem or "Train a network for it, with the settings at the right"))
        self._round.setEnabled(bool(shown.alphabet.symbols))
        self._show_chosen()

    def _show_symbols(self, shown: KeptAlphabet) -> None:
        chosen = {item.data(_NAME) for item in self._symbols.selectedItems()}
        with QSignalBlocker(self._symbols):
            self._symbols.clear()
            for symbol in shown.alphabet.symbols:
                number = shown.counts.get(symbol, 0)
                words = f"{number} of {ENOUGH}" if number < ENOUGH else f"{number}"
                item = QListWidgetItem(symbol, self._symbols)
                item.setData(_NAME, symbol)
                item.setData(_COUNT, words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{symbol}: {words} drawings")
                item.setToolTip(in_tooltip(f"{symbol}: {words} drawings. F2 or a double click renames it."))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                item.setSelected(symbol in chosen)

    def _show_chosen(self) -> None:
        chosen = len(self._symbols.selectedItems())
        self._rename.setEnabled(chosen == 1)
        self._remove.setEnabled(chosen > 0)

    # --- what a person does --------------------------------------------------------------------------------------

    def _change(self, changed: Alphabet, words: str) -> None:
        self._refusal = ""
        self.change_requested.emit(changed, words)

    def _choose(self) -> None:
        self.choose(self._alphabets.currentData())

    def _take_name(self) -> None:
        if self._shown is None:
            return
        before, name = self._shown.alphabet, self._name.text().strip()
        if not is_one_line(name, LONGEST_NAME):
            self._name.setText(before.name)
        elif name != before.name:
            self._change(replace(before, name=name), f"The alphabet is called {shown_name(name, 20)} now")

    def _take_digits(self, with_digits: bool) -> None:
        if self._shown is not None:
            words = "The ten digits are learned too" if with_digits else "The ten digits are left out"
            self._change(replace(self._shown.alphabet, with_digits=with_digits), words)

    def _add_symbols(self) -> None:
        if self._shown is None:
            return
        before = self._shown.alphabet
        typed = symbols_in(self._typed.text())
        new = tuple(name for name in typed if name not in before.classes)
        if not new:
            self.show_refusal("They are in the alphabet already." if typed else "Type a symbol, or several: A B C.")
            return
        too_long = next((name for name in new if not is_one_line(name, LONGEST_LABEL)), None)
        if too_long is not None:
            self.show_refusal(f"A symbol's name has at most {LONGEST_LABEL} characters: {shown_name(too_long, 20)}.")
            return
        if len(before.classes) + len(new) > MOST_CLASSES:
            self.show_refusal(f"An alphabet has at most {MOST_CLASSES} symbols, its digits included.")
            return
        self._typed.clear()
        words = f"{shown_name(new[0], 12)} is added" if len(new) == 1 else f"{len(new)} symbols are added"
        self._change(replace(before, symbols=(*before.symbols, *new)), words)

    def _remove_chosen(self) -> None:
        gone = {item.data(_NAME) for item in self._symbols.selectedItems()}
        if self._shown is not None and gone:
            before = self._shown.alphabet
            words = f"{shown_name(min(gone), 12)} is removed" if len(gone) == 1 else f"{len(gone)} symbols are removed"
            self._change(replace(before, symbols=tuple(name for name in before.symbols if name not in gone)), words)

    def _rename_chosen(self) -> None:
        chosen = self._symbols.selectedItems()
        if len(chosen) == 1:
            self._symbols.setFocus()
            self._symbols.editItem(chosen[0])

    def _take_symbol(self, item: QListWidgetItem) -> None:
        old, new = item.data(_NAME), item.text().strip()
        if self._shown is None or old == new:
            return
        if is_one_line(new, LONGEST_LABEL):
            self._refusal = ""
            self.rename_symbol_requested.emit(self._shown.alphabet.id, old, new)
        with QSignalBlocker(self._symbols):
            item.setText(old)  # until it is called so

    def _ask_for_drawings(self) -> None:
        if self._shown is not None:
            self.round_requested.emit(self._shown.alphabet.id, self._each.value())

    def _learn_it(self) -> None:
        if self._shown is not None:
            self._refusal = ""
            self.learn_requested.emit(self._shown.alphabet.id)

    def _delete_it(self) -> None:
        if self._shown is not None:
            self.delete_requested.emit(self._shown.alphabet.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._symbols
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            self._remove_chosen()
            return True
        return super().eventFilter(watched, event)

    # --- its parts -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._alphabets = ComboBox(self)
        self._alphabets.setObjectName("alphabets")
        self._alphabets.setAccessibleName("Alphabet")
        self._alphabets.setMinimumContentsLength(10)
        self._alphabets.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._alphabets.activated.connect(self._choose)
        self._new = self._button("New", "new_alphabet_button", "Make another alphabet")
        self._new.clicked.connect(lambda: self.add_requested.emit())
        self._delete = self._button("Delete", "delete_alphabet_button", "Delete this alphabet; can be undone")
        self._delete.clicked.connect(self._delete_it)
        top = QHBoxLayout()
        top.addWidget(self._alphabets, 1)
        top.addWidget(self._new)
        top.addWidget(self._delete)
        self._what = QLabel(WHAT_IT_IS, self)
        self._what.setWordWrap(True)
        self._what.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._what.setObjectName("alphabet_words")
        self._body = QWidget(self)
        self._build_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addLayout(top)
        column.addWidget(self._what, 1)
        column.addWidget(self._body, 1)

    def _build_body(self) -> None:
        body = self._body
        self._name = QLineEdit(body)
        self._name.setObjectName("alphabet_name")
        self._name.setAccessibleName("Name of the alphabet")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.editingFinished.connect(self._take_name)
        self._digits = QCheckBox("With the ten digits", body)
        self._digits.setObjectName("with_digits")
        self._digits.setToolTip("The network reads the digits of the data set, too")
        self._digits.toggled.connect(self._take_digits)
        named = QHBoxLayout()
        named.addWidget(QLabel("Name", body))
        named.addWidget(self._name, 1)
        named.addWidget(self._digits)
        self._typed = QLineEdit(body)
        self._typed.setObjectName("new_symbols")
        self._typed.setAccessibleName("Symbols to add")
        self._typed.setPlaceholderText("A B C, or heart, star")
        self._typed.setToolTip("Any names, with spaces or commas between them; with commas a name may have spaces")
        self._typed.returnPressed.connect(self._add_symbols)
        self._add = self._button("Add", "add_symbols_button", "Add these symbols (Enter)")
        self._add.clicked.connect(self._add_symbols)
        self._rename = self._button("Rename", "rename_symbol_button", "Call the chosen symbol otherwise (F2)")
        self._rename.clicked.connect(self._rename_chosen)
        self._remove = self._button("Remove", "remove_symbol_button", "Take the chosen symbols out (Del)")
        self._remove.clicked.connect(self._remove_chosen)
        adding = QHBoxLayout()
        adding.addWidget(self._typed, 1)
        for button in (self._add, self._rename, self._remove):
            adding.addWidget(button)
        self._symbols = QListWidget(body)
        self._symbols.setObjectName("symbols")
        self._symbols.setAccessibleName("Symbols")
        self._symbols.setFlow(QListWidget.Flow.LeftToRight)
        self._symbols.setWrapping(True)
        self._symbols.setResizeMode(QListWidget.ResizeMode.Adjust)
        scaled(self._symbols.setSpacing, GRID // 2)
        self._symbols.setFrameShape(QListWidget.Shape.NoFrame)
        self._symbols.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._symbols.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._symbols.setItemDelegate(_Chip(self._symbols))
        self._symbols.itemSelectionChanged.connect(self._show_chosen)
        self._symbols.itemChanged.connect(self._take_symbol)
        self._symbols.installEventFilter(self)
        self._problem = MessageLine(2, body)
        self._problem.setObjectName("alphabet_problem")
        self._problem.setAccessibleName("Whether it can be learned")
        self._each = SpinBox(body)
        self._each.setObjectName("drawings_each")
        self._each.setAccessibleName("Drawings of each symbol to ask for")
        self._each.setRange(1, 20)
        self._each.setValue(EACH)
        self._round = self._button("Ask me", "alphabet_round_button", "Ask for drawings, one symbol after another")
        self._round.clicked.connect(self._ask_for_drawings)
        self._learn = self._button("Learn this alphabet", "learn_alphabet_button", "")
        self._learn.clicked.connect(self._learn_it)
        of_each = QLabel("of each", body)
        set_caption(of_each)
        doing = QHBoxLayout()
        doing.addWidget(self._round)
        doing.addWidget(self._each)
        doing.addWidget(of_each)
        doing.addStretch(1)
        doing.addWidget(self._learn)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, GRID)
        column.addLayout(named)
        column.addLayout(adding)
        column.addWidget(self._symbols, 1)
        column.addWidget(self._problem)
        column.addLayout(doing)

    def _button(self, words: str, name: str, tooltip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setToolTip(tooltip)
        return button


class _Chip(QStyledItemDelegate):
    """A symbol with the number of its drawings below it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = f"{shown_name(index.data(_NAME), 12)}{_NEXT_LINE}{index.data(_COUNT)}"
        option.displayAlignment = Qt.AlignmentFlag.AlignCenter
        option.backgroundBrush = QBrush(theme_of(option.palette).grid)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics
        lines = (shown_name(index.data(_NAME), 12), index.data(_COUNT))
        width = max(metrics.horizontalAdvance(line) for line in lines)
        return QSize(max(width + px(2 * GRID), px(_NARROWEST)), 2 * metrics.height() + px(GRID))


def symbols_in(text: str) -> tuple[str, ...]:
    """The names in what was typed, each once; with commas between them, or else spaces."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(dict.fromkeys(filter(None, (re.sub(r"\s+", " ", part).strip() for part in parts))))
