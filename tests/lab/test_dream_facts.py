"""What the Dream view tells lessons is of the kinds that are said, and nothing before there is a dream."""

from __future__ import annotations

import math

import pytest

from handwriting_app.lab.dream_facts import DreamSeen, dream_facts
from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.views import DREAM

SEEN = DreamSeen(digit=3, epoch=2, step=7, steps=60, share=0.4, start_share=0.1, read_digit=-1, is_read=True)


def test_every_fact_is_told_as_it_is_said() -> None:
    facts = dream_facts("grey", "logit", SEEN)
    kinds = VIEW_FACTS[DREAM.name]
    assert facts.keys() == kinds.keys()
    for name, value in facts.items():
        assert kinds[name].read(value) == value
    assert facts["dream.is_read"] == 1
    assert facts["dream.step"] == 7


def test_a_dream_that_is_still_to_come_has_no_numbers() -> None:
    facts = dream_facts("noise", "log-probability", None)
    assert facts.keys() == VIEW_FACTS[DREAM.name].keys()
    assert facts["dream.from"] == "noise"
    with pytest.raises(ValueError, match="must be"):
        VIEW_FACTS[DREAM.name]["dream.share"].read(facts["dream.share"])
    assert math.isnan(float(facts["dream.step"]))
