"""The Neuron tab: one unit from a plain sum to a sigmoid, the plane it cuts, two layers, and the chain rule."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from handwriting_app.lab.learning import why_not_descent, why_not_perceptron
from handwriting_app.lab.neuron import UnitKind
from handwriting_app.lab.neuron_state import NeuronLabState, Page
from handwriting_app.ui.labs.chain_page import ChainPage
from handwriting_app.ui.labs.layers_page import LayersPage
from handwriting_app.ui.labs.plane_page import PlanePage
from handwriting_app.ui.labs.unit_page import UnitPage
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.live_view import LiveView
from handwriting_app.ui.widgets.segmented import SegmentedButtons


class NeuronLab(LiveView):
    """Holds one `NeuronLabState`; its pages show it and ask for changes.

    A unit is played with beside the network in the window, not in it.

    Signals:
        facts_changed(dict[str, Fact]): What lessons may ask about, whenever it has changed.
    """

    help_text = (
        "Unit: turn inputs, weights and bias, or drag them in the picture, and see what the unit makes of them. The "
        "curve shows where it stands and how steep it is there: with one input over X₁, so that the weight is the "
        "slope and the bias the height at 0; with more over the weighted sum z.\n\n"
        "Plane: two inputs are a place on a plane, and a unit cuts the plane with a straight line. Drag points, click "
        "to add one or to change its label, right-click to take one away. Let the unit learn with the perceptron rule "
        "or by gradient descent. AND and OR can be learnt; XOR cannot, and the plane shows why.\n\n"
        "Two layers: a small network with a hidden layer learns XOR. Each little square is the plane as one hidden "
        "unit sees it.\n\n"
        "Chain rule: how the derivative of the error travels back through a function and a sum, factor by factor.\n\n"
        "η is the learning rate: how many times the slope one step goes. At corners: step(0) = 0 and ReLU′(0) = 0."
    )

    facts_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("neuron_lab")
        self.setAccessibleName("Neuron lab")
        self._state = NeuronLabState()
        self.pages = SegmentedButtons[Page](
            [
                ("unit", "Unit", "One unit with one to three inputs"),
                ("plane", "Plane", "Two inputs: the line that a unit draws, and how it learns it"),
                ("layers", "Two layers", "What one line cannot part"),
                ("chain", "Chain rule", "Derivatives, multiplied along the way back"),
            ],
            self,
        )
        self.pages.setObjectName("neuron_pages")
        self.pages.setAccessibleName("Page")
        self.kind = SegmentedButtons[UnitKind](
            [
                ("sum", "Sum", "Adds its inputs"),
                ("linear", "Linear", "Weighs its inputs and adds a bias"),
                ("threshold", "Threshold", "1 where the sum is above 0, otherwise 0"),
                ("sigmoid", "Sigmoid", "A soft threshold, always between 0 and 1"),
                ("relu", "ReLU", "The sum, but never below 0"),
            ],
            self,
        )
        self.kind.setObjectName("neuron_kind")
        self.kind.setAccessibleName("Kind of unit")
        self.unit, self.plane, self.layers, self.chain = UnitPage(), PlanePage(), LayersPage(), ChainPage()
        self._pages: dict[Page, UnitPage | PlanePage | LayersPage | ChainPage] = {
            "unit": self.unit,
            "plane": self.plane,
            "layers": self.layers,
            "chain": self.chain,
        }
        self._stack = _Pages(self)
        for page in self._pages.values():
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        scaled(layout.setContentsMargins, GRID, 0, GRID, 0)
        scaled(layout.setSpacing, GRID)
        layout.addWidget(self.pages)
        layout.addWidget(self.kind)
        layout.addWidget(self._stack, 1)

        self.pages.value_changed.connect(lambda page: self._set(replace(self._state, page=page)))
        self.kind.value_changed.connect(lambda kind: self._set(replace(self._state, kind=kind)))
        for page in (self.unit, self.plane, self.chain):
            page.state_changed.connect(self._set)
        self.plane.learning_changed.connect(self._tell)
        self.plane.layers_requested.connect(lambda: self._set(replace(self._state, page="layers")))
        self.layers.points_changed.connect(lambda points: self._set(replace(self._state, points=points)))
        self.layers.facts_changed.connect(self._tell)
        self._show()

    @property
    def state(self) -> NeuronLabState:
        return self._state

    def lab_state(self) -> NeuronLabState:
        """The state that a lesson made from what is seen begins with."""
        return self._state

    def controls(self) -> dict[str, list[QWidget]]:
        """What sets each field that a lesson can lock."""
        controls: dict[str, list[QWidget]] = {"page": [self.pages], "kind": [self.kind]}
        for page in self._pages.values():
            for name, widgets in page.controls().items():
                controls.setdefault(name, []).extend(widgets)
        return controls

    def set_lab_state(self, state: NeuronLabState) -> None:
        """Put the lab in the state that a lesson starts from; what was learnt or trained here before is forgotten."""
        self._set(state)
        self.plane.begin_anew(self._state)
        self.chain.begin_anew(self._state)
        self.layers.begin_as_at_first(self._state.points)
        self._tell()

    def refresh(self) -> None:
        self._show()

    def let_go(self) -> bool:
        """Let go of the chosen point of the plane in front."""
        return any(plane.let_go() for plane in (self.plane.plane, self.layers.plane))

    def halt(self) -> bool:
        """Stop the page that runs."""
        return any([page.buttons.pause() for page in (self.plane, self.layers)])

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        self.halt()
        super().hideEvent(event)

    def _set(self, state: NeuronLabState) -> None:
        if why_not_perceptron(state.kind):
            state = replace(state, rule="descent")
        elif state.kind != self._state.kind and why_not_descent(state.kind):
            state = replace(state, rule="perceptron")
        if state.page in {"plane", "layers"} and state.kind == "sum" and self._state.page == "unit":
            # A plain sum has nothing to learn; a threshold is what the plane is for.
            state = replace(state, kind="threshold", rule="perceptron")
        if state.page == "plane":
            state = replace(state, used=max(state.used, 2))
        if state != self._state:
            self._state = state
            self._show()
            self._tell()

    def _show(self) -> None:
        state = self._state
        self.pages.set_value(state.page)
        self.kind.set_value(state.kind)
        self.kind.setVisible(state.page in {"unit", "plane"})
        page = self._pages[state.page]
        self._stack.setCurrentWidget(page)
        if isinstance(page, LayersPage):
            page.show_points(state.points)
        else:
            page.show_state(state)

    def _tell(self) -> None:
        learning = self.plane.learning_of(self._state)
        self.facts_changed.emit(self._state.facts(learning) | self.layers.facts())


class _Pages(QStackedWidget):
    """Pages whose words keep their lines, so that no height depends on a width.

    Labels that wrap their words say that theirs does, and then a scroll area round the lab would give it the height
    that it likes best instead of the one that there is.
    """

    def hasHeightForWidth(self) -> bool:
        return False
