"""What a training run adds to the plain gradient of one digit's cost, and how it steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.checkpoint import Checkpoint
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.optimizers import optimizer_for
from handwriting_app.numerals import count, number

PLAIN = TrainingConfig(update_rule="plain", l2=0.0, label_smoothing=0.0, weight_averaging=0.0)
"""The textbook: hard labels, no penalty, W ← W − η ∂C/∂W, and the weights themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class RunTerms:
    """The terms that a run puts into C, δ and the step.

    Attributes:
        config: The run's.
        reached: Where the run is, if that is known for the weights that are looked at: what its update rule remembers.
    """

    config: TrainingConfig = PLAIN
    reached: Checkpoint | None = None

    @property
    def label_smoothing(self) -> float:
        return self.config.label_smoothing

    @property
    def l2(self) -> float:
        return self.config.l2

    @property
    def is_plain(self) -> bool:
        """Whether the run adds nothing to cost and gradient, and steps plainly."""
        return not (self.l2 or self.label_smoothing) and self.config.update_rule == "plain"

    @property
    def _memory(self) -> Checkpoint | None:
        """What the update rule remembers; None where it is at rest."""
        return self.reached if self.reached and self.reached.rule == self.config.update_rule else None

    def change(self, gradient: Array, learning_rate: float) -> Array:
        """Return by how much the run's update rule would change the parameters, for this gradient, in float64."""
        change = np.zeros(gradient.shape)
        rule = optimizer_for(self.config, change)
        if self._memory:
            for remembered, kept in zip(rule.state, self._memory.rule_state, strict=True):
                remembered[:] = kept
            rule.steps = self._memory.steps
        with np.errstate(over="ignore", invalid="ignore"):
            rule.step(change, np.array(gradient, np.float64), learning_rate)
        return change

    def words(self) -> str:
        """What the run adds, in a sentence."""
        config, parts = self.config, []
        if config.label_smoothing:
            parts.append(f"smooths labels by {number(config.label_smoothing)}")
        if config.l2:
            parts.append(f"adds L2 {number(config.l2)}")
        if config.update_rule == "momentum":
            parts.append(f"has momentum {number(config.momentum)}")
        elif config.update_rule == "adam":
            parts.append("steps by Adam")
        if config.weight_averaging:
            parts.append("averages weights")
        if not parts:
            return "This run adds nothing to C, δ and the step."
        return f"This run also {', '.join(parts)}."

    def step_words(self) -> str:
        """The step that the run takes, in a sentence."""
        memory = self._memory
        match self.config.update_rule:
            case "momentum":
                start = "the v of the run" if memory else "rest (v = 0)"
                return f"v ← {number(self.config.momentum)} v − η ∂C/∂W, W ← W + v, from {start}"
            case "adam":
                start = f"the run's means ({count(memory.steps)} steps)" if memory else "rest"
                return f"a step of Adam, from {start}"
            case _:
                return "W ← W − η ∂C/∂W"


NO_TERMS = RunTerms()
