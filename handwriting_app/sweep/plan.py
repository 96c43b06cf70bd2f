"""What a sweep is to try: settings and their values, each way of putting them together once, times seeds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

import numpy as np

from handwriting_app.engine.config import TrainingConfig, config_from
from handwriting_app.engine.settings import ENGINE, LEARNING_RATE, SEED, SETTINGS, AnySetting, Number, Whole
from handwriting_app.engine.settings import usual_learning_rate as usual_learning_rate
from handwriting_app.numerals import count, number

MOST_RUNS: Final = 10_000
"""Of a sweep: more would take days even of the smallest networks."""

_DRAWS_A_TRY: Final = 50
"""How often a random search draws for each configuration that it wants, before it takes it that there are no others."""


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from ``low`` to ``high``, for a random search.

    Attributes:
        low: The least, among them.
        high: The greatest, among them.
        log: Whether each factor is equally likely, and not each distance: as many from 0.01 to 0.1 as from 0.1 to 1.
    """

    low: float
    high: float
    log: bool = False

    def draw(self, setting: Whole | Number, rng: np.random.Generator) -> float:
        """One of them, a whole one where the setting wants that."""
        if isinstance(setting, Whole):
            if not self.log:
                return int(rng.integers(int(self.low), int(self.high), endpoint=True))
            # Half a step further on either side, so that the ends are no rarer than what lies between.
            drawn = math.exp(rng.uniform(math.log(self.low - 0.5), math.log(self.high + 0.5)))
            return int(min(max(round(drawn), self.low), self.high))
        if self.log:
            drawn = math.exp(rng.uniform(math.log(self.low), math.log(self.high)))
            return min(max(drawn, self.low), self.high)  # the logarithm and back may leave the range by a rounding
        return float(rng.uniform(self.low, self.high))


Values = tuple[object, ...] | Range
"""What a setting may have: one of these, or anything in a range."""


@dataclass(frozen=True, slots=True)
class Run:
    """One training run of a sweep; ``number`` counts from 1."""

    number: int
    config: TrainingConfig


@dataclass(frozen=True)
class Plan:
    """A sweep: every combination of ``values``, or ``tries`` random ones, each with every seed.

    Where neither ``base`` nor ``values`` names a learning rate, each run has the usual one of its descent and rule.
    Settings that do nothing beside others (a batch size in stochastic descent) are set to their defaults, so that no
    two configurations give the same runs.

    Attributes:
        values: By setting, in the order in which they are combined; the last one changes fastest.
        seeds: Of every configuration.
        base: What the other settings have, where that is not their default.
        tries: Configurations of a random search; 0 for a grid.
        draw: The seed of the random search itself.

    Raises:
        ValueError: A value is none that its setting takes, a range stands in a grid, there are no seeds or values, or
            there are more than `MOST_RUNS` runs; in one sentence.
    """

    values: Mapping[str, Values]
    seeds: tuple[int, ...] = (0,)
    base: Mapping[str, object] = field(default_factory=dict)
    tries: int = 0
    draw: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", {name: checked(name, each) for name, each in self.values.items()})
        object.__setattr__(self, "seeds", tuple(SEED.check(seed) for seed in self.seeds))
        if not self.seeds or len(set(self.seeds)) < len(self.seeds):
            raise ValueError("seeds must be different whole numbers, one at least")
        for name in (SEED.name, *(name for name in self.values if name in self.base)):
            if name in self.base or name in self.values:
                raise ValueError(
                    "the seed is no setting to vary: name the seeds in seeds"
                    if name == SEED.name
                    else f"{name} is given twice, as a value of all runs and as one that varies"
                )
        if ENGINE.name in self.values:
            raise ValueError("engine cannot be varied: the runs of a sweep are trained by numpy")
        config_from(self.base)
        ranges = [name for name, each in self.values.items() if isinstance(each, Range)]
        if ranges and not self.tries:
            raise ValueError(f"{ranges[0]} has a range, of which a grid cannot try every value: say how many tries")
        if not 0 <= self.tries <= MOST_RUNS:
            raise ValueError(f"tries must be a whole number from 1 to {MOST_RUNS:,}, not {self.tries}")
        if self.most > MOST_RUNS:
            raise ValueError(f"these are {self.most:,} runs, and a sweep has at most {MOST_RUNS:,}: take fewer values")

    @property
    def fields(self) -> tuple[str, ...]:
        """The settings that vary."""
        return tuple(self.values)

    @property
    def most(self) -> int:
        """How many runs there are at most: combinations that come to the same are counted, too."""
        grid = math.prod(len(each) for each in self.values.values() if not isinstance(each, Range))
        return (self.tries or grid) * len(self.seeds)

    def configurations(self) -> tuple[TrainingConfig, ...]:
        """Every configuration once, with the first seed.

        Raises:
            ValueError: Values that are fine one by one make too large a network together.
        """
        found: dict[TrainingConfig, None] = {}
        for chosen in self._chosen():
            found.setdefault(self._config(chosen))
            if self.tries and len(found) == self.tries:
                break
        return tuple(found)

    def runs(self) -> tuple[Run, ...]:
        """All runs, seed by seed, so that every configuration has been tried once before one is tried again."""
        configurations = self.configurations()
        pairs = ((seed, config) for seed in self.seeds for config in configurations)
        return tuple(Run(place, replace(config, seed=seed)) for place, (seed, config) in enumerate(pairs, 1))

    def _config(self, chosen: Mapping[str, object]) -> TrainingConfig:
        given = {**self.base, **chosen, SEED.name: self.seeds[0]}
        config = config_from(given)
        if LEARNING_RATE.name not in given:
            config = replace(config, learning_rate=usual_learning_rate(config.descent, config.update_rule))
        return replace(without_idle(config), engine="numpy")

    def _chosen(self) -> Iterator[dict[str, object]]:
        if not self.tries:
            lists = (each for each in self.values.values() if not isinstance(each, Range))
            for values in product(*lists):
                yield dict(zip(self.values, values, strict=True))
            return
        rng = np.random.default_rng(self.draw)
        for _ in range(_DRAWS_A_TRY * self.tries):
            yield {name: _drawn(name, each, rng) for name, each in self.values.items()}


