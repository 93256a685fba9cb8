"""Import, `levees --help` and load, each in fresh processes in turns, the best of so many: python benchmarks/startup.py [--rounds 10]

Processor time and wall-clock time; for import and load inside the process, for --help of the whole command, with what an empty
Python takes beside it. Load is held against that of fr_core_news_md.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time

INSIDE = "import time\na, b = time.perf_counter(), time.process_time()\n{}\nprint(time.perf_counter() - a, time.process_time() - b)"
STEPS = {
    "import levees": INSIDE.format("import levees"),
    "import spacy": INSIDE.format("import spacy"),
    "load levees": "import spacy, levees, levees.pipes.build\n" + INSIDE.format("levees.load()"),
    "load stock": "import spacy, levees, levees.pipes.build\n" + INSIDE.format("spacy.load('fr_core_news_md')"),
}
COMMANDS = {
    "python": "pass",
    "levees --help": "import sys; sys.argv = ['levees', '--help']; from levees.cli import main; main()",
}
ONE = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS")}


def run(code: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | ONE).stdout


def whole(code: str) -> tuple[float, float]:
    """Wall-clock and processor time of a process from start to end."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run(code)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the best of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--without-load", action="store_true")
    args = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(args.rounds):
        for name, code in STEPS.items():
            if not (args.without_load and name.startswith("load")):
                wall, processor = map(float, run(code).split())
                found.setdefault(name, []).append((wall, processor))
        for name, code in COMMANDS.items():
            found.setdefault(name, []).append(whole(code))
    best = {name: tuple(min(row[k] for row in rows) for k in (0, 1)) for name, rows in found.items()}
    for name, (wall, processor) in best.items():
        print(f"{name:<14} {wall:6.3f} s, {processor:6.3f} s of processor time (best of {args.rounds})")
    if not args.without_load:
        print(f"load           {best['load levees'][1] / best['load stock'][1]:.2f} x stock, by processor time")


if __name__ == "__main__":
    main()
