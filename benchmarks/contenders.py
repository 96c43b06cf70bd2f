"""Everyone who trains the same network on the same rows: ``seconds(case)`` gives the time of each epoch.

This engine records what it always does (cost, accuracy, gradient norms, update ratios); the others record nothing.
``engine, held-out`` also measures a fifth as many rows once an epoch, as a run in the window does.

Run as ``python -m benchmarks.contenders NAME CASE``: one process for one measurement, so that no contender's threads,
caches or allocator meet another's. Prints the seconds as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from benchmarks.cases import CASES, LEARNING_RATE, Case, digits, first_network
from handwriting_app.engine.settings import EngineName

LEAST_SECONDS, LEAST_EPOCHS = 1.0, 3
"""How long everyone is measured: long enough to see through what else the machine does."""


def engine(case: Case, held_out: int = 0, name: EngineName = "numpy") -> list[float]:
    from handwriting_app.engine.config import TrainingConfig
    from handwriting_app.engine.data_set import DataSet
    from handwriting_app.engine.training import train

    x, y = digits(case.rows, case.sizes[0])
    data = DataSet(x, y, x[:held_out], y[:held_out])
    config = TrainingConfig(
        hidden=case.sizes[1:-1],
        descent=case.descent,
        batch_size=case.batch,
        learning_rate=LEARNING_RATE,
        update_rule="plain",
        l2=0.0,
        label_smoothing=0.0,
        weight_averaging=0.0,
        epochs=10**6,
        stop_when_converged=False,
        engine=name,
    )
    run = train(first_network(case.sizes), data, config, np.random.default_rng(0))

    def epoch(rng: np.random.Generator) -> None:
        while next(run) is None:
            pass

    return _each_epoch(case, epoch)


def engine_with_held_out(case: Case) -> list[float]:
    return engine(case, held_out=case.rows // 5)


def compiled_engine(case: Case) -> list[float]:
    """The same by the compiled loop, where there is one: the extra ``fast``."""
    from handwriting_app.engine.fast.engines import load
    from handwriting_app.storage.data_folder import cache_folder

    load(cache_folder())
    return engine(case, name="compiled")


def scikit_learn(case: Case) -> list[float]:
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    x, y = digits(case.rows, case.sizes[0])
    model = MLPClassifier(
        case.sizes[1:-1],
        solver="sgd",
        batch_size=case.batch,
        learning_rate_init=LEARNING_RATE,
        momentum=0,
        alpha=0,
        max_iter=case.epochs,
        tol=0,
        n_iter_no_change=10**9,
    )
    with threadpool_limits(case.threads), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that it has not converged
        fits = _each_epoch(case, lambda rng: model.fit(x, y))
    return [seconds / case.epochs for seconds in fits]


def _each_epoch(case: Case, epoch: Callable[[np.random.Generator], object]) -> list[float]:
    # On one thread, the processor's time: the same as the clock's on an idle machine, and still right on a busy one.
    clock = time.process_time if case.threads == 1 else time.perf_counter
    rng = np.random.default_rng(0)
    epoch(rng)  # the first also allocates or compiles
    seconds: list[float] = []
    while len(seconds) < LEAST_EPOCHS or sum(seconds) < LEAST_SECONDS:
        start = clock()
        epoch(rng)
        seconds.append(clock() - start)
    return seconds


def torch_sequential(case: Case) -> list[float]:
    import torch

    torch.set_num_threads(case.threads)
    x, y = (torch.from_numpy(array) for array in digits(case.rows, case.sizes[0]))
    layers: list[torch.nn.Module] = []
    for units_in, units_out in zip(case.sizes[:-1], case.sizes[1:], strict=True):
        layers += [torch.nn.Linear(units_in, units_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    cost = torch.nn.CrossEntropyLoss()

    def epoch(rng: np.random.Generator) -> None:
        order = torch.from_numpy(rng.permutation(case.rows))
        shuffled_x, shuffled_y = x[order], y[order]
        for start in range(0, case.rows, case.batch):
            optimizer.zero_grad()
            cost(model(shuffled_x[start : start + case.batch]), shuffled_y[start : start + case.batch]).backward()
            optimizer.step()

    return _each_epoch(case, epoch)


def torch_by_hand(case: Case) -> list[float]:
    """Forward and backward written out, without autograd."""
    import torch

    torch.set_num_threads(case.threads)
    torch.set_grad_enabled(False)
    x, y = digits(case.rows, case.sizes[0])
    inputs, targets = torch.from_numpy(x), torch.from_numpy(np.eye(10, dtype=np.float32)[y])
    network = first_network(case.sizes)
    weights = [torch.from_numpy(w.T.copy()) for w in network.weights]
    biases = [torch.from_numpy(b.copy()) for b in network.biases]

    def one(rng: np.random.Generator) -> None:
        order = torch.from_numpy(rng.permutation(case.rows))
        across = [w.t() for w in weights]
        for a, target in zip(inputs[order].unbind(), targets[order].unbind(), strict=True):
            activations = [a]
            for w, b in zip(across[:-1], biases[:-1], strict=True):
                activations.append(torch.addmv(b, w, activations[-1]).relu_())
            delta = torch.softmax(torch.addmv(biases[-1], across[-1], activations[-1]), 0).sub_(target)
            for layer in range(len(weights) - 1, -1, -1):
                below = torch.mv(weights[layer], delta).mul_(activations[layer] > 0) if layer else delta
                weights[layer].addr_(activations[layer], delta, alpha=-LEARNING_RATE)
                biases[layer].sub_(delta, alpha=LEARNING_RATE)
                delta = below

    def batches(rng: np.random.Generator) -> None:
        order = torch.from_numpy(rng.permutation(case.rows))
        for a, target in zip(inputs[order].split(case.batch), targets[order].split(case.batch), strict=True):
            activations = [a]
            for w, b in zip(weights[:-1], biases[:-1], strict=True):
                activations.append(torch.addmm(b, activations[-1], w).relu_())
            delta = torch.softmax(torch.addmm(biases[-1], activations[-1], weights[-1]), 1).sub_(target)
            delta.mul_(1 / len(a))
            for layer in range(len(weights) - 1, -1, -1):
                below = torch.mm(delta, weights[layer].t()).mul_(activations[layer] > 0) if layer else delta
                weights[layer].addmm_(activations[layer].t(), delta, alpha=-LEARNING_RATE)
                biases[layer].sub_(delta.sum(0), alpha=LEARNING_RATE)
                delta = below

    return _each_epoch(case, one if case.batch == 1 else batches)


def jax_scan(case: Case) -> list[float]:
    """The whole epoch compiled into one loop; the rows that do not fill a last batch are left out."""
    import jax
    import jax.numpy as jnp

    x, y = digits(case.rows, case.sizes[0])
    network = first_network(case.sizes)
    parameters = [(jnp.asarray(w.T), jnp.asarray(b)) for w, b in zip(network.weights, network.biases, strict=True)]
    count = case.rows // case.batch

    def cost(parameters: list, a: jax.Array, labels: jax.Array) -> jax.Array:
        for w, b in parameters[:-1]:
            a = jax.nn.relu(a @ w + b)
        w, b = parameters[-1]
        return -jnp.take_along_axis(jax.nn.log_softmax(a @ w + b), labels[:, None], 1).mean()

    def update(parameters: list, batch: tuple[jax.Array, jax.Array]) -> tuple[list, None]:
        gradient = jax.grad(cost)(parameters, *batch)
        return jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, gradient), None

    run = jax.jit(lambda parameters, batches: jax.lax.scan(update, parameters, batches)[0], donate_argnums=0)

    def epoch(rng: np.random.Generator) -> None:
        nonlocal parameters
        order = rng.permutation(case.rows)[: count * case.batch]
        batches = (x[order].reshape(count, case.batch, -1), y[order].reshape(count, case.batch))
        parameters = jax.block_until_ready(run(parameters, batches))

    return _each_epoch(case, epoch)


def floor(case: Case) -> list[float]:
    """The engine's products alone, into buffers: what it cannot do without as long as it calls BLAS in this order.

    Stochastic descent is measured against one example after another, though the engine takes the first layer in chunks.
    """
    from scipy.linalg.blas import sger
    from threadpoolctl import threadpool_limits

    x, _ = digits(case.rows, case.sizes[0])
    x = np.hstack((x, np.ones((case.rows, 1), np.float32)))
    layers = first_network(case.sizes).layers

    def one(rng: np.random.Generator) -> None:
        a = [np.full(units + 1, 1e-3, np.float32) for units in case.sizes]
        z = [np.empty(units, np.float32) for units in case.sizes[1:]]
        back = [np.empty(units, np.float32) for units in case.sizes[:-1]]
        forward = [(w.T.dot, a_in, out) for w, a_in, out in zip(layers, a[:-1], z, strict=True)][1:]
        backward = [(w[:-1].dot, d[:-1], out) for w, d, out in zip(layers, a[1:], back, strict=True)][:0:-1]
        updates = [(d[:-1], a_in, w.T) for d, a_in, w in zip(a[1:], a[:-1], layers, strict=True)][1:]
        first, first_z, first_delta = layers[0].T, z[0], a[1][:-1]
        first_dot = first.dot
        for row in x:
            first_dot(row, first_z)
            for dot, source, out in forward:
                dot(source, out)
            for dot, source, out in backward:
                dot(source, out)
            sger(-1e-9, first_delta, row, 1, 1, first, 0, 0, 1)
            for delta, source, w in updates:
                sger(-1e-9, delta, source, 1, 1, w, 0, 0, 1)

    def batches(rng: np.random.Generator) -> None:
        for start in range(0, case.rows, case.batch):
            inputs = x[start : start + case.batch].T
            below = inputs
            buffers = buffers_of[inputs.shape[1]]
            for w, (a, _, _) in zip(layers, buffers, strict=True):
                w.T.dot(below, a[:-1])
                below = a
            for layer in range(len(layers) - 1, -1, -1):
                _, delta, gradient = buffers[layer]
                source = inputs if layer == 0 else buffers[layer - 1][0]
                source.dot(delta.T, gradient)
                if layer:
                    layers[layer][:-1].dot(delta, buffers[layer - 1][1])

    buffers_of = {
        width: [
            (
                np.ones((w.shape[1] + 1, width), np.float32),
                np.full((w.shape[1], width), 1e-3, np.float32),
                np.empty_like(w),
            )
            for w in layers
        ]
        for width in {case.batch, case.rows % case.batch or case.batch}
    }
    with threadpool_limits(case.threads):
        return _each_epoch(case, one if case.batch == 1 else batches)


CONTENDERS: dict[str, Callable[[Case], list[float]]] = {
    "engine": engine,
    "engine, held-out": engine_with_held_out,
    "compiled loop": compiled_engine,
    "scikit-learn": scikit_learn,
    "torch Sequential": torch_sequential,
    "torch by hand": torch_by_hand,
    "jax scan": jax_scan,
    "floor": floor,
}


def main() -> None:
    name, key = sys.argv[1:]
    (case,) = (case for case in CASES if case.key == key)
    if case.threads == 1 and hasattr(os, "sched_setaffinity"):
        # XLA shares products between two threads of its own, whatever it is told.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(CONTENDERS[name](case)))


if __name__ == "__main__":
    main()
