"""What one can do with the digit, one page at a time, under the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.widgets.segmented import SegmentedButtons


class Tray(QWidget):
    """Pages behind a row of buttons; only the page in front takes up room, and the last button takes it away.

    Signals:
        page_shown(QWidget | None): another page is in front, or none.
    """

    page_shown = Signal(object)

    def __init__(self, pages: Sequence[tuple[QWidget, str, str]], parent: QWidget | None = None) -> None:
        """``pages``: each with its title and tooltip."""
        super().__init__(parent)
        self._pages = [page for page, _, _ in pages]
        self._buttons: SegmentedButtons[int] = SegmentedButtons(
            [
                *((index, title, tooltip) for index, (_, title, tooltip) in enumerate(pages)),
                (len(pages), "Hide", "Leave all the room to the step"),
            ]
        )
        self._buttons.setObjectName("inspector_tray")
        self._buttons.setAccessibleName("What to do with the drawing")
        self._buttons.value_changed.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 4)
        layout.addWidget(self._buttons)
        for page in self._pages:
            layout.addWidget(page)
        self._show(0)

    def page(self) -> QWidget | None:
        """The page in front, if any is."""
        return self._page_at(self._buttons.value())

    def show_page(self, page: QWidget | None) -> None:
        """Bring a page to the front, or take all away."""
        self._buttons.set_value(len(self._pages) if page is None else self._pages.index(page))

    def button_of(self, page: QWidget) -> QWidget:
        """The button that brings a page to the front."""
        return self._buttons.button(self._pages.index(page))

    def _page_at(self, index: int) -> QWidget | None:
        return self._pages[index] if index < len(self._pages) else None

    def _show(self, index: int) -> None:
        for at, page in enumerate(self._pages):
            page.setVisible(at == index)
        self.page_shown.emit(self._page_at(index))
