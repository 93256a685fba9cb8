"""What the pre-filter passes over, what that saves, and which engine finds a word quickest: python benchmarks/prefilter.py [--articles N]

Processor time, one thread. For each choice of types: the share of articles and of text that is passed over, and the time with the
pre-filter, without = 1, the two in turns, article by article; the JSON of both is compared on the way. The engines answer « does any
of the words stand there? » for all word classes that may carry an event, by looking through the whole text; what is installed is tried.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from time import process_time
from typing import Any

import yaml

import levees
from levees.corpus.reading import read_article
from levees.corpus.workers import one_thread
from levees.pipes.build import make_doc
from levees.pipes.prefilter import Prefilter
from levees.reader.lexicon import fold, shipped
from levees.reader.proposals import WORD_TYPES
from levees.schema import Article

ROOT = Path(__file__).parents[1]
CORPORA = {"deals": ROOT / "models/data/train.jsonl", "news": ROOT.parent / "shared/corpora/news-fr.jsonl.gz"}
CHOICES = {
    "all types": None,
    "FundingRound": ["FundingRound"],
    "Acquisition": ["Acquisition"],
    "LeadershipChange": ["LeadershipChange"],
    "ProductLaunch": ["ProductLaunch"],
    "Ipo": ["Ipo"],
    "FundClosing": ["FundClosing"],
    "Valuation, TotalRaised": ["Valuation", "TotalRaised"],
}


def articles_of(path: Path) -> list[Article]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Article(text=row["text"], published=row.get("published")) for row in rows]


def spent(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = process_time()
    found = action()
    return process_time() - begun, found


def shares(nlp: Any, articles: list[Article]) -> None:
    """By the filter alone, over many articles."""
    text = sum(len(a.text) for a in articles)
    for name, types in CHOICES.items():
        sieve, took, over = Prefilter(shipped(), None, types), 0.0, []
        for article in articles:
            doc = make_doc(nlp, article.full_text, article.published)
            seconds, passed = spent(partial(sieve, nlp, doc))
            took += seconds
            over += [article] if passed else []
        share = sum(len(a.text) for a in over) / text
        print(f"  {name:<23} {len(over) / len(articles):6.1%} of articles, {share:6.1%} of the text; "
              f"{1000 * took / len(articles):.2f} ms an article", flush=True)


def gain(nlp: Any, name: str, articles: list[Article]) -> None:
    """With and without, in turns."""
    nlp.get_pipe("levees_events").prefilter = Prefilter(shipped(), None, CHOICES[name])
    nlp.get_pipe("levees_events").types = frozenset(CHOICES[name]) if CHOICES[name] else None
    total = {True: 0.0, False: 0.0}
    differ = events = 0
    for n, article in enumerate(articles):
        lines = set()
        for sieved in (True, False) if n % 2 else (False, True):
            seconds, found = spent(partial(read_article, nlp, article, prefilter=sieved))
            total[sieved] += seconds
            lines.add(found.line)
            events += found.events if sieved else 0
        differ += len(lines) > 1
    print(f"  {name:<23} {total[True] / total[False]:.3f} of the time without ({1000 * total[False] / len(articles):.0f} ms an article); "
          f"{len(articles)} articles, {events} events, {differ} differ", flush=True)


def engines(nlp: Any, articles: list[Article]) -> None:
    """How long each takes to look through all of every text."""
    classes = {c for names in WORD_TYPES.values() for c in names}
    known = yaml.safe_load((files("levees.data") / "fr/cues/triggers.yml").read_text(encoding="utf-8"))
    entries = sorted({fold(e) for name, words in known.items() if name in classes for e in words})
    texts = [fold(a.text) for a in articles]
    docs = [[fold(t.text) for t in nlp.make_doc(text)] for text in texts]
    size = sum(map(len, texts)) / 1e6
    patterns = [re.escape(e).replace(r"\*", r"\w*") for e in entries]
    joined = r"\b(?:" + "|".join(patterns) + r")\b"
    lexicon = shipped()
    wanted = {lexicon.names.index(c) for c in classes}
    sieve = Prefilter(lexicon, None, None)
    made: dict[str, Callable[[], Any]] = {
        "forms looked up, to the first": lambda: [any(c in wanted for w in words for c in lexicon.of_word(w)) for words in docs],
        "forms looked up, all": lambda: [[c for w in words for c in lexicon.of_word(w) if c in wanted] for words in docs],
        "re, alternation, to the first": lambda: [bool(compiled.search(text)) for text in texts],
        "re, alternation, all": lambda: [sum(1 for _ in compiled.finditer(text)) for text in texts],
    }
    compiled = re.compile(joined)
    try:
        import ahocorasick  # type: ignore[import-not-found]

        found = ahocorasick.Automaton()
        for entry in entries:
            found.add_word(entry.rstrip("*"), entry)
        found.make_automaton()
        made["pyahocorasick, all"] = lambda: [sum(1 for _ in found.iter(text)) for text in texts]
    except ImportError:
        pass
    assert sieve.classes == wanted
    print(f"{len(entries)} entries, {size:.1f} million characters")
    for name, action in made.items():
        action()
        seconds, _ = spent(action)
        print(f"  {name:<31} {1000 * seconds / len(texts):7.3f} ms an article, {size / seconds:7.1f} million characters/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200, help="how many to look through; a tenth of them are read in full")
    args = parser.parse_args()
    one_thread()
    nlp = levees.load()
    for name, path in CORPORA.items():
        if path.exists():
            articles = articles_of(path)
            some = articles[:: max(1, len(articles) // args.articles)][: args.articles]
            print(f"{name}: {len(some)} articles")
            shares(nlp, some)
            for choice in ("all types", "Ipo", "Valuation, TotalRaised"):
                gain(nlp, choice, some[::10])
            engines(nlp, some)


if __name__ == "__main__":
    main()
