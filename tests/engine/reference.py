"""The textbook, written down as plainly as can be: what the engine must agree with, number for number."""

from __future__ import annotations

import numpy as np


def activate(name, z):
    return {
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "relu": lambda: np.where(z > 0, z, 0.0),
        "tanh": lambda: np.tanh(z),
    }[name]()


def slope(name, z):
    s = 1 / (1 + np.exp(-z))
    return {"sigmoid": s * (1 - s), "relu": np.where(z > 0, 1.0, 0.0), "tanh": 1 - np.tanh(z) ** 2}[name]


def outputs(cost, z):
    if cost == "quadratic":
        return 1 / (1 + np.exp(-z))
    e = np.exp(z - z.max())
    return e / e.sum()


def cost_of_one(cost, z, target):
    a = outputs(cost, z)
    return 0.5 * ((a - target) ** 2).sum() if cost == "quadratic" else -(target * np.log(a)).sum()


def forward_one(weights, biases, activation, x):
    zs, activations = [], [x]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        zs.append(w @ activations[-1] + b)
        activations.append(activate(activation, zs[-1]) if layer < len(weights) - 1 else None)
    return zs, activations[:-1]


def gradient_of_one(weights, biases, activation, cost, x, target):
    zs, activations = forward_one(weights, biases, activation, x)
    a = outputs(cost, zs[-1])
    delta = (a - target) * a * (1 - a) if cost == "quadratic" else a - target
    weight_gradients, bias_gradients = [None] * len(weights), [None] * len(weights)
    for layer in reversed(range(len(weights))):
        weight_gradients[layer] = np.outer(delta, activations[layer])
        bias_gradients[layer] = delta
        if layer:
            delta = (weights[layer].T @ delta) * slope(activation, zs[layer - 1])
    return weight_gradients, bias_gradients, zs[-1]


class Reference:
    """Trains by the formulas, an example at a time; keeps what a report tells about its last epoch."""

    def __init__(self, network, config):
        self.weights = [w.copy() for w in network.weights]
        self.biases = [b.copy() for b in network.biases]
        self.activation, self.cost, self.config = network.activation, network.cost, config
        self.velocity = [np.zeros_like(p) for p in (*self.weights, *self.biases)]
        self.square = [np.zeros_like(p) for p in (*self.weights, *self.biases)]
        self.steps = 0

    def epoch(self, x, y, order, learning_rate):
        config, classes = self.config, len(self.biases[-1])
        size = {"batch": len(x), "stochastic": 1, "mini-batch": config.batch_size}[config.descent]
        costs, right, squares, weight_gradients = [], [], [], []
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            w_sum, b_sum = [0.0] * len(self.weights), [0.0] * len(self.biases)
            for i in chosen:
                plain = np.eye(classes)[y[i]]
                target = (1 - config.label_smoothing) * plain + config.label_smoothing / classes
                w_one, b_one, z = gradient_of_one(self.weights, self.biases, self.activation, self.cost, x[i], target)
                w_sum = [s + g for s, g in zip(w_sum, w_one, strict=True)]
                b_sum = [s + g for s, g in zip(b_sum, b_one, strict=True)]
                costs.append(cost_of_one(self.cost, z, plain))
                right.append(z.argmax() == y[i])
            w_mean, b_mean = [g / len(chosen) for g in w_sum], [g / len(chosen) for g in b_sum]
            weight_gradients.append(w_mean)
            squares.append([(w**2).sum() + (b**2).sum() for w, b in zip(w_mean, b_mean, strict=True)])
            w_mean = [g + config.l2 * w for g, w in zip(w_mean, self.weights, strict=True)]
            self.step([*w_mean, *b_mean], learning_rate)
        self.training_cost, self.training_accuracy = np.mean(costs), np.mean(right)
        self.gradient_norms = np.sqrt(np.mean(squares, axis=0))
        self.mean_weight_gradients = [np.mean(layer, axis=0) for layer in zip(*weight_gradients, strict=True)]

    def step(self, gradients, learning_rate):
        self.steps += 1
        for i, (p, g) in enumerate(zip((*self.weights, *self.biases), gradients, strict=True)):
            if self.config.update_rule == "plain":
                p -= learning_rate * g
            elif self.config.update_rule == "momentum":
                self.velocity[i] = self.config.momentum * self.velocity[i] - learning_rate * g
                p += self.velocity[i]
            else:
                self.velocity[i] = 0.9 * self.velocity[i] + 0.1 * g
                self.square[i] = 0.999 * self.square[i] + 0.001 * g**2
                mean = self.velocity[i] / (1 - 0.9**self.steps)
                square = self.square[i] / (1 - 0.999**self.steps)
                p -= learning_rate * mean / (np.sqrt(square) + 1e-8)
