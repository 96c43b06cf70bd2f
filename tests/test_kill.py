"""Ten of the kills of `tests.kill`; `make torture` does some hundreds."""

from __future__ import annotations

import random
from pathlib import Path

from tests.kill import kill_saver, kill_training, kill_writer


def test_what_a_killed_writer_said_to_be_kept_is_there(tmp_path: Path) -> None:
    rng = random.Random(1)
    for seed in range(5):
        kill_writer(tmp_path, seed, rng)


def test_a_model_is_whole_after_a_kill_within_its_save(tmp_path: Path) -> None:
    rng = random.Random(3)
    for seed in range(3):
        kill_saver(tmp_path, seed, rng)


def test_a_killed_training_leaves_a_whole_model_or_none(tmp_path: Path) -> None:
    rng = random.Random(2)
    for seed in range(2):
        kill_training(tmp_path, seed, rng)
