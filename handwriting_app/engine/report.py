"""What a run tells of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One whole epoch.

    Costs are those of the plain labels, without smoothing or penalty, so that both sets are measured alike. On the
    training side they are those of the epoch's own forward passes, each example with the weights of the moment and with
    its variation: free, and a little behind. On the held-out side they are measured after the epoch, never varied.

    Attributes:
        epoch: Counts from 1.
        updates: Since the run began.
        seconds: Spent training since the run began; pauses do not count.
        training_cost: Mean over the training examples.
        held_out_cost: Mean over the examples held back.
        training_accuracy: Share read rightly, 0 to 1.
        held_out_accuracy: Share read rightly, 0 to 1.
        learning_rate: Of this epoch.
        gradient_norms: Per layer, input side first: root mean square over the epoch's updates of ‖∂C/∂W, ∂C/∂b‖,
            without the penalty.
        update_ratios: Per layer: how far the gradient, weight decay apart, moved W in a mean update of this epoch, as a
            share of ‖W at its start‖; see :class:`~handwriting_app.engine.update_ratios.UpdateRatios`.
        inactive_shares: Per hidden layer: share of dead ReLUs or saturated sigmoid or tanh units on the held-out
            examples; see :class:`~handwriting_app.engine.evaluation.Evaluation`.
        converged: Set on the last report of a run that ended because the training cost had stopped falling.
    """

    epoch: int
    updates: int
    seconds: float
    training_cost: float
    held_out_cost: float
    training_accuracy: float
    held_out_accuracy: float
    learning_rate: float
    gradient_norms: tuple[float, ...]
    update_ratios: tuple[float, ...]
    inactive_shares: tuple[float, ...]
    converged: bool = False
