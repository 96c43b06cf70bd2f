"""Measure the engine beside others: ``make bench``, or ``python -m benchmarks.bench_engine``, with ``--help``.

In each round every contender trains in a process of its own, one after the other, so that whatever else the machine
does meets all alike. A round gives each contender's fastest epoch, and ratios to this engine's; the table holds the
medians of the ratios over the rounds. torch and jax take part if they are installed.

Writes ``engine.json`` (everything measured), ``engine.md`` (the tables) and ``engine.png`` (the plots).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks.cases import CASES, Case
from benchmarks.contenders import CONTENDERS

NEEDS = {"compiled loop": "numba", "torch Sequential": "torch", "torch by hand": "torch", "jax scan": "jax"}
TIME_LIMIT = 600


def one_measurement(name: str, case: Case) -> float:
    """Return the seconds of a contender's fastest epoch in a process of its own."""
    environment = os.environ | {
        "OMP_NUM_THREADS": str(case.threads),
        "XLA_FLAGS": f"--xla_cpu_multi_thread_eigen={'true' if case.threads > 1 else 'false'}",
    }
    command = [sys.executable, "-m", "benchmarks.contenders", name, case.key]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed on {case.key}:\n{done.stderr}")
    return min(json.loads(done.stdout))


def measure(rounds: int, cases: list[Case], names: list[str]) -> dict[str, dict[str, list[float]]]:
    """Return case → contender → seconds of the fastest epoch of each round."""
    seconds: dict[str, dict[str, list[float]]] = {case.key: {name: [] for name in names} for case in cases}
    for number in range(rounds):
        for case in cases:
            for name in names:
                if takes_part(name, case):
                    seconds[case.key][name].append(one_measurement(name, case))
            engine = seconds[case.key]["engine"][-1]
            print(f"round {number + 1}/{rounds}: {case.name}: {engine * 1e3:.2f} ms", file=sys.stderr, flush=True)
    return seconds


def takes_part(name: str, case: Case) -> bool:
    """Whether there is such a contender for the case: the compiled loop is one for stochastic descent."""
    return name != "compiled loop" or case.descent == "stochastic"


def ratios(seconds: dict[str, list[float]], name: str, ours: str = "engine") -> list[float]:
    """Return a contender's time over the engine's, in each round."""
    return [other / own for other, own in zip(seconds[name], seconds[ours], strict=True)]


def ratio(seconds: dict[str, list[float]], name: str) -> float:
    """Return the median over rounds of a contender's time over the engine's."""
    return statistics.median(ratios(seconds, name))


def compiled_table(seconds: dict[str, dict[str, list[float]]]) -> str:
    """Return the Markdown table of the compiled loop: how many times it is faster than each, and least and most."""
    rows = [case for case in CASES if seconds.get(case.key, {}).get("compiled loop")]
    if not rows:
        return ""
    names = [name for name in seconds[rows[0].key] if name not in ("compiled loop", "engine, held-out", "floor")]
    lines = ["| one epoch | compiled, ms | " + " | ".join(f"vs {name}" for name in names) + " |"]
    lines.append("|---|---" + "|---" * len(names) + "|")
    for case in rows:
        row = seconds[case.key]
        found = [ratios(row, name, "compiled loop") for name in names]
        cells = [f"{statistics.median(each):.2g}× ({min(each):.2g}–{max(each):.2g})" for each in found]
        lines.append(f"| {case.name} | {statistics.median(row['compiled loop']) * 1e3:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def speed_table(seconds: dict[str, dict[str, list[float]]]) -> str:
    """Return the Markdown table: how many times the engine is faster than each, and its time over the floor."""
    names = [name for name in next(iter(seconds.values())) if name not in ("engine", "compiled loop", "floor")]
    lines = [
        "| one epoch | engine, ms | " + " | ".join(f"vs {name}" for name in names) + " | over the floor |",
        "|---|---" + "|---" * len(names) + "|---|",
    ]
    for case in CASES:
        if case.key in seconds:
            row = seconds[case.key]
            cells = [f"{ratio(row, name):.2g}×" for name in names]
            milliseconds = statistics.median(row["engine"]) * 1e3
            lines.append(f"| {case.name} | {milliseconds:.2f} | {' | '.join(cells)} | {1 / ratio(row, 'floor'):.1f} |")
    return "\n".join(lines)


def growth_name(point: dict[str, str | float]) -> str:
    """What a point of growth was measured with: the descent mode, and the engine if it is not numpy's."""
    return f"{point['descent']}" if point["engine"] == "numpy" else f"{point['descent']}, {point['engine']}"


def growth_table(growth: list[dict[str, str | float]]) -> str:
    """Return the Markdown tables of growth: a row for each value, and ms an epoch and MB for each mode."""
    lines: list[str] = []
    for what in dict.fromkeys(p["what"] for p in growth):
        points = {(p["value"], growth_name(p)): p for p in growth if p["what"] == what}
        names = list(dict.fromkeys(name for _, name in points))
        lines += [
            f"| {what} | " + " | ".join(f"{name}, ms | MB" for name in names) + " |",
            "|---" * (1 + 2 * len(names)) + "|",
        ]
        for value in dict.fromkeys(value for value, _ in points):
            row = [points[value, name] for name in names]
            cells = [f"{float(p['seconds']) * 1e3:,.2f} | {p['megabytes']:.1f}" for p in row]
            lines.append(f"| {value:,} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often everyone is measured (default: 5)")
    parser.add_argument("--cases", nargs="*", choices=[case.key for case in CASES], help="only these rows of the table")
    parser.add_argument("--no-growth", action="store_true", help="leave out growth with rows, width, depth and batch")
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="folder to write to")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    cases = [case for case in CASES if not options.cases or case.key in options.cases]
    names = [name for name in CONTENDERS if name not in NEEDS or find_spec(NEEDS[name])]
    seconds = measure(options.rounds, cases, names)
    tables = "\n\n".join(filter(None, (speed_table(seconds), compiled_table(seconds))))
    growth: list[dict[str, str | float]] = []
    if not options.no_growth:
        print("growth", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, "-m", "benchmarks.growth"], capture_output=True, text=True, check=True)
        growth = json.loads(done.stdout)
        tables += "\n\n" + growth_table(growth)
    print(tables)
    (options.out / "engine.json").write_text(json.dumps({"seconds": seconds, "growth": growth}, indent=1))
    (options.out / "engine.md").write_text(tables + "\n", encoding="utf-8")
    plot = [sys.executable, "-m", "benchmarks.plot_engine", str(options.out / "engine.json")]
    subprocess.run(plot, env={"QT_QPA_PLATFORM": "offscreen"} | os.environ, check=True)


if __name__ == "__main__":
    main()
