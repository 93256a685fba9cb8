"""Peak memory of long runs with the real pipeline: python benchmarks/soak/memory.py [--articles N] [--workers 1 2] [--longest N]

Prints, for each number of workers, the memory of all processes together (shared pages counted once) when a twentieth of the articles
is read and at the end, the peak so far at each, and articles a second of wall-clock time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import articles

START = [sys.executable, "-c", "from levees.cli import main; main()", "annotate"]


def megabytes(pid: int) -> float:
    """Of a process and its children, shared pages counted once."""
    total = 0
    for each in (str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        total += int(next(line for line in rollup if line.startswith("Pss:")).split()[1])
    return total / 1024


class Watch(threading.Thread):
    """Follows a run's memory; `peak` is the most so far."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.now, self.peak = pid, 0.0, 0.0

    def run(self) -> None:
        while True:
            try:
                self.now = megabytes(self.pid)
            except (OSError, StopIteration, ValueError):
                if not Path(f"/proc/{self.pid}").exists():
                    return  # a child that ended while it was looked at is no end; the run's own is
            self.peak = max(self.peak, self.now)
            time.sleep(3)  # looking takes time from what is looked at


def follow(source: Path, target: Path, workers: int, number: int) -> None:
    """Run once and print the marks."""
    process = subprocess.Popen(
        [*START, str(source), "-o", str(target), "--overwrite", "-w", str(workers), "--log-json"], stderr=subprocess.PIPE, text=True
    )
    watch, step = Watch(process.pid), number // 20
    watch.start()
    mark, first = step, None
    assert process.stderr is not None
    for line in process.stderr:
        if not line.startswith("{"):
            print(line, end="", file=sys.stderr)
            continue
        row = json.loads(line)
        if row["event"] == "progress" and row["records"] >= mark:
            first = first or (row["records"], row["seconds"])
            print(f"{workers} workers: {row['records']:6} articles, {row['seconds']:7.0f} s, "
                  f"{watch.now:5.0f} MB now, peak {watch.peak:5.0f} MB", flush=True)
            mark = row["records"] - row["records"] % step + step
        last = row
    assert process.wait() == 0 and first, "the run failed"
    rate = (last["records"] - first[0]) / (last["seconds"] - first[1])
    print(f"{workers} workers: {last['records']} articles, {last['events']} events, peak {watch.peak:.0f} MB, {rate:.2f} articles/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--longest", type=int, help="leave out articles with more characters, to be quicker")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        articles.write(source, args.articles, longest=args.longest)
        for workers in args.workers:
            follow(source, Path(folder) / "out.jsonl", workers, args.articles)


if __name__ == "__main__":
    main()
