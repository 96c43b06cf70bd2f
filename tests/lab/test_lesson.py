from __future__ import annotations

from handwriting_app.lab.checks import Check
from handwriting_app.lab.lesson import Task


def test_a_task_is_done_when_all_its_checks_hold_at_once() -> None:
    task = Task(
        "Train stochastically until the cost is low.",
        (Check(fact="training.cost", below=0.1), Check(fact="descent_mode", equals="stochastic")),
    )
    assert task.is_done({"training.cost": 0.05, "descent_mode": "stochastic"})
    assert not task.is_done({"training.cost": 0.05, "descent_mode": "batch"})
    assert not task.is_done({"descent_mode": "stochastic"})
