from __future__ import annotations

import pytest

from handwriting_app.explain.steps import StepKind, forward_count, steps_of


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_way_there_and_back_has_every_step_once(depth: int) -> None:
    steps = steps_of(depth)
    assert len(steps) == len(set(steps)) == 4 * depth + 3
    kinds = [step.kind for step in steps]
    assert kinds[0] is StepKind.INPUT
    assert kinds[2 * depth + 1] is StepKind.COST
    assert kinds[-1] is StepKind.PIXELS
    assert [step.layer for step in steps if step.kind is StepKind.GRADIENT] == list(range(depth, 0, -1))


def test_forward_steps_come_first() -> None:
    depth = 3
    forward = forward_count(depth)
    assert [step.is_backward for step in steps_of(depth)] == [False] * forward + [True] * (2 * depth + 1)
