"""What every export begins with: a network, and how its outputs become percent."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.engine.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class ReadingModel:
    """All that reading takes.

    Attributes:
        network: For 8 × 8 counts: 64 inputs.
        temperature: Above 0, see :mod:`handwriting_app.engine.reading`.
        name: What the model is called.
        normalisation_version: The normaliser whose output it learned to read.
    """

    network: Network
    temperature: float
    name: str
    normalisation_version: int
