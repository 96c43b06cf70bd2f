"""What a lesson puts in place in the descent lab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from handwriting_app.lab.fields import Field, StateSchema
from handwriting_app.lab.kinds import Number, Word
from handwriting_app.lab.valley import REACH, ValleyDescent, ValleyName

Page = Literal["valley", "surface"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentLabState:
    """The start of the descent lab; the surface is that of the model in the window.

    Attributes:
        page: The page in front.
        valley: The curve of the valley page.
        learning_rate: Of the valley page.
        start: The weight that the ball starts from; that of the valley if None.
    """

    page: Page = "valley"
    valley: ValleyName = "wide"
    learning_rate: float = ValleyDescent().learning_rate
    start: float | None = None

    def descent(self) -> ValleyDescent:
        """The valley page's descent, before its first step."""
        descent = replace(ValleyDescent().in_valley(self.valley), learning_rate=self.learning_rate)
        return descent if self.start is None else descent.started_at(self.start)


PAGE: Final = Field("page", Word[Page](get_args(Page)))
VALLEY: Final = Field("valley", Word[ValleyName](get_args(ValleyName)))
LEARNING_RATE: Final = Field("learning_rate", Number(1e-6, 100.0))
START: Final = Field("start", Number(-REACH, REACH))


def _state_from(values: Mapping[str, object]) -> DescentLabState:
    usual = DescentLabState()
    return DescentLabState(
        page=PAGE.of(values, usual.page),
        valley=VALLEY.of(values, usual.valley),
        learning_rate=LEARNING_RATE.of(values, usual.learning_rate),
        start=START.given(values),
    )


DESCENT_STATE: Final = StateSchema((PAGE, VALLEY, LEARNING_RATE, START), _state_from)
"""What a lesson may set; whatever it does not mention is as at the first start."""