def checked(name: str, values: Values) -> Values:
    """The values of a setting in its own type.

    Raises:
        ValueError: There is no such setting, it does not take one of them, one is named twice, or there are none.
    """
    setting = setting_named(name)
    if isinstance(values, Range):
        if not isinstance(setting, Whole | Number):
            raise ValueError(f"{name} is no number, and so has no range: give a list of values")
        low, high = setting.check(values.low), setting.check(values.high)
        if not low < high:
            raise ValueError(f"the range of {name} must go up, not from {number(low, 6)} to {number(high, 6)}")
        if values.log and not low > 0:
            raise ValueError(f"the range of {name} must begin above 0 if each factor is to be equally likely")
        return Range(low, high, values.log)
    found = tuple(setting.check(value) for value in values)
    if not found:
        raise ValueError(f"{name} has no values to try")
    if len(set(found)) < len(found):
        raise ValueError(f"{name} has the same value twice")
    return found


def setting_named(name: str) -> AnySetting:
    """The setting; raises ValueError, with the nearest name if there is one, where there is none."""
    if name not in SETTINGS:
        import difflib

        near = difflib.get_close_matches(name, SETTINGS, 1)
        meant = f": perhaps {near[0]} is meant" if near else f": there are {', '.join(SETTINGS)}"
        raise ValueError(f"there is no setting named {name[:40]}{meant}")
    return SETTINGS[name]


def is_idle(name: str, config: TrainingConfig) -> bool:
    """Whether the setting does nothing beside the others."""
    idle = SETTINGS[name].idle
    return idle is not None and getattr(config, idle.other.name) in idle.why


def without_idle(config: TrainingConfig) -> TrainingConfig:
    """The same run: what does nothing in it has its default."""
    return config_from({name: SETTINGS[name].default for name in SETTINGS if is_idle(name, config)}, config)


def size_in_words(configurations: int, seeds: int) -> str:
    """How many runs these are: 9 configurations × 3 seeds = 27 runs."""
    first = f"{count(configurations)} configuration{'' if configurations == 1 else 's'}"
    second = f"{count(seeds)} seed{'' if seeds == 1 else 's'}"
    runs = configurations * seeds
    return f"{first} × {second} = {count(runs)} run{'' if runs == 1 else 's'}"


def varying(configurations: Iterable[TrainingConfig]) -> tuple[str, ...]:
    """The settings in which some configurations differ, apart from the seed, in the order of their table."""
    seen: dict[str, set[object]] = {name: set() for name in SETTINGS if name != SEED.name}
    for config in configurations:
        for name, values in seen.items():
            values.add(getattr(config, name))
    return tuple(name for name, values in seen.items() if len(values) > 1)


def _drawn(name: str, values: Values, rng: np.random.Generator) -> object:
    if isinstance(values, tuple):
        return values[int(rng.integers(len(values)))]
    setting = SETTINGS[name]
    assert isinstance(setting, Whole | Number)  # `checked` has seen to it
    return values.draw(setting, rng)
