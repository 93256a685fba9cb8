"""How long a 400-word article takes, warm: `levees.extract` against the stock French model, in one process, turn by turn.

    python benchmarks/warm_extract.py [--rounds 30]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import spacy

import levees

EXAMPLES = Path(__file__).parents[1] / "examples"
WORDS = 400


def article() -> str:
    """The examples end to end, cut at 400 words."""
    paragraphs, words = [], 0
    for path in sorted(EXAMPLES.glob("*.txt")):
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            if words < WORDS:
                paragraphs.append(" ".join(paragraph.split()[: WORDS - words]))
                words += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def seconds(action: Callable[[], object]) -> float:
    """The time that one call takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    text = article()
    stock, ours, fast = spacy.load("fr_core_news_md"), levees.load(), levees.load(fast=True)
    turns = {
        "fr_core_news_md": lambda: stock(text),
        "levees.extract": lambda: levees.extract(text, published="2024-05-14", nlp=ours),
        "the same, fast": lambda: levees.extract(text, published="2024-05-14", nlp=fast),
    }
    times: dict[str, list[float]] = {name: [] for name in turns}
    for n in range(rounds + 3):
        for name, action in turns.items():
            spent = seconds(action)
            # the first rounds warm caches up
            if n >= 3:
                times[name].append(spent)
    for name, spent in times.items():
        print(f"{name:<16} {1000 * median(spent):7.1f} ms (median of {rounds})")
    first, *others = times
    print("ratio            " + ", fast ".join(f"{median(times[name]) / median(times[first]):7.2f}" for name in others))


if __name__ == "__main__":
    main()
