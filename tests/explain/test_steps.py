from __future__ import annotations

import pytest

from handwriting_app.explain.steps import Step, StepKind, delta_step, forward_count, nearest_step, steps_of


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


@pytest.mark.parametrize("depth", [1, 2, 5])
@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("layer", [0, 1, 3, 99])
def test_whatever_is_asked_for_there_is_a_step_near_it(depth: int, kind: StepKind, layer: int) -> None:
    found = nearest_step(depth, kind, layer)
    assert found in steps_of(depth)
    if Step(kind, layer) in steps_of(depth):
        assert found == Step(kind, layer)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_every_layer_has_its_delta(depth: int) -> None:
    steps = [delta_step(depth, layer) for layer in range(depth + 1)]
    assert set(steps) <= set(steps_of(depth))
    assert [step.layer for step in steps] == list(range(depth + 1))
