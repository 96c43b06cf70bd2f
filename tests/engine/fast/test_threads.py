from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.fast.threads import side_by_side
from handwriting_app.engine.training import train


def test_an_error_in_the_thread_that_helps_is_raised(monkeypatch):

    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr("handwriting_app.engine.fast.threads._processors", lambda: 2)
    with pytest.raises(ZeroDivisionError), side_by_side(2) as do:
        do([lambda: None, fail])


def test_blas_threads_are_put_back(data, make_network, make_config):
    from threadpoolctl import threadpool_info, threadpool_limits

    with threadpool_limits(2, user_api="blas"):
        before = [(library["filepath"], library["num_threads"]) for library in threadpool_info()]
        config = make_config()
        steps = train(make_network(config), data, config, np.random.default_rng(0))
        next(steps)
        assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {1}
        steps.close()
        after = [(library["filepath"], library["num_threads"]) for library in threadpool_info()]
        assert [entry for entry in after if entry in before] == before
