"""What a corpus costs: measures one core, then simulates a cluster and adds up the bill, beside that of a language model.

python benchmarks/scaling.py [--articles 100e6] [--characters 2500] [--cores 64 256 1024] [--measured SECONDS_PER_1000_CHARACTERS]

One core is measured on our own articles (models/articles), one thread, processor time, the model loaded before. The cluster: the corpus
is cut into shards, a core that is free takes the next, reading times are drawn from those measured, every core loads the model when it
starts and when it was taken away (spot machines), and then reads again what was not committed. Prices are arguments: look them up.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMITTED = 256  # articles between two commits of levees annotate


def measure(count: int) -> dict[str, float]:
    """Seconds to load, and for a thousand characters: mean and spread over articles."""
    sys.path.insert(0, str(ROOT / "benchmarks/soak"))
    import articles

    import levees
    from levees.corpus.reading import read_article
    from levees.corpus.workers import one_thread
    from levees.schema import Article

    rows = articles.compiled()
    rows = rows[:: max(1, len(rows) // count)][:count]
    begun = time.process_time()
    nlp = levees.load()
    one_thread()
    loaded = time.process_time() - begun
    found = []
    for row in rows:
        begun = time.process_time()
        read_article(nlp, Article(text=row["text"], published=row["published"]))
        found.append((time.process_time() - begun, len(row["text"])))
    mean = 1000 * sum(seconds for seconds, _ in found) / sum(size for _, size in found)
    spread = statistics.pstdev(1000 * seconds / size for seconds, size in found) / mean
    return {"load": loaded, "mean": mean, "spread": spread, "articles": len(found), "size": sum(size for _, size in found) / len(found)}


def simulate(
    articles: int, seconds: float, spread: float, load: float, cores: int, shard: int, lost_per_hour: float
) -> tuple[float, float]:
    """Hours until all is read, and core-hours paid until then."""
    draw = random.Random(0)
    free = [load + draw.random() for _ in range(cores)]
    heapq.heapify(free)
    left, end = articles, 0.0
    while left:
        now, size = heapq.heappop(free), min(shard, left)
        left -= size
        # the sum of many reading times
        took = size * seconds + draw.gauss(0, 1) * seconds * spread * size**0.5
        for _ in range(poisson(draw, lost_per_hour * took / 3600)):
            took += load + draw.random() * COMMITTED * seconds
        heapq.heappush(free, now + took)
        end = max(end, now + took)
    return end / 3600, cores * end / 3600


def poisson(draw: random.Random, mean: float) -> int:
    count, past = 0, draw.expovariate(1)
    while past < mean:
        count, past = count + 1, past + draw.expovariate(1)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--articles", type=float, default=100e6)
    add("--characters", type=int, default=2500, help="of a mean article")
    add("--cores", type=int, nargs="+", default=[64, 256, 1024])
    add("--shard", type=int, default=20_000, help="articles a shard")
    add("--lost", type=float, default=0.05, help="how often a core is taken away, an hour")
    add("--core-hour", type=float, default=0.0425, help="US dollars")
    add("--measured", type=float, help="seconds a core takes for 1,000 characters; without it, it is measured")
    add("--sample", type=int, default=150, help="articles to measure on")
    add("--input", type=float, default=0.40, help="US dollars for a million tokens into a language model")
    add("--output", type=float, default=1.60, help="US dollars for a million tokens out of it")
    add("--batch", type=float, default=0.5, help="what its batches cost of that")
    add("--instructions", type=int, default=1500, help="tokens of types, slots and rules that go with each article")
    add("--cached", type=float, default=0.25, help="what instructions cost that were sent before")
    add("--answer", type=int, default=250, help="tokens of JSON that come out for a mean article")
    add("--per-token", type=float, default=3.5, help="characters of French in a token")
    add("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(measure(args.sample)))
        return
    known = {"load": 5.0, "mean": args.measured, "spread": 0.5}
    if args.measured is None:
        # a fresh process, so that libraries start with one thread
        one = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS")}
        command = [sys.executable, __file__, "--child", "--sample", str(args.sample)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | one)
        known = json.loads(run.stdout.splitlines()[-1])
        rate = 1000 / known["mean"] / known["size"]
        print(f"one core: {known['articles']} of our own articles of {known['size']:.0f} characters: {rate:.1f} a second; "
              f"{known['mean']:.4f} s for 1,000 characters; {known['load']:.1f} s to load")
    seconds = known["mean"] * args.characters / 1000
    total = int(args.articles)
    needed = total * seconds / 3600
    print(f"{total:,} articles of {args.characters} characters: {1 / seconds:.1f} a second a core, {needed:,.0f} core-hours")
    for cores in args.cores:
        hours, paid = simulate(total, seconds, known["spread"], known["load"], cores, args.shard, args.lost)
        print(f"  {cores:5} cores: {hours:8.1f} h, {paid:8,.0f} core-hours, {paid * args.core_hour:8,.0f} USD, "
              f"{needed / paid:.0%} of the time reading")
    tokens = args.characters / args.per_token
    plain = (args.instructions + tokens) * args.input + args.answer * args.output
    best = (args.instructions * args.cached + tokens) * args.input * args.batch + args.answer * args.output * args.batch
    ours = seconds / 3600 * args.core_hour * 1e6
    for how, price in (("as it is", plain), ("batches, instructions cached", best)):
        print(f"  language model, {how}: {total * price / 1e6:,.0f} USD, {price / ours:.0f} times as much")


if __name__ == "__main__":
    main()
