"""Words from outside where Qt would take them for more: mnemonics, marks of the window title, HTML.

Names are made one short line by `handwriting_app.names.shown_name`; labels that show them are plain text.
"""

from __future__ import annotations

from PySide6.QtGui import Qt  # which knows of HTML, unlike QtCore's

from handwriting_app.names import shown_name


def in_menu(words: object) -> str:
    """A name, or words with one in them, as the text of an action or a button: an & is no mnemonic there."""
    return shown_name(words, 120).replace("&", "&&")


def in_title(name: object) -> str:
    """A name in the title of a window, where [*] is replaced."""
    return shown_name(name).replace("[*]", "[*][*]")


def in_tooltip(text: str) -> str:
    """Any text as a tooltip, which takes for HTML what looks like it."""
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal) if Qt.mightBeRichText(text) else text
