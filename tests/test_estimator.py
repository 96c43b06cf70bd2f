from __future__ import annotations

import doctest
import pickle
import re
import runpy
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from joblib.externals.loky import get_reusable_executor
from sklearn.base import clone
from sklearn.datasets import load_digits, load_iris, make_blobs
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import has_fit_parameter

import handwriting_app.estimator
from handwriting_app.engine.settings import SETTINGS
from handwriting_app.engine.training import train
from handwriting_app.estimator import NumpyMLPClassifier

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.md"

SAMPLES, FEATURES = 40, 6
NAMES = np.array(["elm", "ash", "oak"])


def small(**parameters: object) -> NumpyMLPClassifier:
    """Two small hidden layers, few epochs, and always the same numbers."""
    usual = {"hidden": (7, 5), "epochs": 3, "stop_when_converged": False, "random_state": 0}
    return NumpyMLPClassifier(**(usual | parameters))


@pytest.fixture
def X() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(SAMPLES, FEATURES))


@pytest.fixture
def y() -> np.ndarray:
    return NAMES[np.random.default_rng(2).integers(3, size=SAMPLES)]


# --- scikit-learn's own checks -----------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks([NumpyMLPClassifier()])
def test_it_passes_every_check_of_scikit_learn(estimator: NumpyMLPClassifier, check: object) -> None:
    check(estimator)


# --- the mathematics, against somebody else's --------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(("ours", "theirs"), [("relu", "relu"), ("tanh", "tanh"), ("sigmoid", "logistic")])
@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
def test_it_steps_as_scikit_learns_classifier_does(
    rule: str, ours: str, theirs: str, X: np.ndarray, y: np.ndarray
) -> None:
    rate, decay, steps = 0.02, 0.01, 6
    clf = small(activation=ours, descent="batch", update_rule="plain", learning_rate=rate, l2=decay, epochs=1)
    clf.fit(X, y)
    other = MLPClassifier(
        (7, 5),
        activation=theirs,
        solver="adam" if rule == "adam" else "sgd",
        learning_rate_init=rate,
        momentum=0.9 if rule == "momentum" else 0.0,
        nesterovs_momentum=False,
        alpha=decay * SAMPLES,  # it is divided by the examples there
        batch_size=SAMPLES,
        max_iter=1,
        warm_start=True,
        tol=0,
    ).fit(X, y)
    other.coefs_ = [weights.T.copy() for weights in clf.network_.weights]
    other.intercepts_ = [biases.copy() for biases in clf.network_.biases]
    start = clf.network_.parameters.copy()

    clf.set_params(update_rule=rule, warm_start=True, epochs=steps).fit(X, y)
    other.set_params(max_iter=steps).fit(X, y)

    moved = np.abs(clf.network_.parameters - start).max()
    assert moved > 0.001
    # Adam's ε is there beside a root that has not been corrected for its bias, and so counts for a little more.
    close = moved * (1e-2 if rule == "adam" else 1e-10)
    for layer in range(3):
        np.testing.assert_allclose(clf.network_.weights[layer].T, other.coefs_[layer], atol=close)
        np.testing.assert_allclose(clf.network_.biases[layer], other.intercepts_[layer], atol=close)
    np.testing.assert_allclose(clf.predict_proba(X), other.predict_proba(X), atol=close * 10)


