"""What lessons hear of the epoch that is looked at and of one's own digit."""

from __future__ import annotations

import math
from dataclasses import replace

from handwriting_app.lab.for_lessons import VIEW_FACTS
from handwriting_app.lab.learning_facts import OwnDigitSeen, learning_facts
from handwriting_app.lab.views import LEARNING

OWN = OwnDigitSeen((0, 1, 2, 5), (0.1, 0.2, 0.5, 0.9), 2, is_said=True)


def test_without_a_curve_only_the_epoch_is_known() -> None:
    facts = learning_facts(3, None)
    assert facts.keys() == VIEW_FACTS[LEARNING.name].keys()
    assert facts["learning.looking_at"] == 3
    assert facts["learning.own_digit"] == 0
    assert math.isnan(float(facts["learning.own_share"]))


def test_the_present_is_the_newest_epoch() -> None:
    facts = learning_facts(None, OWN)
    assert facts.keys() == VIEW_FACTS[LEARNING.name].keys()
    assert math.isnan(float(facts["learning.looking_at"]))
    assert (facts["learning.own_share"], facts["learning.from_moment"]) == (0.9, 3)


def test_an_earlier_epoch_has_its_own_share() -> None:
    facts = learning_facts(1, OWN)
    assert (facts["learning.own_share"], facts["learning.right_since"], facts["learning.from_moment"]) == (0.2, 2, -1)
    assert learning_facts(2, OWN)["learning.from_moment"] == 0


def test_what_is_not_read_rightly_has_no_moment() -> None:
    facts = learning_facts(2, replace(OWN, right_since=None))
    assert math.isnan(float(facts["learning.right_since"]))
    assert math.isnan(float(facts["learning.from_moment"]))
