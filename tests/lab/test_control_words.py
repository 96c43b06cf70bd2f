from __future__ import annotations

import pytest

from handwriting_app.engine.settings import SETTINGS
from handwriting_app.lab.control_words import LAB_WORDS, controls_beside
from handwriting_app.lab.for_lessons import VIEW_STATES
from handwriting_app.lab.views import COURSE, VIEWS, ViewDescription
from handwriting_app.storage.lesson_start import controls


@pytest.mark.parametrize("name", LAB_WORDS)
def test_every_field_of_a_lab_has_words(name: str) -> None:
    assert list(LAB_WORDS[name]) == [field.name for field in VIEW_STATES[name].fields]


@pytest.mark.parametrize("view", [view for view in VIEWS if view is not COURSE], ids=lambda view: view.name)
def test_what_is_offered_can_be_locked_and_has_words_of_its_own(view: ViewDescription) -> None:
    offered = controls_beside(view)
    assert set(SETTINGS) <= set(offered) <= controls()
    assert len(set(offered.values())) == len(offered)
