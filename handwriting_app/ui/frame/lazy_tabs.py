"""Tabs whose views are built when they are first looked at; several small views can share one tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.scrolled import Scrolled
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.tab_bar import TabBar
from handwriting_app.ui.widgets.tips import wrapped


class _Page(QWidget):
    """One tab: a view, or several with a row of buttons to choose among them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.layouts: list[QVBoxLayout] = []
        self.choices: list[tuple[str, str, str]] = []
        self.stack = QStackedWidget(self)
        self._column = QVBoxLayout(self)
        scaled(self._column.setContentsMargins, 0, GRID, 0, 0)
        self._column.addWidget(self.stack)
        self.buttons: SegmentedButtons[str] | None = None

    def add(self, name: str, title: str, tooltip: str) -> None:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        self.layouts.append(layout)
        self.stack.addWidget(holder)
        self.names.append(name)
        self.choices.append((name, title, tooltip))
        if len(self.names) < 2:
            return
        if self.buttons is not None:
            self.buttons.deleteLater()
        self.buttons = SegmentedButtons(self.choices)
        self.buttons.setAccessibleName("Which of these views")
        self.buttons.value_changed.connect(self.show_name)
        self._column.insertWidget(0, self.buttons)

    def put_above(self, widget: QWidget) -> None:
        """Put something between the buttons and the view."""
        self._column.removeWidget(widget)
        self._column.insertWidget(self._column.indexOf(self.stack), widget)

    def show_buttons(self, are_shown: bool) -> None:
        if self.buttons is not None:
            self.buttons.setVisible(are_shown)

    def show_name(self, name: str) -> None:
        if self.buttons is not None and self.buttons.value() != name:
            self.buttons.set_value(name)
        self.stack.setCurrentIndex(self.names.index(name))

    def put(self, name: str, view: LiveView) -> None:
        self.layouts[self.names.index(name)].addWidget(Scrolled(view))


class LazyTabs(QTabWidget):
    """The views between the drawing and the training.

    Signals:
        view_built(LiveView): a view was looked at for the first time; its objectName is set.
        view_changed(str): the view with this objectName is in front.
    """

    view_built = Signal(object)
    view_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("views")
        self.setAccessibleName("Views")
        self.setTabBar(TabBar())
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)  # the style would draw it above the tabs
        self._pages: list[_Page] = []
        self._builders: dict[str, Callable[[], LiveView]] = {}
        self._views: dict[str, LiveView] = {}
        self._is_open = False
        self._above: QWidget | None = None
        self.currentChanged.connect(self._build_current)

    def add(self, name: str, title: str, tooltip: str, build: Callable[[], LiveView], *, group: str = "") -> None:
        """Add a view; views with the same ``group``, added one after another, share a tab of that title."""
        self._builders[name] = build
        if group and self._pages and self.tabText(len(self._pages) - 1) == group:
            page = self._pages[-1]
        else:
            page = _Page()
            page.stack.currentChanged.connect(self._build_current)
            self._pages.append(page)
            index = self.addTab(page, group or title)
            self.setTabToolTip(index, wrapped("" if group else tooltip))
        page.add(name, title, tooltip)

    def put_above(self, widget: QWidget) -> None:
        """Have ``widget`` above the view in front, whichever that is."""
        self._above = widget
        self._pages[self.currentIndex()].put_above(widget)

    def open(self) -> None:
        """Build the view in front, and from now on each that comes to the front."""
        self._is_open = True
        self._build_current()

    def names(self) -> tuple[str, ...]:
        """The objectNames of all views, from left to right."""
        return tuple(name for page in self._pages for name in page.names)

    def show_view(self, name: str) -> None:
        """Bring the view with this objectName to the front; an unknown name changes nothing."""
        for index, page in enumerate(self._pages):
            if name in page.names:
                page.show_name(name)
                self.setCurrentIndex(index)

    def build(self, name: str) -> bool:
        """Build the view with this objectName, not bringing it to the front; returns False if it is there already."""
        for page in self._pages:
            if name in page.names and name in self._builders:
                self._build(name, page)
                return True
        return False

    def show_groups(self, are_shown: bool) -> None:
        """Show the buttons that choose among the views of one tab; a lesson that leads from view to view needs none."""
        for page in self._pages:
            page.show_buttons(are_shown)

    def name_at(self, index: int) -> str:
        """The objectName of the view that is in front in the tab with this index."""
        page = self._pages[index]
        return page.names[page.stack.currentIndex()]

    def current_name(self) -> str:
        """The objectName of the view in front."""
        return self.name_at(self.currentIndex())

    def current_view(self) -> LiveView | None:
        """The view in front, if it is built."""
        return self._views.get(self.current_name())

    def views(self) -> tuple[LiveView, ...]:
        """The views that are built."""
        return tuple(self._views.values())

    def _build_current(self, *_index: int) -> None:
        # Signals of a page or of the tabs come while they are filled too, before there is anything in front.
        if not self._is_open:
            return
        name = self.current_name()
        if self._above is not None:
            self._pages[self.currentIndex()].put_above(self._above)
        if name in self._builders:
            self._build(name, self._pages[self.currentIndex()])
        self.view_changed.emit(name)

    def _build(self, name: str, page: _Page) -> None:
        view = self._builders.pop(name)()
        view.setObjectName(name)
        self._views[name] = view
        page.put(name, view)
        self.view_built.emit(view)
