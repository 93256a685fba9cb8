"""Choose decision thresholds on held-out predictions: every network reads the gold articles that it did not see.

    python models/reader/thresholds.py models/data/train.jsonl --weights models/build/f0.npz models/build/f1.npz models/build/f2.npz
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from levees.evaluation.score import score
from levees.pipes.assemble import Assembler
from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader, load_weights
from levees.reader.consolidate import consolidate
from levees.reader.decode import THRESHOLDS, WORD_TYPES
from levees.reader.network import PERCENT_ROLES, TYPES
from levees.schema import Extraction


class Held:
    """The held-out articles, scored once, decoded as often as needed."""

    def __init__(self, rows: list[dict], weights: list[Path], bonus: list[float] | None = None) -> None:
        nlp = front()
        readers = [(set(json.loads(w.with_suffix(".json").read_text())["held"]), Reader(nlp.vocab, (load_weights(w),))) for w in weights]
        for _, reader in readers:
            reader.bonus = dict(zip(("type", "party", "date"), bonus, strict=True)) if bonus else None
        self.items = []
        for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows)):
            reader = next((r for held, r in readers if row["id"] in held), None)
            if reader is not None and len(doc):
                inputs, decoder = reader.read(doc._.levees)
                self.items.append((row, doc._.levees, inputs, decoder, reader.lexicon))
        self.rows = [row for row, *_ in self.items]

    def report(self, thresholds: dict[str, float]):
        out = []
        for row, reading, inputs, decoder, lexicon in self.items:
            decoder.t = THRESHOLDS | thresholds
            events = Assembler(reading, inputs, lexicon).events(consolidate(decoder.drafts(), inputs.encoded.anchors))
            out.append(Extraction(id=row["id"], text=row["text"], events=events).to_dict())
        return score(self.rows, out), out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--bonus", type=float, nargs=3, help="weights of rules: type, party, date")
    args = parser.parse_args()
    held = Held([json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()], args.weights, args.bonus)
    best: dict[str, float] = {}
    report, rows = held.report(best)
    print("start", round(100 * report.all.event.f1, 2))
    if args.sweep:
        keys = [f"amount.{t}" for t in TYPES[:9]] + [f"percent.{t}" for t in PERCENT_ROLES] + [f"word.{t}" for t in WORD_TYPES] + ["second"]
        for key in keys:
            base = THRESHOLDS.get(key, THRESHOLDS.get(key.split(".")[0], 0.5))
            tried = {}
            for value in (0.15, 0.25, 0.35, 0.45, 0.55, 0.7) if key != "second" else (0.15, 0.2, 0.3, 0.4):
                tried[value] = held.report(best | {key: value})[0].all.event.f1
            top = max(tried, key=lambda v: (tried[v] - 0.0004 * abs(v - base) * 10, -abs(v - base)))
            if tried[top] > report.all.event.f1 + 0.0005:
                best[key] = top
            report, rows = held.report(best)
            print(key, best.get(key), round(100 * report.all.event.f1, 2), flush=True)
        print(json.dumps(best))
    if args.out:
        args.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
        args.out.with_suffix(".gold.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in held.rows), encoding="utf-8")


if __name__ == "__main__":
    main()
