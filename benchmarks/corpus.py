"""levees beside the stock French pipeline, as ratios: python benchmarks/corpus.py [--articles N] [--rounds N] [--memory]

Each reading is the first pass of a fresh process over the same texts, one thread, processor time; stock and levees take
turns, and the ratio is that of the medians. Stock is fr_core_news_md by `nlp.pipe`, all components, default settings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPORA = {"deals": ROOT / "models/data/train.jsonl", "news": ROOT.parent / "shared/corpora/news-fr.jsonl.gz"}
KINDS = ("stock", "thinc", "levees")


def texts_of(path: Path, count: int) -> list[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    return texts[:: max(1, len(texts) // count)][:count]


def child(kind: str, file: str) -> None:
    texts = json.loads(Path(file).read_text())
    begun = time.process_time()
    if kind == "stock":
        import spacy

        nlp = spacy.load("fr_core_news_md")
        loaded = time.process_time()
        events = sum(1 for _ in nlp.pipe(texts)) * 0
    else:
        import levees
        from levees.corpus.reading import read_article
        from levees.schema import Article

        nlp = levees.load()
        if kind == "thinc":
            from thinc.api import NumpyOps

            for name in ("tok2vec", "morphologizer", "parser"):
                nlp.get_pipe(name).model._to_ops(NumpyOps(use_blis=True))
        loaded = time.process_time()
        events = sum(read_article(nlp, Article(text=text)).events for text in texts)
    print(json.dumps({"load": loaded - begun, "read": time.process_time() - loaded, "events": events}))


def measure(kind: str, file: str) -> dict[str, float]:
    one = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS")}
    command = [sys.executable, __file__, "--child", kind, file]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | one)
    return json.loads(run.stdout.splitlines()[-1])


def memory(pid: int) -> int:
    """Megabytes of a process and its children, shared pages counted once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in (pid, *children):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        total += int(next(line for line in rollup if line.startswith("Pss:")).split()[1])
    return total // 1024


def run_of(texts: list[str], workers: int, folder: str) -> tuple[float, int]:
    """Wall-clock seconds and peak memory of `levees annotate`."""
    source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    start = [sys.executable, "-c", "from levees.cli import main; main()"]
    process = subprocess.Popen([*start, "annotate", str(source), "-o", str(target), "--overwrite", "-q", "-w", str(workers)])
    begun, peak = time.monotonic(), 0
    while process.poll() is None:
        try:
            peak = max(peak, memory(process.pid))
        except (OSError, StopIteration):
            pass  # it ended while it was looked at
        time.sleep(0.2)
    assert process.returncode == 0
    return time.monotonic() - begun, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="peak memory and time of whole runs, one worker and two")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(*args.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, path in CORPORA.items():
            if not path.exists():
                continue
            texts = texts_of(path, args.articles)
            if args.memory:
                for count in (len(texts), 4 * len(texts)):
                    for workers in (1, 2):
                        seconds, peak = run_of((texts * 4)[:count], workers, folder)
                        print(f"{name:6} {count:6} articles, {workers} workers: {seconds:7.1f} s with start-up, peak {peak} MB")
                continue
            file = Path(folder) / f"{name}.json"
            file.write_text(json.dumps(texts))
            found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
            for _ in range(args.rounds):
                for kind in KINDS:
                    found[kind].append(measure(kind, str(file)))
            stock = {key: statistics.median(row[key] for row in found["stock"]) for key in ("load", "read")}
            for kind in KINDS:
                load, read = (statistics.median(row[key] for row in found[kind]) for key in ("load", "read"))
                print(f"{name:6} {kind:7} throughput {stock['read'] / read:5.2f} x stock   load {load / stock['load']:5.2f} x stock"
                      f"   {len(texts)} articles, {found[kind][0]['events']:.0f} events")


if __name__ == "__main__":
    main()
