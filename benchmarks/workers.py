"""One worker and two, in turns: wall-clock and processor time an article: python benchmarks/workers.py [--articles N] [--rounds N]

The model is loaded once and shared by fork, as `levees annotate` does it. Where the machine is busy the wall clock tells little; the
processor time of all processes together tells what a second worker costs, and twice its ratio is what two quiet cores could give.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent / "soak"))
import articles

import levees
from levees.corpus import annotate_files


def processor() -> float:
    """Of this process and its children that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    nlp = levees.load()
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        articles.write(source, args.articles)
        for n in range(args.rounds):
            for workers in (1, 2) if n % 2 else (2, 1):
                begun, before = time.perf_counter(), processor()
                annotate_files([source], Path(folder) / "out.jsonl", nlp=nlp, workers=workers, mode="overwrite")
                found[workers].append((time.perf_counter() - begun, processor() - before))
    wall, spent = ({w: median(row[k] for row in rows) for w, rows in found.items()} for k in (0, 1))
    for workers in found:
        print(f"{workers} workers: {1000 * wall[workers] / args.articles:6.1f} ms an article, "
              f"{1000 * spent[workers] / args.articles:6.1f} ms of processor time, all processes together")
    print(f"two workers: {wall[1] / wall[2]:.2f} x one by the clock; {2 * spent[1] / spent[2]:.2f} x by processor time")


if __name__ == "__main__":
    main()
