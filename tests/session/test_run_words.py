"""What is said of a kept run."""

from __future__ import annotations

from dataclasses import replace

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.numerals import moment
from handwriting_app.session.run_words import (
    epochs_of,
    has_changed,
    name_of,
    names_of,
    settings_in_short,
    why_not_repeated,
    words_on_data,
    words_on_limit,
    words_on_versions,
)
from handwriting_app.storage.database.runs import KeptRun

MIB = 2**20


def kept(number: int = 1, **changes: object) -> KeptRun:
    run = KeptRun(
        *(number, f"uuid {number}", TrainingConfig(), True, "digits", {}, 1.7e9 + number, None, 3.0, "finished", 200),
        *(2000, 0.1, 0.2, 0.99, 0.97, False, "", "", 1000),
    )
    return replace(run, **changes)  # type: ignore[arg-type]


def test_a_run_without_a_name_has_its_number() -> None:
    assert name_of(kept(7)) == "run 7"
    assert name_of(kept(7, name="best")) == "best"


def test_the_settings_fit_in_a_cell() -> None:
    assert settings_in_short(kept()) == "256, 128 · ReLU · mini-batch 64 · momentum · 0.05"
    config = TrainingConfig(hidden=(), descent="batch", update_rule="adam", activation="sigmoid", learning_rate=0.01)
    assert settings_in_short(kept(config=config)) == "no hidden layer · sigmoid · batch · Adam · 0.01"
    assert settings_in_short(kept(config=None)) == "of another version"


def test_an_alphabet_is_named() -> None:
    letters = kept(2, data="My letters")
    assert settings_in_short(letters) == "My letters · 256, 128 · ReLU · mini-batch 64 · momentum · 0.05"
    assert settings_in_short(kept(data="My letters", config=None)) == "My letters · of another version"
    assert "may be others by now: choose My letters" in why_not_repeated(letters)
    assert words_on_data(kept(), kept(3)) == ""
    assert words_on_data(kept(), letters) == "The first learned the ten digits, the second the alphabet My letters."


def test_epochs_say_how_many_were_still_to_come() -> None:
    assert epochs_of(kept()) == "200"
    assert epochs_of(kept(epoch=57)) == "57 of 200"


def test_a_time_that_is_none_is_unknown() -> None:
    assert moment(1.7e9)[:7] == "2023-11"
    assert moment(1e300) == "an unknown time"


def test_a_run_says_why_it_cannot_be_made_again() -> None:
    assert why_not_repeated(kept()) == ""
    assert "went on" in why_not_repeated(kept(is_fresh=False))
    assert "another version" in why_not_repeated(kept(config=None))
    assert "learning rate" in why_not_repeated(kept(), is_changed=True)
    assert not has_changed(kept(), [0.05, 0.05])
    assert has_changed(kept(), [0.05, 0.1])


def test_other_versions_are_named() -> None:
    assert words_on_versions({"numpy": "2.1", "digits": "a"}, {"numpy": "2.1", "digits": "a"}) == ""
    assert "numpy 2.0 (now 2.1)" in words_on_versions({"numpy": "2.0"}, {"numpy": "2.1"})


def test_the_limit_is_told_before_it_bites() -> None:
    assert words_on_limit(79 * MIB, 100 * MIB, ()) == ""
    assert words_on_limit(80 * MIB, 100 * MIB, ()).startswith("Kept runs take 80\u202f% of the 100\u202fMiB")
    told = words_on_limit(99 * MIB, 100 * MIB, (kept(3), kept(4, name="old"), kept(5)))
    assert "drop the 3 oldest without a star: run 3, old and run 5." in told
    assert "drop the oldest without a star: run 3." in words_on_limit(99 * MIB, 100 * MIB, (kept(3),))


def test_many_runs_are_counted() -> None:
    assert names_of([]) == ""
    assert names_of([kept(1)]) == "run 1"
    assert names_of([kept(1), kept(2)]) == "run 1 and run 2"
    assert names_of([kept(number) for number in range(1, 9)]) == "run 1, run 2, run 3 and 5 more"
