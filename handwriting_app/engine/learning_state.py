"""All that learns: what an epoch of training changes and the next one builds on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.averaging import RunningAverage
from handwriting_app.engine.checkpoint import Checkpoint, Order
from handwriting_app.engine.config import TrainingConfig, UpdateRule
from handwriting_app.engine.convergence import Convergence
from handwriting_app.engine.fast.steps import fast_optimizer_for
from handwriting_app.engine.network import Network
from handwriting_app.engine.optimizers import Optimizer


@dataclass(slots=True, eq=False)
class LearningState:
    """All that an epoch of training changes and the next one builds on: what a checkpoint is taken of."""

    learner: Network
    average: RunningAverage
    rule_name: UpdateRule
    rule: Optimizer
    convergence: Convergence
    rng: np.random.Generator

    @classmethod
    def at_rest(cls, config: TrainingConfig, learner: Network, rng: np.random.Generator) -> LearningState:
        """Return that of a run with this configuration before its first epoch."""
        return cls(
            learner=learner,
            average=RunningAverage(config.weight_averaging, learner.parameters),
            rule_name=config.update_rule,
            rule=fast_optimizer_for(config, learner.parameters),
            convergence=Convergence(config.tolerance, config.patience),
            rng=rng,
        )

    @property
    def vectors(self) -> tuple[Array, ...]:
        """The learner's parameters, their average, and what the update rule remembers: themselves, not copies."""
        return (self.learner.parameters, self.average.average, *self.rule.state)

    def after(self, epoch: int) -> Checkpoint:
        """Return the state as it is now, at the end of that epoch: the vectors themselves, not copies."""
        return Checkpoint(
            epoch=epoch,
            learner=self.learner.parameters,
            average=self.average.average if self.average.epochs else None,
            averaged_epochs=self.average.epochs,
            rule=self.rule_name,
            rule_state=self.rule.state,
            steps=self.rule.steps,
            lowest_cost=self.convergence.lowest_cost,
            epochs_without_fall=self.convergence.epochs_without_fall,
            order=Order.of(self.rng),
        )

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        """Take over all of it; an average that is new to the run, or another update rule, begins anew."""
        self.learner.parameters[:] = checkpoint.learner
        if self.average.is_on and checkpoint.average is not None:
            self.average.average[:] = checkpoint.average
            self.average.epochs = checkpoint.averaged_epochs
        if checkpoint.rule == self.rule_name:
            for remembered, kept in zip(self.rule.state, checkpoint.rule_state, strict=True):
                remembered[:] = kept
            self.rule.steps = checkpoint.steps
        self.convergence.go_on_from(checkpoint.lowest_cost, checkpoint.epochs_without_fall)
        self.rng = checkpoint.order.generator()
