"""Twenty of the kills of `tests.kill`; `make torture` does some hundreds."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.kill import Nursery, kill_saver, kill_training, kill_window, kill_writer


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ten windows in ten seconds are born by fork")
def test_the_run_of_a_killed_window_can_be_gone_on_with(tmp_path: Path) -> None:
    rng = random.Random(5)
    with Nursery(tmp_path / "window") as nursery:
        for seed in range(5):
            kill_window(nursery, seed, rng)


def test_what_a_killed_writer_said_to_be_kept_is_there(tmp_path: Path) -> None:
    rng = random.Random(1)
    for seed in range(8):
        kill_writer(tmp_path, seed, rng)


def test_a_model_is_whole_after_a_kill_within_its_save(tmp_path: Path) -> None:
    rng = random.Random(3)
    for seed in range(5):
        kill_saver(tmp_path, seed, rng)


def test_a_killed_training_leaves_a_whole_model_or_none(tmp_path: Path) -> None:
    rng = random.Random(2)
    for seed in range(2):
        kill_training(tmp_path, seed, rng)
