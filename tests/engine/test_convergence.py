from __future__ import annotations

from tests.engine.cases import run


def test_stops_once_the_cost_has_stopped_falling(data, make_network, make_config):
    config = make_config(learning_rate=1e-9, epochs=50, stop_when_converged=True, patience=4, tolerance=1e-4)
    reports = run(make_network(config), data, config)
    assert [report.converged for report in reports] == [False, False, False, False, True]


def test_goes_on_while_the_cost_falls(data, make_network, make_config):
    config = make_config(learning_rate=0.05, epochs=20, stop_when_converged=True, patience=2)
    reports = run(make_network(config), data, config)
    assert len(reports) == 20
    assert not reports[-1].converged
