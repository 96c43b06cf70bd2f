"""The second page of the descent lab: the real network's cost over two directions, and three descents on it."""

from __future__ import annotations

import math
from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.lab.descent_paths import MODES, UNDONE, Pace, Path
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.surface import Form, Slice, Surface
from handwriting_app.lab.valley import Status
from handwriting_app.numerals import count, number, percent
from handwriting_app.ui.labs.columns import Columns
from handwriting_app.ui.labs.mode_sample import ModeSample
from handwriting_app.ui.labs.rate_slider import RateSlider
from handwriting_app.ui.labs.run_buttons import RunButtons
from handwriting_app.ui.labs.surface_picture import ZOOM, SurfacePicture
from handwriting_app.ui.labs.weight_picker import WeightPicker
from handwriting_app.ui.sizes import add_space, in_type, scaled
from handwriting_app.ui.theme import GRID, caption_font
from handwriting_app.ui.widgets.problem import MessageLine
from handwriting_app.ui.widgets.segmented import SegmentedButtons

Directions = Literal["random", "weights"]

PER_SECOND: Final = 6
_EDGES: Final = (0.1, 2.0, 16.0)
"""Of η × the sharpest curvature. Below 2 nothing overshoots for ever; from the last one on most descents fly out."""
_LOWEST, _HIGHEST, _USUAL = 0.01, 100.0, 0.5
_FLATTEST: Final = 1e-6
"""A curvature below this is none: the learning rates that go with it are too large for anyone to try."""
_SAMENESS: Final = 0.01
_WORDS_OF_FORM: Final[dict[Form, str]] = {
    "valley": "Batch stands still in a valley of this plane: from there the cost rises all ways.",
    "saddle": "Batch hardly moves, but this is no valley: on a saddle the cost rises one way and falls another.",
    "summit": "Batch hardly moves, but this is no valley: on a summit the cost falls all ways.",
}
LOADING: Final = "Loading the digits; the first time this takes a few seconds…"
WORKING: Final = "Working the surface out…"
_WAITS: Final = "A race is being timed; surface and descents wait until it is over."


