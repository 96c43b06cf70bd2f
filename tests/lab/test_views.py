"""The views as lessons know them: what each tells is of the kind that is said, and docs/lessons.md says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.lab.checks import FACTS
from handwriting_app.lab.for_lessons import RUN_FACTS, FactKinds
from handwriting_app.lab.kinds import Number
from handwriting_app.lab.valley import VALLEYS, ValleyDescent, ValleyName
from handwriting_app.lab.views import DESCENT_LAB, VIEWS

DOCS = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")


def test_no_two_views_tell_the_same_fact() -> None:
    assert len(FACTS) == len(RUN_FACTS) + sum(len(view.facts) for view in VIEWS)


@pytest.mark.parametrize("name", VALLEYS)
@pytest.mark.parametrize("rate", [0.01, 0.3, 1.2, 5.0])
def test_the_facts_of_a_valley_are_of_their_kinds(name: ValleyName, rate: float) -> None:
    descent = ValleyDescent(learning_rate=rate).in_valley(name)
    for _ in range(100):
        for fact, value in descent.facts().items():
            assert DESCENT_LAB.facts[fact].read(value) == value
        descent = descent.step()


def test_a_schema_names_what_it_does_not_know() -> None:
    schema = DESCENT_LAB.state
    assert schema is not None
    with pytest.raises(ValueError, match="there is no 'rate' to set here, only page, valley, learning_rate"):
        schema.read({"page": "surface", "rate": 1})


def row(name: str, description: str) -> str:
    return f"| `{name}` | {description} |"


def rows(facts: FactKinds) -> list[str]:
    return [row(name, kind.describe()) for name, kind in facts.items()]


@pytest.mark.parametrize("view", [view for view in VIEWS if view.facts], ids=lambda view: view.name)
def test_the_documentation_lists_what_a_view_tells(view: object) -> None:
    heading = f"### {view.title} (`{view.name}`)\n"  # type: ignore[attr-defined]
    assert section(heading) == rows(view.facts)  # type: ignore[attr-defined]


def test_the_documentation_lists_what_a_run_tells() -> None:
    assert section("### The run\n") == rows(RUN_FACTS)


@pytest.mark.parametrize("view", [view for view in VIEWS if view.state], ids=lambda view: view.name)
def test_the_documentation_lists_what_may_be_set(view: object) -> None:
    heading = f"### `lab` of `{view.name}`\n"  # type: ignore[attr-defined]
    fields = view.state.fields  # type: ignore[attr-defined]
    assert section(heading) == [row(field.name, field.kind.describe()) for field in fields]


def section(heading: str) -> list[str]:
    """The rows of the table under a heading, without its head."""
    assert heading in DOCS, heading
    lines = DOCS.split(heading)[1].split("\n#")[0].splitlines()
    return [line for line in lines if line.startswith("| `")]


def test_a_number_is_said_with_its_range() -> None:
    assert Number().describe() == "a number"
    assert Number(-1, 2).describe() == "a number from −1 to 2"
    assert Number(0).describe() == "a number of at least 0"
    assert Number(high=1).describe() == "a number of at most 1"