def test_the_loss_is_that_of_the_probabilities_before_the_step(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(descent="batch", l2=0.1)
    clf.partial_fit(X, y, NAMES)
    before = log_loss(y, clf.predict_proba(X), labels=clf.classes_)
    clf.partial_fit(X, y)
    assert clf.loss_curve_[1] == pytest.approx(before, rel=1e-12)


def test_the_gradient_norms_are_how_far_a_plain_step_goes(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(descent="batch", update_rule="plain", learning_rate=0.1, l2=0)
    layers = [clf.partial_fit(X, y, NAMES).network_.layers for _ in range(4)]
    assert clf.gradient_norms_.shape == (4, 3)
    for epoch in range(1, 4):
        steps = [np.linalg.norm(after - before) for before, after in zip(layers[epoch - 1], layers[epoch], strict=True)]
        np.testing.assert_allclose(clf.gradient_norms_[epoch], np.array(steps) / 0.1, rtol=1e-10)


def test_it_learns_the_digits_as_well_as_scikit_learns_classifier() -> None:
    data, digits = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = data[:1200] / 16, data[1200:] / 16, digits[:1200], digits[1200:]
    clf = NumpyMLPClassifier(epochs=30, stop_when_converged=False, random_state=0).fit(X_train, y_train)
    with pytest.warns(ConvergenceWarning):
        other = MLPClassifier(max_iter=30, random_state=0).fit(X_train, y_train)
    assert clf.score(X_test, y_test) > other.score(X_test, y_test) - 0.01


# --- going on ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["plain", "momentum", "adam"])
def test_with_warm_start_a_fit_in_parts_is_the_fit_in_one_go(rule: str, X: np.ndarray, y: np.ndarray) -> None:
    whole = small(update_rule=rule, weight_averaging=0.9, batch_size=8, epochs=7).fit(X, y)
    parts = small(update_rule=rule, weight_averaging=0.9, batch_size=8, warm_start=True).fit(X, y)
    assert parts.n_iter_ == 3
    parts.set_params(epochs=4).fit(X, y)
    assert parts.n_iter_ == 7
    assert np.array_equal(parts.network_.parameters, whole.network_.parameters)
    assert parts.loss_curve_ == whole.loss_curve_


def test_without_warm_start_a_fit_begins_anew(X: np.ndarray, y: np.ndarray) -> None:
    clf = small().fit(X, y)
    first = clf.network_.parameters
    assert np.array_equal(clf.fit(X, y).network_.parameters, first)
    assert clf.n_iter_ == 3
    assert clf.fit(X[:, :2], np.arange(SAMPLES) % 4).predict_proba(X[:, :2]).shape == (SAMPLES, 4)


def test_a_partial_fit_is_one_epoch(X: np.ndarray, y: np.ndarray) -> None:
    whole = small(batch_size=8).fit(X, y)
    parts = small(batch_size=8)
    for _ in range(3):
        parts.partial_fit(X, y, classes=NAMES)
    assert np.array_equal(parts.network_.parameters, whole.network_.parameters)


def test_a_partial_fit_need_not_see_every_class(X: np.ndarray) -> None:
    clf = small().partial_fit(X, np.full(SAMPLES, "oak"), classes=NAMES)
    clf.partial_fit(X, np.full(SAMPLES, "elm"))
    assert clf.classes_.tolist() == ["ash", "elm", "oak"]
    assert clf.predict_proba(X).shape == (SAMPLES, 3)


def test_a_fit_can_be_followed_by_partial_fits(X: np.ndarray, y: np.ndarray) -> None:
    assert small().fit(X, y).partial_fit(X[:5], y[:5]).n_iter_ == 4


def test_a_warm_start_on_other_data_has_all_its_patience(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(warm_start=True, descent="batch", epochs=200, tolerance=0, patience=5, hidden=(64,)).fit(X, y)
    assert clf.loss_curve_[-1] < 0.1  # learned by heart: the other data cost more for long
    clf.set_params(stop_when_converged=True, epochs=500, tolerance=0.01).fit(X, np.roll(y, 1))
    assert clf.reports_[-1].converged
    assert clf.n_iter_ > 200 + 10


# --- chance ------------------------------------------------------------------------------------------------------


def test_a_whole_number_gives_the_same_network_every_time(X: np.ndarray, y: np.ndarray) -> None:
    one, same, other = (small(random_state=seed).fit(X, y).network_.parameters for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_random_state_moves_on(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(random_state=np.random.RandomState(3))
    assert not np.array_equal(clf.fit(X, y).network_.parameters, clf.fit(X, y).network_.parameters)


def test_none_takes_numpys_own_state(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(random_state=None)
    parameters = []
    for _ in range(2):
        np.random.seed(5)
        parameters.append(clf.fit(X, y).network_.parameters)
    assert np.array_equal(*parameters)


# --- within scikit-learn -----------------------------------------------------------------------------------------


@pytest.fixture
def _no_process_is_left() -> Iterator[None]:
    yield
    get_reusable_executor().shutdown(wait=True)


@pytest.mark.usefixtures("_no_process_is_left")
def test_a_grid_is_searched_in_two_processes() -> None:
    X, y = load_iris(return_X_y=True)
    grid = {
        "hidden": [(4,), np.array([8, 4])],
        "learning_rate": np.logspace(-3, -2, 2),
        "batch_size": np.array([16]),
    }
    search = GridSearchCV(small(epochs=30), grid, n_jobs=2, cv=3, error_score="raise").fit(X, y)
    assert search.best_score_ > 0.8
    assert search.predict(X[:3]).shape == (3,)


def test_it_works_in_a_pipeline_and_is_cross_validated() -> None:
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), small(epochs=40, learning_rate=0.02))
    assert cross_val_score(pipeline, X, NAMES[y], cv=3).mean() > 0.9


def test_a_pickled_one_predicts_and_goes_on_alike(X: np.ndarray, y: np.ndarray) -> None:
    clf = small().fit(X, y)
    other = pickle.loads(pickle.dumps(clf))
    assert np.array_equal(other.predict_proba(X), clf.predict_proba(X))
    assert np.array_equal(other.partial_fit(X, y).network_.parameters, clf.partial_fit(X, y).network_.parameters)


def test_a_clone_has_the_parameters_and_is_not_fitted(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(hidden=[3], l2=0.5).fit(X, y)
    other = clone(clf)
    assert other.get_params() == clf.get_params()
    assert not hasattr(other, "loss_curve_")
    with pytest.raises(NotFittedError):
        other.predict(X)


def test_it_is_shown_in_a_notebook(X: np.ndarray, y: np.ndarray) -> None:
    assert "NumpyMLPClassifier" in small().fit(X, y)._repr_html_()


# --- what goes in and comes out ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "labels",
    [
        ["no", "yes"],
        [False, True],
        [-7, 1_000_000],
        np.array([3, 200], np.uint8),
        [1.0, 2.0],
        np.array(["a", "bcd"], object),
        list(range(20)),
        ["alone"],
    ],
    ids=str,
)
def test_labels_may_be_of_any_kind(labels: list[object], X: np.ndarray) -> None:
    y = np.asarray(labels)[np.arange(SAMPLES) % len(labels)]
    clf = small(hidden=(64,), epochs=100, learning_rate=0.02).fit(X, y)
    assert clf.classes_.dtype == y.dtype
    assert clf.classes_.tolist() == sorted(labels)
    assert clf.score(X, y) == 1
    probabilities = clf.predict_proba(X)
    assert probabilities.shape == (SAMPLES, len(labels))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_network_has_the_precision_of_the_inputs(dtype: type, X: np.ndarray, y: np.ndarray) -> None:
    clf = small().fit(X.astype(dtype), y)
    assert clf.network_.parameters.dtype == dtype
    assert clf.predict_proba(X).dtype == dtype


def test_inputs_are_used_as_they_are(X: np.ndarray, y: np.ndarray) -> None:
    clf = small().fit(X, y)
    np.testing.assert_array_equal(clf.predict_proba(X), clf.network_.predict(X))
    assert not np.allclose(clf.predict_proba(X * 100), clf.predict_proba(X))


def test_sigmoid_outputs_are_shares(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(cost="quadratic").fit(X, y)
    z = clf.network_.logits(X)
    outputs = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(clf.predict_proba(X), outputs / outputs.sum(axis=1, keepdims=True))


def test_no_sample_weight_is_pretended() -> None:
    assert not has_fit_parameter(small(), "sample_weight")


# --- what is held out --------------------------------------------------------------------------------------------


def test_nothing_is_held_out_unless_asked(X: np.ndarray, y: np.ndarray) -> None:
    clf = small().fit(X, y)
    assert clf.validation_loss_curve_ is None
    assert clf.validation_scores_ is None


def test_what_is_held_out_is_not_trained_on() -> None:
    X, y = make_blobs(200, centers=4, random_state=0)
    wrong = np.random.default_rng(0).integers(4, size=len(y))
    clf = small(held_out=0.25, hidden=(256,), epochs=60).fit(np.c_[X, np.eye(200)], wrong)  # each tells itself apart
    assert len(clf.validation_scores_) == len(clf.validation_loss_curve_) == clf.n_iter_
    assert clf.score(np.c_[X, np.eye(200)], wrong) < 0.9
    assert clf.validation_scores_[-1] < 0.5
    assert clf.validation_loss_curve_[-1] > clf.loss_curve_[-1]


def test_with_a_warm_start_the_same_is_held_out(monkeypatch: pytest.MonkeyPatch, X: np.ndarray, y: np.ndarray) -> None:
    held = []

    def watched(network: object, data: object, *arguments: object, **named: object) -> Iterator[object]:
        held.append(data.held_x)
        return train(network, data, *arguments, **named)

    monkeypatch.setattr(handwriting_app.estimator, "train", watched)
    clf = small(held_out=0.25, warm_start=True).fit(X, y).fit(X, y)
    assert clf.n_iter_ == 6
    assert len(held[0]) == 10
    np.testing.assert_array_equal(held[0], held[1])


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"activation": "softplus"}, "activation must be one of"),
        ({"descent": "sideways"}, "descent must be one of"),
        ({"hidden": 100}, "hidden must be a list"),
        ({"hidden": (0,)}, "hidden must be a list"),
        ({"hidden": (10_000, 10_000)}, "too large a network"),
        ({"epochs": 0}, "epochs must be"),
        ({"learning_rate": -1}, "learning_rate must be"),
        ({"held_out": 1.5}, "held_out must be"),
        ({"held_out": "some"}, "held_out must be"),
    ],
    ids=str,
)
def test_parameters_are_checked_by_the_table_when_fitted(
    parameters: dict[str, object], said: str, X: np.ndarray, y: np.ndarray
) -> None:
    with pytest.raises(ValueError, match=said):
        small(**parameters).fit(X, y)


def test_its_parameters_are_the_settings_by_name() -> None:
    of_the_digits = {"seed", "variation", "non_digits"}
    assert NumpyMLPClassifier().get_params().keys() == SETTINGS.keys() - of_the_digits | {"warm_start", "random_state"}


def test_a_fit_that_diverges_says_so_and_leaves_what_there_was(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(update_rule="plain", learning_rate=0.1, warm_start=True).fit(X, y)
    before = clf.predict_proba(X)
    clf.set_params(learning_rate=1000.0, epochs=50, l2=1.0)
    with pytest.raises(ValueError, match=r"diverged in epoch \d+: .* Scale the inputs"):
        clf.fit(X, y)
    np.testing.assert_array_equal(clf.predict_proba(X), before)
    assert clf.n_iter_ == 3


def test_an_interrupted_fit_leaves_what_there_was(
    monkeypatch: pytest.MonkeyPatch, X: np.ndarray, y: np.ndarray
) -> None:
    clf = small().fit(X, y)
    before = clf.predict_proba(X)

    def interrupted(*arguments: object, **named: object) -> Iterator[object]:
        yield next(report for report in train(*arguments, **named) if report)
        raise KeyboardInterrupt

    monkeypatch.setattr(handwriting_app.estimator, "train", interrupted)
    with pytest.raises(KeyboardInterrupt):
        clf.partial_fit(X, y)
    np.testing.assert_array_equal(clf.predict_proba(X), before)
    assert clf.n_iter_ == 3


def test_classes_that_do_not_fit_are_refused(X: np.ndarray, y: np.ndarray) -> None:
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        small().partial_fit(X, y)
    with pytest.raises(ValueError, match=r"none of the classes .*: \['oak'\]"):
        small().partial_fit(X, y, classes=["ash", "elm"])
    with pytest.raises(ValueError, match="none of the classes"):
        small().partial_fit(X, np.array(["0", "10"] * 20), classes=[0, 10])
    clf = small(warm_start=True).fit(X, y)
    with pytest.raises(ValueError, match="classes must be those of the first call"):
        clf.partial_fit(X, y, classes=["ash", "elm", "fir"])
    with pytest.raises(ValueError, match="warm_start needs the classes"):
        clf.fit(X, np.arange(SAMPLES) % 3)


def test_another_shape_is_refused_when_going_on(X: np.ndarray, y: np.ndarray) -> None:
    clf = small(warm_start=True).fit(X, y)
    with pytest.raises(ValueError, match="hidden, activation and cost must stay"):
        clf.set_params(hidden=(9,)).fit(X, y)


def test_a_fit_that_ends_too_early_is_told(X: np.ndarray, y: np.ndarray) -> None:
    with pytest.warns(ConvergenceWarning, match="still falling after 2 epochs"):
        small(stop_when_converged=True, epochs=2).fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small(epochs=2).fit(X, y)
        assert small(stop_when_converged=True, epochs=500, tolerance=0.1).fit(X, y).reports_[-1].converged


# --- examples ----------------------------------------------------------------------------------------------------


def test_the_examples_in_the_docstrings_are_true() -> None:
    failed, tried = doctest.testmod(handwriting_app.estimator)
    assert tried > 12
    assert not failed


PYPLOT = """
drawn = {"plot": 0, "semilogy": 0}

def plot(curve):
    drawn["plot"] += len(curve) > 1
    return [curve]

def semilogy(curves, label):
    drawn["semilogy"] += curves.shape[1] == len(label)

def legend(curves=(), names=()):
    assert len(curves) == len(names)
"""


def test_the_notebooks_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    matplotlib = tmp_path / "matplotlib"  # which nothing here needs: a stand-in that counts what is drawn
    matplotlib.mkdir()
    (matplotlib / "__init__.py").touch()
    (matplotlib / "pyplot.py").write_text(PYPLOT)
    monkeypatch.syspath_prepend(tmp_path)
    codes = re.findall(r"^```python\n(.*?)^```$", NOTEBOOK.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    first, second, *others = codes
    assert len(first.split("\n\n")[0].splitlines()) + len(first.split("\n\n")[1].splitlines()) == 10
    assert len(others) == 2
    for number, code in enumerate([first + second, *others]):
        notebook = tmp_path / f"notebook{number}.py"
        notebook.write_text(code.replace(", n_jobs=2", ""), "utf-8")  # two processes have a test of their own
        runpy.run_path(str(notebook))
    assert sys.modules["matplotlib.pyplot"].drawn == {"plot": 2, "semilogy": 1}
    digits, wine, best, iris = capsys.readouterr().out.splitlines()
    assert float(digits.partition("%")[0]) > 95
    assert float(wine) > 0.95
    assert float(best.rpartition(" ")[2]) > 0.95
    assert float(iris) > 0.9
