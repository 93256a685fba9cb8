"""Runs killed with SIGKILL at random moments and resumed: python benchmarks/soak/kills.py [--kills N] [--articles N]

Workers and parents alike. The real pipeline, two workers, each run in a process forked off one that has the model. Every output that
comes to its end is held against that of a run nobody disturbed: JSON Lines and the list of errors byte for byte, Parquet and DuckDB
row for row. Prints a line for each and fails at the first that differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import articles

import levees
from levees.corpus import CannotRun, annotate_files, run

ENDINGS = (".jsonl", ".parquet", ".duckdb")
TABLES = ("articles", "events", "parties", "amounts")
FORK = get_context("fork")


def annotating(source: Path, target: Path, nlp: Any, mode: str) -> Any:
    """A run in a process of its own, which has a session of its own as a run from the shell has."""

    def work() -> None:
        os.setsid()
        try:
            annotate_files([source], target, nlp=nlp, workers=2, mode=mode)
        except CannotRun as error:
            # such as: there is nothing to resume, when the run before was killed after its last rename
            print(f"  {error}", flush=True)
            os._exit(2)

    process = FORK.Process(target=work)
    process.start()
    return process


def disturbed(process: Any, target: Path, draw: random.Random, most: float) -> tuple[int, int]:
    """Kill a run or its workers at a random moment; the numbers of parents and workers that were killed."""
    kind = draw.choice(("parent", "worker", "worker", "end"))
    if kind == "end":
        # the moment in which the lines become the target
        wait(process, lambda: Path(f"{target}.new").exists() or target.exists(), 4 * most)
    else:
        wait(process, lambda: False, draw.uniform(0, most))
    if not process.is_alive():
        return 0, 0
    if kind != "worker":
        process.kill()
        return 1, 0
    killed = 0
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        if draw.random() < 0.7:
            os.kill(int(pid), signal.SIGKILL)
            killed += 1
    return 0, killed


def wait(process: Any, condition: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while process.is_alive() and time.monotonic() < until and not condition():
        time.sleep(0.002)


def content(target: Path) -> Any:
    """What a target holds: bytes, or rows by table."""
    if target.suffix == ".parquet":
        from pyarrow import parquet

        return parquet.read_table(target).to_pylist()
    if target.suffix == ".duckdb":
        import duckdb

        with duckdb.connect(str(target), read_only=True) as base:
            return [base.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES]
    return target.read_bytes()


def same(target: Path, reference: Path) -> bool:
    lists = [Path(f"{path}.errors.jsonl").read_bytes() for path in (target, reference)]
    return lists[0] == lists[1] and content(target) == content(reference)


def prepare(folder: Path, number: int, longest: int) -> tuple[Path, int]:
    """Short articles, among them records that are none, so that the list of errors is put to the test as well."""
    source = folder / "in.jsonl"
    articles.write(source, number, longest=longest)
    lines = source.read_bytes().splitlines(keepends=True)
    bad = range(5, len(lines), 97)
    for n in bad:
        lines[n] = b'{"id": "bad-%d", "text": "l\xe8ve"}\n' % n
    source.write_bytes(b"".join(lines))
    return source, len(bad)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--longest", type=int, default=400, help="leave out articles with more characters")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    draw, parents, workers, runs, most = random.Random(args.seed), 0, 0, 0, 0.0
    nlp, run.CHUNK_RECORDS = levees.load(), max(4, args.articles // 12)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, bad = prepare(folder, args.articles, args.longest)
        for ending in ENDINGS:
            begun = time.monotonic()
            annotate_files([source], folder / f"undisturbed{ending}", nlp=nlp, workers=2)
            most = max(most, time.monotonic() - begun)
        ids = [json.loads(line)["id"] for line in (folder / "undisturbed.jsonl").open(encoding="utf-8")]
        assert len(ids) == len(set(ids)) == args.articles - bad
        for ending in cycle(ENDINGS):
            if parents + workers >= args.kills:
                break
            runs, lives, mode = runs + 1, 0, "overwrite"
            target = folder / f"{runs}{ending}"
            while not target.exists() or Path(f"{target}.manifest.json").exists():
                process, lives = annotating(source, target, nlp, mode), lives + 1
                killed = disturbed(process, target, draw, most)
                process.join()
                parents, workers, mode = parents + killed[0], workers + killed[1], "resume"
                # one that was killed when all was in place but the manifest is finished, and says that there is nothing left
                if process.exitcode not in (0, -signal.SIGKILL) and not target.exists():
                    sys.exit(f"run {runs}, life {lives}: exit code {process.exitcode}")
            if not same(target, folder / f"undisturbed{ending}"):
                sys.exit(f"run {runs} ({ending}) differs from the undisturbed one after {lives} lives")
            print(f"run {runs} ({ending}): the same after {lives} lives; killed so far: {parents} parents, {workers} workers", flush=True)
    print(f"{parents + workers} kills ({parents} parents, {workers} workers), {runs} outputs: all the same, no article lost or doubled")


if __name__ == "__main__":
    main()
