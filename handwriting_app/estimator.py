"""The program's engine as a scikit-learn classifier, for notebooks.

The only module that imports scikit-learn at its top: whoever imports this one wants it. Nothing of the program does.
Docstrings are in numpydoc, as scikit-learn's are; `docs/notebook.md` shows it at work.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from handwriting_app.engine.arrays import Array, Labels
from handwriting_app.engine.checkpoint import Checkpoint, Kept
from handwriting_app.engine.config import (
    ActivationName,
    CostName,
    DescentMode,
    EngineName,
    TrainingConfig,
    UpdateRule,
    config_from,
    usual_learning_rate,
)
from handwriting_app.engine.data_set import DataSet
from handwriting_app.engine.fast.engines import engine_at_once
from handwriting_app.engine.limits import size_problem
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import (
    ACTIVATION,
    BATCH_SIZE,
    COST,
    DESCENT,
    EPOCHS,
    HELD_OUT,
    L2,
    MOMENTUM,
    TOLERANCE,
    UPDATE_RULE,
)
from handwriting_app.engine.training import Diverged, train


class NumpyMLPClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Multi-layer perceptron classifier, trained by this program's numpy engine.

    Inputs are used as they are: nothing inside scales them. Put a
    :class:`~sklearn.preprocessing.StandardScaler` in front where features differ in size.

    Parameters
    ----------
    hidden : tuple of int, default=(100,)
        Units of each hidden layer, from the input upwards; ``()`` for none.
    activation : {'relu', 'sigmoid', 'tanh'}, default='relu'
        Activation function of the hidden layers.
    cost : {'cross-entropy', 'quadratic'}, default='cross-entropy'
        What descent makes small, with softmax outputs for the first and sigmoid outputs for the second.
    descent : {'mini-batch', 'stochastic', 'batch'}, default='mini-batch'
        Examples to an update: ``batch_size``, one, or all of them.
    batch_size : int, default=64
        Examples to an update in mini-batch mode.
    update_rule : {'adam', 'momentum', 'plain'}, default='adam'
        How a gradient becomes a step.
    learning_rate : float or None, default=None
        Length of a step. None takes what suits ``descent`` and ``update_rule`` in the program, such as 0.002 for
        mini-batches and Adam.
    momentum : float, default=0.9
        Share of the last step that is kept, from 0 to below 1; used by the momentum rule alone.
    l2 : float, default=3e-4
        Weight decay: ``l2 / 2 * sum(w ** 2)`` is added to the mean cost of an example; biases are not decayed.
    label_smoothing : float, default=0.0
        Share of the target that is spread evenly over all classes, from 0 to below 1.
    weight_averaging : float, default=0.0
        Decay per epoch of the running average of the weights that is predicted with; 0 predicts with the last ones.
    epochs : int, default=200
        Passes over the training data in a call of `fit`, at most.
    stop_when_converged : bool, default=True
        End `fit` once the training cost has stopped falling.
    tolerance : float, default=1e-4
        A fall of the training cost smaller than this counts as no fall.
    patience : int, default=10
        Epochs without a fall after which the training has converged.
    engine : {'numpy', 'auto', 'compiled'}, default='numpy'
        What works out stochastic descent by the plain rule: numpy; the compiled loop, which needs the extra ``fast``;
        or that one where it has been compiled before.
    held_out : float, default=0.0
        Share of the data that `fit` keeps from training to measure on, the same share of each class; 0 trains on all
        of it. It is only measured: nothing is chosen or stopped by it.
    warm_start : bool, default=False
        Whether `fit` goes on from the network there is, with all that the update rule remembers.
    random_state : int, RandomState instance or None, default=None
        Decides the first weights, the order of the examples and what is held out. An int gives the same numbers at
        every call.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted.
    n_features_in_ : int
        Features seen during `fit`.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Their names, if ``X`` had any that are all strings.
    network_ : handwriting_app.engine.network.Network
        The network: ``weights`` and ``biases`` per layer, float32 if ``X`` was, otherwise float64.
    reports_ : list of handwriting_app.engine.report.Report
        All that was measured, a frozen record for each epoch since the network was new: what the program plots.
    n_iter_ : int
        Epochs since the network was new.
    loss_curve_ : list of float
        Mean training cost of each epoch, on the plain labels and without the penalty.
    gradient_norms_ : ndarray of shape (n_iter_, n_layers)
        Per epoch and layer, input side first: root mean square over its updates of the length of the gradient of
        weights and biases, without the penalty.
    validation_loss_curve_ : list of float or None
        Mean cost on what was held out after each epoch; NaN for an epoch that held nothing out. None if none did.
    validation_scores_ : list of float or None
        Likewise the share of it that was read rightly.

    See Also
    --------
    sklearn.neural_network.MLPClassifier : scikit-learn's own.

    Notes
    -----
    There is no ``sample_weight`` in `fit`: the engine gives every example the same say. `score` takes one.

    A `fit` that fails or is interrupted leaves network and curves as they were.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.model_selection import train_test_split
    >>> from handwriting_app.estimator import NumpyMLPClassifier
    >>> X, y = load_digits(return_X_y=True)
    >>> X_train, X_test, y_train, y_test = train_test_split(X / 16, y, random_state=0)
    >>> clf = NumpyMLPClassifier(epochs=20, stop_when_converged=False, random_state=0).fit(X_train, y_train)
    >>> clf.score(X_test, y_test) > 0.95
    True
    >>> len(clf.loss_curve_), clf.gradient_norms_.shape
    (20, (20, 2))
    >>> clf.loss_curve_[-1] < clf.loss_curve_[0]
    True
    """

    classes_: NDArray[np.generic]
    network_: Network
    reports_: list[Report]
    _checkpoint: Checkpoint

    def __init__(
        self,
        hidden: Sequence[int] = (100,),
        *,
        activation: ActivationName = ACTIVATION.default,
        cost: CostName = COST.default,
        descent: DescentMode = DESCENT.default,
        batch_size: int = BATCH_SIZE.default,
        update_rule: UpdateRule = "adam",
        learning_rate: float | None = None,
        momentum: float = MOMENTUM.default,
        l2: float = L2.default,
        label_smoothing: float = 0.0,
        weight_averaging: float = 0.0,
        epochs: int = EPOCHS.default,
        stop_when_converged: bool = True,
        tolerance: float = TOLERANCE.default,
        patience: int = 10,
        engine: EngineName = "numpy",
        held_out: float = 0.0,
        warm_start: bool = False,
        random_state: int | RandomState | None = None,
    ) -> None:
        self.hidden = hidden
        self.activation = activation
        self.cost = cost
        self.descent = descent
        self.batch_size = batch_size
        self.update_rule = update_rule
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.l2 = l2
        self.label_smoothing = label_smoothing
        self.weight_averaging = weight_averaging
        self.epochs = epochs
        self.stop_when_converged = stop_when_converged
        self.tolerance = tolerance
        self.patience = patience
        self.engine = engine
        self.held_out = held_out
        self.warm_start = warm_start
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Train on the data for up to ``epochs`` epochs.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The inputs, finite numbers, used as they are.
        y : array-like of shape (n_samples,)
            Their labels: ints, strings, booleans, as many kinds as there are.

        Returns
        -------
        self : NumpyMLPClassifier
            This estimator, fitted.

        Raises
        ------
        ValueError
            The data or a parameter will not do, or the training diverged.

        Warns
        -----
        ConvergenceWarning
            The last epoch came before the cost had stopped falling, with ``stop_when_converged``.

        Examples
        --------
        >>> from handwriting_app.estimator import NumpyMLPClassifier
        >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1]], ["same", "other", "other", "same"]
        >>> clf = NumpyMLPClassifier(hidden=(8,), descent="batch", tolerance=1e-3, epochs=2000, random_state=0)
        >>> clf.fit(X, y).predict(X).tolist()
        ['same', 'other', 'other', 'same']
        """
        goes_on = self.warm_start and hasattr(self, "network_")
        X, labels = self._inputs_and_labels(X, y, reset=not goes_on)
        classes = np.unique(labels)
        if goes_on and not np.array_equal(classes, self.classes_):
            raise ValueError(f"warm_start needs the classes of the fit before, {self.classes_}, not {classes}.")
        config = self._config()
        self._train(X, labels, classes, config, held_out=_share(self.held_out), is_new=not goes_on)
        if config.stop_when_converged and not self.reports_[-1].converged:
            warnings.warn(
                f"The cost was still falling after {config.epochs} epochs; raise epochs to train to the end.",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def partial_fit(self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None) -> Self:
        """Train for one epoch on this part of the data, from where the network is.

        Nothing is held out of it, and whether the cost falls is not watched.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The inputs, finite numbers, used as they are.
        y : array-like of shape (n_samples,)
            Their labels, not necessarily of all classes.
        classes : array-like of shape (n_classes,), default=None
            All labels that there will ever be; needed in the first call unless `fit` came before, and then optional.

        Returns
        -------
        self : NumpyMLPClassifier
            This estimator, trained on.

        Raises
        ------
        ValueError
            The data, the classes or a parameter will not do, or the training diverged.

        Examples
        --------
        >>> import numpy as np
        >>> from sklearn.datasets import load_iris
        >>> from handwriting_app.estimator import NumpyMLPClassifier
        >>> X, y = load_iris(return_X_y=True)
        >>> clf = NumpyMLPClassifier(random_state=0)
        >>> for part in np.array_split(np.random.default_rng(0).permutation(len(y)), 3):
        ...     _ = clf.partial_fit(X[part], y[part], classes=[0, 1, 2])
        >>> clf.n_iter_
        3
        """
        is_new = not hasattr(self, "network_")
        if is_new and classes is None:
            raise ValueError("classes must be passed on the first call to partial_fit.")
        X, labels = self._inputs_and_labels(X, y, reset=is_new)
        known = self.classes_ if classes is None else np.unique(np.asarray(classes))
        if not is_new and not np.array_equal(known, self.classes_):
            raise ValueError(f"classes must be those of the first call, {self.classes_}, not {known}.")
        if strangers := sorted(set(np.unique(labels).tolist()) - set(known.tolist()), key=str):
            raise ValueError(f"y has labels that are none of the classes {known}: {strangers}.")
        config = replace(self._config(), epochs=1, stop_when_converged=False)
        self._train(X, labels, known, config, held_out=0, is_new=is_new)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.generic]:
        """Return the most probable label of each input.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The inputs.

        Returns
        -------
        y : ndarray of shape (n_samples,)
            Labels out of ``classes_``.
        """
        chosen = self.predict_proba(X).argmax(axis=1)
        return np.asarray(self.classes_[chosen])

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return how probable each class is.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            The inputs.

        Returns
        -------
        probabilities : ndarray of shape (n_samples, n_classes)
            In the order of ``classes_``; rows sum to 1. With the quadratic cost, each sigmoid output's share of all.
        """
        check_is_fitted(self)
        inputs: Array = validate_data(self, X, dtype=self.network_.parameters.dtype, reset=False)
        return self.network_.predict(inputs)

    @property
    def n_iter_(self) -> int:
        """Epochs since the network was new."""
        return len(self.reports_)

    @property
    def loss_curve_(self) -> list[float]:
        """Mean training cost of each epoch."""
        return [report.training_cost for report in self.reports_]

    @property
    def gradient_norms_(self) -> NDArray[np.float64]:
        """Length of the gradient, (epochs, layers)."""
        return np.array([report.gradient_norms for report in self.reports_])

    @property
    def validation_loss_curve_(self) -> list[float] | None:
        """Mean cost of each epoch on what was held out; None if nothing was."""
        return _measured([report.held_out_cost for report in self.reports_])

    @property
    def validation_scores_(self) -> list[float] | None:
        """Accuracy of each epoch on what was held out; None if nothing was."""
        return _measured([report.held_out_accuracy for report in self.reports_])

    def _inputs_and_labels(self, X: ArrayLike, y: ArrayLike, *, reset: bool) -> tuple[Array, NDArray[np.generic]]:
        """Check both; with ``reset``, take note of the features."""
        inputs, labels = validate_data(self, X, y, dtype=(np.float64, np.float32), reset=reset)
        check_classification_targets(labels)
        return inputs, labels

    def _config(self) -> TrainingConfig:
        """The parameters as the engine's record, which checks them."""
        parameters = {name: _plain(value) for name, value in self.get_params().items()}
        for name in ("warm_start", "random_state", "held_out"):
            del parameters[name]
        if parameters["learning_rate"] is None:
            descent, update_rule = DESCENT.check(parameters["descent"]), UPDATE_RULE.check(parameters["update_rule"])
            parameters["learning_rate"] = usual_learning_rate(descent, update_rule)
        config = config_from(parameters)
        return replace(config, engine=engine_at_once(config, _cache_folder()))

    def _train(
        self,
        X: Array,
        labels: NDArray[np.generic],
        classes: NDArray[np.generic],
        config: TrainingConfig,
        *,
        held_out: float,
        is_new: bool,
    ) -> None:
        """Train for so many more epochs, and only then put what came of it in place."""
        random_state = check_random_state(self.random_state)
        data = _split(X, np.searchsorted(classes, labels), held_out, random_state)
        sizes = (X.shape[1], *config.hidden, len(classes))
        if is_new:
            if problem := size_problem(config.hidden, X.shape[1], len(classes)):
                raise ValueError(f"This makes too large a network: {problem}.")
            rng = np.random.default_rng(random_state.randint(2**32, size=4, dtype=np.uint32))
            network = Network.initialise(sizes, config.activation, config.cost, rng, X.dtype)
            reports: list[Report] = []
        else:
            rng = self._checkpoint.order.generator()
            network = self.network_.copy()
            reports = list(self.reports_)
            if (network.sizes, network.activation, network.cost) != (sizes, config.activation, config.cost):
                raise ValueError(f"hidden, activation and cost must stay as they are in {network} to train it on.")
        kept = Kept()
        run = train(
            network,
            data,
            replace(config, epochs=len(reports) + config.epochs),
            rng,
            last=reports[-1] if reports else None,
            checkpoint=None if is_new else _watching_anew(self._checkpoint),
            kept=kept,
        )
        try:
            reports += [report for report in run if report]
        except Diverged as diverged:
            raise ValueError(
                f"Training diverged in epoch {diverged.epoch}: {diverged.reason}. Scale the inputs, as StandardScaler "
                f"does, or choose a learning_rate below {diverged.learning_rate:g}."
            ) from diverged
        self.classes_ = classes
        self.network_ = network
        self.reports_ = reports
        if kept.checkpoint:  # as there is one since the first epoch began
            self._checkpoint = kept.checkpoint


def _cache_folder() -> Path:
    import platformdirs  # few need it

    return Path(platformdirs.user_cache_path("handwriting-app", appauthor=False))


def _split(X: Array, y: Labels, held_out: float, random_state: RandomState) -> DataSet:
    """Hold out that share of each class; nothing for a share of 0."""
    if not held_out:
        return DataSet(X, y, X[:0], y[:0])
    train_x, held_x, train_y, held_y = train_test_split(X, y, test_size=held_out, stratify=y, random_state=random_state)
    return DataSet(train_x, train_y, held_x, held_y)


def _watching_anew(checkpoint: Checkpoint) -> Checkpoint:
    """The same without the lowest cost so far: on other data, it may be out of reach."""
    return replace(checkpoint, lowest_cost=float("inf"), epochs_without_fall=0)


def _share(held_out: object) -> float:
    """That share, checked; the table's begins above 0, as the window always holds some back."""
    share = _plain(held_out)
    return 0.0 if share == 0 else HELD_OUT.check(share)


def _measured(values: list[float]) -> list[float] | None:
    return None if np.isnan(values).all() else values


def _plain(value: object) -> object:
    """Python's own numbers in place of numpy's, which parameter grids are full of."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value
