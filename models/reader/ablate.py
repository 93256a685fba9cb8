"""What is each part of the reader worth? Articles that no network saw, read again with one part taken away, or with the right answer given.

    python models/reader/ablate.py models/build/articles.jsonl --weights models/build/reader-0.npz models/build/reader-1.npz --judges models/build/judge

Nothing is trained anew: a part taken away shows how far the rest leans on it, not how well a reader trained without it would do.
The changes themselves are in `changes.py`.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from changes import ALL, Change  # isort: skip
from labels import label  # isort: skip
from topic import one_of  # isort: skip
from levees.evaluation.score import Counts, count_article, prf
from levees.pipes.assemble import Assembler
from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader
from levees.reader.consolidate import consolidate
from levees.reader.fuse import add_rules
from levees.reader.judge import Judge
from levees.reader.weights import load_weights
from levees.schema import EVENT_TYPES, Extraction

SAMPLES = 1000


@dataclass(slots=True)
class Case:
    """An article as the pipeline's front read it, and the reader that did not see it."""

    row: dict
    reading: Any
    reader: Reader
    known: dict[Any, tuple[Any, Any, Any]] = field(default_factory=dict)  # unchanged, and with the last answers given to its front


@contextmanager
def patched(places: Sequence[tuple[str, Any]]) -> Iterator[None]:
    """Names of modules (« levees.reader.decode.PENALTY ») that stand for something else for a while."""
    kept = []
    for place, value in places:
        module, _, name = place.rpartition(".")
        kept.append((import_module(module), name, getattr(import_module(module), name)))
        setattr(import_module(module), name, value)
    try:
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def scored(case: Case, change: Change, rules: Callable[[Any], list]) -> tuple[Any, Any, Any]:
    """(reading, inputs, decoder) before rules are heard; the networks run only where a change reaches them anew."""
    key = change.front
    if change.networks or change.weights is not None or key not in case.known:
        reader, reading = copy.copy(case.reader), copy.copy(case.reading)
        if change.front is not None:
            change.front(reading, case.row)
            reading.mentions = rules(reading)
        if change.weights is not None:
            reader.weights = change.weights(reader.weights)
        mentions, reading.mentions = reading.mentions, []
        inputs, decoder = reader.read(reading)
        reading.mentions = mentions
        if change.networks or change.weights is not None:
            return reading, inputs, decoder
        case.known = {k: v for k, v in case.known.items() if k is None} | {key: (reading, inputs, decoder)}
    reading, inputs, decoder = case.known[key]
    return copy.copy(reading), inputs, decoder


def read(case: Case, change: Change, rules: Callable[[Any], list]) -> list[Any]:
    """The events of an article under a change."""
    with patched(change.patch):
        reading, inputs, base = scored(case, change, rules)
        decoder = copy.copy(base)
        decoder._tables = {}
        decoder.s = copy.deepcopy(base.s)
        if change.rules is not None:
            reading.mentions = [m for m in reading.mentions if change.rules(m.rule)]
        decoder.behind = add_rules(decoder.s, inputs, reading)
        decoder.judge, decoder.floors = case.reader.judge, decoder.floors | change.floors
        labels = label(case.row, reading, inputs.encoded, [c.source for c in inputs.rounds]) if change.needs_labels else []
        for alter in change.scores:
            alter(decoder, labels)
        if change.judge is not None:
            decoder.judge = change.judge(decoder.judge)
        drafts = decoder.drafts()
        for settle in change.drafts:
            for d in drafts:
                settle(d, decoder, labels)
        anchors = inputs.encoded.anchors
        drafts = consolidate(drafts, anchors) if change.consolidate else sorted(drafts, key=lambda d: anchors[d.anchor].start)
        return Assembler(reading, inputs, case.reader.lexicon).events(drafts)


def cases(rows: list[dict], weights: list[Path], judges: str, nlp: Any) -> Iterator[Case]:
    """Every article that a network did not see, with all the networks that did not, and a judge that did not either."""
    loaded = []
    for k, path in enumerate(weights):
        with np.load(f"{judges}-{k}.npz") as data:
            judge = Judge.of({n: data[n] for n in data.files})
        loaded.append((set(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["seen"]), load_weights(path), judge))
    readers: dict[tuple[tuple[int, ...], int], Reader] = {}
    unseen = {r["id"]: tuple(k for k, (seen, _, _) in enumerate(loaded) if r["id"] not in seen) for r in rows}
    for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows if unseen[r["id"]])):
        which = unseen[row["id"]]
        key = which, one_of(row["id"], which)
        if key not in readers:
            readers[key] = Reader(nlp.vocab, tuple(loaded[k][1] for k in which), judge=loaded[key[1]][2])
        yield Case(row, doc._.levees, readers[key])


