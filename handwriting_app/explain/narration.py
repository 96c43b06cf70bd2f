"""The words of every step: what happens in it, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.formula import number_text
from handwriting_app.explain.steps import Step, StepKind

_ACTIVATIONS = {
    "relu": "ReLU lets a sum above 0 through unchanged and turns all others into 0: those neurons are silent.",
    "sigmoid": "The sigmoid squeezes every sum into 0 to 1. Far from 0 its curve is flat: the neuron is saturated.",
    "tanh": "Tanh squeezes every sum into −1 to 1. Far from 0 its curve is flat: the neuron is saturated.",
}

_SLOPES = {
    "relu": "The slope is 1 where the neuron fires and 0 where it is silent: a silent neuron takes no blame.",
    "sigmoid": "The slope σ′ is at most 1/4, and almost 0 for a saturated neuron: blame fades as it goes down.",
    "tanh": "The slope is 1 at most, and almost 0 for a saturated neuron: such a neuron takes no blame.",
}


@dataclass(frozen=True, slots=True)
class Narration:
    """A title, and one or two sentences under it."""

    title: str
    sentence: str


def narrate(trace: BackpropTrace, step: Step) -> Narration:
    """What a step does, in words."""
    layer, label = step.layer, trace.label
    match step.kind:
        case StepKind.INPUT:
            return Narration(
                "The input x",
                "Your drawing, set upright and cut into 8 × 8 squares. Each holds its share of ink, from 0 to 1: all "
                "that the network ever sees.",
            )
        case StepKind.SUM:
            return Narration(
                f"{layer_name(trace, layer)}: the weighted sum z",
                "Each neuron multiplies what it receives by its weights, one row of the picture, and adds it all up "
                "with its bias.",
            )
        case StepKind.ACTIVATION:
            return Narration(f"{layer_name(trace, layer)}: the activation a", _ACTIVATIONS[trace.network.activation])
        case StepKind.OUTPUT if trace.network.cost == "cross-entropy":
            return Narration(
                "Output: softmax makes probabilities",
                "The larger a z, the larger its share. All ten are above 0 and add up to 1.",
            )
        case StepKind.OUTPUT:
            return Narration(
                "Output: ten sigmoids",
                "Each output says for itself, from 0 to 1, how much the drawing looks like its digit.",
            )
        case StepKind.COST if trace.network.cost == "cross-entropy":
            return Narration(
                f"The cost C: how wrong is it about the {label}?",
                f"Only the probability p of the true digit counts: C is 0 if the network is certain of the {label} and "
                "grows without bound as it doubts it.",
            )
        case StepKind.COST:
            return Narration(
                f"The cost C: how wrong is it about the {label}?",
                f"The outputs a should be 1 for the {label} and 0 elsewhere; half the sum of the squared errors is C.",
            )
        case StepKind.OUTPUT_DELTA:
            return Narration(
                "Back: the blame δ of the outputs",
                f"δ says how C grows with z. Negative for the {label}: push it up; positive for the others: push them "
                "down.",
            )
        case StepKind.GRADIENT:
            return Narration(
                f"Back: the gradient of {_lower(layer_name(trace, layer))}",
                "A weight's share is the blame of the neuron it leads to times the signal it carried. Learning takes a "
                "step against it.",
            )
        case StepKind.DELTA:
            missing = " It is left out now: the numbers are wrong." if trace.slope_missing else ""
            return Narration(
                f"Back: the blame δ of {_lower(layer_name(trace, layer))}",
                "Blame flows down the same weights, one column of the picture, times the slope. "
                + (missing.strip() or _SLOPES[trace.network.activation]),
            )
        case StepKind.PIXELS:
            return Narration(
                "Back at the pixels: ∂C/∂x",
                f"Blue: more ink here would make the {label} surer. Orange: ink here speaks against it.",
            )


def layer_name(trace: BackpropTrace, layer: int) -> str:
    """A layer as a person calls it."""
    return "Output layer" if layer == trace.depth else f"Layer {layer}"


def step_name(trace: BackpropTrace, step: Step) -> str:
    """A step in two or three words, for a tooltip."""
    return narrate(trace, step).title


def short_label(trace: BackpropTrace, step: Step) -> str:
    """A step in one or two signs, for the map of the way."""
    layer = "⁰¹²³⁴⁵⁶⁷⁸⁹"[step.layer] if step.layer < 10 else "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in str(step.layer))
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
    """What the network reads, and how sure it is, as in "7 (78.5 %)"."""
    probabilities = trace.probabilities()
    digit = int(probabilities.argmax())
    return f"{digit} ({number_text(100 * float(probabilities[digit]), 3)} %)"


def _lower(name: str) -> str:
    return f"the {name[0].lower()}{name[1:]}" if name.startswith("Output") else name[0].lower() + name[1:]
