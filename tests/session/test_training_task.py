from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from handwriting_app.data import subject as subject_module
from handwriting_app.data.calibration import Calibration, is_due
from handwriting_app.data.digit_lines import KnownLines
from handwriting_app.data.digits import load_digits_split
from handwriting_app.data.subject import DIGITS
from handwriting_app.engine.training import Controls, train
from handwriting_app.numerals import percent
from handwriting_app.session.model import Model
from handwriting_app.session.training_task import Job, is_kept, training_task
from tests.session.runs import TINY, open_model, run, run_of, save

HALF = replace(TINY, held_out=0.5, seed=0)


def split(config):
    return load_digits_split(config.held_out, config.seed)


def load(config, _subject=DIGITS):
    yield None
    return split(config)


class Counted:
    """In place of the digits that temperatures are fitted on: the n-th fit gives n."""

    def __init__(self):
        self.fits = 0
        self.known = KnownLines()

    def prepare(self):
        yield

    def temperature(self, network):
        self.fits += 1
        return float(self.fits)


def calibration(config, _subject=DIGITS):
    return Counted()


def through(task):
    """Every report of a task, and why it ended."""
    steps, reports = task.steps(), []
    while True:
        try:
            news = next(steps)
        except StopIteration as end:
            return reports, end.value
        if news is not None:
            reports.append(news)


def fresh(config):
    """A run that draws its weights itself."""
    return Job(None, config, np.random.default_rng(config.seed))


def job(config, network=None, **options):
    rng = np.random.default_rng(config.seed)
    return Job(network or Model.untrained(config, rng).network.copy(), config, rng, **options)


def weights(_network):
    """Told with which weights a run begins."""


def test_fresh_weights_are_those_of_the_seed_and_are_told_before_the_digits_are_loaded():
    told = []

    def loading(config, _subject):
        told.append("digits")
        return (yield from load(config))

    steps = training_task(fresh(TINY), Controls(TINY.learning_rate), loading, calibration, told.append).steps()
    next(news for news in steps if news is not None)
    network, digits = told
    expected = Model.untrained(TINY, np.random.default_rng(TINY.seed)).network
    assert np.array_equal(network.parameters, expected.parameters)
    assert not network.parameters.flags.writeable
    assert digits == "digits"


def test_a_run_with_fresh_weights_is_the_same_as_one_that_is_given_them():
    rng = np.random.default_rng(TINY.seed)
    given = Job(Model.untrained(TINY, rng).network, TINY, rng)
    costs = [
        [report.training_cost for report in through(training_task(job, Controls(0.1), load, calibration, weights))[0]]
        for job in (given, fresh(TINY))
    ]
    assert costs[0] == costs[1]


def test_it_can_be_stopped_while_weights_are_drawn():
    large = replace(TINY, hidden=(1000, 1000))
    steps = training_task(
        fresh(large), Controls(0.1), load, calibration, lambda network: pytest.fail("not yet")
    ).steps()
    assert [next(steps) for _ in range(3)] == [None] * 3
    steps.close()


def test_it_ends_after_its_epochs():
    reports, ended = through(training_task(job(TINY), Controls(TINY.learning_rate), load, calibration, weights))
    assert [report.epoch for report in reports] == [1, 2, 3, 4]
    right = percent(reports[-1].held_out_accuracy, None)
    assert ended.reason == "finished"
    assert ended.message == f"Trained for all its epochs; {right} of the held-out digits are read rightly."


def test_it_says_that_it_has_converged():
    config = replace(TINY, epochs=500, stop_when_converged=True, tolerance=0.5, patience=2)
    reports, ended = through(training_task(job(config), Controls(config.learning_rate), load, calibration, weights))
    assert ended.reason == "converged"
    assert reports[-1].converged
    assert len(reports) < 500


def test_it_says_that_it_has_diverged():
    config = replace(TINY, learning_rate=1000, l2=10)
    _, ended = through(training_task(job(config), Controls(config.learning_rate), load, calibration, weights))
    assert ended.reason == "diverged"
    assert "learning rate" in ended.message
    assert ended.cause
    assert f": {ended.cause}." in ended.message


def test_it_goes_on_after_the_last_report():
    reports, _ = through(training_task(job(TINY), Controls(TINY.learning_rate), load, calibration, weights))
    on = job(replace(TINY, epochs=6), last=reports[-1])
    more, _ = through(training_task(on, Controls(TINY.learning_rate), load, calibration, weights))
    assert [report.epoch for report in more] == [5, 6]


def test_a_bundle_holds_a_snapshot_that_later_epochs_leave_alone():
    endless = job(TINY)
    task = training_task(endless, Controls(TINY.learning_rate), load, calibration, weights)
    steps = task.steps()
    report = next(news for news in steps if news is not None)
    news = task.bundle([report])
    before = news.network.parameters.copy()
    assert news.reports == (report,)
    assert not news.network.parameters.flags.writeable
    next(news for news in steps if news is not None)
    assert np.array_equal(news.network.parameters, before)
    assert not np.array_equal(task.bundle([report]).network.parameters, before)


