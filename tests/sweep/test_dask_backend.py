"""A run that ends one worker after another is given up; joblib's own backend would wait for it for ever."""

from __future__ import annotations

import sys

import pytest

from handwriting_app.data.subject import DIGITS
from handwriting_app.sweep.plan import Plan
from handwriting_app.sweep.processes import DIED_TWICE, on_cluster
from tests.sweep.test_processes import FOREIGN, dies_of_seed_one


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
@pytest.mark.timeout(180)
@pytest.mark.filterwarnings(*FOREIGN, "ignore::UserWarning", "ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_that_dies_costs_its_own_run_only() -> None:
    distributed = pytest.importorskip("distributed")
    import dask

    runs = Plan({"hidden": ((4,), (8,))}, (0, 1), {"epochs": 1, "variation": 0.0, "non_digits": False}).runs()
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        found = {each.run: each for each in on_cluster(runs, cluster.scheduler_address, DIGITS, dies_of_seed_one)}
    assert found.keys() == set(runs)
    for run, outcome in found.items():
        if run.config.seed == 1:
            assert (outcome.state, outcome.message) == ("failed", DIED_TWICE)
        else:
            assert outcome.state == "finished"
