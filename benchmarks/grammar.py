"""Amounts and dates beside their peers on press sentences of our own: exact-value share by category, and time on articles.

    python benchmarks/grammar.py            levees alone, and its cost beside fr_core_news_md
    python benchmarks/grammar.py --peers    every peer too, each in an environment of its own (benchmarks/.envs, made on the first run)

A sentence counts for levees when the wanted date is among those found, or the wanted amount is the only one. Peers are judged more
kindly: the amount may be one of several, and a day counts when it is the wanted value's first or lies in the wanted week, month or
year. The environments are apart since peers break each other's dependencies: this file runs itself there.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peers.cases import DATES, MONEY, NO_DATE, NO_MONEY, PUBLISHED, SPANS
from peers.environments import environment
from peers.readers import READERS, SIGNS

ARTICLES = Path(__file__).parents[1] / "models" / "data" / "train.jsonl"
Found = dict[str, list[list[Any]]]


def texts(count: int | None = None) -> list[str]:
    """Articles to time on."""
    lines = ARTICLES.read_text(encoding="utf-8").splitlines()[:count]
    return [json.loads(line)["text"] for line in lines]


def attempt(read: Callable[[str], list[Any]], text: str) -> list[Any]:
    """What a tool finds; nothing where it raises."""
    try:
        return list(read(text))
    except Exception:
        return []


def timed(read: Callable[[str], list[Any]], articles: list[str]) -> float:
    """Milliseconds for 1,000 characters of articles, after one that warms up."""
    attempt(read, articles[0])
    begun = time.process_time()
    for article in articles:
        attempt(read, article)
    return (time.process_time() - begun) / sum(map(len, articles)) * 1e6


def measure(tool: str) -> dict[str, Any]:
    """What a tool finds in every sentence, by category, and how long it takes on articles."""
    out: dict[str, Any] = {}
    articles = texts(100 if tool == "levees" else 12)
    for kind, make, cases, silent in (("money", READERS[tool][0], MONEY, NO_MONEY), ("dates", READERS[tool][1], DATES, NO_DATE)):
        if make is None:
            continue
        read = make()
        found: Found = {category: [attempt(read, case[0]) for case in rows] for category, rows in cases.items()}  # type: ignore[attr-defined]
        found["silent"] = [attempt(read, text) for text in silent]
        out[kind] = {"found": found, "ms": timed(read, articles)}
    return out


def share(kind: str, category: str, found: list[list[Any]], exact: bool) -> float:
    """Percentage of the sentences of a category that were read right."""
    if category == "silent":
        return 100 * sum(not f for f in found) / len(found)
    if kind == "money":
        right = [_same_money(f, v, c, exact) for f, (_, v, c) in zip(found, MONEY[category], strict=True)]
    else:
        right = [v in f or (not exact and _within(v, f)) for f, (_, v) in zip(found, DATES[category], strict=True)]
    return 100 * sum(right) / len(right)


def _same_money(found: list[Any], value: Any, currency: str, alone: bool) -> bool:
    read = [(tuple(v) if isinstance(v, list) else v, SIGNS.get(c or "", c)) for v, c in found]
    return (value, currency) in read and (len(read) == 1 or not alone)


def _within(value: str, found: list[str]) -> bool:
    """Is a day that was found the first of the wanted value, or in its week, month or year?"""
    from levees.grammar.dates_calendar import parse

    s = parse(value.partition("T")[0])
    if s is None or s.first is None or s.last is None:
        return False
    last = s.last if s.grain in ("week", "month", "year") else s.first
    return any(s.first.isoformat() <= f[:10] <= last.isoformat() for f in found if len(f) >= 10)


def spans() -> tuple[float, float]:
    """Recall and precision of the grammar's spans on sentences whose expressions of time are marked; overlap counts."""
    from levees.grammar.dates import find_dates

    marked = met = given = right = 0
    for sentence in SPANS:
        text, gold = "", []
        for part in re.split(r"(\[[^\]]*\])", sentence):
            if part.startswith("["):
                gold.append((len(text), len(text) + len(part) - 2))
            text += part.strip("[]")
        found = [(t.start, t.end) for t in find_dates(text, PUBLISHED)]
        marked, given = marked + len(gold), given + len(found)
        met += sum(any(a < e and s < b for a, b in found) for s, e in gold)
        right += sum(any(a < e and s < b for a, b in gold) for s, e in found)
    return 100 * met / marked, 100 * right / given


def cost() -> tuple[float, float]:
    """Milliseconds for 1,000 characters of articles: amounts, percentages and dates together, and the stock model."""
    import spacy

    from levees.grammar import numerals
    from levees.grammar.amounts import find_amounts
    from levees.grammar.dates import find_dates
    from levees.grammar.percents import find_percents

    articles = texts()
    nlp = spacy.load("fr_core_news_md")
    list(nlp.pipe(articles[:3]))
    ours = stock = float("inf")
    for _ in range(3):
        numerals.read.cache_clear()
        begun = time.process_time()
        for article in articles:
            find_amounts(article, candidates=True, default_dollar=None)
            find_percents(article)
            find_dates(article, PUBLISHED)
        ours = min(ours, time.process_time() - begun)
        begun = time.process_time()
        for _doc in nlp.pipe(articles, batch_size=32):
            pass
        stock = min(stock, time.process_time() - begun)
    size = sum(map(len, articles)) / 1000
    return 1000 * ours / size, 1000 * stock / size


def table(results: dict[str, dict[str, Any]]) -> str:
    """The Markdown tables: categories down, tools across."""
    lines = []
    for kind, cases in (("money", MONEY), ("dates", DATES)):
        tools = [t for t in results if kind in results[t]]
        lines += [f"| {kind} | cases | " + " | ".join(tools) + " |", "|---|--:|" + "--:|" * len(tools)]
        silent = NO_MONEY if kind == "money" else NO_DATE
        for category in (*cases, "silent"):
            rows = silent if category == "silent" else cases[category]  # type: ignore[index]
            shares = [share(kind, category, results[t][kind]["found"][category], t == "levees") for t in tools]
            lines.append(f"| {category} | {len(rows)} | " + " | ".join(f"{s:.0f}" for s in shares) + " |")
        lines += ["| ms for 1,000 characters | | " + " | ".join(f"{results[t][kind]['ms']:.2f}" for t in tools) + " |", ""]
    return "\n".join(lines)


def main() -> None:
    """Measure levees, and the peers where asked; print tables and cost."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peers", action="store_true", help="every peer too, each in an environment of its own")
    arguments.add_argument("--dump", choices=sorted(READERS), help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.dump:
        sys.stdout.write("\n" + json.dumps(measure(options.dump)))
        return
    results: dict[str, dict[str, Any]] = {"levees": measure("levees")}
    for peer in [p for p in READERS if p != "levees"] if options.peers else []:
        python = environment(peer)
        done = python and subprocess.run([str(python), __file__, "--dump", peer], capture_output=True, text=True)
        if not done or done.returncode:
            sys.stdout.write(f"{peer} does not run here\n")
            continue
        results[peer] = json.loads(done.stdout.rstrip().rsplit("\n", 1)[-1])
    sys.stdout.write(table(results))
    recall, precision = spans()
    sys.stdout.write(f"\nTIMEX3 spans: recall {recall:.0f}, precision {precision:.0f}\n")
    ours, stock = cost()
    sys.stdout.write(f"cost: {ours:.2f} ms for 1,000 characters, fr_core_news_md {stock:.1f} ({ours / stock:.1%})\n")


if __name__ == "__main__":
    main()
