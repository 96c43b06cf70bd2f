"""The table of keys, and what is written about it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from handwriting_app.ui.keys import CHARACTERS, KEYS, WHEEL, in_markdown, in_words, keys_of, shortcuts

ROOT = Path(__file__).parents[2]


def test_the_document_shows_the_table() -> None:
    written = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert in_markdown() in written, "docs/keys.md is not what in_markdown() gives"


def test_every_key_is_written_as_qt_does() -> None:
    for row in KEYS:
        for key in set(row.keys) - {CHARACTERS, WHEEL}:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_no_name_stands_twice_and_no_key_of_the_window_means_two_things() -> None:
    assert len({row.name for row in KEYS}) == len(KEYS)
    keys = Counter(key for row in KEYS if row.owner == "window" for key in row.keys)
    assert max(keys.values()) == 1


def test_rows_are_asked_for_by_name() -> None:
    assert shortcuts("redo") == [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]
    assert keys_of("remove_point", "add_point") == {"Del", "Backspace", "Ins"}
    with pytest.raises(KeyError):
        shortcuts("make_tea")


def test_the_words_have_a_line_for_every_row() -> None:
    assert len(in_words()) == len(KEYS)
    assert all(keys and where and does for keys, where, does in in_words())
