"""The estimator beside scikit-learn's own, on the digits: ``python -m benchmarks.bench_estimator``.

Accuracy on a quarter held back, over ten splits; seconds of processor time, which a busy machine disturbs least.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import time
import warnings

import numpy as np
from sklearn.base import ClassifierMixin, clone
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from handwriting_app.estimator import NumpyMLPClassifier

SPLITS = 10
NO_STOP = {"stop_when_converged": False}
NO_STOP_THERE = {"n_iter_no_change": 10_000}

CASES: dict[str, tuple[ClassifierMixin, ClassifierMixin]] = {
    "as they come": (NumpyMLPClassifier(), MLPClassifier()),
    "Adam, batches of 200, 100 epochs": (
        NumpyMLPClassifier(batch_size=200, learning_rate=0.001, l2=0, epochs=100, **NO_STOP),
        MLPClassifier(alpha=0, batch_size=200, max_iter=100, **NO_STOP_THERE),
    ),
    "Adam, batches of 64, 100 epochs": (
        NumpyMLPClassifier(batch_size=64, learning_rate=0.002, l2=0, epochs=100, **NO_STOP),
        MLPClassifier(alpha=0, batch_size=64, learning_rate_init=0.002, max_iter=100, **NO_STOP_THERE),
    ),
    "stochastic, plain, 10 epochs": (
        NumpyMLPClassifier(descent="stochastic", update_rule="plain", learning_rate=0.02, l2=0, epochs=10, **NO_STOP),
        MLPClassifier(
            alpha=0, solver="sgd", momentum=0, batch_size=1, learning_rate_init=0.02, max_iter=10, **NO_STOP_THERE
        ),
    ),
}


def measured(classifier: ClassifierMixin) -> tuple[float, float, float, float]:
    """The mean accuracy and its spread over the splits, the median processor seconds of a fit, and epochs."""
    X, y = load_digits(return_X_y=True)
    scores, seconds, epochs = [], [], []
    for split in range(SPLITS):
        X_train, X_test, y_train, y_test = train_test_split(X / 16, y, random_state=split, stratify=y)
        model = clone(classifier).set_params(random_state=split)
        begin = time.process_time()
        model.fit(X_train, y_train)
        seconds.append(time.process_time() - begin)
        scores.append(100 * model.score(X_test, y_test))
        epochs.append(model.n_iter_)
    return float(np.mean(scores)), float(np.std(scores, ddof=1)), float(np.median(seconds)), float(np.median(epochs))


def main() -> None:
    """Measure and print a table."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    print("| on the digits | NumpyMLPClassifier, % | s | epochs | MLPClassifier, % | s | epochs |")
    print("|---|---|---|---|---|---|---|")
    for name, pair in CASES.items():
        cells = []
        for accuracy, spread, seconds, epochs in map(measured, pair):
            cells += [f"{accuracy:.1f} ± {spread:.1f}", f"{seconds:.2f}", f"{epochs:.0f}"]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
