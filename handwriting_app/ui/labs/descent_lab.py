"""The Descent tab: going downhill, on a curve of one weight and on the real network's surface."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.network import Network
from handwriting_app.lab.descent_state import DescentLabState, Page
from handwriting_app.lab.facts import Fact
from handwriting_app.lab.surface import Cut, Slice, WeightPlace
from handwriting_app.session.messages import RunState
from handwriting_app.session.weights import Weights
from handwriting_app.ui.labs.surface_page import LOADING, WORKING, Directions, SurfacePage
from handwriting_app.ui.labs.valley_page import ValleyPage
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.segmented import SegmentedButtons


class DescentLab(LiveView):
    """Two pages; a plane is laid through the network's weights when its surface is first looked at.

    Signals:
        cut_requested(Network, TrainingConfig, Cut): A plane through this network; its digits are split as the
            configuration says.
        facts_changed(dict[str, Fact]): What lessons may ask about, whenever it has changed.
    """

    cut_requested = Signal(object, object, object)
    facts_changed = Signal(object)

    help_text = (
        "Valley: the cost over one weight. The ball goes downhill: each step is the slope times the learning rate, "
        "against the slope. Turn the learning rate from crawling to diverging; what happens is decided by the rate "
        "and the curvature of the valley alone.\n\n"
        "Surface: the cost of the real network on 300 training digits, over a plane through its weights: along two "
        "random directions (scaled unit by unit, Li et al. 2018) or over two weights that you choose. × marks the "
        "weights as they are. From one start, batch, stochastic and mini-batch descent go down with the engine's own "
        "gradients, restricted to the plane. There is no penalty on the weights here, and no momentum.\n\n"
        "Click or drag to move the start or the ball; the wheel zooms the surface. Back takes the last step back. What "
        "leaves the picture makes it grow, or is shown at its edge with its cost."
    )

    def __init__(self, weights: Weights, config: TrainingConfig) -> None:
        """``weights``: to look at; ``config``: what they are trained with."""
        super().__init__()
        self.setObjectName("descent_lab")
        self.setAccessibleName("Descent lab")
        self._network, self._config = weights.network, config
        self._state = RunState.IDLE
        self._roll = 0
        self._weights: tuple[WeightPlace, WeightPlace] | None = None
        self._cut_network: Network | None = None
        self._asked: tuple[float, int] | None = None
        self._loaded: tuple[float, int] | None = None  # the split whose digits are known to be there
        self.pages = SegmentedButtons[Page](
            [
                ("valley", "Valley", "One weight: slope, step and learning rate"),
                ("surface", "Surface", "Two directions of the real network"),
            ],
            self,
        )
        self.pages.setObjectName("descent_pages")
        self.pages.setAccessibleName("Page")
        self.valley, self.surface = ValleyPage(), SurfacePage()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.valley)
        self._stack.addWidget(self.surface)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self.pages)
        layout.addWidget(self._stack, 1)
        self._join()

    def _join(self) -> None:
        self.pages.value_changed.connect(self._on_page)
        self.valley.facts_changed.connect(self._tell)
        page = self.surface
        page.facts_changed.connect(self._tell)
        page.directions_requested.connect(self._on_directions)
        page.others_requested.connect(self._on_others)
        page.weights.weights_changed.connect(self._on_weights)

    def show_weights(self, weights: Weights, config: TrainingConfig) -> None:
        """Look at these weights; ``config``: what they are trained with."""
        self._network, self._config = weights.network, config
        self.mark_stale()

    def show_state(self, state: RunState) -> None:
        """Whether the network is training."""
        self._state = state
        self.mark_stale()

    def show_slice(self, plane: Slice) -> None:
        """The plane that was asked for is laid; its surface follows."""
        self._loaded = self._asked
        self.surface.show_slice(plane)
        if plane.weights is not None:
            self.surface.weights.show_weights(plane.network.sizes, *plane.weights)

    def lab_state(self) -> DescentLabState:
        """The state that a lesson made from what is seen begins with."""
        descent = self.valley.descent
        start = None if descent.trail[0] == descent.valley.start else descent.trail[0]
        return DescentLabState(
            page=self.pages.value(), valley=descent.name, learning_rate=descent.learning_rate, start=start
        )

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        return {
            "page": [self.pages],
            "valley": [self.valley.shape],
            "learning_rate": [self.valley.rate, self.surface.rate],
            "start": [self.valley.picture],
        }

    def set_lab_state(self, state: DescentLabState) -> None:
        """Put the lab in the state that a lesson starts from; the ball goes back to its start."""
        self.pages.set_value(state.page)
        self.valley.buttons.pause()
        self.valley.show_descent(state.descent())

    def refresh(self) -> None:
        """Lay the plane through the present network, unless it is training or someone is walking on the plane."""
        if self.pages.value() != "surface" or self._network is self._cut_network:
            return
        is_walked = any(path.updates for path in self.surface.paths)
        if self._cut_network is None or (self._state is RunState.IDLE and not is_walked):
            self._cut()
        else:
            self.surface.show_behind()

    def halt(self) -> bool:
        """Stop the page that runs."""
        return any([page.buttons.pause() for page in (self.valley, self.surface)])

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        self.halt()
        super().hideEvent(event)

    def _cut(self) -> None:
        network = self._network
        if self._weights is not None and any(
            place.layer >= len(network.weights)
            or place.unit >= network.sizes[place.layer + 1]
            or place.source >= network.sizes[place.layer]
            for place in self._weights
        ):
            self._weights = None
        self._cut_network = network
        is_random = self.surface.directions.value() == "random"
        self._asked = self._config.held_out, self._config.seed
        self.surface.show_waiting(WORKING if self._asked == self._loaded else LOADING)
        self.cut_requested.emit(network, self._config, Cut(self._weights, is_random, self._roll))

    def _on_page(self, page: Page) -> None:
        self._stack.setCurrentWidget(self.valley if page == "valley" else self.surface)
        self.mark_stale()
        self._tell()

    def _on_directions(self, directions: Directions) -> None:
        self.surface.weights.setVisible(directions == "weights")
        self._cut()

    def _on_others(self) -> None:
        self._roll += 1
        self._weights = None
        self._cut()

    def _on_weights(self, first: WeightPlace, second: WeightPlace) -> None:
        problem = self.surface.weights.problem()
        self.surface.show_trouble(problem)
        if not problem:
            self._weights = first, second
            self._cut()

    def _tell(self) -> None:
        page = self.pages.value()
        facts: dict[str, Fact] = {"descent.page": page}
        facts |= self.valley.descent.facts() if page == "valley" else self.surface.facts()
        self.facts_changed.emit(facts)
