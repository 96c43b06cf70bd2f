"""What lessons know of the views: facts are of the kind that is said, and docs/lessons.md says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.lab.checks import FACTS
from handwriting_app.lab.for_lessons import RUN_FACTS, VIEW_FACTS, VIEW_STATES, WINDOW_FACTS, FactKinds
from handwriting_app.lab.kinds import Number, Whole, Word
from handwriting_app.lab.valley import VALLEYS, ValleyDescent, ValleyName
from handwriting_app.lab.views import DESCENT_LAB, VIEWS, ViewDescription

DOCS = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")


def test_what_is_known_is_of_views_that_there_are() -> None:
    assert VIEW_FACTS.keys() | VIEW_STATES.keys() <= {view.name for view in VIEWS}


def test_no_two_views_tell_the_same_fact() -> None:
    assert len(FACTS) == len(RUN_FACTS) + len(WINDOW_FACTS) + sum(map(len, VIEW_FACTS.values()))


def test_the_settings_of_a_run_have_the_ranges_of_the_table() -> None:
    assert RUN_FACTS["batch_size"] == Whole(1, 100_000)
    assert RUN_FACTS["held_out"] == Number(0.05, 0.9)
    assert RUN_FACTS["update_rule"] == Word(("plain", "momentum", "adam"))
    assert {"hidden_layers", "non_digits", "stop_when_converged"}.isdisjoint(RUN_FACTS)
    assert len({setting.fact for setting in SETTINGS.values()} - RUN_FACTS.keys()) == 3


@pytest.mark.parametrize("name", VALLEYS)
@pytest.mark.parametrize("rate", [0.01, 0.3, 1.2, 5.0])
def test_the_facts_of_a_valley_are_of_their_kinds(name: ValleyName, rate: float) -> None:
    descent = ValleyDescent(learning_rate=rate).in_valley(name)
    kinds = VIEW_FACTS[DESCENT_LAB.name]
    for _ in range(100):
        for fact, value in descent.facts().items():
            assert kinds[fact].read(value) == value
        descent = descent.step()


@pytest.mark.parametrize("view", [view for view in VIEWS if view.name in VIEW_FACTS], ids=lambda view: view.name)
def test_the_documentation_lists_what_a_view_tells(view: ViewDescription) -> None:
    assert section(f"### {view.title} (`{view.name}`)\n") == rows(VIEW_FACTS[view.name])


def test_the_documentation_lists_what_a_run_tells() -> None:
    assert section("### The run\n") == rows(RUN_FACTS)


def test_the_documentation_lists_what_the_window_tells() -> None:
    assert section("### The window\n") == rows(WINDOW_FACTS)


@pytest.mark.parametrize("name", VIEW_STATES)
def test_the_documentation_lists_what_may_be_set(name: str) -> None:
    fields = VIEW_STATES[name].fields
    assert section(f"### `lab` of `{name}`\n") == [row(field.name, field.kind.describe()) for field in fields]


def rows(facts: FactKinds) -> list[str]:
    return [row(name, kind.describe()) for name, kind in facts.items()]


def row(name: str, description: str) -> str:
    return f"| `{name}` | {description} |"


def section(heading: str) -> list[str]:
    """The rows of the table under a heading, without its head."""
    assert heading in DOCS, heading
    lines = DOCS.split(heading)[1].split("\n#")[0].splitlines()
    return [line for line in lines if line.startswith("| `")]