def chosen(rows: list[dict], weights: list[Path], without: Sequence[str], size: int) -> list[dict]:
    """A random draw of the articles with annotated names that some network did not see."""
    seen = set.intersection(*(set(json.loads(w.with_suffix(".json").read_text(encoding="utf-8"))["seen"]) for w in weights))
    rows = [r for r in rows if "names" in r and r["id"] not in seen and not r["id"].startswith(tuple(without))]
    random.Random(0).shuffle(rows)
    return rows[:size]


def f1(n: Counts, what: str, types: Sequence[str]) -> float:
    """F1 in percent: of events, of events strictly right, of slots."""
    tp, fp, fn = (sum(n["event" if what == "strict" else what, t, o] for t in types) for o in ("tp", "fp", "fn"))
    right = sum(n["strict", t, "tp"] for t in types) if what == "strict" else tp
    return 100 * prf(right, tp + fp - right, tp + fn - right).f1


def spread(counts: Sequence[Counts], base: Sequence[Counts] | None = None) -> tuple[float, float]:
    """95 % bootstrap interval by article of event F1, or of its difference from the unchanged reader's on the same articles."""
    draws = np.random.default_rng(0).multinomial(len(counts), [1 / len(counts)] * len(counts), size=SAMPLES)

    def drawn(of: Sequence[Counts]) -> np.ndarray:
        table = np.array([[sum(n["event", t, o] for t in EVENT_TYPES) for o in ("tp", "fp", "fn")] for n in of])
        tp, fp, fn = (draws @ table).T
        return np.asarray(200 * tp / np.maximum(2 * tp + fp + fn, 1))

    low, high = np.percentile(drawn(counts) - (drawn(base) if base else 0), [2.5, 97.5])
    return float(low), float(high)


def line(name: str, counts: Sequence[Counts], base: Sequence[Counts] | None) -> str:
    """A change's row of the table."""
    n, types = sum(counts, Counter()), list(EVENT_TYPES)
    now, (low, high) = f1(n, "event", types), spread(counts, base)
    by = f"{now - f1(sum(base, Counter()), 'event', types):+.1f}" if base else ""
    cells = [name, f"{now:.1f}", by, f"{low:+.1f} to {high:+.1f}" if base else f"{low:.1f} to {high:.1f}"]
    cells += [f"{f1(n, what, types):.1f}" for what in ("strict", "slot")] + [f"{f1(n, 'event', [t]):.0f}" for t in types]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="networks; the .json beside each says which articles it saw")
    parser.add_argument("--judges", required=True, help="path of the judges without -0.npz")
    parser.add_argument("--without", nargs="*", default=[], help="articles whose ids begin so are left out: the networks saw their like")
    parser.add_argument("--articles", type=int, default=400, help="how many to draw")
    parser.add_argument("--only", nargs="+", default=[], help="changes whose names begin so")
    args = parser.parse_args()
    needed = [args.rows, *(p for w in args.weights for p in (w, w.with_suffix(".json"))), *(Path(f"{args.judges}-{k}.npz") for k in range(len(args.weights)))]
    if missing := [p for p in needed if not p.is_file()]:
        parser.error(f"{missing[0]} is not there, so there is nothing to measure on; train first: make reader")
    rows = [json.loads(line) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    rows = chosen(rows, args.weights, args.without, args.articles)
    if not rows:
        parser.error(f"the networks saw every annotated article of {args.rows}; give some that one of them did not see")
    nlp = front()
    rules = nlp.get_pipe("levees_rules").matcher
    held = [c for c in cases(rows, args.weights, args.judges, nlp) if len(c.reading.doc)]
    print(f"{len(held)} articles, {sum(not e.get('optional') for c in held for e in c.row['events'])} events\n")
    print(f"| | event F1 | change | 95 % | strict | slot | {' | '.join(EVENT_TYPES)} |")
    print("|---|--:|--:|:-:|--:|--:|" + "--:|" * len(EVENT_TYPES), flush=True)
    base: list[Counts] | None = None
    for change in ALL:
        if base is not None and args.only and not change.name.startswith(tuple(args.only)):
            continue
        if change.several and not any(len(c.reader.weights) > 1 for c in held):
            continue
        counts = []
        for case in held:
            events = read(case, change, rules)
            counts.append(count_article(case.row, Extraction(id=case.row["id"], text=case.row["text"], events=events).to_dict(), []))
        print(line(change.name, counts, base), flush=True)
        base = base or counts


if __name__ == "__main__":
    main()
