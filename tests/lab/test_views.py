"""The table of views."""

from __future__ import annotations

from itertools import groupby

from handwriting_app.lab.views import VIEWS


def test_no_two_views_can_be_confused() -> None:
    for told in ("name", "title", "sentence"):
        assert len({getattr(view, told) for view in VIEWS}) == len(VIEWS)


def test_views_of_a_group_stand_together() -> None:
    groups = [group for group, _ in groupby(view.group for view in VIEWS) if group]
    assert groups == ["Network", "Labs", "Mine"]
