"""The words of every step: what happens in it, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.engine.reading import named_digit
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.quantity import Quantity
from handwriting_app.explain.steps import Step, StepKind
from handwriting_app.numerals import number, percent, raised

_ACTIVATIONS = {
    "relu": "ReLU lets sums above 0 through and turns the others into 0: those neurons are silent.",
    "sigmoid": "The sigmoid squeezes each sum into 0 to 1. Where its curve is flat, the neuron is saturated.",
    "tanh": "Tanh squeezes each sum into −1 to 1. Where its curve is flat, the neuron is saturated.",
}

_SLOPES = {"relu": "0 for a silent neuron.", "sigmoid": "at most 1/4.", "tanh": "at most 1."}


@dataclass(frozen=True, slots=True)
class Narration:
    """A title, and one or two sentences under it."""

    title: str
    sentence: str


def narrate(trace: BackpropTrace, step: Step, weight: Quantity | None = None) -> Narration:
    """What a step of the digit's way does, in words: two lines in a narrow window.

    Args:
        trace: The way.
        step: Of it.
        weight: The one that is chosen, if the words may tell what becomes of it.
    """
    return Narration(_title(trace, step), _sentence(trace, step, weight))


def _title(trace: BackpropTrace, step: Step) -> str:
    name = layer_name(trace, step.layer)
    match step.kind:
        case StepKind.INPUT:
            return "The input x"
        case StepKind.SUM:
            return f"{name}: the weighted sum z"
        case StepKind.ACTIVATION:
            return f"{name}: the activation a"
        case StepKind.OUTPUT if trace.network.cost == "cross-entropy":
            return "Output: the softmax p"
        case StepKind.OUTPUT:
            return f"Output: {trace.network.sizes[-1]} sigmoids a"
        case StepKind.COST:
            return f"The cost C: how wrong about {trace.label_named}?"
        case StepKind.OUTPUT_DELTA:
            return "Back: blame δ, output layer"
        case StepKind.GRADIENT:
            return f"Back: gradient, {_lower(name)}"
        case StepKind.DELTA:
            return f"Back: blame δ, {_lower(name)}"
        case StepKind.PIXELS:
            return "Back at the pixels: ∂C/∂x"


def _sentence(trace: BackpropTrace, step: Step, weight: Quantity | None) -> str:
    label = trace.label_named
    match step.kind:
        case StepKind.INPUT:
            return "Your drawing, set upright and cut into 8 × 8 squares of ink, 0 to 1. The network sees nothing else."
        case StepKind.SUM:
            return "Each neuron (a row) multiplies what it receives by its weights and adds it all up, with its bias."
        case StepKind.ACTIVATION:
            return _ACTIVATIONS[trace.network.activation]
        case StepKind.OUTPUT if trace.network.cost == "cross-entropy":
            return "The larger a z, the larger its share. All are above 0 and add up to 1. This is one view alone."
        case StepKind.OUTPUT:
            others = ", or like none" if trace.network.classes.has_none else ""
            return f"Each output says for itself, from 0 to 1, how much the drawing looks like its digit{others}."
        case StepKind.COST if trace.terms.l2 or trace.terms.label_smoothing:
            return _cost_of_run(trace)
        case StepKind.COST if trace.network.cost == "cross-entropy":
            return "Only the true digit's p counts: C is 0 when it is certain, and grows without bound as p falls to 0."
        case StepKind.COST:
            return f"The outputs a should be 1 for {label} and 0 elsewhere. C is half the sum of the squared errors."
        case StepKind.OUTPUT_DELTA if trace.terms.label_smoothing:
            return "How C grows with each z: positive above the smoothed target t (push it down), negative below (up)."
        case StepKind.OUTPUT_DELTA:
            return f"How C grows with each z. Negative for {label}: push it up. Positive for others: push them down."
        case StepKind.GRADIENT:
            return _gradient(trace, step.layer, weight)
        case StepKind.DELTA if trace.slope_missing:
            return "Blame comes down every path, and adds up. The slope is left out now: these numbers are wrong."
        case StepKind.DELTA:
            slope = _SLOPES[trace.network.activation]
            return f"Blame comes down every path (a column), all w·δ added up, times the neuron's slope: {slope}"
        case StepKind.PIXELS if trace.terms.label_smoothing:
            return "Blue: more ink here would lower C, whose target is smoothed. Orange: it would raise it."
        case StepKind.PIXELS:
            return f"Blue: more ink here would make it surer of {label}. Orange: ink here speaks against it."


def _gradient(trace: BackpropTrace, layer: int, weight: Quantity | None) -> str:
    if weight is not None and trace.a(layer - 1)[weight.source] == 0:
        if layer == 1:
            dark = f"Pixel {weight.source} is unlit: x = 0, and so ∂z/∂w = 0."
        else:
            dark = f"Neuron {weight.source} of layer {layer - 1} is silent: a = 0, and so ∂z/∂w = 0."
        if trace.terms.l2:
            return f"{dark} Only λ times the weight (L2) is left."
        return f"{dark} Whatever the blame, it teaches this weight nothing."
    if trace.terms.l2:
        return "A weight's gradient: its neuron's blame times the signal it carried, plus λ times the weight (L2)."
    if layer == 1:
        return "A weight's share of z is its pixel's ink: ∂z/∂w = x. Its gradient is the neuron's blame δ times x."
    return "A weight's share of z is what came through it: ∂z/∂w = a. Its gradient is the neuron's blame δ times a."


def _cost_of_run(trace: BackpropTrace) -> str:
    parts = []
    if trace.terms.label_smoothing:
        hit, others = (number(float(trace.target[trace.label - place])) for place in (0, 1))
        parts.append(f"t is {hit} for {trace.label_named} and {others} elsewhere.")
    if trace.terms.l2:
        parts.append(f"L2 adds λ/2 times the sum of all squared weights, λ = {number(trace.terms.l2)}.")
    return " ".join(parts)


def layer_name(trace: BackpropTrace, layer: int) -> str:
    """A layer as a person calls it."""
    return "Output layer" if layer == trace.depth else f"Layer {layer}"


def step_name(trace: BackpropTrace, step: Step) -> str:
    """A step in two or three words, for a tooltip."""
    return narrate(trace, step).title


def short_label(trace: BackpropTrace, step: Step) -> str:
    """A step in one or two signs, for the map of the way."""
    layer = raised(step.layer)
    match step.kind:
        case StepKind.INPUT:
            return "x"
        case StepKind.SUM:
            return f"z{layer}"
        case StepKind.ACTIVATION:
            return f"a{layer}"
        case StepKind.OUTPUT:
            return "p" if trace.network.cost == "cross-entropy" else f"a{layer}"
        case StepKind.COST:
            return "C"
        case StepKind.OUTPUT_DELTA | StepKind.DELTA:
            return f"δ{layer}"
        case StepKind.GRADIENT:
            return f"∇{layer}"
        case StepKind.PIXELS:
            return "∂x"


def reading_words(trace: BackpropTrace) -> str:
    """What the network reads in this one view, and its share of the outputs, as in "7 (p = 78.5 %)"."""
    probabilities = trace.probabilities()
    digit = named_digit(probabilities)
    if digit is None:
        return "every digit is equally likely"
    share = percent(float(probabilities[digit]), 1, is_narrow=True)
    name = trace.network.classes.called(digit)
    return f"{name} (p {share})" if share.startswith(">") else f"{name} (p = {share})"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
