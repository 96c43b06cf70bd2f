"""The quiet buttons at the head of a plot."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from handwriting_app.ui.keys import shortcuts
from handwriting_app.ui.plots.export import KINDS, ask_and_export
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.sizes import in_type, px, scaled
from handwriting_app.ui.theme import GRID, caption_font
from handwriting_app.ui.widgets.tips import set_tip


class PlotTools(QWidget):
    """Log axis, reset zoom, export: a row at the right of the plot's title, a child of the plot."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._log = self._button(
            "log", "Log", "Show the left axis logarithmically, so that small values are told apart"
        )
        self._log.setCheckable(True)
        self._log.setChecked(plot.is_log)
        self._log.toggled.connect(plot.set_log)
        plot.log_changed.connect(self._log.setChecked)
        (key,) = shortcuts("plot_reset")
        self._reset = self._button(
            "reset", "Reset zoom", f"Show the whole run again ({key.toString()}); the wheel zooms, dragging moves"
        )
        self._reset.setEnabled(False)
        self._reset.clicked.connect(plot.reset_zoom)
        plot.zoom_changed.connect(self._reset.setEnabled)
        self._export = self._button("export", "Export…", "Save this plot as a picture, a drawing or a table of numbers")
        self._menu = self._export_menu()
        self._export.clicked.connect(self._show_menu)
        shortcut = QShortcut(key, plot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(plot.reset_zoom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, GRID // 2)
        for button in (self._log, self._reset, self._export):
            row.addWidget(button)
        plot.installEventFilter(self)
        plot.renamed.connect(self._name_buttons)
        self._name_buttons()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Take another place when the buttons need another width, as they do in another type."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._plot.width() - self.width() - px(GRID), 0)

    def _button(self, name: str, text: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self._plot.objectName()}_{name}")
        button.setText(text)
        set_tip(button, tooltip)
        button.setAutoRaise(True)
        in_type(button, caption_font)
        scaled(button.setFixedHeight, lambda each: max(px(3 * GRID), each.fontMetrics().height()))
        return button

    def _name_buttons(self) -> None:
        for button in (self._log, self._reset, self._export):
            button.setAccessibleName(f"{button.text()}: {self._plot.accessibleName()}")

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        for kind, words in KINDS.items():
            action = menu.addAction(f"{words} ({kind})…")
            action.setObjectName(f"{self._plot.objectName()}_export_{kind[1:]}")
            action.triggered.connect(partial(self._save, kind))
        return menu

    def _show_menu(self) -> None:
        self._menu.popup(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    def _save(self, kind: str) -> None:
        ask_and_export(self._plot, self.window(), self._plot.objectName(), kind)