@pytest.fixture
def learned_from(monkeypatch):
    """The splits that are loaded, in order: (held_out, seed) and the digits."""
    loaded = []

    def loading(held_out, seed):
        loaded.append(((held_out, seed), load_digits_split(held_out, seed)))
        return loaded[-1][1]

    monkeypatch.setattr(subject_module, "load_digits_split", loading)
    return loaded


def rows(features):
    return {row.tobytes() for row in features}


def test_going_on_keeps_the_split_of_the_digits(qtbot, session, learned_from):
    run(qtbot, session, HALF)
    panel = replace(HALF, held_out=0.3, seed=1)
    started = []
    session.training.started.connect(started.append)
    run_of(qtbot, session, lambda: session.go_on(panel))
    config = session.shelf.present.config
    assert started == [config]
    assert (config.held_out, config.seed, config.epochs) == (0.5, 0, 8)
    assert [split for split, _ in learned_from] == [(0.5, 0)]
    data = session.digits.of(config)
    assert not rows(data.held_x) & rows(learned_from[0][1].train_x)
    # Its held-out figure is of digits that no part of the run has learned from.
    accuracy = np.mean(session.timeline.weights.network.predict(data.held_x).argmax(axis=1) == data.held_y)
    assert session.timeline.history.last.held_out_accuracy == pytest.approx(accuracy)


def test_another_split_would_have_measured_on_digits_that_were_learned_from():
    """Why the split is kept: the two differ."""
    assert rows(split(HALF).train_x) & rows(split(replace(HALF, seed=1)).held_x)


def test_an_opened_model_keeps_its_split_too(qtbot, session, learned_from, tmp_path):
    run(qtbot, session, HALF)
    save(qtbot, session, tmp_path / "half.safetensors")
    session.reset(TINY)
    open_model(qtbot, session, tmp_path / "half.safetensors")
    run_of(qtbot, session, lambda: session.go_on(replace(HALF, seed=1)))
    assert [split for split, _ in learned_from] == [(0.5, 0)]
    assert session.shelf.present.config.seed == 0


def test_untrained_weights_take_the_split_that_is_asked_for(qtbot, session, learned_from):
    run_of(qtbot, session, lambda: session.go_on(replace(TINY, seed=1)))
    assert [split for split, _ in learned_from] == [(TINY.held_out, 1)]


def temperatures(config, job_of=job, **options):
    """The temperature that the weights of each epoch are told with."""
    task = training_task(job_of(config, **options), Controls(config.learning_rate), load, calibration, weights)
    return [task.bundle([news]).temperature for news in task.steps() if news is not None]


def test_weights_are_told_with_the_temperature_of_the_latest_fit():
    """After epochs 1, 2, 4, 8, and the last."""
    assert temperatures(replace(TINY, epochs=11)) == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5]


def test_the_last_weights_of_a_run_that_converges_have_their_own():
    config = replace(TINY, epochs=500, stop_when_converged=True, tolerance=0.5, patience=2)
    told = temperatures(config)
    assert not is_due(len(told)), "another tolerance would make this test mean something"
    assert told[-1] == told[-2] + 1


def test_a_run_that_goes_on_is_fitted_with_its_first_epoch():
    """It may come from a file whose temperature was never fitted."""
    first = job(replace(TINY, epochs=17))
    reports, _ = through(training_task(first, Controls(TINY.learning_rate), load, calibration, weights))
    on = temperatures(replace(TINY, epochs=20), network=first.network, last=reports[-1], temperature=9.0)
    assert on == [1, 1, 2]


def test_fitting_leaves_the_weights_alone():
    with_fits, without = job(TINY), job(TINY)
    task = training_task(with_fits, Controls(TINY.learning_rate), load, few_digits, weights)
    reports, _ = through(task)
    for _ in train(without.network, split(TINY), TINY, without.rng):
        pass
    assert np.array_equal(task.bundle(reports).network.parameters, without.network.parameters)


def few_digits(config, _subject=DIGITS):
    data = split(config)
    return Calibration(data.held_x[:20], data.held_y[:20])


def test_the_weights_of_epochs_between_two_reports_come_along_with_their_temperatures():
    seven = replace(TINY, epochs=7)
    task, alone = (training_task(job(seven), Controls(0.1), load, calibration, weights) for _ in range(2))
    one_by_one = [alone.bundle([report]) for report in alone.steps() if report is not None]
    news = task.bundle(through(task)[0])
    assert [each.between for each in one_by_one] == [()] * 7
    assert [each.epoch for each in news.between] == [1, 2, 3, 4, 5, 6]
    for between, each in zip(news.between, one_by_one[:-1], strict=True):
        assert np.array_equal(between.network.parameters, each.network.parameters)
        assert between.temperature == each.temperature
        assert not between.network.parameters.flags.writeable


def test_of_a_long_run_ever_fewer_are_copied():
    kept = [epoch for epoch in range(1, 1000) if is_kept(epoch)]
    assert kept[:63] == list(range(1, 64))
    assert kept[63:70] == [64, 66, 68, 70, 72, 74, 76]
    assert all(is_kept(epoch) is (epoch % 16 == 0) for epoch in range(512, 1000))
