"""How much of what is lost with a family of triggers does `levees tune` win back? On articles that the networks did not see.

python benchmarks/recovery.py            (make bench-tuning)
python benchmarks/recovery.py --judge    what --judge and --names are worth on the same articles

The rules whose triggers are the acquiring verbs and nouns (racheter, acquérir, reprendre, rachat, OPA…) are switched off by a pack, and
those words are taken out of the reader's word classes. Then the acquisitions are tuned, by cross-validation: what is taught in one fold
is read off the others. The networks and judges that held articles out are those that training left in models/build.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

import levees.packs
from levees.evaluation import read_rows
from levees.evaluation.score import prf
from levees.packs import load_packs
from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader
from levees.reader.judge import Judge
from levees.reader.lexicon import WordClasses
from levees.reader.weights import load_weights
from levees.rules.load import load_rules
from levees.rules.verbs import conjugate, parts
from levees.rules.words import fold
from levees.tuning import learn_names, straighten, tune
from levees.tuning.cases import Case, count, total

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models/reader"))

from topic import one_of  # noqa: E402

OFF = ("acquisition.buy", "acquisition.buy-one-sided", "acquisition.takeover")
EVENT = "Acquisition"
LIGHT = ("mettre", "prendre", "jeter", "passer")  # say nothing without the rest of their phrase


def family() -> set[str]:
    """All forms of the family's verbs, and its nouns."""
    out = set()
    for name in OFF:
        trigger = load_rules().rules[name].trigger
        for verb in trigger.verbs:
            head = next(w for w in parts(verb) if w not in ("s'", "se"))
            if head not in LIGHT:
                out |= {form for forms in conjugate(head).values() for form in forms}
        out |= {fold(word) for word in trigger.words}
    return out


def without(words: set[str]) -> dict[str, list[str]]:
    """The reader's word classes, those of acquisitions and stakes without these words."""
    shipped = levees.packs._shipped_words()

    def gone(entry: str) -> bool:
        entry = fold(entry)
        return any(w.startswith(entry[:-1]) if entry.endswith("*") else w == entry for w in words)

    return {name: [e for e in entries if not (name in ("acquire", "stake") and gone(str(e)))] for name, entries in shipped.items()}


def read(rows, readers, nlp) -> list[Case]:
    """Each article read by a network and its judge that did not see it."""
    out = []
    for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows), batch_size=8):
        unseen = tuple(k for k, (seen, _) in enumerate(readers) if row["id"] not in seen)
        if unseen:
            reader = readers[one_of(row["id"], unseen)][1]
            reader(doc)
            out.append(Case(row, doc._.levees, list(doc._.levees.events), count(row, doc._.levees.events), reader))
    return out


def readers_of(nlp, weights: list[Path], judges: str, packs) -> list:
    out = []
    for k, path in enumerate(weights):
        with np.load(f"{judges}-{k}.npz") as data:
            judge = Judge.of({n: data[n] for n in data.files})
        seen = set(json.loads(path.with_suffix(".json").read_text())["seen"])
        out.append((seen, Reader(nlp.vocab, (load_weights(path),), judge=judge, packs=packs)))
    return out


def f1(counts, only=None, but=None) -> float:
    events = [(key[1], key[2], n) for key, n in counts.items() if key[0] == "event" and key[1] != but and (only is None or key[1] in only)]
    return 100 * prf(*(sum(n for _, outcome, n in events if outcome == o) for o in ("tp", "fp", "fn"))).f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", default=[ROOT / f"models/build/reader-{k}.npz" for k in range(4)])
    parser.add_argument("--judges", default=str(ROOT / "models/build/judge"), help="path of the judges without -0.npz")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--judge", action="store_true", help="measure --judge and --names instead")
    args = parser.parse_args()
    needed = [*args.weights, *(Path(f"{args.judges}-{k}.npz") for k in range(len(args.weights)))]
    if missing := [p for p in needed if not p.is_file()]:
        print(f"{missing[0]} is not there, so there is nothing to measure on; train first: make reader")
        return
    rows = read_rows(ROOT / "models/data/train.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "off"
        pack.mkdir()
        (pack / "pack.yml").write_text(f"name: off\noff: [{', '.join(OFF)}]\n", encoding="utf-8")
        nlp = front()
        shipped = read(rows, readers_of(nlp, args.weights, args.judges, None), nlp)
        if args.judge:
            straight, named = straighten(shipped, load_packs(()), parts=args.folds), learn_names(shipped, load_packs(()), parts=args.folds)
            print(f"--judge: event F1 {f1(straight.before):.1f} -> {f1(straight.after):.1f}, calibration error "
                  f"{straight.error[0]:.3f} -> {straight.error[1]:.3f}, floor {straight.floor}")
            print(f"--names: {len(named.entries)} forms, event F1 {f1(named.before):.1f} -> {f1(named.after):.1f}; worse: {named.worse}")
            return
        full = total(c.counts for c in shipped)
        print(f"as shipped: {EVENT} {f1(full, (EVENT,)):.1f}, all {f1(full):.1f}", flush=True)
        words = without(family())
        levees.packs._shipped_words = lambda: words
        packs, nlp = load_packs([pack]), front(packs=[pack])
        readers = readers_of(nlp, args.weights, args.judges, packs)
        for _, reader in readers:
            reader.lexicon = WordClasses(words)
        cases = read(rows, readers, nlp)
        off = total(c.counts for c in cases)
        print(f"without the family: {EVENT} {f1(off, (EVENT,)):.1f}, all {f1(off):.1f}", flush=True)
        result = tune(cases, packs, parts=args.folds, types=[EVENT], on_each=lambda n, of: print(n, of, file=sys.stderr, end="\r"))
    print(f"tuned, held out: {EVENT} {f1(result.after, (EVENT,)):.1f}, all {f1(result.after):.1f}")
    for name, counts in (("lost", off), ("tuned", result.after)):
        print(f"  {name}: other types {f1(full, but=EVENT):.1f} -> {f1(counts, but=EVENT):.1f}")
    for title, only in ((EVENT, (EVENT,)), ("all types", None)):
        lost = f1(full, only) - f1(off, only)
        print(f"won back of what {title} lost: {(f1(result.after, only) - f1(off, only)) / lost if lost else 1:.0%}")
    print(f"articles better {len(result.better)}, worse {len(result.worse)}")
    for finding in result.findings[:25]:
        print(f"  {finding.proposal.what} {finding.proposal.name}: {finding.won} won, {finding.spoilt} spoilt")


if __name__ == "__main__":
    main()
