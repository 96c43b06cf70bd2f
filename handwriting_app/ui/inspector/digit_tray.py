"""The pages of what one can do with the digit: a step, what mattered, breaking it, and one's own formula."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.boards import board_of, with_covered
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.quantity import Quantity
from handwriting_app.explain.steps import Step, StepKind
from handwriting_app.lab.backprop_state import TrayPage
from handwriting_app.ui.inspector.break_view import BreakView
from handwriting_app.ui.inspector.derivation_view import DerivationView
from handwriting_app.ui.inspector.one_step_view import OneStepView
from handwriting_app.ui.inspector.saliency_view import SaliencyView
from handwriting_app.ui.inspector.tray import Tray
from handwriting_app.ui.inspector.weight_view import WeightView


class DigitTray(Tray):
    """Shows one of five pages, or none.

    Attributes:
        one_step, saliency, by_hand, breaking, derivation: The pages.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self.one_step, self.saliency, self.breaking = OneStepView(), SaliencyView(), BreakView()
        self.derivation, self.by_hand = DerivationView(), WeightView()
        super().__init__(
            [
                (self.one_step, "One step", "Change every weight a little against its gradient"),
                (self.saliency, "What mattered", "Which parts of the drawing the reading hangs on"),
                (self.by_hand, "By hand", "Move one weight or bias, and see what its gradient had predicted"),
                (self.breaking, "Break it", "Break learning on purpose, and see what gives it away"),
                (self.derivation, "My formula", "Type your own formula for the gradient, and have it checked"),
            ],
            parent,
        )

    def show_named(self, name: TrayPage) -> None:
        """Bring the page to the front that a lesson asks for."""
        self.show_page(self._by_name()[name])

    def named(self) -> TrayPage:
        """The page in front, as lessons call it."""
        return next(name for name, page in self._by_name().items() if page is self.page())

    def _by_name(self) -> dict[TrayPage, QWidget | None]:
        return {
            "none": None,
            "one step": self.one_step,
            "what mattered": self.saliency,
            "by hand": self.by_hand,
            "break it": self.breaking,
            "my formula": self.derivation,
        }

    def show_mattered(
        self, seen: BackpropTrace, choice: Choice, covered: Quantity | None, *, has_drawing: bool
    ) -> None:
        """Show what mattered; ``covered``: whose gradient is not to be told."""
        board = board_of(seen.without_terms(), Step(StepKind.PIXELS, 0), choice)
        if covered is not None:
            board = with_covered(board, covered)
        self.saliency.show_plate(board.plates[-1], seen.label_named)
        self.saliency.show_has_drawing(has_drawing)
