from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.lab.regimes import rates_between, regime_of


@given(rate=st.floats(0.001, 10), curvature=st.floats(0.01, 100))
def test_only_rate_times_curvature_counts(rate: float, curvature: float) -> None:
    assert regime_of(rate, curvature) == regime_of(rate * curvature, 1.0)


def test_the_edges_lie_where_the_regime_changes() -> None:
    edges = rates_between(4.0)
    assert edges == (0.025, 0.25, 0.5)
    assert [regime_of(edge * 1.01, 4.0) for edge in edges] == ["converging", "overshooting", "diverging"]
