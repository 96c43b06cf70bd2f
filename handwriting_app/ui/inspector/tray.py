"""What one can do with the digit, one page at a time, under the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.ui.widgets.segmented import SegmentedButtons


class Tray(QWidget):
    """Pages behind a row of buttons; only the page in front takes up room.

    Signals:
        page_shown(QWidget): another page is in front.
    """

    page_shown = Signal(object)

    def __init__(self, pages: Sequence[tuple[QWidget, str, str]], parent: QWidget | None = None) -> None:
        """``pages``: each with its title and tooltip."""
        super().__init__(parent)
        self._pages = [page for page, _, _ in pages]
        self._buttons: SegmentedButtons[int] = SegmentedButtons(
            [(index, title, tooltip) for index, (_, title, tooltip) in enumerate(pages)]
        )
        self._buttons.setObjectName("inspector_tray")
        self._buttons.setAccessibleName("What to do with the digit")
        self._buttons.value_changed.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._buttons)
        for page in self._pages:
            layout.addWidget(page)
        self._show(0)

    def page(self) -> QWidget:
        """The page in front."""
        return self._pages[self._buttons.value()]

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._buttons.set_value(self._pages.index(page))

    def button_of(self, page: QWidget) -> QWidget:
        """The button that brings a page to the front."""
        return self._buttons.button(self._pages.index(page))

    def _show(self, index: int) -> None:
        for at, page in enumerate(self._pages):
            page.setVisible(at == index)
        self.page_shown.emit(self._pages[index])
