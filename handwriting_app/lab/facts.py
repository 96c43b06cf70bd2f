"""What lessons may ask about: the names of the facts, and where each comes from.

A fact is a name with a number or a word. The session and the labs tell theirs; lessons only ask. Whoever adds a fact
adds its name here, so that a lesson that asks for one that nobody tells is found out when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.settings import SETTINGS, Choice, Number, Whole

Fact = float | int | str
Facts = Mapping[str, Fact]


def facts_of(config: TrainingConfig) -> dict[str, Fact]:
    """What lessons may ask about the settings of a run: every number and every choice."""
    asked = [setting for setting in SETTINGS.values() if isinstance(setting, Whole | Number | Choice)]
    return {setting.fact: setting.check(getattr(config, setting.name)) for setting in asked}


KNOWN_FACTS: Final[Facts] = MappingProxyType(
    {
        # The neuron lab (lab/neuron_state.py). The values here are examples; their type is the fact's.
        "neuron.page": "unit",
        "neuron.kind": "sum",
        "neuron.inputs": 2,
        "neuron.input_1": 1.0,
        "neuron.input_2": 1.0,
        "neuron.input_3": 1.0,
        "neuron.weight_1": 1.0,
        "neuron.weight_2": 1.0,
        "neuron.weight_3": 1.0,
        "neuron.bias": 0.0,
        "neuron.z": 0.0,
        "neuron.output": 0.0,
        "neuron.slope": 1.0,
        "neuron.edge": 0.0,
        "plane.points": "AND",
        "plane.mistakes": 0,
        "plane.cost": 0.0,
        "plane.rule": "perceptron",
        "plane.steps": 0,
        "plane.ended": "converged",
        "layers.points": "XOR",
        "layers.hidden": 4,
        "layers.mistakes": 0,
        "layers.epochs": 0,
        "chain.kind": "sigmoid",
        "chain.z": 0.0,
        "chain.y": 0.5,
        "chain.slope": 0.25,
        "chain.product": 0.1,
        "chain.error": 0.1,
        "chain.steps": 0,
        # The run that was started since the lesson began (session/lesson_guide.py).
        "training.state": "running",
        "training.ended": "converged",
        "training.epochs": 0,
        "training.cost": 0.0,
        "training.accuracy": 0.0,
        "training.held_out_cost": 0.0,
        "training.held_out_accuracy": 0.0,
        **facts_of(TrainingConfig()),
        # The descent lab: its one-dimensional valley and the surface.
        "descent.page": "valley",
        "descent.status": "converged",
        "descent.learning_rate": 0.1,
        "descent.steps": 0,
        "descent.cost": 0.0,
        "descent.regime": "converging",
        # The race.
        "race.finished": 3,
        "race.modes": 3,
        "race.axis": "seconds",
    }
)