class SurfacePage(QWidget):
    """Shows a surface and its paths, and says what the person wants to see and do.

    Signals:
        directions_requested(Directions): Another kind of plane.
        others_requested(): Other directions of the same kind.
        step_requested(float, Pace): One step of all descents with this learning rate.
        back_requested(): Take the last step of all descents back.
        clear_requested()
        facts_changed()
    """

    directions_requested = Signal(object)
    others_requested = Signal()
    step_requested = Signal(float, object)
    back_requested = Signal()
    clear_requested = Signal()
    facts_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()
        self._curvature = 0.0
        self._start_cost = math.nan
        self._followed = 0.0
        self._trouble = ""
        self._is_behind = False
        self._is_race_timed = False
        self._surface: Surface | None = None
        self._words = "The surface appears here once the digits are loaded."
        self.picture = SurfacePicture(self)
        self.directions = SegmentedButtons[Directions](
            [
                ("random", "All weights", "All weights change at once, along two random directions"),
                ("weights", "Two weights", "Only two weights change"),
            ],
            self,
        )
        self.directions.setObjectName("surface_directions")
        self.directions.setAccessibleName("Directions of the plane")
        self.directions.value_changed.connect(self.directions_requested)
        self.others = QPushButton("Others", self)
        self.others.setObjectName("surface_others")
        self.others.setToolTip("Look at the network along two other directions, from the weights that it has now")
        self.others.clicked.connect(self.others_requested)
        self.weights = WeightPicker(self)
        self.weights.hide()
        self.rate = RateSlider("surface_rate", 1.0, 0.01, 100.0, self)
        self.rate.value_changed.connect(self._on_rate)
        self.buttons = RunButtons(
            "surface",
            PER_SECOND,
            ("One step of each descent", "Step after step", "Take the paths back to the start"),
            self,
            back=f"Take the last step of each descent back, up to {UNDONE} of them in a row",
        )
        self.buttons.reset.setText("Clear")
        self.buttons.reset.setAccessibleName("Clear")
        self.buttons.step_requested.connect(self._on_step)
        self.buttons.back_requested.connect(self.back_requested)
        self.buttons.reset_requested.connect(self.clear_requested)
        self.pace = SegmentedButtons[Pace](
            [
                ("update", "1 update", "At each step every descent makes one update, whatever it costs"),
                ("epoch", "1 epoch", "At each step every descent looks at all the digits once"),
            ],
            self,
        )
        self.pace.setObjectName("surface_pace")
        self.pace.setAccessibleName("A step is")
        self.zoom_in, self.zoom_out = (self._zoom_button(*each) for each in (("+", 1 / ZOOM), ("−", ZOOM)))
        self.shown = [QCheckBox(mode, self) for mode in MODES]
        self.costs = [QLabel(self) for _ in MODES]
        self.message = MessageLine(2, self)
        self.message.setObjectName("surface_message")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Columns(self.picture, self._controls(), self))
        self._show()

    @property
    def paths(self) -> tuple[Path, ...]:
        return self._paths

    @property
    def surface(self) -> Surface | None:
        """As fine as it is by now."""
        return self._surface

    def _zoom_button(self, text: str, factor: float) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        name = "in" if factor < 1 else "out"
        button.setObjectName(f"surface_zoom_{name}")
        button.setAccessibleName(f"Zoom {name}")
        button.setToolTip(f"Zoom {name}")
        button.clicked.connect(lambda: self.picture.zoom_requested.emit(factor))
        return button

    def _controls(self) -> QWidget:
        controls = QWidget(self)
        plane = QHBoxLayout()
        scaled(plane.setSpacing, 4)
        plane.addWidget(self.directions, 1)
        plane.addWidget(self.others)
        plane.addWidget(self.zoom_in)
        plane.addWidget(self.zoom_out)
        run = QHBoxLayout()
        run.addWidget(self.buttons, 3)
        run.addWidget(self.pace, 2)
        legend = QGridLayout()
        scaled(legend.setHorizontalSpacing, GRID)
        legend.setVerticalSpacing(0)
        for index, (mode, box, cost) in enumerate(zip(MODES, self.shown, self.costs, strict=True)):
            box.setObjectName(f"surface_{mode}")
            box.setAccessibleName(f"Show {mode} descent")
            box.setToolTip(f"Show the path of {mode} descent")
            box.setChecked(True)
            box.toggled.connect(self._show)
            cost.setObjectName(f"surface_{mode}_cost")
            in_type(cost, caption_font)
            legend.addWidget(box, index, 0)
            legend.addWidget(ModeSample(index, controls), index, 1)
            legend.addWidget(cost, index, 2)
        legend.setColumnStretch(2, 1)
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 6)
        column.addLayout(plane)
        column.addWidget(self.weights)
        column.addWidget(self.rate)
        column.addLayout(run)
        add_space(column, GRID // 2)
        column.addLayout(legend)
        column.addWidget(self.message)
        return controls

    # --- showing -------------------------------------------------------------------------------------------------

    def show_waiting(self, words: str) -> None:
        """There is no surface; ``words`` say why."""
        self._surface, self._paths, self._trouble, self._words = None, (), "", words
        self.buttons.pause()
        self._show()

    def show_progress(self, share: float) -> None:
        """``share`` of what must be worked out before there is a surface, 0 to 1, is done."""
        if self._surface is None:
            self._words = f"{WORKING} {percent(share)}"
            self._show()

    def show_slice(self, plane: Slice) -> None:
        """Another plane is about to be shown."""
        self._curvature, self._trouble, self._is_behind, self._words = 0.0, "", False, WORKING
        self.buttons.pause()

    def show_surface(self, surface: Surface) -> None:
        if self._curvature == 0.0 and (sharpest := surface.sharpest_curvature()) > _FLATTEST:
            # Once for each plane: a scale that moved with every finer grid would slip from under the hand.
            self._curvature = sharpest
            self.rate.set_range(_LOWEST / sharpest, _HIGHEST / sharpest)
            self.rate.set_value(_USUAL / sharpest)
            self.rate.set_edges(
                (_EDGES[0] / sharpest, _EDGES[1] / sharpest, _EDGES[2] / sharpest),
                f"Where this surface bends most its curvature is {number(sharpest, 2)}. Below 2 / curvature = "
                f"{number(2 / sharpest, 2)} no step can overshoot for ever; far above it all are thrown out. Rates are "
                "larger than in training: only these two directions are there to go.",
            )
        self._surface = surface
        self.picture.show_surface(surface)
        self._show()

    def show_race(self, is_timed: bool) -> None:
        """Say that nothing can be worked out just now, because a race is being timed; or no longer say so."""
        if is_timed != self._is_race_timed:
            self._is_race_timed = is_timed
            self._show()

    def show_paths(self, paths: tuple[Path, ...]) -> None:
        if not any(path.updates for path in paths):
            self._start_cost = paths[0].cost
            self._followed = 0.0
        self._follow(paths)
        self._paths = paths
        if self._are_all_gone():
            self.buttons.pause()
        self._show()
        self.facts_changed.emit()

    def _follow(self, paths: tuple[Path, ...]) -> None:
        """Let the frame grow after a path that leaves it; what was outside before is left there, with its arrow."""
        surface = self._surface
        if surface is None or len(paths) != len(self._paths):
            return
        left = [
            path.place
            for path, before, is_shown in zip(paths, self._paths, self._which(), strict=True)
            if is_shown and not path.has_diverged and surface.holds(before.place) and not surface.holds(path.place)
        ]
        if left and surface.half != self._followed:
            self._followed = surface.half
            centre = surface.slice.centre
            needed = max(abs(place[axis] - centre[axis]) for place in left for axis in (0, 1))
            steps = math.ceil(math.log(needed * 1.02 / surface.half) / math.log(ZOOM))
            self.picture.zoom_requested.emit(ZOOM**steps)

    def show_trouble(self, words: str) -> None:
        self._trouble = words
        self._show()

    def show_behind(self) -> None:
        """The network has other weights than the ones that the plane was laid through."""
        self._is_behind = True
        self._show()

    def facts(self) -> dict[str, Fact]:
        """What lessons may ask about."""
        status: Status = "ready"
        if self._paths and self._paths[0].updates:
            if any(path.has_diverged for path in self._paths):
                status = "diverged"
            else:
                status = "converged" if self._rests_in() == "valley" else "descending"
        facts: dict[str, Fact] = {
            "descent.status": status,
            "descent.regime": self.rate.strip.regime,
            "descent.learning_rate": self.rate.value(),
            "descent.steps": max((path.updates for path in self._paths), default=0),
            "descent.cost": min((path.cost for path in self._paths), default=math.nan),
        }
        if self._curvature > 0:
            facts |= {"descent.curvature": self._curvature, "descent.converging_below": 2 / self._curvature}
        return facts

    def _rests_in(self) -> Form | None:
        """On what batch descent stands still; None while it moves."""
        if self._surface is None or not self._paths or not _stands_still(self._paths[0]):
            return None
        form = self._surface.form_at(self._paths[0].place)
        return "valley" if form == "unknown" else form

    def _which(self) -> tuple[bool, ...]:
        return tuple(box.isChecked() for box in self.shown)

    def _show(self, *_news: object) -> None:
        if self._surface is None:
            self.picture.show_surface(None, _WAITS if self._is_race_timed else self._words)
        self.picture.show_paths(self._paths, self._which())
        is_there = bool(self._paths)
        for widget in (self.buttons, self.rate, self.zoom_in, self.zoom_out):
            widget.setEnabled(is_there)
        self.buttons.back.setEnabled(is_there and self._paths[0].can_go_back)
        for label, path in zip(self.costs, self._paths or (None,) * len(MODES), strict=True):
            label.setText(_words_of(path))
        kind, words = self._message()
        self.message.show_text(words, "warning" if kind else "hint")

    def _message(self) -> tuple[bool, str]:
        if self._is_race_timed:
            return True, _WAITS
        if self._trouble:
            return True, self._trouble
        if self.weights.isVisible() and self.weights.problem():
            return True, self.weights.problem()
        gone = [path.mode for path in self._paths if path.has_diverged]
        if gone:
            again = " and all begin again at the start" if self._are_all_gone() else ", and Clear"
            return (
                True,
                f"Diverged: {' and '.join(gone)}. The steps are too long where it is steep; lower η{again}.",
            )
        if self._is_behind:
            return False, "The network has moved on since. “Others” looks at the weights that it has now."
        if not any(path.updates for path in self._paths):
            return False, "× is the network as it is. Drag the start, turn the learning rate, and press Run."
        if words := _WORDS_OF_FORM.get(self._rests_in() or "unknown", ""):
            return False, words
        if self.pace.value() == "update":
            return (
                False,
                "Batch takes the straight way down; a single digit's slope points anywhere, so stochastic strays.",
            )
        return (
            False,
            "In one look at all digits, batch descent makes one step, mini-batch a few, stochastic one a digit.",
        )

    def _are_all_gone(self) -> bool:
        return bool(self._paths) and all(path.has_diverged for path in self._paths)

    def _on_rate(self, _rate: float) -> None:
        """Paths that go no further begin anew: else nothing would show what the other rate does."""
        if self._are_all_gone():
            self.clear_requested.emit()
        self._show()

    def _on_step(self) -> None:
        if self._are_all_gone():
            self.clear_requested.emit()
        self.step_requested.emit(self.rate.value(), self.pace.value())


def _words_of(path: Path | None) -> str:
    if path is None:
        return "cost –"
    if path.has_diverged:
        return f"diverged at update {count(path.updates)}"
    return f"cost {number(path.cost, 3)} after {count(path.updates)} update{'s' if path.updates != 1 else ''}"


def _stands_still(path: Path) -> bool:
    """Whether the last step was tiny compared with the whole way."""
    if len(path.points) < 3:
        return False
    last = math.dist(path.points[-1], path.points[-2])
    return last < _SAMENESS * max(math.dist(path.points[0], path.points[-1]), 1e-12)
