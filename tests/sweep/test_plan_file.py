"""A sweep as a file, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.sweep.plan import Plan, Range
from handwriting_app.sweep.plan_file import LARGEST, PlanFileError, plan_text, read_plan

GOOD = """# Rates and layers.
seeds = 2
epochs = 3

[base]
variation = 0
non_digits = false

[values]
learning_rate = [0.01, 0.1]
hidden = [[8], [16, 8], []]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "grid.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_grid_is_read(tmp_path: Path) -> None:
    assert read_plan(written(tmp_path, GOOD)) == Plan(
        {"learning_rate": (0.01, 0.1), "hidden": ((8,), (16, 8), ())},
        (0, 1),
        {"variation": 0.0, "non_digits": False, "epochs": 3},
    )


def test_a_random_search_is_read(tmp_path: Path) -> None:
    text = """
seeds = [3, 1]
tries = 5
draw = 9
[values]
learning_rate = { from = 0.001, to = 1, log = true }
activation = ["relu", "tanh"]
"""
    assert read_plan(written(tmp_path, text)) == Plan(
        {"learning_rate": Range(0.001, 1.0, log=True), "activation": ("relu", "tanh")}, (3, 1), {}, 5, 9
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        ("seeds = 2", "seed = 2", 2, "the sweep has no place for seed"),
        ("seeds = 2", "seeds = 0", 2, "seeds must be a whole number from 1 to 10,000, not 0"),
        ("seeds = 2", "seeds = []", 2, "seeds must be a list of whole numbers, or how many"),
        ("seeds = 2", "seeds = [1, -1]", 2, "seed must be a whole number from 0"),
        ("seeds = 2", "seeds = [1, 1]", 2, "the same seed twice"),
        ("seeds = 2", 'seeds = "two"', 2, "seeds must be a list of whole numbers"),
        ("seeds = 2", "draw = 2", 2, "draw is the seed of a random search"),
        ("epochs = 3", "epochs = 0", 3, "epochs must be a whole number from 1"),
        ("epochs = 3", "tries = 0", 3, "tries must be a whole number from 1"),
        ("variation = 0", "variaton = 0", 6, "there is no setting named variaton: perhaps variation is meant"),
        ("variation = 0", "seed = 0", 6, "name the seeds in seeds"),
        ("variation = 0", "learning_rate = 0.1", 10, "learning_rate is given twice"),
        ("variation = 0", "epochs = 7", 3, "epochs is given twice"),
        ("non_digits = false", "non_digits = 0", 7, "non_digits must be true or false"),
        ("[0.01, 0.1]", "0.1", 10, "learning_rate must be a list of values, or a range"),
        ("[0.01, 0.1]", "[0.01, 2000]", 10, "learning_rate must be above 0 and at most 1,000"),
        ("[0.01, 0.1]", '["fast"]', 10, "learning_rate must be a number"),
        ("[0.01, 0.1]", "[]", 10, "learning_rate has no values"),
        ("[0.01, 0.1]", "{ from = 0.1, to = 1 }", 10, "say how many tries"),
        ("[0.01, 0.1]", "{ from = 0.1 }", 10, "needs a number to which it goes"),
        ("[0.01, 0.1]", "{ from = 0.1, to = 1, scale = 2 }", 10, "the range of learning_rate has no place for scale"),
        ("[0.01, 0.1]", "{ from = 0.1, to = 1, log = 1 }", 10, "log of the range of learning_rate must be true or"),
        ("hidden = [[8], [16, 8], []]", "epochs = [1, 2]", 3, "epochs is given twice"),
        ("[[8], [16, 8], []]", "[[8], [8]]", 11, "hidden has the same value twice"),
        ("[[8], [16, 8], []]", "[[8], [8", 11, "is not TOML"),
        ("[[8], [16, 8], []]", "[[9000, 9000]]", 11, "too large a network"),
        ("[values]", "[value]", 9, "the sweep has no place for value"),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, before: str, after: str, line: int, sentence: str) -> None:
    assert before in GOOD
    with pytest.raises(PlanFileError) as caught:
        read_plan(written(tmp_path, GOOD.replace(before, after, 1)))
    message = str(caught.value)
    assert message.startswith((f"grid.toml, line {line}: ", f"grid.toml, line {line + 1}: is not TOML")), message
    assert sentence in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the sweep has no values"),
        ("[values]\n", "values names no setting to vary"),
        ("#" * (LARGEST + 1), "is larger than"),
        ("values = 3\n", "values of the sweep must be a table"),
        ("[values]\n" + "epochs = [" + ",".join(map(str, range(1, 10_002))) + "]\n", "these are 10,001 runs"),
    ],
)
def test_what_is_no_sweep_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(PlanFileError, match=sentence):
        read_plan(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="cannot be read"):
        read_plan(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "plan",
    [
        Plan({"learning_rate": (1e-5, 0.1), "hidden": ((), (16, 8)), "non_digits": (True, False)}, (3, 1), {"l2": 0.0}),
        Plan({"l2": Range(1e-6, 0.5, log=True), "activation": ("tanh", "relu")}, (0,), {"hidden": (4, 4)}, 7, 2),
    ],
    ids=["grid", "random"],
)
def test_what_is_written_is_read_again(tmp_path: Path, plan: Plan) -> None:
    assert read_plan(written(tmp_path, plan_text(plan))) == plan
