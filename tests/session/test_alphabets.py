"""Alphabets on a real database: made, changed, learned, and found again for a model from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.kept import NO_ALPHABET
from handwriting_app.session.kept import TEN_DIGITS as DIGITS_ID
from handwriting_app.session.kept_alphabet import KeptAlphabet
from handwriting_app.session.model import Model
from handwriting_app.session.session import Session
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.alphabets import Alphabet, add_alphabet
from handwriting_app.storage.database.drawings import NewDrawing, add_drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.storage.database.runs import runs
from handwriting_app.storage.model_file import load_model
from tests.made_letters import drawn
from tests.session.runs import TINY

WAIT = 20_000
ABC = ("A", "B", "C")
SHORT = replace(TINY, non_digits=False)


def fill(
    folder: Path, symbols: Sequence[str] = ABC, each: int = 4, *, with_digits: bool = False, name: str = "Mine"
) -> int:
    """An alphabet with so many drawings of each symbol; its id."""
    database = open_database(folder / DATABASE)
    made = add_alphabet(database, name, symbols, with_digits=with_digits)
    add_drawings(
        database, [NewDrawing(ink, symbol, alphabet=made.id) for symbol in symbols for ink in drawn(symbol, each)]
    )
    database.close()
    return made.id


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    session = Session(Model.untrained(TINY, np.random.default_rng(0)), database=tmp_path / DATABASE)
    yield session
    session.shutdown()


def look(qtbot: QtBot, session: Session) -> tuple[KeptAlphabet, ...]:
    with qtbot.waitSignal(session.alphabets.changed, timeout=WAIT):
        session.alphabets.look_up()
    return session.alphabets.known


def learn(qtbot: QtBot, session: Session, alphabet: int) -> None:
    with qtbot.waitSignal(session.digits.subject_changed, timeout=WAIT):
        session.alphabets.learn(alphabet)


def train(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.training.ended, timeout=WAIT) as ended:
        session.start_training(SHORT)
    assert ended.args[0].reason == "finished", ended.args[0].message


def test_looking_makes_no_file(start: Session, tmp_path: Path) -> None:
    start.alphabets.look_up()
    assert start.alphabets.is_listed
    assert not start.alphabets.known
    start.shutdown()
    assert not list(tmp_path.iterdir())


def test_made_changed_renamed_deleted_and_each_time_taken_back(qtbot: QtBot, start: Session) -> None:
    alphabets = start.alphabets
    with qtbot.waitSignal(alphabets.added, timeout=WAIT) as told:
        alphabets.add()
    (made,) = (each.alphabet for each in alphabets.known)
    assert (told.args[0], made.name, made.symbols) == (made.id, "My letters", ())

    def done(work: object, *args: object) -> tuple[Alphabet, ...]:
        with (
            qtbot.waitSignal(alphabets.changed, timeout=WAIT),
            qtbot.waitSignal(alphabets.undo_offered, timeout=WAIT) as offered,
        ):
            work(*args)  # type: ignore[operator]
        done.back = offered.args[1]  # type: ignore[attr-defined]
        return tuple(each.alphabet for each in alphabets.known)

    def back() -> tuple[Alphabet, ...]:
        with qtbot.waitSignal(alphabets.changed, timeout=WAIT):
            done.back()  # type: ignore[attr-defined]
        return tuple(each.alphabet for each in alphabets.known)

    (changed,) = done(alphabets.change, replace(made, symbols=("A", "heart"), with_digits=True), "changed")
    assert changed.classes == (*TEN_DIGITS.names, "A", "heart")
    (renamed,) = done(alphabets.rename_symbol, made.id, "heart", "♥")
    assert renamed.symbols == ("A", "♥")
    assert back() == (changed,)
    assert done(alphabets.delete, made.id) == ()
    assert back() == (changed,)


def test_what_cannot_be_is_refused_in_a_sentence(qtbot: QtBot, start: Session) -> None:
    alphabets = start.alphabets
    with qtbot.waitSignal(alphabets.added, timeout=WAIT):
        alphabets.add(ABC)
    (known,) = alphabets.known
    with qtbot.waitSignal(alphabets.refused, timeout=WAIT) as told:
        alphabets.change(replace(known.alphabet, symbols=("A", "A")), "")
    assert told.args[0] == "The alphabet has A twice. Name each symbol once."
    with qtbot.waitSignal(alphabets.refused, timeout=WAIT) as told:
        alphabets.learn(known.alphabet.id)
    assert told.args[0].startswith("There are too few drawings of A, B and C: at least 2 of each")
    with qtbot.waitSignal(alphabets.refused, timeout=WAIT) as told:
        alphabets.learn(77)
    assert told.args[0] == "This alphabet is not there any more."
    assert start.digits.subject is DIGITS


def test_an_alphabet_is_learned_saved_and_found_again(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_ = fill(tmp_path)
    (known,) = look(qtbot, start)
    assert known.counts == {"A": 4, "B": 4, "C": 4}
    learn(qtbot, start, id_)
    assert (start.digits.subject.names, start.alphabets.learned) == (ABC, id_)
    train(qtbot, start)
    model = start.shelf.present
    assert model.network.classes.names == ABC
    assert start.handwriting.alphabet == id_  # what is said of drawings belongs there now
    with qtbot.waitSignal(start.saving.saved, timeout=WAIT):
        start.save(model, tmp_path / "letters.safetensors")
    start.shutdown()

    saved = load_model(tmp_path / "letters.safetensors")
    again = Session(Model.opened(saved, tmp_path / "letters.safetensors"), database=tmp_path / DATABASE)
    with qtbot.waitSignal(again.digits.subject_changed, timeout=WAIT):
        assert not again.shelf.present.subject.is_at_hand
    assert again.shelf.present.subject.names == ABC
    assert again.shelf.present.subject.is_at_hand
    with qtbot.waitSignal(again.training.ended, timeout=WAIT) as ended:
        again.go_on(again.shelf.present.config)
    assert ended.args[0].reason == "finished"
    again.shutdown()


def test_a_model_of_an_unknown_alphabet_reads_but_has_nothing_to_learn_from(
    qtbot: QtBot, start: Session, tmp_path: Path
) -> None:
    id_ = fill(tmp_path)
    look(qtbot, start)
    learn(qtbot, start, id_)
    train(qtbot, start)
    with qtbot.waitSignal(start.saving.saved, timeout=WAIT):
        start.save(start.shelf.present, tmp_path / "letters.safetensors")
    path = tmp_path / "letters.safetensors"
    elsewhere = Session(Model.opened(load_model(path), path), database=tmp_path / "other" / DATABASE)
    assert elsewhere.handwriting.alphabet == NO_ALPHABET
    assert elsewhere.alphabets.learned == DIGITS_ID
    elsewhere.reader.set_drawing(drawn("A", 1)[0])
    with qtbot.waitSignal(elsewhere.handwriting.refused, timeout=WAIT) as told:
        elsewhere.handwriting.say("A")
    assert told.args[0].startswith("No alphabet of yours")
    with qtbot.waitSignal(elsewhere.training.ended, timeout=WAIT) as ended:
        elsewhere.go_on(elsewhere.shelf.present.config)
    assert "not in its file" in ended.args[0].message
    elsewhere.shutdown()


def test_digits_come_back_with_a_network_that_reads_them(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_, digits = fill(tmp_path), start.shelf.present
    look(qtbot, start)
    learn(qtbot, start, id_)
    train(qtbot, start)
    start.show_model(digits)
    assert start.digits.subject is DIGITS
    assert (start.handwriting.alphabet, start.alphabets.learned) == (DIGITS_ID, DIGITS_ID)


def test_what_is_learned_follows_its_drawings(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_ = fill(tmp_path, with_digits=True)
    look(qtbot, start)
    learn(qtbot, start, id_)
    assert start.digits.subject.names == (*TEN_DIGITS.names, *ABC)
    assert start.digits.subject.own is not None
    assert len(start.digits.subject.own) == 12
    start.reader.set_drawing(drawn("A", 9)[8])
    with qtbot.waitSignal(start.digits.subject_changed, timeout=WAIT):
        start.handwriting.say("A", id_)
    assert start.digits.subject.own is not None
    assert len(start.digits.subject.own) == 13


def test_pictures_of_symbols_are_counted_and_learned_from(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_ = fill(tmp_path, each=1)
    database = open_database(tmp_path / DATABASE)
    pictures = [NewDrawing(normalise(drawn(symbol, 9)[8]), symbol, "picture", alphabet=id_) for symbol in ABC]
    add_drawings(database, pictures)
    database.close()
    (known,) = look(qtbot, start)
    assert known.counts == dict.fromkeys(ABC, 2)
    assert not known.problem
    learn(qtbot, start, id_)
    assert start.digits.subject.own is not None
    assert len(start.digits.subject.own) == 6
    train(qtbot, start)
    assert start.shelf.present.network.classes.names == ABC


def test_a_run_is_kept_with_the_name_of_what_it_learned(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_ = fill(tmp_path, name="My signs")
    train(qtbot, start)
    look(qtbot, start)
    learn(qtbot, start, id_)
    train(qtbot, start)
    start.shutdown()
    database = open_database(tmp_path / DATABASE)
    assert [run.data for run in runs(database)] == ["My signs", "digits"]
    database.close()


def test_deleted_alphabets_are_cleared_away_at_the_end(qtbot: QtBot, start: Session, tmp_path: Path) -> None:
    id_ = fill(tmp_path)
    look(qtbot, start)
    with qtbot.waitSignal(start.alphabets.changed, timeout=WAIT):
        start.alphabets.delete(id_)
    start.shutdown()
    database = open_database(tmp_path / DATABASE)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM drawings").fetchone() == (0,)
    database.close()
