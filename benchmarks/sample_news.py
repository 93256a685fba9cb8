"""Events drawn at random from what is found in unannotated news, each with its sentence, for a person to read and judge.

    python benchmarks/sample_news.py news.jsonl.gz [--count 150] [--seed 7] [--articles 250] [--around 200]

Articles are taken in an order shuffled by the seed, `--articles` of them and more until there are `--count` events. The summary goes to
standard error, the drawn events to standard output, those of one article together.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import levees

STEP = 50
ASIDE = {"id", "type", "status", "certainty", "confidence", "trigger", "evidence", "grounds", "rule", "links"}


def shuffled(corpus: Path, seed: int) -> list[dict[str, Any]]:
    opened = gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8")
    with opened as lines:
        articles = [json.loads(line) for line in lines if line.strip()]
    random.Random(seed).shuffle(articles)
    return articles


def brief(value: Any) -> str:
    """A slot in few characters: a Party's name, a Money's or Date's value with its text."""
    if isinstance(value, list):
        return ", ".join(map(brief, value))
    if not isinstance(value, dict):
        return str(value)
    if "name" in value:
        return f"{value['name']} [{value.get('kind')}]"
    plain = value.get("amount") or value.get("value") or "-".join(str(value[key]) for key in ("low", "high") if key in value)
    return " ".join(str(part) for part in (plain, value.get("currency"), value.get("mod"), f"« {value.get('text')} »") if part)


def show(number: int, text: str, event: dict[str, Any], around: int) -> str:
    slots = "; ".join(f"{key}={brief(value)}" for key, value in event.items() if key not in ASIDE and value not in (None, [], {}))
    sentence = event.get("evidence") or event.get("trigger") or {"start": 0, "end": 0}
    trigger = event.get("trigger") or sentence
    start, end = trigger["start"], trigger["end"]
    first, last = min(sentence["start"], start), max(sentence["end"], end)
    seen = text[max(0, first - around) : start] + f"[[{text[start:end]}]]" + text[end : last + around]
    head = f"{number}. {event['type']} {event['status']} {event['certainty']} {event['confidence']:.2f} {event.get('rule') or '-'}"
    return f"{head} | {slots}\n   {' '.join(seen.split())}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", help="JSON Lines of id, text, published; plain or .gz")
    parser.add_argument("--count", type=int, default=150, help="events to draw")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--articles", type=int, default=250, help="articles to read at least")
    parser.add_argument("--around", type=int, default=200, help="characters of the article to print on either side of the sentence")
    args = parser.parse_args()
    if args.corpus is None:
        print("no corpus given: nothing is drawn", file=sys.stderr)
        return
    source = iter(shuffled(args.corpus, args.seed))
    read: list[dict[str, Any]] = []
    while batch := list(islice(source, STEP if read else max(args.articles, 1))):
        read += [{"events": []} | json.loads(article.model_dump_json(exclude_none=True)) for article in levees.annotate(batch)]
        if sum(len(article["events"]) for article in read) >= args.count:
            break
    found = [(k, event) for k, article in enumerate(read) for event in article["events"]]
    drawn = sorted(random.Random(args.seed).sample(range(len(found)), min(args.count, len(found))))
    holding = sum(bool(article["events"]) for article in read)
    print(f"{len(read)} articles, {holding} with events ({holding / max(len(read), 1):.0%}), {len(found)} events", file=sys.stderr)
    print("of all:", dict(Counter(event["type"] for _, event in found).most_common()), file=sys.stderr)
    print("drawn:", dict(Counter(found[k][1]["type"] for k in drawn).most_common()), file=sys.stderr)
    before = -1
    for number, k in enumerate(drawn, 1):
        article, event = found[k]
        text = read[article]["text"]
        if article != before:
            title = text.strip().partition("\n")[0][:200]
            print(f"\n## {read[article]['id']} {read[article].get('published')} {title}")
        before = article
        print(show(number, text, event, args.around))


if __name__ == "__main__":
    main()
